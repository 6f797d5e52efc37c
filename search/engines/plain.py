"""The port's formula term by term in plain Python: for few postings it is done before numpy is imported.

`arrays` does the same with numpy. Both add and multiply in the same order, so that their scores are equal to the last bit.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.engines.port import WHOLE, All, Among, Any, Clause, Hit, Hits, Key, Maybe, Not, Plan, Word
from search.engines.snapshot import Snapshot
from search.engines.tree import asked_words, excluded_words, key_idf, word_idf


@dataclass(slots=True)
class _Sums:
    """What is known of each place: the score so far, the coverage so far, how many words it holds."""

    score: dict[int, float] = field(default_factory=dict)
    covered: dict[int, float] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    asked: float = 0.0


def search(
    snapshot: Snapshot, plan: Plan, *, limit: int | None, offset: int, count: Sequence[str], within_s: float
) -> Hits:
    """The passages that match, best first, as the port says."""
    reader = _Reader(snapshot, plan, time.monotonic() + within_s)
    for word in excluded_words(plan.clause):
        reader.held(word, None)
    filters = [set().union(*map(reader.places, marks)) for marks in plan.filters]
    if not reader.complete:
        return Hits((), 0, 0, (0,) * len(count), complete=False)
    words = asked_words(plan.clause)
    sums = _Sums()
    for word in words:
        _add(sums, word, reader.held(word, sums.score), snapshot.size)
    for word in plan.bonus:
        reader.held(word, sums.score)
    matching = _matching(plan, snapshot, reader, filters)
    hits = [
        Hit(snapshot.numbers[place], score, sums.held.get(place, 0) == len(words))
        for place, score in _scores(plan, reader, sums, matching).items()
    ]
    hits.sort(key=lambda hit: (plan.scoring.whole_first and not hit.whole, -hit.score, hit.number))
    return Hits(
        tuple(hits[offset : None if limit is None else offset + limit]),
        sum(hit.whole for hit in hits),
        len(hits),
        tuple(len(matching & reader.places(mark)) for mark in count),
        complete=reader.complete,
    )


class _Reader:
    """Reads words and marks, each once.

    Attributes:
        complete: False when the time ran out before a key was read.
    """

    def __init__(self, snapshot: Snapshot, plan: Plan, until: float) -> None:
        self._snapshot = snapshot
        self._scoring = plan.scoring
        self._until = until
        self._held: dict[Word, dict[int, float]] = {}
        self.complete = True

    def held(self, word: Word, scores: dict[int, float] | None) -> dict[int, float]:
        """How much of a word each place holds that has any key of it; adds the word's score to `scores`."""
        held: dict[int, float] = {}
        for group in word.groups:
            best: dict[int, float] = {}
            covers: dict[int, float] = {}
            for key in group:
                self._read(key, best, covers)
            if scores is not None:
                for place, score in best.items():
                    scores[place] = scores.get(place, 0.0) + word.weight * score
            for place, cover in covers.items():
                held[place] = held.get(place, 0.0) + cover
        self._held[word] = held
        return held

    def _read(self, key: Key, best: dict[int, float], covers: dict[int, float]) -> None:
        """Puts a key's score and cover where they are better than what is there."""
        frequencies = self._frequencies(key)
        scoring, average, lengths, cover = self._scoring, self._snapshot.average, self._snapshot.lengths, key.cover
        factor = key.weight * key_idf(self._snapshot.size, len(frequencies)) * (scoring.k1 + 1)
        for place, tf in frequencies.items():
            norm = scoring.k1 * (1 - scoring.b + scoring.b * lengths[place] / average)
            score = factor * (tf / (tf + norm))
            if score >= best.get(place, 0.0):
                best[place] = score
            if cover >= covers.get(place, 0.0):
                covers[place] = cover

    def _frequencies(self, key: Key) -> dict[int, int]:
        """How often a key stands at each place."""
        found: dict[int, int] = {}
        if time.monotonic() >= self._until:
            self.complete = False
            return found
        for base, segment, start, end in self._snapshot.stretches(key):
            places, counts = segment.places(start, end), segment.frequencies[start:end].tolist()
            if key.prefix:  # several keys, so a place can come more than once
                for place, tf in zip(places, counts, strict=True):
                    found[base + place] = found.get(base + place, 0) + tf
            else:
                found.update(zip([base + place for place in places] if base else places, counts, strict=True))
        for place in found.keys() & self._snapshot.deleted:
            del found[place]
        return found

    def places(self, mark: str) -> set[int]:
        """Where a mark stands."""
        return set(self._frequencies(Key(mark)))

    def select(self, clause: Clause, within: set[int]) -> set[int]:
        """Those of the places `within` where a clause matches."""
        match clause:
            case Word():
                held, need = self._held[clause], min(clause.need, WHOLE)
                return {place for place in within & held.keys() if held[place] >= need}
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
                return {place for place in within if self._snapshot.numbers[place] in numbers}

    def bound(self, clause: Clause) -> set[int] | None:
        """Places outside of which a clause cannot match; None when it could match anywhere."""
        match clause:
            case Word():
                return set(self._held[clause])
            case All(parts):
                bounds = [bound for bound in map(self.bound, parts) if bound is not None]
                return set.intersection(*bounds) if bounds else None
            case Any(parts):
                some = [self.bound(part) for part in parts]
                known = [bound for bound in some if bound is not None]
                return set().union(*known) if len(known) == len(some) else None
            case Not() | Maybe() | Among():
                return None


def _add(sums: _Sums, word: Word, held: dict[int, float], size: int) -> None:
    """Adds a word that is asked for to the coverage."""
    weight = word_idf(size, len(held)) * word.weight
    sums.asked += weight
    for place, cover in held.items():
        sums.covered[place] = sums.covered.get(place, 0.0) + weight * min(1.0, cover)
        if cover >= WHOLE:
            sums.held[place] = sums.held.get(place, 0) + 1


def _matching(plan: Plan, snapshot: Snapshot, reader: _Reader, filters: Iterable[set[int]]) -> set[int]:
    """The places that match the clause, all filters and the allowed numbers."""
    bound = reader.bound(plan.clause)
    within = set(range(len(snapshot.numbers))) - snapshot.deleted if bound is None else bound
    for places in filters:
        within &= places
    if plan.allowed is not None:
        within = {place for place in within if snapshot.numbers[place] in plan.allowed}
    return reader.select(plan.clause, within)


def _scores(plan: Plan, reader: _Reader, sums: _Sums, matching: set[int]) -> dict[int, float]:
    """The final score at each place."""
    floor = plan.scoring.floor
    scores = {place: sums.score.get(place, 0.0) for place in matching}
    if sums.asked:
        for place in scores:
            scores[place] *= floor + (1 - floor) * (sums.covered.get(place, 0.0) / sums.asked)
    for mark, factor in plan.boosts:
        for place in reader.places(mark) & matching:
            scores[place] *= factor
    return scores
