"""Whoosh's file of terms, read from memory: a hash file in the order of its keys (`whoosh.filedb.filetables`).

Read here and not by Whoosh, whose import takes longer than all that a query looks up in it. From first to last:

| what | bytes |
|---|---|
| `HSH3`, how keys are hashed (1 is CRC-32), nothing | 4, 1, 8 |
| of each key its size and its value's, it, its value | 4, 4, … |
| 256 tables, for the hashes with each low byte: slots of a hash and its key's position; position 0 is a free slot | 4, 8 each |
| of each table its position and its number of slots | 8, 4 each |
| a pickle of {"indextype": I or q, "indexlen": number of keys …} | … |
| the position of each key | 4 or 8 each |
| how long the last two are | 4 |

All numbers have their high byte first. A hash names the slot (hash >> 8) modulo the number of slots; where that is
taken, the key has the next one that was free.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from mmap import mmap
from zlib import crc32

from search.engines.untrusted import DamagedError, load

_HEAD = struct.Struct("!4sB8x")
_SIZES = struct.Struct("!II")
_SLOT = struct.Struct("!Iq")
_TABLE = struct.Struct("!qi")
_LENGTH = struct.Struct("!i")
_CRC32 = 1


class Terms:
    """Keys in order, each with a value."""

    def __init__(self, data: mmap | bytes) -> None:
        """Finds its way about the file.

        Raises:
            DamagedError: it is no such file.
            struct.error: it is shorter than it says.
        """
        if _HEAD.unpack_from(data) != (b"HSH3", _CRC32):
            raise DamagedError("it holds no terms")
        end = len(data) - _LENGTH.size
        extras = end - _LENGTH.unpack_from(data, end)[0]
        about = BytesIO(data[extras:end])
        told = load(about, {})
        self._data = data
        self._count: int = told["indexlen"]
        self._position = struct.Struct({"I": "!I", "q": "!q"}[told["indextype"]])
        self._index = extras + about.tell()
        self._tables = extras - 256 * _TABLE.size
        self._end: int = _TABLE.unpack_from(data, self._tables)[0]

    def value(self, key: bytes) -> bytes | None:
        """A key's value; None when the key is not here."""
        hashed = crc32(key)
        table, slots = _TABLE.unpack_from(self._data, self._tables + (hashed & 0xFF) * _TABLE.size)
        first = (hashed >> 8) % slots if slots else 0
        for slot in chain(range(first, slots), range(first)):
            found, position = _SLOT.unpack_from(self._data, table + slot * _SLOT.size)
            if not position:
                return None
            if found == hashed:
                there, value, _ = self._item(position)
                if there == key:
                    return value
        return None

    def items_from(self, key: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Each key that is not before this one, and its value, in order."""
        number = bisect_left(range(self._count), key, key=lambda number: self._item(self._start(number))[0])
        position = self._start(number) if number < self._count else self._end
        while position < self._end:
            found, value, position = self._item(position)
            yield found, value

    def _start(self, number: int) -> int:
        """Where a key stands."""
        return int(self._position.unpack_from(self._data, self._index + number * self._position.size)[0])

    def _item(self, position: int) -> tuple[bytes, bytes, int]:
        """The key that stands at a position, its value, and where the next one stands."""
        key, value = _SIZES.unpack_from(self._data, position)
        start = position + _SIZES.size
        return self._data[start : start + key], self._data[start + key : start + key + value], start + key + value
