"""What does a collection cost as it grows? Reports made from the sample series, through ingest and search.

    python -m benchmarks.scale [--reports N] [--pages P] [--batch B] [--store DIR] [--json]

Each report has a title, authors, ISBN and number of its own and about P pages of chapters, whose paragraphs are put
together from sentences of the sample series, so that no two paragraphs are the same. They are typeset, ingested by the
program's own pipeline and searched, a batch at a time; a row a batch says what the batch cost. Flat columns are what
is hoped for. An ingest that is broken off goes on where it was when the same DIR is given again.
"""

import argparse
import json
import multiprocessing as mp
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from stdnum import ean
from stdnum import isbn as stdnum_isbn

from catalogue.lock import writing
from catalogue.model import Kind
from catalogue.store import Catalogue
from ingest import pipeline
from ingest.sources import find as find_sources
from search import index
from search.find import find
from search.snippets import sentences

_CORPUS = Path(__file__).parents[1] / "corpus"
_QUERIES = (
    "skoleleiarar involvering", "skoleledere involvert", "kompetanseutvikling kommune", "statsforvalter tilskudd",
    "barnehage samarbeid", "rettleiar universitet", "behovsvurdering", '"for lite"', "kompetanse*", "fagopplæring lærling",
)  # fmt: skip
_PARAGRAPHS_A_PAGE = 8
_SEED = 20_261_124


@dataclass(frozen=True, slots=True)
class Row:
    """A batch.

    Attributes:
        reports: held after it.
        pages: held after it.
        passages: held after it.
        cpu_ms_page: CPU milliseconds a page of reading, saving and indexing, all processes.
        seconds: by the clock, for the batch.
        writer_mb: largest resident memory so far of the process that writes.
        store_bytes_page: of the store, a page.
        query_ms_p50: of ten queries with ten snippets each, in a process that lives on.
        query_ms_max: the slowest of them.
    """

    reports: int
    pages: int
    passages: int
    cpu_ms_page: float
    seconds: float
    writer_mb: float
    store_bytes_page: float
    query_ms_p50: float
    query_ms_max: float


def material(folder: Path) -> dict[str, list[str]]:
    """The sentences of the sample series in each written standard."""
    found: dict[str, list[str]] = {"nn": [], "nb": []}
    with writing(folder, "scale"), Catalogue.open(folder, create=True) as catalogue:
        for _ in pipeline.ingest(find_sources([str(_CORPUS)]), catalogue):
            pass
        for report in catalogue.reports():
            for passage in catalogue.passages_of(report.id):
                if passage.kind is Kind.PARAGRAPH and passage.standard in found:
                    found[passage.standard] += [passage.text[start:end] for start, end in sentences(passage.text)]
    return {standard: [text for text in texts if len(text.split()) >= 5] for standard, texts in found.items()}


def source(number: int, pages: int, texts: dict[str, list[str]]) -> str:
    """The Typst source of a report."""
    chance = random.Random(_SEED + number)  # noqa: S311 - the same reports in every run
    standard = "nn" if number % 3 == 0 else "nb"
    said = texts[standard]
    title = " ".join(chance.choice(said).split()[:6]).rstrip(".,;:")
    summary, result = ("Samandrag", "Konklusjon") if standard == "nn" else ("Sammendrag", "Konklusjon")
    digits = f"9788298{number:05}"
    number13 = stdnum_isbn.format(digits + ean.calc_check_digit(digits))
    lines = [
        f'#set text(lang: "{standard}", hyphenate: true, size: 11pt)\n#set par(justify: true)\n#set page(numbering: "1")',
        f"#align(center)[#text(24pt)[{_plain(title)} {number}]]\n\nRapport {2000 + number % 25}:{number}\n\n#pagebreak()",
        f"ISBN {number13} (nettutgave)\n\nUtgiver: Institutt {number % 40} for lokal læring\n\n#pagebreak()",
        f"= {summary}",
    ]
    for paragraph in range(pages * _PARAGRAPHS_A_PAGE):
        if paragraph and paragraph % (10 * _PARAGRAPHS_A_PAGE) == 0:
            lines.append(f"= {_plain(' '.join(chance.choice(said).split()[:5]))}")
        lines.append(_plain(" ".join(chance.sample(said, chance.randint(2, 6)))))
    lines += [f"= {result}", _plain(" ".join(chance.sample(said, 5)))]
    return "\n\n".join(lines)


