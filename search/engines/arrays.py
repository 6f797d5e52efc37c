"""The port's formula term by term over numpy arrays: for many postings, and wherever numpy is loaded already.

`plain` does the same without numpy. Both add and multiply in the same order, so that their scores are equal to the last
bit. Arrays with a value for each place are called dense; the others hold places, and values beside them.
"""

import time
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.engines.port import WHOLE, All, Among, Any, Clause, Hit, Hits, Key, Maybe, Not, Plan, Scoring, Word
from search.engines.segments import Segment
from search.engines.snapshot import Snapshot
from search.engines.tree import asked_words, excluded_words, key_idf, word_idf

Places = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_HOT = (
    10  # words that stand everywhere: so many postings are kept, 16 bytes each; four times as many save 3 % of a search
)
_HOT_LEAST = 1_000_000  # postings
_ABSENT = -1.0  # what scratch arrays hold where nothing was put


class _Counted(NamedTuple):
    """Where marks stand.

    Attributes:
        marks: that are counted.
        places: of each mark, one mark after the other.
        borders: in them: where the first mark begins, and where each ends.
    """

    marks: tuple[str, ...]
    places: Places
    borders: list[int]


class Arrays:
    """A snapshot's postings as arrays, hot ones kept: for as long as the process searches this snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.count = len(snapshot.numbers)
        self.numbers = np.frombuffer(snapshot.numbers, np.uint32)
        self.live = np.ones(self.count, np.bool_)
        self.live[list(snapshot.deleted)] = False
        self._norms: dict[tuple[float, float], Floats] = {}
        self._cache: dict[tuple[str, bool, float, float], tuple[Places, Floats]] = {}
        self._cached = 0
        self._most = max(_HOT_LEAST, _HOT * self.count)
        self._scratch = (np.full(self.count, _ABSENT), np.full(self.count, _ABSENT))
        self.counted = _Counted((), np.empty(0, np.intp), [0])  # the last marks that were counted

    def postings(self, key: Key, scoring: Scoring) -> tuple[Places, Floats]:
        """Where a key stands, and what its frequency counts there: tf / (tf + norm)."""
        asked = (key.text, key.prefix, scoring.k1, scoring.b)
        found = self._cache.pop(asked, None)
        if found is None:
            read = self._prefix if key.prefix else self._exact
            places, frequencies = read(key)
            found = places, frequencies / (frequencies + self._norm(scoring)[places])
            self._cached += len(places)
        self._cache[asked] = found  # the last one used comes last
        while self._cached > self._most and len(self._cache) > 1:
            oldest, _ = self._cache.pop(next(iter(self._cache)))
            self._cached -= len(oldest)
        return found

    def _exact(self, key: Key) -> tuple[Places, Floats]:
        """Where a key stands and how often; each place comes once."""
        found = [
            (places_of(segment, start, end) + base, segment.frequencies[start:end])
            for base, segment, start, end in self.snapshot.stretches(key)
        ]
        if not found:
            return np.empty(0, np.intp), np.empty(0)
        places = np.concatenate([places for places, _ in found])
        frequencies = np.concatenate([np.frombuffer(counts, np.uint8).astype(np.float64) for _, counts in found])
        if not self.snapshot.deleted:
            return places, frequencies
        kept = self.live[places]
        return places[kept], frequencies[kept]

    def _prefix(self, key: Key) -> tuple[Places, Floats]:
        """Where any key stands that begins so, and how often all of them together."""
        places, frequencies = self._exact(key)
        sums = np.bincount(places, frequencies, self.count).astype(np.float64)
        found = np.flatnonzero(sums)
        return found, sums[found]

    def _norm(self, scoring: Scoring) -> Floats:
        """How much the length of each passage holds it down; dense."""
        k1, b = scoring.k1, scoring.b
        if (k1, b) not in self._norms:
            lengths = np.frombuffer(self.snapshot.lengths, np.uint16).astype(np.float64)
            self._norms[k1, b] = k1 * (1 - b + b * lengths / self.snapshot.average)
        return self._norms[k1, b]

    def best(self, found: Sequence[tuple[Places, Floats]], scratch: int = 0) -> tuple[Places, Floats]:
        """Each place once, with the largest of its values, all of which are 0 or more."""
        if not found:
            return np.empty(0, np.intp), np.empty(0)
        if len(found) == 1:
            return found[0]
        largest = self._scratch[scratch]
        largest[found[0][0]] = found[0][1]
        for places, values in found[1:]:
            largest[places] = np.maximum(largest[places], values)
        once: list[tuple[Places, Floats]] = []
        for places, _ in found:
            values = largest[places]
            largest[places] = _ABSENT  # later ones see that the place was taken
            new = values != _ABSENT
            once.append((places, values) if new.all() else (places[new], values[new]))
        return np.concatenate([places for places, _ in once]), np.concatenate([values for _, values in once])

    def mask(self, places: Iterable[Places]) -> Flags:
        """True at the places; dense."""
        flags = np.zeros(self.count, np.bool_)
        for some in places:
            flags[some] = True
        return flags


def places_of(segment: Segment, start: int, end: int) -> Places:
    """Where the passages of these postings are in their segment."""
    places = np.frombuffer(segment.lows[start:end], np.uint16).astype(np.intp)
    if segment.highs:
        places += np.frombuffer(segment.highs[start:end], np.uint8).astype(np.intp) << 16
    return places


def search(
    arrays: Arrays, plan: Plan, *, limit: int | None, offset: int, count: Sequence[str], within_s: float
) -> Hits:
    """The passages that match, best first, as the port says."""
    reader = _Reader(arrays, plan, time.monotonic() + within_s)
    for word in excluded_words(plan.clause):
        reader.read(word, scored=False)
    filters = [arrays.mask(map(reader.places, marks)) for marks in plan.filters]
    if not reader.complete:
        return Hits((), 0, 0, (0,) * len(count), complete=False)
    words = asked_words(plan.clause)
    for word in words:
        reader.cover(word, *reader.read(word, scored=True))
    for word in plan.bonus:
        reader.read(word, scored=True)
    matching = reader.select(plan.clause)
    for flags in filters:
        matching &= flags
    if arrays.snapshot.deleted:
        matching &= arrays.live
    found = np.flatnonzero(matching)
    if plan.allowed is not None:
        found = found[np.isin(arrays.numbers[found], np.fromiter(plan.allowed, np.uint32, len(plan.allowed)))]
        matching = arrays.mask([found])
    scores, whole = reader.scores(found), reader.whole[found] == len(words)
    first = whole if plan.scoring.whole_first else np.zeros(len(found), np.bool_)
    best = _best(arrays.numbers[found], scores, first, None if limit is None else offset + limit)[offset:]
    touched = [flags[found[best]].tolist() for flags in reader.touched]
    columns = arrays.numbers[found[best]].tolist(), scores[best].tolist(), whole[best].tolist()
    return Hits(
        tuple(map(Hit, *columns, zip(*touched, strict=True) if touched else repeat(()))),
        int(np.count_nonzero(whole)),
        len(found),
        reader.counts(count, matching),
        complete=reader.complete,
    )


class _Reader:
    """Reads words and marks, each once, and sums what they say of each place.

    Attributes:
        complete: False when the time ran out before a key was read.
        whole: number of words that each place holds; dense.
        touched: for each word that is asked for, the places that have any key of it; dense.
    """

    def __init__(self, arrays: Arrays, plan: Plan, until: float) -> None:
        self._arrays = arrays
        self._plan = plan
        self._until = until
        self._held: dict[Word, Flags] = {}
        self._score = np.zeros(arrays.count)
        self._covered = np.zeros(arrays.count)
        self._asked = 0.0
        self.whole = np.zeros(arrays.count, np.uint16)
        self.touched: list[Flags] = []
        self.complete = True

    def read(self, word: Word, *, scored: bool) -> tuple[Places, Floats]:
        """The places that have any key of a word, and how much of it each holds."""
        groups = []
        for group in word.groups:
            found = [(key, *self._postings(key)) for key in group]
            covers = {key.cover for key in group}
            if scored:
                places, values = self._arrays.best([(places, self._value(key, part)) for key, places, part in found])
                self._score[places] += word.weight * values
                if len(covers) == 1:  # mostly: what is best of one and the same everywhere need not be looked for
                    groups.append((places, np.full(len(places), covers.pop())))
                    continue
            groups.append(self._covers(found))
        places, held = groups[0] if len(groups) == 1 else self._sum(groups)
        need = min(word.need, WHOLE)
        self._held[word] = self._arrays.mask([places[held >= need] if need else places])
        return places, held

    def _value(self, key: Key, part: Floats) -> Floats:
        factor = key.weight * key_idf(self._arrays.snapshot.size, len(part)) * (self._plan.scoring.k1 + 1)
        return factor * part

    def _covers(self, found: Sequence[tuple[Key, Places, Floats]]) -> tuple[Places, Floats]:
        """How much of a word the places hold that have a key of a group."""
        return self._arrays.best([(places, np.full(len(places), key.cover)) for key, places, _ in found], scratch=1)

    def _sum(self, groups: Sequence[tuple[Places, Floats]]) -> tuple[Places, Floats]:
        held = np.zeros(self._arrays.count)
        for places, covers in groups:
            held[places] += covers
        touched = np.flatnonzero(self._arrays.mask(places for places, _ in groups))
        return touched, held[touched]

    def _postings(self, key: Key) -> tuple[Places, Floats]:
        if time.monotonic() >= self._until:
            self.complete = False
            return np.empty(0, np.intp), np.empty(0)
        return self._arrays.postings(key, self._plan.scoring)

    def places(self, mark: str) -> Places:
        """Where a mark stands."""
        return self._postings(Key(mark))[0]

    def counts(self, marks: Sequence[str], matching: Flags) -> tuple[int, ...]:
        """At how many of the matching places each mark stands."""
        asked, counted = tuple(marks), self._arrays.counted
        if counted.marks != asked:
            found = [self.places(mark) for mark in asked]
            counted = _Counted(asked, np.concatenate([np.empty(0, np.intp), *found]), [0, *accumulate(map(len, found))])
            if self.complete:
                self._arrays.counted = counted
        met = matching[counted.places]
        return tuple(int(np.count_nonzero(met[start:end])) for start, end in pairwise(counted.borders))

    def cover(self, word: Word, places: Places, held: Floats) -> None:
        """Adds a word that is asked for to the coverage."""
        weight = word_idf(self._arrays.snapshot.size, len(places)) * word.weight
        self._asked += weight
        self._covered[places] += weight * np.minimum(1.0, held)
        self.whole[places[held >= WHOLE]] += 1
        self.touched.append(self._arrays.mask([places]) if word.need else self._held[word])

    def select(self, clause: Clause) -> Flags:
        """Where a clause matches; dense and new."""
        match clause:
            case Word():
                return self._held[clause].copy()
            case All(parts):
                flags = np.ones(self._arrays.count, np.bool_)
                for part in parts:
                    flags &= self.select(part)
                return flags
            case Any(parts):
                flags = np.zeros(self._arrays.count, np.bool_)
                for part in parts:
                    flags |= self.select(part)
                return flags
            case Not(part):
                return ~self.select(part)
            case Maybe():
                return np.ones(self._arrays.count, np.bool_)
            case Among(numbers):
                asked = np.fromiter(numbers, np.uint32, len(numbers))
                return np.asarray(np.isin(self._arrays.numbers, asked))

    def scores(self, places: Places) -> Floats:
        """The final score at each of the places."""
        floor = self._plan.scoring.floor
        scores = self._score[places]
        if self._asked:
            scores *= floor + (1 - floor) * (self._covered[places] / self._asked)
        for mark, factor in self._plan.boosts:
            scores[self._arrays.mask([self.places(mark)])[places]] *= factor
        return scores


def _best(numbers: npt.NDArray[np.uint32], scores: Floats, first: Flags, end: int | None) -> Places:
    """Positions of the best, up to `end`, in order."""
    kept = np.arange(len(numbers)) if end is None or end >= len(numbers) else _leading(scores, first, end)
    return kept[np.lexsort((numbers[kept], -scores[kept], ~first[kept]))[:end]]


def _leading(scores: Floats, first: Flags, end: int) -> Places:
    """Positions among which the `end` best are, with all that score like the last of them."""
    leaders = np.flatnonzero(first)
    if end <= len(leaders):
        pool, wanted, kept = leaders, end, leaders[:0]
    else:
        pool, wanted, kept = np.flatnonzero(~first), end - len(leaders), leaders
    if not wanted:
        return kept
    values = scores[pool]
    least = np.partition(values, len(values) - wanted)[len(values) - wanted]
    return np.concatenate([kept, pool[values >= least]])
