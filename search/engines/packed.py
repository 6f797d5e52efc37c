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
from io import BytesIO
from itertools import chain, count
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.engines.arrays import places_of
from search.engines.port import MAX_FREQUENCY, MAX_LENGTH, Entry, report_mark
from search.engines.segments import INDEX_NAME, KEY_ERRORS, KEY_PREFIX, TERM, DataFile, Segment, SegmentRecord

# isort: split
from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.util.numlists import GrowableArray
from whoosh.writing import SegmentWriter

__all__ = ["LockError", "PackedCodec", "Writer", "create", "lock_holder"]

Numbers = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]

FIELD = "keys"
LOCK_NAME = f"{INDEX_NAME}_WRITELOCK"
MERGE_RATIO = 1  # a segment at most this many times as large as what is being written is written anew with it
MERGE_LIMIT = 1_000_000  # passages; larger segments stay as they are, so that a merge fits in memory
_CHUNK = 1_000_000  # keys whose frequencies are counted at once
_SLOT = struct.Struct("!Iq")  # of Whoosh's hash tables
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
        self._segment._fieldlengths = {}  # noqa: SLF001 - Whoosh's own writer sets it here
        self.is_closed = True


class _Pool:
    """The postings of the segment that is being written, in the order of the passages."""

    def __init__(self) -> None:
        following = count()
        self._ids: dict[str, int] = _Numbering(following)
        self._chunks: list[tuple[Numbers, Numbers, Bytes]] = []
        self._open = array("I")  # a key's number for each time that it stands in a passage
        self._sizes: list[int] = []  # how many of them each passage has
        self._first = 0  # the first of these passages

    def add(self, passage: int, keys: Iterable[str]) -> None:
        """Adds a passage's keys, as often as they stand there; passages come in order, without gaps."""
        if not self._sizes:
            self._first = passage
        before = len(self._open)
        self._open.extend(map(self._ids.__getitem__, keys))
        self._sizes.append(len(self._open) - before)
        if len(self._open) > _CHUNK:
            self._close_chunk()

    def add_segment(self, segment: Segment, places: Numbers, live: npt.NDArray[np.bool_]) -> None:
        """Adds a segment's postings.

        Args:
            segment: it.
            places: for each of its passages, its place in the new segment.
            live: whether the passage is to come along.
        """
        self._close_chunk()
        keys = segment.vocabulary()
        ids = np.fromiter(map(self._ids.__getitem__, keys), np.uint32, len(keys))
        counts = np.fromiter((amount for _, amount in segment.items_from(b"")), np.uint32, len(keys))
        frequencies = np.frombuffer(segment.frequencies, np.uint8)
        old = places_of(segment, 0, len(frequencies))
        kept = live[old]
        self._chunks.append((np.repeat(ids, counts)[kept], places[old[kept]], frequencies[kept]))

    def _close_chunk(self) -> None:
        """Counts how often each key stands in each passage."""
        if self._open:
            passages = np.arange(self._first, self._first + len(self._sizes), dtype=np.uint64)
            both = np.sort(np.repeat(passages << 32, self._sizes) | np.frombuffer(self._open, np.uint32))
            starts = np.flatnonzero(np.diff(both, prepend=~both[:1]))
            counts = np.minimum(np.diff(starts, append=len(both)), MAX_FREQUENCY).astype(np.uint8)
            once = both[starts]
            self._chunks.append((once.astype(np.uint32), (once >> 32).astype(np.uint32), counts))
        self._open = array("I")
        self._sizes = []

    def iter_postings(self) -> tuple[list[str], Numbers, Numbers, Bytes]:
        """Keys in order, how many postings each has, and all postings key by key (Whoosh's name for it)."""
        self._close_chunk()
        empty = (np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint8))
        ids, passages, frequencies = map(np.concatenate, zip(empty, *self._chunks, strict=True))
        keys = sorted(self._ids)
        rank = np.empty(len(keys), np.uint32)
        rank[np.fromiter(map(self._ids.__getitem__, keys), np.uint32, len(keys))] = np.arange(
            len(keys), dtype=np.uint32
        )
        ranks = rank[ids]
        counts = np.bincount(ranks, minlength=len(keys)).astype(np.uint32)
        order = _stable_order(ranks)
        kept = [key for key, amount in zip(keys, counts.tolist(), strict=True) if amount]
        return kept, counts[counts > 0], passages[order], frequencies[order]

    def cleanup(self) -> None:
        """Lets the postings go, as Whoosh asks for at the end."""
        self._chunks.clear()


class _Numbering(dict[str, int]):
    """Numbers each key at its first use."""

    def __init__(self, following: Iterable[int]) -> None:
        super().__init__()
        self._next = iter(following).__next__

    def __missing__(self, key: str) -> int:
        self[key] = number = self._next()
        return number


