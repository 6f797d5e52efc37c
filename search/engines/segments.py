"""Reading an index: Whoosh's table of contents, segments and ordered term files, and the postings that `packed` writes.

One of the two modules that import Whoosh; this one imports no more of it than reads a term, since every `search` pays
for it. Nothing in an index is trusted: a pickle may only name the classes in `_STAND_INS`, so that an index from
elsewhere is data and never code.

Files of a segment: `.trm` key → (number of postings, first posting); of each posting the passage's place, counted from
0 within the segment, with its low 16 bits in `.pst` and the next 8 in `.hig` (empty when all are 0), and the frequency
as uint8 in `.frq`; `.doc` the catalogue's numbers (uint32) and then the lengths (uint16); `.voc` all keys, a line each,
deflated. Postings lie in the order of their keys, so that all keys with the same beginning are one stretch.
"""

import mmap
import os
import pickle
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

if "whoosh.compat" not in sys.modules and "urllib.request" not in sys.modules:
    # whoosh.compat imports urllib.request (and with it http, ssl and email: 29 ms) for a function that only its tests
    # call. It gets an empty module in its place for as long as it looks.
    sys.modules["urllib.request"] = ModuleType("urllib.request")
    sys.modules["urllib.request"].urlretrieve = None  # type: ignore[attr-defined]
    try:
        import whoosh.compat  # noqa: F401 - only to have it loaded
    finally:
        del sys.modules["urllib.request"]

from whoosh.filedb.filetables import FileFormatError, OrderedHashReader
from whoosh.filedb.structfile import StructFile

INDEX_NAME = "MAIN"
TERM = struct.Struct("<II")  # number of postings, position of the first
KEY_PREFIX = b"\0\0"  # Whoosh's number of the only field, before each key
KEY_ERRORS = "surrogatepass"  # a PDF can hold halves of characters; they are searched for as they stand
_TOC_HEAD = (4, 8, 4)  # sizes of int, long and float, as Whoosh notes them
_TOC_ORDER = -12345
_TOC_VERSION = -111


class DamagedError(Exception):
    """A file of the index does not hold what it should."""


# What reading damaged files can end in, besides OSError.
DAMAGE = (
    DamagedError, struct.error, pickle.UnpicklingError, zlib.error, EOFError, ValueError, TypeError, AttributeError,
    IndexError, KeyError, UnicodeDecodeError,
)  # fmt: skip


class SegmentRecord:
    """What the table of contents says of a segment; stands in for Whoosh's own class while reading.

    Attributes:
        indexname: beginning of its files' names.
        segid: the rest of it.
        _doccount: number of passages, deleted ones among them.
        _deleted: positions of the deleted ones, or None.
    """

    indexname: str
    segid: str
    _doccount: int
    _deleted: set[int] | None

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.indexname}_{self.segid}"

    @property
    def count(self) -> int:
        """Number of passages, deleted ones among them."""
        return self._doccount

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


class _DataUnpickler(pickle.Unpickler):
    """Reads values, and of objects only those of the classes it is given."""

    def __init__(self, file: BinaryIO, classes: dict[tuple[str, str], type]) -> None:
        super().__init__(file)
        self._classes = classes

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if it is one that an index holds."""
        try:
            return self._classes[module, name]
        except KeyError:
            raise DamagedError(f"it names {module}.{name}, which no index of ours holds") from None


class DataFile(StructFile):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's file of numbers and pickles, with pickles that can only be data."""

    classes = _STAND_INS

    def read_pickle(self) -> Any:
        """The value pickled here."""
        return _DataUnpickler(self.file, self.classes).load()


