"""Worker processes that read files: whatever a file does to its worker, the others are read.

A worker takes one file at a time and is used again, for starting one costs half a second. The parent watches the clock
and the workers' lives. A worker that dies or hangs costs at most its own file, and a new one takes its place; a file on
which pdfium crashed is read once more, without pdfium.
"""

import contextlib
import multiprocessing as mp
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Self

from ingest.document import Block
from ingest.pdf.guard import guard, guarded_read
from ingest.pdf.reading import Known, Limits, Reading, Status

_BATCH = 100  # blocks
_CRASHES = frozenset(
    {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, -signal.SIGTRAP}
)
_GRACE_S = 2.0  # for a worker to end by itself
_LOOK_S = 1.0  # Python sees a Ctrl-C that comes just before a wait only after it, so no wait is longer


def read_all(
    paths: Iterable[Path],
    workers: int | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    known: Known | None = None,
) -> Iterator[Reading]:
    """Read files in worker processes; each file gives one Reading, as soon as it is done.

    Args:
        paths: the files; taken as workers get free.
        workers: how many processes; None for one a processor.
        limits: what each file may cost.
        known: whether a lower-case word is in the lexicon; a function that can be pickled.
    """
    with _Pool(max(1, workers or os.cpu_count() or 1), limits, known) as pool:
        for path in paths:
            if pool.full:
                yield pool.next()
            pool.give(path)
        while pool.busy:
            yield pool.next()


@dataclass(slots=True)
class _Worker:
    """A process, the line to it, what it reads, when it was last heard of, and the blocks that it has sent."""

    process: mp.process.BaseProcess
    line: Connection
    path: Path | None = None
    careful: bool = False
    heard: float = 0.0
    blocks: list[Block] = field(default_factory=list)


class _Pool:
    """Workers, started when first needed and ended with the `with`."""

    def __init__(self, size: int, limits: Limits, known: Known | None) -> None:
        self._size = size
        self._limits = limits
        self._known = known
        self._workers: list[_Worker] = []
        self._context = mp.get_context("spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker, at_once=worker.path is not None)

    @property
    def busy(self) -> bool:
        """Whether any worker reads."""
        return any(worker.path is not None for worker in self._workers)

    @property
    def full(self) -> bool:
        """Whether no worker is free."""
        return sum(worker.path is not None for worker in self._workers) >= self._size

    def give(self, path: Path, *, careful: bool = False) -> None:
        """Let a free worker read a file; a careful reading is for one that has killed a worker."""
        worker = next((worker for worker in self._workers if worker.path is None), None) or self._start()
        worker.path, worker.careful, worker.heard = path, careful, time.monotonic()
        with contextlib.suppress(OSError):  # it died since its last file; `next` will notice
            worker.line.send((path, careful))

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._limits, self._known), daemon=True)
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the worker is born deaf to Ctrl-C
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def next(self) -> Reading:
        """The next Reading of any worker, also of one that dies or takes too long."""
        while True:
            at_work = [worker for worker in self._workers if worker.path is not None]
            ready = wait([worker.line for worker in at_work], timeout=self._patience(at_work))
            for worker in at_work:
                if worker.line in ready:
                    reading = self._received(worker)
                elif time.monotonic() - worker.heard > self._limits.wall_s:
                    reading = self._given_up(worker)
                else:
                    continue
                if reading is not None:
                    return reading

    def _patience(self, at_work: list[_Worker]) -> float:
        first = min(worker.heard for worker in at_work)
        return min(_LOOK_S, max(0.05, first + self._limits.wall_s - time.monotonic() + 0.05))

    def _received(self, worker: _Worker) -> Reading | None:
        """What a worker says: its Reading; None for a page that is done, or some blocks; of a dead one, an obituary."""
        try:
            said: Reading | list[Block] | int = worker.line.recv()
        except (EOFError, OSError):
            return self._died(worker)
        worker.heard = time.monotonic()
        if isinstance(said, int):
            return None
        if isinstance(said, list):
            worker.blocks += said
            return None
        blocks, worker.path, worker.blocks = tuple(worker.blocks), None, []
        return said if said.document is None else replace(said, document=replace(said.document, blocks=blocks))

    def _died(self, worker: _Worker) -> Reading | None:
        """The obituary of a worker; None when its file is given to another one, to be read with more care."""
        worker.process.join(_GRACE_S)
        path, code = worker.path or Path(), worker.process.exitcode
        self._drop(worker)
        if code in _CRASHES and not worker.careful:
            self.give(path, careful=True)
            return None
        return Reading(path, *_obituary(path.name, code, self._limits))

    def _given_up(self, worker: _Worker) -> Reading:
        path = worker.path or Path()
        self._drop(worker)
        reason = f"{path.name}: no page was finished in {self._limits.wall_s:g} seconds, so it was given up; {_REPAIR}."
        return Reading(path, Status.LIMIT_TIME, reason)

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _end(worker, at_once=True)


_REPAIR = "try a copy that another program has saved anew"


def _obituary(name: str, code: int | None, limits: Limits) -> tuple[Status, str]:
    """Why a worker died, from its exit code (the negative number of a signal, if one killed it)."""
    if code == -signal.SIGXCPU:
        return (
            Status.LIMIT_TIME,
            f"{name}: took more than {limits.cpu_s:g} seconds to read, so it was given up; {_REPAIR}.",
        )
    if code in {-signal.SIGKILL, -signal.SIGABRT}:  # pdfium aborts when it gets no memory
        reason = f"{name}: its reader was stopped, most likely for needing more than {limits.memory_mb} MB; {_REPAIR}."
        return Status.LIMIT_MEMORY, reason
    how = f"exit code {code}" if code is None or code >= 0 else signal.Signals(-code).name
    return Status.CRASHED, f"{name}: its reader crashed ({how}); {_REPAIR}."


def _end(worker: _Worker, *, at_once: bool) -> None:
    """End a worker's process; an idle one ends by itself when its line is closed."""
    worker.line.close()
    if not at_once:
        worker.process.join(_GRACE_S)
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.process.close()


def _work(line: Connection, limits: Limits, known: Known | None) -> None:
    """What a worker does: read the files that come, until the line is closed."""
    guard(limits)
    while True:
        try:
            path, careful = line.recv()
        except (EOFError, OSError):
            return
        try:
            line.send(guarded_read(path, limits, known, line.send, _sender(line), careful=careful))
        except OSError:  # the parent is gone
            return


def _sender(line: Connection) -> Callable[[Iterable[Block]], tuple[Block, ...]]:
    """Hands blocks on in batches, so that a long report is never whole in a worker's memory."""

    def send(blocks: Iterable[Block]) -> tuple[Block, ...]:
        rest = iter(blocks)
        while batch := list(islice(rest, _BATCH)):
            line.send(batch)
        return ()

    return send
