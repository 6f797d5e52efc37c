"""Sources → reports in the catalogue, each in a transaction of its own; what failed stops nobody else.

What is the same as before is not read again: the same bytes of PDF and landing page, read by the same version.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path

from catalogue import edits, fetched
from catalogue.errors import FunnError, SourceError, StoreError
from catalogue.inheritance import inherit
from catalogue.model import Note, Report, report_id
from catalogue.store import Catalogue
from ingest import landing, versions
from ingest.fields.identifiers import isbn13
from ingest.landing import LandingPage
from ingest.make import Made, make
from ingest.metadata import same_report
from ingest.pdf.reading import Limits, Reading
from ingest.pdf.workers import read_all
from ingest.sources import Source, page_for, whole
from ingest.version import INGEST_VERSION
from norwegian.lexicon import lexicon


class Outcome(StrEnum):
    """What became of a source."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a source.

    Attributes:
        outcome: new, updated, unchanged or failed.
        name: the source, as the user knows it.
        reason: sentences: why it failed, what is lost of it, of what it is a newer version or a copy; or "".
        report: the report's id; "" when it failed.
        notes: what was repaired, lost or doubtful.
    """

    outcome: Outcome
    name: str
    reason: str = ""
    report: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """A PDF to be read."""

    source: Source
    pdf: Path
    sha256: str


def ingest(
    sources: Sequence[Source],
    catalogue: Catalogue,
    workers: int | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
) -> Iterator[Result]:
    """Reads sources into the catalogue; one Result a source, as each is done.

    The caller holds the store's lock (`catalogue.lock`).

    Args:
        sources: from `ingest.sources.find`.
        catalogue: of the store.
        workers: processes that read; None for one a processor.
        limits: what each file may cost.

    Raises:
        StoreError: the store cannot be written; what was saved before stays.
    """
    yield from _Run(catalogue).results(sources, workers, limits)


def plan(sources: Iterable[Source], catalogue: Catalogue | None) -> Iterator[Result]:
    """What `ingest` would make of sources, told without reading a PDF or writing anything.

    Args:
        sources: from a dry run's `ingest.net.front.look`.
        catalogue: of the store; None where there is none yet.
    """
    run = _Run(catalogue) if catalogue else None
    for source in sources:
        if source.failure:
            yield Result(Outcome.FAILED, source.name, source.failure)
        elif source.pdf is None and source.pdf_url:
            held = catalogue is not None and (source.pdf_url,) in catalogue.columns("pdf")
            again = "downloaded again, for it may have changed" if held else "downloaded"
            yield Result(Outcome.UPDATED if held else Outcome.NEW, source.name, f"{source.pdf_url} would be {again}.")
        else:
            settled = run.settled(source) if run else None
            yield settled or Result(Outcome.NEW, source.name)


def known_word(word: str) -> bool:
    """Whether a lower-case word is in the lexicon; a function that worker processes can be given."""
    return lexicon().entry(word) is not None


class _Run:
    """One ingest."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._seen: dict[str, str] = {}  # digest of each PDF of this run → its name
        self._pages: list[tuple[str, LandingPage]] = []  # landing pages whose PDF is not known yet
        self._tasks: dict[Path, _Task] = {}

    def results(self, sources: Sequence[Source], workers: int | None, limits: Limits) -> Iterator[Result]:
        """See `ingest`."""
        alone = [source for source in sources if source.pdf is None and source.landing is not None]
        self._pages = [(source.name, source.landing) for source in alone if source.landing] + self._kept_pages()
        waiting = []
        for source in [*sources, *self._rejoined(alone)]:
            if source.failure:
                yield Result(Outcome.FAILED, source.name, source.failure)
            elif source.pdf is not None:
                settled = self._settled(source)
                if settled is None:
                    waiting.append(source.pdf)
                else:
                    yield settled
        waiting.sort(key=_size, reverse=True)  # the longest first, so that no worker is left with it at the end
        for reading in read_all(waiting, workers, limits, known_word) if waiting else ():
            yield self._read(self._tasks.pop(reading.path), reading)
        given = {source.name for source in alone}
        for name, page in self._pages:
            if name in given:
                yield self._page_alone(name, page)

    def _kept_pages(self) -> list[tuple[str, LandingPage]]:
        """Landing pages of the catalogue whose PDF has not come yet."""
        kept = []
        for digest, place in self._catalogue.columns("sha256", "landing_path"):
            page = self._page_at(place) if place and not digest else None
            if page is not None:
                kept.append((place, page))
        return kept

    def _rejoined(self, alone: Iterable[Source]) -> Iterator[Source]:
        """PDFs of the catalogue, read without a page, to which a landing page has now come."""
        reports = [
            one for one in self._catalogue.reports() if one.path and not one.landing_sha256 and not one.superseded_by
        ]
        for source in alone:
            page = source.landing
            pdf = next((Path(one.path) for one in reports if page and _belongs(page, one)), None)
            if page is not None and pdf is not None and pdf.is_file():
                self._take(page)
                yield Source(pdf, page, source.name)

    def settled(self, source: Source) -> Result | None:
        """What would become of a source: unchanged or updated; None of a new one. Nothing is written or read."""
        page = source.landing.sha256 if source.landing else ""
        digest = _digest(source.pdf) if source.pdf else page
        id_ = report_id(digest)
        if digest in self._seen:
            reason = f"{source.name} is the same file as {self._seen[digest]}."
            return Result(Outcome.UNCHANGED, source.name, reason, id_)
        if digest:
            self._seen[digest] = source.name
        held = self._catalogue.known(id_)
        if held is None:
            joined = self._joined_with(source.landing) if source.landing and not source.pdf else ""
            return Result(Outcome.UNCHANGED, source.name, report=joined) if joined else None
        same = held.ingest_version == INGEST_VERSION and page in {"", held.landing_sha256}
        return Result(Outcome.UNCHANGED if same else Outcome.UPDATED, source.name, report=id_)

    def _settled(self, source: Source) -> Result | None:
        """What became of a source that need not be read; None puts it among the tasks."""
        pdf = source.pdf or Path()
        digest = _digest(pdf)
        id_ = report_id(digest)
        if digest in self._seen:
            return Result(
                Outcome.UNCHANGED, source.name, f"{source.name} is the same file as {self._seen[digest]}.", id_
            )
        if digest:
            self._seen[digest] = source.name
        held = self._catalogue.known(id_)
        page = source.landing.sha256 if source.landing else ""
        if held and held.ingest_version == INGEST_VERSION and page in {"", held.landing_sha256}:
            return self._unchanged(source, id_)
        self._tasks[pdf] = _Task(source, pdf, digest)
        return None

    def _unchanged(self, source: Source, id_: str) -> Result:
        """A report that is held already; where its files have gone, where they are now is noted."""
        header = self._catalogue.headers([id_])[id_]
        places = {}
        if source.pdf and not Path(header.path).is_file():
            path = whole(source.pdf)
            places["path"] = path
            if header.pdf == header.path:
                places["pdf"] = path
        if source.pdf_url and header.pdf == header.path:
            places["pdf"] = source.pdf_url
        if source.landing and header.landing_path and not Path(header.landing_path).is_file():
            places["landing_path"] = whole(Path(source.landing.path))
            if header.landing_page == header.landing_path:
                places["landing_page"] = places["landing_path"]
        if source.landing and source.landing.url and not header.landing_page.startswith(("http://", "https://")):
            places["landing_page"] = source.landing.url
        if places:
            self._catalogue.relocate(id_, **places)
        return Result(Outcome.UNCHANGED, source.name, report=id_)

    def _read(self, task: _Task, reading: Reading) -> Result:
        """Saves what was read."""
        name = task.source.name
        if reading.document is None:
            return Result(Outcome.FAILED, name, reading.reason)
        try:
            page = task.source.landing or self._page_of(task)
            pdf_url = task.source.pdf_url or fetched.address_of(self._catalogue, whole(task.pdf))
            made = make(reading.document, page, task.pdf, task.sha256, pdf_url)
            if page is None and (page := self._page_by_isbn(made)):
                made = make(reading.document, page, task.pdf, task.sha256, pdf_url)
            return self._saved(made, name, reading.reason)
        except StoreError:
            raise
        except FunnError as error:
            return Result(Outcome.FAILED, name, str(error))
        except Exception as error:  # noqa: BLE001 - a broken report never stops the others
            reason = f"{name}: no report could be made of it ({type(error).__name__}: {error}); please report this."
            return Result(Outcome.FAILED, name, reason)

    def _page_of(self, task: _Task) -> LandingPage | None:
        """The landing page that the report had before, else one that waits for a PDF of this name."""
        held = self._catalogue.headers([report_id(task.sha256)]).get(report_id(task.sha256))
        before = self._page_at(held.landing_path) if held and held.landing_path else None
        return before or self._take(page_for(task.pdf, [page for _, page in self._pages]))

    def _page_at(self, place: str) -> LandingPage | None:
        """The landing page that was read there before; None when it is gone."""
        try:
            page = landing.read(Path(place))
        except SourceError:
            return None
        url = fetched.address_of(self._catalogue, place)
        return replace(page, url=page.url or url) if url else page

    def _page_by_isbn(self, made: Made) -> LandingPage | None:
        return self._take(next((page for _, page in self._pages if same_report(made.fields, page)), None))

    def _take(self, page: LandingPage | None) -> LandingPage | None:
        """A waiting page, which waits no longer."""
        self._pages = [(name, other) for name, other in self._pages if other is not page]
        return page

    def _page_alone(self, name: str, page: LandingPage) -> Result:
        """A report of which there is only a landing page."""
        held = self._catalogue.known(report_id(page.sha256))
        if held and held.ingest_version == INGEST_VERSION:
            return Result(Outcome.UNCHANGED, name, report=report_id(page.sha256))
        joined = self._joined_with(page)
        if joined:
            return Result(Outcome.UNCHANGED, name, report=joined)
        return self._saved(make(None, page, None, ""), name, "")

    def _joined_with(self, page: LandingPage) -> str:
        """The id of the report that this landing page is part of already, or ""."""
        rows = self._catalogue.columns("id", "landing_sha256", "sha256")
        return next((id_ for id_, digest, pdf in rows if digest == page.sha256 and pdf), "")

    def _saved(self, made: Made, name: str, reason: str) -> Result:
        alone = report_id(made.report.landing_sha256) if made.report.sha256 and made.report.landing_sha256 else ""
        if alone:
            edits.hand_on(self._catalogue, alone, made.report.id)
        report = edits.applied(self._catalogue, made.report)
        held = self._catalogue.known(report.id)
        settled = versions.settle(self._catalogue, report, made.passages)
        inherited = inherit(self._catalogue, settled.report, settled.supersedes)
        report = inherited.report
        self._catalogue.save(report, made.passages, INGEST_VERSION, settled.supersedes)
        if alone:
            self._catalogue.remove(alone)  # what the page was before its PDF came
        told = " ".join(filter(None, (reason, *settled.sentences, *inherited.sentences)))
        return Result(Outcome.UPDATED if held else Outcome.NEW, name, told, report.id, report.notes)


def _digest(path: Path) -> str:
    """The SHA-256 of a file's bytes; "" when it cannot be read, which the reader tells."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _belongs(page: LandingPage, report: Report) -> bool:
    """Whether a landing page is that of a report: it links to a file of that name, or they have an ISBN in common."""
    numbers = {isbn13(isbn.value) for isbn in report.isbn} & {isbn13(isbn.value) for isbn in page.isbns}
    return bool(numbers - {""}) or page_for(Path(report.path), [page]) is not None


def _size(path: Path) -> int:
    """Bytes of a file; 0 when it cannot be asked."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
