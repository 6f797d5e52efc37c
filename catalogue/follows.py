"""Saved queries, and what each follower has been told of.

A follower is told of what is published, not of how it is read: a report's bytes are looked at once for each follow, its
landing page's bullets once for each landing page, and a text that was told of is not told again when its report has been
replaced or is here twice. What is in the collection when a follow is made counts as told.

So the table `told` holds, for each follow, rows of four kinds in its column `passage`:

| passage | what | at |
|---|---|---|
| a passage's id | it was told of | when, ISO time in UTC |
| `report:` id | the report's PDF was looked at | "" |
| `page:` SHA-256 | the landing page was looked at | "" |
| `text:` digest `/` report | a text that answers the query, in a report that was looked at | "" |

Those who write hold the store's lock (`catalogue.lock`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from catalogue.errors import UsageError
from catalogue.store import Catalogue

_REPORT, _PAGE, _TEXT = "report:", "page:", "text:"
_COPY = 0.8  # share of a report's texts that stand in another too: the same with a new cover
_DIGEST = 24  # hex digits that tell texts apart
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Follow:
    """A saved query.

    Attributes:
        name: that its user gave it.
        query: as written.
        options: filters, as JSON (`search.alerts` reads them).
        created: ISO time, UTC.
    """

    name: str
    query: str
    options: str
    created: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a follower was told of.

    Attributes:
        follow: name of the follow.
        passage: id of the passage; the collection may have it no more.
        report: id of its report.
        at: ISO time, UTC.
    """

    follow: str
    passage: str
    report: str
    at: str


def follows(catalogue: Catalogue) -> list[Follow]:
    """Every follow, the oldest first."""
    rows = catalogue.db.execute("SELECT name, query, options, created FROM follow ORDER BY created, name")
    return [Follow(*row) for row in rows]


def add(catalogue: Catalogue, follow: Follow, matching: Iterable[int]) -> None:
    """Saves a query; all that the collection holds counts as told.

    Args:
        catalogue: of the store.
        follow: with a new name.
        matching: numbers of the passages that answer it now.

    Raises:
        UsageError: there is a follow of that name.
        StoreError: the store cannot be written.
    """
    with catalogue.transaction():
        values = (follow.name, follow.query, follow.options, follow.created)
        if not catalogue.db.execute("INSERT OR IGNORE INTO follow VALUES (?, ?, ?, ?)", values).rowcount:
            raise UsageError(f"{follow.name!r} is followed already: give another --name, or --remove it first.")
        _see(catalogue, follow.name, matching)


def remove(catalogue: Catalogue, name: str) -> bool:
    """Takes a follow out with all that was told of it; whether it was there."""
    with catalogue.transaction():
        return catalogue.db.execute("DELETE FROM follow WHERE name = ?", (name,)).rowcount > 0


def unseen(catalogue: Catalogue, name: str) -> frozenset[int]:
    """Numbers of the passages that have come since a follower was told last; those of superseded reports are left out."""
    query = """
        SELECT id, landing_sha256,
            NOT EXISTS (SELECT 1 FROM told WHERE follow = ?1 AND passage = ?2 || id),
            NOT EXISTS (SELECT 1 FROM told WHERE follow = ?1 AND passage = ?3 || landing_sha256)
        FROM report WHERE superseded_by = ''
    """
    numbers: set[int] = set()
    for report, landing, printed, bullets in catalogue.db.execute(query, (name, _REPORT, _PAGE)).fetchall():
        if printed or (landing and bullets):
            rows = catalogue.db.execute("SELECT number, places FROM passage WHERE report = ?", (report,))
            numbers.update(number for number, places in rows if (bullets if places == "[]" else printed))
    return frozenset(numbers)


def untold(catalogue: Catalogue, name: str, matching: Sequence[int]) -> tuple[int, ...]:
    """Of passages that answer a follow, those whose text its follower does not know yet, in the same order.

    A text is known when it was told of in the same report, in one that is here no more or is superseded, or in one of
    which this report is a copy. In a report of its own it is news.
    """
    found = frozenset(_untold(catalogue, name, matching))
    return tuple(number for number in matching if number in found)


