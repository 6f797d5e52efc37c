"""What can be asked of a search beside its query."""

from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """The order of an answer."""

    RELEVANCE = "relevance"
    YEAR = "year"  # newest first
    REPORT = "report"  # by series, year and title; within a report as it is read


class Options(NamedTuple):
    """How to search and what to hand back.

    Attributes:
        limit: how many hits (or reports, when grouped); None for as many as `limits.ALL_HITS`.
        offset: how many of the first to leave out.
        standard: only passages in this written standard or language (nn, nb, en …).
        findings: only findings.
        series: only reports of series with this text in their names, in any case.
        years: only reports from the first to the last of these years; None for an open end.
        sort: order; passages that hold all words come first in every order.
        group: whether hits stand together by report, a few of each.
        exact: whether words mean only the forms that were typed.
        facets: whether to count what all matching passages are.
        all_versions: whether to search reports too that a newer version supersedes.
    """

    limit: int | None = 10
    offset: int = 0
    standard: str | None = None
    findings: bool = False
    series: str | None = None
    years: tuple[int | None, int | None] | None = None
    sort: Sort = Sort.RELEVANCE
    group: bool = False
    exact: bool = False
    facets: bool = False
    all_versions: bool = False
