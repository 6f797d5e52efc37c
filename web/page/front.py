"""The front page: the search field, what the collection holds, and queries to begin with."""

from typing import NamedTuple

from catalogue.model import Report
from catalogue.numbers import number_of
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Links
from web.page.examples import REPORTS, Example, ExampleView, examples
from web.page.hits import about, lang_of
from web.page.kept import Kept

_NEWEST = 5


class Held(NamedTuple):
    """What a collection holds.

    Attributes:
        reports: how many, superseded ones not among them.
        passages: how many.
        newest: the newest reports.
        examples: queries that find something.
    """

    reports: int
    passages: int
    newest: tuple[Report, ...]
    examples: tuple[Example, ...]


class ReportLine(NamedTuple):
    """A report in a list.

    Attributes:
        title: of it.
        lang: of the title.
        link: address of its page.
        about: authors and year.
        note: what else is to be told, or "".
    """

    title: str
    lang: str
    link: str
    about: str
    note: str = ""


class Front(NamedTuple):
    """What the front page shows.

    Attributes:
        reports: how many.
        passages: how many.
        newest: reports.
        examples: queries.
    """

    reports: int
    passages: int
    newest: tuple[ReportLine, ...]
    examples: tuple[ExampleView, ...]


def front(desk: Desk, t: Speaker) -> Front:
    """The front page of a collection as it is."""
    held = _held(desk)
    links = Links(t.language)
    return Front(
        held.reports,
        held.passages,
        tuple(report_line(report, t, links) for report in held.newest),
        tuple(_example(one, t, links) for one in held.examples),
    )


def report_line(report: Report, t: Speaker, links: Links, note: str = "") -> ReportLine:
    """A report in a list."""
    return ReportLine(report.full_title, lang_of(report.language), links.report(report.id), about(report, t), note)


def _example(example: Example, t: Speaker, links: Links) -> ExampleView:
    words = " ".join(example.words)
    query = f"{words} {t('query.finding')}:{t('query.finding_yes')}" if example.kind == "findings" else words
    return ExampleView(query, links.query(query), t(f"front.{example.kind}"))


def _hold(desk: Desk) -> Held:
    catalogue = desk.catalogue
    rows = [row for row in catalogue.columns("id", "year", "superseded_by", "report_number") if not row[2]]
    rows.sort(key=lambda row: (row[1] or 0, _number(row[3]), row[0]), reverse=True)
    first = [row[0] for row in rows[:_NEWEST]]
    headers = catalogue.headers(first)
    newest = tuple(headers[id_] for id_ in first if id_ in headers)
    return Held(len(rows), catalogue.count()[1], newest, examples(desk, newest[:REPORTS]))


def _number(printed: str) -> int:
    read = number_of(printed)
    return read.number if read else 0


_held = Kept(_hold)
