"""Hand-made truth of how pages read, and how near a text comes to it.

`truth/*.tsv` were written while looking at the rendered pages. A row is (page, what, text): the first words of each
block in the order in which a careful person reads them ("text", "heading"), the printed page number ("label"), what
must not be among the text ("furniture"), and in how many columns the page is set ("columns").
"""

import csv
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "truth"


@dataclass(frozen=True, slots=True)
class PageTruth:
    """What stands on a page."""

    name: str
    page: int
    starts: tuple[str, ...]
    headings: tuple[str, ...]
    furniture: tuple[str, ...]
    label: str | None
    columns: int


def pages(name: str) -> list[PageTruth]:
    """The truth of a PDF's pages, in order."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_page(name, number, rows) for number in sorted({int(row["page"]) for row in rows})]


def _page(name: str, number: int, rows: list[dict[str, str]]) -> PageTruth:
    mine = [(row["what"], row["text"]) for row in rows if int(row["page"]) == number]

    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(text for what, text in mine if what in kinds)

    return PageTruth(
        name,
        number,
        of("text", "heading"),
        of("heading"),
        of("furniture"),
        next(iter(of("label")), None),
        int(of("columns")[0]),
    )


def similarity(text: str, starts: tuple[str, ...]) -> float:
    """Share of the starts that stand in the text in the right order (longest increasing subsequence)."""
    whole = " ".join(text.split())
    tails: list[int] = []
    at = 0
    for start in starts:
        place = whole.find(start, at)
        place = place if place >= 0 else whole.find(start)
        if place >= 0:
            index = bisect_left(tails, place)
            tails[index : index + 1] = [place]
            at = place + 1
    return len(tails) / len(starts)
