"""How common a word is, told by the dictionary alone: common words make many other words."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache
from math import log2

_LAST = "\U0010ffff"  # sorts behind every letter


def commonness(words: Iterable[str]) -> Callable[[str], float]:
    """A measure of a word: the binary logarithm of the number of `words` that begin or end with it, itself included."""
    forwards = sorted(set(words))
    backwards = sorted(word[::-1] for word in forwards)

    def beginning(sequence: list[str], start: str) -> int:
        return bisect_left(sequence, start + _LAST) - bisect_left(sequence, start)

    @cache
    def measure(word: str) -> float:
        return log2(1 + beginning(forwards, word) + beginning(backwards, word[::-1]))

    return measure
