"""What a user has set by hand of a report's metadata: checked, kept when the report is read again, taken back.

An edit remembers what the sources say, so that it can be taken back without reading the report again. In the database
both are JSON, as the report's columns are.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from catalogue.errors import UsageError
from catalogue.model import Candidate, Isbn, Report
from catalogue.store import Catalogue

SOURCE = "edited"
OVERRULED = "edited by hand"
_TEXTS = (
    "title", "subtitle", "heading", "publisher", "commissioned_by", "performed_by", "series", "report_number", "issn",
    "doi", "handle", "licence", "last_changed",
)  # fmt: skip
FIELDS = (*_TEXTS[:3], "authors", *_TEXTS[3:8], "year", "isbn", *_TEXTS[8:])
_ONE_OF = {"authors": "author"}  # what a candidate of the field is called
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_HANDLE = re.compile(r"https?://hdl\.handle\.net/\d+(\.\d+)*/\S+")
_ISBN = re.compile(r"(?P<value>[\dXx -]+?)\s*(?:\((?P<qualifier>[^()]+)\))?")
_FORMS = {
    "issn": (_ISSN, "an ISSN such as 1503-9641"),
    "doi": (_DOI, "a DOI such as 10.1000/182"),
    "last_changed": (_DATE, "a date such as 2024-05-17"),
    "handle": (_HANDLE, "a handle such as https://hdl.handle.net/11250/123"),
}

Value = str | int | None | tuple[str, ...] | tuple[Isbn, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that was set by hand.

    Attributes:
        field: name of the report's field.
        value: what it was set to.
        before: what the sources say.
    """

    field: str
    value: Value
    before: Value


def read(text: str) -> tuple[str, Value]:
    """A field and its value from "field=value"; authors and ISBNs are split by ";".

    Raises:
        UsageError: there is no such field, or the value is not one for it; the sentence says what is.
    """
    field, equals, value = (part.strip() for part in text.partition("="))
    if not equals or field not in FIELDS:
        raise UsageError(f"{text!r} sets no field: write field=value with one of {', '.join(FIELDS)}.")
    return field, _value(field, " ".join(value.split()))


def is_empty(value: Value) -> bool:
    """Whether a value takes an edit back, as `field=` does."""
    return value in {"", None, ()}


def _value(field: str, text: str) -> Value:
    if field == "year":
        return _year(text) if text else None
    if field == "authors":
        return tuple(filter(None, (name.strip() for name in text.split(";"))))
    if field == "isbn":
        return tuple(_isbn(part.strip()) for part in text.split(";") if part.strip())
    form, what = _FORMS.get(field, (None, ""))
    if text and form is not None and not form.fullmatch(text):
        raise UsageError(f"{field}={text} is not {what}.")
    if field == "issn" and text and sum(_digit(c) * w for c, w in zip(text.replace("-", ""), range(8, 0, -1))) % 11:  # noqa: B905 - eight of each
        raise UsageError(f"{field}={text} has a wrong check digit: compare it with the report.")
    return text


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise UsageError(f"year={text} is no year: give a number such as 2024.")
    return int(text)


def _isbn(text: str) -> Isbn:
    found = _ISBN.fullmatch(text)
    value = "-".join(re.split(r"[\s-]+", found["value"].strip())).upper() if found else ""
    if found is None or not _checks(value.replace("-", "")):
        raise UsageError(f"isbn={text} is no ISBN: its length or its check digit is wrong; compare it with the report.")
    return Isbn(value, (found["qualifier"] or "").strip())


