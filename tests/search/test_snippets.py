from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import Place
from search.snippets import LENGTH, sentences, snippets


def shown(text: str, *words: str) -> list[str]:
    """The snippets for places of words, each word a thing of its own."""
    places = [Place(text.index(word), text.index(word) + len(word), 0, number) for number, word in enumerate(words)]
    return [text[start:end] for start, end in snippets(text, places)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ein setning. To setningar.", ["Ein setning.", "To setningar."]),
        ("Kva no? Jau! Ja.", ["Kva no?", "Jau!", "Ja."]),
        ("Sjå kap. 3 og nr. 4 i St. Olavs gate.", ["Sjå kap. 3 og nr. 4 i St. Olavs gate."]),
        ("Det kom 3. Mai var våt.", ["Det kom 3. Mai var våt."]),
        ("Kari K. Berg sa ja. Per lo.", ["Kari K. Berg sa ja.", "Per lo."]),
        ("«Vi må vente.» «Ja,» sa han.", ["«Vi må vente.»", "«Ja,» sa han."]),
        ("om lag 5 pst. av dei. Sju kom.", ["om lag 5 pst. av dei.", "Sju kom."]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_short_text_is_shown_whole() -> None:
    assert shown("Kort. Tekst.", "Tekst") == ["Kort. Tekst."]


def test_a_long_text_shows_the_sentences_that_hold_most() -> None:
    filler = "Her står det noko anna som ikkje er spurt etter i denne setninga. " * 6
    text = f"{filler}Ein leiar var her. {filler}Ein annan leiar og ein lærar kom. {filler.strip()}"
    places = [
        Place(text.index(word), text.index(word) + 5, 0, number)
        for word, number in (("leiar var", 0), ("leiar og", 0), ("lærar", 1))
    ]
    parts = [text[start:end] for start, end in snippets(text, places)]
    assert parts == ["Ein leiar var her.", "Ein annan leiar og ein lærar kom."]
    assert len(text) > LENGTH


def test_neighbours_are_joined() -> None:
    text = "Fyrste leiar. Andre lærar. " + "Noko heilt anna står her i staden for det. " * 10
    assert shown(text, "leiar", "lærar") == ["Fyrste leiar. Andre lærar."]


def test_without_places_the_beginning_is_shown() -> None:
    text = "Fyrste setning. " * 40
    assert shown(text) == ["Fyrste setning."]


@given(st.text("aB.?!» «1", max_size=900), st.lists(st.integers(0, 899), max_size=5))
def test_spans_are_in_the_text_and_in_order(text: str, starts: list[int]) -> None:
    places = [Place(start, start + 1, 0, number) for number, start in enumerate(starts) if start < len(text)]
    for spans in (sentences(text), snippets(text, places)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert bool(snippets(text, places)) == bool(text)
