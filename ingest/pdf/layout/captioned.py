"""Tables without any rules: columns by white gutters below a caption that says "Tabell 3"."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.pdf.layout.lines import rows
from ingest.pdf.layout.model import Box, Word
from ingest.pdf.layout.open_tables import OpenTable, gutters, head_cells, row_cells, shared

_NAMES = frozenset({"tabell", "table"})
_NUMBER = re.compile(r"^[A-Z]?\d+(?:[.-]\d+)*[.:]?$")
_CAPTION_LINES = 3
_STEP = 2.4  # of the font size: the next row stands no further below
_LEAST = 3  # rows with more than one cell
_MOST = 100  # rows
_LONG = 4  # words: a column of longer cells may be the page's next column of text
_FLUSH = 0.6  # share of the cells that end at the right edge, if it is
_PROSE = 7  # words without a gutter
_OUTDENT = 1.0  # of the font size: a table may stand so far to the left of its caption


def captioned_tables(words: Sequence[Word], size: float) -> list[OpenTable]:
    """Tables below their captions.

    Args:
        words: those in no ruled table, box or figure.
        size: font size of most words.
    """
    found: list[OpenTable] = []
    for caption in _captions(words):
        table = _table(caption, words, size)
        if table is not None and not any(_meet(table.box, other.box) for other in found):
            found.append(table)
    return found


def _captions(words: Sequence[Word]) -> Iterator[Word]:
    """The first word of each caption of a table, where nothing stands before it on its line."""
    for row in rows(words):
        for index, word in enumerate(row[:-1]):
            if word.text.casefold() in _NAMES and _NUMBER.match(row[index + 1].text):
                if index == 0 or word.x0 - row[index - 1].x1 > word.size:
                    yield word
                break


def _meet(one: Box, other: Box) -> bool:
    return one.top < other.bottom and other.top < one.bottom and one.x0 < other.x1 and other.x0 < one.x1


def _table(caption: Word, words: Sequence[Word], size: float) -> OpenTable | None:
    edge = caption.x0 - _OUTDENT * size
    lines = _lines(caption, [word for word in words if word.top > caption.top + 1 and word.x0 >= edge], size)
    while lines and not gutters(lines[-1], size):
        lines.pop()
    cuts = _cuts(lines, size)
    if not cuts:
        return None
    found: list[list[list[Word]]] = []
    for number, line in enumerate(lines):
        row = row_cells(line, cuts) if number else head_cells(line, cuts, size)
        if found and not row[0]:
            for cell, more in zip(found[-1], row, strict=True):
                cell.extend(more)
        else:
            found.append(row)
    if sum(sum(map(bool, row)) > 1 for row in found) < _LEAST or _next_column(found, size):
        return None
    inside = [word for line in lines for word in line]
    box = Box(
        min(word.x0 for word in inside),
        min(word.top for word in inside),
        max(word.x1 for word in inside),
        max(word.bottom for word in inside),
    )
    return OpenTable(box, tuple(tuple(row) for row in found))


def _lines(caption: Word, below: Sequence[Word], size: float) -> list[list[Word]]:
    """Lines from the table's head down to where text begins again, with the caption's own lines left out."""
    found: list[list[Word]] = []
    last = caption.bottom
    for number, line in enumerate(rows(below)):
        bottom = max(word.bottom for word in line)
        open_line = bool(gutters(line, size))
        if bottom - last > _STEP * size or len(found) == _MOST or (not open_line and found and len(line) > _PROSE):
            break
        if found or open_line:
            found.append(line)
        elif number >= _CAPTION_LINES:
            break
        last = bottom
    return found


def _cuts(lines: Sequence[list[Word]], size: float) -> list[float]:
    """The middles of the gutters that run through all rows; the head's words may reach over one."""
    rows_ = [line for line in lines if gutters(line, size)]
    if len(rows_) < _LEAST:
        return []
    return max((_common(rows_, lines, size), _common(rows_[1:], lines[1:], size)), key=len)


def _common(open_lines: Sequence[list[Word]], lines: Sequence[list[Word]], size: float) -> list[float]:
    common = gutters(open_lines[0], size)
    for line in open_lines[1:]:
        common = shared(common, gutters(line, size))
    crossed = [(word.x0, word.x1) for line in lines for word in line]
    cuts = [(a + b) / 2 for a, b in common]
    return [cut for cut in cuts if not any(x0 < cut < x1 for x0, x1 in crossed)]


def _next_column(found: Sequence[list[list[Word]]], size: float) -> bool:
    """Whether what looks like the last column of cells is the page's next column of running text."""
    last = [row[-1] for row in found if row[-1]]
    right = max(word.x1 for cell in last for word in cell)
    flush = sum(max(word.x1 for word in cell) > right - size for cell in last)
    return median(map(len, last)) >= _LONG and flush >= _FLUSH * len(last)
