"""What came from the net: for each address the file it became, and what its server said of its age."""

from dataclasses import dataclass, fields

from catalogue.store import Catalogue


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address and the file that was kept of it.

    Attributes:
        url: as it was asked for.
        path: of the file in the store, from the root.
        sha256: of the file's bytes.
        etag: the server's name for this state of it, as sent, or "".
        modified: the server's Last-Modified, as sent, or ""; of an OAI-PMH record its datestamp.
        checked: when the server last said so; ISO time, UTC.
    """

    url: str
    path: str
    sha256: str
    etag: str = ""
    modified: str = ""
    checked: str = ""


_COLUMNS = ", ".join(item.name for item in fields(Fetched))


def held(catalogue: Catalogue, url: str) -> Fetched | None:
    """What is kept of an address, or None."""
    row = catalogue.db.execute(f"SELECT {_COLUMNS} FROM fetched WHERE url = ?", (url,)).fetchone()  # noqa: S608 - own names
    return Fetched(*row) if row else None


def address_of(catalogue: Catalogue, path: str) -> str:
    """The address that a file of the store was kept of, the latest where there are several; "" for any other file."""
    query = "SELECT url FROM fetched WHERE path = ? ORDER BY checked DESC, url LIMIT 1"
    row = catalogue.db.execute(query, (path,)).fetchone()
    return str(row[0]) if row else ""


def keep(catalogue: Catalogue, what: Fetched) -> None:
    """Notes what is kept of an address, in the place of what was noted before.

    Raises:
        StoreError: the catalogue cannot be written.
    """
    marks = ", ".join("?" * len(fields(Fetched)))
    values = [getattr(what, item.name) for item in fields(Fetched)]
    with catalogue.transaction():
        catalogue.db.execute(f"INSERT OR REPLACE INTO fetched ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608 - own names
