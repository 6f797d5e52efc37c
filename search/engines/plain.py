"""The port's formula in plain Python: for few postings it is done before numpy is imported.

`arrays` does the same with numpy. Both add and multiply in the same order, so that their scores are equal to the last
bit. Here only places are scored that can be among the best (MaxScore, Turtle and Flood 1995): what a place can score at
most follows from the keys that it has, and common keys give little.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from heapq import nlargest
from itertools import repeat
from math import prod
from operator import add, and_, mul, truediv

from search.engines.port import Hit, Hits, Key, Plan, Word
from search.engines.readings import Reader, Values, put
from search.engines.snapshot import Snapshot
from search.engines.tree import asked_words, excluded_words, key_idf, word_idf

_ROUNDING = 1 + 1e-9  # of a bound: it is not added up in the order of the formula


def search(
    snapshot: Snapshot, plan: Plan, *, limit: int | None, offset: int, count: Sequence[str], within_s: float
) -> Hits:
    """The passages that match, best first, as the port says."""
    reader = Reader(snapshot, time.monotonic() + within_s)
    words = asked_words(plan.clause)
    for word in excluded_words(plan.clause):
        reader.touched(word)
    filters = [set().union(*map(reader.places, marks)) for marks in plan.filters]
    if not reader.complete:
        return Hits((), 0, 0, (0,) * len(count), complete=False)
    for word in (*words, *plan.bonus):
        reader.touched(word)
    matching = _matching(plan, reader, filters)
    whole = matching
    for word in words:
        whole = reader.whole(word, whole)
    hits: list[Hit] = []
    formula = _Formula(plan, reader)
    for places in (whole, matching - whole) if plan.scoring.whole_first else (matching,):
        hits += formula.best(places, whole, len(places) if limit is None else offset + limit - len(hits))
    return Hits(
        tuple(hits[offset:]),
        len(whole),
        len(matching),
        tuple(len(matching & reader.places(mark)) for mark in count),
        complete=reader.complete,
    )


def _matching(plan: Plan, reader: Reader, filters: Sequence[set[int]]) -> set[int]:
    """The places that match the clause, all filters and the allowed numbers."""
    within = reduce(and_, filters) if filters else None
    matching = reader.select(plan.clause, within)
    if plan.allowed is None:
        return matching
    return {place for place in matching if reader.snapshot.numbers[place] in plan.allowed}


class _Formula:
    """Scores places, for a plan whose words have been read."""

    def __init__(self, plan: Plan, reader: Reader) -> None:
        self._plan = plan
        self._reader = reader
        self._snapshot = reader.snapshot
        self._words = asked_words(plan.clause)
        self._weights = [word_idf(self._snapshot.size, len(reader.touched(word))) * word.weight for word in self._words]
        self._asked = reduce(add, self._weights, 0.0)  # not `sum`, which rounds in another way from Python 3.12 on
        self._norms: Values = {}  # by length

    def best(self, places: set[int], whole: Collection[int], wanted: int) -> list[Hit]:
        """Hits at the best of some places, up to as many as wanted."""
        if not wanted:
            return []
        numbers, touched = self._snapshot.numbers, [self._reader.touched(word) for word in self._words]
        scores = self._leading(places, wanted)
        least = _least(scores, wanted)
        hits = [
            Hit(numbers[place], score, place in whole, tuple(place in one for one in touched))
            for place, score in scores.items()
            if score >= least
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.number))[:wanted]

    def _leading(self, places: set[int], wanted: int) -> Values:
        """The scores of those places that can be among the best, up to as many as wanted."""
        most = {
            key: self._factor(key) * word.weight for word in self._scored() for group in word.groups for key in group
        }
        keys = sorted(most, key=most.__getitem__)
        found: set[int] = set()
        while keys and len(found) < wanted:
            found |= places & self._reader.frequencies(keys.pop()).keys()
        scores = self._scores(found)
        least = _least(scores, wanted)
        while keys and least and self._bound(set(keys)) * _ROUNDING >= least:
            found |= places & self._reader.frequencies(keys.pop()).keys()
        return scores | self._scores((found if least else places) - scores.keys())

    def _scored(self) -> Iterator[Word]:
        """The words that give a score, in the order of the formula."""
        yield from self._words
        yield from self._plan.bonus

    def _factor(self, key: Key) -> float:
        """What a key gives at most."""
        df = len(self._reader.frequencies(key))
        return key.weight * key_idf(self._snapshot.size, df) * (self._plan.scoring.k1 + 1)

    def _bound(self, keys: Collection[Key]) -> float:
        """What a place scores at most that has no other keys than these."""
        left = [[[key for key in group if key in keys] for group in word.groups] for word in self._scored()]
        score = sum(
            word.weight * max(map(self._factor, group), default=0.0)
            for word, groups in zip(self._scored(), left, strict=True)
            for group in groups
        )
        covered = sum(
            weight * min(1.0, sum(max((key.cover for key in group), default=0.0) for group in groups))
            for weight, groups in zip(self._weights, left, strict=False)
        )
        return score * self._coverage_factor(covered) * prod(max(1.0, factor) for _, factor in self._plan.boosts)

    def _coverage_factor(self, covered: float) -> float:
        """What is left of a score where so much is covered."""
        floor = self._plan.scoring.floor
        return floor + (1 - floor) * (covered / self._asked) if self._asked else 1.0

    def _scores(self, places: set[int]) -> Values:
        """The final score at each of the places."""
        sums: Values = {}
        for word in self._scored():
            for group in word.groups:
                best: Values = {}
                for key in group:
                    put(best, self._key_scores(key, places), max)
                put(sums, best if word.weight == 1 else _times(best, repeat(word.weight)), add)
        scores = dict(zip(places, map(sums.get, places, repeat(0.0)), strict=True))
        if self._asked:
            coverage = self._coverage(places)
            factors = {covered: self._coverage_factor(covered) for covered in {0.0, *coverage.values()}}
            scores = _times(scores, map(factors.__getitem__, map(coverage.get, scores, repeat(0.0))))
        for mark, factor in self._plan.boosts:
            for place in self._reader.frequencies(Key(mark)).keys() & places:
                scores[place] *= factor
        return scores

    def _key_scores(self, key: Key, places: set[int]) -> Values:
        """What a key gives at those of the places where it stands."""
        scoring, frequencies = self._plan.scoring, self._reader.frequencies(key)
        here = frequencies.keys() & places
        counts = list(map(frequencies.__getitem__, here))
        lengths = list(map(self._snapshot.lengths.__getitem__, here))
        for length in set(lengths) - self._norms.keys():
            self._norms[length] = scoring.k1 * (1 - scoring.b + scoring.b * length / self._snapshot.average)
        parts = map(truediv, counts, map(add, counts, map(self._norms.__getitem__, lengths)))
        return dict(zip(here, map(mul, repeat(self._factor(key)), parts), strict=False))

    def _coverage(self, places: set[int]) -> Values:
        """How much each of the places covers of the words."""
        coverage: Values = {}
        for word, weight in zip(self._words, self._weights, strict=True):
            held = self._reader.held(word, places)
            shares = {cover: weight * min(1.0, cover) for cover in set(held.values())}
            put(coverage, dict(zip(held, map(shares.__getitem__, held.values()), strict=True)), add)
        return coverage


def _times(values: Values, factors: Iterable[float]) -> Values:
    """The values, each with its factor."""
    return dict(zip(values, map(mul, values.values(), factors), strict=False))


def _least(scores: Values, count: int) -> float:
    """The least of the so many best scores; 0 when there are not so many."""
    return nlargest(count, scores.values())[-1] if len(scores) >= count else 0.0
