"""Collecting the postings of a batch: counted and sorted some hundred thousand at a time, then five bytes each."""

from array import array
from collections.abc import Iterable
from itertools import count

import numpy as np

from search.engines.merging import MemoryRun
from search.engines.port import MAX_FREQUENCY
from search.engines.segments import KEY_ERRORS

_RUN = 1_000_000  # keys that are counted at once; some 60 bytes each for as long as it takes


class Pool:
    """The postings of passages that come one after the other."""

    def __init__(self) -> None:
        self._runs: list[MemoryRun] = []
        self._first = 0
        self._start()

    def _start(self) -> None:
        self._ids: dict[str, int] = _Numbering(count())
        self._open = array("I")  # a key's number for each time that it stands in a passage
        self._sizes: list[int] = []  # how many of them each passage has

    def add(self, passage: int, keys: Iterable[str]) -> None:
        """Adds a passage's keys, as often as they stand there; passages come in order, without gaps."""
        if not self._sizes:
            self._first = passage  # of those that are counted together
        before = len(self._open)
        self._open.extend(map(self._ids.__getitem__, keys))
        self._sizes.append(len(self._open) - before)
        if len(self._open) >= _RUN:
            self._close_run()

    def runs(self) -> list[MemoryRun]:
        """All that was added, in runs of passages that follow each other."""
        self._close_run()
        return self._runs

    def _close_run(self) -> None:
        """Counts how often each key stands in each passage."""
        if self._open:
            keys = sorted(self._ids)
            ranks = np.empty(len(keys), np.uint64)
            ranks[np.fromiter(map(self._ids.__getitem__, keys), np.intp, len(keys))] = np.arange(len(keys))
            both = ranks[np.frombuffer(self._open, np.uint32)] << np.uint64(32)
            both |= np.repeat(np.arange(self._first, self._first + len(self._sizes), dtype=np.uint64), self._sizes)
            both.sort()
            firsts = np.flatnonzero(np.diff(both, prepend=~both[:1]))
            frequencies = np.minimum(np.diff(firsts, append=len(both)), MAX_FREQUENCY).astype(np.uint8)
            once = both[firsts]
            counts = np.bincount((once >> np.uint64(32)).astype(np.intp), minlength=len(keys)).astype(np.uint32)
            encoded = [key.encode(errors=KEY_ERRORS) for key in keys]
            self._runs.append(MemoryRun(encoded, counts, once.astype(np.uint32), frequencies))
        self._start()

    def cleanup(self) -> None:
        """Lets the postings go, as Whoosh asks for at the end."""
        self._runs = []
        self._start()


class _Numbering(dict[str, int]):
    """Numbers each key at its first use."""

    def __init__(self, following: Iterable[int]) -> None:
        super().__init__()
        self._next = iter(following).__next__

    def __missing__(self, key: str) -> int:
        self[key] = number = self._next()
        return number
