"""Rows as CSV, JSON lines and XLSX. Text that a spreadsheet would run as a formula is made harmless."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple

from catalogue.errors import UsageError
from search.export.rows import COLUMNS, Row

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_LIMIT = 32_767  # characters, Excel's specification


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_START) else text


def as_written(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_START) else cell


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value) if isinstance(value, str) else value


def csv_text(rows: Iterable[Row], *, excel: bool = False) -> bytes:
    """Comma-separated UTF-8 (RFC 4180); for Excel in a Norwegian Windows: semicolons and a byte order mark."""
    return table_text(COLUMNS, map(astuple, rows), excel=excel)


def table_text(columns: Sequence[str], records: Iterable[Sequence[object]], *, excel: bool = False) -> bytes:
    """Any table as CSV: yes and no for what is true or false, texts made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(map(_cell, record) for record in records)
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def jsonl_text(rows: Iterable[Row]) -> bytes:
    """An object a line."""
    return "".join(f"{json.dumps(asdict(row), ensure_ascii=False)}\n" for row in rows).encode()


def xlsx_bytes(rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet; every text is a string cell, never a formula.

    Raises:
        UsageError: the extra `office` is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Alignment, Font
    except ImportError as error:
        raise UsageError("XLSX needs the extra `office`: pip install 'funn[office]', or export to .csv.") from error
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Funn")
    sheet.append(list(COLUMNS))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(astuple(row), 1):
            text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL_LIMIT] if isinstance(value, str) else value
            cell = sheet.cell(number, column, text)
            if isinstance(text, str):
                cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
                cell.quotePrefix = text.startswith(FORMULA_START)  # and Excel, when the cell is edited
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    widths = {"quotation": 80, "title": 40, "authors": 30, "section": 30, "citation": 30, "reference": 60}
    for number, name in enumerate(COLUMNS, 1):
        column = sheet.cell(1, number).column_letter
        sheet.column_dimensions[column].width = widths.get(name, 14)
        if name == "quotation":
            for (cell,) in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