def typeset(text: str) -> bytes:
    """The PDF of a Typst source."""
    import typst  # only where it is used: in a process of its own

    pdf = typst.compile(text.encode(), format="pdf", ignore_system_fonts=True)
    if not isinstance(pdf, bytes):
        raise TypeError("one PDF was expected")
    return pdf


def _plain(text: str) -> str:
    """The text with what Typst takes for markup taken for letters."""
    return "".join(f"\\{char}" if char in "\\#$@*_<>`[]=/-+~" else char for char in text)


def measure(store: Path, reports: int, pages: int, batch: int) -> Iterator[Row]:
    """A row a batch."""
    spawn = mp.get_context("spawn")  # the typesetter's memory is not the program's
    with TemporaryDirectory() as scratch, ProcessPoolExecutor(1, mp_context=spawn) as typesetter:
        texts = material(Path(scratch) / "sample")
        held_pages = 0
        for first in range(0, reports, batch):
            folder = Path(scratch) / f"batch-{first}"
            folder.mkdir()
            numbers = range(first, min(first + batch, reports))
            made = typesetter.map(typeset, (source(number, pages, texts) for number in numbers))
            for number, data in zip(numbers, made, strict=True):
                (folder / f"report-{number:05}.pdf").write_bytes(data)
            before, start = _cpu(), time.monotonic()
            count, failed = _ingest(store, folder)
            spent, seconds = _cpu() - before, time.monotonic() - start
            if failed:
                raise RuntimeError(f"{failed} reports of this batch failed")
            held_pages += count
            yield _row(store, held_pages, 1000 * spent / max(1, count), seconds)
            for path in folder.iterdir():
                path.unlink()


def _ingest(store: Path, folder: Path) -> tuple[int, int]:
    """Pages read, and reports failed."""
    with writing(store, "scale"), Catalogue.open(store, create=True) as catalogue:
        engine = index.open_or_create(catalogue)
        results = list(pipeline.ingest(find_sources([str(folder)]), catalogue))
        index.update(engine, catalogue)
        engine.close()
        headers = [catalogue.report(result.report) for result in results if result.report]
        failed = sum(result.outcome == pipeline.Outcome.FAILED for result in results)
        return sum(len(header.pages) for header in headers if header), failed


def _row(store: Path, pages: int, cpu_ms_page: float, seconds: float) -> Row:
    with Catalogue.open(store) as catalogue:
        engine = index.open_engine(catalogue)
        times = []
        for query in _QUERIES:
            start = time.process_time()
            if not find(query, catalogue, engine).hits and query != '"for lite"':
                raise RuntimeError(f"{query} found nothing: there is nothing to measure")
            times.append(1000 * (time.process_time() - start))
        reports, passages = catalogue.count()
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Row(reports, pages, passages, cpu_ms_page, seconds, memory, size / max(1, pages), median(times), max(times))


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| reports | pages | passages | CPU ms a page | s a batch | writer MB | bytes a page | query p50 / max, ms |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row.reports:,} | {row.pages:,} | {row.passages:,} | {row.cpu_ms_page:.1f} | {row.seconds:.0f} "
            f"| {row.writer_mb:.0f} | {row.store_bytes_page:,.0f} "
            f"| {row.query_ms_p50:.1f} / {row.query_ms_max:.0f} |"
        )


def main() -> None:
    """Measures, prints a row a batch to stderr as it goes, and the table or JSON at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if min(given.reports, given.pages, given.batch) < 1:
        sys.exit("benchmarks.scale: --reports, --pages and --batch must be at least 1, else nothing is measured.")
    with TemporaryDirectory() as folder:
        rows = []
        for row in measure(given.store or Path(folder) / "store", given.reports, given.pages, given.batch):
            rows.append(row)
            print(*_table([row]), sep="\n", file=sys.stderr)
    print(json.dumps([asdict(row) for row in rows]) if given.json else "\n".join(_table(rows)))


if __name__ == "__main__":
    main()
