"""How fast, lean and true are PDFs read, beside stock pdfplumber, pypdfium2 and (where installed) pdftotext?

    python -m benchmarks.extraction DIR [--json]

Ours is the whole way from a file to its passages in the catalogue: glyphs, layout, check by the other reader, language,
passages, SQLite. The peers only extract plain text. All run one after the other in one process, except for peak
memory, which is a fresh worker's, above what it has before its first file. Token F1 compares the distinct words that
hold a letter with those of pdfium's own text, page by page; pages without text are left out, and so are pages of
formulas: those where pdfium's text has many words of one or two letters, or many lines of signs without a word.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import pdfplumber
import pypdfium2

from catalogue.model import Report
from catalogue.store import Catalogue
from ingest.passages import language_shares, split
from ingest.pdf.check import agreement, text_of, words
from ingest.pdf.layout import read_page
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.read import read
from ingest.pdf.reading import Limits
from ingest.pdf.workers import read_all

SHORT = 3  # letters; shorter words are mostly signs of formulas
FORMULAS = 0.4  # share of short words that makes a page one of formulas
LINES = 0.2  # share of lines of a formula that does
SIGN = re.compile(r"[=+·×√∑<>≤≥−\uf020-\uf0ff]")  # the private-use ones are the font Symbol's
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Row:
    """A file's figures; CPU in seconds for the whole file."""

    file: str
    status: str
    pages: int
    cpu_s: float
    read_s: float
    pdfplumber_s: float
    pdfium_s: float
    pdftotext_s: float | None
    peak_mb_above_import: float
    token_f1_mean: float | None
    token_f1_min: float | None
    below: tuple[int, ...]


def measure(path: Path, catalogue: Catalogue, base_mb: float) -> Row:
    """All figures of a file."""
    reading = read(path)
    whole = _cpu(lambda: _pipeline(path, catalogue))
    peak = next(read_all([path], workers=1)).peak_mb
    agreed = dict(_agreements(path)) if reading.document else {}
    return Row(
        file=path.name,
        status=reading.status,
        pages=len(reading.document.pages) if reading.document else 0,
        cpu_s=whole,
        read_s=reading.cpu_s,
        pdfplumber_s=_cpu(lambda: _pdfplumber(path)),
        pdfium_s=_cpu(lambda: _pdfium(path)),
        pdftotext_s=_pdftotext(path),
        peak_mb_above_import=max(0.0, peak - base_mb),
        token_f1_mean=mean(agreed.values()) if agreed else None,
        token_f1_min=min(agreed.values(), default=None),
        below=tuple(page for page, value in agreed.items() if value < 0.97),
    )


def _pipeline(path: Path, catalogue: Catalogue) -> None:
    document = read(path).document
    report = Report(id=path.stem, path=str(path), pages=document.pages if document else ())
    passages = split(document, None, report.id)
    language_shares(passages)
    catalogue.save(report, passages, 0)


def _pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as file:
        for page in file.pages:
            page.extract_text()
            page.close()


def _pdfium(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as file:
        for number in range(len(file)):
            page = file[number]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()


def _pdftotext(path: Path) -> float | None:
    command = shutil.which("pdftotext")
    if command is None:
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([command, path, "-"], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    try:
        work()
    except Exception as error:  # noqa: BLE001 - a peer may stumble over a file; ours tells its status
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    return time.process_time() - start


def _agreements(path: Path) -> Iterator[tuple[int, float]]:
    """Each page of running text, and the F1 of the words we read there against pdfium's own text."""
    with PdfiumFile(path, Limits()) as file:
        for number in range(1, len(file) + 1):
            text = file.text(number)
            theirs = words(text)
            if theirs and not _formulas(text, set(theirs)):
                yield number, agreement(words(text_of(read_page(file.page(number)))), theirs)


def _formulas(text: str, distinct: set[str]) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    signs = sum(SIGN.search(line) is not None and not WORD.search(line) for line in lines)
    return sum(len(word) < SHORT for word in distinct) > FORMULAS * len(distinct) or signs >= LINES * len(lines)


def summary(rows: list[Row]) -> dict[str, float | int]:
    """The figures that the bars are about."""
    ours = sum(row.cpu_s for row in rows)
    agreed = [row for row in rows if row.token_f1_mean is not None]
    return {
        "pages": sum(row.pages for row in rows),
        "cpu_ratio_to_pdfplumber_text": round(ours / sum(row.pdfplumber_s for row in rows), 3),
        "cpu_ratio_to_pdfium_text": round(ours / sum(row.pdfium_s for row in rows), 1),
        "peak_mb_above_import": round(max(row.peak_mb_above_import for row in rows), 1),
        "token_f1_mean": round(mean(row.token_f1_mean or 0.0 for row in agreed), 4) if agreed else 0.0,
        "token_f1_min": round(min(row.token_f1_min or 0.0 for row in agreed), 4) if agreed else 0.0,
    }


def table(rows: list[Row]) -> Iterator[str]:
    """A line a file, CPU in milliseconds a page."""
    yield f"{'file':24}{'pages':>6}{'ours':>8}{'read':>8}{'plumber':>9}{'pdfium':>8}{'pdftotext':>10}{'MB':>6}{'F1':>7}{'min':>7}"
    for row in rows:
        each = 1000 / max(1, row.pages)
        peers = f"{row.pdfplumber_s * each:9.1f}{row.pdfium_s * each:8.1f}{(row.pdftotext_s or 0) * each:10.1f}"
        f1 = f"{row.token_f1_mean or 0:7.3f}{row.token_f1_min or 0:7.3f}" if row.token_f1_mean is not None else ""
        yield (
            f"{row.file:24.24}{row.pages:6}{row.cpu_s * each:8.1f}{row.read_s * each:8.1f}{peers}"
            f"{row.peak_mb_above_import:6.0f}{f1}  {'' if row.status == 'read' else row.status}"
        )


def main() -> None:
    """Measure every PDF of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.pdf"))
    if not paths:
        raise SystemExit(f"{options.folder} holds no PDFs.")
    with TemporaryDirectory() as folder, Catalogue.open(Path(folder), create=True) as catalogue:
        nothing = Path(folder) / "nothing.pdf"
        nothing.touch()
        base = next(read_all([nothing], workers=1)).peak_mb
        split(read(paths[0]).document, None, "warm")  # tables of the language are loaded once, not per file
        rows = [measure(path, catalogue, base) for path in paths]
    found = summary(rows)
    if not found["pages"]:
        raise SystemExit("No page could be read.")
    if options.json:
        print(json.dumps({**found, "rows": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(table(rows)))
        print(json.dumps(found))


if __name__ == "__main__":
    main()
