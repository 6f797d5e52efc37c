"""Shows a compound's parts as they are printed."""

import functools
from collections.abc import Iterable, Sequence

from norwegian.compounds import Part, cheapest, limit
from norwegian.lexicon import Lexicon, lexicon
from norwegian.meaning import inner, leaves, meaning
from norwegian.tokens import fold

_ANY = 1000.0  # a price that no compound reaches
Span = tuple[int, int]


class _Guided:
    """The lexicon's elements, of them those only that make a given concept.

    Where `any_last`, the last part may be called otherwise: "siden" is a function word, "fjellside" ends in a noun.
    """

    def __init__(self, lexicon: Lexicon, concept: str, *, any_last: bool = False) -> None:
        self._lexicon = lexicon
        self._any_last = any_last
        self._allowed = {lexicon.concept(name) for name in (*leaves(concept), *inner(concept))}

    def firsts(self, word: str, start: int) -> Iterable[tuple[int, Part]]:
        return [(after, part) for after, part in self._lexicon.firsts(word, start) if part.concept in self._allowed]

    def lasts(self, word: str, start: int) -> Sequence[Part]:
        parts = self._lexicon.lasts(word, start)
        return [part for part in parts if self._any_last or part.concept in self._allowed]


def split(word: str, lang: str | None = None) -> tuple[str, ...]:
    """The parts of a compound as printed, down to the smallest, linking letters and hyphens left out.

    "utdanningstilbud" gives ("utdanning", "tilbud"), "skoleledernes" ("skole", "ledernes"), "kommunestyrevalgets"
    ("kommune", "styre", "valgets"). A word that is whole, or that nothing knows, gives (word,).

    Args:
        word: a word in any form, either standard.
        lang: "nn" or "nb" where that is known; both are read by the same lexicon, so it changes nothing now.
    """
    del lang
    return tuple(word[start:end] for start, end in spans(word))


@functools.lru_cache(10_000)
def spans(word: str) -> tuple[Span, ...]:
    """The half-open spans of a compound's parts; that of the whole word when it has none."""
    folded = fold(word)
    if len(folded) != len(word):
        return ((0, len(word)),)
    if "-" in folded.strip("-"):
        return _hyphenated(folded)
    known = meaning(folded)
    concept = known.concepts[0] if known.concepts else folded
    return tuple(_spans(folded, concept)) or ((0, len(word)),)


def _hyphenated(word: str) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    for half in word.split("-"):
        if half:
            found += [(start + one, start + two) for one, two in spans(half)]
        start += len(half) + 1
    return tuple(found)


def _spans(word: str, concept: str) -> Iterable[Span]:
    """The spans of a concept's parts in a word that means it; none when it is whole."""
    if len(leaves(concept)) < 2:  # noqa: PLR2004
        return
    guided = _Guided(lexicon(), concept)
    parts = cheapest(word, guided, _ANY)
    if not parts and word.endswith("s"):  # a genitive of what the lexicon has without it
        parts = cheapest(word[:-1], guided, _ANY)
        parts = parts and (*parts[:-1], parts[-1]._replace(end=len(word)))
    if not parts:
        parts = cheapest(word, _Guided(lexicon(), concept, any_last=True), _ANY)
    if not parts:
        yield from _unguided(word, len(leaves(concept)))
    for part in parts:
        smaller = list(_spans(word[part.start : part.end], lexicon().name(part.concept)))
        yield from [(part.start + start, part.start + end) for start, end in smaller] or [(part.start, part.end)]


def _unguided(word: str, most: int) -> Iterable[Span]:
    """The spans of the cheapest reading of a word whose parts are called otherwise in its concept ("utsleppskutt").

    Args:
        word: one that means a compound.
        most: parts of the concept; a reading with more of them is none of this word.
    """
    parts = cheapest(word, lexicon(), limit(word))
    return [(part.start, part.end) for part in parts] if len(parts) <= most else []
