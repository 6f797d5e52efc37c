"""Glyphs → words: letters that stand close together on one baseline, whether or not blanks were printed."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.pdf.glyphs import Glyph
from ingest.pdf.layout.model import Word
from ingest.pdf.text import BULLETS

# A gap wider than this share of the font size parts two words. Where the file prints blanks, a gap is most often
# letter-spacing, so it must be wider; where it prints none (TeX), justified lines have gaps down to a fifth.
_GAP_WITH_BLANKS = 0.28
_GAP_WITHOUT_BLANKS = 0.17
_BLANKS_EXPECTED = 0.06  # share of glyphs; Norwegian prose has .14

_BASELINE = 0.12  # of the font size; a superscript stands further off
_BACKWARD = 0.5  # of the font size; kerning never goes back further
_DOUBLED = 0.25  # of a letter's width; a real double letter advances by all of it


@lru_cache(maxsize=512)
def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    name = font.lower()
    return any(weight in name for weight in ("bold", "black", "heavy", "demi"))


def gap_ratio(glyphs: Sequence[Glyph]) -> float:
    """The gap that parts words on this page, as a share of the font size."""
    blanks = sum(glyph[0].isspace() for glyph in glyphs)
    return _GAP_WITH_BLANKS if blanks > _BLANKS_EXPECTED * len(glyphs) else _GAP_WITHOUT_BLANKS


def words(glyphs: Iterable[Glyph], ratio: float) -> list[Word]:
    """Words in the order of the content stream.

    A letter printed twice at the same place (fake bold) counts once. A bullet is a word, however close the text stands. Words that another glyph interrupts in the
    stream come in parts; `lines` joins them, for it sees what stands side by side.

    Args:
        glyphs: of one page, all turned the same way.
        ratio: from `gap_ratio`.
    """
    found: list[Word] = []
    letters: list[str] = []
    left = top = right = bottom = size = at = 0.0
    font = ""
    blank = blank_before = bullet = False
    for text, x0, y0, x1, y1, face, height, _ in glyphs:
        if text.isspace() or not text:
            blank = True
            continue
        gap = x0 - right
        if (
            letters
            and not blank
            and not bullet
            and -_BACKWARD * height < gap < ratio * height
            and abs(y1 - bottom) < _BASELINE * size
        ):
            if text == letters[-1] and x0 - at < _DOUBLED * (x1 - x0):
                continue
            letters.append(text)
            at, right = x0, max(x1, right)
            continue
        if letters:
            found.append(Word("".join(letters), left, top, right, bottom, size, is_bold(font), blank_before))
        letters, blank_before, blank = [text], blank, False
        bullet = text in BULLETS or text.startswith("(cid:")
        left, top, right, bottom, at, size, font = x0, y0, x1, y1, x0, height or y1 - y0 or 1.0, face
    if letters:
        found.append(Word("".join(letters), left, top, right, bottom, size, is_bold(font), blank_before))
    return found
