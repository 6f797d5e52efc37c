"""Printed page numbers: numbers in the margins that count along with the pages.

A number alone proves nothing: it can be a year, a chapter or a street. A label is believed when several pages in a
row print numbers that differ from the PDF page by the same amount (arabic or roman), or from twice the page where two
printed pages share one PDF page. A page that prints none has none.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ingest.pdf.layout.model import Line, PageLayout
from ingest.pdf.layout.spots import margin_rows

_FAR = 12  # pages: a longer silence ends a stretch
_DENSE = 0.3  # share of a stretch's pages that print their number
_LEAST = 3  # pages that count together
_LONGEST = 24  # characters of a line that is only a page number ("Side 12 av 160")
_ROMAN = re.compile(r"^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NAMES = frozenset({"side", "s.", "page", "p."})
_OFS = frozenset({"av", "of", "/"})
_WORDS = _NAMES | _OFS | {"side:", "|", "–", "-", "—", "•", "«", "»"}
_OF = re.compile(r"(\d{1,4})/\d{2,4}")  # "3/16"; "8/07" is a report's number, and does not count along
_FUSED = re.compile(r"(\d{1,4})(?=[A-ZÆØÅ]{2})")  # "134TILLEGG C"


class PageLabel(NamedTuple):
    """What is printed as a page's number.

    Attributes:
        left: the label, or that of the left one of two printed pages.
        right: the label of the right one, or None.
        middle: x that parts the two printed pages.
    """

    left: str | None = None
    right: str | None = None
    middle: float = 0.0

    @property
    def text(self) -> str | None:
        """The label of the whole PDF page: "22–23" for two."""
        if self.left and self.right:
            return f"{self.left}–{self.right}"
        return self.left or self.right

    def at(self, x0: float, x1: float) -> str | None:
        """The label of what stands between two x."""
        if self.middle and x1 <= self.middle:
            return self.left
        if self.middle and x0 >= self.middle:
            return self.right
        return self.text


class _Number(NamedTuple):
    page: int
    printed: str
    value: int
    roman: bool
    x: float
    alone: bool


def page_labels(
    pages: Sequence[PageLayout], running: AbstractSet[tuple[int, int]], pdf_labels: Sequence[str | None] = ()
) -> dict[int, PageLabel]:
    """The printed label of each page that has one, by PDF page number.

    Args:
        pages: all pages.
        running: the furniture: (index of the page, index of the line).
        pdf_labels: what the file says of its pages; alone it counts for nothing, but it confirms a lone number.
    """
    widths = {page.page: page.width for page in pages}
    numbers = [
        number
        for place, page in enumerate(pages)
        for number in _numbers(page, {index for at, index in running if at == place})
    ]
    single = _support(numbers, 1)
    double = _support(numbers, 2)
    by_page: dict[int, list[_Number]] = defaultdict(list)
    for number in numbers:
        by_page[number.page].append(number)
    found = {}
    for page, candidates in by_page.items():
        label = _two(candidates, double, single, widths[page]) or _one(candidates, single, double, page, pdf_labels)
        if label is not None:
            found[page] = label
    return found


def _two(
    candidates: list[_Number], double: dict[_Number, int], single: dict[_Number, int], width: float
) -> PageLabel | None:
    """Labels of two printed pages on one PDF page."""
    counted = [n for n in candidates if double.get(n, 0) >= _LEAST and double[n] > single.get(n, 0)]
    left = max((n for n in counted if n.x < width / 2), key=lambda n: double[n], default=None)
    right = max((n for n in counted if n.x >= width / 2), key=lambda n: double[n], default=None)
    if left is not None and right is not None and right.value != left.value + 1:
        return None
    if left is None and right is None:
        return None
    return PageLabel(left.printed if left else None, right.printed if right else None, width / 2)


def _one(
    candidates: list[_Number],
    single: dict[_Number, int],
    double: dict[_Number, int],
    page: int,
    pdf_labels: Sequence[str | None],
) -> PageLabel | None:
    best = max(candidates, key=lambda n: (single.get(n, 0), n.alone))
    if single.get(best, 0) >= _LEAST and single[best] >= double.get(best, 0):
        return PageLabel(best.printed)
    if 0 < page <= len(pdf_labels):
        for number in candidates:
            if number.printed == pdf_labels[page - 1]:
                return PageLabel(number.printed)
    return None


def _support(numbers: Sequence[_Number], step: int) -> dict[_Number, int]:
    """How many pages of its stretch count together with each number, by `step` printed pages a PDF page.

    With two printed pages a PDF page, only pages that print both halves count.
    """
    groups: dict[tuple[bool, int], list[_Number]] = defaultdict(list)
    for number in numbers:
        offset = number.value - step * number.page
        groups[(number.roman, offset)].append(number)
        if step == 2:  # noqa: PLR2004 - the left page's number counts for the pair
            groups[(number.roman, offset + 1)].append(number)
    support: dict[_Number, int] = {}
    for (_, offset), group in groups.items():
        for stretch in _stretches(group):
            pages = {n.page for n in stretch}
            if step == 2:  # noqa: PLR2004
                lefts = {n.page for n in stretch if n.value - 2 * n.page == offset - 1}
                rights = {n.page for n in stretch if n.value - 2 * n.page == offset}
                pages = lefts & rights
            if len(pages) < _DENSE * (stretch[-1].page - stretch[0].page + 1):
                continue
            for number in stretch:
                support[number] = max(support.get(number, 0), len(pages))
    return support


def _stretches(group: list[_Number]) -> list[list[_Number]]:
    stretches: list[list[_Number]] = []
    for number in sorted(group, key=lambda n: n.page):
        if stretches and number.page - stretches[-1][-1].page <= _FAR:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    return stretches


def _numbers(page: PageLayout, running: AbstractSet[int]) -> list[_Number]:
    """Numbers in the margins that may be the page's: alone on a line, or in a running head or foot."""
    found = []
    for side in margin_rows(page):
        for row in side:
            for index in row:
                line = page.lines[index]
                alone = len(line.text) <= _LONGEST and all(map(_is_page_word, line.text.split(" ")))
                if alone or index in running:
                    found += _in_line(page.page, line, alone=alone)
    return found


