"""Does any file, however broken or hostile, hang, crash or silently shorten an ingest?

    python -m benchmarks.torture DIR [--json] [--workers N] [--cpu SECONDS] [--wall SECONDS]

Every PDF of the folder is read in guarded workers, while the parent's own life is watched from outside: it runs as a
process of its own. Without PDFs in the folder, the generator of hostile files fills it first. A silent loss is a file
that is read without a word, but with fewer pages than pdfium or (where installed) qpdf sees.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2

from ingest.pdf.reading import Limits, Reading, Status
from ingest.pdf.workers import read_all

GRACE_S = 5.0  # beyond the limit by the clock: what a loaded machine may need to notice


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file.

    Attributes:
        file: its name.
        status: how its reading ended; "" when the parent died before it was told.
        reason: the sentence for the user.
        seconds: by the clock, from the Reading before it to its own.
        cpu_s: CPU seconds, where the worker lived to tell.
        peak_mb: the worker's peak memory.
        pages: read.
        pages_pdfium: seen by pdfium; 0 when it cannot open the file.
        pages_qpdf: seen by qpdf, or None where it is not installed or cannot tell.
        silent_loss: fewer pages than they see, and not told.
    """

    file: str
    status: str
    reason: str = ""
    seconds: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    pages: int = 0
    pages_pdfium: int = 0
    pages_qpdf: int | None = None
    silent_loss: bool = False


def rows(paths: list[Path], workers: int | None, limits: Limits) -> Iterator[Row]:
    """A row a file, as they are done."""
    last = time.monotonic()
    for reading in read_all(paths, workers, limits):
        now = time.monotonic()
        yield _row(reading, now - last)
        last = time.monotonic()


def _row(reading: Reading, seconds: float) -> Row:
    pages = len(reading.document.pages) if reading.document else 0
    pdfium, qpdf = _pdfium_pages(reading.path), _qpdf_pages(reading.path)
    silent = reading.status is Status.READ and pages < max(pdfium, qpdf or 0)
    return Row(
        file=reading.path.name,
        status=reading.status,
        reason=reading.reason,
        seconds=round(seconds, 2),
        cpu_s=round(reading.cpu_s, 2),
        peak_mb=round(reading.peak_mb, 1),
        pages=pages,
        pages_pdfium=pdfium,
        pages_qpdf=qpdf,
        silent_loss=silent,
    )


def _pdfium_pages(path: Path) -> int:
    try:
        with pypdfium2.PdfDocument(path) as file:
            return len(file)
    except (pypdfium2.PdfiumError, OSError):
        return 0


def _qpdf_pages(path: Path) -> int | None:
    command = shutil.which("qpdf")
    if command is None:
        return None
    try:
        done = subprocess.run([command, "--show-npages", path], capture_output=True, text=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return None
    return int(done.stdout) if done.stdout.strip().isdigit() else None


def summary(found: list[Row], files: int, hangs: int, crashed: bool) -> dict[str, object]:  # noqa: FBT001 - one caller
    """The figures that the bars are about."""
    return {
        "files": files,
        "parent_crashes": int(crashed) + (files - len(found) if not crashed else 0),
        "hangs": hangs,
        "silent_losses": sum(row.silent_loss for row in found),
        "statuses": dict(Counter(row.status for row in found).most_common()),
    }


def _watch(command: list[str], files: int, patience: float) -> tuple[list[Row], int, bool]:
    """Run the reading in a process of its own; answers its rows, how often it hung, and whether it crashed."""
    found: list[Row] = []
    hangs = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            out, _ = process.communicate(timeout=patience * files)
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            hangs = 1
        found = [Row(**json.loads(line)) for line in out.splitlines()]
    hangs += sum(row.seconds > patience for row in found)
    return found, hangs, process.returncode != 0 and not hangs


def main() -> None:
    """Read every PDF of a folder and tell what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--cpu", type=float, default=60.0)
    parser.add_argument("--wall", type=float, default=60.0)
    parser.add_argument("--lines", action="store_true", help=argparse.SUPPRESS)  # the process that reads
    options = parser.parse_args()
    if not any(options.folder.glob("*.pdf")):
        from tests.ingest.pdf.hostile import make

        make(options.folder)
    paths = sorted(options.folder.glob("*.pdf"))
    limits = Limits(cpu_s=options.cpu, wall_s=options.wall)
    if options.lines:
        for row in rows(paths, options.workers, limits):
            print(json.dumps(asdict(row)), flush=True)
        return
    command = [sys.executable, "-m", "benchmarks.torture", str(options.folder), "--lines"]
    command += ["--cpu", str(options.cpu), "--wall", str(options.wall)]
    command += ["--workers", str(options.workers)] if options.workers else []
    found, hangs, crashed = _watch(command, len(paths), max(options.cpu, options.wall) + GRACE_S)
    result = summary(found, len(paths), hangs, crashed)
    if options.json:
        print(json.dumps({**result, "rows": [asdict(row) for row in found]}, ensure_ascii=False, indent=1))
        return
    for row in sorted(found, key=lambda row: row.file):
        seen = f"{row.pages:6}{row.pages_pdfium:8}{row.pages_qpdf if row.pages_qpdf is not None else '-':>6}"
        print(f"{row.file:32.32}{row.status:14}{row.seconds:6.1f} s{row.peak_mb:6.0f} MB{seen}  {row.reason:.100}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
