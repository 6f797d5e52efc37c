"""The collections that the service is measured on, and an ingest that runs beside it."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from benchmarks.passages import REPORT_SIZE, passages
from benchmarks.scale_reports import material, source, typeset
from catalogue.model import Matter, Passage, Place, Report, passage_ids
from catalogue.store import Catalogue
from norwegian.standard import lean
from search import index

_CORPUS = Path(__file__).parents[1] / "corpus"
_FUNN = str(Path(sys.executable).with_name("funn"))
_A_PAGE = 8  # passages
_SECTIONS = (("Samandrag",), ("Bakgrunn",), ("Resultat", "Kommunane"), ("Resultat", "Skolane"), ("Konklusjon",))


def demo(store: Path) -> None:
    """The sample series."""
    subprocess.run([_FUNN, "--store", str(store), "ingest", "--quiet", str(_CORPUS)], check=True, capture_output=True)


def made(store: Path, count: int, data: Path | None = None) -> None:
    """So many passages, in reports with the fields that facets count."""
    with Catalogue.open(store, create=True) as catalogue:
        texts = passages(count, data)
        for number, start in enumerate(range(0, len(texts), REPORT_SIZE)):
            report, held = _report(number, texts[start : start + REPORT_SIZE])
            catalogue.save(report, held, 1)
        engine = index.open_or_create(catalogue)
        index.update(engine, catalogue)
        engine.close()


def _report(number: int, texts: Sequence[str]) -> tuple[Report, list[Passage]]:
    id_ = f"{number:016x}"
    held = []
    for place, (passage, text) in enumerate(zip(passage_ids(id_, texts), texts, strict=True)):
        part = place * len(_SECTIONS) // len(texts)
        matter = {0: Matter.SUMMARY, len(_SECTIONS) - 1: Matter.CONCLUSION}.get(part, Matter.BODY)
        page = 1 + place // _A_PAGE
        held.append(
            Passage(
                passage, id_, text, section=_SECTIONS[part], matter=matter, finding=matter is not Matter.BODY,
                standard=lean(text), margin=1.0, places=(Place(page, str(page)),),
            )
        )  # fmt: skip
    title = " ".join(texts[0].split()[:8]).rstrip(".,;:")
    authors = (f"Kari Forskar {number % 17}", f"Ola Ås {number % 5}")
    report = Report(
        id_, title=title, authors=authors, publisher=f"Institutt {number % 7}", series=f"Serie {number % 9}",
        report_number=f"{2010 + number % 15}:{number}", year=2010 + number % 15,
    )  # fmt: skip
    return report, held


def texts_of(store: Path) -> list[str]:
    """The text of every passage."""
    with Catalogue.open(store) as catalogue:
        return [passage.text for report in catalogue.reports() for passage in catalogue.passages_of(report.id)]


def reports(folder: Path, count: int, pages: int) -> list[Path]:
    """So many PDFs, each with text of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = material(Path(scratch) / "sample")
    files = []
    for number in range(count):
        files.append(folder / f"report-{number:05}.pdf")
        files[-1].write_bytes(typeset(source(number, pages, texts)))
    return files


class Beside:
    """An ingest that runs beside, a report a process, one after the other.

    Attributes:
        ingested: how many reports were so far.
        failures: what the commands that failed said.
    """

    def __init__(self, store: Path, files: Sequence[Path]) -> None:
        self._store = store
        self._files = files
        self._stop = threading.Event()
        self.ingested = 0
        self.failures: list[str] = []

    def run(self) -> None:
        """Ingests each report in turn; once all are in, takes them out and begins anew."""
        for place, file in enumerate(cycle(self._files), 1):
            if self._stop.is_set():
                break
            self.ingested += self._told("ingest", "--quiet", str(file))
            if place % len(self._files) == 0:
                self.clear()

    def stop(self) -> None:
        """After the report that is being read."""
        self._stop.set()

    def clear(self) -> None:
        """Takes the reports out."""
        with Catalogue.open(self._store) as catalogue:
            names = {report.path: report.id for report in catalogue.reports()}
        held = [names[str(file)] for file in self._files if str(file) in names]
        if held:
            self._told("remove", *held)

    def _told(self, *command: str) -> bool:
        done = subprocess.run([_FUNN, "--store", str(self._store), *command], capture_output=True, text=True)  # noqa: PLW1510 - it is looked at
        if done.returncode:
            self.failures.append(f"funn {command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
        return done.returncode == 0


@contextmanager
def ingesting(store: Path, files: Sequence[Path]) -> Iterator[Beside]:
    """Reports are ingested meanwhile, again and again; none when there are no files.

    Raises:
        RuntimeError: an ingest failed.
    """
    beside = Beside(store, files)
    thread = threading.Thread(target=beside.run if files else beside.stop)
    thread.start()
    try:
        yield beside
    finally:
        beside.stop()
        thread.join()
        beside.clear()
    if beside.failures:
        raise RuntimeError("\n".join(beside.failures))
