"""Postings read into dictionaries and sets, each key once for a search; what a clause matches, by sets of places.

What is done to every posting is left to what Python has in C (`map` over operators, dictionaries, sets): a third of a
loop's time.
"""

import time
from collections.abc import Callable
from itertools import repeat
from operator import add

from search.engines.port import WHOLE, All, Among, Any, Clause, Key, Maybe, Not, Word
from search.engines.snapshot import Snapshot

Values = dict[int, float]  # by place


class Reader:
    """Reads the keys of a snapshot.

    Attributes:
        snapshot: read from.
        complete: False when the time ran out before a key was read.
    """

    def __init__(self, snapshot: Snapshot, until: float) -> None:
        """Reads nothing yet.

        Args:
            snapshot: to read from.
            until: the time (`time.monotonic`) when to stop reading.
        """
        self.snapshot = snapshot
        self.complete = True
        self._until = until
        self._read: dict[tuple[str, bool], dict[int, int]] = {}
        self._touched: dict[Word, set[int]] = {}

    def touched(self, word: Word) -> set[int]:
        """The places that have any key of a word."""
        if word not in self._touched:
            self._touched[word] = set().union(*(self.frequencies(key) for group in word.groups for key in group))
        return self._touched[word]

    def held(self, word: Word, within: set[int]) -> Values:
        """How much of a word each of the places holds that has any key of it."""
        held: Values = {}
        for group in word.groups:
            covers: Values = {}
            for key in sorted(group, key=lambda key: key.cover):  # the largest comes last, and stays
                covers |= dict.fromkeys(self.frequencies(key).keys() & within, key.cover)
            put(held, covers, add)
        return held

    def whole(self, word: Word, within: set[int]) -> set[int]:
        """Those of the places that hold all of a word: by one key, or by keys of several groups."""
        whole: set[int] = set()
        once: set[int] = set()
        again: set[int] = set()
        for group in word.groups:
            places: set[int] = set()
            for key in group:
                found = self.frequencies(key)
                (whole if key.cover >= WHOLE else places).update(found)
            again |= once & places
            once |= places
        return (whole & within) | self._enough(word, again & within, WHOLE)

    def places(self, mark: str) -> set[int]:
        """Where a mark stands."""
        return set(self.frequencies(Key(mark)))

    def frequencies(self, key: Key) -> dict[int, int]:
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

    def select(self, clause: Clause, within: set[int] | None) -> set[int]:
        """Where a clause matches among the places `within`, None being all; a set that is not to be changed."""
        match clause:
            case Word():
                return self._needed(clause, within)
            case All(parts):
                for part in sorted(parts, key=lambda part: isinstance(part, Not | Maybe | Among)):  # these last
                    within = self.select(part, within)
                return self._or_all(within)
            case Any(parts):
                return set().union(*(self.select(part, within) for part in parts))
            case Not(part):
                return self._or_all(within) - self.select(part, within)
            case Maybe():
                return self._or_all(within)
            case Among(numbers):
                return {place for place in self._or_all(within) if self.snapshot.numbers[place] in numbers}

    def _needed(self, word: Word, within: set[int] | None) -> set[int]:
        """Those of the places that hold as much of a word as a passage must to match."""
        touched = self.touched(word) if within is None else within & self.touched(word)
        if word.need >= WHOLE:
            return self.whole(word, touched)
        return self._enough(word, touched, word.need) if word.need else touched

    def _enough(self, word: Word, within: set[int], need: float) -> set[int]:
        return {place for place, held in self.held(word, within).items() if held >= need}

    def _or_all(self, within: set[int] | None) -> set[int]:
        return set(range(len(self.snapshot.numbers))) - self.snapshot.deleted if within is None else within


def put(into: Values, more: Values, both: Callable[[float, float], float]) -> None:
    """Puts more values in; where there is one already, what `both` makes of the two."""
    shared = into.keys() & more.keys()
    values = list(map(both, map(into.__getitem__, shared), map(more.__getitem__, shared)))
    into.update(more)
    into.update(zip(shared, values, strict=True))
