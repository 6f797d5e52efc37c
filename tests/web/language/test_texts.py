"""The tables of texts: the same in each language, whole, and in the language that they are said to be in."""

import re
from pathlib import Path
from string import Formatter

import pytest

from catalogue.model import Kind, Matter
from norwegian.words import Why
from search.facets import FACETS
from search.options import Sort
from search.query import parse
from search.query.fields import NAMES as FIELDS
from web.language import LANGUAGES, Speaker, chosen, texts
from web.problems import TOLD

WEB = Path(__file__).parents[3] / "web"
QUERIES = Path(__file__).parents[3] / "search" / "query" / "QUERY.md"
# How a text is asked for: in Python t("room.name"), in a template "room.name" | t; the latter also put together of parts.
_NAME = r'["\']([a-z_]+\.[a-z_0-9]+)["\']'
_SAID = (
    re.compile(rf"(?:\bt|Speaker\([a-z]+\))\(\s*{_NAME}\s*[,)]"),
    re.compile(rf"{_NAME} \| t\b"),
    re.compile(rf"\bt\({_NAME} if [^\n]*? else "),
    re.compile(rf"\bt\([^\n]*? else {_NAME}"),
    re.compile(rf"\({_NAME} if [^\n]*?\) \| t\b"),
    re.compile(rf" else {_NAME}\) \| t\b"),
)
_MADE = re.compile(r'(?:\bt\(\s*f?|\(|else )"([a-z_]+\.(?:[a-z_0-9]*?))(?:"\s*~|\{)')
_KNOWN = re.compile(r'known\(\s*f?"([a-z_]+\.)|\("([a-z_]+\.)" ~ [^)]*(?:\(\))?\) \| known')


def base(names: object) -> set[str]:
    """The names without those of singulars, which one language needs and another does not."""
    return {name.removesuffix("_one") for name in names}  # type: ignore[attr-defined]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def sources() -> list[str]:
    return [file.read_text("utf-8") for file in (*WEB.rglob("*.html"), *WEB.rglob("*.py"))]


def test_each_language_has_the_same_names() -> None:
    first, *others = (base(texts(language)) for language in LANGUAGES)
    assert all(other == first for other in others)
    assert len(first) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_singular_stands_beside_its_plural(language: str) -> None:
    known = texts(language)
    assert [name for name in known if name.endswith("_one") and name.removesuffix("_one") not in known] == []


def test_each_language_has_the_same_places() -> None:
    for name in base(texts("nn")):
        told = [places(texts(language)[name]) for language in LANGUAGES]
        assert told.count(told[0]) == len(told), name
        singulars = [texts(language).get(f"{name}_one") for language in LANGUAGES]
        assert all(one is None or places(one) <= told[0] for one in singulars), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_badly_set(language: str) -> None:
    for name, text in texts(language).items():
        assert text.strip() == text != "", name
        assert "  " not in text, name
        if language == "en":
            assert "«" not in text, name
        elif not name.startswith("help_query."):
            assert '"' not in text, name


FOREIGN = {  # words that the other written standard has and this one does not
    "nn": {
        "ikke",
        "hva",
        "hvor",
        "hvordan",
        "jeg",
        "fra",
        "noe",
        "noen",
        "mye",
        "hvilken",
        "hver",
        "være",
        "også",
        "de",
    },
    "nb": {
        "ikkje",
        "kva",
        "kor",
        "korleis",
        "eg",
        "frå",
        "noko",
        "nokon",
        "mykje",
        "kven",
        "kvar",
        "vere",
        "òg",
        "dei",
    },
}


@pytest.mark.parametrize("language", FOREIGN)
def test_no_text_slips_into_the_other_written_standard(language: str) -> None:
    slips = {
        name: words
        for name, text in texts(language).items()
        if (words := set(re.findall(r"\w+", text.casefold())) & FOREIGN[language])
    }
    assert slips == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_is_asked_for_is_there(language: str) -> None:
    asked = {name for source in sources() for said in _SAID for name in said.findall(source)}
    assert len(asked) > 150
    assert asked - base(texts(language)) - texts(language).keys() == set()


