"""What comes of reading a file: a status, a sentence, and the Document where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.document import Document

Known = Callable[[str], bool]
"""Whether a lower-case word is in the lexicon."""


class Status(StrEnum):
    """How the reading of a file ended."""

    READ = "read"  # whole
    PARTLY_READ = "partly-read"  # something is lost; the document's notes say what
    NOT_A_PDF = "not-a-pdf"
    EMPTY = "empty"  # no bytes at all
    DAMAGED = "damaged"  # a PDF, but no page of it can be read
    ENCRYPTED = "encrypted"  # it wants a password
    UNREADABLE = "unreadable"  # missing, a folder, or not ours to open
    LIMIT_TIME = "limit-time"
    LIMIT_MEMORY = "limit-memory"
    LIMIT_PAGES = "limit-pages"
    CRASHED = "crashed"  # the worker died, or met an error nobody foresaw


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is given up; generous for reports, tight for hostile files.

    Attributes:
        cpu_s: CPU seconds of a worker for the whole file.
        wall_s: seconds by the clock in which at least one page must be done, should a worker hang.
        page_cpu_s: CPU seconds for one page; a page that costs more is lost, the others are read.
        memory_mb: address space of a worker beyond what it has before its first file.
        pages: in the file.
        page_chars: characters on a page; only so many are read.
        page_shapes: lines, rectangles and curves on a page; only so many are read.
    """

    cpu_s: float = 300.0
    wall_s: float = 300.0
    page_cpu_s: float = 10.0
    memory_mb: int = 1500
    pages: int = 5000
    page_chars: int = 100_000
    page_shapes: int = 50_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as far as it could be read.

    Attributes:
        path: the file.
        status: how it ended.
        reason: one sentence that names the file, says what is wrong and what to do; "" when all is well.
        document: what was read; None unless `status` is READ or PARTLY_READ.
        cpu_s: CPU seconds spent on it.
        peak_mb: the worker's peak resident memory while reading, in MB.
    """

    path: Path
    status: Status
    reason: str = ""
    document: Document | None = None
    cpu_s: float = 0.0
    peak_mb: float = 0.0


class ReadError(Exception):
    """A file cannot be read; `status` and the message become a Reading."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
