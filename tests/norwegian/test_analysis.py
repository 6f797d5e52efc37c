"""The terms and keys of texts: places, fewness, robustness."""

from hypothesis import given
from hypothesis import strategies as st

from norwegian import Finder, Key, analyse, analysis, expand, index_keys, matches, remember
from norwegian.tokens import fold
from norwegian.words import CONCEPT, GRAM, HEAD, JOINED, PART, SKELETON, SURFACE

PIECES = [
    "skole",
    "Skule",
    "leiar",
    "leiing",
    "skole-",
    "-leiing",
    "skoleutvikling",
    "og",
    ",",
    "barnehageeigar",
    "1990-",
    "10 000",
]
KINDS = {SURFACE, CONCEPT, HEAD, PART, JOINED, SKELETON, GRAM}
LETTERS = "abdefgikloprstuvyæøå -–.,§'’/10 \u00a0SKOLE"
texts = st.one_of(st.text(max_size=80), st.text(LETTERS, max_size=120))
sentences = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)


@given(texts)
def test_terms_lie_in_the_text_in_order(text: str) -> None:
    terms = analyse(text)
    assert [term.start for term in terms] == sorted(term.start for term in terms)
    for term in terms:
        assert 0 <= term.start < term.end <= len(text)
        assert term.keys
        assert len(set(term.keys)) == len(term.keys)
        assert {key[0] for key in term.keys} <= KINDS
        assert all(len(key) > 1 and "\n" not in key for key in term.keys)


@given(texts | sentences)
def test_the_short_way_gives_the_same_keys(text: str) -> None:
    assert sorted(index_keys(text)) == sorted(key for term in analyse(text) for key in term.keys)


@given(texts | sentences, texts | sentences, st.sampled_from([(), ("sk",), ("skoleleii", "10 ")]))
def test_a_finder_finds_what_a_look_at_all_terms_does(text: str, query: str, prefixes: tuple[str, ...]) -> None:
    sought = {key.text for term in expand(query) for group in (term.keys, *term.parts) for key in group}
    words = sorted({term.start for term in analyse(text)})
    plain = [
        (words.index(term.start), term._replace(keys=tuple(key for key in term.keys if key in sought)))
        for term in analyse(text)
        if not sought.isdisjoint(term.keys) or fold(term.text).startswith(prefixes)
    ]
    assert sorted(Finder(sought, prefixes).find(text)) == sorted(plain)


@given(texts)
def test_a_text_answers_itself(text: str) -> None:
    query = expand(text)
    found = matches(query, text)
    assert {fold(match.word) for match in found} == {fold(term.text) for term in query}
    assert all(text[match.start : match.end] == match.found for match in found)


@given(texts)
def test_queries_have_sound_weights(text: str) -> None:
    for term in expand(text):
        assert 0 < term.weight <= 1
        assert text[term.start : term.end] == term.text
        assert term.keys
        groups = (term.keys, *term.parts)
        assert all(isinstance(key, Key) and 0 < key.weight <= 2 and 0 < key.cover <= 1 for g in groups for key in g)
        assert all(len({key.text for key in group}) == len(group) for group in groups)


def test_keys_are_few() -> None:
    text = "Skuleleiarane meiner at dei vart for lite involverte då kommunen søkte om tilskot til kompetanseutvikling."
    keys = index_keys(text)
    assert len(keys) <= 2.2 * len(text.split())
    assert "~skole+leder" in keys
    assert "~bli" in keys  # stop words are found by their concept
    assert "=vart" not in keys


def test_what_is_remembered_is_the_same_and_no_more_than_was_said() -> None:
    texts = [
        f"Skuleleiaren og {word}plan" for word in ("rettleiings", "opplærings", "tryggleiks", "bustad", "lovgjevings")
    ]
    before = [index_keys(text) for text in texts]
    seen = analysis._Seen(analysis._looked_up, 4)
    words = ["skule", "rektor", "skule", "leiar", "skule", "plan", "tilskot", "skule"]
    assert [seen[word] for word in words] == [analysis._looked_up(word) for word in words]
    assert len(seen) + len(seen._aside) <= 4
    try:
        remember(2)
        assert [index_keys(text) for text in texts] == before
    finally:
        remember(analysis._WORDS)


def test_numbers_with_spaces_are_one_word() -> None:
    assert [term.text for term in analyse("10 000 elevar og 2,5 pst.")] == ["10 000", "elevar", "og", "2,5", "pst"]
    assert set(index_keys("10 000")) == set(index_keys("10\u00a0000"))


def test_suspended_compounds_are_completed() -> None:
    words = {term.text for term in analyse("grunnskole-, barnehage- og kulturskoleeigarar, skoleutvikling og -leiing")}
    assert {"grunnskoleeigarar", "barnehageeigarar", "skoleleiing"} <= words


def test_half_a_compound_without_its_other_half_stays() -> None:
    assert next(term.text for term in analyse("skole- er eit halvt ord")) == "skole-"


def test_hyphenated_words_are_compounds() -> None:
    assert {"~skole", ">skole"} & set(index_keys("Oslo-skolen"))
    assert "~ikt+plan" in index_keys("IKT-planane")
