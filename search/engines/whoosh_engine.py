"""The engine over Whoosh's segments: opens, searches and writes an index folder.

A search sees the latest commit. What it has read stays in memory for the next one, until there is a later commit.
Nothing here imports Whoosh: `segments` does to read, `packed` to write.
"""

import json
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from catalogue.errors import IndexStaleError, StoreBusyError, StoreError
from search.engines.port import DEFAULT_TIME_S, Hits, Known, Plan
from search.engines.segments import generation
from search.engines.snapshot import Snapshot
from search.engines.tree import keys
from search.engines.untrusted import DAMAGE, DamagedError

if TYPE_CHECKING:
    from search.engines.arrays import Arrays
    from search.engines.packed import Writer
    from search.engines.vocabulary import Vocabulary

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

FORMAT = 1  # of the files that `segments` describes
ABOUT = "about.json"
PLAIN_LIMIT = 50_000  # postings that plain Python scores in less time than numpy takes to import, some 45 ms
_TRIES = 5  # a commit can clean files away between the look at the folder and their opening
_PAUSE_S = 0.02
_LISTS = 64  # of keys that begin alike; facets ask for the same six with each search
_GRACE_S = 10.0  # how long an index that was taken away still answers, for the query that is under way
REBUILD = "rebuild it with: funn reindex"


def _guarded(
    method: "Callable[Concatenate[WhooshEngine, Parameters], Answer]",
) -> "Callable[Concatenate[WhooshEngine, Parameters], Answer]":
    """A method that reads: whatever damaged files make it stumble over becomes one sentence."""

    def reading(self: "WhooshEngine", /, *args: Parameters.args, **options: Parameters.kwargs) -> Answer:
        try:
            return method(self, *args, **options)
        except (*DAMAGE, OSError) as error:
            raise IndexStaleError(f"The index in {self.folder} is damaged ({error}): {REBUILD}.") from error

    reading.__doc__ = method.__doc__
    return reading


