"""The engine's twin in memory: the formula of the port, passage by passage. Slow, and plain enough to be believed."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import log

from search.engines.distance import edits
from search.engines.port import (
    DEFAULT_TIME_S,
    MAX_FREQUENCY,
    MAX_LENGTH,
    WHOLE,
    All,
    Among,
    Any,
    Batch,
    Clause,
    Entry,
    Hit,
    Hits,
    Key,
    Known,
    Maybe,
    Not,
    Plan,
    Word,
    report_mark,
)
from search.engines.tree import asked_words


@dataclass(frozen=True, slots=True)
class _Held:
    """A passage as the twin holds it: how often each key and mark stands in it, and how many keys it has."""

    number: int
    report: str
    frequencies: dict[str, int]
    length: int


@dataclass(slots=True)
class _MemoryBatch:
    """Changes that wait for the block to end."""

    passages: dict[int, _Held]

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Puts a report's passages in the place of what is held of it."""
        self.delete(report)
        for entry in entries:
            frequencies = {key: min(count, MAX_FREQUENCY) for key, count in Counter(entry.keys).items()}
            frequencies |= dict.fromkeys((*entry.marks, report_mark(report)), 1)
            length = min(len(entry.keys), MAX_LENGTH)
            self.passages[entry.number] = _Held(entry.number, report, frequencies, length)

    def delete(self, report: str) -> None:
        """Takes a report's passages out."""
        for held in [held for held in self.passages.values() if held.report == report]:
            del self.passages[held.number]


