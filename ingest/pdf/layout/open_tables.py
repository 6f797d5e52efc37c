"""Tables without vertical rules: columns by white gutters between horizontal rules or shaded stripes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from ingest.pdf.glyphs import Shape
from ingest.pdf.layout.lines import rows
from ingest.pdf.layout.model import Box, Word
from ingest.pdf.layout.rules import Rule

_SAME = 6.0  # points: ends of rules that belong together
_SHORTEST = 90.0  # points: a rule of a table
_STRIPE = (6.0, 150.0)  # points: height of a shaded row
_EMPTY = 30.0  # points: a taller band without words ends a table
_GUTTER = 0.7  # of the font size: white between two columns
_STRIPED = 4  # so many bands are rows; fewer are head and body
_PITCH = 1.2  # of the closest two lines: a wider step begins a row


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table as rows of cells of words."""

    box: Box
    rows: tuple[tuple[list[Word], ...], ...]


@dataclass(slots=True)
class _Band:
    """What stands between two rules, and the white strips that run through it."""

    top: float
    bottom: float
    words: list[Word]
    gutters: list[tuple[float, float]]


def open_tables(across: Sequence[Rule], shapes: Sequence[Shape], words: Sequence[Word], size: float) -> list[OpenTable]:
    """Tables that only horizontal rules or shaded stripes mark.

    Args:
        across: horizontal rules that belong to no grid.
        shapes: of the page; filled ones may be stripes.
        words: those in no grid.
        size: font size of most words.
    """
    found: list[OpenTable] = []
    for levels, left, right in _ladders(across, shapes):
        inside = [word for word in words if left - _SAME <= word.x0 and word.x1 <= right + _SAME]
        bands = [_band(top, bottom, inside, size) for top, bottom in pairwise(levels)]
        for run in _runs(bands):
            box = Box(left, run[0].top, right, run[-1].bottom)
            if any(box.top < other.box.bottom and other.box.top < box.bottom for other in found):
                continue
            table = _table(run, box, size)
            if table is not None:
                found.append(table)
    return found


def _ladders(across: Sequence[Rule], shapes: Sequence[Shape]) -> list[tuple[list[float], float, float]]:
    """Levels of rules and stripes that share their left and right ends."""
    steps = [(rule.start, rule.end, rule.at) for rule in across if rule.end - rule.start > _SHORTEST]
    for left, right, top, bottom in _stripes(shapes):
        steps += [(left, right, top), (left, right, bottom)]
    ladders: list[tuple[list[float], float, float]] = []
    for left, right, level in sorted(steps, key=lambda step: step[2]):
        for levels, x0, x1 in ladders:
            if abs(x0 - left) < _SAME and abs(x1 - right) < _SAME:
                if level - levels[-1] > 2:  # noqa: PLR2004 - points: a stripe ends where the next begins
                    levels.append(level)
                break
        else:
            ladders.append(([level], left, right))
    return [ladder for ladder in ladders if len(ladder[0]) > 2]  # noqa: PLR2004 - top, head and bottom


def _stripes(shapes: Sequence[Shape]) -> list[tuple[float, float, float, float]]:
    """Shaded rows: painted cells side by side as one stripe (left, right, top, bottom)."""
    low, high = _STRIPE
    cells: dict[tuple[int, int], list[Shape]] = {}
    for shape in shapes:
        if shape.filled and not shape.stroked and low <= shape.bottom - shape.top <= high:
            cells.setdefault((round(shape.top), round(shape.bottom)), []).append(shape)
    return [
        (min(s.x0 for s in row), max(s.x1 for s in row), row[0].top, row[0].bottom)
        for row in cells.values()
        if max(s.x1 for s in row) - min(s.x0 for s in row) > _SHORTEST
    ]


def _band(top: float, bottom: float, words: Sequence[Word], size: float) -> _Band:
    inside = [word for word in words if top <= (word.top + word.bottom) / 2 < bottom]
    return _Band(top, bottom, inside, gutters(inside, size))


