"""Pictures of pages: drawn once, kept while there is room, and asked for by many at once without being drawn twice."""

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ingest.pdf.painter import Job, Painter, PaintError
from web.desk import BusyError
from web.settings import Settings

_MB = 1_000_000
_WAITING = 32  # pictures that may wait to be drawn; at a twentieth of a second each nobody waits for long
_FAILURE_S = 600.0  # for so long a page that could not be drawn is not tried again: it may cost all that is allowed
_FAILURES = 1_000


class Key(NamedTuple):
    """What a picture shows; the same key is the same picture for ever.

    Attributes:
        sha256: of the PDF.
        page: from 1.
        scale: pixels a point.
        form: of the file.
    """

    sha256: str
    page: int
    scale: float
    form: str


class Kept:
    """The pictures that were asked for last, as many as there is room for."""

    def __init__(self, room: int) -> None:
        """An empty one.

        Args:
            room: bytes.
        """
        self._room = room
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self.size = 0

    def get(self, key: Key) -> bytes | None:
        """A picture, or None."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: Key, picture: bytes) -> None:
        """Keeps a picture; what was not asked for longest goes."""
        if len(picture) > self._room:
            return
        self.size += len(picture) - len(self._pictures.pop(key, b""))
        self._pictures[key] = picture
        while self.size > self._room:
            _, gone = self._pictures.popitem(last=False)
            self.size -= len(gone)


class Pictures:
    """The pictures of a service, for its event loop."""

    def __init__(self, settings: Settings, painter: Painter | None = None) -> None:
        self._kept = Kept(settings.picture_cache_mb * _MB)
        self._painter = painter or Painter()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="painter")
        self._under_way: dict[Key, asyncio.Task[bytes]] = {}
        self._failed: OrderedDict[Key, tuple[float, str]] = OrderedDict()
        self._started = False

    @property
    def painter_pid(self) -> int | None:
        """The process that draws; None while there is none."""
        return self._painter.pid

    def start(self) -> None:
        """Starts the painter when it has not been: a page is about to be asked for."""
        if not self._started:
            self._started = True
            self._thread.submit(self._painter.start)

    async def get(self, key: Key, job: Job) -> tuple[bytes, bool]:
        """The picture, and whether it was kept from before.

        Args:
            key: what it shows.
            job: how it is drawn, if it must be.

        Raises:
            PaintError: it cannot be drawn.
            BusyError: too many wait to be drawn.
        """
        kept = self._kept.get(key)
        if kept is not None:
            return kept, True
        self._recall(key)
        task = self._under_way.get(key)
        if task is None:
            if len(self._under_way) >= _WAITING:
                raise BusyError
            self._started = True
            task = asyncio.create_task(self._paint(key, job))
            task.add_done_callback(_noticed)
            self._under_way[key] = task
        return await asyncio.shield(task), False  # others may wait for it when this one is gone

    def _recall(self, key: Key) -> None:
        """Whether the page failed a short while ago; then so it does now."""
        at, reason = self._failed.get(key, (0.0, ""))
        if reason and time.monotonic() - at < _FAILURE_S:
            raise PaintError(reason)

    async def _paint(self, key: Key, job: Job) -> bytes:
        try:
            picture = await asyncio.get_running_loop().run_in_executor(self._thread, self._painter.paint, job)
        except PaintError as error:
            self._failed[key] = time.monotonic(), str(error)
            while len(self._failed) > _FAILURES:
                self._failed.popitem(last=False)
            raise
        finally:
            del self._under_way[key]
        self._kept.put(key, picture)
        return picture

    def close(self) -> None:
        """Ends the painter, whatever it draws."""
        self._painter.kill()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._painter.close()


def _noticed(task: asyncio.Task[bytes]) -> None:
    """Takes note of how a picture ended, also when nobody waits for it any more."""
    if not task.cancelled():
        task.exception()
