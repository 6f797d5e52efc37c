"""What holds a worker within its limits: the kernel's limits on CPU time and memory, a deadline for each page, silence."""

import contextlib
import logging
import os
import resource
import warnings
from pathlib import Path

from ingest.pdf.pages import Progress, Take
from ingest.pdf.read import read
from ingest.pdf.reading import Known, Limits, Reading, Status

_MB = 1_000_000


def guard(limits: Limits) -> None:
    """Prepare this process to read strangers' files: quiet and short of memory."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)  # pdfium writes to it past Python
    with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + limits.memory_mb * _MB, resource.RLIM_INFINITY))


def _address_space() -> int:
    """Bytes that this process has mapped already; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def guarded_read(
    path: Path, limits: Limits, known: Known | None, progress: Progress, take: Take, *, careful: bool
) -> Reading:
    """Read a file within the limits; whatever Python can notice becomes a Reading."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + limits.cpu_s) + 1, hard))
    try:
        return read(path, limits, known, progress, take, careful=careful)
    except MemoryError:
        reason = f"{path.name}: needs more than {limits.memory_mb} MB of memory to read, so it was given up."
        return Reading(path, Status.LIMIT_MEMORY, reason)
    except Exception as error:  # noqa: BLE001 - a worker must not die of a file
        reason = f"{path.name}: could not be read ({type(error).__name__}: {error}); please report it."
        return Reading(path, Status.CRASHED, reason)
