"""Whether a report that was just read is another version, or a copy, of one that the collection holds.

| what is the same | what it is |
|---|---|
| ISBN, DOI, handle, landing page or file name, and some of the text | another version: the newer one supersedes the older |
| nine of ten passages | a likely copy: told, and both are kept |
| ISBN …, but none of the text | another report or another edition: both are kept |

Which of two versions is newer: the one published in a later year, else the one that came later. What was corrected by
hand of a report is compared, and what its file said: another version of it may say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from catalogue.editions import are_editions
from catalogue.inheritance import corrected, uncorrected
from catalogue.model import Passage, Report
from catalogue.store import SKETCH, Catalogue
from ingest.fields.identifiers import isbn13
from ingest.fields.text import fold

COPY = 0.9  # share of the same passages that makes a likely copy
VERSION = 0.1  # share of the same passages that two versions of one report have at least
_LONG = 40  # letters and digits of a passage that is not said in any report
_SKETCH = 16  # numbers that stand for a report's passages
_ALIKE = _SKETCH // 2  # numbers in common with which two reports are compared in full


@dataclass(frozen=True, slots=True)
class Settled:
    """How a report stands to those held.

    Attributes:
        report: the report, superseded where a held one is newer.
        supersedes: ids of the held reports that it is a newer version of.
        sentences: what to tell the user.
    """

    report: Report
    supersedes: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def settle(catalogue: Catalogue, report: Report, passages: Sequence[Passage]) -> Settled:
    """Compares a report with those held; nothing is written.

    A report that is held already stays as it stands to the others.
    """
    held = catalogue.headers([report.id]).get(report.id)
    if held is not None or not report.sha256:
        return Settled(replace(report, superseded_by=held.superseded_by if held else ""))
    own = _texts(passage.text for passage in passages)
    names = identities(report)
    older, newer, related, told = [], "", set(), []
    for other in _namesakes(catalogue, report):
        said = uncorrected(catalogue, other)
        if not names & (identities(other) | identities(said)):
            continue
        related.add(other.id)
        theirs = _held_texts(catalogue, other.id)
        same, bare = share(own, theirs), not (own and theirs)
        if are_editions(report, other) or not any(_is_version(report, one, same, bare=bare) for one in (other, said)):
            continue
        year = said.year if said.year == report.year else other.year  # what both files say tells them not apart
        if (year or 0) > (report.year or year or 0):
            newer = other.id
            told.append(f"It is an older version of {_named(other)}: it is searched with --all-versions.")
        else:
            older.append(other.id)
            told.append(
                f"It is a newer version of {_named(other)}, which stays citable and is searched with --all-versions."
            )
    told += _copies(catalogue, own, related)
    return Settled(replace(report, superseded_by=newer), tuple(older), tuple(told))


def identities(report: Report) -> frozenset[str]:
    """What tells a report from others, each with the name of its kind."""
    found = {("isbn", isbn13(isbn.value)) for isbn in report.isbn}
    found |= {("doi", report.doi.casefold()), ("handle", report.handle.casefold())}
    found |= {("file", report.path), ("file", report.pdf), ("page", report.landing_page)}
    return frozenset(f"{kind}:{value}" for kind, value in found if value)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of passages that both have, of the one that has more; 0 to 1."""
    return len(one & other) / max(len(one), len(other), 1)


def sketch(catalogue: Catalogue, report: str) -> frozenset[int]:
    """The numbers that stand for a held report's passages; kept beside it when they are first asked for.

    The smallest of all passages' checksums: of two reports they are alike as far as the passages are.
    """
    kept = catalogue.meta(f"{SKETCH}{report}")
    if kept is None:
        numbers = sorted(crc32(text.encode()) for text in _held_texts(catalogue, report))[:_SKETCH]
        kept = " ".join(map(str, numbers))
        catalogue.set_meta(**{f"{SKETCH}{report}": kept})
    return frozenset(map(int, kept.split()))


def _namesakes(catalogue: Catalogue, report: Report) -> Iterable[Report]:
    """The held reports in force that may have an identity in common with a report: a quick look at all of them."""
    cores = [number[3:12] for isbn in report.isbn if (number := isbn13(isbn.value))]  # the same in ISBN-10 and ISBN-13
    names = {report.doi, report.handle, report.path, report.pdf, report.landing_page} - {""}
    names = {name.casefold() for name in names}
    columns = ("id", "sha256", "superseded_by", "isbn", "doi", "handle", "path", "pdf", "landing_page")
    ids = []
    once_another = corrected(catalogue)  # a new file may say what the file of such a report says
    for id_, digest, superseded_by, isbn, *others in catalogue.columns(*columns):
        digits = isbn.replace("-", "").replace(" ", "")
        same = any(core in digits for core in cores) or not names.isdisjoint(map(str.casefold, others))
        if (same or id_ in once_another) and digest and not superseded_by:
            ids.append(id_)
    return catalogue.headers(ids).values()


def _copies(catalogue: Catalogue, own: frozenset[str], related: set[str]) -> list[str]:
    """A sentence for each report in force, but those related, that says the same."""
    smallest = frozenset(sorted(crc32(text.encode()) for text in own)[:_SKETCH])
    if not smallest:
        return []
    alike = [
        id_
        for id_, digest, superseded_by in catalogue.columns("id", "sha256", "superseded_by")
        if digest and not superseded_by and id_ not in related
        if len(smallest & sketch(catalogue, id_)) >= min(_ALIKE, len(smallest))
    ]
    told = []
    for other in catalogue.headers(alike).values():
        same = share(own, _held_texts(catalogue, other.id))
        if same >= COPY:
            told.append(f"It says the same as {_named(other)} ({same:.0%} of the passages): likely a copy of it.")
    return told


def _is_version(report: Report, other: Report, same: float, *, bare: bool) -> bool:
    """Whether two reports that are called the same are one; without text (a scan) the title tells."""
    return same >= VERSION or (bare and bool(report.title) and fold(report.title) == fold(other.title))


def _texts(texts: Iterable[str]) -> frozenset[str]:
    """Passages as they are compared: letters and digits only, and only what is long enough to be one report's own."""
    levelled = ("".join(filter(str.isalnum, text.casefold())) for text in texts)
    return frozenset(text for text in levelled if len(text) >= _LONG)


def _held_texts(catalogue: Catalogue, report: str) -> frozenset[str]:
    return _texts(passage.text for _, passage in catalogue.numbered_passages(report))


def _named(report: Report) -> str:
    return f"{report.id} ({report.full_title})"
