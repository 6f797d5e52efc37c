"""One file → a Reading, in this process; `workers.read_all` does the same where it can do no harm.

pdfium reads every page, for it is as good as pdfplumber and takes a sixth of its time (benchmarks/RESULTS.md). Its words
are compared with its own idea of the page's text; where they differ, where the text looks like none, and on every
tenth page as a sample, pdfplumber reads the page too, and the reading with more words in it is kept. Whatever was
repaired or lost is told in the Document's notes.
"""

import time
from dataclasses import replace
from pathlib import Path

from catalogue.model import Note
from ingest.pdf.memory import forget_peak, peak_mb
from ingest.pdf.pages import Progress, Take, read_file
from ingest.pdf.reading import Known, Limits, ReadError, Reading, Status

_HEAD = 1024  # bytes in which a PDF must say that it is one
_ADVICE = {
    Status.DAMAGED: "; try a copy that another program has saved anew",
    Status.ENCRYPTED: "; save a copy without the password",
    Status.LIMIT_PAGES: "; split it, or read it with a higher limit",
}
_LOSSES = frozenset({"lost-page", "lost-text", "damaged"})


def read(
    path: Path,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    known: Known | None = None,
    progress: Progress = lambda _page: None,
    take: Take = iter,
    *,
    careful: bool = False,
) -> Reading:
    """Read a PDF, whatever it is.

    Args:
        path: the file.
        limits: what it may cost.
        known: whether a lower-case word is in the lexicon.
        progress: called with the number of each page that is done.
        take: takes the blocks as they are made, and answers those that the Document shall hold: all, if not given.
        careful: without pdfium, which has crashed on it.

    Returns:
        What was read, or why nothing was. A broken file raises nothing, but running out of memory does.
    """
    forget_peak()
    start = time.process_time()
    try:
        _look(path)
        document = read_file(path, limits, known, progress, take, careful=careful)
        lost = [note for note in document.notes if note.code in _LOSSES]
        status = Status.PARTLY_READ if lost else Status.READ
        reason = f"{path.name}: {_losses(lost)}" if lost else ""
        reading = Reading(path, status, reason, document)
    except ReadError as error:
        reading = Reading(path, error.status, f"{path.name}: {error.reason}{_ADVICE.get(error.status, '')}.")
    return replace(reading, cpu_s=time.process_time() - start, peak_mb=peak_mb())


def _look(path: Path) -> None:
    """Raise ReadError for what is plainly no PDF."""
    try:
        if path.is_dir():
            raise ReadError(Status.UNREADABLE, "is a folder, not a file")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ReadError(Status.UNREADABLE, f"cannot be opened ({why}); check the path and its permissions") from error
    if not head:
        raise ReadError(Status.EMPTY, "is empty; fetch it again")
    if b"%PDF-" in head:
        return
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise ReadError(Status.NOT_A_PDF, "is a web page, not a PDF; fetch the PDF that the page links to")
    raise ReadError(Status.NOT_A_PDF, "is not a PDF; give a PDF file")


def _losses(lost: list[Note]) -> str:
    more = f" (and {len(lost) - 1} more notes)" if len(lost) > 1 else ""
    return lost[0].text + more
