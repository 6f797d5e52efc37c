"""Running heads and feet: what stands at the same height in the margin of page after page."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.pdf.layout.chapter_heads import chapter_heads
from ingest.pdf.layout.model import PageLayout
from ingest.pdf.layout.sizes import body_size
from ingest.pdf.layout.spots import HEIGHT, Spot, margin_rows
from ingest.pdf.layout.spots import spots as all_spots

_LEAST = 3  # pages
_LEAST_SHORT = 2  # pages, in a report of fewer than _SHORT
_SHORT = 6
_FIXED = 0.4  # share of pages from which a height belongs to furniture whatever is written there
_ISOLATED = 0.55  # of the font size: white between furniture and the text
_ROMAN = re.compile(r"^[ivxlc]+$")
_NUMBERS = frozenset({"#", "# #", "- # -", "– # –"})
_DIGITS = re.compile(r"\d+")
_BODY = 0.5  # of the pages: a line above the body that so many pages share is furniture though it stands apart
_LARGE = 1.25  # of the body's size: larger letters are a heading
_AGREE = 0.6  # share of the numbers of a head or foot that go along with the pages
_TOGETHER = 1.6  # of the font size: rows of furniture stand no further apart


def furniture(pages: Sequence[PageLayout]) -> set[tuple[int, int]]:
    """Running heads, feet and page numbers, as (index of the page, index of the line)."""
    rows = [margin_rows(page) for page in pages]
    body = body_size(pages)
    spots = [
        spot
        for spot in all_spots(pages, rows)
        if (line := pages[spot.page].lines[spot.line]).size <= _LARGE * body or _masked(line.text) in _NUMBERS
    ]
    repeated = _repeated(pages, spots)
    repeated |= dict.fromkeys(chapter_heads(pages, spots, repeated, body), _LEAST_SHORT)
    _fill_fixed(spots, repeated, len(pages))
    found: set[tuple[int, int]] = set()
    for number, (page, sides) in enumerate(zip(pages, rows, strict=True)):
        for side in sides:
            found |= {(number, index) for index in _taken(page, number, side, repeated, len(pages))}
    return found


def _repeated(pages: Sequence[PageLayout], spots: Sequence[Spot]) -> dict[tuple[int, int], int]:
    """For each line that repeats, on how many pages."""
    groups: dict[tuple[str, bool], list[Spot]] = defaultdict(list)
    for spot in spots:
        text = pages[spot.page].lines[spot.line].text
        groups[(text.casefold(), spot.foot)].append(spot)
        masked = _masked(text)
        if masked is not None:
            groups[(masked, spot.foot)].append(spot)
    least = _LEAST if len(pages) >= _SHORT else _LEAST_SHORT
    found: dict[tuple[int, int], int] = {}
    for (key, _), group in groups.items():
        for cluster in _level(group):
            count = len({spot.page for spot in cluster})
            if count < least or ("#" in key and not _counting(pages, cluster)):
                continue
            for spot in cluster:
                place = (spot.page, spot.line)
                found[place] = max(found.get(place, 0), count)
    return found


def _masked(text: str) -> str | None:
    """The text with its numbers masked, or None when it has none."""
    bare = text.casefold()
    found = _DIGITS.sub("#", bare)
    words = found.split(" ")
    for index in (0, -1):
        if _ROMAN.match(words[index]):
            words[index] = "#"
    found = " ".join(words)
    return found if found != bare else None


def _counting(pages: Sequence[PageLayout], cluster: Sequence[Spot]) -> bool:
    """Whether numbers in the lines go along with the pages, as page numbers do and those of headings do not."""
    single: Counter[int] = Counter()
    double: Counter[int] = Counter()
    roman = 0
    for spot in cluster:
        page = pages[spot.page]
        numbers = {int(number) for number in re.findall(r"\d{1,4}", page.lines[spot.line].text)}
        roman += not numbers
        single.update({number - page.page for number in numbers})
        double.update(
            {(number - 2 * page.page) // 2 for number in numbers}
            | {(number + 1 - 2 * page.page) // 2 for number in numbers}
        )
    if roman > len(cluster) / 2:
        return True
    best = max((*single.values(), *double.values()), default=0)
    return best >= max(_LEAST_SHORT, _AGREE * len(cluster))


def _level(group: list[Spot]) -> list[list[Spot]]:
    """Spots at one height together."""
    clusters: list[list[Spot]] = []
    for spot in sorted(group, key=lambda spot: spot.height):
        if clusters and spot.height - clusters[-1][-1].height < HEIGHT / 2:
            clusters[-1].append(spot)
        else:
            clusters.append([spot])
    return clusters


def _fill_fixed(spots: Sequence[Spot], found: dict[tuple[int, int], int], pages: int) -> None:
    """A height at which most pages carry furniture carries it also where the text differs (short chapters)."""
    for foot in (False, True):
        heights = [(spot.height, spot.page) for spot in spots if spot.foot == foot and (spot.page, spot.line) in found]
        for spot in spots:
            if spot.foot != foot or (spot.page, spot.line) in found:
                continue
            near = {page for height, page in heights if abs(height - spot.height) < 1.0}
            if len(near) >= max(_LEAST, _FIXED * pages):
                found[(spot.page, spot.line)] = len(near)


def _taken(
    page: PageLayout, number: int, side: list[list[int]], repeated: dict[tuple[int, int], int], pages: int
) -> list[int]:
    """From the edge inwards, rows that repeat, as long as white parts them from the text or most pages have them."""
    taken: list[int] = []
    for row in side:
        if not all((number, index) in repeated for index in row):
            break
        line, often = page.lines[row[0]], repeated[(number, row[0])] > _BODY * pages
        if taken and not often:
            last = page.lines[taken[-1]]
            if max(line.top - last.bottom, last.top - line.bottom) > _TOGETHER * line.size:
                break
        taken += row
    while taken:
        last = page.lines[taken[-1]]
        others = [line for i, line in enumerate(page.lines) if i not in taken and not line.turn]
        near = min((max(line.top - last.bottom, last.top - line.bottom) for line in others), default=1000.0)
        if near > _ISOLATED * last.size or repeated[(number, taken[-1])] > _BODY * pages:
            break
        taken.pop()
    return taken
