"""Every question that the API answers, in one table."""

from functools import cache

from search.concordance import WIDTH, Order
from web import exports
from web.api import reports, searching
from web.api.endpoint import Endpoint
from web.parameters import FILTERS, SORT, Parameter, choice, flag, number, paging, query, text
from web.settings import Settings

_MOST_REPORTS = 1_000_000  # that can be left out: a list is read by programs, to its end
_NO_REPORT = "No report of the collection has this id."
_NO_PASSAGE = "No passage of the collection has this id."
_REPORT = text(
    "id", "Of the report.", most=16, required=True, pattern=reports.REPORT_ID, description="16 hex digits"
)  # fmt: skip
_PASSAGE = text(
    "id", "Of the passage.", most=19, required=True, pattern=reports.PASSAGE_ID, description="an id such as 0123abcd-0123456789"
)  # fmt: skip
_SERIES, _YEAR, _FINDINGS, _STANDARD = (
    next(one for one in FILTERS if one.name == name) for name in ("series", "year", "findings", "standard")
)
_NARROW = tuple(one for one in FILTERS if one.name != "exact")


def _list(most: int, default: int) -> tuple[Parameter, Parameter]:
    limit, _ = paging(most, default)
    return limit, number("offset", "How many of the first to leave out.", 0, _MOST_REPORTS, 0)


@cache
def endpoints(settings: Settings) -> tuple[Endpoint, ...]:
    """The questions, with the operator's limits."""
    page = settings.page_size
    words = query(settings.query_length)
    few = min(10, page)
    return (
        Endpoint(
            "search", "/search", "The passages that answer a query, the best first.",
            (
                words, *FILTERS, SORT, *paging(page, few), flag("group", "Hits together by report."),
                flag("facets", "Count series, years, publishers, standards, findings and sections."),
            ),
            searching.search, "Answer", {"q": "skoleleiarar involvering", "facets": "true", "limit": "3"},
        ),
        Endpoint(
            "suggest", "/suggest", "How a query could go on, and what it may mean when a word finds nothing.", (words,),
            searching.suggest, "Suggestions", {"q": "skoleleiarar invol"},
        ),
        Endpoint(
            "concordance", "/concordance", "Each place that answers, with the words before and after it.",
            (
                words, *FILTERS,
                choice("sort", "The order of the lines.", map(str, Order), str(Order.RELEVANCE)),
                number("width", "Characters on each side, about.", 5, 500, WIDTH),
                *paging(page, min(50, page)),
            ),
            searching.in_context, "Concordance", {"q": "involvering", "sort": "left", "width": "30"}, long=True,
        ),
        Endpoint(
            "export", "/export", "What was found as a file; the header funn-cut tells whether there would be more.",
            exports.known(settings), searching.export, "", {"q": "partnarskap", "format": "ris"},
            "No passage answers, so there is no file.", long=True,
        ),
        Endpoint(
            "passage", "/passages/{id}", "A passage with what is known of its report.", (),
            reports.passage, "Passage", {}, _NO_PASSAGE, _PASSAGE,
        ),
        Endpoint(
            "similar", "/passages/{id}/similar", "Passages that say much the same as a passage.",
            (*_NARROW, *paging(page, few)), searching.similar, "Answer", {"limit": "3"}, _NO_PASSAGE, _PASSAGE,
        ),
        Endpoint(
            "reports", "/reports", "The reports, by series, year and title.",
            (text("text", "Only reports with this text in title or authors."), _SERIES, _YEAR, _standard(), *_list(page, page)),
            reports.reports, "Reports", {"year": "2023-"},
        ),
        Endpoint(
            "report", "/reports/{id}", "All that is known of a report, and where from.", (),
            reports.report, "WholeReport", {}, _NO_REPORT, _REPORT,
        ),
        Endpoint(
            "passages", "/reports/{id}/passages", "The passages of a report in reading order.",
            (_FINDINGS, *_list(page, page)), reports.passages, "Passages", {"findings": "true"}, _NO_REPORT, _REPORT,
        ),
        Endpoint(
            "series", "/series", "The report series, their reports in order, and what is missing.",
            (text("name", "Only series with this text in one of their names."), *_list(page, few)),
            reports.series, "SeriesList", {"name": "læring"}, long=True,
        ),
    )  # fmt: skip


def _standard() -> Parameter:
    return _STANDARD._replace(about="Only reports chiefly in this written standard or language.")
