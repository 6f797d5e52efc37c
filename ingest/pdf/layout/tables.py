"""Tables, frames and drawings: found by their rules, taken out of the page before its columns are sought."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from ingest.pdf.glyphs import PageGlyphs, Shape
from ingest.pdf.layout.captioned import captioned_tables
from ingest.pdf.layout.drawings import drawings
from ingest.pdf.layout.grids import cells
from ingest.pdf.layout.model import Box, Word
from ingest.pdf.layout.open_tables import OpenTable, open_tables
from ingest.pdf.layout.rules import Rules, meshes, rules

Cell = list[Word]

_PAGE_SHARE = 0.85  # of the page's words: what holds more is the page's own frame or background
_RECTANGULAR = 1.03  # cells of a table cover its area once; the faces of a drawing overlap
_REGULAR = 0.6  # of the rows have the same columns in a table; a form has another grid in each row
_SMALL = 0.92  # of the body's size: letters in a drawing
_LEAST_BOX = (60.0, 24.0)  # points: width and height of a box worth a place of its own
_BOX_LINES = 3


class Shaped(IntEnum):
    """What a region of the page is."""

    TABLE = 0
    FORM = 1  # a grid of labelled cells, each read by itself
    BOX = 2
    FIGURE = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that is read as one piece.

    Attributes:
        box: where it stands.
        shaped: what it is.
        rows: the cells of each row, with their words; of a box or figure one row with one cell.
    """

    box: Box
    shaped: Shaped
    rows: tuple[tuple[Cell, ...], ...]


def regions(page: PageGlyphs, words: Sequence[Word], size: float) -> tuple[list[Region], list[Word]]:
    """The page's tables, boxes and figures, and the words that stand in none of them.

    Args:
        page: for its shapes and pictures.
        words: upright words of the page.
        size: font size of most of them.
    """
    found, left = _drawn(page, list(words), size) if page.shapes or page.pictures else ([], list(words))
    for table in captioned_tables(left, size):
        found.append(Region(table.box, Shaped.TABLE, table.rows))
        left = _without(left, table)
    return found, left


def _drawn(page: PageGlyphs, left: list[Word], size: float) -> tuple[list[Region], list[Word]]:
    """What rules, paint and pictures mark, and the words that are left."""
    total = len(left)
    found: list[Region] = []
    drawn = rules(page.shapes)
    used: list[Rules] = []
    for mesh, boxes in sorted(
        ((mesh, cells(mesh)) for mesh in meshes(drawn)), key=lambda pair: _area(_around(pair[1]))
    ):
        region, rest = _ruled(boxes, left, total, size)
        if region is not None and region.shaped is not Shaped.FIGURE:
            left = rest
            found.append(region)
            used.append(mesh)
    across = [rule for rule in drawn.across if not any(rule in mesh.across for mesh in used)]
    for table in open_tables(across, page.shapes, left, size):
        found.append(Region(table.box, Shaped.TABLE, table.rows))
        left = _without(left, table)
    tables = [region.box for region in found if region.shaped in {Shaped.TABLE, Shaped.FORM}]
    drawn_boxes = [(box, Shaped.FIGURE) for box in drawings(page, tables, left, size)]
    for box, shaped in [*drawn_boxes, *_fills(page), *_pictures(page)]:
        region, left = _filled(box, shaped, left, total)
        if region is not None:
            found.append(region)
    return found, left


def _without(words: list[Word], table: OpenTable) -> list[Word]:
    taken = {id(word) for row in table.rows for cell in row for word in cell}
    return [word for word in words if id(word) not in taken]


def _ruled(boxes: list[Box], words: list[Word], total: int, size: float) -> tuple[Region | None, list[Word]]:
    """A mesh as a table, form, box or figure; None when it is only decoration."""
    outer = _around(boxes)
    inside, outside = _split(outer, words)
    if not inside or (len(boxes) == 1 and len(inside) > _PAGE_SHARE * total) or outer.bottom - outer.top < size:
        return None, words
    if sum(map(_area, boxes)) > _RECTANGULAR * _area(outer):
        small = sum(word.size < _SMALL * size for word in inside) > len(inside) / 2
        return (Region(outer, Shaped.FIGURE, ((inside,),)), outside) if small else (None, words)
    filled = _fill(boxes, inside)
    grid = _rows(boxes)
    lefts = {round(box.x0) for box in boxes}
    if len(lefts) == 1:
        return _single(outer, boxes, filled, inside, size), outside
    rows = tuple(tuple(filled[cell] for cell in row) for row in grid)
    rows = tuple(row for row in rows if any(row))
    if _regular(grid, boxes) and sum(sum(map(bool, row)) > 1 for row in rows) >= min(2, len(rows)) and len(rows) > 1:
        return Region(outer, Shaped.TABLE, rows), outside
    return Region(outer, Shaped.FORM, tuple((filled[i],) for i in range(len(boxes)) if filled[i])), outside


