from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import limits
from search.query import fields, leaves, parse, show
from search.query.tree import And, Field, Fuzzy, Must, Node, Not, Or, Phrase, Prefix, Several, Span, Term

# Whatever a keyboard or a paste may bring, with the signs of the language often among them.
PIECES = [
    *"()+-*~\"«»“”„'§:.,/_% ", "AND", "OR", "NOT", "OG", "ELLER", "IKKJE", "IKKE", "leiar", "skole-", "a", "på", "~2", "~99",
    "year:", "2020-2024", "title:", "finding:yes", "section:", "standard:nn", "isbn:", "9788232705431", "\ud800", "\x00", "\u0301", "ﬁ", "²",
]  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@given(texts)
@example("'-a")
@example('a"b"~c')
def test_parsing_never_fails_and_tells_where(text: str) -> None:
    read = parse(text)
    assert read.text == text
    for complaint in read.complaints:
        assert 0 <= complaint.start < complaint.end <= len(text)
        assert complaint.text.endswith(".")
        assert complaint.code
    assert [one.start for one in read.complaints] == sorted(one.start for one in read.complaints)
    spans = [leaf.span for leaf in leaves(read.tree) if not isinstance(leaf, Several)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(texts)
def test_what_is_shown_is_read_as_the_same(text: str) -> None:
    tree = parse(text).tree
    assert parse(show(tree)).tree == tree
    assert parse(show(tree)).complaints == ()


@given(texts)
def test_a_tree_is_as_small_as_it_can_be(text: str) -> None:
    def check(node: Node, above: type | None) -> None:
        match node:
            case And(parts) | Or(parts) | Several(parts):
                assert len(parts) > 1 or (above is None and not parts)
                assert above is not type(node)
                for part in parts:
                    check(part, type(node))
            case Must(part):
                assert not isinstance(part, Must | Not)
                check(part, Must)
            case Not(part):
                assert not isinstance(part, Must | Not)
                check(part, Not)
            case Term(text) | Prefix(text) | Fuzzy(text) | Phrase(text):
                assert any(letter.isalnum() or letter == "§" for letter in text)
            case Field(name, value):
                assert fields.value_of(name, value) == value

    check(parse(text).tree, None)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Several()),
        ("  ", Several()),
        ("()", Several()),
        ("leiar", Term("leiar")),
        ("- leiar –", Term("leiar")),
        ("leiar, rektor.", Several((Term("leiar"), Term("rektor")))),
        ("--leiar", Term("leiar")),
        ("NOT NOT leiar", Term("leiar")),
        ("+-leiar", Term("leiar")),
        ("+(leiar)", Must(Term("leiar"))),
        ("og ikkje", Several((Term("og"), Term("ikkje")))),
        ('"AND"', Phrase("AND")),
        ("OR*", Term("or")),
        ("-OR", Not(Term("or"))),
        ("COVID-19", Term("COVID-19")),
        ("covid-19*", Prefix("covid-19")),
        ("§ 5", Several((Term("§"), Term("5")))),
        ("50%", Term("50%")),
        ("leiar~0", Term("leiar")),
        ('"a b"~', Phrase("a b", 0)),
        ("a OR b c OR d", Several((Or((Term("a"), Term("b"))), Or((Term("c"), Term("d")))))),
        ("(a OR b) OR (c)", Or((Term("a"), Term("b"), Term("c")))),
        ("(a b) c", Several((Term("a"), Term("b"), Term("c")))),
        ("(a (b)) OR ()", Several((Term("a"), Term("b")))),
        ("a AND NOT b", And((Term("a"), Not(Term("b"))))),
        ("YEAR:2020..2021", Field("year", "2020-2021")),
        ("year:2020–", Field("year", "2020-")),
        ("author:(Kari Nordmann)", Field("author", "Kari Nordmann")),
        ("author:«Kari Nordmann»", Field("author", "Kari Nordmann")),
        ("https://udir.no/a", Term("https://udir.no/a")),
        ("+year:2020", Must(Field("year", "2020"))),
    ],
)  # fmt: skip
def test_trees(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


def test_spans_count_code_points_of_the_query() -> None:
    tree = parse('𝕏 +skole* «to ord»~2 year:"2020"').tree
    assert [leaf.span for leaf in leaves(tree)] == [Span(0, 1), Span(3, 9), Span(10, 20), Span(21, 32)]


def test_a_long_query_is_cut() -> None:
    text = "ord " * 1_000
    read = parse(text)
    assert {told.code for told in read.complaints} == {"long-query", "many-terms"}
    assert next(told for told in read.complaints if told.code == "long-query").start == limits.QUERY_LENGTH
    assert len(leaves(read.tree)) == limits.TERMS


def test_deep_parentheses_do_not_count() -> None:
    depth = limits.DEPTH
    assert leaves(parse("(" * depth + "a" + ")" * depth).tree) == [Term("a")]
    read = parse("(" * (depth + 1) + "a" + ")" * (depth + 1) + " b")
    assert leaves(read.tree) == [Term("b")]
    assert [told.code for told in read.complaints] == ["deep"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2_000,
        ")" * 2_000,
        "-" * 2_000,
        '"' * 2_000,
        "a~" * 1_000,
        "NOT " * 500,
        "." * 1_999 + "a",
        "a" + "." * 1_999,
        "(-" * 1000,
    ],
)
def test_repetition_costs_nothing(text: str) -> None:
    read = parse(text)
    assert len(leaves(read.tree)) <= limits.TERMS
    assert len(read.complaints) <= 2_000
