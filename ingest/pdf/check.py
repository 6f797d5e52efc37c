"""Is a page's text what is printed there? Two readers are compared, and the words themselves judged. Pure functions."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from ingest.pdf.layout import PageLayout
from ingest.pdf.reading import Known

AGREE = 0.97  # agreement from which two readers saw the same page

_WORD = re.compile(r"\w*[^\W\d_]\w*")
_CID = re.compile(r"\(cid:\d+\)")
_FOREIGN = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MIXED = re.compile(r"[^\W\d_]\d[^\W\d_]")
_VOWELS = frozenset("aeiouyæøåäöüéèêóòôáà")
_FEWEST_VOWELS, _MOST_VOWELS = 0.3, 0.55  # share of letters; Norwegian, English and German have .38, Sámi .45
_LONG = 4  # letters; shorter words are in no lexicon, or in all of them by chance
_ENOUGH = 20  # words; of fewer nothing can be said
_STRANGE = 0.3  # share of words that look like none
_KNOWN = 0.2  # share of known words; a page in English has more in a Norwegian lexicon


def text_of(page: PageLayout) -> str:
    """A page's lines, running heads and feet among them."""
    return "\n".join(line.text for line in page.lines)


def words(text: str) -> list[str]:
    """Lower-case words that hold a letter, with ligatures spelled out and soft hyphens left out."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("\xad", "").lower())


def agreement(one: Collection[str], other: Collection[str]) -> float:
    """F1 of the distinct words of two readings, 0 to 1.

    Distinct, for a shadow or a figure can print a word ten times at one place; and only words with a letter, for line
    numbers and table rules are no part of the text.
    """
    first, second = set(one), set(other)
    if not first and not second:
        return 1.0
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=1 << 14)
def strange(word: str) -> bool:
    """Whether a word looks like none of any European language: no vowel, or letters and digits mixed."""
    if len(word) < _LONG:
        return False
    return not _VOWELS & set(word) or _MIXED.search(word) is not None


def garbage(text: str, known: Known | None) -> bool:
    """Whether a text layer is no text: signs without meaning, or words that are none.

    Args:
        text: of a page.
        known: whether a lower-case word is in the lexicon; without it only the look of the words can tell.
    """
    text = _CID.sub("\ufffd", text)
    visible = len(text) - sum(map(text.count, " \n"))
    if visible and len(_FOREIGN.findall(text)) > _STRANGE * visible:
        return True
    long = [word for word in words(text) if len(word) >= _LONG]
    if len(long) < _ENOUGH:
        return False
    odd = sum(map(strange, long)) > _STRANGE * len(long)
    if known is None:
        return odd
    letters = "".join(long)
    vowels = sum(map(letters.count, _VOWELS)) / len(letters)
    return (odd or not _FEWEST_VOWELS < vowels < _MOST_VOWELS) and sum(map(known, long)) < _KNOWN * len(long)


def worth(text: str, known: Known | None) -> int:
    """How much of a text is words: the letters of those that are known, or at least do not look strange."""
    good = known or (lambda word: not strange(word))
    return sum(len(word) for word in words(text) if good(word)) - len(_FOREIGN.findall(_CID.sub("\ufffd", text)))
