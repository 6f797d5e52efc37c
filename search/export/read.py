"""Exported files read back: the quotations of a CSV, JSON lines, XLSX or Markdown file."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import SourceError, UsageError
from search.export.tables import as_written
from search.verify import Quotation

if TYPE_CHECKING:
    from markdown_it.token import Token

ENDINGS = (".csv", ".jsonl", ".xlsx", ".md")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{10}")
_PLACE = re.compile(r"· (?:s\. (?P<label>[^·]+), )?PDF (?P<page>\d+) · \S+$")


def quotations(path: Path) -> list[Quotation]:
    """The quotations of a file that `funn export` wrote, also when a spreadsheet has saved it again.

    Raises:
        UsageError: the file's ending names no such format, it holds no quotations, or XLSX needs the extra `office`.
        SourceError: it cannot be read.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{path.name}: only {' '.join(ENDINGS)} files can be verified; export to one of these.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): check the file.") from error
    try:
        found = list(reader(data))
    except (ValueError, csv.Error) as error:
        raise SourceError(f"{path} cannot be read as {path.suffix} ({error}): export it again.") from error
    if not found:
        raise UsageError(f"{path.name} holds no quotations that `funn export` wrote: export it again.")
    return found


def _from_csv(data: bytes) -> Iterator[Quotation]:
    text = _decoded(data)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from _from_table([as_written(cell) for cell in row] for row in table)


def _decoded(data: bytes) -> str:
    """UTF-8, else what Excel saves as "CSV" in a Norwegian Windows, or as "Unicode text"."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _from_jsonl(data: bytes) -> Iterator[Quotation]:
    for number, line in enumerate(data.decode("utf-8-sig").split("\n"), 1):
        if line.strip():
            row = json.loads(line)
            if isinstance(row, dict) and "quotation" in row:
                yield _quotation(number, row)


def _from_xlsx(data: bytes) -> Iterator[Quotation]:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise UsageError("XLSX needs the extra `office`: pip install 'funn[office]', or verify a .csv.") from error
    from zipfile import BadZipFile

    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        yield from _from_table(sheet.iter_rows(values_only=True))
    except (InvalidFileException, BadZipFile, KeyError, IndexError) as error:
        raise ValueError(error) from error


def _from_table(rows: Iterable[Iterable[object]]) -> Iterator[Quotation]:
    """Rows below a row with the names of the columns."""
    table = iter(rows)
    names = [str(name or "").strip() for name in next(table, ())]
    if "quotation" not in names:
        return
    for number, row in enumerate(table, 2):
        values = dict(zip(names, row, strict=False))
        if values.get("quotation") or values.get("id"):
            yield _quotation(number, values)


def _quotation(number: int, row: dict[str, object]) -> Quotation:
    text = {name: "" if value is None else str(value) for name, value in row.items()}
    page = text.get("page", "").strip().removesuffix(".0")
    return Quotation(
        number,
        text["quotation"],
        text.get("id", "").strip(),
        text.get("report", "").strip(),
        int(page) if page.isdecimal() else None,
        text.get("page_label", "").strip().removesuffix(".0"),
    )


def _from_markdown(data: bytes) -> Iterator[Quotation]:
    from markdown_it import MarkdownIt

    inside: list[Token] = []
    depth = 0
    for token in MarkdownIt("commonmark").parse(data.decode("utf-8-sig")):
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if depth and token.type == "inline":
            inside.append(token)
        elif not depth and inside:
            yield from _block(inside)
            inside = []


def _block(paragraphs: list["Token"]) -> Iterator[Quotation]:
    """A block quote: the quotation, and a last paragraph with citation, place and id."""
    *quoted, cited = paragraphs
    id_ = next((child.content for child in cited.children or () if child.type == "code_inline"), "")
    if not _ID.fullmatch(id_):
        return
    place = _PLACE.search(_plain(cited))
    text = "\n".join(_plain(paragraph) for paragraph in quoted)
    line = (paragraphs[0].map or [0])[0] + 1
    page = int(place["page"]) if place else None
    yield Quotation(line, text, id_, "", page, (place["label"] or "") if place else "")


def _plain(paragraph: "Token") -> str:
    """The text of a paragraph as a reader sees it."""
    return "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content for child in paragraph.children or ()
    )


_READERS: dict[str, Callable[[bytes], Iterator[Quotation]]] = {
    ".csv": _from_csv,
    ".jsonl": _from_jsonl,
    ".xlsx": _from_xlsx,
    ".md": _from_markdown,
}