class WhooshEngine:
    """An index folder.

    Attributes:
        folder: where its files are.
        seal: the text of its ABOUT, which no other index has: whoever keeps it can tell an index from elsewhere.
    """

    def __init__(self, folder: Path, seal: str = "") -> None:
        self.folder = folder
        self.seal = seal
        self._looked = 0.0  # when the folder was last there
        self._generation: int | None = None  # of the last commit that was seen
        self._held: Snapshot | None = None
        self._arrays: Arrays | None = None
        self._vocabularies: dict[str, Vocabulary] = {}
        self._lists: dict[tuple[str, int], tuple[Known, ...]] = {}  # what was answered about keys that begin alike
        self._still = False

    @classmethod
    def create(cls, folder: Path, version: str) -> Self:
        """Makes an empty index in a new folder.

        Args:
            folder: what is not there yet, or empty.
            version: of the analysis that makes its keys.

        Raises:
            StoreError: the folder cannot be written.
        """
        from search.engines import packed

        seal = json.dumps({"format": FORMAT, "analysis": version, "made": os.urandom(16).hex()})
        try:
            folder.mkdir(parents=True, exist_ok=True)
            packed.create(folder)
            _write_whole(folder / ABOUT, seal)
        except OSError as error:
            raise StoreError(f"No index can be made in {folder} ({error.strerror}): check the folder.") from error
        return cls(folder, seal)

    @classmethod
    def open(cls, folder: Path, version: str, seal: str | None = None) -> Self:
        """Opens an index.

        Args:
            folder: of the index.
            version: of the analysis that the query's keys come from.
            seal: that it was made with, as its owner kept it; None to take any.

        Raises:
            IndexStaleError: it is missing, damaged, of another version, or another index than the one that was sealed.
        """
        try:
            text = (folder / ABOUT).read_text()
            about = json.loads(text)
            built = (about["format"], about["analysis"])
        except FileNotFoundError:
            raise IndexStaleError(f"There is no index in {folder}: {REBUILD}.") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexStaleError(f"The index in {folder} is damaged ({ABOUT}: {error}): {REBUILD}.") from error
        if built != (FORMAT, version):
            raise IndexStaleError(f"The index in {folder} was built by another version of Funn: {REBUILD}.")
        if seal is not None and text != seal:
            raise IndexStaleError(f"The index in {folder} was not made for this collection: {REBUILD}.")
        return cls(folder, text)

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """Changes in force, and on the disk, when the block ends; none when it ends in an error."""
        from search.engines import packed

        try:
            writer = packed.Writer(self.folder)
        except packed.LockError:
            holder = packed.lock_holder(self.folder)
            raise StoreBusyError(f"The index is being written ({holder}): try again when it is done.") from None
        except OSError as error:
            raise StoreError(f"The index in {self.folder} cannot be written ({error.strerror}).") from error
        except Exception as error:
            raise IndexStaleError(f"The index in {self.folder} is damaged ({error}): {REBUILD}.") from error
        try:
            yield writer
            writer.commit()
        except BaseException as error:
            _cancel(writer)
            if isinstance(error, DamagedError | FileNotFoundError):  # of a segment that was to be written anew
                raise IndexStaleError(f"The index in {self.folder} is damaged ({error}): {REBUILD}.") from error
            if isinstance(error, OSError):
                raise StoreError(
                    f"The index in {self.folder} cannot be written ({error.strerror}): nothing was changed; "
                    "make room on the disk and try again."
                ) from error
            raise

    @contextmanager
    def still(self) -> Iterator[None]:
        """All that is asked within it is answered from one commit; the folder is looked at once."""
        outer = self._still
        self.size()  # reads the latest commit
        self._still = True
        try:
            yield
        finally:
            self._still = outer

    @_guarded
    def search(
        self,
        plan: Plan,
        limit: int | None = 10,
        offset: int = 0,
        *,
        count: Sequence[str] = (),
        within_s: float = DEFAULT_TIME_S,
    ) -> Hits:
        """The passages that match, best first; with numpy when that pays or it is loaded already."""
        snapshot = self._snapshot()
        if "numpy" not in sys.modules and _postings(snapshot, plan) <= PLAIN_LIMIT:
            from search.engines import plain

            return plain.search(snapshot, plan, limit=limit, offset=offset, count=count, within_s=within_s)
        from search.engines import arrays

        if self._arrays is None:
            self._arrays = arrays.Arrays(snapshot)
        return arrays.search(self._arrays, plan, limit=limit, offset=offset, count=count, within_s=within_s)

    @_guarded
    def starting(self, prefix: str, limit: int, *, within_s: float = DEFAULT_TIME_S) -> list[Known]:
        """The first keys that begin with `prefix`, in alphabetic order."""
        until = time.monotonic() + within_s
        snapshot = self._snapshot()
        known = self._lists.get((prefix, limit))
        if known is None:
            found = (Known(key, count) for key, count in snapshot.items_from(prefix) if count)
            known = tuple(islice(takewhile(lambda _: time.monotonic() < until, found), limit))
            if time.monotonic() < until and len(self._lists) < _LISTS:
                self._lists[prefix, limit] = known
        return list(known)

    @_guarded
    def near(
        self, prefix: str, word: str, distance: int, limit: int, *, within_s: float = DEFAULT_TIME_S
    ) -> list[Known]:
        """Keys at most `distance` edits from `word`, nearest and then commonest first."""
        until = time.monotonic() + within_s
        snapshot = self._snapshot()
        found = self._vocabulary(prefix).near(word, distance, until)
        known = [Known(prefix + text, snapshot.frequency(prefix + text), edits) for text, edits in found.items()]
        known = [one for one in known if one.count]
        return sorted(known, key=lambda one: (one.distance, -one.count, one.text))[:limit]

    def _vocabulary(self, prefix: str) -> "Vocabulary":
        """The words behind a prefix, read once for each commit."""
        from search.engines.vocabulary import Vocabulary

        if prefix not in self._vocabularies:
            keys = self._snapshot().vocabulary()
            first = bisect_left(keys, prefix)
            last = bisect_left(keys, prefix + "\U0010ffff", first)
            self._vocabularies[prefix] = Vocabulary([key[len(prefix) :] for key in keys[first:last]])
        return self._vocabularies[prefix]

    @_guarded
    def frequency(self, key: str) -> int:
        """In how many passages a key stands."""
        return self._snapshot().frequency(key)

    @_guarded
    def size(self) -> int:
        """How many passages are held."""
        return self._snapshot().size

    def state(self) -> str:
        """Names what the index holds at this moment; another text after each commit.

        Raises:
            IndexStaleError: it is not there any more.
        """
        try:
            return f"{self.folder.name}.{self._latest()}"
        except FileNotFoundError:
            raise IndexStaleError(f"There is no index in {self.folder}: {REBUILD}.") from None

    def close(self) -> None:
        """Lets the files go."""
        self._forget(None)

    def _latest(self) -> int:
        """The latest commit's number; of the one that is searched, while the engine is still.

        Raises:
            FileNotFoundError: there is no index.
        """
        if self._still and self._held is not None:
            return self._held.generation
        self._generation = generation(self.folder, self._generation)
        return self._generation

    def _snapshot(self) -> Snapshot:
        """The state of the latest commit.

        Raises:
            IndexStaleError: there is no index, or its files do not fit each other.
        """
        if self._still and self._held is not None:
            return self._held
        for tried in range(_TRIES):
            try:
                number = self._latest()
                self._looked = time.monotonic()
                if self._held is None or self._held.generation != number:
                    self._forget(Snapshot(self.folder, number))
                if self._held is not None:
                    return self._held
            except FileNotFoundError:
                if self._held is not None and time.monotonic() - self._looked < _GRACE_S:
                    return self._held  # mapped files stay readable when they are deleted
                if tried == _TRIES - 1:
                    raise
                time.sleep(_PAUSE_S)
        raise IndexStaleError(f"There is no index in {self.folder}: {REBUILD}.")

    def _forget(self, snapshot: Snapshot | None) -> None:
        """Puts another snapshot in the place of what was read."""
        self._held = snapshot
        self._arrays = None
        self._vocabularies = {}
        self._lists = {}


def _write_whole(path: Path, text: str) -> None:
    """Writes a file and makes sure that it, and the names of its folder and of the folder above, are on the disk."""
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    for folder in (path.parent, path.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _postings(snapshot: Snapshot, plan: Plan) -> int:
    """How many postings a plan reads."""
    return sum(end - start for key in keys(plan) for _, _, start, end in snapshot.stretches(key))


def _cancel(writer: "Writer") -> None:
    """Lets the lock go; what was written is cleaned away by the next commit."""
    try:
        writer.cancel()
    except Exception:  # noqa: BLE001 - the error that led here is the one to tell; Whoosh raises plain exceptions too
        writer.abandon()
