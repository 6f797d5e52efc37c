from dataclasses import replace

import pytest

from catalogue import edits
from catalogue.errors import UsageError
from catalogue.model import Candidate, Isbn, Report

REPORT = Report(
    "a",
    title="Eit namn",
    year=2022,
    candidates=(
        Candidate("title", "Eit namn", "cover", chosen=True),
        Candidate("title", "eit-namn", "file name", chosen=False, reason="cover is believed first"),
        Candidate("year", "2022", "colophon p. 2", chosen=True),
    ),
)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("title=  Eit  anna = namn ", "title", "Eit anna = namn"),
        ("year=2023", "year", 2023),
        ("year=", "year", None),
        ("authors=Kari Ås; Ola Øy;", "authors", ("Kari Ås", "Ola Øy")),
        ("isbn=978-82-98992-11-5 (nett); 8298992113", "isbn", (Isbn("978-82-98992-11-5", "nett"), Isbn("8298992113"))),
        ("isbn=978 82 98992 11 5", "isbn", (Isbn("978-82-98992-11-5"),)),
        ("isbn=", "isbn", ()),
        ("issn=9998-4105", "issn", "9998-4105"),
        ("doi=10.1000/182", "doi", "10.1000/182"),
        ("last_changed=2024-05", "last_changed", "2024-05"),
        ("handle=https://hdl.handle.net/11250/2", "handle", "https://hdl.handle.net/11250/2"),
    ],
)
def test_values_are_read_as_their_fields_hold_them(text: str, field: str, value: edits.Value) -> None:
    assert edits.read(text) == (field, value)


@pytest.mark.parametrize("text", ["isbn=82", "isbn=978-82-98992-11-5 978", "year=²022", "issn=1234", "handle=x", "=1"])
def test_what_is_no_value_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        edits.read(text)


def test_every_field_is_one_of_a_report() -> None:
    assert set(edits.FIELDS) <= set(Report.__dataclass_fields__)
    assert len(set(edits.FIELDS)) == len(edits.FIELDS)


def test_an_edit_is_a_candidate_and_can_be_taken_back() -> None:
    edit = edits.Edit("title", "Nytt", before="Eit namn")
    changed = edits.edited(REPORT, [edit])
    assert changed.title == "Nytt"
    assert [(one.value, one.chosen, one.reason) for one in changed.candidates if one.field == "title"] == [
        ("Nytt", True, ""),
        ("Eit namn", False, edits.OVERRULED),
        ("eit-namn", False, "cover is believed first"),
    ]
    assert edits.edited(changed, [edit]) == changed
    assert edits.unedited(changed, edit) == REPORT
    assert edits.unedited(edits.edited(changed, [replace(edit, value="Nyare")]), edit) == REPORT
