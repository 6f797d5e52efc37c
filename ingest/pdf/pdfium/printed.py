"""The characters of a page, as pdfium numbers them.

pdfium answers for one character at a time; a call through ctypes costs a third of a microsecond, so what belongs to a
run of characters (font, size, direction) is asked once for each of the page's text objects.
"""

import ctypes
import math
from typing import Any

from pypdfium2 import raw

from ingest.pdf.frame import Frame, Matrix, product
from ingest.pdf.glyphs import Glyph

_BREAK = 2  # what pdfium answers for the hyphen that breaks a word
_HYPHEN = ord("-")
_UNKNOWN = "\ufffd"
_LINE_FEED = 10
_BLANKS = frozenset({_LINE_FEED, 13, 32})
_DEEPEST_DESCENT = 0.5  # of the font size; a font that claims more is wrong
_NAME_BYTES = 256
_UPRIGHT = 0.3  # slant of synthetic italics, as sine
_DIGITS = dict(zip(range(48, 58), "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_RAISED = 0.18  # of the font size: a digit whose ink ends so far above the baseline is a superscript
_KERNED = 0.3  # of the font size: the next letter stands no further away, if they belong together


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function, without the care that ctypes takes of pointers, which costs more than the call itself."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_code_at = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_run_at = _plain(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_origin_at = _plain(
    raw.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)


class Printed:
    """The characters of a page, as pdfium numbers them."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._runs: dict[int, _Face] = {}
        self._faces: dict[tuple[float, ...], _Face] = {}  # for this page alone: pdfium forgets fonts with their pages

    def glyphs(self, most: int) -> list[Glyph]:
        """At most so many characters; of what pdfium adds, blanks are taken, for it swallows real ones."""
        found: list[Glyph] = []
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
        page = ctypes.cast(self._page, ctypes.c_void_p).value
        left, high = self._frame.x0, self._frame.y1
        runs = self._runs
        last: tuple[int, float, float] | None = None
        for index in range(raw.FPDFText_CountChars(self._page)):
            if len(found) >= most:
                break
            code = _code_at(page, index)
            if code in _BLANKS and raw.FPDFText_IsGenerated(self._page, index) == 1:
                if code != _LINE_FEED and found:
                    found.append(_blank_after(found[-1]))
                continue
            run = _run_at(page, index) or 0
            face = runs.get(run) or self._face(run, index)
            _origin_at(page, index, at_x, at_y)
            place = (run, x.value, y.value)
            char, advance = face.letters.get(code) or face.letter(code)
            if place == last and found:  # the parts of a ligature, or the halves of a surrogate pair
                char, advance = _joined(found.pop().text, char), 0.0
            last = place
            advance = advance or self._drawn(index, face)
            if code in _DIGITS and face.level:
                char, advance = self._digit(index, face, code, place, advance)
            if face.level:
                x0, base = place[1] - left, high - place[2]
                box = x0, base - face.over, x0 + advance, base - face.under
            else:
                box = self._frame.box(*face.box(*place[1:], advance))
            found.append(Glyph(char, *box, face.font, face.size, face.upright))
        return found

    def _drawn(self, index: int, face: "_Face") -> float:
        """How wide a character is drawn, in points, where its font does not tell."""
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(box))
        across, down = box.right - box.left, box.top - box.bottom
        return float(across if face.upright else max(across, down))

    def _digit(
        self, index: int, face: "_Face", code: int, place: tuple[int, float, float], advance: float
    ) -> tuple[str, float]:
        """A digit's text and advance: fonts have digits of several forms, of which pdfium knows one width only.

        A form drawn above the baseline, in a run of full-sized letters, is a superscript. Where the next letter of the
        run stands near, the digit reaches up to it.
        """
        box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        raw.FPDFText_GetCharBox(self._page, index, *map(ctypes.byref, box))
        raised = box[2].value - place[2] > _RAISED * face.size
        if _run_at(self._page, index + 1) == place[0]:
            x, y = ctypes.c_double(), ctypes.c_double()
            _origin_at(self._page, index + 1, ctypes.addressof(x), ctypes.addressof(y))
            step = x.value - place[1]
            if advance < step < advance + _KERNED * face.size and _code_at(self._page, index + 1) not in _BLANKS:
                advance = step
        return _DIGITS[code] if raised else chr(code), advance

    def _face(self, run: int, index: int) -> "_Face":
        """What the characters of a text object share; the same for all objects that are set alike."""
        matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
        raw.FPDFText_GetMatrix(self._page, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(self._page, index)
        thing = raw.FPDFText_GetTextObject(self._page, index)
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        key = (ctypes.addressof(font.contents) if font else 0, size, matrix.a, matrix.b, matrix.c, matrix.d)
        if key not in self._faces:
            self._faces[key] = _Face(font, size, (matrix.a, matrix.b, matrix.c, matrix.d, 0.0, 0.0), self._frame)
        self._runs[run] = self._faces[key]
        return self._faces[key]


class _Face:
    """A font in a size and direction: what is the same for many characters.

    Attributes:
        font: its name, without the subset's prefix.
        size: in points, as shown.
        upright: whether its letters stand upright on the page as shown.
        level: whether the page is not turned and its lines run from left to right.
        over: how far its letters reach over the baseline, in points, where `level`.
        under: the same of their lower edge, negative below the baseline.
        letters: what is known of its characters: code → text and advance in points, 0 where the font does not tell.
    """

    def __init__(self, font: Any, size: float, matrix: Matrix, frame: Frame) -> None:
        self._pointer = font
        self._matrix = matrix
        self._em = size
        a, b, c, d, _, _ = product(matrix, frame.turn)
        self.font = _name(font)
        self.size = abs(size) * math.hypot(c, d)
        self.upright = a * size > 0 and d * size > 0 and abs(b) <= _UPRIGHT * abs(a)
        low = ctypes.c_float(0.0)
        if font:
            raw.FPDFFont_GetDescent(font, size, ctypes.byref(low))
        self._low = -min(abs(low.value), _DEEPEST_DESCENT * abs(size))
        self.level = frame.rotation == 0 and b == c == 0 and a > 0 and d > 0 and size > 0
        self.under, self.over = d * self._low, d * (self._low + size)
        self._stretch = math.hypot(a, b)
        self.letters: dict[int, tuple[str, float]] = {}

    def letter(self, code: int) -> tuple[str, float]:
        """A character's text and advance, remembered in `letters`."""
        if code == _BREAK:
            code = _HYPHEN
        width = ctypes.c_float(0.0)
        if self._pointer:
            raw.FPDFFont_GetGlyphWidth(self._pointer, code, self._em, ctypes.byref(width))
        self.letters[code] = _char(code), width.value * self._stretch
        return self.letters[code]

    def box(self, x: float, y: float, advance: float) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character with its origin at (x, y) that advances so many points."""
        a, b, c, d, _, _ = self._matrix
        along = advance / (self._stretch or 1.0)
        xs = [x + a * w + c * h for w in (0.0, along) for h in (self._low, self._low + self._em)]
        ys = [y + b * w + d * h for w in (0.0, along) for h in (self._low, self._low + self._em)]
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


def _char(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF else _UNKNOWN  # noqa: PLR2004 - the last code point


def _joined(first: str, second: str) -> str:
    both = first + second
    return (
        both.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\ud800" <= second <= "\udfff" else both
    )
