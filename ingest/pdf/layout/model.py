"""The layout's own values: words, lines and a page of lines, small enough to keep a whole report of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from array import array


class Shift(IntEnum):
    """Where a word stands against its line."""

    BASE = 0
    RAISED = 1
    LOWERED = 2


class Word(NamedTuple):
    """Letters printed together.

    Attributes:
        text: as printed, not yet normalised.
        x0: left edge.
        top: upper edge.
        x1: right edge.
        bottom: lower edge.
        size: font size of its letters, in points.
        bold: whether its font is bold.
        blank: whether a blank was printed before it.
        shift: raised ("IoT³"), lowered ("CO₂") or neither.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    blank: bool
    shift: Shift = Shift.BASE


class Box(NamedTuple):
    """A rectangle in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Role(IntEnum):
    """What the page alone tells about a line."""

    TEXT = 0
    TABLE = 1  # in a cell of a table
    BOX = 2  # in a filled or framed box
    FIGURE = 3  # in or on a picture or drawing


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline of one column, packed: a long report has a hundred thousand of them.

    Attributes:
        text: the words with one blank between them, normalised.
        edges: left and right edge of each word: x0, x1, x0, x1 …; as many pairs as `text` has words.
        top: upper edge.
        bottom: lower edge.
        size: font size of most of its letters.
        bold: whether most of its letters are bold.
        column: number of the column or box on the page, in reading order; a paragraph ends with its column
            unless it visibly goes on.
        role: what the page alone tells about it.
        row: number of the table row on the page, or -1; a row's lines become one block.
        cell: number of the cell in its row.
        marks: indices of the words that are raised footnote marks.
        turn: 0 for upright text; 1 where it runs up the page, -1 where it runs down. The line's own box is then in
            the turned page's points; `assemble` turns it back.
    """

    text: str
    edges: "array[float]"
    top: float
    bottom: float
    size: float
    bold: bool = False
    column: int = 0
    role: Role = Role.TEXT
    row: int = -1
    cell: int = 0
    marks: tuple[int, ...] = ()
    turn: int = 0

    @property
    def x0(self) -> float:
        """Left edge of the first word."""
        return self.edges[0]

    @property
    def x1(self) -> float:
        """Right edge of the last word."""
        return self.edges[-1]

    def words(self) -> Iterator[tuple[str, float, float]]:
        """Each word with its left and right edge."""
        return zip(self.text.split(" "), self.edges[::2], self.edges[1::2], strict=True)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's lines in reading order, before anything is known of the other pages.

    Attributes:
        page: PDF page number, from 1.
        width: in points.
        height: in points.
        lines: in reading order, running heads and feet still among them.
        reader: who read the glyphs; "" when there were none.
    """

    page: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    reader: str = ""
