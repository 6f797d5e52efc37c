"""Running heads that change with the chapter: they say again what a heading nearby says in larger letters."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ingest.pdf.layout.model import Line, PageLayout, Role
from ingest.pdf.layout.spots import HEIGHT, Spot

_LARGER = 1.08  # times the head's size, for the heading that it repeats
_LEAST = 3  # pages that carry a head at this height
_SMALL = 0.97  # of the body
_SHORTEST = 3  # letters
_NUMBER = re.compile(r"^(?:\d{1,4}|[ivxlc]+|\|)$", re.IGNORECASE)


def chapter_heads(
    pages: Sequence[PageLayout], spots: Sequence[Spot], repeated: Collection[tuple[int, int]], body: float
) -> set[tuple[int, int]]:
    """Lines in the margins that repeat a heading, in small letters or where heads stand at their height on more pages.

    Args:
        pages: all pages.
        spots: lines in the margins.
        repeated: those that are known to repeat, as (index of the page, index of the line).
        body: font size of the running text.
    """
    sizes = _headings(pages)
    found = {(spot.page, spot.line) for spot in spots if _repeats(pages[spot.page].lines[spot.line], sizes)}
    kept: set[tuple[int, int]] = set()
    for spot in spots:
        place = (spot.page, spot.line)
        if place in found and place not in repeated:
            level = {
                other.page
                for other in spots
                if other.foot == spot.foot
                and abs(other.height - spot.height) < HEIGHT
                and ((other.page, other.line) in found or (other.page, other.line) in repeated)
            }
            if len(level) >= _LEAST or pages[spot.page].lines[spot.line].size < _SMALL * body:
                kept.add(place)
    return kept


def _headings(pages: Sequence[PageLayout]) -> dict[str, float]:
    """The letters of each line, and of each two lines of one size, with the largest size in which they are set."""
    sizes: dict[str, float] = {}
    for page in pages:
        for text, size in _texts([line for line in page.lines if line.role is Role.TEXT]):
            bare = _bare(text)
            if len(bare) >= _SHORTEST:
                sizes[bare] = max(size, sizes.get(bare, 0.0))
    return sizes


def _texts(lines: Sequence[Line]) -> Iterator[tuple[str, float]]:
    for line in lines:
        yield line.text, line.size
    for before, line in pairwise(lines):
        if before.size == line.size:
            yield f"{before.text} {line.text}", line.size


def _repeats(line: Line, sizes: dict[str, float]) -> bool:
    words = line.text.split(" ")
    if len(words) > 1 and _NUMBER.match(words[0]):
        words = words[1:]
    if len(words) > 1 and _NUMBER.match(words[-1]):
        words = words[:-1]
    return sizes.get(_bare(" ".join(words).rstrip("| ")), 0.0) >= _LARGER * line.size


def _bare(text: str) -> str:
    """Letters only: a head may leave out the heading's number."""
    return "".join(char for char in text.casefold() if char.isalpha())
