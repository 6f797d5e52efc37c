"""Words → lines: what stands on one baseline, in order, with superscripts told apart from the words they follow."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.pdf.layout.model import Line, Role, Shift, Word
from ingest.pdf.text import BULLET, BULLETS, UNKNOWN, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNITS = frozenset({"m", "km", "cm", "dm", "mm", "hm"})
_MARK_LENGTH = 3
_FUSED_MARK = re.compile(r"^(.*[^\W\d_]|.*[.,;:!?)»”])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(\D.*)?$")
_LEADING_MARK = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})([^\W_].*|[«(].*)$")
_SMALL = 0.86  # of the line's size: smaller letters can be super- or subscripts
_EQUAL = 0.1  # points: sizes no further apart are the same
_DROP_CAP = 1.6
_BULLETS = BULLETS | {UNKNOWN}
_LATIN = 0x17F  # letters of European languages end here


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words grouped by baseline from top to bottom, each row sorted from left to right.

    Where one text is printed over another, each is a row of its own, in the order of the content stream.
    """
    found: list[list[Word]] = []
    core_top = core_bottom = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        overlap = min(word.bottom, core_bottom) - max(word.top, core_top)
        if found and overlap > 0.5 * min(word.bottom - word.top, core_bottom - core_top):
            found[-1].append(word)
            if word.size > 1.2 * found[-1][0].size and word.size < _DROP_CAP * found[-1][0].size:
                core_top, core_bottom = word.top, word.bottom
        else:
            found.append([word])
            core_top, core_bottom = word.top, word.bottom
    for row in found:
        row.sort(key=lambda word: word.x0)
    if any(_overprinted(before, word) for row in found for before, word in pairwise(row)):
        order = {id(word): number for number, word in enumerate(words)}
        overprinted = [any(_overprinted(before, word) for before, word in pairwise(row)) for row in found]
        return [
            layer
            for row, over in zip(found, overprinted, strict=True)
            for layer in (_layers(sorted(row, key=lambda word: order[id(word)])) if over else [row])
        ]
    return found


def _overprinted(one: Word, other: Word) -> bool:
    """Whether two words of some letters stand on the same place and say different things."""
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return (
        shared > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0)
        and one.text != other.text
        and one.text[:_MARK_LENGTH].isalpha()
        and other.text[:_MARK_LENGTH].isalpha()
        and min(len(one.text), len(other.text)) >= _MARK_LENGTH
    )


def _layers(row: Sequence[Word]) -> list[list[Word]]:
    """A row in the order of the stream, cut wherever that goes back to the left."""
    layers: list[list[Word]] = []
    for word in row:
        if not layers or word.x0 < layers[-1][-1].x0:
            layers.append([])
        layers[-1].append(word)
    return layers


def line(row: Sequence[Word], ratio: float, column: int = 0, role: Role = Role.TEXT) -> Line | None:
    """A row of words as a packed line, or None when nothing of it can be seen.

    Args:
        row: words from left to right.
        ratio: gap that parts words, as a share of the font size.
        column: number of its column.
        role: what the page tells about it.
    """
    size = main_size(row)
    bold = 2 * sum(len(word.text) for word in row if word.bold) > sum(len(word.text) for word in row)
    texts, edges, marks = _tokens(_shifted(row, size), ratio, size)
    if not texts:
        return None
    return Line(
        text=" ".join(texts),
        edges=array("f", edges),  # without the room that growing has left
        top=_same(round(min(word.top for word in row), 2)),
        bottom=_same(round(max(word.bottom for word in row), 2)),
        size=_same(round(size, 1)),
        bold=bold,
        column=column,
        role=role,
        marks=tuple(marks),
    )


@lru_cache(maxsize=1 << 14)
def _same(value: float) -> float:
    """One object for equal numbers: lines of a report stand at the same heights on page after page."""
    return value


def main_size(row: Sequence[Word]) -> float:
    """The font size of most letters."""
    first = row[0].size
    if all(word.size == first for word in row):
        return first
    letters: Counter[float] = Counter()
    for word in row:
        letters[round(word.size, 1)] += len(word.text)
    return letters.most_common(1)[0][0]


