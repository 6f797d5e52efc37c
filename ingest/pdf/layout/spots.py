"""Lines in the upper and lower margins of pages, where running heads, feet and page numbers stand."""

from collections.abc import Sequence
from typing import NamedTuple

from ingest.pdf.layout.model import Line, PageLayout, Role

HEIGHT = 4.0  # points: lines this near to each other's height repeat each other
_ZONE = 0.14  # of the page's height: margins in which heads and feet stand
_ROWS = 4  # so many rows of lines at most


class Spot(NamedTuple):
    """A line in a margin.

    Attributes:
        page: index of the page.
        line: index of the line on it.
        foot: whether it stands at the bottom.
        height: from the nearer edge of the page, in points.
    """

    page: int
    line: int
    foot: bool
    height: float


def margin_rows(page: PageLayout) -> tuple[list[list[int]], list[list[int]]]:
    """Indices of the lines in the upper and the lower margin, row by row from the edge inwards."""
    low, high = _ZONE * page.height, (1 - _ZONE) * page.height
    upper = [i for i, line in enumerate(page.lines) if line.bottom < low and _may_be(line)]
    lower = [i for i, line in enumerate(page.lines) if line.top > high and _may_be(line)]
    upper.sort(key=lambda i: page.lines[i].top)
    lower.sort(key=lambda i: -page.lines[i].bottom)
    return _rows(page, upper), _rows(page, lower)


def _may_be(line: Line) -> bool:
    return line.role in {Role.TEXT, Role.FIGURE, Role.BOX} and not line.turn


def _rows(page: PageLayout, indices: list[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for index in indices:
        line = page.lines[index]
        if rows:
            last = page.lines[rows[-1][0]]
            if min(line.bottom, last.bottom) - max(line.top, last.top) > 0.5 * (line.bottom - line.top):
                rows[-1].append(index)
                continue
        if len(rows) == _ROWS:
            break
        rows.append([index])
    return rows


def spots(pages: Sequence[PageLayout], rows: Sequence[tuple[list[list[int]], list[list[int]]]]) -> list[Spot]:
    """All lines of the margins, from what `margin_rows` answers for each page."""
    return [
        Spot(number, index, bool(foot), _height(page, page.lines[index], foot=bool(foot)))
        for number, (page, sides) in enumerate(zip(pages, rows, strict=True))
        for foot, side in enumerate(sides)
        for row in side
        for index in row
    ]


def _height(page: PageLayout, line: Line, *, foot: bool) -> float:
    return page.height - line.bottom if foot else line.top
