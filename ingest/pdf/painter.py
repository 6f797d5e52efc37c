"""A process of its own that draws pages: whatever a file does to it, the service goes on.

Pages are drawn one at a time. The process is started when the first page is wanted and used again, for starting it
costs more than drawing a page. When it dies, or takes too long and is ended, it costs the page that it was drawing;
the next page gets a new one.
"""

import contextlib
import multiprocessing as mp
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from ingest.pdf.confined import allow, confine, resident_mb
from ingest.pdf.pdfium import PictureForm, render
from ingest.pdf.reading import ReadError

_GRACE_S = 1.0  # for a process to end by itself


class Limits(NamedTuple):
    """What a picture may cost before it is given up; generous for pages of reports, tight for hostile ones.

    Attributes:
        cpu_s: CPU seconds of the process.
        wall_s: seconds by the clock, should it hang.
        memory_mb: address space of the process beyond what it has before its first page.
        keep_mb: resident memory with which it is used again; what a heavy page has left it is not given back.
    """

    cpu_s: float = 8.0
    wall_s: float = 10.0
    memory_mb: int = 800
    keep_mb: int = 150


class Job(NamedTuple):
    """A picture that is wanted.

    Attributes:
        path: the PDF.
        page: from 1.
        scale: pixels a point.
        most: pixels of its longer side.
        form: of the file.
    """

    path: Path
    page: int
    scale: float
    most: int
    form: PictureForm


Paint = Callable[[Job], bytes]


class PaintError(Exception):
    """A page cannot be drawn; the message says why, in English, and names no file."""


def draw(job: Job) -> bytes:
    """The picture.

    Raises:
        ReadError: the file or the page cannot be read.
    """
    return render(job.path, job.page, job.scale, job.most, job.form)


class Painter:
    """Draws pages in a process of its own; for one thread."""

    def __init__(self, limits: Limits = Limits(), paint: Paint = draw) -> None:  # noqa: B008 - a frozen value
        """Prepares; nothing is started yet.

        Args:
            limits: of a picture.
            paint: how a picture is made; a function that can be pickled.
        """
        self._limits = limits
        self._paint = paint
        self._process: mp.process.BaseProcess | None = None
        self._line: Connection | None = None

    @property
    def pid(self) -> int | None:
        """Of the process; None while there is none."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Starts the process if there is none, so that the first page need not wait for it."""
        if self._process is not None and self._process.is_alive():
            return
        self.close()
        context = mp.get_context("spawn")  # a fork would hold the service's connections and threads' locks
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._limits, self._paint), name="painter", daemon=True)
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it is born deaf to Ctrl-C
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        theirs.close()
        self._process, self._line = process, ours

    def paint(self, job: Job) -> bytes:
        """The picture, drawn by the process.

        Raises:
            PaintError: it could not be drawn, or not within the limits.
        """
        self.start()
        try:
            said, last = self._asked(job)
        except (EOFError, OSError) as error:
            reason = self._obituary()
            self.close()
            raise PaintError(reason) from error
        if last:
            self.close()
        if isinstance(said, str):
            raise PaintError(said)
        return said

    def _asked(self, job: Job) -> tuple[bytes | str, bool]:
        """What the process answers: a picture, or why there is none; and whether it ends with that."""
        if self._line is None:
            raise EOFError
        self._line.send(job)
        until = time.monotonic() + self._limits.wall_s
        while not self._line.poll(max(0.0, until - time.monotonic())):
            if time.monotonic() >= until:
                self.close()
                raise PaintError("Drawing it took too long.")
        said: tuple[bytes | str, bool] = self._line.recv()
        return said

    def _obituary(self) -> str:
        """Why the process died."""
        code = None
        if self._process is not None:
            self._process.join(_GRACE_S)
            code = self._process.exitcode
        return "Drawing it took too long." if code == -signal.SIGXCPU else "Drawing it failed."

    def kill(self) -> None:
        """Ends what is being drawn, from any thread."""
        process = self._process
        if process is not None:
            with contextlib.suppress(ValueError):  # its own thread was faster
                process.kill()

    def close(self) -> None:
        """Ends the process."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()  # it holds nothing that could be lost
            self._process.join()
            self._process.close()
        self._process = self._line = None


def _work(line: Connection, limits: Limits, paint: Paint) -> None:
    """What the process does: draw the pages that are wanted, until the line is closed."""
    import PIL.WebPImagePlugin  # noqa: F401 - what is loaded now does not count as memory of a page

    confine(limits.memory_mb)
    with contextlib.suppress(EOFError, OSError):  # the service is gone
        last = False
        while not last:
            said = _guarded(line.recv(), limits, paint)
            last = resident_mb() > limits.keep_mb
            line.send((said, last))


def _guarded(job: Job, limits: Limits, paint: Paint) -> bytes | str:
    """A picture, or why there is none."""
    allow(limits.cpu_s)
    try:
        return paint(job)
    except ReadError:
        return "The file is damaged here."
    except MemoryError:
        return "Drawing it needs too much memory."
    except Exception:  # noqa: BLE001 - a worker must not die of a file
        return "Drawing it failed."
