"""Bringing the index up to what the catalogue holds.

The catalogue is the truth and says which reports the index has. Each store names its index's folder; a rebuild makes
another folder and then changes the name, so that a search meets the old index or the new one and nothing between.
Callers that write hold the store's lock (`catalogue.lock`).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from catalogue import indexed
from catalogue.errors import IndexStaleError
from catalogue.model import Passage, Report
from catalogue.store import Catalogue
from search import marks
from search.engines.port import Engine, Entry
from search.engines.whoosh_engine import REBUILD, WhooshEngine

FOLDER = "index"  # of the catalogue's values: name of the index's folder in the store
NEXT = "index_next"  # of the catalogue's values: what a rebuild that is not done yet has put in, as JSON
REVISION = "index_revision"  # of the catalogue's values: the collection's revision that the index has all of
SEAL = "index_seal"  # of the catalogue's values: what the folder must be sealed with
CHANGES = "revision"  # of the catalogue's values: grows with every change of it
BATCH = 20_000  # passages in one commit: bounds the memory that writing takes

Analyse = Callable[[str], Sequence[str]]
Progress = Callable[[int, int], None]


class Changes(NamedTuple):
    """What an update did.

    Attributes:
        reports: number of reports that were put in or put in anew.
        passages: number of their passages.
        removed: number of reports that were taken out.
    """

    reports: int = 0
    passages: int = 0
    removed: int = 0


def open_engine(catalogue: Catalogue, version: str | None = None) -> WhooshEngine:
    """The store's index, to be searched.

    Args:
        catalogue: of the store.
        version: of the analysis; that of `norwegian` when None.

    Raises:
        IndexStaleError: there is none, it is damaged, it was made for another store, or its keys come from another
            version of the analysis.
    """
    while True:
        name, seal = catalogue.meta(FOLDER), catalogue.meta(SEAL)
        if name is None:
            raise IndexStaleError(f"There is no index in {catalogue.folder}: {REBUILD}.")
        try:
            engine = WhooshEngine.open(catalogue.folder / name, version or _version(), seal or "")
            engine.size()  # from here on a rebuild does not take it away from a query under way
        except IndexStaleError:
            if catalogue.meta(FOLDER) == name:
                raise
        else:
            return engine


def open_or_create(catalogue: Catalogue, version: str | None = None) -> WhooshEngine:
    """The store's index, to be updated; made when the store never had one.

    Raises:
        IndexStaleError: there was one, and it is missing, damaged or of another version.
        StoreError: the store cannot be written.
    """
    if catalogue.meta(FOLDER) is None:
        return _create(catalogue, version or _version())
    return open_engine(catalogue, version)


def _create(catalogue: Catalogue, version: str) -> WhooshEngine:
    indexed.forget(catalogue)
    folder = _next_folder(catalogue)
    engine = WhooshEngine.create(folder, version)
    catalogue.set_meta(**{FOLDER: folder.name, SEAL: engine.seal, REVISION: ""})
    return engine


def behind(catalogue: Catalogue) -> int:
    """How many reports the index lacks, holds in an older revision or holds too many, as after an ingest was killed.

    Mostly two values tell that it is none; only where they differ all reports are looked at.
    """
    if catalogue.meta(REVISION) == catalogue.meta(CHANGES):
        return 0
    return len(indexed.pending(catalogue)) + len(indexed.removed(catalogue))


def update(
    engine: Engine, catalogue: Catalogue, *, analyse: Analyse | None = None, progress: Progress | None = None
) -> Changes:
    """Puts in what the catalogue has and the engine lacks, and takes out what the catalogue has no more.

    What was committed stays when a later batch fails; the next update goes on from there.

    Args:
        engine: of this catalogue.
        catalogue: the truth.
        analyse: makes the keys of a text; that of `norwegian` when None.
        progress: called after each report with the number of reports done and to be done.

    Raises:
        StoreBusyError: another process is writing.
        StoreError: the store cannot be written.
    """
    revision = catalogue.meta(CHANGES) or ""
    removed = indexed.removed(catalogue)
    if removed:
        with engine.writing() as batch:
            for report in removed:
                batch.delete(report)
        indexed.mark(catalogue, removed)
    pending = indexed.pending(catalogue)
    passages = 0
    for done in _fill(engine, catalogue, pending, analyse or _keys, progress or _silent):
        indexed.mark(catalogue, done.reports)
        passages += done.passages
    if catalogue.meta(REVISION) != revision:
        catalogue.set_meta(**{REVISION: revision})
    return Changes(len(pending), passages, len(removed))


def rebuild(
    catalogue: Catalogue,
    *,
    version: str | None = None,
    analyse: Analyse | None = None,
    progress: Progress | None = None,
) -> WhooshEngine:
    """Makes a new index beside the old one and puts it in its place in one step.

    A rebuild that was stopped goes on where its last commit was. A query under way ends on the old index; a process that
    lives long meets `IndexStaleError` some seconds later and opens the store's index again.

    Raises:
        StoreError: the store cannot be written; the old index is in force.
    """
    engine, done = _begun(catalogue, version or _version())
    revision, revisions = catalogue.meta(CHANGES) or "", indexed.revisions(catalogue)
    gone = done.keys() - revisions
    if gone:
        with engine.writing() as removal:
            for report in gone:
                removal.delete(report)
    held = {report: revision for report, revision in done.items() if revisions.get(report) == revision}
    reports = [report.id for report in catalogue.reports() if report.id not in held]
    for batch in _fill(engine, catalogue, reports, analyse or _keys, progress or _silent):
        held |= {report: revisions[report] for report in batch.reports}
        _note(catalogue, engine, held)
    with engine.writing() as last:
        last.whole = True  # a query then looks in one place, and what many segments hold is held once
    indexed.adopt(catalogue, held, **{FOLDER: engine.folder.name, SEAL: engine.seal, NEXT: "", REVISION: revision})
    import shutil  # slow to import, and a search imports this module

    for other in catalogue.folder.glob(f"{FOLDER}-*"):
        if other != engine.folder:
            shutil.rmtree(other, ignore_errors=True)
    return engine


def _begun(catalogue: Catalogue, version: str) -> tuple[WhooshEngine, dict[str, int]]:
    """The index that a stopped rebuild has begun, else a new one; and the reports in it with their revisions."""
    noted = json.loads(catalogue.meta(NEXT) or "{}")
    if noted:
        try:
            engine = WhooshEngine.open(catalogue.folder / noted["folder"], version, noted["seal"])
            engine.size()
        except IndexStaleError:
            pass  # of another version, or cleared away
        else:
            return engine, noted["reports"]
    engine = WhooshEngine.create(_next_folder(catalogue), version)
    _note(catalogue, engine, {})
    return engine, {}


def _note(catalogue: Catalogue, engine: WhooshEngine, reports: dict[str, int]) -> None:
    """Notes how far a rebuild has come."""
    noted = {"folder": engine.folder.name, "seal": engine.seal, "reports": reports}
    catalogue.set_meta(**{NEXT: json.dumps(noted)})


class _Batch(NamedTuple):
    """What one commit put in."""

    reports: tuple[str, ...]
    passages: int


def _fill(
    engine: Engine, catalogue: Catalogue, reports: list[str], analyse: Analyse, progress: Progress
) -> Iterator[_Batch]:
    """Puts reports in, a commit for each batch; yields what is in force."""
    waiting = iter(enumerate(reports, 1))
    done = 0
    while done < len(reports):
        names: list[str] = []
        passages = 0
        with engine.writing() as batch:
            for done, report in waiting:
                entries = _entries(catalogue, report, analyse)
                batch.replace(report, entries)
                names.append(report)
                passages += len(entries)
                progress(done, len(reports))
                if passages >= BATCH:
                    break
        yield _Batch(tuple(names), passages)


def _entries(catalogue: Catalogue, report: str, analyse: Analyse) -> list[Entry]:
    header = catalogue.headers([report])[report]
    return [entry(number, passage, header, analyse) for number, passage in catalogue.numbered_passages(report)]


def entry(number: int, passage: Passage, report: Report, analyse: Analyse) -> Entry:
    """A passage as engines hold it."""
    return Entry(number, analyse(passage.text), marks.of(passage, report))


def _next_folder(catalogue: Catalogue) -> Path:
    """A folder that was never there, so that nobody takes it for another; a rebuild clears away what others left."""
    names = [catalogue.meta(FOLDER) or "", *(path.name for path in catalogue.folder.glob(f"{FOLDER}-*"))]
    numbers = [int(number) for name in names if (number := name.rpartition("-")[2]).isdecimal()]
    return catalogue.folder / f"{FOLDER}-{max(numbers, default=0) + 1}"


def _version() -> str:
    from norwegian import ANALYSIS_VERSION

    return str(ANALYSIS_VERSION)


def _keys(text: str) -> Sequence[str]:
    from norwegian import index_keys

    return index_keys(text)


def _silent(_done: int, _all: int) -> None:
    """No progress to be shown."""
