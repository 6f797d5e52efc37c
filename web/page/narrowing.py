"""Fields that a whole query depends on: found in what a reader wrote, taken away from it, added to it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.query import parse, show
from search.query.tree import Field, Node, Or, Several, Span
from web.language import Speaker

_QUOTES = (('"', '"'), ("«", "»"), ("“", "”"))
_PROBE = Field("finding", "yes")  # where this can follow, any field can
_KEPT = 1_000  # queries and fields whose reading is kept: a page asks for the same many times

Fields = tuple[Field, ...]
"""A field, or several of the same name that are alternatives."""


class Narrowing(NamedTuple):
    """Something that narrows a query.

    Attributes:
        fields: one, or alternatives of the same name.
        span: of the query.
    """

    fields: Fields
    span: Span


def narrowings(query: str) -> list[Narrowing]:
    """The fields of a query that all of it depends on, in its order."""
    return [Narrowing(fields, _span(query, fields)) for part in _parts(parse(query).tree) if (fields := _fields(part))]


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.parts if isinstance(tree, Several) else (tree,)


def _fields(node: Node) -> Fields:
    """A field as one, alternatives as several; () for anything else."""
    if isinstance(node, Field):
        return (node,)
    several = node.parts if isinstance(node, Or) else ()
    fields = tuple(part for part in several if isinstance(part, Field))
    return fields if len(fields) == len(several) and len({field.name for field in fields}) == 1 else ()


def _span(query: str, fields: Fields) -> Span:
    """Where the fields stand, with the parentheses around alternatives."""
    start, end = fields[0].span.start, fields[-1].span.end
    while len(fields) > 1:
        before, after = query[:start].rstrip(), query[end:].lstrip()
        if not (before.endswith("(") and after.startswith(")")):
            break
        start, end = len(before) - 1, len(query) - len(after) + 1
    return Span(start, end)


def without(query: str, narrowing: Narrowing) -> str:
    """The query without something that narrows it."""
    start, end = narrowing.span
    return " ".join(f"{query[:start]} {query[end:]}".split())


def narrowed(query: str, name: str, values: Sequence[str], t: Speaker) -> str:
    """The query with a field that all of it depends on, as a reader of the page's language would write it.

    What could not be read of the query is left out, for an open quotation mark would swallow the field.

    Args:
        query: as it was written.
        name: of the field.
        values: of it, alternatives if several.
        t: the page's language.

    Returns:
        The query, or "" when the query language cannot say the field.
    """
    start = _start(query.strip())
    said = [_saying(name, value, t.language) for value in values]
    if start is None or not all(said):
        return ""
    return f"{start} {_either(said, t)}".strip()


def _either(said: Sequence[str], t: Speaker) -> str:
    either = f" {t('query.or')} ".join(said)
    return either if len(said) == 1 else f"({either})"


@lru_cache(_KEPT)
def _start(query: str) -> str | None:
    """The query as it must be to be followed by a field; None when no field can follow."""
    read = parse(query)
    start = show(read.tree) if read.complaints else query
    again = parse(f"{start} {_PROBE.name}:{_PROBE.value}")
    return start if not again.complaints and _PROBE in _parts(again.tree) else None


@lru_cache(_KEPT)
def _saying(name: str, value: str, language: str) -> str:
    """A field in the query language: in the page's language where that is understood, else in English; "" if in none."""
    t = Speaker(language)
    own, said = t(f"query.{name}"), t.known(f"query.{name}_{value}", value)
    ways = [f"{own}:{said}"] if said.isalnum() else []
    ways += [f"{own}:{opening}{said}{closing}" for opening, closing in _QUOTES]
    ways += [f"{name}:{opening}{value}{closing}" for opening, closing in _QUOTES]
    return next((way for way in ways if (read := parse(way)).tree == Field(name, value) and not read.complaints), "")