@dataclass(slots=True)
class MemoryEngine:
    """An engine without files: the reference of the contract, and for tests that need some engine."""

    _latest: dict[int, _Held] = field(default_factory=dict)
    _held: dict[int, _Held] | None = None  # the state that is answered from, when it is not the latest

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Changes in force when the block ends; none when it ends in an error."""
        batch = _MemoryBatch(dict(self._latest))
        yield batch
        self._latest = batch.passages

    @contextmanager
    def still(self) -> Iterator[None]:
        """All that is asked within it is answered from one state."""
        outer = self._held
        self._held = self._passages
        try:
            yield
        finally:
            self._held = outer

    def search(
        self,
        plan: Plan,
        limit: int | None = 10,
        offset: int = 0,
        *,
        count: Sequence[str] = (),
        within_s: float = DEFAULT_TIME_S,
    ) -> Hits:
        """The passages that match, best first; with no time at all none are looked at."""
        if within_s <= 0:
            return Hits((), 0, 0, (0,) * len(count), complete=False)
        formula = _Formula(plan, list(self._passages.values()))
        matching = [held for held in self._passages.values() if formula.matches(held)]
        hits = [formula.hit(held) for held in matching]
        hits.sort(key=lambda hit: (plan.scoring.whole_first and not hit.whole, -hit.score, hit.number))
        end = None if limit is None else offset + limit
        return Hits(
            tuple(hits[offset:end]),
            sum(hit.whole for hit in hits),
            len(hits),
            tuple(sum(mark in held.frequencies for held in matching) for mark in count),
        )

    def starting(self, prefix: str, limit: int, *, within_s: float = DEFAULT_TIME_S) -> list[Known]:
        """The first keys that begin with `prefix`, in alphabetic order."""
        return [Known(key, count) for key, count in sorted(self._counts(prefix, within_s))[:limit]]

    def near(
        self, prefix: str, word: str, distance: int, limit: int, *, within_s: float = DEFAULT_TIME_S
    ) -> list[Known]:
        """Keys at most `distance` edits from `word`, nearest and then commonest first."""
        found = [
            Known(key, count, edits(word, key[len(prefix) :], distance))
            for key, count in self._counts(prefix, within_s)
        ]
        found = [known for known in found if known.distance <= distance]
        return sorted(found, key=lambda known: (known.distance, -known.count, known.text))[:limit]

    def frequency(self, key: str) -> int:
        """In how many passages a key stands."""
        return sum(key in held.frequencies for held in self._passages.values())

    def size(self) -> int:
        """How many passages are held."""
        return len(self._passages)

    def close(self) -> None:
        """Nothing to let go of."""

    @property
    def _passages(self) -> dict[int, _Held]:
        return self._latest if self._held is None else self._held

    def _counts(self, prefix: str, within_s: float) -> Iterable[tuple[str, int]]:
        until = time.monotonic() + within_s
        counts: Counter[str] = Counter()
        for held in self._passages.values():
            if time.monotonic() >= until:
                break
            counts.update(key for key in held.frequencies if key.startswith(prefix))
        return counts.items()


class _Formula:
    """The score of the port's formula, for one plan over one collection."""

    def __init__(self, plan: Plan, passages: Sequence[_Held]) -> None:
        self._plan = plan
        self._passages = passages
        self._average = sum(held.length for held in passages) / len(passages) or 1.0 if passages else 1.0
        self._words = asked_words(plan.clause)
        self._idf: dict[Key, float] = {}
        for word in (*self._words, *plan.bonus):
            for key in (key for group in word.groups for key in group):
                df = self._count(lambda held, key=key: _frequency(held, key) > 0)  # type: ignore[misc]
                self._idf[key] = log(1 + (len(passages) - df + 0.5) / (df + 0.5))
        self._word_idf = [
            log(1 + len(passages) / (1 + self._count(lambda held, word=word: _cover(held, word) is not None)))  # type: ignore[misc]
            for word in self._words
        ]

    def _count(self, holds: Callable[[_Held], bool]) -> int:
        return sum(map(holds, self._passages))

    def matches(self, held: _Held) -> bool:
        """Whether a passage matches the plan's clause, filters and allowed numbers."""
        plan = self._plan
        return (
            _matches(held, plan.clause)
            and all(any(mark in held.frequencies for mark in marks) for marks in plan.filters)
            and (plan.allowed is None or held.number in plan.allowed)
        )

    def hit(self, held: _Held) -> Hit:
        """A passage with its score, summed in the order of the plan."""
        scoring = self._plan.scoring
        score = got = asked = 0.0
        for word in (*self._words, *self._plan.bonus):
            for group in word.groups:
                score += word.weight * max((self._key(held, key) for key in group), default=0.0)
        covers = [_cover(held, word) for word in self._words]
        shares = [min(1.0, cover or 0.0) for cover in covers]
        for idf, word, share in zip(self._word_idf, self._words, shares, strict=True):
            got += idf * word.weight * share
            asked += idf * word.weight
        if asked:
            score *= scoring.floor + (1 - scoring.floor) * (got / asked)
        for mark, factor in self._plan.boosts:
            score *= factor if mark in held.frequencies else 1.0
        touched = tuple(cover is not None for cover in covers)
        return Hit(held.number, score, all(share >= WHOLE for share in shares), touched)

    def _key(self, held: _Held, key: Key) -> float:
        scoring = self._plan.scoring
        tf = _frequency(held, key)
        if not tf:
            return 0.0
        norm = scoring.k1 * (1 - scoring.b + scoring.b * held.length / self._average)
        return key.weight * self._idf[key] * (scoring.k1 + 1) * (tf / (tf + norm))


def _matches(held: _Held, clause: Clause) -> bool:
    match clause:
        case Word():
            cover = _cover(held, clause)
            return cover is not None and cover >= min(clause.need, WHOLE)
        case All(parts):
            return all(_matches(held, part) for part in parts)
        case Any(parts):
            return any(_matches(held, part) for part in parts)
        case Not(part):
            return not _matches(held, part)
        case Maybe():
            return True
        case Among(numbers):
            return held.number in numbers


def _cover(held: _Held, word: Word) -> float | None:
    """How much of a word a passage holds; None when it has no key of it."""
    found = [[key.cover for key in group if _frequency(held, key)] for group in word.groups]
    cover = 0.0
    for covers in found:
        cover += max(covers, default=0.0)
    return cover if any(found) else None


def _frequency(held: _Held, key: Key) -> int:
    if not key.prefix:
        return held.frequencies.get(key.text, 0)
    return sum(count for text, count in held.frequencies.items() if text.startswith(key.text))
