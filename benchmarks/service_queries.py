"""What readers and programs would ask of a collection, made from its passages; everything follows from one seed.

A third are questions, a quarter a few words, the others single words, phrases and prefixes: in the written standard of
the passage that they are made from, so that a collection in both is asked in both.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

from norwegian.standard import lean

_SEED = 20_261_124
_ZIPF = 2_000  # different queries of the mix in which some are popular
_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_OPENINGS = {
    "nn": ("Kva seier rapporten om", "Korleis er det med", "Kvifor har", "Kven har ansvar for", "Kva har"),
    "nb": ("Hva sier rapporten om", "Hvordan er det med", "Hvorfor har", "Hvem har ansvar for", "Hva har"),
}


class Asked(NamedTuple):
    """A query.

    Attributes:
        text: in the query language.
        language: nn or nb.
    """

    text: str
    language: str

    def to_api(self) -> str:
        """The address in Funn's API."""
        return f"/api/v1/search?q={quote(self.text)}"

    def to_page(self) -> str:
        """The address of Funn's page."""
        return f"/{self.language}/?q={quote(self.text)}"

    def to_peer(self) -> str:
        """The address in the peer."""
        return f"/search?q={quote(self.text)}"


def distinct(texts: Sequence[str], count: int) -> list[Asked]:
    """So many queries; most are asked once.

    Raises:
        ValueError: the passages hold no word.
    """
    if not any(_WORD.search(text) for text in texts):
        raise ValueError("there are no words to ask for")
    made = _made(texts)
    return [next(made) for _ in range(count)]


def popular(texts: Sequence[str], count: int) -> list[Asked]:
    """So many queries, of which the n-th of 2,000 different ones is asked 1/n as often as the first."""
    known = distinct(texts, min(_ZIPF, count))
    chance = random.Random(_SEED + 1)  # noqa: S311 - to measure, not to hide
    return chance.choices(known, cum_weights=list(accumulate(1 / rank for rank in range(1, len(known) + 1))), k=count)


MIXES: dict[str, Callable[[Sequence[str], int], list[Asked]]] = {"distinct": distinct, "zipf": popular}


def _made(texts: Sequence[str]) -> Iterator[Asked]:
    chance = random.Random(_SEED)  # noqa: S311 - to measure, not to hide
    while True:
        text = chance.choice(texts)
        words, all_words = _WORD.findall(text), _ANY_WORD.findall(text)
        if not words:
            continue
        language = lean(text)
        language = language if language in _OPENINGS else "nb"
        yield Asked(_query(words, all_words, _OPENINGS[language], chance), language)


def _query(words: Sequence[str], all_words: Sequence[str], openings: Sequence[str], chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.35:
        return f"{chance.choice(openings)} {' '.join(_stretch(all_words, chance.randint(4, 8), chance))}?"
    if kind < 0.6:
        return " ".join(chance.sample(words, min(len(words), chance.randint(2, 3))))
    if kind < 0.75:
        return chance.choice(words)
    if kind < 0.87:
        return f'"{" ".join(_stretch(all_words, chance.randint(2, 3), chance))}"'
    word = chance.choice(words)
    return f"{word[: chance.randint(4, 6)]}*"


def _stretch(words: Sequence[str], length: int, chance: random.Random) -> Sequence[str]:
    first = chance.randrange(max(1, len(words) - length + 1))
    return words[first : first + length]
