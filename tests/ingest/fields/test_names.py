import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields.names import split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kari Nes, Ola Ås og Pia Vik", ("Kari Nes", "Ola Ås", "Pia Vik")),
        ("Kari Nes & Ola Ås", ("Kari Nes", "Ola Ås")),
        ("Nes, Kari; Ås, Ola", ("Kari Nes", "Ola Ås")),
        ("Nes, K. og Ås, O.", ("K. Nes", "O. Ås")),
        ("Av Kari Nes (red.), Ola Ås (NIFU)", ("Kari Nes", "Ola Ås")),
        ("Kari Nes, Ola Ås m.fl.", ("Kari Nes", "Ola Ås")),
        ("Institutt for helse og samfunn", ("Institutt for helse og samfunn",)),
        ("Kari Nes, Kari Nes", ("Kari Nes",)),
        ("", ()),
        ("; ,", ()),
    ],
)
def test_lists_of_names(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


FAMILY = st.text(alphabet="abcdefghijklmnopæøå", min_size=3, max_size=8).map(str.capitalize)


@given(st.lists(st.tuples(FAMILY, FAMILY), min_size=1, max_size=6, unique=True))
def test_a_list_is_read_as_it_was_written(people: list[tuple[str, str]]) -> None:
    written = [f"{given} {family}" for given, family in people]
    assert split_names("; ".join(f"{family}, {given}" for given, family in people)) == tuple(written)
    last = " og ".join([", ".join(written[:-1]), written[-1]]) if len(written) > 1 else written[0]
    assert split_names(last) == tuple(written)


@given(st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    assert all(name == name.strip() and name for name in split_names(text))