class _MappedFile(DataFile):
    """The same over a memory map, without a seek and a read for each number."""

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a position."""
        return bytes(self.file[position : position + length])


def generation(folder: Path) -> int:
    """Number of the latest commit.

    Raises:
        FileNotFoundError: there is no index.
    """
    head = f"_{INDEX_NAME}_"
    tocs = [name for name in os.listdir(folder) if name.startswith(head) and name.endswith(".toc")]  # noqa: PTH208 - a third of iterdir's time, at each search
    numbers = [int(name[len(head) : -4]) for name in tocs if name[len(head) : -4].isdecimal()]
    if not numbers:
        raise FileNotFoundError(folder)
    return max(numbers)


def read_records(folder: Path, number: int) -> list[SegmentRecord]:
    """The segments of a commit.

    Raises:
        DamagedError: the table of contents is not one.
    """
    with (folder / f"_{INDEX_NAME}_{number}.toc").open("rb") as file:
        toc = DataFile(file)
        sizes = tuple(toc.read_varint() for _ in range(3))
        if (sizes, toc.read_int(), toc.read_int()) != (_TOC_HEAD, _TOC_ORDER, _TOC_VERSION):
            raise DamagedError("its table of contents begins wrongly")
        for _ in range(3):
            toc.read_varint()  # Whoosh's release
        toc.skip_string()  # the schema, which is ours to know
        toc.read_int()
        toc.read_int()
        records = toc.read_pickle()
    if not isinstance(records, list) or not all(isinstance(record, SegmentRecord) for record in records):
        raise DamagedError("its table of contents lists no segments")
    return records


class Segment:
    """A segment's files, mapped into memory.

    Attributes:
        count: number of passages, deleted ones among them.
        deleted: positions of the deleted ones.
        numbers: the catalogue's number of each passage.
        lengths: number of keys of each passage.
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
        passages = _map(path.with_suffix(".doc"))
        self.lows = _map(path.with_suffix(".pst")).cast("H")
        self.highs = _map(path.with_suffix(".hig"))
        self.frequencies = _map(path.with_suffix(".frq"))
        self._vocabulary = _map(path.with_suffix(".voc"))
        terms = _map(path.with_suffix(".trm"))
        postings = len(self.frequencies)
        if len(passages) != 6 * self.count or len(self.lows) != postings or len(self.highs) not in {0, postings}:
            raise DamagedError(f"the files of {record.name} do not fit each other")
        self.numbers = passages[: 4 * self.count].cast("I")
        self.lengths = passages[4 * self.count :].cast("H")
        try:
            self._terms = OrderedHashReader(_MappedFile(terms.obj), len(terms))
        except FileFormatError as error:
            raise DamagedError(f"{record.name}.trm holds no terms") from error

    def postings(self, key: bytes) -> tuple[int, int]:
        """First posting of a key and one past its last; equal when the key is not here."""
        for position, length in self._terms.ranges_for_key(KEY_PREFIX + key):
            count, start = TERM.unpack(self._terms.dbfile.get(position, length))
            return start, start + count
        return 0, 0

    def places(self, start: int, end: int) -> list[int]:
        """Where the passages of these postings are."""
        lows = self.lows[start:end].tolist()
        return [high << 16 | low for high, low in zip(self.highs[start:end], lows, strict=True)] if self.highs else lows

    def stretch(self, prefix: bytes) -> tuple[int, int]:
        """First posting of all keys that begin with `prefix` and one past their last."""
        start = self._first_posting(KEY_PREFIX + prefix)
        return start, max(start, self._first_posting(KEY_PREFIX + prefix + b"\xff"))  # no UTF-8 holds that byte

    def _first_posting(self, key: bytes) -> int:
        """Where the postings of the first key begin that is not before `key`."""
        position = self._terms.closest_key_pos(key)
        if position is None:
            return len(self.frequencies)
        _, data, length = self._terms.key_and_range_at(position)
        return int(TERM.unpack(self._terms.dbfile.get(data, length))[1])

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


def _map(path: Path) -> memoryview:
    """A file's bytes without reading them; its `obj` is the map."""
    with path.open("rb") as file:
        try:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError:
            return memoryview(b"")  # an empty file cannot be mapped
