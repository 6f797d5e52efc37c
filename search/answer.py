"""What a search answers: values, and the same as JSON.

The values of a query are named tuples: Python makes their classes in a fifth of the time that frozen dataclasses take,
and a search in a new process must feel instant.

The keys of the JSON are part of the contract: language-neutral, and only added to. A hit:

| key | what |
|---|---|
| `rank` | from 1, in the order of the answer |
| `score` | higher is better; comparable within one answer only |
| `id` | the passage's id, stable for the same text in the same report |
| `report` | the report's id |
| `title`, `subtitle`, `series`, `publisher` | of the report, "" when unknown |
| `authors` | list of names |
| `year` | number or null |
| `isbn` | list of `{"value", "qualifier"}` |
| `page` | PDF page on which the passage begins, from 1; null for a landing page's bullet |
| `page_label` | the number printed on it, or null |
| `pages`, `page_labels` | all pages that it touches |
| `section` | headings above it, outermost first |
| `section_kind` | cover, colophon, contents, preface, summary, findings, body, conclusion, references or appendix |
| `standard` | nn, nb, no (uncertain), another language's code, or und |
| `finding` | whether it states a finding |
| `kind` | paragraph, list_item, heading, table, caption, footnote, box, figure, quote or bullet |
| `text` | of the passage |
| `marks` | spans of `text` that answer the query: half-open `[start, end]` in code points |
| `matches` | `{"query", "text", "why"}`: word of the query, word of the text, how they meet |
| `missing` | words of the query that the passage does not hold |
| `snippets` | spans of `text` to show when all is too long |
| `link` | the PDF at the page (`…pdf#page=N`), or the landing page of a bullet |
| `other_places` | near-identical passages: `{"id", "report", "title", "page", "page_label", "section", "section_kind", "standard", "link"}` |
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from catalogue.model import Passage, Report
from search.highlight import Match
from search.query.tree import Complaint

Spans = tuple[tuple[int, int], ...]


class Location(NamedTuple):
    """A passage with the report that it stands in."""

    passage: Passage
    report: Report

    @property
    def link(self) -> str:
        """To the page; see `link_to`."""
        return link_to(self.passage, self.report)


class Hit(NamedTuple):
    """A passage that answers a query.

    Attributes:
        rank: from 1.
        score: higher is better; comparable within one answer only.
        passage: without runs.
        report: without details.
        marks: half-open spans of the passage's text that answer the query, in order, none overlapping.
        matches: how the query's words are said in it.
        missing: words of the query that it does not hold.
        snippets: spans of the text to show when all is too long.
        other_places: near-identical passages, the best first.
    """

    rank: int
    score: float
    passage: Passage
    report: Report
    marks: Spans = ()
    matches: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()
    snippets: Spans = ()
    other_places: tuple[Location, ...] = ()

    @property
    def link(self) -> str:
        """To the page; see `link_to`."""
        return link_to(self.passage, self.report)


class Totals(NamedTuple):
    """How many passages there are, near-identical ones each counted.

    Attributes:
        all_words: that hold every word of the query.
        some_words: that hold some, those with every word among them.
    """

    all_words: int = 0
    some_words: int = 0


class Facet(NamedTuple):
    """How many of the passages found have each value of something.

    Attributes:
        name: series, year, publisher, standard, finding or section_kind.
        values: (value, count), the commonest first; years newest first.
    """

    name: str
    values: tuple[tuple[str, int], ...]


class Alone(NamedTuple):
    """What a word of the query finds by itself.

    Attributes:
        text: the word.
        found: passages that hold it.
        near: known words that are spelled nearly so, each with its number of passages.
    """

    text: str
    found: int
    near: tuple[tuple[str, int], ...] = ()


class Suggestion(NamedTuple):
    """What may help when nothing, or too little, was found.

    Attributes:
        words: what each word of the query finds alone.
        query: the query with known words in the place of unknown ones ("meinte du …?"), or "".
    """

    words: tuple[Alone, ...] = ()
    query: str = ""


class Group(NamedTuple):
    """A report's hits.

    Attributes:
        report: that they stand in.
        hits: the best of them.
        found: how many there are among those that were looked at.
    """

    report: Report
    hits: tuple[Hit, ...]
    found: int


class Answer(NamedTuple):
    """What a search found.

    Attributes:
        query: as given.
        read_as: as it was understood.
        hits: best first, or as they were to be sorted; those of all groups when grouped.
        totals: how many passages hold all words, and some.
        complaints: what could not be read or was cut.
        facets: when asked for.
        suggestion: when a word found nothing.
        groups: the hits by report, when asked for.
        more: whether there are hits after these.
    """

    query: str
    read_as: str
    hits: tuple[Hit, ...] = ()
    totals: Totals = Totals()
    complaints: tuple[Complaint, ...] = ()
    facets: tuple[Facet, ...] = ()
    suggestion: Suggestion = Suggestion()
    groups: tuple[Group, ...] = ()
    more: bool = False


def link_to(passage: Passage, report: Report) -> str:
    """The PDF at the passage's page, or the landing page of a bullet; a URL, also for a local file ("" when unknown)."""
    if not passage.places:
        return _url(report.landing_page)
    pdf = _url(report.pdf or report.path)
    return f"{pdf}#page={passage.places[0].page}" if pdf else ""


