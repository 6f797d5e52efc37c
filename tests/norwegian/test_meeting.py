"""Which words meet, which must not, and why: golden pairs in both directions."""

from pathlib import Path

import pytest

from norwegian import Why, analyse, expand, matches
from norwegian.words import Key

EQUAL = {Why.SAME, Why.INFLECTION, Why.STANDARD, Why.WORD, Why.FAMILY}
FLAGSHIP = [
    "Skuleleiarane meiner at dei vart for lite involverte i arbeidet.",
    "Skolelederne mener at de ble for lite involvert i arbeidet.",
    "Involveringa av skuleleiarar er svak.",
]


def whys(query: str, text: str) -> dict[str, Why]:
    return {match.found: match.why for match in matches(expand(query), text)}


def equals(one: str, two: str) -> list[Key]:
    indexed = {key for term in analyse(two) for key in term.keys}
    return [key for key in expand(one)[0].keys if key.text in indexed and key.why in EQUAL]


@pytest.mark.parametrize(
    "query",
    [
        "skoleleiarar involvering",
        "skoleledere involvert",
        "skuleleiar involvere",
        "skuleleiarane involverast",
        "skoleleders involveringen",
        "skoleleiar involvering",
        "skolelederen involvere",
        "skuleleiarar involverte",
        "skolelederne involverer",
    ],
)
@pytest.mark.parametrize("text", FLAGSHIP)
def test_flagship_query_finds_both_standards_in_any_form(query: str, text: str) -> None:
    found = matches(expand(query), text)
    assert {match.word for match in found} == set(query.split())
    assert {match.why for match in found} <= EQUAL


@pytest.mark.parametrize(
    ("nynorsk", "bokmaal"),
    [
        ("leiar", "leder"),
        ("rettleiarane", "veilederen"),
        ("tilskot", "tilskuddene"),
        ("verksemda", "virksomheten"),
        ("skuleeigarar", "skoleeiere"),
        ("statsforvaltaren", "statsforvalter"),
        ("moglegheiter", "muligheten"),
        ("einskilde", "enkelt"),
        ("opplæringsverksemd", "opplæringsvirksomheter"),
        ("ikkje", "ikke"),
        ("utgreiingsplan", "utredningsplan"),  # a part that is called otherwise
        ("tryggleiksnivået", "sikkerhetsnivå"),
        ("tryggleiksnivået", "trygghetsnivå"),
        ("bustadområde", "boligområdet"),
        ("einskildvedtak", "enkeltvedtakene"),
        ("kommunelova", "kommuneloven"),  # a name in the dictionary
        ("lovgjevinga", "lovgivning"),
        ("kunnskapsutvikling", "kunnskapsutviklinga"),
    ],
)
def test_the_standards_meet_in_both_directions(nynorsk: str, bokmaal: str) -> None:
    assert equals(nynorsk, bokmaal)
    assert equals(bokmaal, nynorsk)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("blei", "ble"),
        ("vart", "ble"),
        ("kasta", "kastet"),
        ("sola", "solen"),
        ("lærarer", "lærere"),  # an ending that neither standard gives this stem
        ("SFO", "skolefritidsordningen"),
        ("§", "paragrafen"),
        ("pst.", "prosent"),
        ("kommunens", "kommune"),
        ("barnehageeigarforum", "barnehageeierforum"),  # no dictionary has it
    ],
)
def test_side_forms_old_forms_and_abbreviations_meet(one: str, two: str) -> None:
    assert equals(one, two)
    assert equals(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("rett", "retning"),
        ("leie", "leiar"),
        ("leie", "leder"),
        ("bord", "fylke"),
        ("stille", "stilling"),
        ("kommune", "kommunikasjon"),
        ("elev", "elv"),
        ("virksom", "virksomhet"),
    ],
)
def test_false_friends_do_not_meet(one: str, two: str) -> None:
    assert not equals(one, two)
    assert not equals(two, one)


def test_a_part_answers_but_not_as_an_equal() -> None:
    assert whys("skole", "skoleeigaren") == {"skoleeigaren": Why.PART}
    assert whys("skoleeigar", "skolen") == {"skolen": Why.PART}
    assert not equals("skole", "skoleeigar")


def test_each_match_says_why() -> None:
    assert whys("skoleleiarar", "skoleleiarar skoleleiaren skoleledere") == {
        "skoleleiarar": Why.SAME,
        "skoleleiaren": Why.INFLECTION,
        "skoleledere": Why.STANDARD,
    }
    assert whys("involvering", "involvert") == {"involvert": Why.FAMILY}
    assert whys("undervisningstilbud", "eit undervisning tilbud")["undervisning tilbud"] == Why.JOINED
    assert whys("undervisning tilbud", "undervisningstilbodet") == {"undervisningstilbodet": Why.JOINED}
    assert whys("kvantifloksane", "kvantifloksen") == {"kvantifloksen": Why.SPELLING}


def test_spans_are_of_the_text_and_in_order() -> None:
    text = "Vi spurte skole- og barnehageeigarar om tilskot."
    found = matches(expand("skuleeigar tilskudd"), text)
    assert [(match.start, match.end, match.found) for match in found] == [
        (10, 16, "skole-"),
        (20, 36, "barnehageeigarar"),
        (40, 47, "tilskot"),
    ]
    assert [match.why for match in found] == [Why.INFLECTION, Why.PART, Why.STANDARD]


def test_exact_means_the_form_that_was_typed() -> None:
    text = "Skolelederen og skoleledere, ikke ikkje"
    assert [match.found for match in matches(expand("skoleledere ikkje", exact=True), text)] == ["skoleledere", "ikkje"]


REVIEWED = Path(__file__).parents[2] / "norwegian/data"


def rows(name: str) -> list[list[str]]:
    lines = (REVIEWED / name).read_text("utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_reviewed_terms_meet() -> None:
    pairs = [(nn, nb) for nn, nb, *_ in rows("terms.tsv") if " " not in nn + nb]
    apart = [(nn, nb) for nn, nb in pairs if not equals(nn, nb)]
    assert len(pairs) > 400
    assert len(apart) <= 0.01 * len(pairs), apart


def test_the_reviewed_false_friends_stay_apart() -> None:
    pairs = [(one, two) for one, two, *_ in rows("apart.tsv")]
    met = [(one, two) for one, two in pairs if equals(one, two)]
    assert len(pairs) > 60
    assert len(met) <= 0.02 * len(pairs), met  # the rest are forms of one another ("plan", "planet")


FALSE_FRIENDS = Path(__file__).parents[2] / "benchmarks/data/false_friends.tsv"
# Spelled alike, and nothing in a single word tells which is meant: a form of the one is the other, or a form of it.
HOMOGRAPHS = {("leir", "leire"), ("lærer", "lærd"), ("lege", "legende"), ("dør", "dø"), ("helt", "hel"), ("kyst", "kysse"),
              ("rast", "rase"), ("år", "åre")}  # fmt: skip


def test_false_friends_of_the_benchmark_do_not_meet() -> None:
    lines = FALSE_FRIENDS.read_text("utf-8").splitlines()[1:]
    pairs = {(one, two) for one, two, *_ in (line.split("\t") for line in lines)}
    assert len(pairs - HOMOGRAPHS) >= 160
    assert [pair for pair in pairs - HOMOGRAPHS if equals(*pair) or equals(*pair[::-1])] == []
