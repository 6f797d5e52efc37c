"""A page of the reports that a collection holds, without reading the others."""

from typing import NamedTuple

from catalogue.model import Report
from catalogue.rows import REPORT_COLUMNS, report_of
from catalogue.store import Catalogue, like

_ORDER = "series, year, report_number, title, id"  # as `Catalogue.reports` has them
_NAMED = "title || ' ' || subtitle || ' ' || heading || ' ' || authors"


class Wanted(NamedTuple):
    """Which reports; None for all.

    Attributes:
        text: in title, subtitle, the landing page's heading or authors, in any case.
        series: a part of the series' name, in any case.
        years: first and last year of publication, None for an open end.
        standard: chief written standard or language.
    """

    text: str | None = None
    series: str | None = None
    years: tuple[int | None, int | None] | None = None
    standard: str | None = None


def listed(catalogue: Catalogue, wanted: Wanted, limit: int, offset: int = 0) -> tuple[int, list[Report]]:
    """How many reports are wanted, and those of a page, without details, by series, year and title.

    Args:
        catalogue: of the store.
        wanted: which.
        limit: how many.
        offset: how many of the first to leave out.
    """
    first, last = wanted.years or (None, None)
    conditions = [
        (f"funn_fold({_NAMED}) LIKE ? ESCAPE '\\'", None if wanted.text is None else _within(wanted.text)),
        ("funn_fold(series) LIKE ? ESCAPE '\\'", None if wanted.series is None else _within(wanted.series)),
        ("year >= ?", first),
        ("year <= ?", last),
        ("language = ?", wanted.standard),
    ]
    asked = [(sql, value) for sql, value in conditions if value is not None]
    where = " AND ".join(sql for sql, _ in asked) or "1"
    values = [value for _, value in asked]
    total = catalogue.db.execute(f"SELECT count(*) FROM report WHERE {where}", values).fetchone()[0]  # noqa: S608 - own conditions, bound values
    columns = ", ".join(REPORT_COLUMNS)
    query = f"SELECT {columns} FROM report WHERE {where} ORDER BY {_ORDER} LIMIT ? OFFSET ?"  # noqa: S608 - own names
    return total, [report_of(row) for row in catalogue.db.execute(query, [*values, limit, offset])]


def _within(text: str) -> str:
    return f"%{like(text.casefold())}%"