def _stable_order(ranks: Numbers) -> npt.NDArray[np.intp]:
    """The order that sorts `ranks` and leaves equals as they stand: a radix sort in two steps of 16 bits."""
    order = np.argsort((ranks & 0xFFFF).astype(np.uint16), kind="stable")
    return order[np.argsort((ranks[order] >> 16).astype(np.uint16), kind="stable")]


class _TermsWriter(OrderedHashWriter):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's ordered hash file, written in one go: a third of the time of adding term by term."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=1)  # CRC-32, which takes a quarter of MD5's time
        self.index = GrowableArray("q")
        self.lastkey = b""

    def add_all(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Adds keys, in order, and their values."""
        position = self.dbfile.tell()
        pack, buckets = struct.Struct("!ii").pack, self.buckets
        chunks, positions = [], array("q")
        for key, value in items:
            chunk = pack(len(key), len(value)) + key + value
            chunks.append(chunk)
            positions.append(position)
            hashed = crc32(key)
            buckets[hashed & 255].append((hashed, position))
            position += len(chunk)
        self.dbfile.write(b"".join(chunks))
        self.index.array = positions if position >> 32 else array("I", positions)

    def _write_hashes(self) -> None:
        """The 256 tables: each key's hash and position in the first free slot after the one that its hash names."""
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = [b"\0" * _SLOT.size] * slots
            taken = bytearray(slots)
            for hashed, position in entries:
                slot = (hashed >> 8) % slots
                while taken[slot]:
                    slot = (slot + 1) % slots
                taken[slot] = True
                table[slot] = _SLOT.pack(hashed, position)
            self.dbfile.write(b"".join(table))


class _PostingsWriter(W3FieldWriter):  # type: ignore[misc] # whoosh ships no types
    """Terms into Whoosh's ordered hash file, postings raw beside it."""

    _tindex: Any

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex.dbfile.close()
        self._tindex = _TermsWriter(self._create_file(W3Codec.TERMS_EXT))
        self._tindex.extras["fieldmap"] = {FIELD: 0}

    def add_postings(self, _schema: Any, _lengths: Any, pool: tuple[list[str], Numbers, Numbers, Bytes]) -> None:
        """Writes all postings of the segment."""
        keys, counts, places, frequencies = pool
        encoded = [key.encode(errors=KEY_ERRORS) for key in keys]
        starts = np.cumsum(counts, dtype=np.uint64) - counts
        values = map(TERM.pack, counts.tolist(), starts.tolist())
        self._tindex.add_all(zip((KEY_PREFIX + key for key in encoded), values, strict=True))
        self._postfile.write(places.astype(np.uint16).tobytes())
        self._write(".hig", (places >> 16).astype(np.uint8).tobytes() if places.size and places.max() >> 16 else b"")
        self._write(".frq", frequencies.tobytes())
        self._write(".voc", zlib.compress(b"\n".join(encoded), 1))

    def _write(self, ending: str, content: bytes) -> None:
        with self._create_file(ending) as file:
            file.write(content)


class _File(DataFile):
    """A file whose pickles can name Whoosh's own segment and our codec, and nothing else."""

    classes = {  # noqa: RUF012 - a constant of the class
        ("whoosh.codec.whoosh3", "W3Segment"): W3Segment,
        ("search.engines.packed", "PackedCodec"): PackedCodec,
        ("builtins", "set"): set,
    }


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

    Raises:
        LockError: another one writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        super().__init__(FileIndex(_Storage(folder), schema=_schema()), codec=PackedCodec(), compound=False)
        os.ftruncate(self.writelock.fd, 0)
        os.pwrite(self.writelock.fd, f"process {os.getpid()}".encode(), 0)
        self.pool = _Pool()
        self._places: dict[str, range] = {}
        self._opened: dict[str, Segment] = {}

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
        """Takes a report's passages out, those of this batch too."""
        for place in self._places.pop(report, ()):
            self.newsegment.delete_document(place)
        mark = report_mark(report).encode(errors=KEY_ERRORS)
        for record in self.segments:
            segment = self._open(record)
            start, end = segment.postings(mark)
            for place in segment.places(start, end):
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
        places = (self.docnum + np.cumsum(live) - 1).astype(np.uint32)
        self.pool.add_segment(segment, places, live)
        self.perdocwriter.numbers.extend(np.frombuffer(segment.numbers, np.uint32)[live].tolist())
        self.perdocwriter.lengths.extend(np.frombuffer(segment.lengths, np.uint16)[live].tolist())
        self.docnum += int(live.sum())
        self._added = True

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
    stay = []
    for record in sorted(records, key=_live):
        live, held = _live(record), record.doc_count_all()
        small = live <= MERGE_RATIO * writer.docnum and live + writer.docnum <= MERGE_LIMIT
        if live and (small or held - live > DELETED_LIMIT * held):
            writer.take_over(record)
        elif live:
            stay.append(record)
    return stay


def _live(record: Any) -> int:
    return int(record.doc_count_all() - record.deleted_count())


if sys.byteorder != "little":  # pragma: no cover - no such machine at hand
    raise ImportError("Indexes are written on machines that put the low byte first.")
