"""Marks: what a passage can be filtered, boosted and counted by. The index writes them, the query asks for them.

Each begins with "@" and the name of its facet; no key of `norwegian` begins so.
"""

from catalogue.model import Passage, Report
from search.engines.port import report_mark

FINDING = "@finding:yes"
OLD = "@version:old"  # of passages in a report that a newer version supersedes


def standard(code: str) -> str:
    """The mark of passages in a written standard or language (nn, nb, en …)."""
    return f"@standard:{code}"


def series(name: str) -> str:
    """The mark of a series' passages; letter case and runs of blanks do not count."""
    return f"@series:{_folded(name)}"


def publisher(name: str) -> str:
    """The mark of a publisher's passages; letter case and runs of blanks do not count."""
    return f"@publisher:{_folded(name)}"


def year(number: int) -> str:
    """The mark of passages in reports of a year."""
    return f"@year:{number}"


def matter(name: str) -> str:
    """The mark of passages in a part of their report (`catalogue.model.Matter`)."""
    return f"@matter:{name}"


def kind(name: str) -> str:
    """The mark of passages of a kind (`catalogue.model.Kind`)."""
    return f"@kind:{name}"


def report(id_: str) -> str:
    """The mark of a report's passages; engines write it themselves."""
    return report_mark(id_)


def of(passage: Passage, held_by: Report) -> tuple[str, ...]:
    """Every mark of a passage of a report, but the report's own."""
    marks = [standard(passage.standard), matter(passage.matter), kind(passage.kind)]
    if passage.finding:
        marks.append(FINDING)
    if held_by.superseded_by:
        marks.append(OLD)
    if held_by.year is not None:
        marks.append(year(held_by.year))
    if held_by.series:
        marks.append(series(held_by.series))
    if held_by.publisher:
        marks.append(publisher(held_by.publisher))
    return tuple(marks)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