def _url(place: str) -> str:
    path = PurePath(place)
    return path.as_uri() if place and path.is_absolute() else place


def hit_json(hit: Hit) -> dict[str, Any]:
    """The hit with the documented keys."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        **passage_json(hit.passage, hit.report),
        "marks": [list(span) for span in hit.marks],
        "matches": [match._asdict() for match in hit.matches],
        "missing": list(hit.missing),
        "snippets": [list(span) for span in hit.snippets],
        "other_places": [_other_json(place) for place in hit.other_places],
    }


def passage_json(passage: Passage, report: Report) -> dict[str, Any]:
    """The keys of a hit that do not depend on a query."""
    return {
        **_place_json(passage, report),
        "subtitle": report.subtitle,
        "authors": list(report.authors),
        "year": report.year,
        "series": report.series,
        "publisher": report.publisher,
        "isbn": [{"value": isbn.value, "qualifier": isbn.qualifier} for isbn in report.isbn],
        "pages": [place.page for place in passage.places],
        "page_labels": [place.label for place in passage.places],
        "finding": passage.finding,
        "kind": passage.kind.value,
        "text": passage.text,
    }


def _place_json(passage: Passage, report: Report) -> dict[str, Any]:
    first = passage.places[0] if passage.places else None
    return {
        "id": passage.id,
        "report": report.id,
        "title": report.title,
        "page": first.page if first else None,
        "page_label": first.label if first else None,
        "section": list(passage.section),
        "section_kind": passage.matter.value,
        "standard": passage.standard,
        "link": link_to(passage, report),
    }


def _other_json(place: Location) -> dict[str, Any]:
    return _place_json(place.passage, place.report)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer with the keys query, read_as, totals, complaints, hits, facets, suggestion, groups and more."""
    return {
        "query": answer.query,
        "read_as": answer.read_as,
        "totals": {"all_words": answer.totals.all_words, "some_words": answer.totals.some_words},
        "complaints": [complaint_json(complaint) for complaint in answer.complaints],
        "hits": [hit_json(hit) for hit in answer.hits],
        "facets": {
            facet.name: [{"value": value, "count": count} for value, count in facet.values] for facet in answer.facets
        },
        "suggestion": suggestion_json(answer.suggestion),
        "groups": [
            {"report": group.report.id, "found": group.found, "ranks": _ranks(group.hits)} for group in answer.groups
        ],
        "more": answer.more,
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """What may help, with the keys query and words."""
    return {
        "query": suggestion.query,
        "words": [
            {
                "text": word.text,
                "found": word.found,
                "near": [{"text": text, "found": count} for text, count in word.near],
            }
            for word in suggestion.words
        ],
    }


def _ranks(hits: Iterable[Hit]) -> list[int]:
    return [hit.rank for hit in hits]


def complaint_json(complaint: Complaint) -> dict[str, Any]:
    """What could not be read, as the span of the query that it is about, and a sentence."""
    return {"code": complaint.code, "start": complaint.start, "end": complaint.end, "text": complaint.text}
