"""What part of a report a heading opens, by its words. The words stand in data/sections.toml."""

import re
from functools import cache

from catalogue.model import Matter
from ingest.fields.text import fold
from ingest.fields.vocabulary import load

_NUMBER = re.compile(
    r"^(?:(?:kapittel|kap|chapter|del|part)\b\.?\s*)?(?:\d+(?:\.\d+)*|[IVX]+(?=[.:)\s]))[.:)]*\s+", re.IGNORECASE
)
_LONGEST = 12  # words; a longer heading is judged by its beginning all the same, a longer text is no heading
_OTHER = "other"


@cache
def _words() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Whole headings, and beginnings with the longest first."""
    table = load("sections")
    whole = {fold(word): part for part, lists in table.items() for word in lists["whole"]}
    starts = [(fold(word), part) for part, lists in table.items() for word in lists["start"]]
    return whole, tuple(sorted(starts, key=lambda start: -len(start[0])))


@cache
def _part(heading: str) -> str:
    text = fold(_NUMBER.sub("", heading.strip()))
    if not text or len(text.split()) > _LONGEST:
        return ""
    whole, starts = _words()
    return whole.get(text) or next((part for word, part in starts if f"{text} ".startswith(f"{word} ")), "")


def matter_of(heading: str) -> Matter | None:
    """The part of a report that a heading opens, or None where its words tell none."""
    part = _part(heading)
    return Matter(part) if part and part != _OTHER else None


def is_aside(heading: str) -> bool:
    """Whether a heading opens a part that states no findings even inside a summary (background, method, recommendations)."""
    return _part(heading) == _OTHER
