"""An open PDF and its pages, by pdfium."""

import ctypes
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.document import DocInfo
from ingest.pdf.frame import Frame
from ingest.pdf.glyphs import PageGlyphs, Picture, Shape
from ingest.pdf.pdfium.drawn import Drawn
from ingest.pdf.pdfium.printed import Printed
from ingest.pdf.reading import Limits, ReadError, Status

PictureForm = Literal["png", "webp"]

_LANG_CHARS = 256
_OUTLINE = 5000  # entries
_MOST_PIXELS = 8000  # of a picture's longer side
_STRIPS = 8
_FORMS: dict[str, dict[str, int]] = {"png": {"compress_level": 1}, "webp": {"quality": 82, "method": 2}}
_AGAIN = 150  # pages, after which the file is opened anew: pdfium keeps what it has parsed


class PdfiumFile:
    """An open PDF; close it, or use it in `with`."""

    reader = "pdfium"

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open a file.

        Raises:
            ReadError: when it is encrypted, or pdfium finds no PDF in it.
        """
        self._limits = limits
        self._path = path
        self._loaded = 0
        self._opened: tuple[int, Any, Any] | None = None
        try:
            self._file = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            locked = getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
            if locked and b"/Encrypt" in path.read_bytes():  # pdfium's last error can be that of the file before
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
        self._shut()
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
        buffer = (ctypes.c_ushort * _LANG_CHARS)()
        raw.FPDFCatalog_GetLanguage(self._file, buffer, _LANG_CHARS)
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
        _, text = self._open(page)
        return str(text.get_text_range(0, min(text.count_chars(), self._limits.page_chars))).replace("\x02", "-")

    def page(self, page: int) -> PageGlyphs:
        """A page's glyphs, shapes and pictures.

        Raises:
            ReadError: when the page cannot be loaded.
        """
        opened, text = self._open(page)
        frame = _frame(opened)
        shapes: list[Shape] = []
        pictures: list[Picture] = []
        Drawn(frame, shapes, pictures, self._limits.page_shapes).page(opened)
        glyphs = Printed(text.raw, frame).glyphs(self._limits.page_chars)
        return PageGlyphs(page, frame.width, frame.height, tuple(glyphs), tuple(shapes), tuple(pictures), self.reader)

    def picture(self, page: int, scale: float, most: int = _MOST_PIXELS, form: PictureForm = "png") -> bytes:
        """A page as it is shown.

        Args:
            page: from 1.
            scale: pixels a point.
            most: pixels of the longer side; a larger picture is made smaller.
            form: "png" without loss, or "webp" at a third of the size.

        Raises:
            ReadError: when the page cannot be loaded.
        """
        opened = self._load(page)
        try:
            bitmap = opened.render(scale=min(scale, most / max(opened.get_size())))
            data = io.BytesIO()
            bitmap.to_pil().convert("RGB").save(data, form, **_FORMS[form])
            bitmap.close()
        finally:
            opened.close()
        return data.getvalue()

    def grey(self, page: int, scale: float) -> bytes:
        """A page in shades of grey as PGM, drawn strip by strip: transparent layers cost ten times the picture."""
        opened, _ = self._open(page)
        width, height = opened.get_size()
        scale = min(scale, _MOST_PIXELS / max(width, height))
        step = max(1, round(height * scale / _STRIPS)) / scale
        rows: list[bytes] = []
        top = 0.0
        while height - top > 0.5 / scale:
            below = max(0.0, height - top - step)
            bitmap = opened.render(scale=scale, grayscale=True, crop=(0, below, 0, top))
            columns, stride, pixels = bitmap.width, bitmap.stride, bytes(bitmap.buffer)
            rows += [pixels[at : at + columns] for at in range(0, bitmap.height * stride, stride)]
            bitmap.close()
            top += step
        return b"P5 %d %d 255\n" % (len(rows[0]), len(rows)) + b"".join(rows)

    def _open(self, page: int) -> tuple[Any, Any]:
        """A page and its characters; they stay open until another page is asked for."""
        if self._opened is not None and self._opened[0] == page:
            return self._opened[1:]
        self._shut()
        opened = self._load(page)
        try:
            text = opened.get_textpage()
        except pdfium.PdfiumError as error:
            opened.close()
            raise ReadError(Status.DAMAGED, "its text cannot be loaded") from error
        self._opened = page, opened, text
        return opened, text

    def _load(self, page: int) -> Any:
        self._loaded += 1
        if self._loaded % _AGAIN == 0:
            again = pdfium.PdfDocument(self._path)
            self._shut()
            self._file.close()
            self._file = again
        try:
            return self._file[page - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise ReadError(Status.DAMAGED, "it cannot be loaded") from error

    def _shut(self) -> None:
        if self._opened is not None:
            _, opened, text = self._opened
            self._opened = None
            text.close()
            opened.close()


def _frame(page: Any) -> Frame:
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        return Frame.of(box.left, box.bottom, box.right, box.top, page.get_rotation())
    width, height = page.get_size()
    return Frame(0.0, 0.0, width, height)


def render(path: Path, page: int, scale: float = 2.0, most: int = _MOST_PIXELS, form: PictureForm = "png") -> bytes:
    """A picture of a page.

    Args:
        path: the PDF.
        page: from 1.
        scale: pixels a point; 2 is 144 dots an inch.
        most: pixels of the longer side; a larger picture is made smaller.
        form: "png" without loss, or "webp" at a third of the size.

    Raises:
        ReadError: when the file or the page cannot be read.
    """
    with PdfiumFile(path, Limits()) as file:
        return file.picture(page, scale, most, form)
