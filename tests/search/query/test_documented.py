"""The page that documents the query language is run, row by row."""

import re
from pathlib import Path

import pytest

from search import limits, query
from search.query import fields, parse, show

PAGE = (Path(query.__file__).parent / "QUERY.md").read_text(encoding="utf-8")
ROWS = [re.findall(r"`([^`]+)`", line.rpartition("|")[0].partition("|")[2]) for line in PAGE.split("\n")]
READ = [
    (row[0], row[1]) for row, line in zip(ROWS, PAGE.split("\n"), strict=True) if line.count("|") == 4 and len(row) >= 2
]
TOLD = [tuple(row) for row, line in zip(ROWS, PAGE.split("\n"), strict=True) if line.count("|") == 5 and len(row) == 4]


@pytest.mark.parametrize(("asked", "read_as"), READ)
def test_examples(asked: str, read_as: str) -> None:
    read = parse(asked)
    assert show(read.tree) == read_as
    assert read.complaints == ()


@pytest.mark.parametrize(("asked", "code", "place", "read_as"), TOLD)
def test_complaints(asked: str, code: str, place: str, read_as: str) -> None:
    read = parse(asked)
    assert [(told.code, asked[told.start : told.end]) for told in read.complaints] == [(code, place)]
    assert show(read.tree) == read_as


def test_the_page_is_read() -> None:
    assert len(READ) > 30
    assert len(TOLD) > 14
    asked = " ".join(asked for asked, _ in READ)
    assert all(f"{name}:" in asked or name == "year" for name in fields.NAMES)


def test_the_limits_are_those_of_the_code() -> None:
    for number in (limits.QUERY_LENGTH, limits.TERMS, limits.DEPTH, limits.FUZZY_WORDS):
        assert str(number) in PAGE.rpartition("Limits:")[2]
