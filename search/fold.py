"""Near-identical passages as one: the same text in the summary and a chapter, or in two reports of a series.

Two passages are the same when they have the same numbers and nearly the same pairs of neighbouring words. Pairs are
compared only where two passages share one of their few smallest pair hashes (min-hash), so that the time grows with the
number of passages and not with its square.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

ALIKE = 0.75  # share of pairs in common; one other word in a sentence of twenty leaves more
SHORT = 6  # shorter passages are the same only when all words are
_HASHES = 6
_KEPT = 4_096  # texts of which a process that stays remembers what is compared, at some 4 kB each
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


class _Print(NamedTuple):
    """What is compared of a text.

    Attributes:
        pairs: hashes of its neighbouring words.
        numbers: in it, in order.
        keys: hashes of the numbers with a pair each, by which those are found that it is compared with.
    """

    pairs: frozenset[int]
    numbers: tuple[str, ...]
    keys: tuple[int, ...]


def folded(texts: Sequence[str]) -> list[list[int]]:
    """Positions of texts that are the same, in groups; the first of each group is its first in `texts`.

    Args:
        texts: best first.
    """
    groups: list[list[int]] = []
    prints: list[_Print] = []  # of each group's first
    buckets: dict[int, list[int]] = {}
    for position, text in enumerate(texts):
        mine = _print(text)
        if not buckets.keys().isdisjoint(mine.keys):
            candidates = sorted({group for key in mine.keys if key in buckets for group in buckets[key]})
            same = next((group for group in candidates if _same(mine, prints[group])), None)
            if same is not None:
                groups[same].append(position)
                continue
        for key in mine.keys:
            buckets.setdefault(key, []).append(len(groups))
        groups.append([position])
        prints.append(mine)
    return groups


@lru_cache(_KEPT)
def _print(text: str) -> _Print:
    words = _WORD.findall(text.lower())
    pairs, numbers = frozenset(_pairs(words)), tuple(_NUMBER.findall(text))
    marked = crc32(" ".join(numbers).encode()) << 32
    return _Print(pairs, numbers, tuple([marked + pair for pair in sorted(pairs)[:_HASHES]]))


def _pairs(words: Sequence[str]) -> Iterable[int]:
    """Hashes of each two neighbours; of all words together where there are few."""
    if len(words) < SHORT:
        return (crc32(" ".join(words).encode("utf-8", "replace")),)
    return (crc32(f"{one} {two}".encode("utf-8", "replace")) for one, two in pairwise(words))


def _same(one: _Print, two: _Print) -> bool:
    return one.numbers == two.numbers and _alike(one.pairs, two.pairs)


def _alike(one: frozenset[int], two: frozenset[int]) -> bool:
    common = len(one & two)
    return common >= ALIKE * (len(one) + len(two) - common)
