"""The port's formula term by term in plain Python: for few postings it is done before numpy is imported.

`arrays` does the same with numpy. Both add and multiply in the same order, so that their scores are equal to the last
bit. What is done to every posting is left to what Python has in C (`map` over operators, dictionaries, sets): a third of
a loop's time.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest
from itertools import repeat
from math import inf
from operator import add, mul, truediv

from search.engines.port import WHOLE, All, Among, Any, Clause, Hit, Hits, Key, Maybe, Not, Plan, Scoring, Word
from search.engines.snapshot import Snapshot
from search.engines.tree import asked_words, excluded_words, key_idf, word_idf

Values = dict[int, float]  # by place


def search(
    snapshot: Snapshot, plan: Plan, *, limit: int | None, offset: int, count: Sequence[str], within_s: float
) -> Hits:
    """The passages that match, best first, as the port says."""
    reader = _Reader(snapshot, time.monotonic() + within_s)
    words = asked_words(plan.clause)
    for word in excluded_words(plan.clause):
        reader.read(word)
    filters = [set().union(*map(reader.places, marks)) for marks in plan.filters]
    if not reader.complete:
        return Hits((), 0, 0, (0,) * len(count), complete=False)
    for word in (*words, *plan.bonus):
        reader.read(word)
    matching = _matching(plan, snapshot, reader, filters)
    scores = _scores(plan, reader, matching)
    whole = matching.intersection(*map(reader.whole, words))
    return Hits(
        _page(reader, scores, whole, plan, None if limit is None else offset + limit)[offset:],
        len(whole),
        len(matching),
        tuple(len(matching & reader.places(mark)) for mark in count),
        complete=reader.complete,
    )


class _Reader:
    """Reads keys, each once.

    Attributes:
        snapshot: read from.
        held: how much each place holds of a word that was read; places that have any key of it.
        complete: False when the time ran out before a key was read.
    """

    def __init__(self, snapshot: Snapshot, until: float) -> None:
        self.snapshot = snapshot
        self.held: dict[Word, Values] = {}
        self.complete = True
        self._until = until
        self._read: dict[tuple[str, bool], dict[int, int]] = {}
        self._norms: Values = {}  # by length

    def read(self, word: Word) -> None:
        """Reads a word's keys."""
        held: Values = {}
        for group in word.groups:
            covers: Values = {}
            for key in sorted(group, key=lambda key: key.cover):  # the largest comes last, and stays
                covers |= dict.fromkeys(self._frequencies(key), key.cover)
            _put(held, covers, add)
        self.held[word] = held

    def whole(self, word: Word) -> set[int]:
        """The places that hold all of a word that was read."""
        return {place for place, cover in self.held[word].items() if cover >= WHOLE}

    def places(self, mark: str) -> set[int]:
        """Where a mark stands."""
        return set(self._frequencies(Key(mark)))

    def _frequencies(self, key: Key) -> dict[int, int]:
        """How often a key stands at each place."""
        asked = key.text, key.prefix
        if asked in self._read:
            return self._read[asked]
        found: dict[int, int] = {}
        if time.monotonic() >= self._until:
            self.complete = False
            return found
        for base, segment, start, end in self.snapshot.stretches(key):
            places, counts = segment.places(start, end), segment.frequencies[start:end]
            stretch = zip(map(add, repeat(base), places) if base else places, counts, strict=False)
            if key.prefix:  # several keys, so a place can come more than once
                for place, tf in stretch:
                    found[place] = found.get(place, 0) + tf
            else:
                found.update(stretch)
        for place in found.keys() & self.snapshot.deleted:
            del found[place]
        self._read[asked] = found
        return found

    def scores(self, word: Word, scoring: Scoring) -> Iterable[Values]:
        """What each group of a word that was read gives to the places that have a key of it."""
        for group in word.groups:
            best: Values = {}
            for key in group:
                _put(best, self._key_scores(key, scoring), max)
            yield best if word.weight == 1 else _times(best, repeat(word.weight))

    def _key_scores(self, key: Key, scoring: Scoring) -> Values:
        frequencies = self._frequencies(key)
        lengths = list(map(self.snapshot.lengths.__getitem__, frequencies))
        for length in set(lengths) - self._norms.keys():
            self._norms[length] = scoring.k1 * (1 - scoring.b + scoring.b * length / self.snapshot.average)
        norms = map(self._norms.__getitem__, lengths)
        parts = map(truediv, frequencies.values(), map(add, frequencies.values(), norms))
        factor = key.weight * key_idf(self.snapshot.size, len(frequencies)) * (scoring.k1 + 1)
        return dict(zip(frequencies, map(mul, repeat(factor), parts), strict=False))

    def select(self, clause: Clause, within: set[int]) -> set[int]:
        """Those of the places `within` where a clause matches."""
        match clause:
            case Word():
                held, need = self.held[clause], min(clause.need, WHOLE)
                return (
                    {place for place in within & held.keys() if held[place] >= need} if need else within & held.keys()
                )
            case All(parts):
                for part in parts:
                    within = self.select(part, within)
                return within
            case Any(parts):
                return set().union(*(self.select(part, within) for part in parts))
            case Not(part):
                return within - self.select(part, within)
            case Maybe():
                return within
            case Among(numbers):
                return {place for place in within if self.snapshot.numbers[place] in numbers}

    def bound(self, clause: Clause) -> set[int] | None:
        """Places outside of which a clause cannot match; None when it could match anywhere."""
        match clause:
            case Word():
                return set(self.held[clause])
            case All(parts):
                bounds = [bound for bound in map(self.bound, parts) if bound is not None]
                return set.intersection(*bounds) if bounds else None
            case Any(parts):
                some = [self.bound(part) for part in parts]
                known = [bound for bound in some if bound is not None]
                return set().union(*known) if len(known) == len(some) else None
            case Not() | Maybe() | Among():
                return None


