"""Writing an index: Whoosh keeps terms, segments, lock, deletes and merges; the postings are packed by us.

One of the two modules that import Whoosh; `segments` reads what this one writes and describes the files. Whoosh pickles
`PackedCodec` into each table of contents by this module's path, so neither can move without a rebuild of every index.
"""

import os
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, ClassVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.engines.merging import WIDE, Block, Numbers, SegmentRun, merged
from search.engines.pool import Pool
from search.engines.port import MAX_LENGTH, Entry, report_mark
from search.engines.segments import FIELD, INDEX_NAME, KEY_ERRORS, KEY_PREFIX, TERM, Segment, SegmentRecord
from search.engines.untrusted import DAMAGE, DamagedError, load

# isort: split
from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.util.numlists import GrowableArray
from whoosh.writing import SegmentWriter

__all__ = ["LockError", "PackedCodec", "Writer", "create", "lock_holder"]

LOCK_NAME = f"{INDEX_NAME}_WRITELOCK"
MERGE_RATIO = 3  # a segment at most this many times as large as what is being written is written anew with it
MERGE_LIMIT = 8_000_000  # passages in a segment: places have 24 bits, and a merge should not take minutes
_SLOT = np.dtype([("hash", ">u4"), ("position", ">i8")])  # of Whoosh's hash tables
DELETED_LIMIT = 0.25  # a segment with a larger share of deleted passages is written anew


class PackedCodec(W3Codec):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's codec with postings and passages of ours."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> "_PassageWriter":
        """What writes `.doc`."""
        return _PassageWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> "_PostingsWriter":
        """What writes `.trm`, `.pst`, `.hig`, `.frq` and `.voc`."""
        return _PostingsWriter(self, storage, segment)


class _PassageWriter:
    """The numbers and lengths of a segment's passages."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self.numbers = array("I")
        self.lengths = array("H")
        self.is_closed = False

    def close(self) -> None:
        """Writes them, as Whoosh asks for at the end."""
        with self._segment.create_file(self._storage, ".doc") as file:
            file.write(self.numbers.tobytes())
            file.write(self.lengths.tobytes())
        self._segment._fieldlengths = {FIELD: sum(self.lengths)}  # noqa: SLF001 - Whoosh's own writer sets it here
        self.is_closed = True


class _TermsWriter(OrderedHashWriter):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's ordered hash file, written many terms at a time."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=1)  # CRC-32, which takes a quarter of MD5's time
        self.index = GrowableArray("q")
        self._hashes = array("I")
        self._positions = array("q")

    def add_all(self, keys: Sequence[bytes], values: Iterable[bytes]) -> None:
        """Adds keys, which come after those that were added, and their values."""
        pack = struct.Struct("!ii").pack
        records = [pack(len(key), len(value)) + key + value for key, value in zip(keys, values, strict=True)]
        sizes = np.fromiter(map(len, records), np.int64, len(records))
        self._positions.frombytes((np.cumsum(sizes) - sizes + self.dbfile.tell()).tobytes())
        self._hashes.extend(map(crc32, keys))
        self.dbfile.write(b"".join(records))

    def _write_hashes(self) -> None:
        """The 256 tables, each for the hashes with one low byte."""
        hashes, positions = np.frombuffer(self._hashes, np.uint32), np.frombuffer(self._positions, np.int64)
        low = hashes.astype(np.uint8)
        order = np.argsort(low, kind="stable")
        ends = np.cumsum(np.bincount(low, minlength=256)).tolist()
        for start, end in pairwise([0, *ends]):
            chosen = order[start:end]
            self.directory.append((self.dbfile.tell(), 2 * len(chosen)))
            self.dbfile.write(_hash_table(hashes[chosen], positions[chosen]).tobytes())
        wide = self._positions and self._positions[-1] >> 32
        self.index.array = self._positions if wide else array("I", positions.astype(np.uint32).tobytes())


def _hash_table(hashes: Numbers, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.void]:
    """Each hash and its position in the first free slot after the one that the hash names; half of the slots are free."""
    table = np.zeros(2 * len(hashes), _SLOT)
    if len(hashes):
        homes = (hashes >> 8).astype(np.int64) % len(table)
        order = np.argsort(homes, kind="stable")
        steps = np.arange(len(order))
        slots = steps + np.maximum.accumulate(homes[order] - steps)  # each after the one before it, at home or later
        inside = int(np.searchsorted(slots, len(table)))
        table["hash"][slots[:inside]], table["position"][slots[:inside]] = (
            hashes[order[:inside]],
            positions[order[:inside]],
        )
        beyond = order[inside:]  # these go on at the beginning of the table
        free = np.flatnonzero(table["position"] == 0)[: len(beyond)]
        table["hash"][free], table["position"][free] = hashes[beyond], positions[beyond]
    return table


class _PostingsWriter(W3FieldWriter):  # type: ignore[misc] # whoosh ships no types
    """Terms into Whoosh's ordered hash file, postings raw beside it."""

    _tindex: Any

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex.dbfile.close()
        self._tindex = _TermsWriter(self._create_file(W3Codec.TERMS_EXT))
        self._tindex.extras["fieldmap"] = {FIELD: 0}

    def add_all(self, blocks: Iterable[Block], *, wide: bool) -> None:
        """Writes all postings of the segment.

        Args:
            blocks: its keys and postings, in order.
            wide: whether its passages have places of more than 16 bits.
        """
        first = 0  # posting of the next key
        deflate = zlib.compressobj(1)
        with (
            self._create_file(".hig") as highs,
            self._create_file(".frq") as counts,
            self._create_file(".voc") as words,
        ):
            for block in blocks:
                starts = np.cumsum(block.counts) - block.counts + first
                values = map(TERM.pack, block.counts.tolist(), starts.tolist())
                self._tindex.add_all([KEY_PREFIX + key for key in block.keys], values)
                if block.keys:
                    words.write(deflate.compress(b"\n" * bool(first) + b"\n".join(block.keys)))
                self._postfile.write(block.places.astype(np.uint16).tobytes())
                if wide:
                    highs.write((block.places >> 16).astype(np.uint8).tobytes())
                counts.write(block.frequencies.tobytes())
                first += int(block.counts.sum())
            words.write(deflate.flush())


