"""A copy of the catalogue in one file, taken while others read and write, and the way back.

Both ways go through SQLite's own backup, which copies one committed state and commits it in the target as one
transaction. The index is derived and not in the copy.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from catalogue import schema
from catalogue.errors import StoreError, UsageError
from catalogue.store import FILE_NAME, Catalogue

TEMPORARY = ".funn-tmp"  # ending of what is not whole yet
DAMAGED = "damaged"
_BESIDE = ("-wal", "-shm", "-journal")
_TABLES = {"report", "passage", "meta"}


def backup(catalogue: Catalogue, target: Path) -> tuple[int, int]:
    """Writes the catalogue as it is now into a file, which is whole or not there.

    Returns:
        How many reports and passages are in it.

    Raises:
        UsageError: the target is something else than a backup, or the collection itself.
        StoreError: it cannot be written; what was there before is unchanged.
    """
    if target.exists() and (target.is_dir() or target.samefile(catalogue.folder / FILE_NAME)):
        raise UsageError(f"{target} is no name for a backup: name a file outside the collection.")
    if target.exists() and target.stat().st_size and not _is_catalogue(target):
        raise UsageError(f"{target} is there and is no backup of Funn: it is not overwritten; give another name.")
    temporary = target.with_name(target.name + TEMPORARY)
    with _told(f"No backup can be written to {target}"):
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
                catalogue.db.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # all in one file
                copy.execute("PRAGMA synchronous = FULL")
                copy.executescript("BEGIN; DELETE FROM indexed; DELETE FROM meta WHERE name LIKE 'index%'; COMMIT;")
                counts = Catalogue(target.parent, copy).count()
            sync(temporary)
            temporary.replace(target)
            sync(target.absolute().parent)
        finally:
            _unlink(temporary)
    return counts


def check(file: Path) -> None:
    """Makes sure that a backup can be restored.

    Raises:
        UsageError: it is no backup.
        StoreError: it is damaged, or was written by a newer Funn.
    """
    if not file.is_file() or not _is_catalogue(file):
        raise UsageError(f"{file} is no backup of Funn: give a file that funn backup has written.")
    with _told(f"{file} cannot be read"), closing(_reading(file)) as copy:
        version = copy.execute("PRAGMA user_version").fetchone()[0]
        if version > schema.VERSION:
            raise StoreError(f"{file} was written by a newer Funn (schema {version}): use that one.")
        if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise StoreError(f"{file} is damaged and was not restored: give an older backup.")


def restore(file: Path, folder: Path) -> Path | None:
    """Puts a backup in the place of what a store holds, in one step; the caller holds the store's lock.

    A collection that can be read is replaced in one transaction, so that those who read it go on. One that is damaged
    is moved aside.

    Args:
        file: that `check` found good.
        folder: the store.

    Returns:
        Where the damaged collection is now, or None when there was none.

    Raises:
        StoreError: the store cannot be written; what it held is unchanged.
    """
    path = folder / FILE_NAME
    with _told(f"The collection in {folder} cannot be written"):
        if path.exists() and _is_sound(path):
            with closing(_reading(file)) as copy, closing(sqlite3.connect(path, isolation_level=None)) as held:
                held.execute("PRAGMA synchronous = FULL")
                copy.backup(held)
            return None
        temporary = folder / (FILE_NAME + TEMPORARY)
        try:
            _unlink(temporary)
            with closing(_reading(file)) as copy, closing(sqlite3.connect(temporary)) as whole:
                copy.backup(whole)
            sync(temporary)
            aside = _aside(path) if path.exists() else None
            temporary.replace(path)
            sync(folder)
        finally:
            _unlink(temporary)
    return aside


def _aside(path: Path) -> Path:
    """Moves a damaged collection, with what SQLite keeps beside it, to a name that is free."""
    number = 1
    while (target := path.with_name(f"{path.name}.{DAMAGED}-{number}")).exists():
        number += 1
    for ending in (*_BESIDE, ""):  # a journal must never meet another database
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.replace(target.with_name(target.name + ending))
    return target


def _is_catalogue(file: Path) -> bool:
    """Whether a file is an SQLite database with the tables of a catalogue."""
    try:
        with closing(_reading(file)) as copy:
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    return tables >= _TABLES


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as held:
            return bool(held.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _reading(file: Path) -> sqlite3.Connection:
    """A file that nobody writes, opened so that nothing is made beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def sync(path: Path) -> None:
    """Makes sure that a file's content, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unlink(path: Path) -> None:
    for ending in ("", *_BESIDE):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _told(beginning: str) -> Iterator[None]:
    """Errors of disk and database as one sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError(f"{beginning} ({reason}): nothing was changed; check the folder and its disk.") from error
