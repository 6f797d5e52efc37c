"""Values as rows and back: text and numbers as SQLite has them, tuples as JSON."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from catalogue.model import Candidate, Isbn, Kind, Matter, Note, PageInfo, Passage, Place, Report
from catalogue.runs import unpack

DETAILS = {"pages": PageInfo, "candidates": Candidate, "notes": Note}
REPORT_COLUMNS = tuple(item.name for item in fields(Report) if item.name not in DETAILS)
PASSAGE_COLUMNS = (
    "id", "report", "text", "kind", "section", "matter", "finding", "standard", "margin", "places", "note",
)  # fmt: skip

_KEPT = 512  # reports, and headings, that a process that stays need not read again: a kilobyte each, or less


def upsert(db: sqlite3.Connection, table: str, values: dict[str, object], returning: str = "rowid") -> int:
    """Inserts a row or updates the one with the same key; what `returning` names of it."""
    key = {"report": "id", "detail": "report", "passage": "id", "run": "passage", "meta": "name"}[table]
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != key)
    query = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {changes} RETURNING {returning}"  # noqa: S608 - own names
    return int(db.execute(query, list(values.values())).fetchall()[0][0])


def encode(value: Report | Passage, names: Sequence[str]) -> dict[str, object]:
    """The fields of a value as SQLite holds them: text and numbers as they are, tuples as JSON."""
    return {name: _column(getattr(value, name)) for name in names}


def _column(value: object) -> object:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_fields)
    return int(value) if isinstance(value, bool) else value


def _fields(value: object) -> list[object]:
    """A dataclass within a tuple, as the list of its fields in order."""
    return [getattr(value, item.name) for item in fields(value)]  # type: ignore[arg-type]


def report_of(row: tuple[Any, ...]) -> Report:
    """The report of a row with REPORT_COLUMNS and, perhaps, DETAILS."""
    return _header_of(row) if len(row) == len(REPORT_COLUMNS) else _report_of(row)


def _report_of(row: tuple[Any, ...]) -> Report:
    values = dict(zip(REPORT_COLUMNS + tuple(DETAILS), row, strict=False))
    values["authors"] = tuple(json.loads(values["authors"]))
    values["isbn"] = tuple(Isbn(*pair) for pair in json.loads(values["isbn"]))
    values["shares"] = tuple((code, share) for code, share in json.loads(values["shares"]))
    for name, kind in DETAILS.items():
        if name in values:
            values[name] = tuple(kind(*item) for item in json.loads(values[name]))
    return Report(**values)


_header_of = lru_cache(_KEPT)(_report_of)


@lru_cache(_KEPT)
def _section_of(told: str) -> tuple[str, ...]:
    return tuple(json.loads(told))


def passage_of(row: tuple[Any, ...], packed: bytes | None = None) -> Passage:
    """The passage of a row with PASSAGE_COLUMNS, and its runs as `catalogue.runs` packs them."""
    id_, report, text, kind, section, matter, finding, standard, margin, places, note = row
    return Passage(
        id=id_,
        report=report,
        text=text,
        kind=Kind(kind),
        section=_section_of(section),
        matter=Matter(matter),
        finding=bool(finding),
        standard=standard,
        margin=margin,
        places=tuple(Place(*place) for place in json.loads(places)),
        runs=unpack(packed) if packed else (),
        note=note,
    )