class _File(StructFile):  # type: ignore[misc] # whoosh ships no types
    """A file whose pickles can name Whoosh's own segment and our codec, and nothing else."""

    _CLASSES: ClassVar = {
        ("whoosh.codec.whoosh3", "W3Segment"): W3Segment,
        ("search.engines.packed", "PackedCodec"): PackedCodec,
        ("builtins", "set"): set,
    }

    def read_pickle(self) -> Any:
        """The value pickled here."""
        return load(self.file, self._CLASSES)


class _Storage(FileStorage):  # type: ignore[misc] # whoosh ships no types
    """A folder in which what is written is on the disk before the name that makes it count."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._written: list[str] = []

    def create_file(self, name: str, **options: Any) -> Any:
        """Creates a file and remembers it."""
        self._written.append(name)
        return super().create_file(name, **options)

    def open_file(self, name: str, **_options: Any) -> _File:
        """Opens a file to read; a copy in memory, as Whoosh forgets to close tables of contents that it cannot read."""
        return _File(BytesIO(Path(self.folder, name).read_bytes()), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Syncs all that was written, renames, and syncs the folder; Whoosh itself syncs nothing."""
        for name in self._written:
            if self.file_exists(name):
                _sync(Path(self.folder, name))
        self._written.clear()
        super().rename_file(oldname, newname, safe)
        _sync(Path(self.folder))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _schema() -> fields.Schema:
    return fields.Schema(**{FIELD: fields.ID()})


def create(folder: Path) -> None:
    """Makes an empty index in a folder that is there."""
    TOC.create(_Storage(folder), _schema(), INDEX_NAME)


def lock_holder(folder: Path) -> str:
    """Who writes, as noted in the lock's file."""
    try:
        return (folder / LOCK_NAME).read_text() or "another process"
    except OSError:
        return "another process"


