"""All pages: what repeats, what goes on, what it is → the Document."""

from collections.abc import Callable, Sequence

from catalogue.model import PageInfo, Run
from ingest.document import Block, DocInfo, Document
from ingest.pdf.layout.model import Line, PageLayout


def assemble(
    pages: Sequence[PageLayout],
    info: DocInfo,
    pdf_labels: tuple[str | None, ...] = (),
    known: Callable[[str], bool] | None = None,
) -> Document:
    """The Document of all pages; the arguments are those of `layout`."""
    del pdf_labels, known
    blocks = tuple(_block(line, page.page) for page in pages for line in page.lines)
    return Document(
        blocks, tuple(PageInfo(page.page, None, page.width, page.height, page.reader) for page in pages), info
    )


def _block(line: Line, page: int) -> Block:
    runs = []
    start = 0
    for text, x0, x1 in line.words():
        runs.append(Run(start, start + len(text), page, x0, line.top, x1, line.bottom))
        start += len(text) + 1
    return Block(line.text, runs=tuple(runs), labels=((page, None),), size=line.size, bold=line.bold)
