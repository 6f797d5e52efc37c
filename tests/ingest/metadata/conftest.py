"""Documents made line by line, as a reader would hand them on."""

from collections.abc import Callable, Iterable

import pytest

from catalogue.model import Kind, Matter, PageInfo, Run
from ingest.document import Block, DocInfo, Document

Line = tuple[str, float, float, float]  # text, left edge, upper edge, size; all in points
LETTER = 0.5  # of the size: how wide every letter of the made pages is


def block(
    *lines: Line, page: int = 1, matter: Matter | None = None, bold: bool = False, kind: Kind = Kind.PARAGRAPH
) -> Block:
    """A block of printed lines; each word gets the box that a typewriter would give it."""
    text, runs = "", []
    for line, x0, top, size in lines:
        left = x0
        for word in line.split():
            text += " " if text else ""
            start = len(text)
            text += word
            right = left + LETTER * size * len(word)
            if word != "|":
                runs.append(Run(start, len(text), page, left, top, right, top + size))
            left = right + 0.25 * size
    return Block(text, kind=kind, runs=tuple(runs), labels=((page, None),), size=lines[0][3], matter=matter, bold=bold)


def document(blocks: Iterable[Block], pages: int = 9, info: DocInfo | None = None) -> Document:
    """The blocks as a report of so many pages."""
    numbers = tuple(PageInfo(page, None, 595.0, 842.0, "pdfium") for page in range(1, pages + 1))
    return Document(tuple(blocks), numbers, info or DocInfo())


@pytest.fixture
def make_block() -> Callable[..., Block]:
    return block


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return document


@pytest.fixture
def colophon_of() -> Callable[..., Document]:
    """A document whose page 2 is a colophon with the given lines, each a block of its own, from top to bottom."""

    def made(*lines: str) -> Document:
        blocks = [
            block((line, 70.0, 80.0 + 20 * number, 10.0), page=2, matter=Matter.COLOPHON)
            for number, line in enumerate(lines)
        ]
        return document(blocks)

    return made
