"""The query as a tree of values, and the tree written as a query again.

    Several      words beside each other: as many as possible
    ├── Term     a word in any form, in either written standard
    ├── Prefix   word*
    ├── Fuzzy    word~1
    ├── Phrase   "exact words in order", or "words near each other"~5
    ├── Field    year:2020-2024
    ├── Must     +part
    ├── Not      -part
    ├── And      part AND part
    └── Or       part OR part

Spans are half-open and count code points of the query as it was given. They do not count when trees are compared.
"""

import re
from typing import NamedTuple

from search.values import Value

_PLAIN = re.compile(r"[\w.-]+")  # a field's value that needs no quotation marks


class Span(NamedTuple):
    """A place in the query: half-open, in code points."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class Term(Value, beside="span"):
    """A word in any form."""

    text: str
    span: Span = NOWHERE


class Prefix(Value, beside="span"):
    """All words that begin so."""

    text: str
    span: Span = NOWHERE


class Fuzzy(Value, beside="span"):
    """All words that are spelled nearly so.

    Attributes:
        text: the word.
        edits: at most so many letters more, fewer, other or swapped.
        span: in the query.
    """

    text: str
    edits: int
    span: Span = NOWHERE


class Phrase(Value, beside="span"):
    """Words that stand together.

    Attributes:
        text: the words with single blanks between.
        distance: None for these very forms in this order; else the words in any form and order, with at most so many
            others between them.
        span: in the query.
    """

    text: str
    distance: int | None = None
    span: Span = NOWHERE


class Field(Value, beside="span"):
    """What is asked of the report or of the passage's place in it.

    Attributes:
        name: one of `fields.NAMES`.
        value: in the form that `fields` gives it ("2020-2024", "nn", "yes").
        span: in the query.
    """

    name: str
    value: str
    span: Span = NOWHERE


class Must(Value):
    """A part without which nothing is found."""

    part: "Node"


class Not(Value):
    """A part with which nothing is found."""

    part: "Node"


class And(Value):
    """All of the parts."""

    parts: tuple["Node", ...]


class Or(Value):
    """One of the parts or more."""

    parts: tuple["Node", ...]


class Several(Value):
    """As many of the parts as possible; none at all is the empty query."""

    parts: tuple["Node", ...] = ()


Leaf = Term | Prefix | Fuzzy | Phrase | Field
Node = Leaf | Must | Not | And | Or | Several


class Complaint(NamedTuple):
    """Something that could not be read or done as it was asked, and what was done instead.

    Attributes:
        code: short and stable, such as "unclosed-quote".
        start: first code point of the query that it is about.
        end: one past the last.
        text: a sentence for the user.
    """

    code: str
    start: int
    end: int
    text: str


class Query(NamedTuple):
    """A query as it was read.

    Attributes:
        text: as given.
        tree: what was understood.
        complaints: what was not, in the order of the text.
    """

    text: str
    tree: Node
    complaints: tuple[Complaint, ...] = ()


def leaves(node: Node) -> list[Leaf]:
    """The leaves of a tree, in order."""
    match node:
        case Must(part) | Not(part):
            return leaves(part)
        case And(parts) | Or(parts) | Several(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case _:
            return [node]


def show(node: Node) -> str:
    """The tree as a query that is read as the same tree."""
    match node:
        case Several(parts):
            return " ".join(_inside(part, (Several,)) for part in parts)
        case Or(parts):
            return " OR ".join(_inside(part, (Several, Or)) for part in parts)
        case And(parts):
            return " AND ".join(_inside(part, (Several, Or, And)) for part in parts)
        case Must(part):
            return f"+{_inside(part, (Several, Or, And, Must, Not))}"
        case Not(part):
            return f"-{_inside(part, (Several, Or, And, Must, Not))}"
        case _:
            return _show_leaf(node)


def _inside(node: Node, kinds: tuple[type, ...]) -> str:
    """The node as a part of another; in parentheses when it is one of `kinds`."""
    return f"({show(node)})" if isinstance(node, kinds) else show(node)


def _show_leaf(leaf: Leaf) -> str:
    match leaf:
        case Term(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text, edits):
            return f"{text}~{edits}"
        case Phrase(text, None):
            return f'"{text}"'
        case Phrase(text, distance):
            return f'"{text}"~{distance}'
        case Field(name, value):
            return f"{name}:{value}" if _PLAIN.fullmatch(value) else f'{name}:"{value}"'
