"""Where on a page the passages and words stand that are marked: runs and spans become boxes. Pure functions.

Boxes are in PDF points with the origin at the top left of the page as it is shown, as the catalogue keeps them.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalogue.model import Run

_SAME_LINE = 0.5  # share of the lower one's height that two boxes of a line have in common
_GAP = 6.0  # heights of a line: what stands further below is a block of its own
_JOIN = 1.5  # heights of a line: words further apart are marked apart
_UPRIGHT = 1.2  # times as high as wide: a word of several letters is printed upwards
_WORD_PAD = 0.8
_BLOCK_PAD = 3.5


class Box(NamedTuple):
    """A rectangle, in points.

    Attributes:
        x: left edge.
        y: upper edge.
        width: to the right.
        height: downwards.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


def blocks(runs: Iterable[Run], page: int) -> list[Box]:
    """The outline of a passage on a page: a box for each column, or part, that it stands in.

    Args:
        runs: of the passage, in reading order.
        page: from 1.
    """
    found: list[Box] = []
    for line in _lines(run for run in runs if run.page == page):
        if found and _continues(found[-1], line):
            found[-1] = _union(found[-1], line)
        else:
            found.append(line)
    return [_padded(box, _BLOCK_PAD, _BLOCK_PAD) for box in found]


def words(text: str, runs: Sequence[Run], spans: Iterable[tuple[int, int]], page: int) -> list[Box]:
    """The boxes of marked spans on a page; of a word that is divided at a line's end, one for each part.

    Args:
        text: of the passage.
        runs: of the passage, in reading order.
        spans: half-open, of the text.
        page: from 1.
    """
    found: list[Box] = []
    for start, end in spans:
        of_span: list[Box] = []
        for run in runs:
            if run.page != page or run.end <= start or run.start >= end:
                continue
            box = _part(text, run, max(start, run.start), min(end, run.end))
            if of_span and _beside(of_span[-1], box):
                of_span[-1] = _union(of_span[-1], box)
            else:
                of_span.append(box)
        found += of_span
    return [_padded(box, _WORD_PAD, _WORD_PAD) for box in found]


def _lines(runs: Iterable[Run]) -> list[Box]:
    lines: list[Box] = []
    for run in runs:
        box = _box(run)
        if lines and _same_line(lines[-1], box) and box.x >= lines[-1].x:
            lines[-1] = _union(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _continues(block: Box, line: Box) -> bool:
    """Whether a line goes on in a block, rather than in the next column or far below."""
    return line.bottom > block.y + line.height and line.y - block.bottom < _GAP * max(line.height, 1.0)


def _same_line(one: Box, other: Box) -> bool:
    common = min(one.bottom, other.bottom) - max(one.y, other.y)
    return common >= _SAME_LINE * min(one.height, other.height)


def _beside(one: Box, other: Box) -> bool:
    return _same_line(one, other) and -1.0 <= other.x - one.right <= _JOIN * max(one.height, other.height)


def _part(text: str, run: Run, start: int, end: int) -> Box:
    """The part of a run's box in which some of its letters stand, by how wide such letters are."""
    whole = _box(run)
    if (start, end) == (run.start, run.end) or whole.height > _UPRIGHT * whole.width:
        return whole
    left, inside, right = (_width(text[a:b]) for a, b in ((run.start, start), (start, end), (end, run.end)))
    unit = whole.width / ((left + inside + right) or 1.0)
    return Box(whole.x + left * unit, whole.y, inside * unit, whole.height)


_WIDTHS = {
    **dict.fromkeys("ijl.,:;'’!|", 0.5),
    **dict.fromkeys('tfrI()[]{}/-«»“”" ', 0.7),
    **dict.fromkeys("mwæœMW—…%", 1.6),
}  # beside an ordinary letter, in the founts of running text


def _width(text: str) -> float:
    return sum(_WIDTHS.get(letter) or (1.3 if letter.isupper() else 1.0) for letter in text)


def _box(run: Run) -> Box:
    x0, x1 = sorted((run.x0, run.x1))
    top, bottom = sorted((run.top, run.bottom))
    return Box(x0, top, x1 - x0, bottom - top)


def _union(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _padded(box: Box, across: float, down: float) -> Box:
    return Box(
        round(box.x - across, 2),
        round(box.y - down, 2),
        round(box.width + 2 * across, 2),
        round(box.height + 2 * down, 2),
    )
