"""Cuts a text into words: numbers with spaces are one word, hyphenated words stay whole, § is a word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

HYPHENS = "-‐‑"  # hyphen-minus, hyphen, non-breaking hyphen
_SPACES = " \u00a0\u202f"  # space, no-break space, narrow no-break space
WORD = re.compile(
    rf"""
    (\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)                 # 10 000
    | \d+(?:[.,:/]\d+)+                                    # 3,5  12.10  2023/24
    | [{HYPHENS}]?[^\W_]++(?:[{HYPHENS}.'’][^\W_]++)*+[{HYPHENS}]?+  # ord, e-post, skole-, -leiing, St.meld
    | §)                                                   # paragraph
    """,
    re.VERBOSE,
)
"""A word of a text; as one group, so that `split` gives the words with what stands between them. Nothing after a word can
fail, so its repeats need not remember where they could go back to (`++`), which takes half of the time."""
_LEVELLED = str.maketrans("‐‑’", "--'", _SPACES + "\u00ad")


class Token(NamedTuple):
    """A word as it stands in a text, with its half-open span of code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        yield Token(match[0], match.start(), match.end())


def fold(word: str) -> str:
    """A word as the lexicon spells it: lower case, plain hyphens, a number without its spaces."""
    return word.translate(_LEVELLED).lower()
