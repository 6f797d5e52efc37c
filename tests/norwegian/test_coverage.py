"""Kinds of words that used to miss one another: what the build and the analysis must see in general, not the words."""

from pathlib import Path

import pytest

from norwegian import Why, split
from norwegian.build import variants
from norwegian.build.vocabulary import NOUN, Lemma, Vocabulary
from norwegian.spelling import respelt
from norwegian.why import explain, meet

LEMMAS = Path(__file__).parents[3] / "shared/data/language/lemmas"
EQUAL = {Why.SAME, Why.INFLECTION, Why.STANDARD, Why.FAMILY}


def noun(text: str) -> Lemma:
    return Lemma(text, NOUN)


def words(**lemmas: str) -> Vocabulary:
    vocabulary = Vocabulary()
    for lemma, forms in lemmas.items():
        for form in forms.split():
            vocabulary.forms[form].append(noun(lemma))
    return vocabulary


def test_a_compound_listed_under_its_plural_gets_the_lemma_of_its_last_part() -> None:
    vocabulary = words(penge="penge penger pengene", skattepenger="skattepenger skattepengene")
    assert variants.join(vocabulary) == 1
    assert vocabulary.forms["skattepengene"] == [noun("skattepenge")]


def test_an_agent_that_looks_like_a_plural_keeps_its_lemma() -> None:
    vocabulary = words(gjeng="gjeng gjenger gjengen", fotgjenger="fotgjenger fotgjengere fotgjengeren")
    assert variants.join(vocabulary) == 0
    assert vocabulary.forms["fotgjenger"] == [noun("fotgjenger")]


def test_nouns_of_three_letters_open_compounds_in_either_standard() -> None:
    assert split("valordninga") == ("val", "ordninga")
    assert split("rasfaren") == ("ras", "faren")
    assert meet("valordninga", "valgordningen").why in EQUAL
    assert split("domstol") == ("domstol",)  # reviewed: no stool


@pytest.mark.parametrize(("verb", "stop"), [("seier", "si"), ("sagt", "si"), ("førte", "føre")])
def test_a_stop_word_that_is_a_verb_too_meets_the_verb(verb: str, stop: str) -> None:
    assert explain(stop).stop
    assert meet(verb, stop).why in EQUAL
    assert meet(stop, verb).why in EQUAL


def test_respelling_changes_one_place() -> None:
    assert "kjøkken" in set(respelt("kjøken"))
    assert "inkludert" in set(respelt("innkludert"))
    assert "sild" not in set(respelt("silld"))
    assert "særskild" in set(respelt("serskild"))
    assert "kjøken" not in set(respelt("kjøken"))


@pytest.mark.parametrize(
    ("typed", "listed"), [("kjøken", "kjøkkenet"), ("serskilde", "særskilt"), ("overenstemmelse", "overensstemmelser")]
)
def test_a_misspelt_word_meets_the_known_one_and_says_so(typed: str, listed: str) -> None:
    assert meet(typed, listed).why == Why.SPELLING
    assert meet(listed, typed).why == Why.SPELLING
    assert not explain(typed).known


@pytest.mark.parametrize("word", ["palin", "backing"])
def test_short_and_foreign_words_are_not_respelt(word: str) -> None:
    assert not explain(word).lemmas


@pytest.mark.parametrize(("standard", "least"), [("nn", 0.94), ("nb", 0.97)])
def test_forms_of_one_lemma_meet(standard: str, least: float) -> None:
    path = LEMMAS / f"{standard}.conllu"
    if not path.exists():
        pytest.skip("no lemmas beside the project")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    pairs = {(row[1].lower(), row[2].lower()) for row in rows if row[3] in {"NOUN", "VERB", "ADJ"}}
    asked = sorted((form, lemma) for form, lemma in pairs if form != lemma and (form + lemma).isalpha())
    met = sum(meet(form, lemma).why in EQUAL and meet(lemma, form).why in EQUAL for form, lemma in asked)
    assert len(asked) > 1000
    assert met / len(asked) >= least
