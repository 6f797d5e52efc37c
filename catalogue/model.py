"""What a report is: frozen values, without I/O.

Units and conventions, everywhere in Funn:

- a *page* is the number of a page in the PDF file, from 1; its *label* is what is printed on the paper ("iv", "41"),
  or None where nothing is printed or nothing is certain;
- a *span* is half-open and counts code points of the passage's text;
- a *box* is in PDF points (1/72 inch) with the origin at the top left of the page as it is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a passage is in its layout."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    HEADING = "heading"
    TABLE = "table"  # one row, its cells joined
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    BOX = "box"  # text of a fact box beside the running text
    FIGURE = "figure"  # words inside a figure
    QUOTE = "quote"
    BULLET = "bullet"  # a key finding on the landing page


class Matter(StrEnum):
    """What part of the report a passage stands in; `section_kind` in JSON."""

    COVER = "cover"
    COLOPHON = "colophon"
    CONTENTS = "contents"
    PREFACE = "preface"
    SUMMARY = "summary"
    FINDINGS = "findings"  # key findings
    BODY = "body"
    CONCLUSION = "conclusion"
    REFERENCES = "references"
    APPENDIX = "appendix"


FINDING_MATTERS = frozenset({Matter.SUMMARY, Matter.FINDINGS, Matter.CONCLUSION})

# Written standards and languages, as BCP 47 codes. "no" is Norwegian in which nn and nb cannot be told apart,
# "und" text whose language cannot be told. Any other ISO 639-1 code is a foreign language.
NYNORSK = "nn"
BOKMAAL = "nb"
NORWEGIAN = "no"
UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a passage's text (usually a word) and the box in which it is printed.

    Attributes:
        start: first code point of the passage's text.
        end: one past the last code point.
        page: PDF page number, from 1.
        x0: left edge, in points.
        top: upper edge, in points from the page's top.
        x1: right edge.
        bottom: lower edge.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a passage stands on.

    Attributes:
        page: PDF page number, from 1.
        label: the printed page number, or None.
    """

    page: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or list item: the unit of search.

    Attributes:
        id: stable for the same text in the same report.
        report: id of the report.
        text: NFC, one line, words as a reader reads them.
        kind: what it is in the layout.
        section: headings above it, outermost first.
        matter: what part of the report it stands in.
        finding: whether it states a finding (a summary, key-findings or conclusion section, or a landing page's bullet).
        standard: nn, nb, no (uncertain), another ISO 639-1 code, or und.
        margin: how sure that is: 0 (not at all) to 1.
        places: the pages it touches, in order; empty for a landing page's bullet.
        runs: where each word is printed, in text order; empty for a bullet.
        note: footnote mark that ties a footnote to its text, or the confidence of OCR as "ocr:0.87"; else "".
    """

    id: str
    report: str
    text: str
    kind: Kind = Kind.PARAGRAPH
    section: tuple[str, ...] = ()
    matter: Matter = Matter.BODY
    finding: bool = False
    standard: str = UNDETERMINED
    margin: float = 0.0
    places: tuple[Place, ...] = ()
    runs: tuple[Run, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Isbn:
    """An ISBN as printed hyphenated, with its qualifier such as "Nettutgave" or "trykt"; "" when there is none."""

    value: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that was seen for a field, where, and whether it was chosen.

    Attributes:
        field: name of a field of Report, in the singular of what one value is ("author" is part of "authors").
        value: the value as text.
        source: "landing page", "colophon p. 2", "cover", "XMP", "info dictionary", "file name", "edited" …
        chosen: whether the report's field holds it.
        reason: why it was not chosen, or "".
    """

    field: str
    value: str
    source: str
    chosen: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page of a PDF as it was read.

    Attributes:
        page: PDF page number, from 1.
        label: what is printed, "22–23" when two printed pages share it, or None.
        width: in points.
        height: in points.
        reader: "pdfplumber", "pdfium" or "tesseract"; "" when the page holds no text.
    """

    page: int
    label: str | None
    width: float
    height: float
    reader: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was repaired, lost or doubtful while reading.

    Attributes:
        code: short and stable, such as "scan", "garbage-text", "repaired-spaces", "lost-page".
        text: a sentence for the user.
        page: PDF page number, or None for the whole file.
    """

    code: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a series: its metadata, from its PDF and its landing page.

    Attributes:
        id: 16 hex digits of the SHA-256 of the PDF's bytes (of the landing page's when there is no PDF).
        title: as on the landing page, else the cover.
        subtitle: or "".
        authors: names in order, "Given Family".
        publisher: utgiver.
        commissioned_by: oppdragsgiver.
        performed_by: utfører.
        series: name of the report series.
        report_number: within the series, as printed ("2024:7").
        year: of publication.
        isbn: all editions' numbers.
        issn: of the series.
        doi: bare ("10.7577/…").
        handle: as a URL.
        licence: SPDX-like or as printed.
        language: the chief language: nn, nb, no, en …
        shares: share of the words in each standard or language, ("nn", 0.93) …, largest first; sums to 1.
        last_changed: ISO date of the landing page's last change; not the publication date.
        landing_page: its URL, or the path of the file.
        heading: the landing page's own heading, when it is not the title.
        pdf: URL of the PDF, or the path of the file.
        path: path of the local PDF file, or "".
        sha256: of the PDF's bytes.
        landing_path: path of the local landing page, or "".
        landing_sha256: of the landing page's bytes, or "".
        superseded_by: id of the newer version of the same report, or "".
        pages: each page of the PDF.
        candidates: every value seen for every field.
        notes: what was repaired, lost or doubtful.
    """

    id: str
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    commissioned_by: str = ""
    performed_by: str = ""
    series: str = ""
    report_number: str = ""
    year: int | None = None
    isbn: tuple[Isbn, ...] = ()
    issn: str = ""
    doi: str = ""
    handle: str = ""
    licence: str = ""
    language: str = UNDETERMINED
    shares: tuple[tuple[str, float], ...] = ()
    last_changed: str = ""
    landing_page: str = ""
    heading: str = ""
    pdf: str = ""
    path: str = ""
    sha256: str = ""
    landing_path: str = ""
    landing_sha256: str = ""
    superseded_by: str = ""
    pages: tuple[PageInfo, ...] = ()
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = ()

    def __hash__(self) -> int:
        """That of the id: what is equal has the same, and what is made of reports is remembered for each of them."""
        return hash(self.id)

    @property
    def full_title(self) -> str:
        """Title and subtitle as they are cited; the id where there is no title."""
        joiner = " " if self.title.endswith(("?", "!", ".", "–", ":")) else ": "
        return joiner.join(filter(None, (self.title, self.subtitle))) or self.id


def report_id(digest: str) -> str:
    """The report's id from the hex SHA-256 of its bytes."""
    return digest[:16]


def passage_ids(report: str, texts: Iterable[str]) -> list[str]:
    """Ids for a report's passages in reading order, stable while the texts are.

    The n-th passage with the same text gets an id of its own, so that a repeated sentence stays two passages.
    """
    from hashlib import sha256  # OpenSSL's, which a search need not load

    seen: dict[str, int] = {}
    ids = []
    for text in texts:
        occurrence = seen.get(text, 0)
        seen[text] = occurrence + 1
        digest = sha256(f"{report}\n{occurrence}\n{text}".encode()).hexdigest()
        ids.append(f"{report[:8]}-{digest[:10]}")
    return ids
