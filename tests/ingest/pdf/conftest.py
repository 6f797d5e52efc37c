"""Real PDFs for the layout's tests, read once a session and only near the pages that a test looks at."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from ingest.document import DocInfo, Document
from ingest.pdf.glyphs import Glyph, PageGlyphs, Picture, Shape
from ingest.pdf.layout import assemble, read_page
from ingest.pdf.layout.model import PageLayout

PDFS = Path(__file__).parents[4] / "shared" / "data" / "pdfs"
NEAR = 2  # pages before and after: enough to see what repeats and how page numbers count

Read = Callable[[str, tuple[int, ...]], Document]


def glyphs(path: Path, numbers: set[int]) -> Iterator[PageGlyphs]:
    """The pages with these numbers, as pdfplumber sees them."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            if page.page_number in numbers:
                yield PageGlyphs(
                    page=page.page_number,
                    width=float(page.width),
                    height=float(page.height),
                    glyphs=tuple(_glyph(char) for char in page.chars),
                    shapes=tuple(_shape(one) for one in (*page.rects, *page.lines, *page.curves)),
                    pictures=tuple(Picture(one["x0"], one["top"], one["x1"], one["bottom"]) for one in page.images),
                )
                page.close()


def _glyph(char: dict[str, object]) -> Glyph:
    values = [char[key] for key in ("text", "x0", "top", "x1", "bottom", "fontname", "size", "upright")]
    values[5] = str(values[5]).rsplit("+", 1)[-1]
    return Glyph(*values)  # type: ignore[arg-type]


def _shape(one: dict[str, object]) -> Shape:
    x0, top, x1, bottom = (float(one[key]) for key in ("x0", "top", "x1", "bottom"))  # type: ignore[arg-type]
    return Shape(x0, top, x1, bottom, bool(one["fill"]), bool(one["stroke"]))


@cache
def _layouts(name: str, numbers: tuple[int, ...]) -> tuple[PageLayout, ...]:
    return tuple(read_page(page) for page in glyphs(PDFS / f"{name}.pdf", set(numbers)))


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads pages of a shared PDF with their neighbours; skips when the PDFs are not there."""
    if not PDFS.is_dir():
        pytest.skip("the shared PDFs are not on this machine")

    @cache
    def document(name: str, numbers: tuple[int, ...]) -> Document:
        near = {page + step for page in numbers for step in range(-NEAR, NEAR + 1)}
        return assemble(_layouts(name, tuple(sorted(near))), DocInfo())

    return document