def _checks(digits: str) -> bool:
    """Whether the check digit of an ISBN-10 or ISBN-13 holds."""
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum(_digit(digit) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0
    return False


def _digit(letter: str) -> int:
    return 10 if letter == "X" else int(letter)


# What is kept


def of(catalogue: Catalogue, report: str) -> list[Edit]:
    """The edits of a report, by field."""
    rows = catalogue.db.execute("SELECT field, value FROM edit WHERE report = ? ORDER BY field", (report,))
    return [
        Edit(field, _decoded(field, held["value"]), _decoded(field, held["before"])) for field, held in _loaded(rows)
    ]


def applied(catalogue: Catalogue, report: Report) -> Report:
    """A report that was just read, with what a user has set of it; what its sources say now is remembered.

    Raises:
        StoreError: the store cannot be written.
    """
    edits = [replace(edit, before=getattr(report, edit.field)) for edit in of(catalogue, report.id)]
    keep(catalogue, report.id, edits)
    return edited(report, edits)


def keep(catalogue: Catalogue, report: str, edits: Collection[Edit]) -> None:
    """Keeps edits of a report, each in the place of an earlier one of its field.

    Raises:
        StoreError: the store cannot be written.
    """
    if edits:
        with catalogue.transaction():
            for edit in edits:
                _keep(catalogue, report, edit)


def edited(report: Report, edits: Iterable[Edit]) -> Report:
    """The report with these edits in force, each among its candidates."""
    for edit in edits:
        name = _ONE_OF.get(edit.field, edit.field)
        others = [
            replace(one, chosen=False, reason=OVERRULED) if one.field == name and one.chosen else one
            for one in report.candidates
            if (one.field, one.source) != (name, SOURCE)
        ]
        own = [Candidate(name, text, SOURCE, chosen=True) for text in _texts(edit.value)]
        report = replace(report, candidates=(*own, *others), **{edit.field: edit.value})  # type: ignore[arg-type]  # the field's own type
    return report


def unedited(report: Report, edit: Edit) -> Report:
    """The report with an edit taken back: what its sources say is in force again."""
    name = _ONE_OF.get(edit.field, edit.field)
    kept = tuple(
        replace(one, chosen=True, reason="") if one.field == name and one.reason == OVERRULED else one
        for one in report.candidates
        if (one.field, one.source) != (name, SOURCE)
    )
    return replace(report, candidates=kept, **{edit.field: edit.before})  # type: ignore[arg-type]  # the field's own type


def change(catalogue: Catalogue, report: Report, values: Iterable[tuple[str, Value]]) -> Report:
    """Sets fields of a report by hand, or takes edits back where the value is empty; all of it or nothing.

    Args:
        catalogue: of the store; the caller holds its lock.
        report: with its details.
        values: from `read`.

    Raises:
        UsageError: an edit is to be taken back that was never made.
        StoreError: the store cannot be written.
    """
    held = {edit.field: edit for edit in of(catalogue, report.id)}
    for field, value in values:
        if is_empty(value):
            if field not in held:
                raise UsageError(f"{field} of this report was not edited: there is nothing to take back.")
            report = unedited(report, held.pop(field))
        else:
            before = held[field].before if field in held else getattr(report, field)
            held[field] = Edit(field, value, before)
            report = edited(report, [held[field]])
    with catalogue.transaction():
        catalogue.db.execute("DELETE FROM edit WHERE report = ?", (report.id,))
        for edit in held.values():
            _keep(catalogue, report.id, edit)
        catalogue.put_header(report)
    return report


def hand_on(catalogue: Catalogue, old: str, new: str) -> None:
    """Gives a report's edits to the one that takes its place, where that has none of the same field."""
    if of(catalogue, old):
        with catalogue.transaction():
            catalogue.db.execute("UPDATE OR IGNORE edit SET report = ? WHERE report = ?", (new, old))
            catalogue.db.execute("DELETE FROM edit WHERE report = ?", (old,))


def _keep(catalogue: Catalogue, report: str, edit: Edit) -> None:
    """Writes an edit; within a transaction."""
    value = json.dumps({"value": _plain(edit.value), "before": _plain(edit.before)}, ensure_ascii=False)
    catalogue.db.execute("INSERT OR REPLACE INTO edit VALUES (?, ?, ?)", (report, edit.field, value))


def _loaded(rows: Iterable[tuple[str, str]]) -> list[tuple[str, dict[str, Any]]]:
    return [(field, json.loads(value)) for field, value in rows]


def _texts(value: Value) -> list[str]:
    """The value as candidates tell it."""
    parts = value if isinstance(value, tuple) else (value,)
    return [part.value if isinstance(part, Isbn) else str(part) for part in parts]


def _plain(value: Value) -> Any:
    """The value as JSON has it."""
    if isinstance(value, tuple):
        return [[part.value, part.qualifier] if isinstance(part, Isbn) else part for part in value]
    return value


def _decoded(field: str, value: Any) -> Value:
    if field == "isbn":
        return tuple(Isbn(*pair) for pair in value)
    return tuple(value) if field == "authors" else value
