"""What is new for a saved query: which passages answer it, and how they do. Reads only; commands note what was told.

Only passages that hold all words answer a follow; where the query's words are alternatives (`a OR b`), one is enough.

The keys of the JSON are those of a hit (`search.answer`) without `rank` and `score`, and:

| key | what |
|---|---|
| `follow` | name of the follow |
| `query` | its query |
| `told` | when it was told, ISO time in UTC |
"""

import json
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from catalogue.errors import UsageError
from catalogue.follows import Follow
from catalogue.store import Catalogue
from search.answer import Hit, Location, hit_json
from search.engines import port
from search.fold import folded
from search.highlight import Highlighter, marks
from search.options import Options
from search.plan import Request, build
from search.query import parse
from search.snippets import snippets

TIME_S = 30.0  # for one follow: nobody waits for it as for a search
_KEPT = ("standard", "findings", "series", "years", "exact")  # of the options


class News(NamedTuple):
    """A passage that is new for a follow.

    Attributes:
        follow: the saved query.
        at: when it was told, ISO time in UTC.
        hit: the passage, its report, and how it answers; `rank` counts from 1, `score` is 0.
    """

    follow: Follow
    at: str
    hit: Hit


class Matching(NamedTuple):
    """The passages that answer a follow.

    Attributes:
        numbers: of the passages, the best first.
        complete: False when the time ran out; then there may be more.
    """

    numbers: tuple[int, ...]
    complete: bool


def saved(options: Options) -> str:
    """The filters of a search as JSON, to be kept with a follow."""
    default = Options()
    return json.dumps(
        {name: getattr(options, name) for name in _KEPT if getattr(options, name) != getattr(default, name)}
    )


def options_of(follow: Follow) -> Options:
    """The filters of a follow."""
    kept = json.loads(follow.options or "{}")
    if kept.get("years"):
        kept["years"] = tuple(kept["years"])
    return Options(**{name: value for name, value in kept.items() if name in _KEPT})


def matching(
    follow: Follow,
    catalogue: Catalogue,
    engine: port.Engine,
    among: frozenset[int] | None = None,
    *,
    within_s: float = TIME_S,
) -> Matching:
    """The passages that hold all that a follow asks for.

    Args:
        follow: the saved query.
        catalogue: of the store.
        engine: of the same store.
        among: numbers of the passages to look at; None for all.
        within_s: seconds after which to stop.

    Raises:
        UsageError: the query asks for nothing.
        IndexStaleError: the index is damaged.
    """
    until = time.monotonic() + within_s
    searched = engine if among is None else _Part(engine, among)
    request = _request(follow, catalogue, searched, until)
    if request.plan is None:
        raise UsageError("The query asks for nothing: give it a word.")
    found = searched.search(request.plan, None, within_s=max(0.0, until - time.monotonic()))
    every = not request.plan.scoring.whole_first  # the words are alternatives
    in_time = found.complete and time.monotonic() < until
    return Matching(tuple(hit.number for hit in found.hits if every or hit.whole), in_time)


def hits(follow: Follow, numbers: Iterable[int], catalogue: Catalogue, engine: port.Engine) -> tuple[Hit, ...]:
    """How passages answer a follow, in the order given; near-identical ones as one hit, the others at its side.

    Args:
        follow: the saved query.
        numbers: of the passages; one that the catalogue has no more is left out.
        catalogue: of the store.
        engine: of the same store.
    """
    wanted = tuple(numbers)
    found = catalogue.passages(wanted)
    passages = [found[number] for number in wanted if number in found]
    reports = catalogue.headers({passage.report for passage in passages})
    request = _request(follow, catalogue, _Part(engine, frozenset(wanted)), time.monotonic() + TIME_S)
    highlighter = Highlighter(request.sought)
    made = []
    for rank, places in enumerate(folded([passage.text for passage in passages]), 1):
        first, *others = [Location(passages[place], reports[passages[place].report]) for place in places]
        text = first.passage.text
        held = highlighter.find(text)
        made.append(
            Hit(
                rank,
                0.0,
                first.passage,
                first.report,
                marks(held.places),
                highlighter.matches(text, held),
                highlighter.missing(held),
                snippets(text, held.places),
                tuple(others),
            )
        )
    return tuple(made)


def news_json(news: News) -> dict[str, Any]:
    """The news with the documented keys."""
    told = {"follow": news.follow.name, "query": news.follow.query, "told": news.at}
    return told | {key: value for key, value in hit_json(news.hit).items() if key not in {"rank", "score"}}


def _request(follow: Follow, catalogue: Catalogue, engine: port.Engine, until: float) -> Request:
    return build(parse(follow.query), catalogue, engine, options_of(follow), until)


class _Part:
    """An engine of which only some passages are searched, so that looking up a phrase is not cut short by others."""

    def __init__(self, engine: port.Engine, numbers: frozenset[int]) -> None:
        self._engine = engine
        self._numbers = numbers

    def writing(self) -> AbstractContextManager[port.Batch]:
        """Changes of the whole engine."""
        return self._engine.writing()

    def still(self) -> AbstractContextManager[None]:
        """One state of the whole engine."""
        return self._engine.still()

    def search(
        self,
        plan: port.Plan,
        limit: int | None = 10,
        offset: int = 0,
        *,
        count: Sequence[str] = (),
        within_s: float = port.DEFAULT_TIME_S,
    ) -> port.Hits:
        """The passages of this part that match."""
        allowed = self._numbers if plan.allowed is None else self._numbers & plan.allowed
        return self._engine.search(plan._replace(allowed=allowed), limit, offset, count=count, within_s=within_s)

    def starting(self, prefix: str, limit: int, *, within_s: float = port.DEFAULT_TIME_S) -> list[port.Known]:
        """Keys of the whole engine."""
        return self._engine.starting(prefix, limit, within_s=within_s)

    def near(
        self, prefix: str, word: str, distance: int, limit: int, *, within_s: float = port.DEFAULT_TIME_S
    ) -> list[port.Known]:
        """Keys of the whole engine."""
        return self._engine.near(prefix, word, distance, limit, within_s=within_s)

    def frequency(self, key: str) -> int:
        """In the whole engine."""
        return self._engine.frequency(key)

    def size(self) -> int:
        """Of the whole engine."""
        return self._engine.size()

    def close(self) -> None:
        """Closes the whole engine."""
        self._engine.close()
