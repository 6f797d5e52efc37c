"""The labelled facts of a landing page: bold labels, "Label: value" lines, definition lists and tables."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ingest.fields import labels
from ingest.fields.claim import Claim
from ingest.fields.labels import Label
from ingest.fields.values import claims_for
from ingest.landing.pieces import Link, Piece, Tag

_SEGMENTS = re.compile(r"\s+[|·•]\s+")
_FOOTER_FIELDS = frozenset({"last_changed"})  # outside the main content the site speaks of itself


class Fact(NamedTuple):
    """A label and the text that it labels.

    Attributes:
        label: as recognised.
        value: its text; several lines or items are joined by "; ".
        links: the links in the value.
        pieces: indices of the pieces that label and value stand in.
        main: whether it stands in the main content.
    """

    label: Label
    value: str
    links: tuple[Link, ...]
    pieces: range
    main: bool


def find_facts(pieces: Sequence[Piece]) -> Iterator[Fact]:
    """The facts of a page in reading order."""
    columns = dict(_columns(pieces))
    index = 0
    while index < len(pieces):
        if index in columns:
            facts, index = columns[index]
            yield from facts
            continue
        piece = pieces[index]
        inside, waiting = _inside(piece)
        for label, value in inside:
            yield Fact(label, value, piece.links, range(index, index + 1), piece.main)
        index += 1
        if waiting:
            taken = _value_pieces(pieces, index, piece)
            value = _joined([line for item in taken for line in item.lines])
            links = tuple(link for item in taken for link in item.links)
            if value:
                yield Fact(waiting, value, links, range(index - 1, index + len(taken)), piece.main)
            index += len(taken)


def _inside(piece: Piece) -> tuple[list[tuple[Label, str]], Label | None]:
    """The facts within one piece, and the label at its end that waits for the next piece."""
    found: list[tuple[Label, list[str]]] = []
    alone = len(piece.lines) == 1
    for line in piece.lines:
        segments = _SEGMENTS.split(line)
        for segment in segments:
            split = labels.split(segment) or _bold(piece, segment)
            opens = not alone and (bool(found) or line == piece.lines[0])
            whole = labels.match(segment) if len(segments) == 1 and _may_be_label(piece, segment, opens=opens) else None
            if split:
                found.append((split[0], [split[1]]))
            elif whole:
                found.append((whole, []))
            elif found and len(segments) == 1:
                found[-1][1].append(segment)
    facts = [(label, _joined(values)) for label, values in found]
    waiting = facts[-1][0] if facts and not facts[-1][1] else None
    return [(label, value) for label, value in facts if value], waiting


def _bold(piece: Piece, segment: str) -> tuple[Label, str] | None:
    """A bold label without a colon and its value on the same line: **År** 2024."""
    lead = piece.lead
    if not lead or not segment.startswith(lead) or segment == lead:
        return None
    label = labels.match(lead)
    return (label, segment[len(lead) :].strip(" :")) if label else None


def _may_be_label(piece: Piece, segment: str, *, opens: bool) -> bool:
    """Whether words without a colon can be a label where they stand: marked as such, or opening one of several lines."""
    marked = piece.tag in {Tag.HEADING, Tag.TERM, Tag.CELL} or piece.lead == segment
    return segment.rstrip().endswith(":") or marked or opens


def _value_pieces(pieces: Sequence[Piece], start: int, label: Piece) -> list[Piece]:
    """The pieces that a label's value stands in: a paragraph, a whole list, or the cells beside it."""
    if start >= len(pieces):
        return []
    nearest = pieces[start]
    if nearest.tag in {Tag.HEADING, Tag.TERM} or _opens_with_label(nearest):
        return []
    if label.tag in {Tag.TERM, Tag.CELL}:
        beside = nearest.tag is Tag.CELL and nearest.group == label.group
        return _run(pieces, start, nearest) if beside else []
    if nearest.tag is Tag.ITEM:
        return _run(pieces, start, nearest)
    return [nearest]


def _run(pieces: Sequence[Piece], start: int, like: Piece) -> list[Piece]:
    taken = []
    for piece in pieces[start:]:
        if piece.tag is not like.tag or piece.group != like.group or _opens_with_label(piece):
            break
        taken.append(piece)
    return taken


def _opens_with_label(piece: Piece) -> bool:
    return bool(labels.split(piece.text) or labels.match(piece.lead) or labels.match(piece.text))


def _columns(pieces: Sequence[Piece]) -> Iterator[tuple[int, tuple[list[Fact], int]]]:
    """Tables whose first row holds the labels and whose second the values, by the index where they start."""
    rows = [(group, list(row)) for group, row in groupby(enumerate(pieces), key=_row_key) if group]
    for (_, head), (_, body) in pairwise(rows):
        found = [labels.match(piece.text) for _, piece in head]
        if len(found) > 1 and len(found) == len(body) and head[-1][0] + 1 == body[0][0]:
            named = [label for label in found if label]
            if len(named) == len(found) and not any(labels.match(piece.text) for _, piece in body):
                span = range(head[0][0], body[-1][0] + 1)
                facts = [
                    Fact(label, _joined(piece.lines), piece.links, span, piece.main)
                    for label, (_, piece) in zip(named, body, strict=True)
                ]
                yield span.start, (facts, span.stop)


def _row_key(numbered: tuple[int, Piece]) -> int:
    piece = numbered[1]
    return piece.group if piece.tag is Tag.CELL else 0


def _joined(lines: Sequence[str]) -> str:
    return "; ".join(line for line in lines if line)


def fact_claims(facts: Sequence[Fact]) -> list[Claim]:
    """What the facts say, a year that is called so before one that is part of a date."""
    ordered = sorted(facts, key=lambda fact: fact.label.field == "published")
    return [
        claim
        for fact in ordered
        if fact.label.field not in {labels.IGNORED, "pdf"} and (fact.main or fact.label.field in _FOOTER_FIELDS)
        for claim in claims_for(fact.label.field, fact.value, f"landing page: {fact.label.text}", fact.label.qualifier)
    ]
