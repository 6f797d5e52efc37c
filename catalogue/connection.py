"""The file of a catalogue, opened to write or, where nobody may write, to read; its schema brought up to date."""

import sqlite3
from pathlib import Path

from catalogue import schema
from catalogue.errors import StoreError

_BUSY_MS = 10_000


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Opens the file for reading and writing, or for reading only where it cannot be written.

    Whoever closes it may be another thread than whoever used it; two must not use it at once.
    """
    try:
        connection = _connection(path, f"mode={'rwc' if create else 'rw'}")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if create:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        if create:
            raise
        connection = _reading(path)
    connection.create_function("funn_fold", 1, str.casefold, deterministic=True)
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    """Opens a file in a folder that nobody may write to.

    What a writer that died has left in its log counts too; where SQLite cannot read the log, the file is not read past it.
    """
    log = path.with_name(f"{path.name}-wal")
    whole = not log.exists() or not log.stat().st_size
    connection = _connection(path, f"mode=ro{'&immutable=1' if whole else ''}")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return connection


def _connection(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def migrate(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    """Brings the schema up to date, each step in a transaction of its own.

    Raises:
        StoreError: the file has a newer schema, or an older one and `create` is not asked for.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise StoreError(f"{path} was written by a newer Funn (schema {version}): use that one, or another store.")
    if version < schema.VERSION and not create:
        raise StoreError(f"{path} has an older schema ({version}): run funn reindex to bring it up to date.")
    for number in range(version, schema.VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {schema.MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
        )
