"""The only door to pypdfium2: glyphs, plain text, labels, metadata and pictures of a file's pages.

pdfium numbers a page's characters and answers for one at a time; a call through ctypes costs half a microsecond, so what
belongs to a run of characters (font, size, direction) is asked once for each of the page's text objects.
"""

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.document import DocInfo
from ingest.pdf.frame import IDENTITY, Frame, Matrix, product
from ingest.pdf.glyphs import Glyph, PageGlyphs, Picture, Shape
from ingest.pdf.reading import Limits, ReadError, Status

_HYPHEN = 2  # what pdfium answers for the hyphen that breaks a word
_UNKNOWN = "\ufffd"
_NAME_BYTES = 256
_DEEPEST = 8  # forms within forms
_MOST_SEGMENTS = 1000  # of a path; one with more is a drawing, and only its extent is told
_UPRIGHT = 0.3  # slant of synthetic italics, as sine
_OUTLINE = 5000  # entries
_MOST_PIXELS = 8000  # of a picture's longer side


@dataclass(frozen=True, slots=True)
class _Face:
    """What the characters of a text object share."""

    font: str
    size: float
    upright: bool


class PdfiumFile:
    """An open PDF; close it, or use it in `with`."""

    reader = "pdfium"

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open a file.

        Raises:
            ReadError: when it is encrypted, or pdfium finds no PDF in it.
        """
        self._limits = limits
        self._fonts: dict[int, str] = {}
        try:
            self._file = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise ReadError(Status.ENCRYPTED, "it is protected by a password") from error
            raise ReadError(Status.DAMAGED, "no PDF structure is found in it") from error
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
        """The info dictionary and the outline."""
        info = self._file.get_metadata_dict(skip_empty=True)
        return DocInfo(info=tuple(info.items()), outline=tuple(self._outline()))

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
            return str(text.get_text_range()).replace("\x02", "-")

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

    def picture(self, page: int, scale: float) -> bytes:
        """A page as PNG, at `scale` pixels a point."""
        with _TextPage(self._file, page) as (opened, _):
            width, height = opened.get_size()
            scale = min(scale, _MOST_PIXELS / max(width, height, 1.0))
            bitmap = opened.render(scale=scale)
            data = io.BytesIO()
            bitmap.to_pil().save(data, "PNG")
            bitmap.close()
            return data.getvalue()

    def _glyphs(self, text: Any, frame: Frame) -> list[Glyph]:
        """The characters that the file has; those that pdfium adds (blanks, line ends) are left out."""
        found: list[Glyph] = []
        box = raw.FS_RECTF()
        at = ctypes.byref(box)
        page = text.raw
        faces: dict[int, _Face] = {}
        last: tuple[int, float, float, float] | None = None
        code_at, box_at, object_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        for index in range(min(text.count_chars(), self._limits.page_chars)):
            code = code_at(page, index)
            if code in {10, 13, 32} and raw.FPDFText_IsGenerated(page, index) == 1:
                continue
            if not box_at(page, index, at):
                continue
            run = ctypes.cast(object_at(page, index), ctypes.c_void_p).value or 0
            face = faces.get(run)
            if face is None:
                face = faces[run] = self._face(page, index, frame)
            left, top, right, bottom = box.left, box.top, box.right, box.bottom
            char = _char(code)
            place = (run, left, top, right)
            if place == last and found:  # the parts of a ligature, or the halves of a surrogate pair
                found[-1] = found[-1]._replace(text=_joined(found[-1].text, char))
                continue
            last = place
            found.append(Glyph(char, *frame.box(left, bottom, right, top), *_astuple(face)))
        return found

    def _face(self, page: Any, index: int, frame: Frame) -> _Face:
        matrix = raw.FS_MATRIX()
        size = raw.FPDFText_GetFontSize(page, index)
        upright = True
        if raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)):
            a, b, c, d, _, _ = product((matrix.a, matrix.b, matrix.c, matrix.d, 0, 0), frame.turn)
            size *= math.hypot(c, d)
            upright = a * d > 0 and abs(b) <= _UPRIGHT * abs(a)
        return _Face(self._font(page, index), size, upright)

    def _font(self, page: Any, index: int) -> str:
        text_object = raw.FPDFText_GetTextObject(page, index)
        font = raw.FPDFTextObj_GetFont(text_object) if text_object else None
        if not font:
            return ""
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            name = ctypes.create_string_buffer(_NAME_BYTES)
            raw.FPDFFont_GetBaseFontName(font, name, _NAME_BYTES)
            self._fonts[key] = name.value.decode("utf-8", "replace").rsplit("+", 1)[-1]
        return self._fonts[key]


def _astuple(face: _Face) -> tuple[str, float, bool]:
    return face.font, face.size, face.upright


def _char(code: int) -> str:
    if code == _HYPHEN:
        return "-"
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
            raise ReadError(Status.DAMAGED, f"page {self._number} cannot be loaded") from error
        try:
            self._text = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            self._page.close()
            raise ReadError(Status.DAMAGED, f"the text of page {self._number} cannot be loaded") from error
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
