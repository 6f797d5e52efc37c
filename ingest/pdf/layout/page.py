"""One page: its glyphs → its lines in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.pdf.glyphs import Glyph, PageGlyphs
from ingest.pdf.layout.columns import Atom, reading_order
from ingest.pdf.layout.lines import line, main_size, rows
from ingest.pdf.layout.margins import without_line_numbers
from ingest.pdf.layout.model import Line, PageLayout, Role, Word
from ingest.pdf.layout.tables import Region, Shaped, regions
from ingest.pdf.layout.words import gap_ratio, words

_WORD_GAP = 0.6  # of the font size: words further apart may stand in two columns
_LABEL = re.compile(r"^(?:\W|\(?\w{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?|[A-Z]\.\d[\d.]*|§+|\(cid:\d+\))$")
_LABEL_GAP = 4.5  # of the font size: a bullet or number belongs to the text that stands so near
_ROLES = {Shaped.TABLE: Role.TABLE, Shaped.FORM: Role.TEXT, Shaped.BOX: Role.BOX, Shaped.FIGURE: Role.FIGURE}
_TURNED = 0.5  # share of the glyphs from which the whole page is read turned


class _Columns:
    """Counts columns and table rows while a page's lines are made."""

    def __init__(self, ratio: float, size: float) -> None:
        self.ratio = ratio
        self.size = size
        self.lines: list[Line] = []
        self._column = -1
        self._row = -1

    def text(self, found: Sequence[Word], role: Role) -> None:
        """Words without tables among them, in their own reading order."""
        for piece in reading_order(segments(found), self.size):
            self.column([word for atom in piece for word in atom.words], role)

    def column(self, found: Sequence[Word], role: Role) -> None:
        """Words of one column."""
        self._column += 1
        self.lines += self._made(found, role)

    def region(self, region: Region) -> None:
        """A table row by row, a form cell by cell, a box in its own reading order."""
        if region.shaped is Shaped.TABLE:
            self._column += 1
            for row in region.rows:
                self._row += 1
                for number, cell in enumerate(row):
                    self.lines += [replace(made, row=self._row, cell=number) for made in self._made(cell, Role.TABLE)]
        else:
            for row in region.rows:
                for cell in row:
                    self.text(cell, _ROLES[region.shaped])

    def _made(self, found: Sequence[Word], role: Role) -> Iterator[Line]:
        for row in rows(found):
            made = line(row, self.ratio, self._column, role)
            if made is not None:
                yield made


def read_page(page: PageGlyphs) -> PageLayout:
    """The page's lines in reading order; what they mean is told when all pages are known."""
    ratio = gap_ratio(page.glyphs)
    upright = [glyph for glyph in page.glyphs if glyph.upright]
    seen = [word for word in words(upright, ratio) if _on_page(word, page)]
    lines = _upright(page, seen, ratio)
    if len(upright) < len(page.glyphs):
        lines += _turned(page, ratio)
    return PageLayout(page.page, page.width, page.height, tuple(lines), page.reader if lines else "")


def _on_page(word: Word, page: PageGlyphs) -> bool:
    """Whether any of a word can be seen: half of a spread can hold the text of the other half, outside the page."""
    return word.x1 > 0 and word.x0 < page.width and word.bottom > 0 and word.top < page.height


def _upright(page: PageGlyphs, found: list[Word], ratio: float) -> list[Line]:
    if not found:
        return []
    size = main_size(found)
    pieces, loose = regions(page, without_line_numbers(found), size)
    atoms = segments(loose) + [Atom(*piece.box, [], number) for number, piece in enumerate(pieces)]
    columns = _Columns(ratio, size)
    for piece in reading_order(atoms, size):
        if piece[0].region >= 0:
            columns.region(pieces[piece[0].region])
        else:
            columns.column([word for atom in piece for word in atom.words], Role.TEXT)
    return columns.lines


def _turned(page: PageGlyphs, ratio: float) -> list[Line]:
    """Lines of text that runs up or down the page: a wide table's page, or words beside a figure."""
    lines: list[Line] = []
    glyphs = [glyph for glyph in page.glyphs if not glyph.upright]
    whole = len(glyphs) > _TURNED * len(page.glyphs)
    for turn in (1, -1):
        flat = [_flat(glyph, turn, page) for glyph, way in zip(glyphs, _ways(glyphs), strict=True) if way == turn]
        if not flat:
            continue
        found = words(flat, ratio)
        columns = _Columns(ratio, main_size(found))
        columns.text(found, Role.TEXT if whole else Role.FIGURE)
        lines += [replace(made, turn=turn, column=made.column + 1000 * turn) for made in columns.lines]
    return lines


def _ways(glyphs: Sequence[Glyph]) -> list[int]:
    """For each glyph 1 when its text runs up the page, -1 when it runs down: told by where the next one stands."""
    ways: list[int] = []
    for index, glyph in enumerate(glyphs):
        other = glyphs[index + 1] if index + 1 < len(glyphs) else None
        if other is not None and abs(other.x0 - glyph.x0) < glyph.size:
            ways.append(1 if other.top < glyph.top else -1)
        else:
            ways.append(ways[-1] if ways else 1)
    return ways


def _flat(glyph: Glyph, turn: int, page: PageGlyphs) -> Glyph:
    """The glyph on a page turned so that its text runs from left to right."""
    if turn > 0:
        box = (page.height - glyph.bottom, glyph.x0, page.height - glyph.top, glyph.x1)
    else:
        box = (glyph.top, page.width - glyph.x1, glyph.bottom, page.width - glyph.x0)
    return Glyph(glyph.text, *box, glyph.font, glyph.size)


def segments(found: Sequence[Word]) -> list[Atom]:
    """Words that follow each other on a line without a wide gap, in the order of the content stream."""
    atoms: list[Atom] = []
    for word in found:
        if atoms:
            last = atoms[-1]
            gap = word.x0 - last.x1
            overlap = min(word.bottom, last.bottom) - max(word.top, last.top)
            height = min(word.bottom - word.top, last.bottom - last.top)
            reach = _LABEL_GAP if len(last.words) == 1 and _LABEL.match(last.words[0].text) else _WORD_GAP
            if -word.size < gap < reach * word.size and overlap > 0.5 * height:
                last.words.append(word)
                last.x1 = max(last.x1, word.x1)
                last.top, last.bottom = min(last.top, word.top), max(last.bottom, word.bottom)
                continue
        atoms.append(Atom(word.x0, word.top, word.x1, word.bottom, [word]))
    return atoms
