"""Which report a user means: an id or its beginning, a file name, an ISBN or a title."""

from pathlib import PurePath

from catalogue.editions import in_force
from catalogue.errors import UnknownReportError
from catalogue.model import Report
from catalogue.store import Catalogue

_SHOWN = 5  # reports named in the sentence when several answer
_MIN_ID = 4


def resolve(catalogue: Catalogue, wanted: str) -> Report:
    """The report that answers to `wanted`, with its details.

    The first of these that any report answers to decides: the whole id, file name (with or without ending), path,
    ISBN in any hyphenation, whole title, beginning of the id (four characters or more), beginning of the file name, a part of the title.
    A report that another supersedes answers where no newer one does; its id always means it.

    Raises:
        UnknownReportError: none answers, or several do; the sentence names them.
    """
    reports = catalogue.reports()
    text = wanted.strip()
    folded = text.casefold()
    digits = text.replace("-", "").replace(" ", "").upper()
    tests = (
        lambda report: report.id == folded,
        lambda report: folded in _names(report),
        lambda report: any(isbn.value.replace("-", "") == digits for isbn in report.isbn),
        lambda report: report.title.casefold() == folded,
        lambda report: len(folded) >= _MIN_ID and report.id.startswith(folded),
        lambda report: bool(folded) and any(name.startswith(folded) for name in _names(report)),
        lambda report: bool(folded) and folded in f"{report.title} {report.subtitle}".casefold(),
    )
    for test in tests:
        found = [report for report in reports if test(report)]
        found = in_force(found) or found
        if len(found) == 1:
            return catalogue.report(found[0].id) or found[0]
        if found:
            named = "; ".join(f"{report.id} {report.title}" for report in found[:_SHOWN])
            raise UnknownReportError(f"{len(found)} reports answer to {wanted!r}, give an id of these: {named}.")
    raise UnknownReportError(f"No report answers to {wanted!r}: funn list names them all.")


def _names(report: Report) -> set[str]:
    """The names that a report's files answer to, in lower case."""
    names = set()
    for text in (report.path, report.landing_path, report.landing_page, report.pdf):
        if text:
            path = PurePath(text)
            names |= {text.casefold(), path.name.casefold(), path.stem.casefold()}
    return names
