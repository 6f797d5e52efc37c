import cProfile
import csv
import io
import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalogue.model import Passage, Place
from search.export.rows import COLUMNS, Row, rows
from search.export.tables import FORMULA_START, as_written, csv_text, harmless, jsonl_text, table_text, xlsx_bytes
from tests.search.conftest import LEADERS, NURSERIES

PASSAGE = Passage(
    "a1b2c3d4-0123456789", LEADERS.id, "Nokre «skoleiarar»; kjenner, seg\tlite …", section=("Samandrag", "Funn"), finding=True,
    standard="nn", places=(Place(41, "39"), Place(42, "40")),
)  # fmt: skip
FORMULA = Passage("b1b2c3d4-0123456789", NURSERIES.id, '=HYPERLINK("http://x";"y")', places=(Place(3),))
BULLET = Passage("b1b2c3d4-0123456780", NURSERIES.id, "- 5 % deltar")
ROWS = list(
    rows(
        [(PASSAGE, LEADERS, "https://x/y.pdf#page=41"), (FORMULA, NURSERIES, "file:///a"), (BULLET, NURSERIES, "")],
        "+leiar -skole \udc80",
        "2026-02-03",
        "nn",
    )
)


def read_csv(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def as_text(row: Row) -> dict[str, str]:
    said = {True: "yes", False: "no", None: ""}
    return {
        name: said[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in asdict(row).items()
    }


def test_a_row_has_all_that_is_needed_to_cite() -> None:
    assert as_text(ROWS[0]) == {
        "rank": "1",
        "id": "a1b2c3d4-0123456789",
        "quotation": PASSAGE.text,
        "report": LEADERS.id,
        "title": "Leiing og kompetanse: Delrapport 1",
        "authors": "Kari Høydal; Ola Berg; Per Aas",
        "year": "2024",
        "series": "Evaluering av tilskot",
        "publisher": "Utdanningsdirektoratet",
        "isbn": "978-82-327-0543-1 (nettutgåve)",
        "page_label": "39",
        "page": "41",
        "standard": "nn",
        "finding": "yes",
        "kind": "paragraph",
        "section": "Samandrag › Funn",
        "citation": "(Høydal et al., 2024, s. 39)",
        "reference": "Høydal, K., Berg, O. & Aas, P. (2024). Leiing og kompetanse: Delrapport 1 (Rapport 2024:7). "
        "Utdanningsdirektoratet. https://www.udir.no/leiing.pdf",
        "link": "https://x/y.pdf#page=41",
        "sha256": "a1" * 32,
        "licence": "CC-BY-4.0",
        "query": "+leiar -skole ?",
        "exported": "2026-02-03",
    }
    assert (ROWS[2].page, ROWS[2].page_label, ROWS[2].rank) == (None, "", 3)


@pytest.mark.parametrize(("excel", "delimiter"), [(False, ","), (True, ";")])
def test_csv_is_read_back(excel: bool, delimiter: str) -> None:  # noqa: FBT001 - a case
    data = csv_text(ROWS, excel=excel)
    assert data.startswith(b"\xef\xbb\xbf") is excel
    assert data.count(b"\r\n") == len(ROWS) + 1
    read = read_csv(data, delimiter)
    assert tuple(read[0]) == COLUMNS
    assert [{name: as_written(cell) for name, cell in row.items()} for row in read] == [as_text(row) for row in ROWS]


def test_no_cell_is_a_formula() -> None:
    for row in read_csv(csv_text(ROWS)):
        assert not any(cell.startswith(FORMULA_START) for cell in row.values())
    assert read_csv(csv_text(ROWS))[1]["quotation"] == "'" + FORMULA.text


@given(st.text() | st.text("'=+-@\t\r\nx", max_size=5))
def test_harmless_is_taken_back(text: str) -> None:
    assert as_written(harmless(text)) == text
    assert not harmless(text).startswith(FORMULA_START)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_any_table_is_read_back(table: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(table_text(["a", "b"], table).decode(), newline="")))
    assert [[as_written(cell) for cell in row] for row in read[1:]] == table


def test_jsonl_is_read_back() -> None:
    assert [json.loads(line) for line in jsonl_text(ROWS).splitlines()] == [asdict(row) for row in ROWS]


def test_xlsx_is_read_back() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(ROWS))).worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert tuple(table[0]) == COLUMNS
    assert [[value if value is not None else "" for value in row] for row in table[1:]] == [
        [value if value is not None else "" for value in asdict(row).values()] for row in ROWS
    ]
    quotation = sheet.cell(3, COLUMNS.index("quotation") + 1)
    assert (quotation.data_type, quotation.value, quotation.quotePrefix) == ("s", FORMULA.text, True)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", sheet.dimensions)


def test_xlsx_leaves_out_what_it_cannot_hold() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes([replace(ROWS[0], quotation="a\x00b\x0bc")]))).worksheets[0]
    assert sheet.cell(2, COLUMNS.index("quotation") + 1).value == "abc"


def test_empty_tables() -> None:
    assert read_csv(csv_text([])) == []
    assert jsonl_text([]) == b""
    assert load_workbook(io.BytesIO(xlsx_bytes([]))).worksheets[0].max_row == 1


def test_the_work_of_xlsx_grows_with_the_rows() -> None:
    """Counted in calls, for a clock is another in each run."""

    def calls(count: int) -> int:
        profile = cProfile.Profile()
        profile.runcall(xlsx_bytes, ROWS[:1] * count)
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)  # imports what it needs
    assert calls(400) < 5 * calls(100)
