"""An index as one commit left it: its segments side by side, each passage at a place counted through all of them."""

from array import array
from collections.abc import Iterator
from heapq import merge
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path

from search.engines.port import Key
from search.engines.segments import KEY_ERRORS, Segment, read_records

Stretch = tuple[int, Segment, int, int]


class Snapshot:
    """The state of an index; does not change, however long it is kept.

    Attributes:
        generation: number of the commit.
        numbers: for each place, the catalogue's number of the passage.
        lengths: for each place, its number of keys.
        deleted: places that are no more.
        size: number of passages that are.
        average: mean length of those, 1 when it would be 0.
    """

    def __init__(self, folder: Path, generation: int) -> None:
        """Maps all files of a commit.

        Raises:
            FileNotFoundError: a later commit has cleaned them away.
            DamagedError: they are not what they should be.
        """
        self.generation = generation
        self._segments = [Segment(folder, record) for record in read_records(folder, generation)]
        self._bases = [0, *accumulate(segment.count for segment in self._segments)]
        self.numbers = _joined([segment.numbers for segment in self._segments], "I")
        self.lengths = _joined([segment.lengths for segment in self._segments], "H")
        self.deleted = frozenset(
            base + place
            for base, segment in zip(self._bases, self._segments, strict=False)
            for place in segment.deleted
        )
        self.size = len(self.numbers) - len(self.deleted)
        total = sum(segment.length for segment in self._segments) - sum(self.lengths[place] for place in self.deleted)
        self.average = total / self.size if total else 1.0
        self._found: dict[tuple[str, bool], list[Stretch]] = {}
        self._vocabulary: list[str] | None = None

    def stretches(self, key: Key) -> list[Stretch]:
        """Where a key's postings lie: (base of the places, segment, first posting, one past the last)."""
        asked = key.text, key.prefix
        if asked not in self._found:
            text = key.text.encode(errors=KEY_ERRORS)
            spans = [segment.stretch(text) if key.prefix else segment.postings(text) for segment in self._segments]
            self._found[asked] = [
                (base, segment, start, end)
                for base, segment, (start, end) in zip(self._bases, self._segments, spans, strict=False)
                if start < end
            ]
        return self._found[asked]

    def frequency(self, key: str) -> int:
        """In how many passages a key stands, deleted ones left out."""
        stretches = self.stretches(Key(key))
        if not self.deleted:
            return sum(end - start for _, _, start, end in stretches)
        return sum(
            place not in segment.deleted for _, segment, start, end in stretches for place in segment.places(start, end)
        )

    def items_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Each key that begins with `prefix` and in how many passages it stands, in order."""
        text = prefix.encode(errors=KEY_ERRORS)
        items = merge(*(segment.items_from(text) for segment in self._segments))
        for key, same in groupby(items, itemgetter(0)):
            word = key.decode(errors=KEY_ERRORS)
            yield word, self.frequency(word) if self.deleted else sum(count for _, count in same)

    def vocabulary(self) -> list[str]:
        """All keys, in order."""
        if self._vocabulary is None:
            lists = [segment.vocabulary() for segment in self._segments]
            self._vocabulary = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
        return self._vocabulary


def _joined(numbers: list[memoryview], kind: str) -> "array[int] | memoryview":
    """The numbers of all segments; those of a single one are not copied."""
    return numbers[0] if len(numbers) == 1 else array(kind, b"".join(numbers))
