"""What pdfplumber makes of some pages: the second opinion on pdfium's reading, and the file's XMP packet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.pdf import xmp
from ingest.pdf.deadline import DeadlineError, deadline
from ingest.pdf.layout import PageLayout, read_page
from ingest.pdf.plumber import PlumberFile
from ingest.pdf.reading import Limits, ReadError

_FAILURES = (ReadError, DeadlineError, RecursionError, MemoryError)
_BATCH = 50  # pages; pdfminer keeps what it has parsed, so the file is opened anew after so many


@dataclass(slots=True)
class SecondLook:
    """What was seen.

    Attributes:
        xmp: the XMP packet's properties.
        stated: how many pages the page tree says it has; 0 when it does not.
        found: how many pages the page tree has, walked to its leaves.
        layouts: the pages that could be read.
        blank: pages on which nothing need be seen: blanks are printed, a picture, or nothing at all.
    """

    xmp: tuple[tuple[str, str], ...] = ()
    stated: int = 0
    found: int = 0
    layouts: dict[int, PageLayout] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)


def second_look(path: Path, limits: Limits, pages: Collection[int], count: int) -> SecondLook:
    """Read these pages with pdfplumber, and those beyond `count`, which the first reader found.

    What cannot be read is simply not there; nothing is, where pdfplumber finds fewer pages, for then it numbers them
    otherwise.
    """
    look = SecondLook()
    for batch in _batches(sorted(pages)):
        try:
            with deadline(limits.page_cpu_s):
                file = PlumberFile(path, limits, {*batch, *range(count + 1, limits.pages + 1)})
        except _FAILURES:
            return look
        with file:
            look.xmp = look.xmp or xmp.pairs(file.xmp)
            look.stated, look.found = file.stated or 0, len(file)
            beyond = range(count + 1, min(len(file), limits.pages) + 1)
            if len(file) >= count:
                _read(file, [*batch, *(number for number in beyond if number not in look.layouts)], limits, look)
    return look


def _read(file: PlumberFile, pages: Collection[int], limits: Limits, look: SecondLook) -> None:
    for number in pages:
        try:
            with deadline(limits.page_cpu_s):
                glyphs = file.page(number)
                look.layouts[number] = read_page(glyphs)
                if glyphs.glyphs or glyphs.shapes or glyphs.pictures or file.blank(number):
                    look.blank.add(number)
        except _FAILURES:
            continue


def _batches(pages: Sequence[int]) -> Iterator[Sequence[int]]:
    """Batches of pages; one empty batch when there are none, for the packet's sake."""
    yield pages[:_BATCH]
    for start in range(_BATCH, len(pages), _BATCH):
        yield pages[start : start + _BATCH]
