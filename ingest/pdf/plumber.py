"""The only door to pdfplumber and its pdfminer: glyphs of pages, the page tree's word on itself, and the XMP packet.

pdfplumber spends half of its time on attributes of characters that nobody asks for; a device of our own takes a glyph
straight from the content stream, at the same place.
"""

# ruff: noqa: ARG002, FBT001, PLR0917  the device has the methods that pdfminer calls, as pdfminer calls them

import logging
import math
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pdfplumber
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1, stream_value
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.frame import IDENTITY, Frame, Matrix, product
from ingest.pdf.glyphs import Glyph, PageGlyphs, Picture, Shape
from ingest.pdf.reading import Limits, ReadError, Status

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_UPRIGHT = 0.3  # slant of synthetic italics, as sine
_XMP_BYTES = 1_000_000
_SHOWS_TEXT = re.compile(rb"T[jJ]\b")


class PlumberFile:
    """An open PDF; close it, or use it in `with`."""

    reader = "pdfplumber"

    def __init__(self, path: Path, limits: Limits, pages: Collection[int] | None = None) -> None:
        """Open a file.

        Args:
            path: the PDF.
            limits: for what is taken of a page.
            pages: the only pages that will be asked for; None for all.

        Raises:
            ReadError: when it is encrypted, or pdfminer finds no PDF in it.
        """
        self._limits = limits
        try:
            self._file = pdfplumber.open(path)
        except OSError as error:
            raise ReadError(Status.UNREADABLE, error.strerror or str(error)) from error
        except Exception as error:  # pdfminer raises whatever a broken file provokes
            if isinstance(error, PdfminerException) and isinstance(error.args[0], PDFPasswordIncorrect):
                raise ReadError(Status.ENCRYPTED, "is protected by a password") from error
            raise ReadError(Status.DAMAGED, "is damaged; no pages are found in it") from error
        self._count = 0
        self._sizes: dict[int, int] = {}  # of pages' content as it stands in the file: decoding forgets it
        try:
            self._pages = dict(self._walk(pages))
        except Exception as error:  # as above
            self.close()
            raise ReadError(Status.DAMAGED, "is damaged; its page tree cannot be followed") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file and its memory back."""
        self._file.stream.close()

    def __len__(self) -> int:
        """How many pages pdfminer finds by walking the page tree."""
        return self._count

    def _walk(self, wanted: Collection[int] | None) -> Iterator[tuple[int, Any]]:
        """The wanted pages with their numbers; counts them all."""
        for number, page in enumerate(PDFPage.create_pages(self._file.doc), 1):
            self._count = number
            if wanted is None or number in wanted:
                yield number, page

    @property
    def stated(self) -> int | None:
        """How many pages the page tree says it has."""
        try:
            count = resolve1(resolve1(self._file.doc.catalog["Pages"])["Count"])
        except Exception:  # noqa: BLE001 - as above; whatever is wrong, nothing is stated
            return None
        return count if isinstance(count, int) and count >= 0 else None

    @property
    def xmp(self) -> bytes:
        """The document's XMP packet; b"" where there is none."""
        try:
            stream = resolve1(self._file.doc.catalog.get("Metadata"))
            return bytes(stream.get_data()[:_XMP_BYTES]) if stream is not None else b""
        except Exception:  # noqa: BLE001 - as above
            return b""

    def _found(self, page: int) -> Any:
        if page not in self._pages:
            raise ReadError(Status.DAMAGED, "it cannot be found")
        return self._pages[page]

    def blank(self, page: int) -> bool:
        """Whether a page on which nothing is seen is meant to be blank: its content can be read and prints no text."""
        try:
            data = b"\n".join(stream_value(stream).get_data() for stream in self._found(page).contents)
        except Exception:  # noqa: BLE001 - as above
            return False
        return not self._sizes.get(page) or (bool(data.strip()) and _SHOWS_TEXT.search(data) is None)

    def page(self, page: int) -> PageGlyphs:
        """A page's glyphs, shapes and pictures.

        Raises:
            ReadError: when the page cannot be read.
        """
        found = self._found(page)
        try:
            self._sizes[page] = sum(len(stream_value(stream).get_rawdata() or b"") for stream in found.contents)
            left, bottom, right, top = found.cropbox
            frame = Frame.of(left, bottom, right, top, found.rotate)
            device = _Printer(self._file.rsrcmgr, frame, self._limits)
            PDFPageInterpreter(self._file.rsrcmgr, device).render_contents(found.resources, found.contents, IDENTITY)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # as above
            raise ReadError(Status.DAMAGED, "its content is damaged") from error
        return PageGlyphs(
            page,
            frame.width,
            frame.height,
            tuple(device.glyphs),
            tuple(device.shapes),
            tuple(device.pictures),
            self.reader,
        )


class _Printer(PDFTextDevice):
    """Takes what pdfminer would draw as glyphs, shapes and pictures."""

    ctm: Matrix

    def __init__(self, manager: Any, frame: Frame, limits: Limits) -> None:
        super().__init__(manager)
        self.glyphs: list[Glyph] = []
        self.shapes: list[Shape] = []
        self.pictures: list[Picture] = []
        self._frame = frame
        self._limits = limits

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:
        """A form or picture begins: its place is in the matrix that follows."""

    def end_figure(self, name: str) -> None:
        """A form or picture ends."""

    def render_image(self, name: str, stream: object) -> None:
        """A picture fills the unit square of its matrix."""
        self.pictures.append(Picture(*self._frame.box(*_extent(self.ctm, [(0, 0), (1, 0), (0, 1), (1, 1)]))))

    def paint_path(self, state: object, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """A path of lines and curves, each subpath a shape."""
        points: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m":
                self._shape(points, fill=fill, stroke=stroke)
                points = []
            if numbers:
                points.append((numbers[-2], numbers[-1]))
        self._shape(points, fill=fill, stroke=stroke)

    def _shape(self, points: list[tuple[float, float]], *, fill: bool, stroke: bool) -> None:
        if len(points) > 1 and len(self.shapes) < self._limits.page_shapes:
            self.shapes.append(Shape(*self._frame.box(*_extent(self.ctm, points)), fill, stroke))

    def render_char(
        self,
        matrix: Matrix,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,
        graphicstate: object,
    ) -> float:
        """A character; answers how far it advances."""
        advance = float(font.char_width(cid) * fontsize * scaling)
        if len(self.glyphs) < self._limits.page_chars:
            low = font.get_descent() * fontsize + rise
            box = (0.0, low, advance, low + fontsize)
            if font.is_vertical():
                box = (-0.5 * fontsize, rise + advance, 0.5 * fontsize, rise)
            self._print(_text(font, cid), matrix, box, _name(font.fontname), fontsize)
        return advance

    def _print(self, text: str, matrix: Matrix, box: tuple[float, float, float, float], font: str, size: float) -> None:
        a, b, c, d, _, _ = product(matrix, self._frame.turn)
        x0, y0, x1, y1 = box
        place = self._frame.box(*_extent(matrix, [(x0, y0), (x1, y1)] if b == c == 0 else _corners(x0, y0, x1, y1)))
        upright = a * size > 0 and d * size > 0 and abs(b) <= _UPRIGHT * abs(a)
        self.glyphs.append(Glyph(text, *place, font, abs(size) * math.hypot(c, d), upright))


def _text(font: Any, cid: int) -> str:
    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return f"(cid:{cid})"


@lru_cache(maxsize=256)
def _name(name: str | bytes) -> str:
    text = name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
    return text.rsplit("+", 1)[-1]


def _corners(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    return [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]


def _extent(matrix: Matrix, points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of points after a matrix."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
