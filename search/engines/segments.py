"""Reading an index: Whoosh's table of contents and segments, and the postings that `packed` writes.

Nothing here imports Whoosh: every `search` would pay for it. Nothing in an index is trusted: a pickle may only name the
classes in `_STAND_INS`, so that an index from elsewhere is data and never code.

Files of a segment: `.trm` key → (number of postings, first posting), as `terms` reads it; of each posting the passage's
place, counted from 0 within the segment, with its low 16 bits in `.pst` and the next 8 in `.hig` (empty when all are 0),
and the frequency as uint8 in `.frq`; `.doc` the catalogue's numbers (uint32) and then the lengths (uint16); `.voc` all
keys, a line each, deflated. Postings lie in the order of their keys, so that all keys with the same beginning are one
stretch.
"""

import mmap
import os
import struct
import zlib
from collections.abc import Iterator
from itertools import repeat
from operator import add, mul
from pathlib import Path
from typing import BinaryIO

from search.engines.terms import Terms
from search.engines.untrusted import DamagedError, load

INDEX_NAME = "MAIN"
FIELD = "keys"
TERM = struct.Struct("<II")  # number of postings, position of the first
KEY_PREFIX = b"\0\0"  # Whoosh's number of the only field, before each key
KEY_ERRORS = "surrogatepass"  # a PDF can hold halves of characters; they are searched for as they stand
_TOC_HEAD = struct.Struct("!3Bii")
_TOC_BEGINS = (4, 8, 4, -12345, -111)  # sizes of int, long and float, order of bytes and version, as Whoosh notes them


class SegmentRecord:
    """What the table of contents says of a segment; stands in for Whoosh's own class while reading.

    Attributes:
        indexname: beginning of its files' names.
        segid: the rest of it.
        _doccount: number of passages, deleted ones among them.
        _deleted: positions of the deleted ones, or None.
        _fieldlengths: of the only field, how many keys all passages have together; indexes of before lack it.
    """

    indexname: str
    segid: str
    _doccount: int
    _deleted: set[int] | None
    _fieldlengths: dict[str, int]

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.indexname}_{self.segid}"

    @property
    def count(self) -> int:
        """Number of passages, deleted ones among them."""
        return self._doccount

    @property
    def length(self) -> int | None:
        """Number of keys of all passages, deleted ones among them; None when it is not told."""
        return self._fieldlengths.get(FIELD)

    @property
    def deleted(self) -> frozenset[int]:
        """Positions of deleted passages."""
        return frozenset(self._deleted or ())


class _Codec:
    """Stands in for the codec, which reading does not need."""


_STAND_INS: dict[tuple[str, str], type] = {
    ("whoosh.codec.whoosh3", "W3Segment"): SegmentRecord,
    ("search.engines.packed", "PackedCodec"): _Codec,
    ("builtins", "set"): set,
}


def generation(folder: Path, known: int | None = None) -> int:
    """Number of the latest commit.

    Args:
        folder: of the index.
        known: a number that it was; it is still when its table of contents is there and the next one's is not, for each
            commit adds one to the number and then cleans the older tables away. To ask for two files is quicker
            than to list a folder.

    Raises:
        FileNotFoundError: there is no index.
    """
    if known is not None and _is_there(folder, known) and not _is_there(folder, known + 1):
        return known
    head = f"_{INDEX_NAME}_"
    tocs = [name for name in os.listdir(folder) if name.startswith(head) and name.endswith(".toc")]  # noqa: PTH208 - a third of iterdir's time, at each search
    numbers = [int(name[len(head) : -4]) for name in tocs if name[len(head) : -4].isdecimal()]
    if not numbers:
        raise FileNotFoundError(folder)
    return max(numbers)


def _toc(number: int) -> str:
    """Name of the table of contents of a commit."""
    return f"_{INDEX_NAME}_{number}.toc"


def _is_there(folder: Path, number: int) -> bool:
    return os.path.exists(os.path.join(folder, _toc(number)))  # noqa: PTH110, PTH118 - half of pathlib's time, at each search


