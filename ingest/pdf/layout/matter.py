"""Cover, colophon, contents, references: parts of a report that the layout gives away."""

import re
from collections.abc import Sequence

from catalogue.model import Kind, Matter
from ingest.pdf.layout.drafts import Draft

_EARLY = 6  # pages from either end in which a colophon stands
_SHORT_PAGE = 150  # words; a cover has fewer
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]+)$|…+\s*\d{1,4}$")
_ENTRY = re.compile(r"\D\s(?:\d{1,4}|[ivxlc]{1,6})$|^\d{1,3}\s+\D")
_COLOPHON = re.compile(
    r"\b(?:ISBN|ISSN|ISMN)\b|©|\b(?:utgi(?:ver|tt|var)|utgjev(?:ar|en|e)|oppdragsg(?:iver|ivar|jevar)|opplag|opplegg og trykk|trykk(?:eri)?|"
    r"grafisk|omslag(?:sfoto)?|layout|ombrekking|ombrekning|rapportn(?:r|ummer)|prosjektn(?:r|ummer)|forsidefoto|"
    r"framsidefoto|foretaksnummer|org\.?\s?n(?:r|ummer)|godkjent av|antall sider|tal på sider|besøksadresse|postadresse)\b",
    re.IGNORECASE,
)
_CONTENTS_TITLES = frozenset(
    {
        "innhold",
        "innhald",
        "innholdsfortegnelse",
        "innhaldsliste",
        "innhaldsoversyn",
        "contents",
        "table of contents",
        "innholdsoversikt",
        "innhaldsoversikt",
        "innholdsliste",
    }
)
_MANY = 0.4  # of a page's blocks


def mark_matter(drafts: Sequence[Draft], pages: int) -> list[Draft]:
    """Sets `matter` on cover, colophon and contents; headings tell the other parts, and they are read elsewhere.

    Contents come back line by line: each entry is a block.
    """
    by_page: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_page.setdefault(draft.lines[0].page, []).append(draft)
    before = None
    for page, found in sorted(by_page.items()):
        before = _matter(page, pages, found, before)
        if before is not None:
            for draft in found:
                draft.matter = before
    return [part for draft in drafts for part in (_entries(draft) if draft.matter is Matter.CONTENTS else [draft])]


def _entries(draft: Draft) -> list[Draft]:
    """A draft of the contents cut after each line that ends with a page number."""
    if draft.kind not in {Kind.PARAGRAPH, Kind.LIST_ITEM}:
        return [draft]
    parts: list[Draft] = []
    for placed in draft.lines:
        if parts and not _ENTRY.search(parts[-1].lines[-1].line.text) and not _ENTRY.search(placed.line.text):
            parts[-1].lines.append(placed)
        else:
            parts.append(Draft([placed], matter=Matter.CONTENTS))
    for part in parts:
        part.measure()
    return parts


def _matter(page: int, pages: int, found: Sequence[Draft], before: Matter | None) -> Matter | None:
    if _is_contents(found, goes_on=before is Matter.CONTENTS):
        return Matter.CONTENTS
    words = sum(len(draft.text.split(" ")) for draft in found)
    signs = {match[0].casefold() for draft in found for match in _COLOPHON.finditer(draft.text)}
    near_end = page <= _EARLY or page > pages - 2
    if page == 1 and words < _SHORT_PAGE:
        return Matter.COVER
    if near_end and len(signs) >= 3 and words < 4 * _SHORT_PAGE:  # noqa: PLR2004
        return Matter.COLOPHON
    if near_end and len(signs) >= 1 and any(s in {"isbn", "issn", "©"} for s in signs) and words < _SHORT_PAGE:
        return Matter.COLOPHON
    return None


def _is_contents(found: Sequence[Draft], *, goes_on: bool) -> bool:
    """Whether a page lists the report's headings with their pages."""
    lines = [placed.line.text for draft in found for placed in draft.lines]
    leaders = sum(_LEADER.search(line) is not None for line in lines)
    if leaders >= max(3, _MANY * len(lines)):
        return True
    titled = any(draft.text.casefold().strip(" .:") in _CONTENTS_TITLES for draft in found[:4])
    entries = sum(_ENTRY.search(line) is not None for line in lines)
    return (titled or goes_on) and entries >= max(3, _MANY * len(lines))
