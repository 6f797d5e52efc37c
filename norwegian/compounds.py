"""Takes compounds apart: the cheapest way to read a word as first parts and a last one.

Each part has a price: low for one that makes many compounds of the lexicon ("skole…", "…leder"), high for a rare one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

PRICE_WHOLE, PRICE_LETTER = 10.0, 1.15  # what a word may cost as a compound: more, the longer it is
_SHORTEST = 3  # letters of a part, but for these words
_SHORT = frozenset(
    ["is", "ti", "to", "by", "øy", "øl", "år", "bo", "bu", "ku", "ly", "ny", "ro", "rå", "sy", "ås", "øk", "fe", "tv"]
)


class Part(NamedTuple):
    """A stretch of a compound.

    Attributes:
        start: first letter.
        end: one past its last letter, linking letters left out ("utdanning" of "utdanningstilbud"); a letter that
            is written twice instead of three times belongs to both parts ("stikk" and "kontakt" of "stikkontakt").
        concept: number of its concept in the lexicon.
        price: 0 or more; the less, the more compounds it makes.
    """

    start: int
    end: int
    concept: int
    price: float


class Elements(Protocol):
    """What compounds are made of."""

    def firsts(self, word: str, start: int) -> Iterable[tuple[int, Part]]:
        """Parts that open a compound at `start`, each with where the next part begins."""

    def lasts(self, word: str, start: int) -> Sequence[Part]:
        """Readings of the rest of the word as a compound's last part, in any form."""


def long_enough(part: str) -> bool:
    """Whether it may be a part; what is shorter is mostly an ending."""
    return len(part) >= _SHORTEST or part in _SHORT


def limit(word: str) -> float:
    """What a word may cost as a compound at the most; the longer it is, the less likely it is whole."""
    return PRICE_WHOLE + PRICE_LETTER * len(word)


def cheapest(word: str, elements: Elements, limit: float) -> tuple[Part, ...]:
    """The parts of the cheapest reading as a compound of two parts or more that costs less than `limit`, else ()."""
    best: dict[int, tuple[float, tuple[Part, ...]]] = {0: (0.0, ())}
    answer: tuple[Part, ...] = ()
    for start in range(len(word) - 1):
        if start not in best:
            continue
        spent, parts = best[start]
        if start:
            for last in elements.lasts(word, start):
                if spent + last.price < limit:
                    limit, answer = spent + last.price, (*parts, last)
        for after, first in elements.firsts(word, start):
            price = spent + first.price
            if price < limit and (after not in best or price < best[after][0]):
                best[after] = price, (*parts, first)
    return answer
