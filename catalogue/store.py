"""The catalogue on disk: SQLite, the truth that every index is built from.

A report is saved in one transaction that is on the disk when `save` returns (WAL, `synchronous=FULL`). Readers go on
while a writer writes; writers exclude each other by `catalogue.lock`.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

from catalogue.connection import connect, migrate
from catalogue.errors import StoreError
from catalogue.model import Passage, Report, Run
from catalogue.rows import DETAILS, PASSAGE_COLUMNS, REPORT_COLUMNS, encode, passage_of, report_of, upsert
from catalogue.runs import pack, unpack
from catalogue.still import Still

Made = TypeVar("Made")

FILE_NAME = "catalogue.sqlite3"
_PLACES = frozenset({"path", "pdf", "landing_path", "landing_page"})
SKETCH = "sketch "  # of the values, with a report's id: what stands for its passages; gone when they change
ADDED = "added "  # of the values, with a report's id: when it came in, ISO time in UTC; kept when it is read again
_CHUNK = 500  # bound variables in one statement; SQLite's oldest limit is 999


class Known(NamedTuple):
    """What the catalogue holds of a report, to tell whether a file must be read again.

    Attributes:
        sha256: of the PDF's bytes.
        landing_sha256: of the landing page's bytes, or "".
        ingest_version: of the code that read it.
    """

    sha256: str
    landing_sha256: str
    ingest_version: int


class Catalogue:
    """The reports of a store and their passages. Use as a context manager.

    Reports come without their details (pages, candidates, notes) and passages without their runs unless asked for.

    Attributes:
        folder: the store.
        db: the connection, for the modules of this package that keep other things in the same file.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.db = connection
        self._still: Still | None = None
        self._latest: Still | None = None

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Opens the catalogue of a store.

        Args:
            folder: the store.
            create: whether to make it when it is absent, and to bring an older schema up to date.

        Raises:
            StoreError: it is absent, cannot be opened, is damaged or was written by a newer Funn.
        """
        path = folder / FILE_NAME
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            else:
                cls.require(folder)
            connection = connect(path, create=create)
            migrate(connection, path, create=create)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(f"The collection in {folder} cannot be opened ({error}): check the folder.") from error
        except sqlite3.Error as error:
            raise StoreError(
                f"The collection in {folder} is damaged ({error}): restore a backup (funn restore FILE --force)."
            ) from error
        return cls(folder, connection)

    @staticmethod
    def require(folder: Path) -> None:
        """Makes sure that a store holds a collection, of whatever schema, before a command that changes one writes.

        Raises:
            StoreError: there is none.
        """
        if not (folder / FILE_NAME).is_file():
            raise StoreError(f"There is no collection in {folder}: ingest some reports first (funn ingest FOLDER).")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: object, __: object) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError(
                f"The collection in {self.folder} cannot be read ({error}): funn doctor tells what to do."
            ) from error

    def close(self) -> None:
        """Closes the file; the catalogue cannot be used any more."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it ends."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except BaseException as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise StoreError(
                    f"The collection in {self.folder} cannot be written ({error}): nothing of this report was saved."
                ) from error
            raise

    @contextmanager
    def still(self) -> Iterator[None]:
        """All that is read within it is of one state, whatever is written meanwhile; not to be nested.

        What an earlier one has read of the same state is not read again.
        """
        self.db.execute("BEGIN")
        try:
            state = self.db.execute("PRAGMA data_version").fetchone()[0], self.db.total_changes
            if self._latest is None or self._latest.state != state:
                self._latest = Still(state)
            self._still = self._latest
            yield
        finally:
            self._still = None
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def once(self, make: Callable[[Self], Made]) -> Made:
        """What `make` gives for this catalogue; within `still`, made once for each state."""
        return make(self) if self._still is None else self._still.once(make, lambda: make(self))

    # Reports

    def known(self, report: str) -> Known | None:
        """What is held of a report, or None."""
        row = self.db.execute(
            "SELECT sha256, landing_sha256, ingest_version FROM report WHERE id = ?", (report,)
        ).fetchone()
        return Known(*row) if row else None

    def save(
        self, report: Report, passages: Sequence[Passage], ingest_version: int, supersedes: Iterable[str] = ()
    ) -> None:
        """Inserts a report or puts it in the place of what was held under its id.

        A passage that was there before keeps its number. A report that was read from another file at the same place has
        no file any more.

        Args:
            report: it.
            passages: in reading order.
            ingest_version: of the code that read it.
            supersedes: ids of the older versions of the same report.

        Raises:
            StoreError: the file cannot be written; what was held is unchanged.
        """
        with self.transaction():
            self._put(report, ingest_version=ingest_version)
            self._save_passages(report.id, passages)
            self.db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (f"{ADDED}{report.id}", _now()))
            self.db.execute("DELETE FROM meta WHERE name = ?", (f"{SKETCH}{report.id}",))
            for older in supersedes:
                changes = (report.id, self._next_revision(), older)
                self.db.execute("UPDATE report SET superseded_by = ?, revision = ? WHERE id = ?", changes)
            if report.path:
                self.db.execute(
                    "UPDATE report SET pdf = iif(pdf = path, '', pdf), path = '' WHERE path = ? AND id <> ?",
                    (report.path, report.id),
                )

    def put_header(self, report: Report) -> None:
        """Puts the metadata and details of a held report in the place of what was held; within a transaction.

        Its passages stay. An index has it as changed.
        """
        self._put(report)

    def _put(self, report: Report, **more: int) -> None:
        row = {**encode(report, REPORT_COLUMNS), "revision": self._next_revision(), **more}
        if more:
            upsert(self.db, "report", row)
        else:
            changes = ", ".join(f"{name} = ?" for name in row)
            self.db.execute(f"UPDATE report SET {changes} WHERE id = ?", [*row.values(), report.id])  # noqa: S608 - own names
        upsert(self.db, "detail", {"report": report.id, **encode(report, tuple(DETAILS))})

    def _next_revision(self) -> int:
        row = self.db.execute(
            "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'revision' RETURNING value"
        ).fetchone()
        return int(row[0])

    def _save_passages(self, report: str, passages: Sequence[Passage]) -> None:
        kept = {passage.id for passage in passages}
        held = [row[0] for row in self.db.execute("SELECT id FROM passage WHERE report = ?", (report,))]
        self.db.executemany("DELETE FROM passage WHERE id = ?", [(id_,) for id_ in held if id_ not in kept])
        for position, passage in enumerate(passages):
            number = upsert(
                self.db,
                "passage",
                {**encode(passage, PASSAGE_COLUMNS), "position": position},
                returning="number",
            )
            if passage.runs:
                upsert(self.db, "run", {"passage": number, "packed": pack(passage.runs)})

    def relocate(self, report: str, **places: str) -> None:
        """Notes where a report's files are now; its passages and what an index holds of them stay.

        Args:
            report: its id.
            places: new values of `path`, `pdf`, `landing_path` or `landing_page`.

        Raises:
            ValueError: another field is named.
            StoreError: the file cannot be written.
        """
        if not set(places) <= _PLACES:
            raise ValueError(f"no places of a report: {places}")
        names = ", ".join(f"{name} = ?" for name in places)
        with self.transaction():
            self._next_revision()  # of the collection, not of the report
            self.db.execute(f"UPDATE report SET {names} WHERE id = ?", [*places.values(), report])  # noqa: S608 - own names

    def remove(self, report: str) -> bool:
        """Takes a report, its passages and its edits out; whether it was there.

        What it had superseded is superseded by its own successor, or in force again.
        """
        with self.transaction():
            successor = self.db.execute("SELECT superseded_by FROM report WHERE id = ?", (report,)).fetchone()
            if successor is None:
                return False
            for (older,) in self.db.execute("SELECT id FROM report WHERE superseded_by = ?", (report,)).fetchall():
                self.db.execute(
                    "UPDATE report SET superseded_by = ?, revision = ? WHERE id = ?",
                    (successor[0], self._next_revision(), older),
                )
            self._next_revision()
            self.db.execute("DELETE FROM edit WHERE report = ?", (report,))
            self.db.executemany("DELETE FROM meta WHERE name = ?", [(f"{SKETCH}{report}",), (f"{ADDED}{report}",)])
            return self.db.execute("DELETE FROM report WHERE id = ?", (report,)).rowcount > 0

    def reports(self) -> list[Report]:
        """Every report, without details, by series, year and title."""
        columns = ", ".join(REPORT_COLUMNS)
        rows = self.db.execute(f"SELECT {columns} FROM report ORDER BY series, year, report_number, title, id")  # noqa: S608 - own names
        return [report_of(row) for row in rows]

    def headers(self, ids: Iterable[str]) -> dict[str, Report]:
        """The reports with these ids, without details."""
        return self._headers(ids) if self._still is None else self._still.of("report", ids, self._headers)

    def _headers(self, ids: Iterable[str]) -> dict[str, Report]:
        rows = self._select(f"SELECT {', '.join(REPORT_COLUMNS)} FROM report WHERE id", ids)  # noqa: S608 - own names
        return {report.id: report for report in map(report_of, rows)}

    def report(self, id_: str) -> Report | None:
        """A report with its details, or None."""
        columns = ", ".join(REPORT_COLUMNS + tuple(DETAILS))
        query = f"SELECT {columns} FROM report JOIN detail ON report = id WHERE id = ?"  # noqa: S608 - own names
        row = self.db.execute(query, (id_,)).fetchone()
        return report_of(row) if row else None

    def added(self, ids: Iterable[str]) -> dict[str, str]:
        """When reports came in, ISO time in UTC; one that an older Funn took in is left out."""
        names = [f"{ADDED}{id_}" for id_ in ids]
        rows = self._select("SELECT name, value FROM meta WHERE name", names)
        return {name.removeprefix(ADDED): value for name, value in rows}

    # Passages

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """The passages with these numbers, without runs; a number that is no more is left out."""
        return self._passages(numbers) if self._still is None else self._still.of("passage", numbers, self._passages)

    def _passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        rows = self._select(f"SELECT number, {', '.join(PASSAGE_COLUMNS)} FROM passage WHERE number", numbers)  # noqa: S608 - own names
        return {row[0]: passage_of(row[1:]) for row in rows}

    def numbered_passages(self, report: str) -> list[tuple[int, Passage]]:
        """A report's passages in reading order with their numbers, without runs."""
        query = f"SELECT number, {', '.join(PASSAGE_COLUMNS)} FROM passage WHERE report = ? ORDER BY position"  # noqa: S608 - own names
        return [(row[0], passage_of(row[1:])) for row in self.db.execute(query, (report,))]

    def passages_of(self, report: str) -> list[Passage]:
        """A report's passages in reading order, with their runs."""
        columns = ", ".join(PASSAGE_COLUMNS)
        query = f"SELECT packed, {columns} FROM passage LEFT JOIN run ON passage = number WHERE report = ? ORDER BY position"  # noqa: S608 - own names
        return [passage_of(row[1:], row[0]) for row in self.db.execute(query, (report,))]

    def runs(self, number: int) -> tuple[Run, ...]:
        """Where the words of a passage are printed."""
        row = self.db.execute("SELECT packed FROM run WHERE passage = ?", (number,)).fetchone()
        return unpack(row[0]) if row else ()

    def number_of(self, passage: str) -> int | None:
        """The number of the passage with this id, or None."""
        row = self.db.execute("SELECT number FROM passage WHERE id = ?", (passage,)).fetchone()
        return int(row[0]) if row else None

    def count(self) -> tuple[int, int]:
        """How many reports and passages there are."""
        row = self.db.execute("SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM passage)").fetchone()
        return int(row[0]), int(row[1])

    def numbers(
        self,
        *,
        standard: str | None = None,
        finding: bool | None = None,
        series: str | None = None,
        years: tuple[int | None, int | None] | None = None,
        report: str | None = None,
    ) -> set[int]:
        """The numbers of the passages that meet every condition given.

        Args:
            standard: nn, nb, … of the passage.
            finding: whether it is a finding.
            series: a part of the series' name, in any case.
            years: first and last year of publication, None for an open end.
            report: id of the report.
        """
        first, last = years or (None, None)
        conditions = [
            ("p.standard = ?", standard),
            ("p.finding = ?", finding),
            ("funn_fold(r.series) LIKE ? ESCAPE '\\'", None if series is None else f"%{like(series.casefold())}%"),
            ("r.year >= ?", first),
            ("r.year <= ?", last),
            ("p.report = ?", report),
        ]
        asked = [(sql, value) for sql, value in conditions if value is not None]
        where = " AND ".join(sql for sql, _ in asked) or "1"
        query = f"SELECT number FROM passage p JOIN report r ON r.id = p.report WHERE {where}"  # noqa: S608 - own conditions, bound values
        return {row[0] for row in self.db.execute(query, [value for _, value in asked])}

    def texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """The texts of the passages with these numbers; a number that is no more is left out."""
        return dict(self._select("SELECT number, text FROM passage WHERE number", numbers))

    def under(self, heading: str) -> frozenset[int]:
        """The numbers of the passages that stand under a heading with this text in it, in any case."""
        # LIKE itself knows only the case of ASCII: other letters match anything there and are compared by Python.
        rough = "".join(letter if letter.isascii() else "_" for letter in like(heading))
        rows = self.db.execute("SELECT number, section FROM passage WHERE section LIKE ? ESCAPE '\\'", (f"%{rough}%",))
        wanted = heading.casefold()
        return frozenset(row[0] for row in rows if any(wanted in part.casefold() for part in json.loads(row[1])))

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """These fields of every report, tuples as JSON text: to look reports up without making a Report of each.

        Raises:
            ValueError: a report has no such field.
        """
        if not set(names) <= set(REPORT_COLUMNS):
            raise ValueError(f"no fields of a report: {names}")
        return self.db.execute(f"SELECT {', '.join(names)} FROM report ORDER BY id").fetchall()  # noqa: S608 - own names

    # What is kept beside the reports

    def meta(self, name: str) -> str | None:
        """A value kept beside the reports, such as the index's version and fingerprint."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, **values: str) -> None:
        """Keeps values beside the reports, in one transaction."""
        with self.transaction():
            for name, value in values.items():
                upsert(self.db, "meta", {"name": name, "value": value})

    def _select(self, query: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """Rows of `query IN (values)`, for any number of values."""
        rest = list(values)
        for start in range(0, len(rest), _CHUNK):
            chunk = rest[start : start + _CHUNK]
            yield from self.db.execute(f"{query} IN ({','.join('?' * len(chunk))})", chunk)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def like(text: str) -> str:
    """The text with the wildcards of LIKE made literal."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
