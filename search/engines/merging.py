"""Putting sorted runs of postings together, a few keys at a time, so that memory does not grow with what is merged.

A run gives its keys in order and, in the same order, their postings: what a batch has collected in memory (`pool`) or
the files of a segment that is written anew. `merged` reads all runs side by side. The runs' passages stand one run
after the other in the new segment, so that a key's postings are those of the first run, then those of the second, and
so on: each is copied to its place, and nothing is sorted.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt

from search.engines.segments import KEY_PREFIX, TERM
from search.engines.untrusted import DamagedError

Numbers = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Number = TypeVar("Number", np.uint8, np.uint16)

WIDE = 1 << 16  # a segment with more passages than this has places that do not fit in 16 bits
_BLOCK = 1 << 19  # postings that are put together at once; some 40 bytes each for as long as it takes
_PIECE = 1 << 14  # bytes of a deflated vocabulary that are read at once: some thousand keys
_TERMS_START = 13  # where Whoosh's hash file has its first record
_RECORD_HEAD = 8  # sizes of a record's key and value, before them


class Block(NamedTuple):
    """Some keys and postings of a new segment.

    Attributes:
        keys: in order; none when the postings are the beginning of the next block's first key.
        counts: of each key's postings, those of such blocks among them.
        places: of the passages, key after key.
        frequencies: of the same postings.
    """

    keys: list[bytes]
    counts: Counts
    places: Numbers
    frequencies: Bytes


class Postings(NamedTuple):
    """Postings as a run gives them.

    Attributes:
        places: in the new segment.
        frequencies: of the same postings.
        kept: which of those that were asked for these are; None when all.
    """

    places: Numbers
    frequencies: Bytes
    kept: Flags | None = None


class Run(Protocol):
    """Keys in order and their postings."""

    def more(self) -> tuple[list[bytes], Numbers] | None:
        """The next keys and the number of postings of each; None when there are no more."""

    def read(self, amount: int) -> Postings:
        """The next postings, of which some can be left out."""


class MemoryRun:
    """A run of postings that a batch has collected."""

    def __init__(self, keys: list[bytes], counts: Numbers, places: Numbers, frequencies: Bytes) -> None:
        self._keys: tuple[list[bytes], Numbers] | None = (keys, counts)
        self._places = places
        self._frequencies = frequencies
        self._at = 0

    def more(self) -> tuple[list[bytes], Numbers] | None:
        """All keys, once."""
        keys, self._keys = self._keys, None
        return keys

    def read(self, amount: int) -> Postings:
        """The next postings."""
        part = slice(self._at, self._at + amount)
        self._at += amount
        return Postings(self._places[part], self._frequencies[part])


class SegmentRun:
    """A segment's postings, read from its files: a map of them would count as memory of the process."""

    def __init__(self, path: Path, base: int, live: Flags) -> None:
        """Opens the files.

        Args:
            path: of the segment, without an ending.
            base: place of its first passage in the new segment.
            live: which of its passages come along.
        """
        self._name = path.name
        self._base = np.uint32(base)
        self._live = live
        self._places = None if live.all() else np.cumsum(live, dtype=np.uint32) - np.uint32(1) + self._base
        self._told = 0  # postings of the keys that were given
        with ExitStack() as opened:
            self._terms, self._lows, self._highs, self._frequencies, vocabulary = (
                opened.enter_context(path.with_suffix(ending).open("rb"))
                for ending in (".trm", ".pst", ".hig", ".frq", ".voc")
            )
            self._files = opened.pop_all()
        self._postings = path.with_suffix(".frq").stat().st_size
        self._wide = path.with_suffix(".hig").stat().st_size > 0
        self._terms.seek(_TERMS_START)
        self._lines = _lines(vocabulary)

    def __enter__(self) -> Self:
        """Nothing more than that the files are closed at the end."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Closes the files."""
        self._files.close()

    def more(self) -> tuple[list[bytes], Numbers] | None:
        """The next keys, from `.voc`, and their numbers of postings, from the records of `.trm`.

        Raises:
            DamagedError: the two do not fit each other, or the postings.
        """
        try:
            keys = next(self._lines, None)
        except zlib.error as error:
            raise self._damage() from error
        if keys is None:
            if self._told != self._postings:
                raise self._damage()
            return None
        sizes = np.fromiter(map(len, keys), np.int64, len(keys)) + (_RECORD_HEAD + len(KEY_PREFIX) + TERM.size)
        ends = np.cumsum(sizes)
        records = np.frombuffer(self._terms.read(int(ends[-1])), np.uint8)
        if len(records) != ends[-1]:
            raise self._damage()
        values = records[(ends - TERM.size)[:, None] + np.arange(TERM.size)].view(np.uint32)  # as TERM packs them
        counts = values[:, 0]
        starts = np.cumsum(counts, dtype=np.int64) - counts + self._told
        self._told += int(counts.sum(dtype=np.int64))
        if self._told > self._postings or not np.array_equal(values[:, 1], starts):
            raise self._damage()
        return keys, counts

    def read(self, amount: int) -> Postings:
        """The next postings of passages that come along.

        Raises:
            DamagedError: the files end before, or name passages that there are not.
        """
        frequencies = _array(self._frequencies, np.uint8, amount)
        places = _array(self._lows, np.uint16, amount).astype(np.uint32)
        if self._wide:
            places |= _array(self._highs, np.uint8, amount).astype(np.uint32) << np.uint32(16)
        if places.size and places.max() >= len(self._live):
            raise self._damage()
        if self._places is None:
            return Postings(places + self._base, frequencies)
        kept = self._live[places]
        return Postings(self._places[places[kept]], frequencies[kept], kept)

    def _damage(self) -> DamagedError:
        return DamagedError(f"the files of {self._name} do not fit each other")


