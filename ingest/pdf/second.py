"""What pdfplumber makes of some pages: the second opinion on pdfium's reading, and the file's XMP packet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.pdf import xmp
from ingest.pdf.deadline import DeadlineError, deadline
from ingest.pdf.layout import PageLayout, read_page
from ingest.pdf.plumber import PlumberFile
from ingest.pdf.reading import Limits, ReadError

_BATCH = 50  # pages; pdfminer keeps what it has parsed, so the file is opened anew after so many


@dataclass(slots=True)
class SecondLook:
    """What was seen.

    Attributes:
        xmp: the XMP packet's properties.
        stated: how many pages the page tree says it has; 0 when it does not.
        layouts: the pages that could be read.
    """

    xmp: tuple[tuple[str, str], ...] = ()
    stated: int = 0
    layouts: dict[int, PageLayout] = field(default_factory=dict)


def second_look(path: Path, limits: Limits, pages: Collection[int]) -> SecondLook:
    """Read these pages with pdfplumber; what it cannot read is simply not there."""
    look = SecondLook()
    for batch in _batches(sorted(pages)):
        try:
            with deadline(limits.page_cpu_s):
                file = PlumberFile(path, limits, batch)
        except (ReadError, DeadlineError, RecursionError):
            return look
        with file:
            look.xmp = look.xmp or xmp.pairs(file.xmp)
            look.stated = file.stated or 0
            for number in batch:
                try:
                    with deadline(limits.page_cpu_s):
                        look.layouts[number] = read_page(file.page(number))
                except (ReadError, DeadlineError, RecursionError):
                    continue
    return look


def _batches(pages: Sequence[int]) -> Iterator[Sequence[int]]:
    """Batches of pages; one empty batch when there are none, for the packet's sake."""
    yield pages[:_BATCH]
    for start in range(_BATCH, len(pages), _BATCH):
        yield pages[start : start + _BATCH]