def _put(into: Values, more: Values, both: Callable[[float, float], float]) -> None:
    """Puts more values in; where there is one already, what `both` makes of the two."""
    shared = into.keys() & more.keys()
    values = list(map(both, map(into.__getitem__, shared), map(more.__getitem__, shared)))
    into.update(more)
    into.update(zip(shared, values, strict=True))


def _times(values: Values, factors: Iterable[float]) -> Values:
    """The values, each with its factor."""
    return dict(zip(values, map(mul, values.values(), factors), strict=False))


def _matching(plan: Plan, snapshot: Snapshot, reader: _Reader, filters: Iterable[set[int]]) -> set[int]:
    """The places that match the clause, all filters and the allowed numbers."""
    bound = reader.bound(plan.clause)
    within = set(range(len(snapshot.numbers))) - snapshot.deleted if bound is None else bound
    for places in filters:
        within &= places
    if plan.allowed is not None:
        within = {place for place in within if snapshot.numbers[place] in plan.allowed}
    return reader.select(plan.clause, within)


def _scores(plan: Plan, reader: _Reader, matching: set[int]) -> Values:
    """The final score at each of the places."""
    words = asked_words(plan.clause)
    sums: Values = {}
    for word in (*words, *plan.bonus):
        for more in reader.scores(word, plan.scoring):
            _put(sums, more, add)
    scores = dict(zip(matching, map(sums.get, matching, repeat(0.0)), strict=True))
    coverage, asked = _coverage(words, reader)
    if asked:
        floor = plan.scoring.floor
        factors = {covered: floor + (1 - floor) * (covered / asked) for covered in {0.0, *coverage.values()}}
        scores = _times(scores, map(factors.__getitem__, map(coverage.get, scores, repeat(0.0))))
    for mark, factor in plan.boosts:
        for place in reader.places(mark) & matching:
            scores[place] *= factor
    return scores


def _coverage(words: Iterable[Word], reader: _Reader) -> tuple[Values, float]:
    """How much each place covers of the words, and how much there is to cover."""
    coverage: Values = {}
    asked = 0.0
    for word in words:
        held = reader.held[word]
        weight = word_idf(reader.snapshot.size, len(held)) * word.weight
        asked += weight
        shares = {cover: weight * min(1.0, cover) for cover in set(held.values())}
        _put(coverage, dict(zip(held, map(shares.__getitem__, held.values()), strict=True)), add)
    return coverage, asked


def _page(reader: _Reader, scores: Values, whole: set[int], plan: Plan, end: int | None) -> tuple[Hit, ...]:
    """The best hits, up to `end`."""
    numbers, held = reader.snapshot.numbers, [reader.held[word] for word in asked_words(plan.clause)]
    hits: list[Hit] = []
    for places in (whole, scores.keys() - whole) if plan.scoring.whole_first else (scores.keys(),):
        wanted = len(places) if end is None else end - len(hits)
        best = [
            Hit(numbers[place], scores[place], place in whole, tuple(place in one for one in held))
            for place in _leading(scores, places, wanted)
        ]
        hits += sorted(best, key=lambda hit: (-hit.score, hit.number))[:wanted]
    return tuple(hits)


def _leading(scores: Values, places: Collection[int], wanted: int) -> Collection[int]:
    """Places among which the best are, with all that score like the last of them."""
    if wanted >= len(places):
        return places
    least = min(nlargest(wanted, map(scores.__getitem__, places)), default=inf)
    return [place for place in places if scores[place] >= least]
