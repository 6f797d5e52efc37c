from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import norwegian
from norwegian.tokens import fold, tokens
from search.highlight import Highlighter, marks
from search.phrases import in_order, near, words_of
from search.plan import Sought


def sought(query: str) -> list[Sought]:
    return [Sought(term.text, (term,), stop=term.weight < 1) for term in norwegian.expand(query)]


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in marks(Highlighter(sought(query)).find(text).places)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("skoleleder", "Skuleleiarane og leiarane i skulen", ["Skuleleiarane"]),
        ("skoleleder", "leiarane i skulen", ["leiarane", "skulen"]),
        ("skole leder", "Skuleleiarane kom", ["Skuleleiarane"]),
        ("barnehageeigar", "Skole- og barnehageeigarar", ["barnehageeigarar"]),
        ("skoleeigar", "Skole- og barnehageeigarar", ["Skole-"]),
        ("den lokale kompetansen", "den er lokal", ["lokal"]),
        ("den", "den er lokal", ["den"]),
        ("fisk", "ingen her", []),
        ("é", "cafe\u0301 é", ["é"]),
    ],
)
def test_marks(query: str, text: str, words: list[str]) -> None:
    assert marked(query, text) == words


def test_what_is_missing() -> None:
    highlighter = Highlighter(sought("skoleleder involvering i nettverk"))
    assert highlighter.missing(highlighter.find("Skuleleiarane vart involverte.")) == ("nettverk",)
    assert highlighter.missing(highlighter.find("")) == ("skoleleder", "involvering", "nettverk")


def test_an_exact_word_marks_that_form_only() -> None:
    text = "leiar, leiaren og Leiar"
    highlighter = Highlighter([Sought("leiar", tuple(norwegian.expand("leiar", exact=True)))])
    assert [text[start:end] for start, end in marks(highlighter.find(text).places)] == ["leiar", "Leiar"]


def test_prefixes_and_phrases() -> None:
    text = "Lokal kompetanse og kompetanseutvikling"
    prefix = Highlighter([Sought("kompetanse*", prefixes=("kompetanse",))])
    phrase = Highlighter([Sought('"lokal kompetanse"', find=in_order(words_of("lokal kompetanse")))])
    assert [text[start:end] for start, end in marks(prefix.find(text).places)] == ["kompetanse", "kompetanseutvikling"]
    assert [text[start:end] for start, end in marks(phrase.find(text).places)] == ["Lokal kompetanse"]
    assert [match.why for match in prefix.matches(text, prefix.find(text))] == ["prefix", "prefix"]
    assert [match.why for match in phrase.matches(text, phrase.find(text))] == ["phrase"]


def test_phrases_pass_over_punctuation_and_case() -> None:
    find = in_order(words_of("for lite involverte"))
    text = "FOR lite, «involverte» for lite"
    assert [text[start:end] for start, end in find(text)] == ["FOR lite, «involverte"]


@pytest.mark.parametrize(("distance", "found"), [(0, []), (1, []), (2, ["leiar som vart involvert"])])
def test_nearness_counts_the_words_between(distance: int, found: list[str]) -> None:
    text = "Ein leiar som vart involvert i alt."
    find = near(norwegian.expand("involvering leder"), distance)
    assert [text[start:end] for start, end in find(text)] == found


WORDS = [
    "skole",
    "leiar",
    "skole-",
    "og",
    "barnehageeigar",
    "involverte",
    "kompetanse",
    "é",
    "\u0301",
    "…",
    "𝕏",
    "-",
    "1.2",
    " ",
    "\n",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=80),
)
def test_places_are_in_the_text(query: str, text: str) -> None:
    things = [
        *sought(query),
        Sought("kom*", prefixes=("kom",)),
        Sought("skole leiar", find=in_order(["skole", "leiar"])),
    ]
    highlighter = Highlighter(things)
    found = highlighter.find(text)
    assert len(found.held) == len(things)
    assert all(0 <= place.start < place.end <= len(text) for place in found.places)
    spans = marks(found.places)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(match.text in text for match in highlighter.matches(text, found))


PIECES = [
    "skole",
    "Skole",
    "leiar",
    "10 000",
    "10000",
    "1 2",
    "e-post",
    "e‐post",
    "d'Arc",
    "d’Arc",
    "İ",
    "ẞ",
    "-",
    ",",
    "_",
    "\u00ad",
    "§",
    "3,5",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from([*PIECES, " ", " ", ". "])).map("".join),
)
def test_phrases_stand_where_a_plain_look_finds_them(phrase: str, text: str) -> None:
    words = words_of(phrase)
    if not words:
        return
    every = list(tokens(text))
    plain = [
        (every[place].start, every[place + len(words) - 1].end)
        for place in range(len(every) - len(words) + 1)
        if tuple(fold(token.text) for token in every[place : place + len(words)]) == words
    ]
    assert in_order(words)(text) == plain
