"""What is wrong with a store, each fault with what to do about it: its database, its files, what lies about."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from catalogue.backup import TEMPORARY
from catalogue.errors import SourceError, StoreError
from catalogue.model import Report
from catalogue.store import FILE_NAME, Catalogue

_UNFINISHED = (f"*{TEMPORARY}*", "files/parts/*.part")  # of a restore, and of a download
_SHOWN = 3  # of SQLite's complaints
_PLACES = {"path": "pdf", "landing_path": "landing_page"}  # a file's place → the field that repeats it without a URL


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be.

    Attributes:
        code: short and stable: "damaged", "loose-rows", "no-index", "stale-index", "index-behind", "index-differs",
            "moved", "changed", "gone", "orphan".
        text: a sentence that says what is wrong.
        remedy: what to do about it.
        fixable: whether `funn doctor --fix` does it.
        exit_code: of a command that finds nothing worse.
        report: id of the report that it is about, or "".
        field: of the report, for a file: "path" or "landing_path".
        path: the file or folder that it is about; of what has moved, where it is now.
    """

    code: str
    text: str
    remedy: str
    fixable: bool = True
    exit_code: int = StoreError.exit_code
    report: str = ""
    field: str = ""
    path: str = ""


def database(catalogue: Catalogue) -> Iterator[Fault]:
    """What SQLite finds wrong with the database."""
    try:
        rows = [row[0] for row in catalogue.db.execute("PRAGMA integrity_check(100)")]
    except sqlite3.DatabaseError as error:
        rows = [str(error)]
    if rows != ["ok"]:
        said = "; ".join(rows[:_SHOWN])
        text = f"The collection's file {catalogue.folder / FILE_NAME} is damaged ({said})."
        remedy = "restore the last backup: funn restore FILE --force; or ingest the reports into a new store"
        yield Fault("damaged", text, remedy, fixable=False)
        return
    loose = catalogue.db.execute("PRAGMA foreign_key_check").fetchall()
    if loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        yield Fault("loose-rows", f"{len(loose)} rows of {tables} belong to nothing that is there.", "take them out")


def drop_loose_rows(catalogue: Catalogue) -> None:
    """Takes out the rows that belong to nothing that is there; what hangs on them too."""
    while loose := catalogue.db.execute("PRAGMA foreign_key_check").fetchall():
        with catalogue.transaction():
            for table, row, *_ in loose:
                catalogue.db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))  # noqa: S608 - a name from the schema


def files(catalogue: Catalogue) -> Iterator[Fault]:
    """Files of reports that are not where they were, or not what they were.

    What is gone is looked for, by its bytes, in the folders that the collection knows.
    """
    reports = [report for report in catalogue.reports() if report.path or report.landing_path]
    finder = _Finder(reports)
    for report in reports:
        for field in _PLACES:
            place = str(getattr(report, field))
            digest = report.sha256 if field == "path" else report.landing_sha256
            if not place or not digest:
                continue
            now = _digest(Path(place))
            if now != digest:
                yield _file_fault(report, field, place, found=finder.find(digest), gone=not now)


def _file_fault(report: Report, field: str, place: str, found: Path | None, *, gone: bool) -> Fault:
    about = {"exit_code": SourceError.exit_code, "report": report.id, "field": field}
    if found is not None:
        text = f"{place} of report {report.id} is now at {found}."
        return Fault("moved", text, "note where it is", path=str(found), **about)  # type: ignore[arg-type]
    if gone:
        text = f"{place} of report {report.id} ({report.full_title}) is gone; its text is kept."
        remedy = f"put the file back, ingest the folder where it is now, or: funn remove {report.id}"
        return Fault("gone", text, remedy, fixable=False, path=place, **about)  # type: ignore[arg-type]
    text = f"{place} is not the file any more that report {report.id} was read from."
    return Fault("changed", text, f"read it: funn ingest {place}", path=place, **about)  # type: ignore[arg-type]


def relocate(catalogue: Catalogue, fault: Fault) -> None:
    """Notes where a file is now that has moved."""
    report = catalogue.headers([fault.report])[fault.report]
    places = {fault.field: fault.path}
    beside = _PLACES[fault.field]
    if getattr(report, beside) == getattr(report, fault.field):
        places[beside] = fault.path
    catalogue.relocate(report.id, **places)


def orphans(catalogue: Catalogue, index: str) -> Iterator[Fault]:
    """What lies in the store and belongs to nothing: indexes that are not in force, files that were never finished.

    Args:
        catalogue: of the store.
        index: name of the folder of the index in force, or "".
    """
    for path in sorted(catalogue.folder.glob("index-*")):
        if path.is_dir() and path.name != index:
            yield Fault("orphan", f"{path} is an index that is not in force.", "delete it", path=str(path))
    for unfinished in _UNFINISHED:
        for path in sorted(catalogue.folder.glob(unfinished)):
            yield Fault("orphan", f"{path} was never finished.", "delete it", path=str(path))


class _Finder:
    """Looks for files by their bytes in the folders that reports were read from."""

    def __init__(self, reports: list[Report]) -> None:
        places = {Path(place) for report in reports for place in (report.path, report.landing_path) if place}
        self._folders = sorted({path.parent for path in places})
        self._endings = {path.suffix.casefold() for path in places}
        self._held: dict[str, Path] | None = None

    def find(self, digest: str) -> Path | None:
        """A file with these bytes, or None; the folders are read when the first is asked for."""
        if self._held is None:
            self._held = {}
            for folder in self._folders:
                for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                    if path.suffix.casefold() in self._endings and path.is_file():
                        self._held.setdefault(_digest(path), path)
        return self._held.get(digest)


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
