"""The reports of the collection, by series and year, filtered by what their details say."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from catalogue.model import Report
from catalogue.numbers import number_of
from search.collation import norwegian
from web import parameters
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Links, address
from web.page.front import ReportLine, report_line
from web.page.hits import lang_of, standard_name
from web.page.kept import Kept
from web.page.paging import Pages, pages_of
from web.service import asked, language_of, service_of

_PAGE = 50
_MOST = 1_000_000  # reports that can be left out: a list costs the same wherever it is read
PARAMETERS = (
    parameters.text("text", "Only reports with these words in title, authors, publisher or series."),
    next(one for one in parameters.FILTERS if one.name == "year"),
    next(one for one in parameters.FILTERS if one.name == "standard"),
    parameters.number("offset", "How many of the first to leave out.", 0, _MOST, 0),
)


class Line(NamedTuple):
    """What a list needs to know of a report.

    Attributes:
        id: of the report.
        series: its name, or "".
        year: or None.
        language: its chief language.
        superseded: whether a newer version is held.
        text: title, authors, publisher and series, folded.
    """

    id: str
    series: str
    year: int | None
    language: str
    superseded: bool
    text: str


class Listed(NamedTuple):
    """The reports that fit.

    Attributes:
        found: how many.
        reports: those of the page, in order.
        years: of all reports, the newest first.
        standards: of all reports, the commonest first.
    """

    found: int
    reports: tuple[Report, ...]
    years: tuple[int, ...]
    standards: tuple[str, ...]


class Group(NamedTuple):
    """Reports of a series.

    Attributes:
        name: of the series.
        lang: of the name, or "".
        link: address of the series, or "".
        reports: of it.
    """

    name: str
    lang: str
    link: str
    reports: tuple[ReportLine, ...]


class ReportsView(NamedTuple):
    """What the list shows.

    Attributes:
        found: how many reports fit, in words.
        groups: by series.
        pages: other pages of the list.
        years: that can be chosen.
        standards: that can be chosen, code and name.
        narrowed: whether a filter is chosen.
    """

    found: str
    groups: tuple[Group, ...]
    pages: Pages
    years: tuple[str, ...]
    standards: tuple[tuple[str, str], ...]
    narrowed: bool


async def reports(request: Request) -> Response:
    """The list."""
    given = parameters.read(PARAMETERS, request.query_params)
    listed = await asked(request, lambda desk: listed_of(desk, given))
    view = reports_view(listed, given, Speaker(language_of(request)))
    return service_of(request).page(request, "reports.html", filters=given, view=view)


def listed_of(desk: Desk, given: dict[str, Any]) -> Listed:
    """The reports that fit what was asked for, a page of them."""
    lines = _lines(desk)
    fitting = [line.id for line in lines if _fits(line, given)]
    page = fitting[given["offset"] : given["offset"] + _PAGE]
    headers = desk.catalogue.headers(page)
    years = sorted({line.year for line in lines if line.year}, reverse=True)
    languages = [line.language for line in lines]
    standards = sorted(set(languages), key=lambda code: (-languages.count(code), code))
    return Listed(len(fitting), tuple(headers[id_] for id_ in page if id_ in headers), tuple(years), tuple(standards))


def _fits(line: Line, given: dict[str, Any]) -> bool:
    years = parameters.options({"year": given["year"]}).years or (None, None)
    words = (given["text"] or "").casefold().split()
    return (
        all(word in line.text for word in words)
        and (given["standard"] or line.language).lower() == line.language
        and (years == (None, None) or (line.year is not None and _within(line.year, *years)))
    )


def _within(year: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= year) and (last is None or year <= last)


_COLUMNS = (
    "id", "series", "year", "language", "superseded_by", "report_number", "title", "subtitle", "authors", "publisher",
)  # fmt: skip


def _read(desk: Desk) -> tuple[Line, ...]:
    """Every report in the order of the list: by series, those without one last, the newest first."""
    rows = desk.catalogue.columns(*_COLUMNS)
    return tuple(Line(row[0], row[1], row[2], row[3], bool(row[4]), _folded(row)) for row in sorted(rows, key=_order))


def _order(row: Sequence[Any]) -> tuple[object, ...]:
    number = number_of(row[5])
    return (not row[1], norwegian(row[1]), -(row[2] or 0), -(number.number if number else 0), norwegian(row[6]), row[0])


def _folded(row: Sequence[Any]) -> str:
    return " ".join((row[1], row[6], row[7], *json.loads(row[8]), row[9], row[5])).casefold()


_lines = Kept(_read)


def reports_view(listed: Listed, given: dict[str, Any], t: Speaker) -> ReportsView:
    """What the list shows.

    Args:
        listed: the reports.
        given: what was asked for.
        t: the page's language.
    """
    path = f"/{t.language}/reports"
    offset = given["offset"]
    return ReportsView(
        t("reports.found", count=listed.found),
        tuple(_groups(listed.reports, t)),
        pages_of(
            offset,
            _PAGE,
            listed.found,
            lambda other: address(path, {**given, "offset": other}),
            more=offset + _PAGE < listed.found,
            furthest=_MOST,
        ),
        tuple(map(str, listed.years)),
        tuple((code, standard_name(code, t)) for code in listed.standards),
        any(given[name] for name in ("text", "year", "standard")),
    )


def _groups(found: Iterable[Report], t: Speaker) -> Iterable[Group]:
    links = Links(t.language)
    for name, members in groupby(found, key=lambda report: report.series):
        held = tuple(members)
        yield Group(
            name or t("reports.no_series"),
            lang_of(held[0].language) if name else "",
            address(f"/{t.language}/series", {"name": name}) if name else "",
            tuple(report_line(one, t, links, t("reports.older") if one.superseded_by else "") for one in held),
        )
