"""How much memory this process has used."""

import contextlib
import re
import resource
import sys
from pathlib import Path

_PROC = Path("/proc/self")  # Linux only; elsewhere the peak is that of the process's whole life
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def forget_peak() -> None:
    """Count the peak anew, where the system lets us."""
    with contextlib.suppress(OSError):
        (_PROC / "clear_refs").write_text("5", "ascii")


def peak_mb() -> float:
    """Peak resident memory since `forget_peak`, in MB."""
    with contextlib.suppress(OSError):
        found = _PEAK.search((_PROC / "status").read_text("utf-8"))
        if found:
            return int(found[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kibibytes, but bytes on macOS
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
