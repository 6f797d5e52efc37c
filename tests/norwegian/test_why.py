"""What `funn why` is told."""

import pytest

from norwegian import Why
from norwegian.why import explain, meet


def test_a_word_is_explained() -> None:
    word = explain("skuleleiarane")
    assert word.standards == ("nn",)
    assert word.known
    assert not word.stop
    assert word.lemmas == ("skole+leder",)
    assert word.parts == ("skule", "leiarane")
    assert "~skole+leder" in word.index
    assert word.query[0].text == "=skuleleiarane"
    assert len(word.query_parts) == 2
    assert explain("ikkje").stop
    assert "involvere" in explain("involvering").families[0]
    assert not explain("kvantifloks").known


def test_two_words_meet_or_do_not() -> None:
    assert meet("leiar", "lederne").why == Why.STANDARD
    assert meet("leiar", "lederne").keys[0].text == "~leder"
    assert meet("rett", "retning").why is None
    assert meet("rett", "retning").keys == ()


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ("bok", "bøker", Why.INFLECTION),
        ("tok", "ta", Why.INFLECTION),
        ("gikk", "gått", Why.INFLECTION),
        ("gammal", "gamle", Why.INFLECTION),
        ("framover", "fremover", Why.INFLECTION),
        ("sikkerheit", "tryggleik", Why.WORD),
        ("utgreiing", "utredning", Why.WORD),
        ("beskrive", "skildre", Why.WORD),
        ("skuleleiar", "skoleledere", Why.STANDARD),
    ],
)
def test_forms_of_a_word_are_told_from_another_word(one: str, two: str, why: Why) -> None:
    assert meet(one, two).why == why
    assert meet(two, one).why == why


@pytest.mark.parametrize("text", ["", "to ord", "…"])
def test_what_is_no_word_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not one word"):
        explain(text)
