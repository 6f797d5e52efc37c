import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Matter, Report
from search import limits
from search.collation import norwegian
from search.concordance import COLUMNS, Concordance, Order, as_text, concordance, csv_text, in_context, jsonl_text
from search.options import Options
from tests.search.conftest import Collection, Text


def ask(collection: Collection, query: str, **settings: object) -> Concordance:
    return concordance(query, collection.catalogue, collection.engine, **settings)  # type: ignore[arg-type]


def keys(found: Concordance) -> list[str]:
    return [line.key for line in found.lines]


def test_each_place_is_a_line(collection: Collection) -> None:
    found = ask(collection, "+involvering", width=12, order=Order.REPORT)
    assert [(line.left, line.key, line.right) for line in found.lines] == [
        ("seg for lite", "involverte", "i arbeidet."),
        ("la vekt på", "involvering", "av lærarane."),
        ("ble", "involvert", "i"),
    ]
    assert [line.citation for line in found.lines] == [
        "Høydal et al., 2024, s. 39", "Høydal et al., 2024, s. 10", "NIFU, 2020, s. 1",
    ]  # fmt: skip
    assert found.lines[0].link == "https://www.udir.no/leiing.pdf#page=41"
    assert (found.totals.all_words, found.complaints) == (3, ())


def test_passages_with_all_words_only_where_there_are_any(collection: Collection) -> None:
    assert set(keys(ask(collection, "skoleleder involvering"))) == {
        "skoleleiarar",
        "involverte",
        "Skolelederne",
        "involvert",
    }
    assert set(keys(ask(collection, "universitet ansvar"))) == {"Universitetet", "Universitetsforlaget", "ansvar"}


def test_tables_of_contents_are_left_out_unless_they_are_asked_for(collection: Collection) -> None:
    line = Text("3.2 Involvering av lærarar ......... 17", matter=Matter.CONTENTS)
    collection.put(Report("contents0", title="Innhald"), line, "Ei anna involvering er det.")
    assert [one.right for one in ask(collection, "involvering", order=Order.REPORT).lines[:1]] == ["er det."]
    found = ask(collection, "involvering section:contents")
    assert [one.right for one in found.lines] == ["av lærarar ......... 17"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.RIGHT, ["involvering", "involverte", "involvert"]),
        (Order.LEFT, ["involvert", "involverte", "involvering"]),
    ],
)
def test_sorting_by_context(collection: Collection, order: Order, expected: list[str]) -> None:
    assert keys(ask(collection, "+involvering", order=order)) == expected


def test_options_count_lines_and_filter(collection: Collection) -> None:
    whole = ask(collection, "+involvering", order=Order.REPORT).lines
    assert ask(collection, "+involvering", options=Options(limit=1, offset=1), order=Order.REPORT).lines == whole[1:2]
    relevant = ask(collection, "+involvering").lines
    assert ask(collection, "+involvering", options=Options(limit=1, offset=1)).lines == relevant[1:2]
    assert keys(ask(collection, "+involvering", options=Options(limit=None, standard="nb"))) == ["involvert"]
    assert keys(ask(collection, "involverte", options=Options(limit=None, exact=True))) == ["involverte"]


def test_empty_and_malformed_queries_are_told(collection: Collection) -> None:
    assert [told.code for told in ask(collection, "").complaints] == ["empty-query"]
    assert [told.code for told in ask(collection, '"for lite').complaints] == ["unclosed-quote"]
    assert keys(ask(collection, '"for lite')) == ["for lite"]


def test_cuts_are_told(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CONCORDANCE", 2)
    assert [told.code for told in ask(collection, "involver* OR kompetanse").complaints] == ["lines-cut"]
    assert len(ask(collection, "involver* OR kompetanse").lines) == 2
    monkeypatch.setattr(limits, "CONCORDANCE_S", 0.0)
    assert [told.code for told in ask(collection, "involvering").complaints] == ["time"]


def test_text_is_aligned(collection: Collection) -> None:
    lines = ask(collection, "+involvering", width=20, order=Order.REPORT).lines
    assert as_text(lines) == (
        "kjenner seg for lite  involverte  i arbeidet.        Høydal et al., 2024, s. 39\n"
        "          la vekt på  involvering  av lærarane.      Høydal et al., 2024, s. 10\n"
        "    Skolelederne ble  involvert  i planleggingen.    NIFU, 2020, s. 1\n"
    )
    assert as_text([]) == ""


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_text_fits_the_terminal(collection: Collection, columns: int) -> None:
    lines = ask(collection, "+involvering").lines
    shown = as_text(lines, columns).splitlines()
    assert all(len(line) <= columns for line in shown)
    at = {line.index(key) for line in shown for key in ("involver",) if key in line and "(" not in line[:30]}
    assert len(at) == 1
    assert sum("2024" in line or "2020" in line for line in shown) == 3


def test_csv_and_jsonl(collection: Collection) -> None:
    lines = ask(collection, "+involvering", order=Order.REPORT).lines
    table = list(csv.DictReader(io.StringIO(csv_text(lines).decode(), newline="")))
    assert tuple(table[0]) == COLUMNS
    assert [row["key"] for row in table] == ["involverte", "involvering", "involvert"]
    assert [row["page"] for row in table] == ["41", "12", "3"]
    assert csv_text(lines, excel=True).startswith("\ufeffleft;key;right;".encode())
    objects = [json.loads(line) for line in jsonl_text(lines).splitlines()]
    assert [one["key"] for one in objects] == ["involverte", "involvering", "involvert"]
    assert [one["start"] for one in objects] == [line.start for line in lines]
    assert objects[0]["page_label"] == "39"


@given(st.text("ab ,é", max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
def test_contexts_are_whole_words_beside_the_key(text: str, one: int, two: int, width: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    left, key, right = in_context(text, start, end, width)
    assert key == text[start:end]
    assert len(left) <= width
    assert len(right) <= width
    assert text[:start].rstrip().endswith(left)
    assert text[end:].lstrip().startswith(right)
    before, after = text[:start].split(), text[end:].split()
    assert left.split() == before[len(before) - len(left.split()) :]
    assert right.split() == after[: len(right.split())]


def test_norwegian_order() -> None:
    names = ["Aas", "Berg", "Zahl", "Ærø", "Ödman", "Øst", "Åsen", "Épin", "eple", "aal"]
    assert sorted(names, key=norwegian) == ["Berg", "Épin", "eple", "Zahl", "Ærø", "Ödman", "Øst", "aal", "Aas", "Åsen"]
