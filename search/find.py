"""The whole way of a query: read, planned, searched, ranked, and answered with cited passages."""

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalogue.store import Catalogue
from search import facets, limits, ranking, suggest
from search.answer import Answer, Group, Hit, Location, Suggestion, Totals
from search.engines import port
from search.engines.tree import asked_words
from search.highlight import Highlighter, marks
from search.options import Options, Sort
from search.plan import Request, build
from search.query import Complaint, Query, parse, show
from search.ranking import Candidate
from search.snippets import snippets

if TYPE_CHECKING:
    from catalogue.model import Report

_DEFAULT = Options()
_SLACK = 10  # candidates beyond those wanted, for what folding takes away


def find(query: str | Query, catalogue: Catalogue, engine: port.Engine, options: Options = _DEFAULT) -> Answer:
    """Searches a collection.

    Args:
        query: as a user wrote it, or a query that was read (`search.query.parse`) or made.
        catalogue: of the store.
        engine: of the same store (`search.index.open_engine`).
        options: how to search and what to hand back.

    Raises:
        IndexStaleError: the index is damaged.
    """
    until = time.monotonic() + limits.TIME_S
    read = parse(query) if isinstance(query, str) else query
    with engine.still():
        return answer_of(read, build(read, catalogue, engine, options, until), (catalogue, engine), options, until)


def answer_of(
    query: Query, request: Request, store: tuple[Catalogue, port.Engine], options: Options, until: float
) -> Answer:
    """The answer to a query whose plan is made.

    Args:
        query: as it was read.
        request: its plan.
        store: the catalogue and its engine.
        options: what to hand back.
        until: the time (`time.monotonic`) when to stop.
    """
    if request.plan is None:
        complaint = Complaint("empty-query", 0, len(query.text), "The query asks for nothing: give it a word.")
        return Answer(query.text, show(query.tree), complaints=(*query.complaints, *request.complaints, complaint))
    return _Search(query, request, store, options, until).answer()


class _Ranked(NamedTuple):
    """The engine's answer, in the final order.

    Attributes:
        found: what the engine said.
        groups: near-identical candidates together.
    """

    found: port.Hits
    groups: list[list[Candidate]]


class _Page(NamedTuple):
    """The part of what was found that is handed back."""

    hits: tuple[Hit, ...]
    more: bool
    groups: tuple[Group, ...] = ()


