"""Hanging indents: entries of a list of references, whose first lines stand out to the left of the others."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.pdf.layout.model import Line
from ingest.pdf.layout.sentences import ends

_OUT = (0.8, 6.0)  # of the font size: how far first lines stand out
_SAME = 1.5  # points: edges no further apart are one
_ENDED = 0.8  # share of the first lines that follow the end of an entry; running text goes on at its left edge
_LEAST = 2  # indented lines
_ROOM = 1.0  # of the font size: what a justified or ragged line leaves at its end beside the next word


def hanging(lines: Sequence[Line]) -> tuple[set[int], set[int]]:
    """Indices of lines that begin an entry, and of those that go on with one.

    Where first lines of paragraphs are indented instead, the line before an indented one ends a paragraph, so that its
    next word would have fitted; before the second line of an entry it never does.

    Args:
        lines: of one column, from top to bottom.
    """
    begins: set[int] = set()
    goes_on: set[int] = set()
    right = max(line.x1 for line in lines)
    for run in _runs(lines):
        left = min(lines[index].x0 for index in run)
        indented = [index for index in run if lines[index].x0 - left > _SAME]
        edges = {round(lines[index].x0 - left) for index in indented}
        low, high = (limit * lines[run[0]].size for limit in _OUT)
        if len(indented) < _LEAST or max(edges) - min(edges) > _SAME or not low < min(edges) < high:
            continue
        outer = [index for index in run[1:] if index not in indented]
        ended = sum(ends(lines[index - 1].text) or not _full(lines[index - 1], lines[index], right) for index in outer)
        if (
            indented[0] > run[0]
            and ended >= _ENDED * len(outer)
            and all(_full(lines[index - 1], lines[index], right) for index in indented)
        ):
            goes_on.update(indented)
            begins.update(index for index in run if index not in goes_on)
    return begins, goes_on


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Lines of one size and weight that follow each other."""
    for _, run in groupby(range(len(lines)), key=lambda index: (lines[index].size, lines[index].bold)):
        yield list(run)


def _full(before: Line, line: Line, right: float) -> bool:
    """Whether the line's first word would not have fitted on the line before it."""
    return before.x1 + line.edges[1] - line.edges[0] + _ROOM * line.size > right