class Writer(SegmentWriter):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's writer of one new segment, taking finished keys.

    Attributes:
        whole: whether all that is held is to be written anew in one segment, as far as it may be that large.

    Raises:
        LockError: another one writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        super().__init__(FileIndex(_Storage(folder), schema=_schema()), codec=PackedCodec(), compound=False)
        os.ftruncate(self.writelock.fd, 0)
        os.pwrite(self.writelock.fd, f"process {os.getpid()}".encode(), 0)
        self.whole = False
        self.pool = Pool()
        self._places: dict[str, range] = {}
        self._opened: dict[str, Segment] = {}
        self._taken: list[tuple[Path, int, npt.NDArray[np.bool_]]] = []  # what `SegmentRun` takes

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Puts a report's passages in the place of what is held of it."""
        self.delete(report)
        first = self.docnum
        for entry in entries:
            self._add(report, entry)
        self._places[report] = range(first, self.docnum)

    def _add(self, report: str, entry: Entry) -> None:
        self.pool.add(self.docnum, chain(entry.keys, dict.fromkeys((*entry.marks, report_mark(report)))))
        self.perdocwriter.numbers.append(entry.number)
        self.perdocwriter.lengths.append(min(len(entry.keys), MAX_LENGTH))
        self.docnum += 1
        self._added = True

    def delete(self, report: str) -> None:
        """Takes a report's passages out, those of this batch too.

        Raises:
            DamagedError: the files of a segment are not what they should be.
        """
        for place in self._places.pop(report, ()):
            self.newsegment.delete_document(place)
        mark = report_mark(report).encode(errors=KEY_ERRORS)
        for record in self.segments:
            try:
                segment = self._open(record)
                places = segment.places(*segment.postings(mark))
            except DAMAGE as error:
                raise DamagedError(str(error)) from error
            for place in places:
                record.delete_document(place)

    def _open(self, record: Any) -> Segment:
        """The files of a segment of the last commit."""
        name = record.segment_id()
        if name not in self._opened:
            self._opened[name] = Segment(self._folder, _plain(record))
        return self._opened[name]

    def commit(self) -> None:
        """Writes the segment, and with it anew those that are small or full of deleted passages."""
        super().commit(mergetype=_merge)

    def take_over(self, record: Any) -> None:
        """Takes a segment's passages over into the new one."""
        segment = self._open(record)
        live = np.ones(segment.count, np.bool_)
        live[list(record.deleted_docs())] = False
        self._taken.append((self._folder / record.segment_id(), self.docnum, live))
        self.perdocwriter.numbers.frombytes(np.frombuffer(segment.numbers, np.uint32)[live].tobytes())
        self.perdocwriter.lengths.frombytes(np.frombuffer(segment.lengths, np.uint16)[live].tobytes())
        self.docnum += int(np.count_nonzero(live))
        self._added = True

    def _flush_segment(self) -> None:
        """Writes the new segment's files, as Whoosh asks for."""
        self.perdocwriter.close()
        with ExitStack() as opened:
            taken = [opened.enter_context(SegmentRun(*one)) for one in self._taken]
            self.fieldwriter.add_all(merged([*self.pool.runs(), *taken]), wide=self.docnum > WIDE)
        self.fieldwriter.close()

    def abandon(self) -> None:
        """Lets the lock go when even cancelling fails, as on a full disk."""
        self.is_closed = True
        if self.writelock.fd is not None:
            self.writelock.release()

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        """Writes the table of contents; readers that come now see the new state."""
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        clean_files(self.storage, self.indexname, self.generation, segments)


def _plain(record: Any) -> SegmentRecord:
    """Whoosh's segment as the reader's record; deleted passages count as there until they are looked at."""
    plain = SegmentRecord()
    plain.__dict__.update({**record.__dict__, "_deleted": None})
    return plain


def _merge(writer: Writer, records: list[Any]) -> list[Any]:
    """Whoosh's merge policy: sizes that grow by a ratio, so that segments stay few; answers those that stay."""
    if writer.whole and not writer.docnum and len(records) == 1 and not records[0].deleted_count():
        return records
    stay = []
    for record in sorted(records, key=_live):
        live, held = _live(record), record.doc_count_all()
        small = (writer.whole or live <= MERGE_RATIO * writer.docnum) and live + writer.docnum <= MERGE_LIMIT
        if live and (small or held - live > DELETED_LIMIT * held):
            writer.take_over(record)
        elif live:
            stay.append(record)
    return stay


def _live(record: Any) -> int:
    return int(record.doc_count_all() - record.deleted_count())


if sys.byteorder != "little":  # pragma: no cover - no such machine at hand
    raise ImportError("Indexes are written on machines that put the low byte first.")
