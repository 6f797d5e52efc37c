"""Reading order of what stands on a page: recursive XY-cut along gutters.

A *gutter* is a white strip with text on both of its sides over several lines. The page is kept as one bit row per
strip of x, so that finding it takes a few bit operations. What crosses a gutter (a heading over both columns) cuts
the page into bands that are read one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.pdf.layout.model import Word

_STRIP = 2.0  # points: width of a strip and height of a bit
_LINES = 3  # so many lines must stand side by side
_NARROW = 4.5  # of the font size: narrower columns are labels or numbers that belong to what stands beside them
_GUTTER = 0.75  # of the font size: the narrowest gutter
_LEADING = 0.75  # of the font size: lines no further apart than this have no hole between them
_FIGURES = 0.5  # share of digits from which a side is a table's column of numbers
_COLONS = 0.5
_CLOSE = 0.7  # of the font size: the last, short line of what crosses a gutter stands no further below it
_DEPTH = 12


@dataclass(slots=True, eq=False)
class Atom:
    """What is never cut: words close together on a line, or a whole table or box.

    Attributes:
        x0: left edge.
        top: upper edge.
        x1: right edge.
        bottom: lower edge.
        words: its words; empty for a table or box.
        region: number of the table or box, or -1.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    words: list[Word]
    region: int = -1


def reading_order(atoms: Sequence[Atom], size: float) -> list[list[Atom]]:
    """Columns, boxes and bands in the order in which they are read.

    Args:
        atoms: of one page or one box.
        size: font size of most of the text, in points.
    """
    return _order(list(atoms), size, _DEPTH)


def _order(atoms: list[Atom], size: float, depth: int) -> list[list[Atom]]:
    cut = _gutter(atoms, size) if depth and len(atoms) > 2 * _LINES else None
    if cut is None:
        return _apart(atoms)
    found: list[list[Atom]] = []
    for band, crosses in _bands(atoms, *cut):
        if crosses:
            found += _order(band, size, depth - 1) if len(band) < len(atoms) else _apart(band)
        else:
            middle = (cut[0] + cut[1]) / 2
            found += _order([atom for atom in band if _centre(atom) < middle], size, depth - 1)
            found += _order([atom for atom in band if _centre(atom) >= middle], size, depth - 1)
    return found


def _apart(atoms: list[Atom]) -> list[list[Atom]]:
    """Tables and boxes as pieces of their own, between the lines above and below them."""
    regions = sorted((atom for atom in atoms if atom.region >= 0), key=lambda atom: atom.top)
    loose = [atom for atom in atoms if atom.region < 0]
    found = []
    for region in regions:
        above = [atom for atom in loose if atom.top + atom.bottom < region.top + region.bottom]
        loose = [atom for atom in loose if atom.top + atom.bottom >= region.top + region.bottom]
        found += [above, [region]]
    return [piece for piece in [*found, loose] if piece]


def _centre(atom: Atom) -> float:
    return (atom.x0 + atom.x1) / 2


def _gutter(atoms: list[Atom], size: float) -> tuple[float, float] | None:
    """Left and right edge of the best gutter: the one with most lines side by side."""
    left = min(atom.x0 for atom in atoms)
    strips = int((max(atom.x1 for atom in atoms) - left) / _STRIP) + 1
    wide = max(2, round(_GUTTER * size / _STRIP))
    if strips < 2 * _NARROW * size / _STRIP:
        return None
    ink = _ink(atoms, left, strips, _LEADING * size)
    before, after = _prefix(ink), _prefix(ink[::-1])[::-1]
    best, best_score = None, _LINES * 1.2 * size / _STRIP
    start = 0
    while start + wide < strips:
        blocked = 0
        for strip in ink[start : start + wide]:
            blocked |= strip
        beside = before[start] & after[start + wide] & ~blocked
        score = beside.bit_count()
        if score > best_score and _run(beside, int(_LINES * 1.1 * size / _STRIP)):
            edges = (left + start * _STRIP, left + (start + wide) * _STRIP)
            if _columns(atoms, edges, size):
                best, best_score = edges, float(score)
        start += 1
    return best


def _ink(atoms: list[Atom], left: float, strips: int, leading: float) -> list[int]:
    """For each strip of x the bits of y that are printed on, with the leading between lines filled."""
    ink = [0] * strips
    top = min(atom.top for atom in atoms)
    for atom in atoms:
        low = int((atom.top - top) / _STRIP)
        high = int((atom.bottom + leading - top) / _STRIP) + 1
        bits = (1 << high) - (1 << low)
        for strip in range(int((atom.x0 - left) / _STRIP), min(strips, int((atom.x1 - left) / _STRIP) + 1)):
            ink[strip] |= bits
    return ink


