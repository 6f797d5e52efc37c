"""What of a report answers a query: which passages, and which of their words."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from catalogue.model import Report
from catalogue.spots import Spot
from search import limits
from search.answer import Spans
from search.highlight import Highlighter, marks
from search.marks import report as mark_of
from search.options import Options
from search.plan import build
from search.query import parse
from web.desk import Desk

_MOST = 2_000  # passages of a report that are counted and turned to


class Found(NamedTuple):
    """What of a report answers.

    Attributes:
        ids: of the passages that hold all words, or some when none holds all.
        whole: whether they hold all words.
        highlighter: of the query; None when it asks for no words.
    """

    ids: frozenset[str] = frozenset()
    whole: bool = True
    highlighter: Highlighter | None = None

    def marks(self, text: str) -> Spans:
        """The spans of a text that answer."""
        return marks(self.highlighter.find(text).places) if self.highlighter else ()


def found(query: str, report: Report, passages: Sequence[Spot], desk: Desk, *, exact: bool) -> Found:
    """Looks a query up in one report, whether a newer version supersedes it or not.

    Args:
        query: as a reader wrote it, or "".
        report: of the catalogue.
        passages: all of its passages.
        desk: to look up at.
        exact: whether words mean only the forms that were typed.

    Raises:
        IndexStaleError: the index is damaged.
    """
    if not query:
        return Found()
    until = time.monotonic() + limits.TIME_S
    options = Options(limit=None, exact=exact, all_versions=True)
    request = build(parse(query), desk.catalogue, desk.engine, options, until)
    if request.plan is None or not request.sought:
        return Found()
    plan = request.plan
    in_report = plan._replace(filters=(*plan.filters, (mark_of(report.id),)))
    hits = desk.engine.search(in_report, _MOST, within_s=max(0.0, until - time.monotonic())).hits
    whole = [hit for hit in hits if hit.whole]
    numbers = {hit.number for hit in whole or hits}
    ids = frozenset(spot.id for spot in passages if spot.number in numbers)
    return Found(ids, bool(whole) or not hits, Highlighter(request.sought))
