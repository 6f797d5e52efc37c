"""What the kernel holds a process to that reads or draws strangers' files: memory, CPU time, silence."""

import contextlib
import logging
import os
import resource
import warnings
from pathlib import Path

_MB = 1_000_000


def confine(memory_mb: int) -> None:
    """Prepares this process for strangers' files: quiet and short of memory.

    Args:
        memory_mb: address space beyond what it has now.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)  # pdfium writes to it past Python
    with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + memory_mb * _MB, resource.RLIM_INFINITY))


def allow(cpu_s: float) -> None:
    """Lets this process work for so many more seconds; the kernel ends it when it works longer."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + cpu_s) + 1, hard))


def resident_mb() -> float:
    """Memory that this process holds now; 0 where the system does not tell."""
    return _told(1) / _MB


def _address_space() -> int:
    """Bytes that this process has mapped already; 0 where the system does not tell."""
    return _told(0)


def _told(column: int) -> int:
    """Bytes of a column of Linux' statm."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[column]) * resource.getpagesize()
    except OSError:
        return 0
