"""What ingest sees of a page, as text in reading order: `funn text`."""

from collections.abc import Sequence
from itertools import pairwise

from catalogue.model import Kind, Run
from ingest.document import Block, Document

_CELLS = "  "  # between cells of a table: a gap, as on paper


def page_text(document: Document, page: int) -> str:
    """The text of a page, a block a line; of a block that goes on over pages, the part that stands on this one.

    Args:
        document: as read.
        page: PDF page number, from 1.
    """
    return "\n".join(filter(None, (_part(block, page) for block in document.blocks)))


def _part(block: Block, page: int) -> str:
    """What of a block is printed on the page."""
    runs = [run for run in block.runs if run.page == page]
    if not runs:
        return ""
    if block.kind is Kind.TABLE:
        return _row(block.text, runs)
    return block.text[runs[0].start : runs[-1].end]


def _row(text: str, runs: Sequence[Run]) -> str:
    parts = [text[runs[0].start : runs[0].end]]
    for before, run in pairwise(runs):
        between = text[before.end : run.start]
        parts += [_CELLS if "|" in between else between, text[run.start : run.end]]
    return "".join(parts)
