"""A reading that cannot get out of hand: within the kernel's limits, and never an error."""

from pathlib import Path

from ingest.pdf.confined import allow, confine
from ingest.pdf.pages import Progress, Take
from ingest.pdf.read import read
from ingest.pdf.reading import Known, Limits, Reading, Status


def guard(limits: Limits) -> None:
    """Prepare this process to read strangers' files: quiet and short of memory."""
    confine(limits.memory_mb)


def guarded_read(
    path: Path, limits: Limits, known: Known | None, progress: Progress, take: Take, *, careful: bool
) -> Reading:
    """Read a file within the limits; whatever Python can notice becomes a Reading."""
    allow(limits.cpu_s)
    try:
        return read(path, limits, known, progress, take, careful=careful)
    except MemoryError:
        reason = f"{path.name}: needs more than {limits.memory_mb} MB of memory to read, so it was given up."
        return Reading(path, Status.LIMIT_MEMORY, reason)
    except Exception as error:  # noqa: BLE001 - a worker must not die of a file
        reason = f"{path.name}: could not be read ({type(error).__name__}: {error}); please report it."
        return Reading(path, Status.CRASHED, reason)