def _array(file: BinaryIO, kind: type[Number], amount: int) -> npt.NDArray[Number]:
    """The next numbers of a file."""
    found = np.frombuffer(file.read(amount * np.dtype(kind).itemsize), kind)
    if len(found) != amount:
        raise DamagedError(f"{Path(file.name).name} is cut off")
    return found


def _lines(file: BinaryIO) -> Iterator[list[bytes]]:
    """The lines of a deflated file, some at a time."""
    inflate = zlib.decompressobj()
    rest = None
    while piece := file.read(_PIECE):
        text = inflate.decompress(piece)
        if text:
            *lines, rest = ((rest or b"") + text).split(b"\n")
            if lines:
                yield lines
    if not inflate.eof:
        raise zlib.error("it is cut off")
    if rest is not None:
        yield [rest]


class _Ahead:
    """A run's keys that were read and not used yet."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.keys: list[bytes] = []
        self._counts = np.empty(0, np.uint32)
        self._at = 0

    def is_open(self) -> bool:
        """Whether there are keys; reads more when all were used."""
        while self._at == len(self.keys):
            found = self.run.more()
            if found is None:
                return False
            (self.keys, self._counts), self._at = found, 0
        return True

    def take(self, last: bytes) -> tuple[list[bytes], Numbers]:
        """Keys up to `last`, which come next, and their numbers of postings."""
        start, self._at = self._at, bisect_right(self.keys, last, self._at)
        return self.keys[start : self._at], self._counts[start : self._at]


def merged(runs: Iterable[Run]) -> Iterator[Block]:
    """The keys and postings of all runs together; keys that no passage has any more are left out."""
    ahead = [_Ahead(run) for run in runs]
    while ahead := [one for one in ahead if one.is_open()]:
        last = min(one.keys[-1] for one in ahead)
        taken = [one.take(last) for one in ahead]
        keys = sorted(set().union(*(some for some, _ in taken))) if len(taken) > 1 else taken[0][0]
        counts = np.zeros((len(taken), len(keys)), np.int64)  # of each run and key
        ranks = {key: rank for rank, key in enumerate(keys)} if len(taken) > 1 else {}
        for row, (some, amounts) in zip(counts, taken, strict=True):
            row[np.fromiter(map(ranks.__getitem__, some), np.intp, len(some)) if ranks else slice(None)] = amounts
        yield from _blocks([one.run for one in ahead], keys, counts)


def _blocks(runs: Sequence[Run], keys: list[bytes], counts: Counts) -> Iterator[Block]:
    """The postings of some keys, in blocks that are not too large."""
    sums = np.cumsum(counts.sum(axis=0))
    start, before = 0, 0
    while start < len(keys):
        end = max(start + 1, int(np.searchsorted(sums, before + _BLOCK, "right")))
        amount, before = int(sums[end - 1]) - before, int(sums[end - 1])
        if amount > _BLOCK:
            yield from _one_key(runs, keys[start], counts[:, start])
        else:
            yield _together(runs, keys[start:end], counts[:, start:end])
        start = end


def _one_key(runs: Sequence[Run], key: bytes, counts: Counts) -> Iterator[Block]:
    """A key with more postings than a block has."""
    total = 0
    for run, amount in zip(runs, counts.tolist(), strict=True):
        for start in range(0, amount, _BLOCK):
            places, frequencies, _ = run.read(min(_BLOCK, amount - start))
            total += len(places)
            yield Block([], np.empty(0, np.int64), places, frequencies)
    if total:
        yield Block([key], np.array([total]), np.empty(0, np.uint32), np.empty(0, np.uint8))


def _together(runs: Sequence[Run], keys: list[bytes], counts: Counts) -> Block:
    """The postings of some keys, key by key, and of each key run by run."""
    found = []
    left = counts
    for index, (run, amounts) in enumerate(zip(runs, counts, strict=True)):
        amount = int(amounts.sum())
        if not amount:
            continue
        postings = run.read(amount)
        if postings.kept is not None:
            left = left.copy() if left is counts else left
            left[index] = np.bincount(np.repeat(np.arange(len(keys)), amounts)[postings.kept], minlength=len(keys))
        found.append((index, postings))
    totals = left.sum(axis=0)
    if len(found) == 1:
        places, frequencies, _ = found[0][1]
    else:
        places = np.empty(int(totals.sum()), np.uint32)
        frequencies = np.empty(len(places), np.uint8)
        starts = np.cumsum(totals) - totals + np.cumsum(left, axis=0) - left  # of each run and key in the new order
        for index, postings in found:
            own = left[index]
            order = np.repeat(starts[index] - (np.cumsum(own) - own), own) + np.arange(len(postings.places))
            places[order] = postings.places
            frequencies[order] = postings.frequencies
    if totals.all():
        return Block(keys, totals, places, frequencies)
    return Block(
        [key for key, total in zip(keys, totals.tolist(), strict=True) if total],
        totals[totals > 0],
        places,
        frequencies,
    )
