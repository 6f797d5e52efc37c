"""From tree to plan: what is required, what only scores, what filters, and what is sought in the texts."""

import time

import pytest

from search import limits, marks
from search.engines.port import All, Among, Any, Clause, Maybe, Not, Plan, Word
from search.options import Options
from search.plan import Request, build
from search.query import parse
from tests.search.conftest import Collection


def request(collection: Collection, query: str, **options: object) -> Request:
    until = time.monotonic() + limits.TIME_S
    return build(parse(query), collection.catalogue, collection.engine, Options(**options), until)  # type: ignore[arg-type]


def plan(collection: Collection, query: str, **options: object) -> Plan:
    made = request(collection, query, **options).plan
    assert made is not None
    return made


def shape(clause: Clause) -> object:
    """The clause without keys; a word that must be held whole is "WORD"."""
    match clause:
        case Word():
            return "WORD" if clause.need == 1 else "word"
        case All(parts) | Any(parts):
            return (type(clause).__name__.lower(), *map(shape, parts))
        case Not(part) | Maybe(part):
            return (type(clause).__name__.lower(), shape(part))
        case Among(numbers):
            return len(numbers)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("leiar", "word"),
        ("leiar rektor", ("any", "word", "word")),
        ("leiar leiar Leiar", "word"),
        ("leiar i skolen", ("any", "word", "word")),
        ("i på", ("any", "word", "word")),
        ("+leiar", "WORD"),
        ("+leiar rektor", ("all", "WORD", ("maybe", "word"))),
        ("leiar -rektor", ("all", ("not", "WORD"), "word")),
        ("leiar AND rektor", ("all", "WORD", "WORD")),
        ("leiar OR rektor", "WORD"),
        ("leiar OR (rektor AND skole)", ("any", "WORD", ("all", "WORD", "WORD"))),
        ("NOT leiar", ("not", "WORD")),
        ("leia*", "WORD"),
        ("year:2024", ("all",)),
        ("leiar year:2024", "word"),
        ("leiar OR year:2024", "WORD"),
        ('"for lite involverte"', ("all", "WORD", "WORD", "WORD", 1)),
        ("section:verkemiddel leiar", ("all", 2, "word")),
        ("-(leiar OR rektor) skole", ("all", ("not", "WORD"), "word")),
    ],
)
def test_clauses(collection: Collection, query: str, expected: object) -> None:
    assert shape(plan(collection, query).clause) == expected


def test_stop_words_are_a_bonus_beside_others(collection: Collection) -> None:
    made = plan(collection, "leiar i skolen")
    assert len(made.bonus) == 1
    assert made.bonus[0].weight < 1
    assert not plan(collection, "i på").bonus


def test_fields_of_the_whole_query_filter(collection: Collection) -> None:
    assert plan(collection, "leiar year:2020-2024 standard:nn").filters == (
        (marks.year(2020), marks.year(2024)),
        (marks.standard("nn"),),
    )
    assert plan(collection, "leiar AND finding:yes").filters == ((marks.FINDING,),)
    assert plan(collection, "leiar", findings=True, standard="nb").filters == (
        (marks.standard("nb"),),
        (marks.FINDING,),
    )
    assert plan(collection, "leiar year:1999").filters == ((),)
    assert plan(collection, "-year:2020 leiar").filters == ()


def test_fields_that_are_alternatives_are_one_filter(collection: Collection) -> None:
    either = (marks.standard("nn"), marks.standard("nb"))
    assert plan(collection, "leiar (standard:nn OR standard:nb)").filters == (either,)
    assert plan(collection, "+(standard:nn OR finding:yes) leiar").filters == ((marks.standard("nn"), marks.FINDING),)
    for query in ("leiar (standard:nn OR finding:no)", "leiar (standard:nn OR rektor)", "leiar OR standard:nn"):
        assert plan(collection, query).filters == ()


def test_excluded_words_keep_their_own_forms_only(collection: Collection) -> None:
    clause = plan(collection, "involvering -leiar").clause
    assert isinstance(clause, All)
    excluded = next(part for part in clause.parts if isinstance(part, Not)).part
    assert isinstance(excluded, Word)
    keys = {key.text for group in excluded.groups for key in group}
    assert keys
    assert not any(key.startswith((">", "<", "%")) for key in keys)


def test_what_is_sought_is_in_the_order_of_the_query(collection: Collection) -> None:
    query = "+leiar «for lite» rektor OR styrar univers* partnar~1 -skole year:2020"
    sought = request(collection, query).sought
    assert [one.text for one in sought] == ["leiar", '"for lite"', "rektor OR styrar", "univers*", "partnar~1"]
    assert [query[one.span.start : one.span.end] for one in sought] == [
        "leiar", "«for lite»", "rektor OR styrar", "univers*", "partnar~1",
    ]  # fmt: skip


def test_spans_of_words_that_are_read_in_pieces(collection: Collection) -> None:
    query = "lokal  skole- og barnehageeigar COVID-19"
    sought = request(collection, query).sought
    assert next(query[one.span.start : one.span.end] for one in sought if not one.stop) == "lokal"
    assert all(0 <= one.span.start < one.span.end <= len(query) for one in sought)


def test_a_phrase_is_looked_up_among_what_the_filters_leave(collection: Collection) -> None:
    clause = plan(collection, '"for lite" standard:nb').clause
    assert isinstance(clause, All)
    assert Among(frozenset()) in clause.parts


def test_nothing_is_asked(collection: Collection) -> None:
    assert request(collection, "").plan is None
    assert request(collection, "…").plan is None
    assert plan(collection, "", standard="nn").clause == All(())
