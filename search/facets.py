"""Facets: how many of the passages found stand in each series, year, part of a report and so on."""

from collections.abc import Iterable, Sequence

from catalogue.store import Catalogue
from search import limits, marks
from search.answer import Facet
from search.engines.port import Engine

# Name of the facet and what its marks begin with.
FACETS = {
    "series": "@series:",
    "year": "@year:",
    "publisher": "@publisher:",
    "standard": "@standard:",
    "section_kind": "@matter:",
    "finding": marks.FINDING,
}
_COUNTED = 2_000  # values of one facet


def marks_to_count(engine: Engine) -> tuple[str, ...]:
    """Every mark that some facet counts."""
    return tuple(known.text for prefix in FACETS.values() for known in engine.starting(prefix, _COUNTED))


def facets(asked: Sequence[str], counts: Iterable[int], total: int, catalogue: Catalogue) -> tuple[Facet, ...]:
    """The facets of an answer.

    Args:
        asked: from `marks_to_count`.
        counts: how many of the passages found carry each of them.
        total: how many passages were found.
        catalogue: knows how series and publishers are written.
    """
    counted = {mark: count for mark, count in zip(asked, counts, strict=True) if count}
    names = catalogue.once(_names)
    found = []
    for name, prefix in FACETS.items():
        values = [
            (names.get(mark, mark[len(prefix) :]), count) for mark, count in counted.items() if mark.startswith(prefix)
        ]
        if name == "finding":
            yes = counted.get(marks.FINDING, 0)
            values = [(value, count) for value, count in (("yes", yes), ("no", total - yes)) if count]
        order = sorted(values, key=lambda value: (-int(value[0]),) if name == "year" else (-value[1], value[0]))
        found.append(Facet(name, tuple(order[: limits.FACET_VALUES])))
    return tuple(found)


def _names(catalogue: Catalogue) -> dict[str, str]:
    """How series and publishers are written, by their marks."""
    names: dict[str, str] = {}
    for series, publisher in catalogue.columns("series", "publisher"):
        names.setdefault(marks.series(series), series)
        names.setdefault(marks.publisher(publisher), publisher)
    return names
