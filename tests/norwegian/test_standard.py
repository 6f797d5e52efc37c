"""Nynorsk, Bokmål or neither; alone, and in a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norwegian.standard import BOKMAAL, NYNORSK, features, identify, judge_passages, lean, shares

NN = "Skuleleiarane seier at dei ikkje vart høyrde då kommunen skulle velje kva for tiltak dei ville prøve ut."
NB = "Skolelederne sier at de ikke ble hørt da kommunen skulle velge hvilke tiltak de ville prøve ut."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NN, "nn"),
        (NB, "nb"),
        ("Skolelederne siger, at de ikke blev hørt, da kommunen skulle vælge, hvad de ville gøre af sig selv.", "da"),
        ("Rektorerna säger att de inte blev hörda när kommunen skulle välja vad de ville göra själva.", "sv"),
        ("The school leaders say that they were not heard when the municipality chose what to try out.", "en"),
        ("Die Schulleiter sagen, dass sie nicht gehört wurden, als die Gemeinde die Maßnahmen auswählte.", "de"),
        ("12 345 – 67", "und"),
        ("", "und"),
    ],
)
def test_languages_are_told(text: str, code: str) -> None:
    assert identify(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rettleiarane samtykte", NYNORSK),
        ("veilederne samtykket", BOKMAAL),
        ("tilskotsordningar", NYNORSK),
        ("tilskuddsordninger", BOKMAAL),
    ],
)
def test_words_that_one_standard_alone_has_decide(text: str, code: str) -> None:
    assert lean(text) == code


def test_the_lexicon_speaks_of_words_that_one_standard_has() -> None:
    assert "@nn" in features("verksemda")
    assert "@nb" in features("virksomheten")
    assert not {"@nn", "@nb"} & features("skal")
    assert not {"@nn", "@nb"} & features("kvantifloks")


def test_the_margin_is_small_where_words_are_shared() -> None:
    assert identify("Vi skal snakke om det").margin < 0.5
    assert identify(NN).margin > 0.95


def test_a_doubtful_passage_takes_context_from_its_report() -> None:
    doubtful = "Elevar og lærarar i skule og barnehage"
    assert [judgement.code for judgement in judge_passages([NN, "Det er bra for elever.", NN, NN])][1] in {"nn", "no"}
    assert [judgement.code for judgement in judge_passages([NN, doubtful, NN])] == ["nn"] * 3


def test_shares_add_up() -> None:
    texts = [NN, NB, NB]
    found = dict(shares(texts, judge_passages(texts)))
    assert sum(found.values()) == pytest.approx(1)
    assert found["nb"] > found["nn"] > 0


@given(st.text(max_size=60))
def test_any_text_gets_a_judgement(text: str) -> None:
    judgement = identify(text)
    assert 0 <= judgement.margin <= 1
    assert judgement.code
