"""Headings: by size, weight, capitals, numbering and an outline that agrees with the pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from catalogue.model import Kind, Matter
from ingest.document import DocInfo
from ingest.pdf.layout.drafts import Draft
from ingest.pdf.layout.sentences import ends

_LONGEST = 160  # characters
_MOST_LINES = 4
_MOST_WORDS = 24
_MOST_WORDS_STOPPED = 8  # of a numbered heading that ends with a full stop
_LARGER = 1.08  # than the body
_TEXT_SHARE = 0.12  # of the letters: what is set in a size so often is text
_LEVELS = 6
_OUTLINE_TRUST = 0.5  # share of the outline's titles that stand on the pages it names
_NUMBERED = re.compile(
    r"^(?:(?:kapittel|kapitel|del|chapter)\s+)?(\d{1,2}(?:\.\d{1,2}){0,5}|[A-Z](?:\.\d{1,2}){1,5})[.:]?\s+\S",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(?:figur|tabell|table|figure|bilde|bilete|kart|diagram|boks|ramme|graf|illustrasjon)\s+(?:[A-Z]?\d+(?:[.\-]\d+)*|[A-Z]\b)\s*(?P<stop>[.:–-]?)\s*",
    re.IGNORECASE,
)
_PAGE_AT_END = re.compile(r"\s(?:\d{1,4}|[ivxlc]+)$")
_CREDIT = re.compile(r"^(?:foto|photo|kilde|kjelde|illustrasjon|illustration|source)\s*:", re.IGNORECASE)


def mark_captions(drafts: Sequence[Draft], body: float) -> None:
    """Captions of figures and tables, and credits of pictures."""
    for draft in drafts:
        if draft.kind is not Kind.PARAGRAPH:
            continue
        text = draft.text
        found = _CAPTION.match(text)
        styled = draft.size < 0.97 * body or draft.bold
        short = len(text) < _LONGEST
        captioned = found and (found["stop"] or styled or (short and not ends(text)))
        if captioned or (short and _CREDIT.match(text)):
            draft.kind = Kind.CAPTION


def mark_headings(drafts: Sequence[Draft], body: float, info: DocInfo) -> None:
    """Marks headings and gives each its level; `matter` is set before."""
    outline = _outline(drafts, info)
    bold_body = _bold_body(drafts, body)
    body = max(body, _largest_text(drafts))
    found: list[Draft] = []
    for index, draft in enumerate(drafts):
        listed = outline.get(index, 0)
        following = drafts[index + 1] if index + 1 < len(drafts) else None
        if _looks(draft, body, bold_body=bold_body, listed=bool(listed), following=following):
            draft.kind, draft.level = Kind.HEADING, listed
            found.append(draft)
    _levels(found)


def _bold_body(drafts: Sequence[Draft], body: float) -> bool:
    """Whether the running text itself is bold, so that weight tells nothing."""
    of_size = [draft for draft in drafts if abs(draft.size - body) < 0.1]  # noqa: PLR2004
    letters = sum(len(draft.text) for draft in of_size)
    return 2 * sum(len(draft.text) for draft in of_size if draft.bold) > letters


def _largest_text(drafts: Sequence[Draft]) -> float:
    """The largest size in which running text is set: some reports have two."""
    letters: Counter[float] = Counter()
    for draft in drafts:
        if draft.kind is Kind.PARAGRAPH and draft.matter is None:
            letters[draft.size] += len(draft.text)
    return max((size for size, count in letters.items() if count > _TEXT_SHARE * letters.total()), default=0.0)


def _looks(draft: Draft, body: float, *, bold_body: bool, listed: bool, following: Draft | None) -> bool:
    return _can_be(draft) and (listed or _stands_out(draft, body, bold_body=bold_body, following=following))


def _can_be(draft: Draft) -> bool:
    """Whether a draft is short enough for a heading, and stands where headings are."""
    if draft.kind not in {Kind.PARAGRAPH, Kind.LIST_ITEM} or len(draft.lines) > _MOST_LINES:
        return False
    if draft.matter is Matter.COLOPHON or (draft.matter is Matter.CONTENTS and _PAGE_AT_END.search(draft.text)):
        return False
    return 2 <= len(draft.text) <= _LONGEST and any(char.isalpha() for char in draft.text)  # noqa: PLR2004


def _stands_out(draft: Draft, body: float, *, bold_body: bool, following: Draft | None) -> bool:
    """Whether a draft is set as headings are: larger, bold or in capitals, and no sentence."""
    text = draft.text
    larger, strong = draft.size > _LARGER * body, draft.bold and not bold_body
    numbered = _NUMBERED.match(text) is not None
    item = draft.kind is Kind.LIST_ITEM and not (numbered and (larger or draft.bold))
    counted = numbered or text.startswith("§")
    titled = counted and (larger or strong) and len(text.split(" ")) <= _MOST_WORDS_STOPPED
    sentence = text.rstrip()[-1] in ".,;" and not titled
    if item or sentence or text[0].islower():
        return False
    if larger:
        return len(text.split(" ")) <= _MOST_WORDS and text[0] != "»"
    capitals = text.isupper() and len(text) > 3  # noqa: PLR2004
    if draft.size < 0.95 * body or not (strong or capitals):
        return False
    stands_alone = following is not None and not (following.bold and following.kind is Kind.PARAGRAPH and not strong)
    return stands_alone and (len(draft.lines) <= 2 or numbered)  # noqa: PLR2004


def _levels(found: Sequence[Draft]) -> None:
    """Levels by rank of size and weight; where most headings of a style are numbered, their depth tells it.

    Headings of the cover and the contents are no sections, and their sizes are left out of the ranking.
    """
    styles: dict[tuple[float, bool], list[Draft]] = defaultdict(list)
    for draft in found:
        if draft.matter is None:
            styles[_style(draft)].append(draft)
    level = 0
    for style in sorted(styles, reverse=True):
        depths = Counter(_depth(draft) for draft in styles[style])
        told = [(count, depth) for depth, count in depths.items() if depth]
        numbered = sum(count for count, _ in told) > len(styles[style]) / 2
        above, ranked = level, level == 0 or len(styles[style]) > 1
        level = max(level, max(told)[1]) if numbered else level + ranked
        for draft in styles[style]:
            own = max(_depth(draft), above) if numbered and _depth(draft) else level
            draft.level = draft.level or min(_LEVELS, own)
    for draft in found:
        draft.level = draft.level or 1


def _depth(draft: Draft) -> int:
    """How deep a heading's number says that it is: 3 for "2.1.4"; 0 without a number."""
    number = _NUMBERED.match(draft.text)
    return min(_LEVELS, number[1].rstrip(".").count(".") + 1) if number else 0


def _style(draft: Draft) -> tuple[float, bool]:
    return (round(draft.size * 2) / 2, draft.bold)


def _outline(drafts: Sequence[Draft], info: DocInfo) -> dict[int, int]:
    """Level of each draft that the outline names on its page, when the outline can be trusted."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if len(draft.lines) <= _MOST_LINES:
            by_page[draft.lines[0].page].append(index)
    found: dict[int, int] = {}
    for level, title, page in info.outline:
        bare = _bare(title)
        if page is None or len(bare) < 2:  # noqa: PLR2004
            continue
        for index in by_page.get(page, []):
            if _bare(drafts[index].text) == bare:
                found.setdefault(index, min(level, _LEVELS))
                break
    return found if len(found) >= _OUTLINE_TRUST * len(info.outline) else {}


def _bare(text: str) -> str:
    """Letters only: outlines leave out numbers, blanks and points."""
    return "".join(char for char in text.casefold() if char.isalpha())