def _is_page_word(word: str) -> bool:
    return word.casefold() in _WORDS or _number(0, word, 0, alone=True) is not None or _OF.fullmatch(word) is not None


def _in_line(page: int, line: Line, *, alone: bool) -> list[_Number]:
    words = list(line.words())
    named = [i + 1 for i, word in enumerate(words[:-1]) if word[0].casefold().rstrip(":") in _NAMES]
    of = [
        i
        for i, (before, word, after) in enumerate(zip(words, words[1:], words[2:], strict=False))
        if word[0].casefold() in _OFS and before[0].isdecimal() and after[0].isdecimal()
    ]
    chosen = named or of or sorted({0, len(words) - 1})
    numbers = [_number(page, words[i][0], (words[i][1] + words[i][2]) / 2, alone=alone) for i in chosen]
    return [number for number in numbers if number is not None]


def _number(page: int, text: str, x: float, *, alone: bool) -> _Number | None:
    bare = text.strip("–—-|[]().,•")
    of = _OF.fullmatch(bare) or _FUSED.match(bare)
    if of is not None:
        bare = of[1]
    if bare.isdecimal() and bare.isascii() and len(bare) <= 4 and not bare.startswith("0"):  # noqa: PLR2004 - 9,999
        return _Number(page, bare, int(bare), roman=False, x=x, alone=alone)
    if bare and _ROMAN.match(bare) and (bare.islower() or bare.isupper()):
        return _Number(page, bare, _roman(bare.lower()), roman=True, x=x, alone=alone)
    return None


def _roman(text: str) -> int:
    values = [_VALUES[char] for char in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
