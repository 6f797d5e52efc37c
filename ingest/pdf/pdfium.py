"""The only door to pypdfium2: glyphs, plain text, labels, metadata and pictures of a file's pages.

pdfium numbers a page's characters and answers for one at a time; a call through ctypes costs half a microsecond, so what
belongs to a run of characters (font, size, direction) is asked once for each of the page's text objects.
"""

import ctypes
import io
import math
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.document import DocInfo
from ingest.pdf.frame import IDENTITY, Frame, Matrix, product
from ingest.pdf.glyphs import Glyph, PageGlyphs, Picture, Shape
from ingest.pdf.reading import Limits, ReadError, Status

_BREAK = 2  # what pdfium answers for the hyphen that breaks a word
_HYPHEN = ord("-")
_UNKNOWN = "\ufffd"
_LINE_FEED = 10
_BLANKS = frozenset({_LINE_FEED, 13, 32})
_DEEPEST_DESCENT = 0.5  # of the font size; a font that claims more is wrong
_NAME_BYTES = 256
_DEEPEST = 8  # forms within forms
_MOST_SEGMENTS = 1000  # of a path; one with more is a drawing, and only its extent is told
_UPRIGHT = 0.3  # slant of synthetic italics, as sine
_OUTLINE = 5000  # entries
_MOST_PIXELS = 8000  # of a picture's longer side


class PdfiumFile:
    """An open PDF; close it, or use it in `with`."""

    reader = "pdfium"

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open a file.

        Raises:
            ReadError: when it is encrypted, or pdfium finds no PDF in it.
        """
        self._limits = limits
        self._faces: dict[tuple[float, ...], _Face] = {}
        try:
            self._file = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise ReadError(Status.ENCRYPTED, "is protected by a password") from error
            raise ReadError(Status.DAMAGED, "is damaged; no pages are found in it") from error
        except OSError as error:
            raise ReadError(Status.UNREADABLE, error.strerror or str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file and its memory back."""
        self._file.close()

    def __len__(self) -> int:
        """How many pages pdfium finds."""
        return len(self._file)

    @property
    def sound(self) -> bool:
        """Whether the table that tells where everything stands is whole; otherwise pdfium has rebuilt it."""
        return bool(raw.FPDF_DocumentHasValidCrossReferenceTable(self._file))

    def labels(self) -> tuple[str | None, ...]:
        """The page labels that the file gives, by page; all None when it gives none."""
        return tuple(self._file.get_page_label(index) or None for index in range(len(self)))

    def info(self) -> DocInfo:
        """The info dictionary, the outline and /Lang; XMP is beyond pdfium."""
        info = self._file.get_metadata_dict(skip_empty=True)
        return DocInfo(info=tuple(info.items()), outline=tuple(self._outline()), lang=self._lang())

    def _lang(self) -> str:
        buffer = (ctypes.c_ushort * _NAME_BYTES)()
        raw.FPDFCatalog_GetLanguage(self._file, buffer, _NAME_BYTES)
        return bytes(buffer).decode("utf-16-le", "replace").split("\0", 1)[0]

    def _outline(self) -> Iterator[tuple[int, str, int | None]]:
        for number, mark in enumerate(self._file.get_toc()):
            if number >= _OUTLINE:
                return
            target = mark.get_dest()
            index = target.get_index() if target is not None else None
            yield mark.level + 1, mark.get_title(), None if index is None else index + 1

    def text(self, page: int) -> str:
        """A page's text as pdfium orders and spaces it."""
        with _TextPage(self._file, page) as (_, text):
            return str(text.get_text_range(0, min(text.count_chars(), self._limits.page_chars))).replace("\x02", "-")

    def page(self, page: int) -> PageGlyphs:
        """A page's glyphs, shapes and pictures.

        Raises:
            ReadError: when the page cannot be loaded.
        """
        with _TextPage(self._file, page) as (opened, text):
            frame = _frame(opened)
            shapes: list[Shape] = []
            pictures: list[Picture] = []
            _Drawn(frame, shapes, pictures, self._limits.page_shapes).page(opened)
            return PageGlyphs(
                page,
                frame.width,
                frame.height,
                tuple(self._glyphs(text, frame)),
                tuple(shapes),
                tuple(pictures),
                self.reader,
            )

    def picture(self, page: int, scale: float, *, grey: bool = False) -> bytes:
        """A page as PNG, at `scale` pixels a point."""
        with _TextPage(self._file, page) as (opened, _):
            width, height = opened.get_size()
            scale = min(scale, _MOST_PIXELS / max(width, height, 1.0))
            bitmap = opened.render(scale=scale, grayscale=grey)
            data = io.BytesIO()
            bitmap.to_pil().save(data, "PNG", compress_level=1)
            bitmap.close()
            return data.getvalue()

    def _glyphs(self, text: Any, frame: Frame) -> list[Glyph]:
        """The characters of a page; of what pdfium adds, blanks are taken, for it swallows real ones between text objects."""
        found: list[Glyph] = []
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        page = text.raw
        runs: dict[int, _Face] = {}
        last: tuple[int, float, float] | None = None
        code_at, origin_at, object_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetTextObject
        for index in range(text.count_chars()):
            if len(found) >= self._limits.page_chars:
                break
            code = code_at(page, index)
            if code == _BREAK:
                code = _HYPHEN
            if code in _BLANKS and raw.FPDFText_IsGenerated(page, index) == 1:
                if code != _LINE_FEED and found:
                    found.append(_blank_after(found[-1]))
                continue
            run = object_at(page, index)
            key = ctypes.addressof(run.contents) if run else 0
            face = runs.get(key)
            if face is None:
                face = runs[key] = self._face(page, index, run, frame)
            origin_at(page, index, at_x, at_y)
            place = (key, x.value, y.value)
            char, advance = _char(code), face.advance(code)
            if place == last and found:  # the parts of a ligature, or the halves of a surrogate pair
                char, advance = _joined(found.pop().text, char), 0.0
            last = place
            box = frame.box(*face.box(*place[1:], advance or _drawn(page, index, face)))
            found.append(Glyph(char, *box, face.font, face.size, face.upright))
        return found

    def _face(self, page: Any, index: int, run: Any, frame: Frame) -> "_Face":
        """What the characters of a text object share; the same for all objects that are set alike."""
        matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
        raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(page, index)
        font = raw.FPDFTextObj_GetFont(run) if run else None
        key = (ctypes.addressof(font.contents) if font else 0, size, matrix.a, matrix.b, matrix.c, matrix.d)
        if key not in self._faces:
            self._faces[key] = _Face(font, size, (matrix.a, matrix.b, matrix.c, matrix.d, 0.0, 0.0), frame.turn)
        return self._faces[key]


