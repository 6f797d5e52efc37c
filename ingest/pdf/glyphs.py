"""What is printed on a page, as values that every reader hands on and the layout works with.

Boxes are in PDF points, origin at the top left of the page as it is shown (rotation applied).
"""

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """A printed character; a NamedTuple because a page holds thousands.

    Attributes:
        text: one code point, or several for a ligature.
        x0: left edge.
        top: upper edge.
        x1: right edge.
        bottom: lower edge.
        font: name of the font, subset prefix removed.
        size: font size in points, as shown.
        upright: whether it stands upright (False: rotated text).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str
    size: float
    upright: bool = True


class Shape(NamedTuple):
    """A drawn line or rectangle: what tables and boxes are ruled with.

    Attributes:
        x0: left edge.
        top: upper edge.
        x1: right edge.
        bottom: lower edge.
        filled: whether its inside is painted.
        stroked: whether its outline is drawn.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool
    stroked: bool


class Picture(NamedTuple):
    """The box of an image."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """A page as a reader saw it, in the order of the content stream.

    Attributes:
        page: PDF page number, from 1.
        width: in points, as shown.
        height: in points, as shown.
        glyphs: every character, blanks included where the file has them.
        shapes: lines and rectangles.
        pictures: images.
        reader: "pdfplumber", "pdfium" or "tesseract".
    """

    page: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...] = ()
    pictures: tuple[Picture, ...] = ()
    reader: str = "pdfplumber"
