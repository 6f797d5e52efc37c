"""Questions about what the collection holds: reports, their passages, series."""

import re
from itertools import islice
from typing import Any

from catalogue.describe import brief, whole
from catalogue.editions import relatives
from catalogue.errors import UnknownReportError
from catalogue.listing import Wanted, listed
from catalogue.model import Report
from search.answer import passage_json
from search.series import series_in, series_json
from web import parameters
from web.api.endpoint import Question
from web.desk import Desk
from web.errors import UnknownPassageError
from web.public import public

REPORT_ID = "^[0-9a-f]{16}$"
PASSAGE_ID = "^[0-9a-f]{8}-[0-9a-f]{10}$"


def reports(desk: Desk, asked: Question) -> dict[str, Any]:
    """A page of the reports."""
    given = asked.given
    options = parameters.options(given)
    wanted = Wanted(given["text"], given["series"], options.years, options.standard)
    total, found = listed(desk.catalogue, wanted, given["limit"], given["offset"])
    told = [brief(public(report, asked.base)) for report in found]
    return _page("reports", told, total, given["offset"])


def report(desk: Desk, asked: Question) -> dict[str, Any]:
    """All that is known of a report."""
    found = _report(desk, asked.id)
    passages = (passage for _, passage in desk.catalogue.numbered_passages(found.id))
    return whole(public(found, asked.base), relatives(desk.catalogue, found), passages)


def passages(desk: Desk, asked: Question) -> dict[str, Any]:
    """A page of a report's passages."""
    found = public(_report(desk, asked.id), asked.base)
    offset, limit = asked.given["offset"], asked.given["limit"]
    every = [passage for _, passage in desk.catalogue.numbered_passages(found.id)]
    if asked.given["findings"]:
        every = [passage for passage in every if passage.finding]
    told = [passage_json(passage, found) for passage in islice(every, offset, offset + limit)]
    return _page("passages", told, len(every), offset)


def passage(desk: Desk, asked: Question) -> dict[str, Any]:
    """A passage with what is known of its report."""
    number = passage_number(desk, asked.id)
    found = desk.catalogue.passages([number])[number]
    of = desk.catalogue.headers([found.report])[found.report]
    return passage_json(found, public(of, asked.base))


def series(desk: Desk, asked: Question) -> dict[str, Any]:
    """A page of the series."""
    given = asked.given
    found = series_in(desk.catalogue, desk.catalogue.reports())
    name = (given["name"] or "").casefold()
    found = [one for one in found if any(name in said.casefold() for said, _ in one.names)]
    told = [series_json(one) for one in islice(found, given["offset"], given["offset"] + given["limit"])]
    return _page("series", told, len(found), given["offset"])


def passage_number(desk: Desk, id_: str) -> int:
    """The catalogue's number of a passage.

    Raises:
        UnknownPassageError: there is none.
    """
    number = desk.catalogue.number_of(id_) if re.fullmatch(PASSAGE_ID, id_) else None
    if number is None:
        raise UnknownPassageError
    return number


def _report(desk: Desk, id_: str) -> Report:
    found = desk.catalogue.report(id_) if re.fullmatch(REPORT_ID, id_) else None
    if found is None:
        raise UnknownReportError(id_)
    return found


def _page(name: str, told: list[dict[str, Any]], total: int, offset: int) -> dict[str, Any]:
    return {"total": total, name: told, "more": offset + len(told) < total and bool(told)}
