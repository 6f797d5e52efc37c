"""The PDF that a report was read from: whether it is still there and still the same."""

import stat
from collections import OrderedDict
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from catalogue.model import Report
from web.problems import Problem
from web.settings import Settings

_REMEMBERED = 4_096  # files


class State(StrEnum):
    """What has become of a report's PDF."""

    HELD = "held"
    NONE = "none"  # only its landing page, or an address, was ever known
    GONE = "gone"
    CHANGED = "changed"


_WHY = {
    State.NONE: Problem(404, "no-file", "The collection has no PDF of this report."),
    State.GONE: Problem(404, "file-gone", "The PDF of this report is no longer where it was read."),
    State.CHANGED: Problem(404, "file-changed", "The PDF of this report has changed since it was read."),
}


class Original(NamedTuple):
    """A report's PDF.

    Attributes:
        state: what has become of it.
        path: where it is; only for HELD.
    """

    state: State
    path: Path = Path()

    @property
    def problem(self) -> Problem:
        """Why it cannot be had, for every state but HELD."""
        return _WHY[self.state]


_Mark = tuple[int, int, int, int, int]


class Originals:
    """Looks after the PDFs: each is read once for every state that the system tells of it; for many threads."""

    def __init__(self, settings: Settings) -> None:  # noqa: ARG002 - as every part of a service
        self._digests: OrderedDict[Path, tuple[_Mark, str]] = OrderedDict()
        self._lock = Lock()

    def of(self, report: Report) -> Original:
        """The PDF of a report, if it is the one that was read."""
        if not report.path or not report.sha256:
            return Original(State.NONE)
        path = Path(report.path)
        try:
            digest = self._digest(path)
        except OSError:
            return Original(State.GONE)
        return Original(State.HELD, path) if digest == report.sha256 else Original(State.CHANGED)

    def _digest(self, path: Path) -> str:
        """The SHA-256 of a file.

        Raises:
            OSError: it cannot be read, or is none.
        """
        mark = _mark(path)
        with self._lock:
            known = self._digests.get(path)
        if known is not None and known[0] == mark:
            return known[1]
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        if _mark(path) == mark:  # it was not written to meanwhile
            with self._lock:
                self._digests[path] = mark, digest
                while len(self._digests) > _REMEMBERED:
                    self._digests.popitem(last=False)
        return digest

    def close(self) -> None:
        """Nothing is open."""


def _mark(path: Path) -> _Mark:
    """What the system tells of a file; it differs when its content does.

    Raises:
        OSError: there is no such file.
    """
    told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        raise OSError(f"{path} is no file")
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns
