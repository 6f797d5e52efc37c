"""What does a collection cost as it grows? Reports made from the sample series, through ingest and search.

    python -m benchmarks.scale --store DIR [--reports N] [--pages P] [--batch B] [--minutes M] [--kill K] [--json]

Reports of about P pages (`scale_reports`) are typeset, ingested by the program's own pipeline and searched, a batch at a
time; a row a batch says what the batch cost. Flat columns are what is hoped for. Each ingest is a new process, and so
are the searches, so that the memory told is that of an ingest, of its workers, and of nothing else.

The rows so far are kept beside DIR: the same command given again goes on after the last of them, and what was
ingested of a batch that was broken off is not read again. `--kill K` kills the ingest of the K-th batch (SIGKILL) once
half of the batch is in the catalogue, and starts it again. `--minutes M` starts no batch after M minutes.
"""

import argparse
import json
import multiprocessing as mp
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cold import cpu_ms
from benchmarks.scale_reports import material, source, typeset
from catalogue.lock import writing
from catalogue.store import FILE_NAME, Catalogue
from ingest import pipeline
from ingest.sources import find as find_sources
from search import index
from search.find import find

_QUERIES = (
    "skoleleiarar involvering", "skoleledere involvert", "kompetanseutvikling kommune", "statsforvalter tilskudd",
    "barnehage samarbeid", "rettleiar universitet", "behovsvurdering", '"for lite"', "kompetanse*", "fagopplæring lærling",
)  # fmt: skip
_DRAWN = 90  # queries of two words that stand in one sentence
_COLD_RUNS = 5
_LETTERS = 5  # of a word that is asked for
_SEED = 20_261_125
_WAIT_S = 0.1  # between two looks at an ingest that is to be killed


@dataclass(frozen=True, slots=True)
class Row:
    """A batch.

    Attributes:
        reports: held after it.
        pages: held after it.
        passages: held after it.
        cpu_ms_page: CPU milliseconds a page of reading, saving and indexing, all processes.
        seconds: by the clock, for the ingest of the batch.
        index_s: CPU seconds of indexing, a part of the CPU time.
        ingest_mb: largest resident memory of the process that saves and indexes.
        worker_mb: largest resident memory of a process that reads PDFs.
        catalogue_bytes_page: of the catalogue, a page.
        index_bytes_page: of the index, a page.
        query_ms_p50: CPU milliseconds of a hundred queries with ten hits and their snippets, in a process that lives on.
        query_ms_p95: five of the hundred take longer.
        query_ms_max: the slowest.
        slowest: which it is.
        cold_ms: CPU milliseconds of the command `search`, a new process.
        killed: whether its ingest was killed and started again; what that one had done is not in its CPU time.
    """

    reports: int
    pages: int
    passages: int
    cpu_ms_page: float
    seconds: float
    index_s: float
    ingest_mb: float
    worker_mb: float
    catalogue_bytes_page: float
    index_bytes_page: float
    query_ms_p50: float
    query_ms_p95: float
    query_ms_max: float
    slowest: str
    cold_ms: float
    killed: bool


@dataclass(frozen=True, slots=True)
class _Ingested:
    """What one ingest did: pages that it read, reports that failed, and what it cost, as `Row` has it."""

    pages: int
    failed: int
    cpu_s: float
    seconds: float
    index_s: float
    ingest_mb: float
    worker_mb: float


# In processes of their own


def ingest(store: Path, folder: Path) -> _Ingested:
    """Takes a folder in, as `funn ingest` does; to be called in a new process."""
    started = time.monotonic()
    with writing(store, "scale"), Catalogue.open(store, create=True) as catalogue:
        engine = index.open_or_create(catalogue)
        results = list(pipeline.ingest(find_sources([str(folder)]), catalogue))
        before = time.process_time()
        index.update(engine, catalogue)
        index_s = time.process_time() - before
        engine.close()
        own, workers = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        seconds = time.monotonic() - started
        read = {result.report for result in results if result.outcome is not pipeline.Outcome.UNCHANGED}
        pages = sum(_pages(catalogue, report) for report in read)
    return _Ingested(
        pages,
        sum(result.outcome is pipeline.Outcome.FAILED for result in results),
        sum(usage.ru_utime + usage.ru_stime for usage in (own, workers)),
        seconds,
        index_s,
        own.ru_maxrss / 1000,
        workers.ru_maxrss / 1000,
    )