def gutters(words: Sequence[Word], size: float) -> list[tuple[float, float]]:
    """White strips that no word crosses."""
    found: list[tuple[float, float]] = []
    reach = None
    for x0, x1 in sorted((word.x0, word.x1) for word in words):
        if reach is not None and x0 - reach > _GUTTER * size:
            found.append((reach, x0))
        reach = max(x1, reach if reach is not None else x1)
    return found


def _runs(bands: list[_Band]) -> list[list[_Band]]:
    """Bands one after the other through which the same gutters run."""
    found: list[list[_Band]] = []
    common: list[tuple[float, float]] = []
    open_run = False
    for band in bands:
        if not band.words:
            open_run = open_run and band.bottom - band.top < _EMPTY
            continue
        both = shared(common, band.gutters) if open_run else band.gutters
        if open_run and both:
            found[-1].append(band)
        elif band.gutters:
            found.append([band])
            both = band.gutters
        else:
            open_run = False
            continue
        common, open_run = both, True
    return found


def shared(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What two sets of white strips have in common."""
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(a, b) for a, b in found if b - a > 3]  # noqa: PLR2004 - points


def _table(run: list[_Band], box: Box, size: float) -> OpenTable | None:
    words = [word for band in run for word in band.words]
    bodies = [run, run[1:]] if len(run) > 1 else [run]  # a column's head may reach over the gutter beside it
    cuts = max(([(a + b) / 2 for a, b in reduce(shared, [band.gutters for band in body])] for body in bodies), key=len)
    head = _head(run[0], cuts, size)
    lines = [row for band in run for row in _band_rows(band, cuts, whole=len(run) >= _STRIPED)]
    lines[: len(head)] = head
    if not cuts or len(lines) < 2 or len(words) < 4:  # noqa: PLR2004 - fewer words are no table
        return None
    return OpenTable(box, tuple(tuple(row) for row in lines))


def _head(band: _Band, cuts: list[float], size: float) -> list[list[list[Word]]]:
    """The head of one line, where a phrase of it reaches over a gutter; nothing where none does."""
    lines = rows(band.words)
    if len(lines) != 1 or not any(word.x0 < cut < word.x1 for word in _phrases(lines[0], size) for cut in cuts):
        return []
    return [head_cells(lines[0], cuts, size)]


def head_cells(line: list[Word], cuts: list[float], size: float) -> list[list[Word]]:
    """A head's words by column; words that make a phrase stay together, where its right end is.

    Figures stand flush right below their head, and text begins and ends in its own column.
    """
    cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    phrase: list[Word] = []
    for word in line:
        if phrase and word.x0 - phrase[-1].x1 > _GUTTER * size:
            cells[sum(phrase[-1].x1 > cut for cut in cuts)] += phrase
            phrase = []
        phrase.append(word)
    if phrase:
        cells[sum(phrase[-1].x1 > cut for cut in cuts)] += phrase
    return cells


def _phrases(line: list[Word], size: float) -> list[Word]:
    """Words without a gutter between them, as one."""
    found: list[Word] = []
    for word in line:
        if found and word.x0 - found[-1].x1 <= _GUTTER * size:
            found[-1] = found[-1]._replace(x1=word.x1)
        else:
            found.append(word)
    return found


def _band_rows(band: _Band, cuts: list[float], *, whole: bool) -> list[list[list[Word]]]:
    """The rows of a band: itself, or what begins where the step is wide or, in even steps, the first column is filled."""
    lines = rows(band.words)
    steps = [after[0].top - before[0].top for before, after in pairwise(lines)]
    even = not steps or max(steps) < _PITCH * min(steps)
    found: list[list[list[Word]]] = []
    for index, line in enumerate(lines):
        cells = row_cells(line, cuts)
        begins = not whole and bool(cells[0]) if even else not whole and steps[index - 1] > _PITCH * min(steps)
        if index == 0 or begins:
            found.append(cells)
        else:
            for cell, more in zip(found[-1], cells, strict=True):
                cell.extend(more)
    return found


def row_cells(line: list[Word], cuts: list[float]) -> list[list[Word]]:
    """A line's words by column; `cuts` are the x that part the columns."""
    cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in line:
        cells[sum((word.x0 + word.x1) / 2 > cut for cut in cuts)].append(word)
    return cells
