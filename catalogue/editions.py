"""Which reports belong together: the versions of one report, and its editions in Nynorsk and Bokmål."""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from catalogue.model import BOKMAAL, NYNORSK, Report
from catalogue.store import Catalogue

_STANDARDS = {NYNORSK, BOKMAAL}
_ORDER = "ORDER BY series, year, report_number, title, id"  # as `Catalogue.reports` has them
_MARKER = re.compile(r"(?<![^\W_])(?:nn|nb|nno|nob|nynorsk|bokm(?:aa|å|a)l)(?:-no)?(?![^\W_])", re.IGNORECASE)


class Relatives(NamedTuple):
    """What belongs together with a report.

    Attributes:
        newer: the version that supersedes it, or None.
        older: the versions that it supersedes.
        editions: the same report in the other written standard.
    """

    newer: Report | None
    older: tuple[Report, ...]
    editions: tuple[Report, ...]


def relatives(catalogue: Catalogue, report: Report) -> Relatives:
    """What the collection holds that belongs together with a report."""
    query = f"SELECT id FROM report WHERE superseded_by = ? {_ORDER}"  # noqa: S608 - own names
    older = [id_ for (id_,) in catalogue.db.execute(query, (report.id,))]
    editions = _editions(catalogue, report)
    found = catalogue.headers({*older, *editions, report.superseded_by} - {"", report.id})
    return Relatives(
        found.get(report.superseded_by),
        tuple(found[id_] for id_ in older if id_ in found),
        tuple(found[id_] for id_ in editions if id_ in found),
    )


def _editions(catalogue: Catalogue, report: Report) -> list[str]:
    """Ids of the report's editions: what ties them is compared before any Report is made, for there are many."""
    other = (_STANDARDS - {report.language}).pop()
    if report.language not in _STANDARDS:
        return []
    query = f"""
        SELECT id, isbn, doi, handle, series, report_number, landing_page FROM report
        WHERE language = ? AND superseded_by = '' AND id <> ? {_ORDER}
    """  # noqa: S608 - own names
    wanted = _keys(report)
    return [
        id_
        for id_, isbn, *ties in catalogue.db.execute(query, (other, report.id))
        if wanted & _keys_of(_Ties(tuple(value for value, _ in json.loads(isbn)), *ties))
    ]


def are_editions(one: Report, other: Report) -> bool:
    """Whether two reports are one in two written standards.

    One is in Nynorsk and one in Bokmål, and they have their number in the series, an identifier, or the address of the
    landing page in common, where what names the standard does not count ("…/nynorsk/rapport", "…/rapport-nb").
    """
    if {one.language, other.language} != _STANDARDS:
        return False
    return bool(_keys(one) & _keys(other))


def in_force(reports: Iterable[Report]) -> list[Report]:
    """The reports that no other supersedes."""
    return [report for report in reports if not report.superseded_by]


class _Ties(NamedTuple):
    """What can tie a report to its editions; ISBNs as they are printed."""

    isbn: tuple[str, ...]
    doi: str
    handle: str
    series: str
    report_number: str
    landing_page: str


def _keys(report: Report) -> set[tuple[str, ...]]:
    isbn = tuple(isbn.value for isbn in report.isbn)
    return _keys_of(_Ties(isbn, report.doi, report.handle, report.series, report.report_number, report.landing_page))


def _keys_of(ties: _Ties) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {("isbn", isbn.replace("-", "")) for isbn in ties.isbn}
    keys |= {(name, value.casefold()) for name, value in (("doi", ties.doi), ("handle", ties.handle)) if value}
    if ties.series and ties.report_number:
        keys.add(("number", " ".join(ties.series.casefold().split()), ties.report_number.casefold()))
    if ties.landing_page:
        keys.add(("page", _MARKER.sub("", ties.landing_page).casefold()))
    return keys