def _untold(catalogue: Catalogue, name: str, matching: Iterable[int]) -> Iterator[int]:
    in_force = {row[0] for row in catalogue.db.execute("SELECT id FROM report WHERE superseded_by = ''")}
    prints: dict[str, frozenset[str]] = {}
    copies: dict[tuple[str, str], bool] = {}

    def is_copy(report: str, other: str) -> bool:
        if (report, other) not in copies:
            for id_ in {report, other} - prints.keys():
                rows = catalogue.db.execute("SELECT text FROM passage WHERE report = ? AND places <> '[]'", (id_,))
                prints[id_] = frozenset(_digest(row[0]) for row in rows)
            mine = prints[report]
            copies[report, other] = len(mine & prints[other]) >= _COPY * len(mine) > 0
        return copies[report, other]

    for number, report, text in list(_texts(catalogue, matching)):
        key = f"{_TEXT}{_digest(text)}"
        query = "SELECT report FROM told WHERE follow = ? AND passage > ? AND passage < ?"
        others = {row[0] for row in catalogue.db.execute(query, (name, f"{key}/", f"{key}0"))}  # "0" comes after "/"
        if not any(other == report or other not in in_force or is_copy(report, other) for other in others):
            yield number


def tell(catalogue: Catalogue, name: str, matching: Iterable[int], news: Iterable[int], at: str) -> None:
    """Notes that a follower is told of news, and has seen all that the collection holds.

    Args:
        catalogue: of the store.
        name: of the follow.
        matching: numbers of the passages that answer it and were not seen before.
        news: those of them that are told, in the order in which they are to be shown again.
        at: ISO time, UTC.

    Raises:
        StoreError: the store cannot be written; nothing was noted.
    """
    with catalogue.transaction():
        _see(catalogue, name, matching)
        for number in news:
            query = "INSERT OR IGNORE INTO told SELECT ?, id, report, ? FROM passage WHERE number = ?"
            catalogue.db.execute(query, (name, at, number))


def told(catalogue: Catalogue, name: str | None = None, since: str = "") -> list[Told]:
    """What was told, the newest first.

    Args:
        catalogue: of the store.
        name: of one follow; None for all.
        since: ISO date or time, UTC; nothing older.
    """
    query = """
        SELECT follow, passage, report, at FROM told
        WHERE at <> '' AND at >= ? AND (?2 IS NULL OR follow = ?2) ORDER BY at DESC, follow, rowid
    """
    return [Told(*row) for row in catalogue.db.execute(query, (since, name))]


def _see(catalogue: Catalogue, name: str, matching: Iterable[int]) -> None:
    """All reports and landing pages have been looked at, and these passages answered."""
    db = catalogue.db
    db.execute("INSERT OR IGNORE INTO told SELECT ?, ? || id, id, '' FROM report", (name, _REPORT))
    query = "INSERT OR IGNORE INTO told SELECT ?, ? || landing_sha256, id, '' FROM report WHERE landing_sha256 <> ''"
    db.execute(query, (name, _PAGE))
    for _, report, text in list(_texts(catalogue, matching)):
        row = (name, f"{_TEXT}{_digest(text)}/{report}", report)
        db.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?, '')", row)


def _texts(catalogue: Catalogue, numbers: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """Number, report and text of passages, in the order of their numbers."""
    rest = sorted(numbers)
    for start in range(0, len(rest), _CHUNK):
        chunk = rest[start : start + _CHUNK]
        query = (
            f"SELECT number, report, text FROM passage WHERE number IN ({','.join('?' * len(chunk))}) ORDER BY number"  # noqa: S608 - marks
        )
        yield from catalogue.db.execute(query, chunk)


def _digest(text: str) -> str:
    """The same for texts whose letters and digits are the same, however they are spaced and divided."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return sha256(letters.encode("utf-8", "replace")).hexdigest()[:_DIGEST]
