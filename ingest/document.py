"""What a PDF reader hands on: pages and blocks in reading order, picklable, without any library's types.

`ingest.pdf` makes a Document, `ingest.metadata` reads the report's fields from it and `ingest.passages` its passages.
"""

from dataclasses import dataclass

from catalogue.model import Kind, Matter, Note, PageInfo, Run


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row … in reading order; it can go on over columns and pages.

    Attributes:
        text: NFC, one line, hyphenation undone.
        kind: what it is in the layout.
        runs: each word's place; their pages say where the block stands.
        labels: printed label of each page in `runs`, in order: (page, label or None).
        level: of a heading, from 1; else 0.
        matter: the part of the report, where the layout tells it (cover, contents, references …), else None.
        size: font size of most characters, in points.
        bold: whether most characters are bold.
        note: footnote mark, or "ocr:0.87".
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    runs: tuple[Run, ...] = ()
    labels: tuple[tuple[int, str | None], ...] = ()
    level: int = 0
    matter: Matter | None = None
    size: float = 0.0
    bold: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocInfo:
    """What the file says about itself, for what it is worth.

    Attributes:
        info: the info dictionary, as pairs of text ("Title", "Author", "CreationDate" …).
        xmp: the same from XMP, with names such as "dc:title", "prism:isbn"; lists joined by "; ".
        outline: (level from 1, title, PDF page number or None).
        lang: the catalogue's /Lang, which often lies.
    """

    info: tuple[tuple[str, str], ...] = ()
    xmp: tuple[tuple[str, str], ...] = ()
    outline: tuple[tuple[int, str, int | None], ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as read.

    Attributes:
        blocks: in reading order, with running heads and feet left out.
        pages: every page, also those without text.
        info: the file's own metadata.
        notes: what was repaired, lost or doubtful.
    """

    blocks: tuple[Block, ...]
    pages: tuple[PageInfo, ...]
    info: DocInfo = DocInfo()
    notes: tuple[Note, ...] = ()
