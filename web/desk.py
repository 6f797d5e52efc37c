"""Searching in threads: each has a connection and an engine of its own, opened again when the collection is.

A search blocks, so it runs in a thread. There are few threads, for they share one interpreter; who comes when too many
wait already is told so at once, rather than made to wait until nobody listens any more.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from catalogue.errors import IndexStaleError
from catalogue.store import FILE_NAME, Catalogue
from search.engines.whoosh_engine import WhooshEngine
from search.index import FOLDER, open_engine
from web.settings import Settings

Answer = TypeVar("Answer")

RETRY_S = 2  # when whoever was turned away may come again


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
        return f"{self.catalogue.meta('revision')}.{self.engine.state()}"


class Desks:
    """The threads of a process, and the desk of each."""

    def __init__(self, settings: Settings) -> None:
        self._store = settings.store
        self._most = settings.threads + settings.waiting
        self._under_way = 0
        self._threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="desk")
        self._local = threading.local()
        self._open: list[Catalogue] = []

    async def ask(self, question: Callable[[Desk], Answer]) -> Answer:
        """What a function answers that is given a desk, in a thread.

        Raises:
            BusyError: too many wait.
            StoreError: the store cannot be read.
            IndexStaleError: the index must be rebuilt.
        """
        if self._under_way >= self._most:
            raise BusyError
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._asked, question)
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """Ends the threads when they have answered."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for catalogue in self._open:
            catalogue.close()

    def _asked(self, question: Callable[[Desk], Answer]) -> Answer:
        """Answers at the thread's desk; once more when an index was swapped, or the collection restored, meanwhile."""
        try:
            return question(self._desk())
        except IndexStaleError:
            self._leave()
            return question(self._desk())

    def _desk(self) -> Desk:
        held: tuple[Desk, tuple[int, int]] | None = getattr(self._local, "desk", None)
        if held is not None:
            desk, file = held
            if _identity(self._store) == file and desk.catalogue.meta(FOLDER) == desk.engine.folder.name:
                return desk
            self._leave()
        file = _identity(self._store)
        catalogue = Catalogue.open(self._store)
        try:
            desk = Desk(catalogue, open_engine(catalogue))
        except BaseException:
            catalogue.close()
            raise
        self._open.append(catalogue)
        self._local.desk = desk, file
        return desk

    def _leave(self) -> None:
        """Closes the thread's desk."""
        held: tuple[Desk, tuple[int, int]] | None = getattr(self._local, "desk", None)
        self._local.desk = None
        if held is not None:
            held[0].engine.close()
            held[0].catalogue.close()
            self._open.remove(held[0].catalogue)


def _identity(store: Path) -> tuple[int, int]:
    """Which file the catalogue is: another one when a backup was restored."""
    try:
        told = (store / FILE_NAME).stat()
    except OSError:
        return 0, 0
    return told.st_dev, told.st_ino