def _pages(catalogue: Catalogue, report: str) -> int:
    header = catalogue.report(report)
    return len(header.pages) if header else 0


def ask(store: Path, queries: Sequence[str]) -> list[float]:
    """CPU milliseconds of each query; to be called in a new process.

    Raises:
        RuntimeError: no query found anything: there is nothing to measure.
    """
    import numpy as np  # noqa: F401 - a process that lives on has it

    times = []
    found = 0
    with Catalogue.open(store) as catalogue:
        engine = index.open_engine(catalogue)
        find(queries[-1], catalogue, engine)
        for query in queries:
            start = time.process_time()
            found += len(find(query, catalogue, engine).hits)
            times.append(1000 * (time.process_time() - start))
        engine.close()
    if not found:
        raise RuntimeError("the queries found nothing")
    return times


def _call(sender: Connection, function: Callable[..., object], *values: object) -> None:
    sender.send(function(*values))


def _apart(function: Callable[..., Any], *values: object, watch: Callable[[], bool] | None = None) -> Any:
    """What a function says in a new process; None when `watch` had it killed.

    Raises:
        RuntimeError: the process failed.
    """
    spawn = mp.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_call, args=(sender, function, *values))
    process.start()
    sender.close()
    while watch and process.is_alive() and not receiver.poll(_WAIT_S):
        if watch():
            process.kill()
            process.join()
            return None
    try:
        return receiver.recv()
    except EOFError:
        raise RuntimeError(f"{function.__name__} failed in its process; what it says stands above") from None
    finally:
        process.join()


# A batch


def measure(store: Path, given: argparse.Namespace, rows: list[Row]) -> Iterator[Row]:
    """A row a batch, after those that there are."""
    until = time.monotonic() + 60 * given.minutes
    spawn = mp.get_context("spawn")  # the typesetter's memory is not the program's
    with TemporaryDirectory() as scratch, ProcessPoolExecutor(1, mp_context=spawn) as typesetter:
        texts = material(Path(scratch) / "sample")
        queries = [*_QUERIES, *_drawn(texts)]
        first = rows[-1].reports if rows else 0
        for number, start in enumerate(range(first, given.reports, given.batch), len(rows) + 1):
            if time.monotonic() > until:
                return
            folder = Path(scratch) / f"batch-{start}"
            folder.mkdir()
            numbers = range(start, min(start + given.batch, given.reports))
            made = typesetter.map(typeset, (source(number, given.pages, texts) for number in numbers))
            for report, data in zip(numbers, made, strict=True):
                (folder / f"report-{report:05}.pdf").write_bytes(data)
            yield _row(store, folder, queries, kill=number == given.kill)
            for path in folder.iterdir():
                path.unlink()


def _drawn(texts: dict[str, list[str]]) -> Iterator[str]:
    """Two words of a sentence each, the same in every run."""
    chance = random.Random(_SEED)  # noqa: S311 - to measure, not to hide
    said = [text for standard in sorted(texts) for text in texts[standard]]
    drawn = 0
    while drawn < _DRAWN:
        words = sorted({word for word in chance.choice(said).split() if word.isalpha() and len(word) >= _LETTERS})
        if len(words) > 1:
            drawn += 1
            yield " ".join(chance.sample(words, 2))


