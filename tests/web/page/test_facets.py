"""What narrows a search: each link gives what it promises, and can be taken away again."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Answer
from search.find import find
from search.query import parse
from search.query.tree import Field
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Asked, read
from web.page.facets import chips, facet_views, fields_of, with_field

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
        Asked("rektor", group=True, sort="year", offset=10),
    ],
    ids=str,
)
def test_each_link_finds_as_much_as_it_promises(desk: Desk, t: Speaker, asked: Asked) -> None:
    found = answer(desk, asked)
    promised = 0
    for facet in facet_views(found, asked, "/nn/", t, MOST):
        for value in (*facet.few, *facet.more):
            narrowed = of(value.link)
            assert answer(desk, narrowed).totals.some_words == value.found, (facet.name, value)
            assert narrowed.offset == 0
            assert (narrowed.sort, narrowed.group) == (asked.sort, asked.group)
            promised += 1
    assert promised or not found.totals.some_words


def test_what_was_chosen_can_be_taken_away(desk: Desk, t: Speaker) -> None:
    asked = Asked("skoleleiarar involvering")
    for facet in facet_views(answer(desk, asked), asked, "/nn/", t, MOST):
        for value in (*facet.few, *facet.more):
            narrowed = of(value.link)
            (chip,) = chips(narrowed, "/nn/", t)
            assert of(chip.without) == asked


def test_each_parameter_has_a_chip(t: Speaker) -> None:
    asked = Asked("rektor", "nn", True, "læring", "2020-", True, True)
    assert len(chips(asked, "/nn/", t)) == 6
    assert chips(Asked("rektor"), "/nn/", t) == ()


@given(st.text(max_size=60))
def test_a_field_can_be_added_to_whatever_was_written(query: str) -> None:
    field = Field("section", "summary")
    narrowed = with_field(query, field, Speaker("nn"))
    assert field in fields_of(narrowed)
    assert parse(narrowed).complaints == ()


@given(st.text(min_size=1, max_size=40).filter(lambda text: any(map(str.isalnum, text))))
def test_a_publisher_of_any_name_is_said_rightly_or_not_at_all(name: str) -> None:
    field = Field("publisher", " ".join(name.split()))
    narrowed = with_field("rektor", field, Speaker("nb"))
    assert not narrowed or field in fields_of(narrowed)


def test_fields_are_written_in_the_readers_language() -> None:
    field = Field("section", "summary")
    assert [with_field("rektor", field, Speaker(language)) for language in ("nn", "nb", "en")] == [
        "rektor del:samandrag",
        "rektor del:sammendrag",
        "rektor section:summary",
    ]
    assert with_field("rektor", Field("publisher", "NIFU AS"), Speaker("nn")) == 'rektor utgivar:"NIFU AS"'
    assert with_field("", Field("finding", "no"), Speaker("nb")) == "funn:nei"


def test_a_query_that_would_be_too_long_gets_no_link(desk: Desk) -> None:
    asked = Asked("rektor")
    views = facet_views(answer(desk, asked), asked, "/nn/", Speaker("nn"), len("rektor"))
    links = {facet.name: [value.link for value in facet.few] for facet in views}
    assert links["section_kind"] == [""] * len(links["section_kind"])
    assert all(links["year"])