def _prefix(ink: Sequence[int]) -> list[int]:
    total, found = 0, [0]
    for strip in ink:
        total |= strip
        found.append(total)
    return found


def _run(bits: int, length: int) -> bool:
    """Whether so many ones stand in a row."""
    for _ in range(length - 1):
        bits &= bits >> 1
        if not bits:
            return False
    return True


def _columns(atoms: list[Atom], cut: tuple[float, float], size: float) -> bool:
    """Whether both sides hold text, not labels, bullets, figures or page numbers beside what they belong to."""
    left = [atom for atom in atoms if atom.x1 <= cut[0] + _STRIP]
    right = [atom for atom in atoms if atom.x0 >= cut[1] - _STRIP]
    return _text(left, size) and _text(right, size) and not _labels(left) and not _numbers(right)


def _text(side: list[Atom], size: float) -> bool:
    if not side:
        return False
    if any(atom.region >= 0 for atom in side):
        return True
    if max(atom.x1 for atom in side) - min(atom.x0 for atom in side) < _NARROW * size:
        return False
    if median(_row_widths(side)) < _NARROW * size:
        return False
    text = "".join(word.text for atom in side for word in atom.words)
    return sum(map(str.isdigit, text)) < _FIGURES * len(text)


def _row_widths(side: list[Atom]) -> list[float]:
    """Width of each row of a side, from its first atom to its last."""
    rows: dict[int, tuple[float, float]] = {}
    for atom in side:
        key = round(atom.bottom / 2)
        x0, x1 = rows.get(key, (atom.x0, atom.x1))
        rows[key] = (min(x0, atom.x0), max(x1, atom.x1))
    return [x1 - x0 for x0, x1 in rows.values()]


def _numbers(side: list[Atom]) -> bool:
    """Whether a side begins with a column of page numbers or figures."""
    firsts: dict[int, Atom] = {}
    for atom in side:
        key = round(atom.bottom / 2)
        if key not in firsts or atom.x0 < firsts[key].x0:
            firsts[key] = atom
    figures = [
        atom for atom in firsts.values() if atom.words and all(w.text.strip("%.,").isdigit() for w in atom.words)
    ]
    return len(figures) > _FIGURES * len(firsts)


def _labels(side: list[Atom]) -> bool:
    """Whether a side is a form's labels: most of its lines end with a colon."""
    return sum(atom.words[-1].text.endswith(":") for atom in side if atom.words) >= _COLONS * len(side)


def _bands(atoms: list[Atom], left: float, right: float) -> list[tuple[list[Atom], bool]]:
    """Bands from top to bottom: those with text on both sides of the gutter, and those that cross it."""
    crossing = sorted(
        (atom for atom in atoms if atom.x0 < left + _STRIP and atom.x1 > right - _STRIP), key=lambda atom: atom.top
    )
    beside = sorted(
        (atom for atom in atoms if not (atom.x0 < left + _STRIP and atom.x1 > right - _STRIP)),
        key=lambda atom: atom.top + atom.bottom,
    )
    bands: list[tuple[list[Atom], bool]] = []
    index = 0
    for cross in crossing:
        above: list[Atom] = []
        if bands and bands[-1][1]:
            index = _short_lines(bands[-1][0], beside, index)
        while index < len(beside) and beside[index].top + beside[index].bottom < cross.top + cross.bottom:
            above.append(beside[index])
            index += 1
        _add(bands, above, left)
        _join(bands, [cross])
    if bands and bands[-1][1]:
        index = _short_lines(bands[-1][0], beside, index)
    _add(bands, beside[index:], left)
    return bands


def _short_lines(band: list[Atom], beside: list[Atom], index: int) -> int:
    """Moves to a crossing band the short lines that end its paragraph; where the next ones begin."""
    while index < len(beside):
        atom, last = beside[index], band[-1]
        alone = index + 1 == len(beside) or beside[index + 1].top > atom.bottom - 1
        height = min(atom.bottom - atom.top, last.bottom - last.top)
        if not alone or last.region >= 0 or abs(atom.x0 - last.x0) > height or atom.top - last.bottom > _CLOSE * height:
            break
        if abs((atom.bottom - atom.top) - (last.bottom - last.top)) > 0.1 * height:
            break
        band.append(atom)
        index += 1
    return index


def _add(bands: list[tuple[list[Atom], bool]], band: list[Atom], left: float) -> None:
    """A band that stands on one side only goes with what crosses the gutter above it."""
    if not band:
        return
    sides = {_centre(atom) < left for atom in band}
    if len(sides) == 2:  # noqa: PLR2004 - both sides
        bands.append((band, False))
    else:
        _join(bands, band)


def _join(bands: list[tuple[list[Atom], bool]], band: list[Atom]) -> None:
    if bands and bands[-1][1]:
        bands[-1][0].extend(band)
    else:
        bands.append((list(band), True))
