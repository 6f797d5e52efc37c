"""Words of figures: what stands between the text and a caption that says "Figur 2" and is no text itself."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from catalogue.model import Kind
from ingest.pdf.layout.drafts import Draft
from ingest.pdf.layout.model import Line
from ingest.pdf.layout.sentences import ends

_FIGURE = re.compile(r"^(?:figur|figure|diagram|graf)\s+[A-Z]?\d", re.IGNORECASE)
_TABLE = re.compile(r"^(?:tabell|table)\s+[A-Z]?\d", re.IGNORECASE)
_SECTION = re.compile(r"^\d{1,2}\.\d")
_VALUE = re.compile(r"\s\d+(?:[.,]\d+)?(?:\s?%)?$")
_APART = 0.8  # of the font size: labels on one line stand no closer
_WORDS = 6  # a line: running text has more
_LARGEST = 1.02  # times the body: larger letters are a heading
_SMALL = 0.97
_LEAST = 2  # lines
_SHAPED = frozenset({Kind.FIGURE, Kind.TABLE, Kind.BOX})


def gather_figures(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """Makes one figure of the labels, axes and numbers of charts above, or else below, their captions.

    Args:
        drafts: of all pages, with captions marked.
        body: font size of the running text.
    """
    result = list(drafts)
    for index, draft in enumerate(drafts):
        if draft.kind is not Kind.CAPTION or not _FIGURE.match(draft.text):
            continue
        above = list(_labels(drafts, range(index - 1, -1, -1), body))
        below = [] if above else list(_labels(drafts, range(index + 1, len(drafts)), body, small=True))
        found = above or below
        lines = sum(len(label.lines) for label in found)
        if lines >= _LEAST or any(label.kind in _SHAPED for label in found):
            figure, *others = found if below else reversed(found)
            figure.kind = Kind.FIGURE
            figure.lines = [placed for label in (figure, *others) for placed in label.lines]
            gone = set(map(id, others))
            result = [draft for draft in result if id(draft) not in gone]
    return result


def _labels(drafts: Sequence[Draft], places: range, body: float, *, small: bool = False) -> Iterator[Draft]:
    """Drafts next to the caption, on its page, as long as they can be words of a figure."""
    page = drafts[places.start - places.step].lines[0].page
    found: list[Draft] = []
    tabled = False
    for place in places:
        draft = drafts[place]
        if draft.lines[0].page != page:
            break
        credit = draft.kind is Kind.CAPTION and not _FIGURE.match(draft.text) and not _TABLE.match(draft.text)
        note = not found and draft.size < _SMALL * body and len(draft.lines) == 1 and ends(draft.text)
        if credit or note:
            continue
        if not _label(draft, body) or (small and draft.size > _SMALL * body):
            tabled = draft.kind is Kind.CAPTION and _TABLE.match(draft.text) is not None
            break
        found.append(draft)
    return (draft for draft in found if not (tabled and draft.kind is Kind.TABLE))


def _label(draft: Draft, body: float) -> bool:
    if draft.kind is Kind.FIGURE:
        return True
    text = draft.text
    if draft.kind not in {Kind.PARAGRAPH, Kind.TABLE, Kind.BOX} or draft.size > _LARGEST * body or ends(text):
        return False
    heading = draft.kind is Kind.PARAGRAPH and (draft.bold or _SECTION.match(text))
    return not heading and median(_words(placed.line) for placed in draft.lines) <= _WORDS


def _words(line: Line) -> int:
    """Words of the longest label on a line; a label with its value at the end counts as none."""
    if _VALUE.search(line.text):
        return 0
    longest = words = 0
    reach = line.x0
    for word, x0, x1 in line.words():
        words = (0 if x0 - reach > _APART * line.size else words) + any(map(str.isalpha, word))
        longest, reach = max(longest, words), x1
    return longest
