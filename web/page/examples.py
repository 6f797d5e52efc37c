"""Queries to begin with, made of what the collection holds, so that each of them finds something."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import norwegian
from catalogue.model import Passage, Report
from norwegian.words import QueryTerm
from search.find import find
from search.options import Options
from search.similar import telling
from web.desk import Desk

REPORTS = 3  # the newest, an example from each
_READ = 2_000  # characters of a report's findings
_WORDS = 12  # telling words to choose from
_SHORT = 7  # letters of a word that is worth an example: the telling words of Norwegian are long
_LONG = 7  # letters of a compound that is worth a star
_STEM = 5  # letters before the star


class Example(NamedTuple):
    """A query that finds something.

    Attributes:
        words: of the query.
        kind: both, findings or beginning: what the query shows.
    """

    words: tuple[str, ...]
    kind: str


class ExampleView(NamedTuple):
    """An example as it is shown.

    Attributes:
        query: in the query language, as a reader of the page's language would write it.
        link: address of what it finds.
        about: what it finds, in words.
    """

    query: str
    link: str
    about: str


def examples(desk: Desk, reports: Sequence[Report]) -> tuple[Example, ...]:
    """One example of each kind, from the newest reports."""
    found: list[Example] = []
    kinds = {"both": _both, "findings": _finding, "beginning": _beginning}
    for number, (kind, make) in enumerate(kinds.items()):
        for report in [*reports[number:], *reports[:number]]:
            terms = _telling(desk, report)
            example = next((Example(words, kind) for words in make(terms) if _finds(desk, words, kind)), None)
            if example:
                found.append(example)
                break
    return tuple(found)


def _telling(desk: Desk, report: Report) -> list[QueryTerm]:
    """The words that tell a report's findings from all else, the longest first; its text's where none are marked."""
    passages = [passage for _, passage in desk.catalogue.numbered_passages(report.id)]
    chosen = [passage for passage in passages if passage.finding and passage.standard == report.language] or passages
    terms = telling(_beginning_of(chosen), desk.engine, _WORDS)
    return sorted((term for term in terms if len(term.text) >= _SHORT), key=lambda term: -len(term.text))


def _beginning_of(passages: Sequence[Passage]) -> str:
    return " ".join(passage.text for passage in passages)[:_READ]


def _both(terms: Sequence[QueryTerm]) -> Iterator[tuple[str, ...]]:
    """Two words."""
    words = [term.text.lower() for term in terms]
    yield from pairwise(words)


def _finding(terms: Sequence[QueryTerm]) -> Iterator[tuple[str, ...]]:
    """One word."""
    yield from ((term.text.lower(),) for term in terms)


def _beginning(terms: Sequence[QueryTerm]) -> Iterator[tuple[str, ...]]:
    """The first part of a compound, with a star."""
    for term in terms:
        parts = norwegian.split(term.text.lower()) if len(term.text) >= _LONG else ()
        if len(parts) > 1 and len(parts[0]) >= _STEM and term.text.lower().startswith(parts[0]):
            yield (f"{parts[0]}*",)


def _finds(desk: Desk, words: Sequence[str], kind: str) -> bool:
    """Whether the query finds passages with all of its words."""
    wanted = Options(limit=1, findings=kind == "findings")
    return find(" ".join(words), desk.catalogue, desk.engine, wanted).totals.all_words > 0
