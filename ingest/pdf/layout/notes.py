"""Footnotes: small letters at the foot of a page or column that begin with a mark."""

import re
from collections.abc import Sequence

from catalogue.model import Kind
from ingest.pdf.join import Placed
from ingest.pdf.layout.drafts import Draft

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\*{1,3}|†|\d{1,3})\s")
_SMALL = 0.95  # of the body


def split_notes(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """Drafts with footnotes marked, each apart, and tied to their text by `note`.

    A footnote begins with a raised mark, or is set small and begins with a number that is raised in the page's text.
    Small lines without a mark that follow a footnote on its page belong to it.
    """
    cited = _cited(drafts)
    found: list[Draft] = []
    for draft in drafts:
        if draft.kind not in {Kind.PARAGRAPH, Kind.LIST_ITEM}:
            found.append(draft)
            continue
        small = draft.size < _SMALL * body
        page = draft.lines[0].page
        parts = _parts(draft, cited.get(page, set()), small=small)
        if parts:
            found += parts
        elif small and found and found[-1].note and found[-1].lines[0].page == page and not draft.first:
            found[-1].lines += draft.lines
        else:
            found.append(draft)
    return found


def _cited(drafts: Sequence[Draft]) -> dict[int, set[str]]:
    """Marks that are raised within each page's text."""
    cited: dict[int, set[str]] = {}
    for draft in drafts:
        for page, line in draft.lines:
            if line.marks:
                words = line.text.split(" ")
                cited.setdefault(page, set()).update(words[mark].translate(_PLAIN) for mark in line.marks if mark)
    return cited


def _parts(draft: Draft, cited: set[str], *, small: bool) -> list[Draft]:
    """The footnotes in a draft: one for each line that begins with a mark; none when its first line does not."""
    parts: list[Draft] = []
    for placed in draft.lines:
        mark = _mark(placed, cited, small=small)
        if mark:
            parts.append(Draft([placed], Kind.FOOTNOTE, note=mark, size=draft.size))
        elif parts:
            parts[-1].lines.append(placed)
        else:
            return []
    return parts


def _mark(placed: Placed, cited: set[str], *, small: bool) -> str:
    found = _MARK.match(placed.line.text)
    if found is None:
        return ""
    mark = found[1].translate(_PLAIN)
    raised = 0 in placed.line.marks or mark != found[1]
    return mark if raised or (small and mark in cited) else ""