def _shifted(row: Sequence[Word], size: float) -> Sequence[Word]:
    """The row with super- and subscripts marked as such."""
    if all(word.size >= _SMALL * size for word in row):
        return row
    base = max(
        (word for word in row if abs(word.size - size) < _EQUAL), key=lambda word: len(word.text), default=row[0]
    )
    return [_shift(word, base, size) if word.size < _SMALL * size else word for word in row]


def _shift(word: Word, base: Word, size: float) -> Word:
    if word.bottom < base.bottom - 0.12 * size:
        return word._replace(shift=Shift.RAISED)
    if word.bottom > base.bottom + 0.05 * size:
        return word._replace(shift=Shift.LOWERED)
    return word


def _tokens(row: Sequence[Word], ratio: float, size: float) -> tuple[list[str], array[float], list[int]]:
    """Texts of the row's words, their edges, and which of them are raised marks."""
    texts: list[str] = []
    edges = array("f")
    marks: list[int] = []
    last: Word | None = None
    for word in row:
        text = clean(word.text)
        if not text:
            continue
        if last is not None and last.text == word.text and _same_place(last, word):
            continue  # the whole word was printed twice: fake bold
        touches = last is not None and not word.blank and word.x0 - last.x1 < ratio * max(size, last.size)
        fused = _FUSED_MARK.match(text)
        leading = None if texts else _LEADING_MARK.match(text)
        if word.shift is Shift.RAISED and _is_mark(text) and not (touches and texts[-1] in _UNITS):
            marks.append(len(texts))
            texts.append(text.translate(_SUPERSCRIPT))
            edges.extend((word.x0, word.x1))
        elif leading:
            marks.append(0)
            texts += [leading[1], leading[2]]
            edges.extend((word.x0, word.x0, word.x0, word.x1))
        elif fused and fused[1] not in _UNITS:
            marks.append(len(texts) + 1)
            texts += [fused[1] + (fused[3] or ""), fused[2]]
            edges.extend((word.x0, word.x1, word.x0, word.x1))
        elif touches and len(marks) > 0 and len(texts) > 1 and marks[-1] == len(texts) - 1 and not word.shift:
            texts[-2] += text  # what follows a mark without a blank ends the word before it: "IoT³-enheter", "slik³."
            edges[-3] = word.x1
        elif touches and texts and (len(texts) - 1) not in marks and texts[-1] not in _BULLETS:
            texts[-1] += text.translate(_SUPERSCRIPT) if word.shift is Shift.RAISED else text
            edges[-1] = max(edges[-1], word.x1)
        else:
            texts.append(text)
            edges.extend((word.x0, word.x1))
        last = word
    if texts and _odd_bullet(texts):
        texts[0] = BULLET
    return _without_unknown(texts, edges, marks)


def _odd_bullet(texts: Sequence[str]) -> bool:
    """Whether a line begins with a letter that no Norwegian text uses alone: a bullet from a symbol font."""
    return len(texts) > 1 and len(texts[0]) == 1 and texts[0].isalpha() and ord(texts[0]) > _LATIN


def _is_mark(text: str) -> bool:
    return len(text) <= _MARK_LENGTH and (text.isdecimal() or text in {"*", "**", "***", "†", "‡", "a", "b", "c", "d"})


def _same_place(one: Word, other: Word) -> bool:
    return (
        other.x0 - one.x0 < 0.3 * (one.x1 - one.x0) / max(1, len(one.text))
        and abs(other.top - one.top) < 0.3 * one.size
    )


def _without_unknown(
    texts: list[str], edges: array[float], marks: list[int]
) -> tuple[list[str], array[float], list[int]]:
    """Glyphs without meaning: at the start of a line a bullet, elsewhere nothing."""
    if not any(UNKNOWN in text for text in texts):
        return texts, edges, marks
    if texts[0].strip(UNKNOWN) == "" and len(texts) > 1:
        texts[0] = BULLET
    keep = [index for index, text in enumerate(texts) if text.strip(UNKNOWN)]
    return (
        [texts[index].replace(UNKNOWN, "") for index in keep],
        array("f", [edge for index in keep for edge in edges[2 * index : 2 * index + 2]]),
        [keep.index(mark) for mark in marks if mark in keep],
    )