class _Face:
    """A font in a size and direction: what is the same for many characters.

    Attributes:
        font: its name, without the subset's prefix.
        size: in points, as shown.
        scale: points a unit of the text, along its line.
        upright: whether its letters stand upright on the page as shown.
    """

    def __init__(self, font: Any, size: float, matrix: Matrix, turn: Matrix) -> None:
        self._pointer = font
        self._advances: dict[int, float] = {}
        self._matrix = matrix
        self._em = size
        a, b, c, d, _, _ = product(matrix, turn)
        self.font = _name(font)
        self.scale = math.hypot(a, b)
        self.size = abs(size) * math.hypot(c, d)
        self.upright = a * size > 0 and d * size > 0 and abs(b) <= _UPRIGHT * abs(a)
        low = ctypes.c_float(0.0)
        if font:
            raw.FPDFFont_GetDescent(font, size, ctypes.byref(low))
        self._low = -min(abs(low.value), _DEEPEST_DESCENT * abs(size))

    def advance(self, code: int) -> float:
        """How far a character moves the pen, in the text's own units; 0 where the font does not tell."""
        known = self._advances.get(code)
        if known is None:
            width = ctypes.c_float(0.0)
            if self._pointer:
                raw.FPDFFont_GetGlyphWidth(self._pointer, code, self._em, ctypes.byref(width))
            known = self._advances[code] = width.value
        return known

    def box(self, x: float, y: float, advance: float) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character with its origin at (x, y)."""
        a, b, c, d, _, _ = self._matrix
        low, high = self._low, self._low + self._em
        if b == c == 0:
            right, under, over = x + a * advance, y + d * low, y + d * high
            return min(x, right), min(under, over), max(x, right), max(under, over)
        xs = [x + a * w + c * h for w in (0.0, advance) for h in (low, high)]
        ys = [y + b * w + d * h for w in (0.0, advance) for h in (low, high)]
        return min(xs), min(ys), max(xs), max(ys)


def _name(font: Any) -> str:
    if not font:
        return ""
    name = ctypes.create_string_buffer(_NAME_BYTES)
    raw.FPDFFont_GetBaseFontName(font, name, _NAME_BYTES)
    return name.value.decode("utf-8", "replace").rsplit("+", 1)[-1]


def _blank_after(glyph: Glyph) -> Glyph:
    """A blank of no width: pdfium saw a gap there."""
    if glyph.upright:
        return glyph._replace(text=" ", x0=glyph.x1)
    return glyph._replace(text=" ")


def _drawn(page: Any, index: int, face: _Face) -> float:
    """How wide a character is drawn, in the text's own units, where its font does not tell."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box))
    extent = box.right - box.left if face.upright else max(box.right - box.left, box.top - box.bottom)
    return float(extent) / (face.scale or 1.0)


