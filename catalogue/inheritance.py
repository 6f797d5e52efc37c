"""Which corrections by hand does a newer version of a report take over?

| a correction of | goes on to the newer version |
|---|---|
| the work: title, authors, publisher, series … | always: what a person corrected stays corrected |
| what can be one version's own: year, ISBN, DOI, licence … | where the sources repeat what they said of the older one |

So a misprint that stands in both files is corrected in both, and a new version's own ISBN is not overruled by a
correction of the old one's. The older version keeps its corrections too: it stays citable as it was corrected.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue import edits
from catalogue.model import Report
from catalogue.store import Catalogue

OWN = frozenset({"year", "report_number", "isbn", "doi", "handle", "licence", "last_changed"})


@dataclass(frozen=True, slots=True)
class Inherited:
    """A newer version with what it takes over.

    Attributes:
        report: with the corrections in force.
        sentences: what to tell the user of them.
    """

    report: Report
    sentences: tuple[str, ...] = ()


def inherit(catalogue: Catalogue, report: Report, older: Iterable[str]) -> Inherited:
    """Gives a report that was just read the corrections of the versions that it supersedes, and keeps them for it.

    Its own corrections stay.

    Args:
        catalogue: of the store; the report itself need not be saved yet.
        report: with details.
        older: ids of the versions.

    Raises:
        StoreError: the store cannot be written.
    """
    own = {edit.field for edit in edits.of(catalogue, report.id)}
    taken: dict[str, edits.Edit] = {}
    left: set[str] = set()
    for edit in (edit for id_ in older for edit in edits.of(catalogue, id_)):
        if edit.field in own or edit.field in taken:
            continue
        said = getattr(report, edit.field)
        if said == edit.value:
            continue  # its sources say what the older one's should have said
        if edit.field in OWN and said != edit.before:
            left.add(edit.field)
        else:
            taken[edit.field] = replace(edit, before=said)
    edits.keep(catalogue, report.id, taken.values())
    told = (
        ("What was corrected by hand holds for it too", sorted(taken)),
        ("What was corrected by hand of the older version only", sorted(left - taken.keys())),
    )
    sentences = tuple(f"{what}: {', '.join(fields)}." for what, fields in told if fields)
    return Inherited(edits.edited(report, taken.values()), sentences)


def uncorrected(catalogue: Catalogue, report: Report) -> Report:
    """A held report as its sources have it, without details."""
    values = {edit.field: edit.before for edit in edits.of(catalogue, report.id)}
    return replace(report, **values)  # type: ignore[arg-type]  # each the field's own type


def corrected(catalogue: Catalogue) -> set[str]:
    """Ids of the reports whose ISBN, DOI or handle was corrected by hand."""
    return {row[0] for row in catalogue.db.execute("SELECT report FROM edit WHERE field IN ('isbn', 'doi', 'handle')")}