def test_every_text_is_asked_for() -> None:
    asked = {name for source in sources() for said in _SAID for name in said.findall(source)}
    made = tuple(name for source in sources() for name in _MADE.findall(source) if not name.endswith("."))
    rooms = {name for source in sources() for name in _MADE.findall(source) if name.endswith(".")}
    known = {name for source in sources() for names in _KNOWN.findall(source) for name in names if name}
    named = {word for source in sources() for word in re.findall(r'"([a-z_]+)"', source)}
    unused = [
        name
        for name in base(texts("nn"))
        if name not in asked
        and not name.startswith(made)
        and f"{name.partition('.')[0]}." not in known
        and not (f"{name.partition('.')[0]}." in rooms and _is_named(name, named))
    ]
    assert unused == []


def _is_named(name: str, named: set[str]) -> bool:
    """Whether a name that is put together is among the values that a program names, or those of an enumeration."""
    last = name.partition(".")[2]
    ways = {why.replace(" ", "_") for why in map(str, Why)}
    values = {*ways, *map(str, Sort), *map(str, Matter), *map(str, Kind), *FACETS, *FIELDS, *named}
    return last in values or last.removesuffix("_text") in values or last.removeprefix("reference_") in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_a_name(language: str) -> None:
    known = texts(language)
    wanted = [f"section_kind.{matter}" for matter in Matter]
    wanted += [f"why.{why.replace(' ', '_')}" for why in [*map(str, Why), "prefix", "phrase"]]
    wanted += [f"search.sort_{sort}" for sort in Sort]
    wanted += [f"facet.{name}" for name in FACETS]
    wanted += [f"takes.{name}" for name in FIELDS]
    wanted += [f"field.{name}" for name in FIELDS if name != "finding"]
    wanted += [f"kind.{kind}" for kind in Kind if kind not in {Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.BULLET}]
    wanted += [f"problem.{problem.code.replace('-', '_')}" for problem in TOLD]
    assert [name for name in wanted if name not in known] == []


def test_every_complaint_of_the_query_language_can_be_said() -> None:
    documented = re.findall(r"^\| `(.+?)` \| `([a-z-]+)` \| ", QUERIES.read_text("utf-8"), re.MULTILINE)
    codes = {code for _, code in documented}
    codes |= set(re.findall(r"\(`long-query`.*?\)", QUERIES.read_text("utf-8"))) and {
        "long-query", "many-terms", "deep", "fuzzy-cut", "time",
    }  # fmt: skip
    assert {complaint.code for query, _ in documented for complaint in parse(query).complaints} <= codes
    assert len(codes) > 15
    for language in LANGUAGES:
        assert [code for code in codes if f"complaint.{code.replace('-', '_')}" not in texts(language)] == []


def test_numbers_dates_and_lists_are_written_in_the_languages_way() -> None:
    nn, nb, en = map(Speaker, LANGUAGES)
    assert nn("count.passages", count=1567) == "1\N{NO-BREAK SPACE}567 avsnitt"
    assert en("count.passages", count=1567) == "1,567 passages"
    assert (nb("count.reports", count=1), nb("count.reports", count=2)) == ("1 rapport", "2 rapporter")
    assert (nn.percent(0.934), en.percent(0.934)) == ("93\N{NO-BREAK SPACE}%", "93%")
    assert (nn.percent(0.001), nn.percent(0)) == ("<1\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%")
    assert (nn.date("2022-11-21"), en.date("2022-11-21")) == ("21. november 2022", "21 November 2022")
    assert nn.date("i fjor") == "i fjor"
    assert (nn.all_of(["A", "B", "C"]), en.all_of(["A", "B"]), nb.all_of([])) == ("A, B og C", "A and B", "")


def test_what_is_filled_in_is_not_read_as_a_place() -> None:
    assert Speaker("nn")("search.results", query="{query} {0} {") == "Treff på «{query} {0} {»"


def test_a_reader_of_one_standard_gets_the_other_before_english() -> None:
    assert chosen("nn;q=0.9,en;q=0.5") == "nn"
    assert chosen("no-NO") == "nb"
