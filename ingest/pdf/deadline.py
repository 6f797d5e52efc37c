"""A deadline in CPU time for a piece of work, told by the kernel."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class DeadlineError(BaseException):
    """The work took too long; no `except Exception` on the way may swallow it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise DeadlineError in the block after so many CPU seconds of this process.

    Signals reach only a process's first thread, so elsewhere there is no deadline; nor is there one while a C library
    works: it is told when it returns, and RLIMIT_CPU ends the worker if it never does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise DeadlineError
