"""What can be asked, read as a form sends it and as a program does; and settings on their way to other processes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.options import Options, Sort
from web.parameters import (
    FILTERS,
    SORT,
    ParameterError,
    flag,
    number,
    options,
    paging,
    query,
    read,
    read_strictly,
    text,
)
from web.settings import Settings

ALL = (query(50), *FILTERS, SORT, *paging(100))


def test_a_form_may_leave_fields_empty_and_send_what_is_not_asked_for() -> None:
    told = read(ALL, {"q": "rektor", "year": "", "series": " ", "findings": "on", "limit": "", "utm_source": "x"})
    assert told["q"] == "rektor"
    assert (told["year"], told["series"], told["findings"], told["exact"]) == (None, None, True, False)
    assert (told["limit"], told["offset"], told["sort"]) == (10, 0, "relevance")


@pytest.mark.parametrize(("given", "value"), [("true", True), ("1", True), ("on", True), ("0", False), ("no", False)])
def test_what_a_form_says_of_a_box(given: str, *, value: bool) -> None:
    assert read([flag("x", "")], {"x": given}) == {"x": value}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("x", "maybe"),
        ("n", "7"),
        ("n", "x"),
        ("n", "\u0663"),
        ("t", "a" * 11),
        ("t", "a\0"),
        ("t", "\ud800"),
        ("q", " "),
    ],
)
def test_what_cannot_be_read_is_told_by_name(name: str, given: str) -> None:
    known = [flag("x", ""), number("n", "", 1, 5, 2), text("t", "", most=10), query(50)]
    with pytest.raises(ParameterError) as error:
        read(known if name == "q" else known[:3], {name: given} if name != "q" else {})
    assert error.value.name == name
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("year", "years"),
    [
        ("2023", (2023, 2023)),
        ("2020-2024", (2020, 2024)),
        ("2020 – ", (2020, None)),
        ("-2021", (None, 2021)),
        (None, None),
    ],
)
def test_years(year: str | None, years: object) -> None:
    assert options({"year": year}) == Options(years=years)  # type: ignore[arg-type]


def test_options() -> None:
    told = read(ALL, {"q": "x", "standard": "NN", "sort": "year", "limit": "7", "offset": "3", "all_versions": "true"})
    wanted = Options(limit=7, offset=3, standard="nn", sort=Sort.YEAR, all_versions=True, facets=True)
    assert options(told, facets=True) == wanted


@given(st.lists(st.tuples(st.sampled_from([one.name for one in ALL]), st.text(max_size=12)), max_size=4))
def test_a_program_gets_what_its_schema_says_or_a_name(given: list[tuple[str, str]]) -> None:
    try:
        told = read_strictly(ALL, given)
    except ParameterError as error:
        named = error.name
    else:
        named = ""
        assert told.keys() == {one.name for one in ALL}
        assert all(told[name] == value for name, value in given if name in {"q", "series"})
    assert named in {"", *(one.name for one in ALL)}


def test_settings_come_to_other_processes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNN_SERVICE", "")
    told = Settings(
        Path("/a"), cors=("https://a.no",), hosts=("a", "b"), counts=Path("/c"), base_url="https://b.no", log=True
    )
    for one in (told, Settings(Path("/a"))):
        one.to_environment()
        assert Settings.from_environment() == one
