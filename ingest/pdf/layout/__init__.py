"""Layout: from the glyphs of pages to a Document in reading order. Pure functions, no I/O.

`read_page` works on one page alone and keeps only lines; `assemble` sees all pages' lines and can tell what repeats
(running heads, page numbers, body size) and what goes on (paragraphs over columns and pages). So a report's glyphs are
never in memory together.
"""

from collections.abc import Callable, Iterable

from ingest.document import DocInfo, Document
from ingest.pdf.glyphs import PageGlyphs
from ingest.pdf.layout.assemble import assemble, stream
from ingest.pdf.layout.model import PageLayout
from ingest.pdf.layout.page import read_page

__all__ = ["PageLayout", "assemble", "layout", "read_page", "stream"]


def layout(
    pages: Iterable[PageGlyphs],
    info: DocInfo,
    pdf_labels: tuple[str | None, ...] = (),
    known: Callable[[str], bool] | None = None,
) -> Document:
    """The report as a reader reads it.

    Args:
        pages: the glyphs of each page, in order; taken one at a time.
        info: the file's own metadata; its outline helps to find headings.
        pdf_labels: page labels that the file itself gives (/PageLabels), by page; they only confirm what is printed.
        known: whether a lower-case word is in the lexicon; used to join words that a line end breaks.
    """
    return assemble([read_page(glyphs) for glyphs in pages], info, pdf_labels, known)
