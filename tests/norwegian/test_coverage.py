"""Kinds of words that used to miss one another: what the build and the analysis must see in general, not the words."""

from pathlib import Path

import pytest

from norwegian import Why, expand, split
from norwegian.build import concepts, variants
from norwegian.build.vocabulary import NOUN, VERB, Lemma, Vocabulary, cognate
from norwegian.spelling import respelt
from norwegian.why import explain, meet

LEMMAS = Path(__file__).parents[3] / "shared/data/language/lemmas"
EQUAL = {Why.SAME, Why.INFLECTION, Why.STANDARD, Why.WORD, Why.FAMILY}


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
    called_another = sum(meet(form, lemma).why == Why.WORD for form, lemma in asked)
    assert called_another / len(asked) <= 0.01  # "betre" and "god", "er" and "vere"


@pytest.mark.parametrize("pair", [("hending", "hendelse"), ("vald", "vold"), ("auking", "økning")])
def test_words_of_one_stem_are_cognate(pair: tuple[str, str]) -> None:
    assert cognate(*pair)
    assert not cognate(pair[0], "begivenhet")


def test_nouns_of_one_verb_are_one_unless_its_stem_is_short() -> None:
    verbs = [Lemma(text, VERB) for text in ("anskaffe", "skikke")]
    nouns = [noun(text) for text in ("anskaffelse", "anskaffing", "skikkelse", "skikking")]
    names = concepts.canonical([*verbs, *nouns], {}, frozenset())
    assert names[noun("anskaffelse")] == names[noun("anskaffing")]
    assert names[noun("skikkelse")] != names[noun("skikking")]


def test_a_word_that_nothing_means_borrows_from_the_usual_translation() -> None:
    benytte, bruke, nytte, komme, ankomme = (
        Lemma(text, VERB) for text in ("benytte", "bruke", "nytte", "komme", "ankomme")
    )
    back = {benytte: [nytte], ankomme: [komme], bruke: [bruke, nytte]}
    meant = {nytte: [nytte], bruke: [bruke], komme: [komme]}
    assert concepts.lent(back, set(), {komme}, meant, {}) == {benytte: [nytte]}
    assert concepts.lent(back, {(nytte, bruke)}, {komme}, meant, {}) == {benytte: [nytte], bruke: [nytte]}


@pytest.mark.parametrize(
    ("nynorsk", "bokmaal"),
    [
        ("hendingar", "hendelsen"),
        ("naturhending", "naturhendelser"),
        ("statsføretak", "statsforetaket"),
        ("nyttar", "benytter"),
        ("nytta", "anvendt"),
        ("oppmodinga", "anmodning"),
        ("førespurnader", "henvendelse"),
        ("leidde", "ledet"),
        ("verda", "verden"),
        ("opplysingane", "opplysninger"),
        ("snøgge", "rask"),
    ],
)
def test_common_words_meet_their_counterpart_in_both_directions(nynorsk: str, bokmaal: str) -> None:
    assert meet(nynorsk, bokmaal).why in {Why.STANDARD, Why.INFLECTION, Why.WORD}
    assert meet(bokmaal, nynorsk).why in {Why.STANDARD, Why.INFLECTION, Why.WORD}


@pytest.mark.parametrize(("one", "two"), [("endring", "bevegelse"), ("lovendring", "lovbevegelse"), ("leie", "lede")])
def test_what_only_one_direction_of_the_dictionary_joins_stays_apart(one: str, two: str) -> None:
    assert meet(one, two).why not in EQUAL


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("årsak", "sak"),
        ("fortelle", "fortsette"),
        ("bestand", "and"),
        ("transport", "port"),
        ("transport", "sport"),
        ("total", "tal"),
        ("biologisk", "logisk"),
        ("veilede", "vei"),
        ("illegal", "gal"),
        ("innehaver", "vær"),
        ("etterforskning", "forskning"),
        ("flytende", "fly"),
    ],
)
def test_what_only_looks_like_a_compound_is_whole(one: str, two: str) -> None:
    assert meet(one, two).why is None
    assert meet(two, one).why is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("felles", "felle"),
        ("juli", "jul"),
        ("fjerne", "mangel"),
        ("tekst", "tok"),
        ("hevde", "heve"),
        ("stoppe", "løype"),
        ("helst", "helse"),
        ("flytta", "bevegelse"),
    ],
)
def test_common_forms_are_not_taken_for_rare_words(one: str, two: str) -> None:
    assert meet(one, two).why is None


@pytest.mark.parametrize("query", ["nord norge", "sammen holde"])
def test_two_words_are_asked_as_the_one_that_they_make(query: str) -> None:
    whole = {key.text for key in expand(query.replace(" ", ""))[0].keys if key.text[0] == "~"}
    for term in expand(query):
        assert whole & {key.text for key in term.keys if key.why == Why.JOINED}
