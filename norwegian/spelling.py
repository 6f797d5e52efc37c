"""Levels spellings that differ between the standards, and takes endings off: for words that the lexicon does not know."""

import functools
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parent / "data"  # importlib.resources would cost each search 10 ms
_SHORTEST = 4  # letters that must be left of a word
_DOUBLED = frozenset("bdfgklmnprstv")
_LETTERS = 3  # of a rule that tells one spelling from another
_SINGLED = 8  # letters of a word in which a double consonant may be one too many; "selling" is English, not "seling"


def level(word: str) -> str:
    """A spelling that both standards' forms of a word, their side forms and older norms often share."""
    padded = f"^{word}$"
    for old, new in _spellings():
        padded = padded.replace(old, new)
    return padded.strip("^$")


def respelt(word: str) -> Iterator[str]:
    """Other spellings of a word: a consonant single or double, or one rule of the table applied in one place.

    The nearest come first; few of them are words.
    """
    for i in range(1, len(word)):
        if word[i] in _DOUBLED and word[i] != word[i - 1]:
            yield word[: i + 1] + word[i:]
        elif word[i] in _DOUBLED and len(word) >= _SINGLED:
            yield word[:i] + word[i + 1 :]
    padded = f"^{word}$"
    for old, new in _either_way():
        place = padded.find(old)
        while place >= 0:
            yield (padded[:place] + new + padded[place + len(old) :]).strip("^$")
            place = padded.find(old, place + 1)


def endings(word: str) -> list[str]:
    """What is left of a word when an inflectional ending is taken off, the longest ending first."""
    lengths, known = _endings()
    return [word[:-length] for length in lengths if len(word) - length >= _SHORTEST and word[-length:] in known]


def skeleton(word: str) -> str:
    """The levelled spelling of a word without its ending."""
    left = endings(word)
    return level(left[0] if left else word)


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def _spellings() -> tuple[tuple[str, str], ...]:
    rows = [line.split("\t") for line in _lines("spelling.tsv")[1:]]
    return tuple((row[0], row[1]) for row in rows)


@functools.cache
def _either_way() -> tuple[tuple[str, str], ...]:
    """The rules of letters, each in both directions: without double consonants, endings and words ("førleik", "førhet")."""
    rules = [pair for pair in _spellings() if pair[0] != 2 * pair[1] and len(pair[0]) <= _LETTERS]
    return tuple(one for pair in rules for one in (pair, pair[::-1]))


@functools.cache
def _endings() -> tuple[tuple[int, ...], frozenset[str]]:
    """How long endings are, the longest first, and the endings."""
    known = frozenset(_lines("endings.txt"))
    return tuple(sorted(set(map(len, known)), reverse=True)), known
