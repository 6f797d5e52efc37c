"""Compounds taken apart, in any form and either standard, and words that only look like compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norwegian import split
from norwegian.splitting import spans


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("skoleleder", "skole leder"),
        ("skuleleiarane", "skule leiarane"),
        ("utdanningstilbud", "utdanning tilbud"),
        ("kommunestyrevalgets", "kommune styre valgets"),
        ("kompetanseutviklingstiltak", "kompetanse utvikling tiltak"),
        ("arbeidsmiljøloven", "arbeid miljø loven"),
        ("Barnehageeigar", "Barn hage eigar"),
        ("stikkontakter", "stikk kontakter"),
        ("IKT-plan", "IKT plan"),
        ("kunnskapsbasert", "kunnskap basert"),
        ("domstolbehandling", "domstol behandling"),  # no dictionary lets "domstol" open a compound
        ("kommunerådets", "kommune rådets"),
        ("utsleppskutt", "utslepp kutt"),  # its concept is called by the Bokmål words
        ("fjellsiden", "fjell siden"),  # "siden" is a function word, too
        ("halvår", "halv år"),
    ],
)
def test_compounds_show_their_parts(word: str, parts: str) -> None:
    assert split(word) == tuple(parts.split())


@pytest.mark.parametrize(
    "word",
    ["retning", "stilling", "involvering", "kommune", "filering", "kandidatar", "utdanning", "undervisning", "leiarar",
     "virksomhet", "statistikk", "evaluering", "forening", "skole", "x", "", "temperatur", "butikk", "selvstendig", "rettferdig",
     "deltaker", "deltakarane", "fritak"],
)  # fmt: skip
def test_whole_words_stay_whole(word: str) -> None:
    assert split(word) == (word,)


@given(st.text(max_size=40))
def test_spans_are_ordered_stretches_of_the_word(word: str) -> None:
    found = spans(word)
    assert found
    assert all(0 <= start <= end <= len(word) for start, end in found)
    assert list(found) == sorted(found)