def read_records(folder: Path, number: int) -> list[SegmentRecord]:
    """The segments of a commit.

    Raises:
        DamagedError: the table of contents is not one.
    """
    with (folder / _toc(number)).open("rb") as file:
        if _TOC_HEAD.unpack(file.read(_TOC_HEAD.size)) != _TOC_BEGINS:
            raise DamagedError("its table of contents begins wrongly")
        for _ in range(3):
            _varint(file)  # Whoosh's release
        file.seek(_varint(file), os.SEEK_CUR)  # the schema, which is ours to know
        file.seek(8, os.SEEK_CUR)
        records = load(file, _STAND_INS)
    if not isinstance(records, list) or not all(isinstance(record, SegmentRecord) for record in records):
        raise DamagedError("its table of contents lists no segments")
    return records


def _varint(file: BinaryIO) -> int:
    """A number in as many bytes as it takes, seven bits each, the low ones first; the last byte is below 128."""
    number = shift = 0
    while True:
        byte = file.read(1)[0]
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004 - the eighth bit
            return number


class Segment:
    """A segment's files, mapped into memory.

    Attributes:
        count: number of passages, deleted ones among them.
        deleted: positions of the deleted ones.
        numbers: the catalogue's number of each passage.
        lengths: number of keys of each passage.
        length: number of keys of all passages.
        lows: low 16 bits of the places of all postings, key after key.
        highs: the next 8 bits; empty when all are 0.
        frequencies: of the same postings.
    """

    __slots__ = (
        "_name",
        "_terms",
        "_vocabulary",
        "count",
        "deleted",
        "frequencies",
        "highs",
        "length",
        "lengths",
        "lows",
        "numbers",
    )

    def __init__(self, folder: Path, record: SegmentRecord) -> None:
        """Maps the files.

        Raises:
            DamagedError: a file is shorter or longer than the others say.
        """
        path = folder / record.name
        self._name = record.name
        self.count = record.count
        self.deleted = record.deleted
        passages = memoryview(_map(path.with_suffix(".doc")))
        self.lows = memoryview(_map(path.with_suffix(".pst"))).cast("H")
        self.highs = memoryview(_map(path.with_suffix(".hig")))
        self.frequencies = memoryview(_map(path.with_suffix(".frq")))
        self._vocabulary = _map(path.with_suffix(".voc"))
        postings = len(self.frequencies)
        if len(passages) != 6 * self.count or len(self.lows) != postings or len(self.highs) not in {0, postings}:
            raise DamagedError(f"the files of {record.name} do not fit each other")
        self.numbers = passages[: 4 * self.count].cast("I")
        self.lengths = passages[4 * self.count :].cast("H")
        self.length = sum(self.lengths) if record.length is None else record.length
        self._terms = Terms(_map(path.with_suffix(".trm")))

    def postings(self, key: bytes) -> tuple[int, int]:
        """First posting of a key and one past its last; equal when the key is not here."""
        value = self._terms.value(KEY_PREFIX + key)
        if value is None:
            return 0, 0
        count, start = TERM.unpack(value)
        return start, start + count

    def places(self, start: int, end: int) -> list[int]:
        """Where the passages of these postings are."""
        lows = self.lows[start:end].tolist()
        return list(map(add, lows, map(mul, self.highs[start:end], repeat(1 << 16)))) if self.highs else lows

    def stretch(self, prefix: bytes) -> tuple[int, int]:
        """First posting of all keys that begin with `prefix` and one past their last."""
        start = self._first_posting(KEY_PREFIX + prefix)
        return start, max(start, self._first_posting(KEY_PREFIX + prefix + b"\xff"))  # no UTF-8 holds that byte

    def _first_posting(self, key: bytes) -> int:
        """Where the postings of the first key begin that is not before `key`."""
        for _, value in self._terms.items_from(key):
            return int(TERM.unpack(value)[1])
        return len(self.frequencies)

    def items_from(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Each key that begins with `prefix` and its number of postings, in order."""
        whole = KEY_PREFIX + prefix
        for key, value in self._terms.items_from(whole):
            if not key.startswith(whole):
                return
            yield key[len(KEY_PREFIX) :], TERM.unpack(value)[0]

    def vocabulary(self) -> list[str]:
        """All keys in order."""
        text = zlib.decompress(self._vocabulary).decode(errors=KEY_ERRORS)
        return text.split("\n") if text else []


def _map(path: Path) -> mmap.mmap | bytes:
    """A file's bytes without reading them."""
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            return b""  # an empty file cannot be mapped
