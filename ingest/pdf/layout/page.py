"""One page: its glyphs → its lines in reading order."""

from collections.abc import Sequence

from ingest.pdf.glyphs import Glyph, PageGlyphs
from ingest.pdf.layout.columns import Atom, reading_order
from ingest.pdf.layout.lines import line, main_size, rows
from ingest.pdf.layout.model import Line, PageLayout, Word
from ingest.pdf.layout.words import gap_ratio, words

_WORD_GAP = 0.6  # of the font size: words further apart may stand in two columns


def read_page(page: PageGlyphs) -> PageLayout:
    """The page's lines in reading order; what they mean is told when all pages are known."""
    ratio = gap_ratio(page.glyphs)
    upright = [glyph for glyph in page.glyphs if glyph.upright]
    found = _lines(words(upright, ratio), ratio, page)
    return PageLayout(page.page, page.width, page.height, tuple(found), page.reader if found else "")


def _lines(found: Sequence[Word], ratio: float, page: PageGlyphs) -> list[Line]:
    if not found:
        return []
    size = main_size(found)
    result: list[Line] = []
    for column, piece in enumerate(reading_order(segments(found), size)):
        for row in rows(word for atom in piece for word in atom.words):
            made = line(row, ratio, column)
            if made is not None:
                result.append(made)
    return result


def segments(found: Sequence[Word]) -> list[Atom]:
    """Words that follow each other on a line without a wide gap, in the order of the content stream."""
    atoms: list[Atom] = []
    for word in found:
        if atoms:
            last = atoms[-1]
            gap = word.x0 - last.x1
            overlap = min(word.bottom, last.bottom) - max(word.top, last.top)
            height = min(word.bottom - word.top, last.bottom - last.top)
            if -word.size < gap < _WORD_GAP * word.size and overlap > 0.5 * height:
                last.words.append(word)
                last.x1 = max(last.x1, word.x1)
                last.top, last.bottom = min(last.top, word.top), max(last.bottom, word.bottom)
                continue
        atoms.append(Atom(word.x0, word.top, word.x1, word.bottom, [word]))
    return atoms
