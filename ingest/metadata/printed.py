"""What is printed on a page of a Document as short lines, each with its box: the grid that covers and colophons are.

A reader joins lines to paragraphs, and in a form that joins a label to its neighbour. Here the words are put back to
where they are printed, and a line is cut where the gap is wider than a blank.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from catalogue.model import Kind, Matter
from ingest.document import Block, Document

_SAME_LINE = 0.35  # of the lower word's height: how far the middles of two words of one line may lie apart
_BACK = 0.5  # of the height: a word that begins further left than the last one ended stands on another line
_TALLER = 2.0  # times the width of a letter: type so much larger may overlap the line below it
_LEAN = 0.25  # of the height: the narrowest letters that print has
_GAP = 0.9  # of the height: a wider gap parts two cells
_GAP_OF_BLOCKS = 0.4  # of the height: the same between words of two blocks


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it is printed, in points; `block` and the span say whether the next one goes on with it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    block: int
    start: int
    end: int
    bold: bool

    @property
    def height(self) -> float:
        """Of the box, which is about the size of the font."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Of the box, from the page's top."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one printed line without a wide gap between them, from left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with blanks between."""
        return join([self])

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Upper edge, from the page's top."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """Height of most words: about the size of the font."""
        return median(word.height for word in self.words)

    @property
    def turned(self) -> bool:
        """Whether it runs up or down the page: its words are higher than they are long."""
        return all(word.x1 - word.x0 < _LEAN * word.height * len(word.text) for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether most words stand in blocks that are bold."""
        return 2 * sum(word.bold for word in self.words) > len(self.words)


def join(segments: Iterable[Segment]) -> str:
    """Segments as one text; a word that was hyphenated over two lines comes out whole."""
    words = [word for segment in segments for word in segment.words]
    text = words[0].text if words else ""
    for before, word in pairwise(words):
        goes_on = before.block == word.block and before.end == word.start
        text += word.text if goes_on else f" {word.text}"
    return text


def page_of(block: Block) -> int:
    """The PDF page that a block begins on; 0 when it has no place."""
    return block.runs[0].page if block.runs else (block.labels[0][0] if block.labels else 0)


def breaks_freely(line: Segment, following: Segment, right: float) -> bool:
    """Whether a line ends though the next one's first word would have fitted in: a break that somebody wanted.

    Args:
        line: a printed line.
        following: the one below.
        right: right edge of the column.
    """
    first = following.words[0]
    blank = 0.3 * line.size
    return line.x1 + blank + (first.x1 - first.x0) < right


def blocks_on(document: Document, page: int) -> list[Block]:
    """The blocks that begin on a page, in reading order."""
    return [block for block in document.blocks if page_of(block) == page]


def matter_on(document: Document, page: int) -> Matter | None:
    """The part of the report that the layout sees in a page: that of its first block."""
    return next((block.matter for block in blocks_on(document, page)), None)


def segments(blocks: Sequence[Block], page: int, *, tables: bool = False) -> list[Segment]:
    """The segments of the given blocks that are printed on a page, from top to bottom and left to right.

    Args:
        blocks: in reading order.
        page: PDF page number.
        tables: whether table rows count; their cells are told apart in the block's text already.
    """
    words = [
        word
        for number, block in enumerate(blocks)
        if tables or block.kind is not Kind.TABLE
        for word in _unstacked(_words(block, number, page))
    ]
    return [segment for line in _lines(words) for segment in _cut(line)]


def _words(block: Block, number: int, page: int) -> list[Word]:
    return [
        Word(text, run.x0, run.top, run.x1, run.bottom, number, run.start, run.end, block.bold)
        for run in block.runs
        if run.page == page and (text := block.text[run.start : run.end]).strip(" |")
    ]


def _unstacked(words: Sequence[Word]) -> list[Word]:
    """The words with those set apart that a reader put on one line though one stands above the other.

    Type of very different sizes can overlap in height ("Framover." above a small subtitle). Then the words of the line
    share a box and go back to the left; they get boxes one above the other, as high as their widths let expect.
    """
    rows: list[list[Word]] = []
    for word in words:
        before = rows[-1][-1] if rows else None
        same = before is not None and (before.top, before.bottom) == (word.top, word.bottom)
        if before and same and word.x0 >= before.x1 - _BACK * word.height:
            rows[-1].append(word)
        else:
            rows.append([word])
    placed: list[Word] = []
    for _, stack in groupby(rows, key=lambda row: (row[0].top, row[0].bottom)):
        placed += _stack(list(stack))
    return placed


def _stack(rows: Sequence[Sequence[Word]]) -> list[Word]:
    if len(rows) == 1:
        return list(rows[0])
    sizes = [sum(word.x1 - word.x0 for word in row) / sum(len(word.text) for word in row) for row in rows]
    if max(sizes) < _TALLER * min(sizes):
        return [word for row in rows for word in row]  # two texts in one place: nobody can tell which is seen
    top, height = rows[0][0].top, rows[0][0].height / sum(sizes)
    placed: list[Word] = []
    for row, size in zip(rows, sizes, strict=True):
        placed += [replace(word, top=top, bottom=top + size * height) for word in row]
        top += size * height
    return placed


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        for line in reversed(lines[-3:]):
            near = line[-1]
            if abs(near.middle - word.middle) <= _SAME_LINE * min(near.height, word.height):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _cut(line: Sequence[Word]) -> list[Segment]:
    cells = [[line[0]]]
    for before, word in pairwise(line):
        gap = _GAP if before.block == word.block else _GAP_OF_BLOCKS
        if word.x0 - before.x1 > gap * max(before.height, word.height):
            cells.append([word])
        else:
            cells[-1].append(word)
    return [Segment(tuple(cell)) for cell in cells]
