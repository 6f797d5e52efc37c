"""Where words stand in order, or near each other, in a text: what postings without positions cannot tell."""

import re
from collections.abc import Callable, Iterable, Sequence

from norwegian.analysis import analyse
from norwegian.tokens import WORD, fold, tokens
from norwegian.words import GRAM, QueryTerm

Spans = list[tuple[int, int]]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a phrase, as they are compared."""
    return tuple(fold(token.text) for token in tokens(text))


def in_order(words: Sequence[str], *, once: bool = False) -> Callable[[str], Spans]:
    """A function that finds where a text holds these words side by side, in this order, in any case.

    A pattern tells where they may stand, and the text is cut into words only there: most texts that hold all words
    of a phrase do not hold them in order.

    Args:
        words: from `words_of`, one or more.
        once: whether the first place is enough.
    """
    likely = re.compile(r"[\W_]*".join(_printed(word) for word in words))
    size = len(words)

    def find(text: str) -> Spans:
        lower = text.lower()
        if len(lower) != len(text):  # some letter has no lower case of one code point: places would not agree
            return _in_order_from(text, 0, len(text), words)
        found: Spans = []
        match = likely.search(lower)
        while match and not (found and once):
            start = match.start()
            found += _in_order_from(text, start, start + 1, words)
            match = likely.search(lower, start + 1)
        return found

    def _in_order_from(text: str, first: int, last: int, words: Sequence[str]) -> Spans:
        """Where a phrase begins from one place up to another."""
        run: list[re.Match[str]] = []  # the last words that were read, as many as the phrase has
        spans: Spans = []
        for word in WORD.finditer(text, _border(text, first)):
            run = [*run, word][-size:]
            if run[0].start() >= last:
                break
            if len(run) == size and run[0].start() >= first and [fold(one[0]) for one in run] == list(words):
                spans.append((run[0].start(), word.end()))
        return spans

    return find


def _printed(word: str) -> str:
    """A pattern of how a folded word may be printed, in lower case."""
    signs = {"-": "[-‐‑]", "'": "['’]"}
    return "".join(
        rf"{letter}[ \u00a0\u202f]?" if letter.isdigit() else signs.get(letter, re.escape(letter)) for letter in word
    )


def _border(text: str, place: int) -> int:
    """The nearest place at or before this one where no word goes on: after a blank that parts no number."""
    while place and not (text[place - 1].isspace() and not text[place - 2 : place - 1].isdigit()):
        place -= 1
    return place


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
