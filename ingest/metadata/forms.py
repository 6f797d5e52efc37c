"""Labels and their values on a page: "Label: value", a label with its value beside or below it, and rows of a grid."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.model import Kind
from ingest.document import Block
from ingest.fields import labels
from ingest.fields.labels import Label
from ingest.metadata.printed import Segment, breaks_freely, join

_CELL = " | "
_LISTS = frozenset({"author", "commissioned_by", "performed_by", "publisher"})  # several values, one a line
_PREPOSITIONS = frozenset({"av", "fra", "frå", "for", "by"})
_LABEL_WORDS = 4
_SPEAKING = re.compile(r"(?:e-?)?IS[BS]N\b|©|https?:|www\.", re.IGNORECASE)
_SHORTEST_WRAPPED = 20  # characters; a shorter line was not broken for want of room
_ALIGNED = 6.0  # points: left edges that look like one
_BELOW = 1.0  # of the line's height: the widest gap between a label and its value below, or two lines of a value
_BESIDE = 260.0  # points: the widest gap between a label and its value on the same line
_MOST_LINES = 4  # of a value
_STYLE = 0.1  # share by which the size of a value's lines may differ


class Entry(NamedTuple):
    """A label and its value.

    Attributes:
        label: as recognised.
        value: its text.
        lines: the printed lines of the value, where they are known.
    """

    label: Label
    value: str
    lines: tuple[Segment, ...] = ()


def entries(blocks: Sequence[Block], segments: Sequence[Segment]) -> Iterator[Entry]:
    """The labelled values of a page.

    Args:
        blocks: of the page; its table rows are read cell by cell.
        segments: of the page's other blocks, from top to bottom.
    """
    yield from _rows([block for block in blocks if block.kind is Kind.TABLE])
    for index, segment in enumerate(segments):
        found = _inline(segment.text)
        if found and found[1]:
            more = _going_on(segment, segments[index + 1 :], segments, wrapped=True)
            yield Entry(found[0], " ".join([found[1], *([join(more)] if more else [])]))
        elif label := (found[0] if found else labels.match(segment.text)):
            lines = _value(segment, segments)
            if lines:
                yield Entry(label, _joined(label.field, lines, segments), tuple(lines))


def _joined(field: str, lines: Sequence[Segment], segments: Sequence[Segment]) -> str:
    """The lines of a value as text; names and institutions that stand each on a line of its own get a comma between."""
    if field not in _LISTS:
        return join(lines)
    right = max(segment.x1 for segment in segments if abs(segment.x0 - lines[0].x0) <= _ALIGNED)
    text = lines[0].text
    for before, line in pairwise(lines):
        ends = breaks_freely(before, line, right) and not text.endswith((",", ";", " og", " and", "&"))
        text = f"{text}, {line.text}" if ends else text.removesuffix(before.text) + join([before, line])
    return text


def is_label(text: str) -> bool:
    """Whether a printed line begins with a label or is one, or says by itself what it is."""
    return bool(labels.match(text) or _inline(text) or _SPEAKING.match(text))


def _inline(text: str) -> tuple[Label, str] | None:
    """A label at the beginning of a line and what follows it there, which may be nothing."""
    if found := labels.split(text):
        return found
    words = text.split()
    for count in range(min(_LABEL_WORDS, len(words) - 1), 1, -1):
        if words[count - 1].casefold() in _PREPOSITIONS and words[count][:1].isupper():
            label = labels.match(" ".join(words[:count]))
            if label:
                return label, " ".join(words[count:])
    return None


def _rows(rows: Sequence[Block]) -> Iterator[Entry]:
    """Entries of table rows: label | value, cells that hold both, or a row of labels above a row of values."""
    table = [row.text.split(_CELL) for row in rows]
    for cells, below in pairwise([*table, [""]]):
        found = [labels.match(cell) for cell in cells]
        if len(cells) == len(below) > 1 and all(found) and not any(map(labels.match, below)):
            yield from (Entry(label, value) for label, value in zip(found, below, strict=True) if label and value)
            continue
        for index, cell in enumerate(cells):
            beside = cells[index + 1] if index + 1 < len(cells) else ""
            label = found[index]
            if label and beside and not is_label(beside):
                yield Entry(label, beside)
            elif not label and (both := _inline(cell) or _leading(cell)) and both[1]:
                yield Entry(*both)


def _leading(cell: str) -> tuple[Label, str] | None:
    """A label without a colon and its value in one cell of a form: "Rapportnummer 8/07"."""
    words = cell.split()
    for count in range(min(_LABEL_WORDS, len(words) - 1), 0, -1):
        if words[0][:1].isupper() and (label := labels.match(" ".join(words[:count]))):
            return label, " ".join(words[count:])
    return None


def _value(label: Segment, segments: Sequence[Segment]) -> list[Segment]:
    """The lines of the value beside or below a label that stands alone."""
    below = _nearest_below(label, segments)
    beside = _beside(label, segments)
    if below and is_label(below.text):
        below = None
    if beside and is_label(beside.text):
        beside = None
    if below and beside and _is_row(below, beside, segments):
        below = None
    first = below or beside
    if not first:
        return []
    following = [segment for segment in segments if segment.top > first.top]
    return [first, *_going_on(first, following, segments, label=label if first is beside else None)]


def _is_row(below: Segment, beside: Segment, segments: Sequence[Segment]) -> bool:
    """Whether what stands below a label has a neighbour in the column of what stands beside it: two rows of a grid."""
    neighbour = _beside(below, segments)
    return bool(neighbour and abs(neighbour.x0 - beside.x0) <= _ALIGNED)


def _beside(segment: Segment, segments: Sequence[Segment]) -> Segment | None:
    right = [
        other
        for other in segments
        if other.x0 >= segment.x1
        and other.x0 - segment.x1 <= _BESIDE
        and min(other.bottom, segment.bottom) - max(other.top, segment.top) > 0.5 * min(other.size, segment.size)
    ]
    return min(right, key=lambda other: other.x0, default=None)


def _nearest_below(segment: Segment, segments: Sequence[Segment]) -> Segment | None:
    under = [
        other
        for other in segments
        if abs(other.x0 - segment.x0) <= _ALIGNED
        and -0.3 * segment.size <= other.top - segment.bottom <= _BELOW * max(segment.size, other.size)
        and other.top > segment.top
    ]
    return min(under, key=lambda other: other.top, default=None)


def _going_on(
    first: Segment,
    after: Sequence[Segment],
    segments: Sequence[Segment],
    *,
    label: Segment | None = None,
    wrapped: bool = False,
) -> list[Segment]:
    """The lines that go on with a value: close below it, in its column, without a label in them or at their left.

    Args:
        first: the value's first line.
        after: the segments that may follow.
        segments: all of the page.
        label: what the value stands beside; whatever stands below the label opens the next row.
        wrapped: whether only lines count that hold what did not fit above.
    """
    lines: list[Segment] = []
    last = first
    right = max(segment.x1 for segment in segments if abs(segment.x0 - first.x0) <= _ALIGNED)
    while len(lines) < _MOST_LINES and (following := _nearest_below(last, after)):
        left = [
            other
            for other in segments
            if other.x1 <= following.x0
            and min(other.bottom, following.bottom) - max(other.top, following.top) > 0.5 * other.size
        ]
        new_row = any(is_label(other.text) or (label and abs(other.x0 - label.x0) <= _ALIGNED) for other in left)
        if new_row or is_label(following.text) or _other_style(last, following):
            break
        if wrapped and (len(last.text) < _SHORTEST_WRAPPED or breaks_freely(last, following, right)):
            break
        lines.append(following)
        last = following
    return lines


def _other_style(last: Segment, following: Segment) -> bool:
    return abs(following.size - last.size) > _STYLE * last.size
