"""What narrows a search: what is chosen and can be taken away, and what could be added."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from search.answer import Answer
from web.language import Speaker
from web.page.asked import Asked
from web.page.hits import standard_name
from web.page.narrowing import Fields, narrowed, narrowings, without

_PARAMETERS = {"series": "series", "year": "year", "standard": "standard", "finding": "findings"}  # of their facets
FEW = 6  # values of a facet that are shown at once


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
    return (
        *chosen,
        *(Chip(_said(one.fields, t), asked.at(path, q=without(asked.q, one))) for one in narrowings(asked.q)),
    )


def _said(fields: Fields, t: Speaker) -> str:
    """A field, or alternatives, in the page's language."""
    name = fields[0].name
    if name == "finding":
        return t("chip.findings" if fields[0].value == "yes" else "chip.no_findings")
    return t("chip.field", name=t(f"field.{name}"), value=" / ".join(_value(name, one.value, t) for one in fields))


def _value(name: str, value: str, t: Speaker) -> str:
    if name == "standard":
        return standard_name(value, t)
    return t.known(f"section_kind.{value}", value) if name == "section" else value


Same = Sequence[tuple[str, ...]]
"""Names of series that say the same in Nynorsk and Bokmål, in groups."""


def facet_views(answer: Answer, asked: Asked, t: Speaker, query_length: int, same: Same = ()) -> tuple[FacetView, ...]:
    """The facets of an answer that can narrow it: those with more than one value.

    Args:
        answer: with facets.
        asked: what it answers.
        t: the page's language.
        query_length: characters that a query may have; what would make it longer gets no link.
        same: names that are one series.
    """
    found = []
    for facet in answer.facets:
        several = _groups(facet.values, same if facet.name == "series" else ())
        link = _linker(facet.name, asked, t, most=query_length)
        values = [Value(_name(facet.name, names[0], t), count, link(names)) for names, count in several]
        if len(values) > 1:
            found.append(FacetView(facet.name, t(f"facet.{facet.name}"), tuple(values[:FEW]), tuple(values[FEW:])))
    return tuple(found)


def _groups(values: Sequence[tuple[str, int]], same: Same) -> list[tuple[tuple[str, ...], int]]:
    """The values with their counts, those that are the same as one, the commonest of each first."""
    if not same:
        return [((value,), count) for value, count in values]
    group_of = {name: names for names in same for name in names}
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for value, count in values:
        found.setdefault(group_of.get(value, (value,)), {})[value] = count
    groups = [(tuple(counts), sum(counts.values())) for counts in found.values()]
    return sorted(groups, key=lambda group: -group[1])


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


def _linker(facet: str, asked: Asked, t: Speaker, *, most: int) -> Callable[[Sequence[str]], str]:
    """Gives the address of the search for some values of a facet alone; "" when the query language cannot say it."""
    path = f"/{t.language}/"
    told = asked.changing(path, _PARAMETERS[facet]) if facet in _PARAMETERS else None
    query = asked.changing(path, "q")

    def link(values: Sequence[str]) -> str:
        if told and len(values) == 1 and (facet != "finding" or values[0] == "yes"):
            return told(True if facet == "finding" else values[0])
        longer = narrowed(asked.q, "section" if facet == "section_kind" else facet, values, t)
        return query(longer) if longer and len(longer) <= most else ""

    return link
