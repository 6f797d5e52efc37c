"""Values behave as frozen dataclasses do."""

import copy
import pickle

import pytest

from search.values import Value


class Word(Value, beside="place"):
    text: str
    weight: float = 1.0
    place: int = 0


class Other(Value):
    text: str


def test_fields_are_given_in_order_or_by_name_and_have_defaults() -> None:
    word = Word("leiar", place=3)
    assert (word.text, word.weight, word.place) == ("leiar", 1.0, 3)
    assert repr(word) == "Word(text='leiar', weight=1.0, place=3)"


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), (("a", 1.0, 2, 3), {}), (("a",), {"text": "b"}), (("a",), {"unknown": 1})]
)
def test_other_fields_are_refused(values: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Word(*values, **named)  # type: ignore[arg-type]


def test_values_are_equal_with_their_kind_and_all_fields_but_those_beside() -> None:
    assert Word("a", place=1) == Word("a", place=2)
    assert hash(Word("a", place=1)) == hash(Word("a", place=2))
    assert Word("a") != Word("a", 0.5)
    assert Word("a") != Other("a")
    assert Other("a") == Other("a")


def test_values_do_not_change() -> None:
    word = Word("a")
    with pytest.raises(AttributeError):
        word.text = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del word.text
    assert word.but(weight=0.5) == Word("a", 0.5)
    assert word.weight == 1.0


def test_values_can_be_copied_and_matched() -> None:
    word = Word("a", 0.5, 7)
    for same in (copy.deepcopy(word), pickle.loads(pickle.dumps(word))):  # noqa: S301 - our own
        assert (same.text, same.weight, same.place) == ("a", 0.5, 7)
    match word:
        case Word(text, weight):
            assert (text, weight) == ("a", 0.5)
