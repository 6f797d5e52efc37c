"""Levels spellings that differ between the standards, and takes endings off: for words that the lexicon does not know."""

import functools
from pathlib import Path

_DATA = Path(__file__).parent / "data"  # importlib.resources would cost each search 10 ms
_SHORTEST = 4  # letters that must be left of a word


def level(word: str) -> str:
    """A spelling that both standards' forms of a word, their side forms and older norms often share."""
    padded = f"^{word}$"
    for old, new in _spellings():
        padded = padded.replace(old, new)
    return padded.strip("^$")


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
def _endings() -> tuple[tuple[int, ...], frozenset[str]]:
    """How long endings are, the longest first, and the endings."""
    known = frozenset(_lines("endings.txt"))
    return tuple(sorted(set(map(len, known)), reverse=True)), known
