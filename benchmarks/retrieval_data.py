"""Queries with known answers, and how well a ranking finds them.

A folder holds `corpus.jsonl` (id, text, lang), `queries.jsonl` (id, text, kind), `qrels.tsv` (query, passage, 1) and,
where some passages do not count, `exclude.tsv` (query, passage): the sentence that a query was made from.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

DEPTH = 100  # passages of a ranking that count
TOP = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of the corpus.

    Attributes:
        id: without blanks.
        text: of the passage.
        standard: nn, nb …, "und" when the corpus does not say.
    """

    id: str
    text: str
    standard: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what it should find.

    Attributes:
        id: without blanks.
        text: as a user would write it.
        kind: group in which results are averaged.
        relevant: ids of passages that answer it, one or more.
        excluded: ids of passages that are taken out of its ranking.
    """

    id: str
    text: str
    kind: str
    relevant: frozenset[str]
    excluded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Averages over queries; one relevant passage or several.

    Attributes:
        n: number of queries.
        ndcg10: normalised discounted cumulative gain of the first ten, gain 1 for each relevant passage.
        mrr10: 1 / rank of the first relevant one among ten, else 0.
        r10: share of the relevant ones among the first ten.
        r100: the same among the first hundred.
    """

    n: int
    ndcg10: float
    mrr10: float
    r10: float
    r100: float


def corpus(folder: Path) -> list[Text]:
    """The passages to search."""
    return [Text(row["id"], row["text"], row.get("lang", "und")) for row in _rows(folder / "corpus.jsonl")]


def questions(folder: Path) -> list[Question]:
    """The queries that have an answer."""
    relevant = _pairs(folder / "qrels.tsv")
    excluded = _pairs(folder / "exclude.tsv")
    return [
        Question(row["id"], row["text"], row["kind"], relevant[row["id"]], excluded.get(row["id"], frozenset()))
        for row in _rows(folder / "queries.jsonl")
        if relevant.get(row["id"])
    ]


def counted(question: Question, ranking: Sequence[str]) -> list[str]:
    """A ranking without what is excluded, as deep as it counts."""
    return [id_ for id_ in dict.fromkeys(ranking) if id_ not in question.excluded][:DEPTH]


def quality(asked: Sequence[Question], rankings: Mapping[str, Sequence[str]]) -> dict[str, Quality]:
    """How good the rankings are, by kind of query; a query without a ranking found nothing."""
    kinds: dict[str, list[tuple[float, float, float, float]]] = {}
    for question in asked:
        ranking = counted(question, rankings.get(question.id, ()))
        kinds.setdefault(question.kind, []).append(_measures(question.relevant, ranking))
    return {
        kind: Quality(len(rows), *(sum(column) / len(rows) for column in zip(*rows, strict=True)))
        for kind, rows in sorted(kinds.items())
    }


def _measures(relevant: frozenset[str], ranking: Sequence[str]) -> tuple[float, float, float, float]:
    places = [place for place, id_ in enumerate(ranking) if id_ in relevant]
    top = [place for place in places if place < TOP]
    ideal = sum(1 / log2(place + 2) for place in range(min(TOP, len(relevant))))
    gain = sum(1 / log2(place + 2) for place in top)
    first = 1 / (top[0] + 1) if top else 0.0
    return gain / ideal, first, len(top) / len(relevant), len(places) / len(relevant)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _pairs(path: Path) -> dict[str, frozenset[str]]:
    """For each query its passages; a third column of 0 means that the passage does not count."""
    found: dict[str, set[str]] = {}
    if path.exists():
        for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            query, passage, *grade = line.split()
            if grade != ["0"]:
                found.setdefault(query, set()).add(passage)
    return {query: frozenset(passages) for query, passages in found.items()}
