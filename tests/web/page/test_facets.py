"""What narrows a search: each link gives what it promises, and can be taken away again."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Answer, Facet
from search.find import find
from search.query import parse
from search.query.tree import Field
from search.series import names_in
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Asked, read
from web.page.facets import chips, facet_views
from web.page.narrowing import narrowed, narrowings, without

MOST = 1_000


def of(link: str) -> Asked:
    return read(dict(parse_qsl(urlsplit(link).query)), MOST)


def answer(desk: Desk, asked: Asked) -> Answer:
    return find(asked.q, desk.catalogue, desk.engine, asked.options())


@pytest.mark.parametrize(
    "asked",
    [
        Asked("skoleleiarar involvering"),
        Asked("rektor", standard="nn"),
        Asked("leiar ELLER rektor", year="2022-2023"),
        Asked('"lokal kompetanse'),  # what cannot be read is kept apart from what is added
        Asked("(kommune rektor", findings=True),
        Asked("rektor OR", exact=True),
        Asked("kommune utgivar:nordhav"),
        Asked("kommune (serie:følgestudien ELLER serie:nifu)"),
        Asked("rektor", group=True, sort="year", offset=10),
    ],
    ids=str,
)
def test_each_link_finds_as_much_as_it_promises(desk: Desk, t: Speaker, asked: Asked) -> None:
    found = answer(desk, asked)
    promised = 0
    for facet in facet_views(found, asked, t, MOST, names_in(desk.catalogue)):
        for value in (*facet.few, *facet.more):
            smaller = of(value.link)
            assert answer(desk, smaller).totals.some_words == value.found, (facet.name, value)
            assert smaller.offset == 0
            assert (smaller.sort, smaller.group) == (asked.sort, asked.group)
            promised += 1
    assert promised or not found.totals.some_words


def test_what_was_chosen_can_be_taken_away(desk: Desk, t: Speaker) -> None:
    asked = Asked("skoleleiarar involvering")
    for facet in facet_views(answer(desk, asked), asked, t, MOST, names_in(desk.catalogue)):
        for value in (*facet.few, *facet.more):
            smaller = of(value.link)
            (chip,) = chips(smaller, f"/{t.language}/", t)
            assert of(chip.without) == asked


def test_each_parameter_has_a_chip(t: Speaker) -> None:
    asked = Asked("rektor", "nn", True, "læring", "2020-", True, True)
    assert len(chips(asked, f"/{t.language}/", t)) == 6
    assert chips(Asked("rektor"), f"/{t.language}/", t) == ()


@given(st.text(max_size=60))
def test_a_field_can_be_added_to_whatever_was_written(query: str) -> None:
    field = Field("section", "summary")
    longer = narrowed(query, field.name, [field.value], Speaker("nn"))
    assert field in [one for each in narrowings(longer) for one in each.fields]
    assert parse(longer).complaints == ()


@given(st.text(min_size=1, max_size=40).filter(lambda text: any(map(str.isalnum, text))))
def test_a_publisher_of_any_name_is_said_rightly_or_not_at_all(name: str) -> None:
    field = Field("publisher", " ".join(name.split()))
    longer = narrowed("rektor", field.name, [field.value], Speaker("nb"))
    assert not longer or field in [one for each in narrowings(longer) for one in each.fields]


def test_fields_are_written_in_the_readers_language() -> None:
    assert [narrowed("rektor", "section", ["summary"], Speaker(language)) for language in ("nn", "nb", "en")] == [
        "rektor del:samandrag",
        "rektor del:sammendrag",
        "rektor section:summary",
    ]
    assert narrowed("rektor", "publisher", ["NIFU AS"], Speaker("nn")) == 'rektor utgivar:"NIFU AS"'
    assert narrowed("", "finding", ["no"], Speaker("nb")) == "funn:nei"


def test_a_query_that_would_be_too_long_gets_no_link(desk: Desk) -> None:
    asked = Asked("rektor")
    views = facet_views(answer(desk, asked), asked, Speaker("nn"), len("rektor"))
    links = {facet.name: [value.link for value in facet.few] for facet in views}
    assert links["section_kind"] == [""] * len(links["section_kind"])
    assert all(links["year"])


def test_a_series_that_is_called_so_in_one_standard_and_so_in_the_other_is_one(desk: Desk) -> None:
    two = (("A", "B"), ("C",))
    facet = Facet("series", (("A", 5), ("C", 4), ("B", 2)))
    asked = Asked("rektor")
    (view,) = facet_views(Answer("rektor", "rektor", facets=(facet,)), asked, Speaker("nn"), MOST, two)
    assert [(value.text, value.found) for value in view.few] == [("A", 7), ("C", 4)]
    assert of(view.few[0].link) == Asked("rektor (serie:A ELLER serie:B)")
    assert of(view.few[1].link) == Asked("rektor", series="C")
    (chip,) = chips(of(view.few[0].link), "/nn/", Speaker("nn"))
    assert (chip.text, of(chip.without)) == ("Serie: A / B", asked)
    assert names_in(desk.catalogue) == [("Følgestudien Læring lokalt", "Følgjestudien Læring lokalt")]


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("a serie:x b", "a b"),
        ("a (serie:x ELLER serie:y) b", "a b"),
        ("a ((serie:x OR serie:y))", "a"),
        ("serie:x ELLER serie:y", ""),
        ("(serie:x OR serie:y)", ""),
        ("a (b) serie:x", "a (b)"),
        ("(a serie:x)", "(a )"),
    ],
)
def test_what_narrows_can_be_cut_out_wherever_it_stands(query: str, rest: str) -> None:
    (one,) = narrowings(query)
    assert without(query, one) == rest
    assert parse(without(query, one)).complaints == ()


@pytest.mark.parametrize("query", ["a ELLER serie:x", "serie:x ELLER år:2020", "-serie:x a", "a AND serie:x", "(", ""])
def test_what_is_no_field_of_the_whole_query_is_left_alone(query: str) -> None:
    assert narrowings(query) == []
