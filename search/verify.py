"""Whether quotations that were exported still stand where they stood: in the catalogue, and on the page of the PDF.

| status | what it means |
|---|---|
| verbatim | the words stand on the page that the file tells |
| moved | the words stand in the report, on another page |
| changed | the report says nearly this, in other words |
| gone | the report does not say it, or is not in the catalogue |

Blanks do not count, nor do the characters that a file format cannot hold; every other character does. A quotation may
be shortened where a mark tells so (…); without one it has changed. Where the collection was read anew and cuts its
passages otherwise, a part of one is as good as the whole.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from catalogue.model import Passage, Place, Report
from catalogue.store import Catalogue

PageText = Callable[[Report, int], str | None]
"""The text of a PDF page (from 1) of a report as some reader gives it, or None when the file cannot be read."""

LIKE = 0.6  # share of the words in common with which a passage is the quotation in other words
SEEN = 0.8  # share of the quotation's stretches of letters that a page holds which it stands on; readers differ in some
_STRETCH = 10  # letters
_OMITTED = re.compile(r"[\[(]?(?:…|\.{3}|\. \. \.)[\])]?")
_SHORTENED = "It is a part of the passage, and no mark (…) tells that something is left out."
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Quotation(NamedTuple):
    """A quotation as a file tells it.

    Attributes:
        row: where in the file it is, from 1.
        text: the quotation.
        id: of the passage.
        report: id of the report; "" when the file does not tell (the passage's id begins as the report's does).
        page: PDF page, or None for a landing page's bullet or when the file does not tell.
        page_label: printed page, or "".
    """

    row: int
    text: str
    id: str
    report: str = ""
    page: int | None = None
    page_label: str = ""


class Status(StrEnum):
    """How a quotation stands; see the module."""

    VERBATIM = "verbatim"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class Checked(NamedTuple):
    """What became of a quotation.

    Attributes:
        quotation: as the file tells it.
        status: how it stands.
        passage: that holds it or comes nearest, or None.
        report: that it was looked up in, or None when the catalogue has none.
        in_pdf: whether the page of the PDF holds it; None when no PDF was read.
        reason: a sentence for the user; "" when verbatim.
    """

    quotation: Quotation
    status: Status
    passage: Passage | None
    report: Report | None
    in_pdf: bool | None
    reason: str = ""


def verify(
    quotations: Iterable[Quotation], catalogue: Catalogue, page_text: PageText | None = None
) -> Iterator[Checked]:
    """Looks each quotation up, in the order of the file.

    Args:
        quotations: from `search.export.read.quotations`.
        catalogue: of the store.
        page_text: reads a page of a report's PDF; without it only the catalogue is asked.
    """
    checker = _Checker(catalogue, page_text)
    return (checker.check(quotation) for quotation in quotations)


class _Checker:
    """Keeps the reports that were looked up."""

    def __init__(self, catalogue: Catalogue, page_text: PageText | None) -> None:
        self._catalogue = catalogue
        self._page_text = page_text
        self._ids = [str(row[0]) for row in catalogue.columns("id")]
        self._reports: dict[str, tuple[Report, list[Passage]] | None] = {}
        self._pages: dict[tuple[str, int], str | None] = {}

    def check(self, quotation: Quotation) -> Checked:
        """What became of it."""
        held = self._report(quotation)
        if held is None:
            return Checked(quotation, Status.GONE, None, None, None, "Its report is not in the collection.")
        report, passages = held
        same = _saying(quotation, passages)
        if same is None:
            whole = _part_of(quotation, passages)
            if whole is not None and whole.id == quotation.id and not _OMITTED.search(quotation.text):
                in_pdf = self._stands_on(report, quotation.text, whole.places)
                return Checked(quotation, Status.CHANGED, whole, report, in_pdf, _SHORTENED)
            same = whole
        if same is None:
            return self._not_said(quotation, report, passages)
        in_pdf = self._stands_on(report, quotation.text, same.places)
        if not _tells(quotation, same):
            return Checked(quotation, Status.MOVED, same, report, in_pdf, f"It stands on {_where(same.places)}.")
        if in_pdf is False:
            return self._not_printed(quotation, report, same)
        return Checked(quotation, Status.VERBATIM, same, report, in_pdf)

    def _report(self, quotation: Quotation) -> tuple[Report, list[Passage]] | None:
        """The report with its passages in reading order."""
        begin = quotation.id.rpartition("-")[0]
        found = quotation.report if quotation.report in self._ids else ""
        if not found and not quotation.report and begin:
            same = [id_ for id_ in self._ids if id_.startswith(begin)]
            found = same[0] if len(same) == 1 else ""
        if not found:
            return None
        if found not in self._reports:
            report = self._catalogue.report(found)
            passages = [passage for _, passage in self._catalogue.numbered_passages(found)]
            self._reports[found] = (report, passages) if report else None
        return self._reports[found]

    def _not_said(self, quotation: Quotation, report: Report, passages: Sequence[Passage]) -> Checked:
        """No passage holds it: changed where one comes near, else gone."""
        near, share = _nearest(quotation, passages)
        in_pdf = self._stands_on(report, quotation.text, _told(quotation))
        if near is not None:
            reason = f"The report says it in other words ({share:.0%} are the same) on {_where(near.places)}."
            return Checked(quotation, Status.CHANGED, near, report, in_pdf, reason)
        return Checked(quotation, Status.GONE, None, report, in_pdf, "The report does not say it.")

    def _not_printed(self, quotation: Quotation, report: Report, passage: Passage) -> Checked:
        """The catalogue has it and the page has not: the PDF is another file than the one that was read."""
        last = len(report.pages)
        alone = [(Place(page),) for page in range(1, last + 1)]
        for places in (*alone, *((Place(page), Place(page + 1)) for page in range(1, last))):
            if self._stands_on(report, quotation.text, places):
                reason = f"The catalogue has it on {_where(passage.places)}, the PDF on page {places[0].page}."
                return Checked(quotation, Status.MOVED, passage, report, False, reason)
        reason = f"The catalogue has it on {_where(passage.places)}, but the PDF has not: was the file replaced?"
        return Checked(quotation, Status.CHANGED, passage, report, False, reason)

    def _stands_on(self, report: Report, text: str, places: Sequence[Place]) -> bool | None:
        """Whether these pages of the PDF hold a text; None when none of them can be read."""
        texts = [page for place in places if (page := self._page(report, place.page)) is not None]
        return share_on("".join(texts), text) >= SEEN if texts else None

    def _page(self, report: Report, page: int) -> str | None:
        key = report.id, page
        if self._page_text is not None and key not in self._pages:
            text = self._page_text(report, page)
            self._pages[key] = None if text is None else letters(text)
        return self._pages.get(key)


def _saying(quotation: Quotation, passages: Sequence[Passage]) -> Passage | None:
    """The passage with this very text: the one with its id, else one on its page, else any."""
    wanted = level(quotation.text)
    same = [passage for passage in passages if wanted and level(passage.text) == wanted]
    return min(same, key=lambda passage: _preference(quotation, passage), default=None)


def _part_of(quotation: Quotation, passages: Sequence[Passage]) -> Passage | None:
    """A passage that has the quotation within it, or its pieces in order where marks tell that something is left out."""
    pieces = [re.escape(level(piece)) for piece in _OMITTED.split(quotation.text) if level(piece)]
    if not pieces:
        return None
    inside = re.compile(r"(?<!\w)" + r"(?!\w).*?(?<!\w)".join(pieces) + r"(?!\w)")
    same = [passage for passage in passages if inside.search(level(passage.text))]
    return min(same, key=lambda passage: _preference(quotation, passage), default=None)


def _preference(quotation: Quotation, passage: Passage) -> tuple[bool, bool]:
    return passage.id != quotation.id, not _tells(quotation, passage)


def _tells(quotation: Quotation, passage: Passage) -> bool:
    """Whether a quotation's page is one of the passage's, as far as the file tells it."""
    if quotation.page is None:
        return not quotation.page_label or quotation.page_label in {place.label for place in passage.places}
    return any(
        place.page == quotation.page and (not quotation.page_label or place.label == quotation.page_label)
        for place in passage.places
    )


def _told(quotation: Quotation) -> tuple[Place, ...]:
    return () if quotation.page is None else (Place(quotation.page),)


def _nearest(quotation: Quotation, passages: Sequence[Passage]) -> tuple[Passage | None, float]:
    """The passage that has most words in common with a quotation, in their order, and the share; None when few."""
    words = level(quotation.text).split()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    best: Passage | None = None
    share = LIKE
    for passage in passages:
        matcher.set_seq1(level(passage.text).split())
        if matcher.real_quick_ratio() >= share and matcher.quick_ratio() >= share and matcher.ratio() >= share:
            best, share = passage, matcher.ratio()
    return best, share


def _where(places: Sequence[Place]) -> str:
    if not places:
        return "the landing page"
    first = places[0]
    return f"page {first.label} (PDF {first.page})" if first.label else f"PDF page {first.page}"


def level(text: str) -> str:
    """The text as it is compared: NFC, without control characters, single blanks."""
    return " ".join(_NO_TEXT.sub("", unicodedata.normalize("NFC", text)).split())


def letters(text: str) -> str:
    """Only letters and digits, without case and ligatures: what every reader of a PDF agrees on."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def share_on(page: str, text: str) -> float:
    """The share of a text's stretches of letters that a page holds, 0 to 1.

    A page break, a running head or a hyphen within the text costs the few stretches that it cuts.

    Args:
        page: from `letters`.
        text: the quotation.
    """
    wanted = letters(text)
    if len(wanted) <= _STRETCH:
        return float(bool(wanted) and wanted in page)
    stretches = [wanted[start : start + _STRETCH] for start in range(len(wanted) - _STRETCH + 1)]
    return sum(stretch in page for stretch in stretches) / len(stretches)
