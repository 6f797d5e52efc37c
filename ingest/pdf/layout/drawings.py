"""Drawings: shapes close together, with small words in and about them, are one figure."""

from collections.abc import Sequence

from ingest.pdf.glyphs import PageGlyphs, Shape
from ingest.pdf.layout.lines import rows
from ingest.pdf.layout.model import Box, Word

_CELL = 30.0  # points: shapes nearer than this belong to one drawing
_LEAST = 8  # shapes
_MARGIN = 6.0  # points about a drawing in which its words stand
_READABLE = 9.0  # points: on a page that is all figure, the usual size is the figure's own; text is hardly smaller
_PANEL = (0.35, 0.1)  # of the page's width and height: larger shapes are panels for text
_PROSE = 5  # words a line: more are running text


def drawings(page: PageGlyphs, taken: Sequence[Box], words: Sequence[Word], size: float) -> list[Box]:
    """Where drawings stand that hold words.

    Args:
        page: for its shapes and extent.
        taken: tables, whose rules are no drawing.
        words: those outside tables.
        size: font size of most words of the page.
    """
    shapes = [shape for shape in page.shapes if _drawn(shape, page) and not _in(shape, taken)]
    if len(shapes) < _LEAST:
        return []
    return [box for box, count in _clusters(shapes) if count >= _LEAST and _holds_labels(box, words, size)]


def _drawn(shape: Shape, page: PageGlyphs) -> bool:
    """Whether a shape can be part of a drawing: no background, no underline, no rule across the page."""
    width, height = shape.x1 - shape.x0, shape.bottom - shape.top
    if width > _PANEL[0] * page.width and height > _PANEL[1] * page.height:
        return False  # a background or a box for text
    return height > 3 or width < 3  # noqa: PLR2004 - points: horizontal lines are mostly underlines


def _in(shape: Shape, boxes: Sequence[Box]) -> bool:
    x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
    return any(box.x0 - 2 <= x <= box.x1 + 2 and box.top - 2 <= y <= box.bottom + 2 for box in boxes)


def _clusters(shapes: Sequence[Shape]) -> list[tuple[Box, int]]:
    """Shapes whose cells on a coarse grid touch, with their number."""
    cells: dict[tuple[int, int], list[int]] = {}
    for index, shape in enumerate(shapes):
        for column in range(int(shape.x0 / _CELL), int(shape.x1 / _CELL) + 1):
            for row in range(int(shape.top / _CELL), int(shape.bottom / _CELL) + 1):
                cells.setdefault((column, row), []).append(index)
    found: list[tuple[Box, int]] = []
    while cells:
        edge = [next(iter(cells))]
        members: set[int] = set(cells.pop(edge[0]))
        while edge:
            column, row = edge.pop()
            for near in [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
                if near in cells:
                    members.update(cells.pop(near))
                    edge.append(near)
        group = [shapes[index] for index in members]
        found.append((_hull(group), len(group)))
    return found


def _hull(group: Sequence[Shape]) -> Box:
    return Box(
        min(shape.x0 for shape in group) - _MARGIN,
        min(shape.top for shape in group) - _MARGIN,
        max(shape.x1 for shape in group) + _MARGIN,
        max(shape.bottom for shape in group) + _MARGIN,
    )


def _holds_labels(box: Box, words: Sequence[Word], size: float) -> bool:
    """Whether what stands in the drawing is mostly small."""
    inside = [word for word in words if box.holds((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)]
    by_line = sorted(len(row) for row in rows(inside))
    if len(by_line) > _PROSE and by_line[len(by_line) // 2] >= _PROSE:
        return False
    small = sum(word.size < max(size, _READABLE) for word in inside)
    return bool(inside) and small > len(inside) / 2
