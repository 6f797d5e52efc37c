"""What narrows a search: what is chosen and can be taken away, and what could be added."""

from functools import lru_cache
from typing import NamedTuple

from search.answer import Answer
from search.query import parse, show
from search.query.tree import Field, Node, Several
from web.language import Speaker
from web.page.asked import Asked
from web.page.hits import standard_name

FEW = 6  # values of a facet that are shown at once
_QUOTES = (('"', '"'), ("«", "»"), ("“", "”"))
_PROBE = Field("finding", "yes")  # where this can follow, any field can
_KEPT = 1_000  # queries and fields whose reading is kept: a page asks for the same many times


class Chip(NamedTuple):
    """Something that narrows the search now.

    Attributes:
        text: what it is, in the page's language.
        without: address of the search without it.
    """

    text: str
    without: str


class Value(NamedTuple):
    """Something that could narrow the search.

    Attributes:
        text: in the page's language.
        found: passages of those found that are so.
        link: address of the search for these alone; "" when the query language cannot say it.
    """

    text: str
    found: int
    link: str


class FacetView(NamedTuple):
    """A facet.

    Attributes:
        name: of the facet.
        heading: in the page's language.
        few: values that are shown at once.
        more: the others.
    """

    name: str
    heading: str
    few: tuple[Value, ...]
    more: tuple[Value, ...]


def chips(asked: Asked, path: str, t: Speaker) -> tuple[Chip, ...]:
    """What narrows the search: parameters of the address, and fields that the whole query depends on."""
    given = [
        ("standard", t("chip.standard", value=standard_name(asked.standard.lower(), t)) if asked.standard else ""),
        ("findings", t("chip.findings") if asked.findings else ""),
        ("series", t("chip.series", value=asked.series) if asked.series else ""),
        ("year", t("chip.year", value=asked.year.strip()) if asked.year else ""),
        ("all_versions", t("chip.all_versions") if asked.all_versions else ""),
        ("exact", t("chip.exact") if asked.exact else ""),
    ]
    nothing = Asked()._asdict()
    chosen = [Chip(text, asked.at(path, **{name: nothing[name]})) for name, text in given if text]
    return (*chosen, *(Chip(_said(one, t), asked.at(path, q=_cut(asked.q, one))) for one in fields_of(asked.q)))


def fields_of(query: str) -> list[Field]:
    """The fields of a query that all of it depends on."""
    return [part for part in _parts(parse(query).tree) if isinstance(part, Field)]


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.parts if isinstance(tree, Several) else (tree,)


def _cut(query: str, field: Field) -> str:
    """The query without a field."""
    return " ".join(f"{query[: field.span.start]} {query[field.span.end :]}".split())


def _said(field: Field, t: Speaker) -> str:
    """A field in the page's language."""
    if field.name == "finding":
        return t("chip.findings" if field.value == "yes" else "chip.no_findings")
    return t("chip.field", name=t(f"field.{field.name}"), value=_value(field.name, field.value, t))


def _value(name: str, value: str, t: Speaker) -> str:
    if name == "standard":
        return standard_name(value, t)
    return t.known(f"section_kind.{value}", value) if name == "section" else value


def facet_views(answer: Answer, asked: Asked, path: str, t: Speaker, query_length: int) -> tuple[FacetView, ...]:
    """The facets of an answer that can narrow it: those with more than one value.

    Args:
        answer: with facets.
        asked: what it answers.
        path: of the page.
        t: the page's language.
        query_length: characters that a query may have; what would make it longer gets no link.
    """
    found = []
    for facet in answer.facets:
        values = [
            Value(_name(facet.name, value, t), count, _link(facet.name, value, asked, path, t, most=query_length))
            for value, count in facet.values
        ]
        if len(values) > 1:
            found.append(FacetView(facet.name, t(f"facet.{facet.name}"), tuple(values[:FEW]), tuple(values[FEW:])))
    return tuple(found)


def _name(facet: str, value: str, t: Speaker) -> str:
    """What a value of a facet is called."""
    match facet:
        case "standard":
            return standard_name(value, t)
        case "finding":
            return t(f"facet.finding_{value}")
        case "section_kind":
            return t(f"section_kind.{value}")
        case _:
            return value


def _link(facet: str, value: str, asked: Asked, path: str, t: Speaker, *, most: int) -> str:
    """The address of the search for one value of a facet alone; "" when the query language cannot say it."""
    match facet, value:
        case (("series" | "year" | "standard"), _):
            return asked.at(path, **{facet: value})
        case "finding", "yes":
            return asked.at(path, findings=True)
        case _:
            query = with_field(asked.q, Field("section" if facet == "section_kind" else facet, value), t)
            return asked.at(path, q=query) if query and len(query) <= most else ""


def with_field(query: str, field: Field, t: Speaker) -> str:
    """The query with a field that all of it depends on, as a reader of the page's language would write it.

    What could not be read of the query is left out, for an open quotation mark would swallow the field.

    Returns:
        The query, or "" when the query language cannot say the field.
    """
    start = _start(query.strip())
    said = _saying(field.name, field.value, t.language)
    return f"{start} {said}".strip() if start is not None and said else ""


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