class _Search:
    """One search."""

    def __init__(
        self, query: Query, request: Request, store: tuple[Catalogue, port.Engine], options: Options, until: float
    ) -> None:
        self._query = query
        self._request = request
        self._plan: port.Plan = request.plan  # type: ignore[assignment]  # the caller has seen that there is one
        self._catalogue, self._engine = store
        self._options = options
        self._until = until
        self._highlighter = Highlighter(request.sought)
        self._reports: dict[str, Report] = {}
        self._complaints = [*query.complaints, *request.complaints]

    def answer(self) -> Answer:
        """The answer."""
        options = self._options
        count = facets.marks_to_count(self._engine) if options.facets else ()
        reordered = options.group or options.sort is not Sort.RELEVANCE
        ranked = self._ranked(limits.SORTED if reordered else self._wanted(), count)
        if not ranked.found.complete:
            self._complain("time", f"The time of {limits.TIME_S:g} seconds ran out; there may be more.")
        if reordered and ranked.found.total > limits.SORTED:
            self._complain("sorted-cut", f"Only the {limits.SORTED} most relevant passages were put in order.")
        groups = self._sorted(ranked.groups)
        page = self._grouped(groups) if options.group else self._page(groups)
        return Answer(
            self._query.text,
            show(self._query.tree),
            totals=_totals(ranked.found, self._plan),
            complaints=tuple(self._complaints),
            facets=facets.facets(count, ranked.found.counts, ranked.found.total, self._catalogue) if count else (),
            suggestion=self._suggestion(ranked.found),
            hits=page.hits,
            groups=page.groups,
            more=page.more,
        )

    def _wanted(self) -> int:
        """How many hits are asked for, with those before them."""
        options = self._options
        return min(limits.ALL_HITS, options.offset + (limits.ALL_HITS if options.limit is None else options.limit))

    def _ranked(self, wanted: int, count: Sequence[str]) -> _Ranked:
        """As many groups as wanted and one more, if there are."""
        asked = min(limits.ALL_HITS, max(limits.RERANKED, wanted + 1 + _SLACK))
        found = self._engine.search(self._plan, asked, count=count, within_s=self._left())
        sought, words, whole_first = (
            self._request.sought,
            asked_words(self._plan.clause),
            self._plan.scoring.whole_first,
        )
        while True:
            best = ranking.candidates(found.hits, self._catalogue, whole_first=whole_first)
            best = ranking.reranked(best, sought, words, self._highlighter, whole_first=whole_first)
            groups = ranking.groups(best)
            if len(groups) > wanted or found.total <= asked or asked == limits.ALL_HITS:
                return _Ranked(found, groups)
            asked = min(limits.ALL_HITS, asked * 2)
            more = self._engine.search(self._plan, asked, count=count, within_s=self._left())
            if not more.complete:  # too late: what was found before is more
                return _Ranked(found._replace(complete=False), groups)
            found = more

    def _sorted(self, groups: list[list[Candidate]]) -> list[list[Candidate]]:
        """The groups as they are to be sorted."""
        if self._options.sort is Sort.RELEVANCE:
            return groups
        self._fetch(groups)
        by_year = self._options.sort is Sort.YEAR

        def key(group: Sequence[Candidate]) -> tuple[object, ...]:
            first = group[0]
            report = self._reports[first.passage.report]
            if by_year:
                return (not first.whole, -(report.year or 0))
            return (not first.whole, report.series, report.year or 0, report.title, report.id, first.number)

        return sorted(groups, key=key)

    def _page(self, groups: Sequence[list[Candidate]]) -> _Page:
        """The hits that are asked for."""
        options = self._options
        end = self._wanted()
        page = groups[options.offset : end]
        self._fetch(page)
        hits = tuple(self._hit(options.offset + place, group) for place, group in enumerate(page, 1))
        return _Page(hits, len(groups) > end)

    def _grouped(self, groups: Iterable[list[Candidate]]) -> _Page:
        """The hits by report."""
        options = self._options
        by_report: dict[str, list[list[Candidate]]] = {}
        for group in groups:
            by_report.setdefault(group[0].passage.report, []).append(group)
        end = self._wanted()
        page = list(by_report.values())[options.offset : end]
        self._fetch(group for report in page for group in report[: limits.GROUPED])
        shown = []
        rank = 0
        for report in page:
            hits = tuple(self._hit(rank + place, group) for place, group in enumerate(report[: limits.GROUPED], 1))
            rank += len(hits)
            shown.append(Group(hits[0].report, hits, len(report)))
        return _Page(tuple(hit for one in shown for hit in one.hits), len(by_report) > end, tuple(shown))

    def _fetch(self, groups: Iterable[Sequence[Candidate]]) -> None:
        """Gets the reports of these groups' candidates."""
        ids = {one.passage.report for group in groups for one in group} - self._reports.keys()
        self._reports |= self._catalogue.headers(ids)

    def _hit(self, rank: int, group: Sequence[Candidate]) -> Hit:
        first = group[0]
        text = first.passage.text
        found = self._highlighter.find(text)
        return Hit(
            rank,
            first.score,
            first.passage,
            self._reports[first.passage.report],
            marks(found.places),
            self._highlighter.matches(text, found),
            self._highlighter.missing(found),
            snippets(text, found.places),
            tuple(Location(other.passage, self._reports[other.passage.report]) for other in group[1:]),
        )

    def _suggestion(self, found: port.Hits) -> Suggestion:
        sought = self._request.sought
        if found.total and not suggest.unknown(self._engine, sought):
            return Suggestion()
        return suggest.suggest(self._query.text, self._plan, sought, self._engine, found=found.total, until=self._until)

    def _left(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def _complain(self, code: str, sentence: str) -> None:
        self._complaints.append(Complaint(code, 0, len(self._query.text), sentence))


def _totals(found: port.Hits, plan: port.Plan) -> Totals:
    """Where words are alternatives, what matches holds all that was asked for."""
    return Totals(found.whole if plan.scoring.whole_first else found.total, found.total)
