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
        held: how much each place holds of a word that was read; places that have any key of it.
        complete: False when the time ran out before a key was read.
    """

    def __init__(self, snapshot: Snapshot, until: float) -> None:
        """Reads nothing yet.

        Args:
            snapshot: to read from.
            until: the time (`time.monotonic`) when to stop reading.
        """
        self.snapshot = snapshot
        self.held: dict[Word, Values] = {}
        self.complete = True
        self._until = until
        self._read: dict[tuple[str, bool], dict[int, int]] = {}

    def read(self, word: Word) -> None:
        """Reads a word's keys."""
        held: Values = {}
        for group in word.groups:
            covers: Values = {}
            for key in sorted(group, key=lambda key: key.cover):  # the largest comes last, and stays
                covers |= dict.fromkeys(self.frequencies(key), key.cover)
            put(held, covers, add)
        self.held[word] = held

    def whole(self, word: Word) -> set[int]:
        """The places that hold all of a word that was read."""
        return {place for place, cover in self.held[word].items() if cover >= WHOLE}

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

    def select(self, clause: Clause, within: set[int]) -> set[int]:
        """Those of the places `within` where a clause matches."""
        match clause:
            case Word():
                held, need = self.held[clause], min(clause.need, WHOLE)
                shared = within & held.keys()
                return {place for place in shared if held[place] >= need} if need else shared
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


def put(into: Values, more: Values, both: Callable[[float, float], float]) -> None:
    """Puts more values in; where there is one already, what `both` makes of the two."""
    shared = into.keys() & more.keys()
    values = list(map(both, map(into.__getitem__, shared), map(more.__getitem__, shared)))
    into.update(more)
    into.update(zip(shared, values, strict=True))
