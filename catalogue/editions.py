"""Which reports belong together: the versions of one report, and its editions in Nynorsk and Bokmål."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from catalogue.model import BOKMAAL, NYNORSK, Report
from catalogue.store import Catalogue

_STANDARDS = {NYNORSK, BOKMAAL}
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
    others = [other for other in catalogue.reports() if other.id != report.id]
    return Relatives(
        next((other for other in others if other.id == report.superseded_by), None),
        tuple(other for other in others if other.superseded_by == report.id),
        tuple(other for other in others if not other.superseded_by and are_editions(report, other)),
    )


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


def _keys(report: Report) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {("isbn", isbn.value.replace("-", "")) for isbn in report.isbn}
    keys |= {(name, str(getattr(report, name)).casefold()) for name in ("doi", "handle") if getattr(report, name)}
    if report.series and report.report_number:
        keys.add(("number", " ".join(report.series.casefold().split()), report.report_number.casefold()))
    if report.landing_page:
        keys.add(("page", _MARKER.sub("", report.landing_page).casefold()))
    return keys