def _row(store: Path, folder: Path, queries: Sequence[str], *, kill: bool) -> Row:
    """Ingests a batch and asks.

    Raises:
        RuntimeError: a report failed, or nothing was found.
    """
    if kill:
        held, half = _held(store), sum(1 for _ in folder.iterdir()) // 2
        if _apart(ingest, store, folder, watch=lambda: _held(store) >= held + half) is not None:
            raise RuntimeError("the ingest that was to be killed ended before")
        print(f"killed: {_held(store) - held} reports of the batch are in the catalogue", file=sys.stderr)
    done = _apart(ingest, store, folder)
    if done.failed:
        raise RuntimeError(f"{done.failed} reports of this batch failed")
    times = dict(zip(queries, _apart(ask, store, queries), strict=True))
    slowest = sorted(times.values())
    search = [str(Path(sys.executable).with_name("search")), "--store", str(store), queries[0]]
    cold = [cpu_ms(search) for _ in range(_COLD_RUNS + 1)][1:]
    with Catalogue.open(store) as catalogue:
        reports, passages = catalogue.count()
        pages = sum(_pages(catalogue, report.id) for report in catalogue.reports())
    sizes = {path: path.stat().st_size for path in store.rglob("*") if path.is_file()}
    truth = sum(size for path, size in sizes.items() if path.name.startswith(FILE_NAME))
    return Row(
        reports,
        pages,
        passages,
        1000 * done.cpu_s / max(1, done.pages),
        done.seconds,
        done.index_s,
        done.ingest_mb,
        done.worker_mb,
        truth / max(1, pages),
        sum(size for path, size in sizes.items() if path.parent.name.startswith(index.FOLDER)) / max(1, pages),
        median(slowest),
        slowest[int(0.95 * len(slowest))],
        slowest[-1],
        max(times, key=times.__getitem__),
        median(cold),
        kill,
    )


def _held(store: Path) -> int:
    """Reports in the catalogue."""
    if not (store / FILE_NAME).is_file():
        return 0
    with Catalogue.open(store) as catalogue:
        return catalogue.count()[0]


# What is told


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield (
        "| reports | pages | passages | CPU ms a page | s a batch | index, CPU s | ingest MB | worker MB "
        "| catalogue, index: bytes a page | query p50 / p95 / max, ms | new process, ms |"
    )
    yield "|---" * 11 + "|"
    for row in rows:
        yield (
            f"| {row.reports:,}{' †' if row.killed else ''} | {row.pages:,} | {row.passages:,} | {row.cpu_ms_page:.1f} "
            f"| {row.seconds:.0f} | {row.index_s:.1f} | {row.ingest_mb:.0f} | {row.worker_mb:.0f} "
            f"| {row.catalogue_bytes_page:,.0f}, {row.index_bytes_page:,.0f} "
            f"| {row.query_ms_p50:.1f} / {row.query_ms_p95:.0f} / {row.query_ms_max:.0f} | {row.cold_ms:.0f} |"
        )
    if any(row.killed for row in rows):
        yield "\n† killed in the middle (SIGKILL) and started again; CPU is a page that the second one read."
    yield f"\nSlowest query of the last row: {rows[-1].slowest}"


def main() -> None:
    """Measures, prints a row a batch to stderr as it goes, and the table or JSON at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--kill", type=int, default=0)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if min(given.reports, given.pages, given.batch) < 1:
        sys.exit("benchmarks.scale: --reports, --pages and --batch must be at least 1, else nothing is measured.")
    with TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "store"
        kept = store.with_name(f"{store.name}.rows.jsonl")
        lines = kept.read_text("utf-8").splitlines() if kept.is_file() else []
        rows = [Row(**json.loads(line)) for line in lines]
        try:
            for row in measure(store, given, rows):
                rows.append(row)
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(row)) + "\n")
                print(*_table([row]), sep="\n", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print("stopped; the same command goes on", file=sys.stderr)
    if rows:
        print(json.dumps([asdict(row) for row in rows]) if given.json else "\n".join(_table(rows)))


if __name__ == "__main__":
    main()
