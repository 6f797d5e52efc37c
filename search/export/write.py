"""An answer to a file, in the format that the file's ending names; whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.errors import SourceError, UsageError
from catalogue.model import Passage, Report
from search.export import apa, documents, references, tables
from search.export.rows import rows

ENDINGS = {
    ".csv": "passages, a row each",
    ".jsonl": "passages, an object a line",
    ".xlsx": "passages, an Excel workbook (extra `office`)",
    ".md": "quotations with citations and reference list, Markdown",
    ".html": "the same as a page",
    ".docx": "the same as a Word document (extra `office`)",
    ".ris": "the reports, for reference managers",
    ".bib": "the reports, BibTeX",
    ".json": "the reports, CSL-JSON",
    ".txt": "the reports, a reference list in APA 7",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """How an export is written.

    Attributes:
        query: that found the passages.
        language: nn or nb, the standard of citations and headings.
        excel: semicolons and a byte order mark in CSV.
    """

    query: str
    language: str = "nb"
    excel: bool = False


def check_ending(path: Path) -> None:
    """Whether a file's ending names a format, before anything is searched.

    Raises:
        UsageError: it does not.
    """
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path.name}: the ending says which format to write; use one of {' '.join(ENDINGS)}.")


def contents(ending: str, found: Sequence[tuple[Passage, Report, str]], choices: Choices) -> bytes:
    """The file's bytes.

    Args:
        ending: a key of ENDINGS.
        found: passage, report and link, best first.
        choices: how.

    Raises:
        UsageError: the format needs an extra that is not installed.
    """
    today = datetime.now(UTC).astimezone().date().isoformat()
    reports = list({report.id: report for _, report, _ in found}.values())
    quotations = list(rows(found, choices.query, today, choices.language))
    makers = {
        ".csv": lambda: tables.csv_text(quotations, excel=choices.excel),
        ".jsonl": lambda: tables.jsonl_text(quotations),
        ".xlsx": lambda: tables.xlsx_bytes(quotations),
        ".md": lambda: documents.markdown_text(quotations, choices.language),
        ".html": lambda: documents.html_text(quotations, choices.language),
        ".docx": lambda: documents.docx_bytes(quotations, choices.language),
        ".ris": lambda: references.ris(reports).encode(),
        ".bib": lambda: references.bibtex(reports).encode(),
        ".json": lambda: references.csl_json(reports).encode(),
        ".txt": lambda: "".join(
            f"{apa.plain(entry)}\n" for entry in apa.reference_list(reports, choices.language, today)
        ).encode(),
    }
    return makers[ending]()


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file beside its place and moves it there, so that it is never half.

    Raises:
        SourceError: the folder cannot be written, or the disk is full; what was at `path` is unchanged.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written ({error.strerror}): choose another folder; nothing was changed there."
        ) from error
