"""Searching in threads: each has a connection and an engine of its own, opened again when the collection is.

A search blocks, so it runs in a thread. There are few threads, for they share one interpreter, and each more makes all
slower; what takes long, such as an export, has one of its own, so that no search waits for it. Who comes when too many
wait already is told so at once, rather than made to wait until nobody listens any more. A question sees the catalogue
as it was when it was asked, whatever is written meanwhile.
"""

import asyncio
import functools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from catalogue.errors import IndexStaleError, StoreError
from catalogue.store import FILE_NAME, Catalogue
from search.engines.whoosh_engine import WhooshEngine
from search.find import find
from search.index import CHANGES, FOLDER, SEAL, open_engine
from search.options import Options
from web.settings import Settings

Answer = TypeVar("Answer")

RETRY_S = 2  # when whoever was turned away may come again
_TRIES = 3  # a question is asked again when an index was swapped, or the collection restored, under it
_WARM = ("funn kommune", '"for lite"', "skoleleiarar involvering")  # touches lexicon, postings, texts and phrases


class BusyError(Exception):
    """Too many requests wait already."""


class Desk(NamedTuple):
    """What a thread works with.

    Attributes:
        catalogue: of the store.
        engine: of the same store.
    """

    catalogue: Catalogue
    engine: WhooshEngine

    def state(self) -> str:
        """Names what the collection holds at this moment; another text when anything of it has changed."""
        return " ".join(
            (*map(str, _identity(self.catalogue.folder)), *self.catalogue.once(_named), self.engine.state())
        )


class _Queue:
    """Threads, and those who wait for one.

    Attributes:
        size: how many threads.
        under_way: questions that are answered or wait.
    """

    def __init__(self, size: int, waiting: int) -> None:
        self.size = size
        self.under_way = 0
        self._most = size + waiting
        self._counting = threading.Lock()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="desk")

    async def run(self, function: Callable[[], Answer]) -> Answer:
        """What a function returns in one of the threads.

        Whoever waits for it no more has it taken from the queue; one that is under way counts until it is done.

        Raises:
            BusyError: too many wait.
        """
        with self._counting:
            if self.under_way >= self._most:
                raise BusyError
            self.under_way += 1
        try:
            future = self._threads.submit(function)
        except BaseException:
            self._done(None)
            raise
        future.add_done_callback(self._done)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Ends the threads when they have answered."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _done(self, _: object) -> None:
        with self._counting:
            self.under_way -= 1


class Desks:
    """The threads of a process, and the desk of each."""

    def __init__(self, settings: Settings) -> None:
        self._store = settings.store
        self._short = _Queue(settings.threads, settings.waiting)
        self._long = _Queue(1, settings.waiting)
        self._local = threading.local()
        self._open: list[Desk] = []

    async def ask(self, question: Callable[[Desk], Answer], *, long: bool = False) -> Answer:
        """What a function answers that is given a desk, in a thread.

        Args:
            question: is given a desk.
            long: whether it may take seconds, so that what is answered at once must not wait for it.

        Raises:
            BusyError: too many wait.
            StoreError: the store cannot be read.
            IndexStaleError: the index must be rebuilt.
        """
        return await (self._long if long else self._short).run(functools.partial(self._asked, question))

    def state(self) -> str | None:
        """What `Desk.state` says, at a desk of the caller's own thread; None when the collection cannot be read.

        It takes a few hundredths of a millisecond, and waits for nobody who writes.
        """
        for _ in range(2):  # again when another index is in force than a moment ago
            try:
                with self._at_desk(waits=False) as desk:
                    return desk.state()
            except (StoreError, IndexStaleError, sqlite3.Error, OSError):
                self._leave()
        return None

    async def warm(self) -> None:
        """Searches once in each thread, so that what is read at a first search is there at the next."""
        together = threading.Barrier(self._short.size + self._long.size)

        def search(desk: Desk) -> None:
            import numpy  # noqa: F401, ICN001 - scoring uses it where it is loaded: in a process that stays, it pays

            for query in _WARM:
                find(query, desk.catalogue, desk.engine, Options(facets=True))
            together.wait(timeout=10)  # so that no thread takes two

        short = (self.ask(search) for _ in range(self._short.size))
        await asyncio.gather(*short, self.ask(search, long=True), return_exceptions=True)

    @property
    def under_way(self) -> int:
        """Questions that are answered or wait."""
        return self._short.under_way + self._long.under_way

    def close(self) -> None:
        """Ends the threads when they have answered."""
        self._short.close()
        self._long.close()
        for desk in self._open:
            desk.engine.close()
            desk.catalogue.close()
        self._open.clear()

    def _asked(self, question: Callable[[Desk], Answer]) -> Answer:
        """Answers at the thread's desk; again when an index was swapped, or the collection restored, meanwhile."""
        for _ in range(_TRIES - 1):
            try:
                return self._answered(question)
            except (IndexStaleError, sqlite3.Error):
                self._leave()
        try:
            return self._answered(question)
        except sqlite3.Error as error:
            self._leave()
            raise StoreError(f"The collection in {self._store} cannot be read ({error}).") from error

    def _answered(self, question: Callable[[Desk], Answer]) -> Answer:
        with self._at_desk() as desk, desk.engine.still():
            return question(desk)

    @contextmanager
    def _at_desk(self, *, waits: bool = True) -> Iterator[Desk]:
        """The thread's desk, and one state of the catalogue for all that is read of it.

        Raises:
            IndexStaleError: its index is not the one in force any more.
        """
        desk = self._desk(waits=waits)
        with desk.catalogue.still():
            if desk.catalogue.once(_named)[0] != desk.engine.folder.name:
                raise IndexStaleError(f"Another index is in force than {desk.engine.folder}.")
            yield desk

    def _desk(self, *, waits: bool) -> Desk:
        held: tuple[Desk, tuple[int, int]] | None = getattr(self._local, "desk", None)
        if held is not None:
            desk, file = held
            if _identity(self._store) == file:
                return desk
            self._leave()
        file = _identity(self._store)
        catalogue = Catalogue.open(self._store)
        try:
            desk = Desk(catalogue, open_engine(catalogue))
        except BaseException:
            catalogue.close()
            raise
        if not waits:
            catalogue.db.execute("PRAGMA busy_timeout = 0")
            desk.engine.close()  # it tells its state from the folder; what it has read would only be held
        self._open.append(desk)
        self._local.desk = desk, file
        return desk

    def _leave(self) -> None:
        """Closes the thread's desk."""
        held: tuple[Desk, tuple[int, int]] | None = getattr(self._local, "desk", None)
        self._local.desk = None
        if held is not None:
            held[0].engine.close()
            held[0].catalogue.close()
            self._open.remove(held[0])


def _named(catalogue: Catalogue) -> tuple[str, ...]:
    """The index in force, its seal and the catalogue's revision."""
    return tuple(catalogue.meta(name) or "" for name in (FOLDER, SEAL, CHANGES))


def _identity(store: Path) -> tuple[int, int]:
    """Which file the catalogue is: another one when a backup was restored."""
    try:
        told = (store / FILE_NAME).stat()
    except OSError:
        return 0, 0
    return told.st_dev, told.st_ino