def _char(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF else _UNKNOWN  # noqa: PLR2004 - the last code point


def _joined(first: str, second: str) -> str:
    both = first + second
    return (
        both.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\ud800" <= second <= "\udfff" else both
    )


class _TextPage:
    """A page and its characters, given back at the end of `with`."""

    def __init__(self, file: pdfium.PdfDocument, page: int) -> None:
        self._file = file
        self._number = page

    def __enter__(self) -> tuple[Any, Any]:
        try:
            self._page = self._file[self._number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise ReadError(Status.DAMAGED, "it cannot be loaded") from error
        try:
            self._text = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            self._page.close()
            raise ReadError(Status.DAMAGED, "its text cannot be loaded") from error
        return self._page, self._text

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self._page.close()


def _frame(page: Any) -> Frame:
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        return Frame.of(box.left, box.bottom, box.right, box.top, page.get_rotation())
    width, height = page.get_size()
    return Frame(0.0, 0.0, width, height)


class _Drawn:
    """Collects what is drawn on a page, forms within forms included."""

    def __init__(self, frame: Frame, shapes: list[Shape], pictures: list[Picture], most: int) -> None:
        self._frame = frame
        self._shapes = shapes
        self._pictures = pictures
        self._most = most

    def page(self, page: Any) -> None:
        """All objects of a page."""
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, index), IDENTITY, 0)
            if len(self._shapes) >= self._most:
                return

    def _object(self, thing: Any, outer: Matrix, depth: int) -> None:
        match raw.FPDFPageObj_GetType(thing):
            case raw.FPDF_PAGEOBJ_PATH:
                self._path(thing, outer)
            case raw.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append(Picture(*self._extent(thing, outer)))
            case raw.FPDF_PAGEOBJ_FORM if depth < _DEEPEST:
                inner = product(_matrix(thing), outer)
                for index in range(raw.FPDFFormObj_CountObjects(thing)):
                    if len(self._shapes) >= self._most:
                        return
                    self._object(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _path(self, path: Any, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return  # a clip
        count = raw.FPDFPath_CountSegments(path)
        if count > _MOST_SEGMENTS:
            self._shapes.append(Shape(*self._extent(path, outer), bool(fill.value), bool(stroke.value)))
            return
        for points in _subpaths(path, count, product(_matrix(path), outer)):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = self._frame.box(min(xs), min(ys), max(xs), max(ys))
            self._shapes.append(Shape(*box, bool(fill.value), bool(stroke.value)))

    def _extent(self, thing: Any, outer: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        corners = [_moved(outer, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self._frame.box(min(xs), min(ys), max(xs), max(ys))


def _subpaths(path: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each line, rectangle or curve that a path is made of."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        if raw.FPDFPathSegment_GetPoint(segment, at_x, at_y):
            points.append(_moved(matrix, x.value, y.value))
    if len(points) > 1:
        yield points


def _matrix(thing: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def render(path: Path, page: int, scale: float = 2.0) -> bytes:
    """A picture of a page, as PNG.

    Args:
        path: the PDF.
        page: from 1.
        scale: pixels a point; 2 is 144 dots an inch.

    Raises:
        ReadError: when the file or the page cannot be read.
    """
    with PdfiumFile(path, Limits()) as file:
        return file.picture(page, scale)
