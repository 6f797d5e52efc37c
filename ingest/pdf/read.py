"""One file → a Reading, in this process; `workers.read_all` does the same where it can do no harm."""

import resource
import sys
import time
from pathlib import Path

from ingest.document import Document
from ingest.pdf.layout import assemble, read_page
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.reading import Known, Limits, ReadError, Reading, Status


def read(path: Path, limits: Limits = Limits(), known: Known | None = None) -> Reading:  # noqa: B008 - a frozen value
    """Read a PDF, whatever it is; nothing but KeyboardInterrupt and MemoryError's kin leaves this function.

    Args:
        path: the file.
        limits: what it may cost.
        known: whether a lower-case word is in the lexicon.
    """
    start = time.process_time()
    try:
        document = _document(path, limits, known)
        status, reason = Status.READ, ""
    except ReadError as error:
        document, status, reason = None, error.status, f"{path.name}: {error.reason}."
    return Reading(path, status, reason, document, time.process_time() - start, _peak_mb())


def _document(path: Path, limits: Limits, known: Known | None) -> Document:
    with PdfiumFile(path, limits) as file:
        pages = [read_page(file.page(number)) for number in range(1, len(file) + 1)]
        return assemble(pages, file.info(), file.labels(), known)


def _peak_mb() -> float:
    """Peak resident memory of this process; Linux counts kibibytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1000
