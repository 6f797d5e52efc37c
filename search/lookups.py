"""What a plan needs to know of the collection: marks of fields, and passages that hold a phrase."""

import time
from collections.abc import Callable

from catalogue.model import Matter
from catalogue.store import Catalogue
from search import limits, marks
from search.engines.port import All, Clause, Engine, Key, Not, Plan, Word
from search.options import Options
from search.query import fields
from search.query.tree import Field

_MANY = 100_000  # marks of one facet: series, publishers, years
_READ_AT_ONCE = 500


def filters(engine: Engine, options: Options) -> list[tuple[str, ...]]:
    """The filters of the options: from each a passage must carry one mark."""
    found: list[tuple[str, ...]] = []
    if options.standard:
        found.append((marks.standard(options.standard),))
    if options.findings:
        found.append((marks.FINDING,))
    if options.series:
        found.append(_named(engine, marks.series(""), options.series))
    if options.years and options.years != (None, None):
        found.append(_years(engine, *options.years))
    return found


def in_force(engine: Engine, options: Options, clause: Clause) -> Clause:
    """The clause, without the passages of superseded reports unless they are asked for."""
    if options.all_versions or not engine.frequency(marks.OLD):
        return clause
    parts = clause.parts if isinstance(clause, All) else (clause,)
    return All((*parts, Not(Word(((Key(marks.OLD),),)))))


def marks_of(field: Field, catalogue: Catalogue, engine: Engine) -> tuple[str, ...] | None:
    """The marks of which a passage must carry one; None where marks do not tell: words of a heading, no finding."""
    value = field.value
    match field.name:
        case "standard":
            return (marks.standard(value),)
        case "finding":
            return (marks.FINDING,) if value == "yes" else None
        case "year":
            return _years(engine, *fields.years(value))
        case "series" | "publisher":
            return _named(engine, f"@{field.name}:", value)
        case "section":
            return (marks.matter(value),) if value in set(Matter) else None
        case _:
            return _reports(catalogue, field.name, value)


def _named(engine: Engine, prefix: str, text: str) -> tuple[str, ...]:
    """The marks of names with this text in them, in any case."""
    wanted = " ".join(text.casefold().split())
    known = engine.starting(prefix, _MANY)
    return tuple(one.text for one in known if wanted in one.text[len(prefix) :])


def _years(engine: Engine, first: int | None, last: int | None) -> tuple[str, ...]:
    """The marks of the years from first to last that the collection has."""
    prefix = "@year:"
    known = {one.text: int(one.text[len(prefix) :]) for one in engine.starting(prefix, _MANY)}
    return tuple(
        mark for mark, year in known.items() if (first is None or year >= first) and (last is None or year <= last)
    )


_COLUMNS = {"title": ("title", "subtitle", "heading"), "author": ("authors",), "isbn": ("isbn",)}


def _reports(catalogue: Catalogue, name: str, value: str) -> tuple[str, ...]:
    """The marks of reports with all words of the value in a field; an ISBN in any hyphenation."""
    wanted = [value.casefold()] if name == "isbn" else value.casefold().split()
    found = []
    for id_, *columns in catalogue.columns("id", *_COLUMNS[name]):
        text = " ".join(columns).casefold()
        if name == "isbn":
            text = text.replace("-", "").replace(" ", "")
        if all(word in text for word in wanted):
            found.append(marks.report(id_))
    return tuple(found)


def holding(
    catalogue: Catalogue, engine: Engine, plan: Plan, find: Callable[[str], object], until: float
) -> tuple[frozenset[int], bool]:
    """The passages that match a plan and in whose text something is found, and whether all that match were read.

    Args:
        catalogue: has the texts.
        engine: has the passages that can hold it.
        plan: asks for these.
        find: true of a text that holds it.
        until: the time (`time.monotonic`) when to stop reading.
    """
    hits = engine.search(plan, limits.PHRASE_CANDIDATES, within_s=max(0.0, until - time.monotonic()))
    numbers = [hit.number for hit in hits.hits]
    found: set[int] = set()
    for start in range(0, len(numbers), _READ_AT_ONCE):
        if time.monotonic() >= until:
            return frozenset(found), False
        texts = catalogue.texts(numbers[start : start + _READ_AT_ONCE])
        found.update(number for number, text in texts.items() if find(text))
    return frozenset(found), hits.complete and hits.total <= len(numbers)
