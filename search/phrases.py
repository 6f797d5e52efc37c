"""Where words stand in order, or near each other, in a text: what postings without positions cannot tell."""

import re
from collections.abc import Callable, Iterable, Sequence

from norwegian.analysis import analyse
from norwegian.tokens import fold, tokens
from norwegian.words import GRAM, QueryTerm

Spans = list[tuple[int, int]]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a phrase, as they are compared."""
    return tuple(fold(token.text) for token in tokens(text))


def in_order(words: Sequence[str]) -> Callable[[str], Spans]:
    """A function that finds where a text holds these words side by side, in this order, in any case.

    Args:
        words: from `words_of`, one or more.
    """
    # Most texts that hold all words do not hold them in order; a pattern tells so sooner than the tokens do.
    likely = re.compile(r"[\W_]+".join(re.escape(word) if word.isalpha() else r".+?" for word in words))

    def find(text: str) -> Spans:
        if not likely.search(text.lower()):
            return []
        found = list(tokens(text))
        folded = [fold(token.text) for token in found]
        size = len(words)
        return [
            (found[place].start, found[place + size - 1].end)
            for place in range(len(found) - size + 1)
            if folded[place] == words[0] and tuple(folded[place : place + size]) == tuple(words)
        ]

    return find


def near(terms: Sequence[QueryTerm], distance: int) -> Callable[[str], Spans]:
    """A function that finds where a text holds all terms, in any order, with few other words between.

    Args:
        terms: from `norwegian.expand`, one or more; each is met in any way that holds all of it.
        distance: how many words may stand between the first and the last beside the terms themselves.
    """
    ways = [(term, frozenset(key.text for key in term.keys if key.text[0] != GRAM)) for term in terms]

    def find(text: str) -> Spans:
        places: list[tuple[int, int]] = []  # (position of a word, number of a term that it answers)
        spans: Spans = []
        for word in analyse(text):
            if not spans or word.start >= spans[-1][1]:  # else two words read as one, which are there already
                spans.append((word.start, word.end))
            for number, (term, keys) in enumerate(ways):
                if not keys.isdisjoint(word.keys) and (not term.exact or fold(term.text) == fold(word.text)):
                    places.append((len(spans) - 1, number))
        return [(spans[first][0], spans[last][1]) for first, last in _windows(places, len(ways), distance)]

    return find


def _windows(places: Iterable[tuple[int, int]], count: int, distance: int) -> Spans:
    """Shortest stretches (first and last position) with all of `count` numbers and few other positions in them."""
    latest: dict[int, int] = {}
    found: Spans = []
    for position, number in places:
        latest[number] = position
        if len(latest) == count:
            first = min(latest.values())
            if position - first + 1 - len(set(latest.values())) <= distance:
                found.append((first, position))
    return found
