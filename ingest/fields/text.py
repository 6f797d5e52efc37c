"""Text as a value holds it: NFC, one line, without what only steers typesetting."""

import re
from unicodedata import category, normalize

_BLANK = re.compile(r"\s+")
_DASH = "-‐‑‒–—−"


def clean(text: str) -> str:
    """One line of NFC text: blanks collapsed, soft hyphens, zero-width and control characters gone."""
    kept = "".join(char for char in normalize("NFC", text) if char.isspace() or category(char) not in {"Cc", "Cf"})
    return _BLANK.sub(" ", kept).strip()


def fold(text: str) -> str:
    """A text as it is compared: lower case, words and figures only, one blank between."""
    return " ".join(re.findall(r"\w+", clean(text).casefold()))


def plain_dashes(text: str) -> str:
    """The text with every kind of dash as a hyphen."""
    return re.sub(f"[{_DASH}]", "-", text)