def _single(outer: Box, boxes: list[Box], filled: list[Cell], inside: Cell, size: float) -> Region | None:
    """One column of cells: a fact box, or one of the boxes of a drawing."""
    small = sum(word.size < _SMALL * size for word in inside) > len(inside) / 2
    if small and len(inside) < 60:  # noqa: PLR2004 - words; a box of a drawing holds few
        return Region(outer, Shaped.FIGURE, ((inside,),))
    if len(boxes) > 1:
        return Region(outer, Shaped.FORM, tuple((cell,) for cell in filled if cell))
    return Region(outer, Shaped.BOX, ((inside,),))


def _regular(grid: list[list[int]], boxes: list[Box]) -> bool:
    """Whether most rows have the same columns, none above another."""
    shapes = Counter(tuple(round(boxes[cell].x0 / 4) for cell in row) for row in grid if len(row) > 1)
    if not shapes or len(shapes) >= max(3, 0.4 * sum(shapes.values())):
        return False  # a form has another grid in each row
    common, _ = shapes.most_common(1)[0]
    alike = sum(count for shape, count in shapes.items() if set(shape) <= set(common) or set(shape) >= set(common))
    return len(set(common)) == len(common) and alike >= _REGULAR * sum(shapes.values())


def _rows(boxes: list[Box]) -> list[list[int]]:
    """Indices of the cells between two cuts that run through the whole table, by top and left edge."""
    found: list[list[int]] = []
    floor = float("-inf")
    for index, box in enumerate(boxes):
        if box.top > floor - 1:
            found.append([])
        found[-1].append(index)
        floor = max(floor, box.bottom)
    return found


def _fill(boxes: list[Box], words: Cell) -> list[Cell]:
    """The words of each cell."""
    filled: list[Cell] = [[] for _ in boxes]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for box, cell in zip(boxes, filled, strict=True):
            if box.holds(x, y):
                cell.append(word)
                break
        else:
            near = min(range(len(boxes)), key=lambda i: _distance(boxes[i], x, y))
            filled[near].append(word)
    return filled


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.x0 - x, x - box.x1, 0.0) + max(box.top - y, y - box.bottom, 0.0)


def _fills(page: PageGlyphs) -> list[tuple[Box, Shaped]]:
    """Painted areas that may be fact boxes, the largest first."""
    width, height = _LEAST_BOX
    boxes = {
        Box(round(s.x0), round(s.top), round(s.x1), round(s.bottom))
        for s in page.shapes
        if (s.filled or s.stroked) and s.x1 - s.x0 > width and s.bottom - s.top > height and not _covers(s, page)
    }
    return [(box, Shaped.BOX) for box in sorted(boxes, key=_area, reverse=True)[:40]]


def _covers(shape: Shape, page: PageGlyphs) -> bool:
    """Whether it is the page's background or a band over the whole width."""
    return _area(Box(*shape[:4])) > 0.7 * page.width * page.height or shape.x1 - shape.x0 > 0.97 * page.width


def _pictures(page: PageGlyphs) -> list[tuple[Box, Shaped]]:
    half = 0.5 * page.width * page.height
    boxes = [Box(*picture) for picture in page.pictures]
    return [(box, Shaped.FIGURE) for box in boxes if 400 < _area(box) < half][:40]  # noqa: PLR2004 - square points


def _filled(box: Box, shaped: Shaped, words: list[Word], total: int) -> tuple[Region | None, list[Word]]:
    inside, outside = _split(box, words)
    if not inside or len(inside) > _PAGE_SHARE * total:
        return None, words
    lines = len({round(word.bottom) for word in inside})
    if shaped is Shaped.BOX and lines < _BOX_LINES:
        return None, words
    return Region(box, shaped, ((inside,),)), outside


def _split(box: Box, words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Words whose middle is inside the box, and the others."""
    inside: list[Word] = []
    outside: list[Word] = []
    for word in words:
        held = box.holds((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
        (inside if held else outside).append(word)
    return inside, outside


def _around(boxes: list[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
