"""All words of an index in memory, to find those that are spelled nearly alike.

Cut the word that is asked for in two. With at most two edits, a word that is near has the first half at its beginning,
or the second at its end, or one edit in each; or two letters are swapped over the cut. So the sorted words, forwards
and backwards, are looked up at the halves, and few are left to be compared.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from search.engines.distance import edits

_LAST = "\U0010ffff"  # no word begins with it


class Vocabulary:
    """Words to look up, in alphabetic order (code points), each once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._backwards = sorted(word[::-1] for word in words)
        self._letters = sorted(set().union(*words))

    def near(self, word: str, distance: int, until: float) -> dict[str, int]:
        """Words at most `distance` edits away, with how many.

        Args:
            word: what is asked for.
            distance: 1 or 2.
            until: the time (`time.monotonic`) when to stop and answer what there is.
        """
        seen: set[str] = set()
        found: dict[str, int] = {}
        for candidates in self._candidates(word, distance):
            if time.monotonic() >= until:
                break
            for candidate in candidates:
                if abs(len(candidate) - len(word)) <= distance and candidate not in seen:
                    seen.add(candidate)
                    count = edits(word, candidate, distance)
                    if count <= distance:
                        found[candidate] = count
        return found

    def _candidates(self, word: str, distance: int) -> Iterator[Sequence[str]]:
        """Words among which all near ones are, in portions."""
        head, tail = word[: len(word) // 2], word[len(word) // 2 :]
        yield _starting(self._words, head)
        yield [found[::-1] for found in _starting(self._backwards, tail[::-1])]
        if distance > 1:
            tails = (tail[: len(tail) // 2], tail[len(tail) // 2 :], _swapped(tail))
            for start in self._one_edit(head):
                rest = len(start)
                yield [
                    found
                    for found in _starting(self._words, start)
                    if any(found.find(piece, rest) >= 0 for piece in tails)
                ]
        if head:
            swapped = _swapped(word)
            if distance > 1:
                yield from self._candidates(swapped, distance - 1)
            else:
                yield _starting(self._words, swapped)[:1]

    def _one_edit(self, text: str) -> set[str]:
        """Every text one edit away, of letters that occur."""
        cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
        shorter = {left + right[1:] for left, right in cuts if right}
        swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
        other = {left + letter + right[1:] for left, right in cuts if right for letter in self._letters}
        longer = {left + letter + right for left, right in cuts for letter in self._letters}
        return shorter | swapped | other | longer


def _starting(words: Sequence[str], start: str) -> Sequence[str]:
    """The words, of sorted ones, that begin so."""
    first = bisect_left(words, start)
    return words[first : bisect_left(words, start + _LAST, first)]


def _swapped(text: str) -> str:
    """The text with the two letters beside its middle swapped."""
    cut = len(text) // 2
    return text[: cut - 1] + text[cut] + text[cut - 1] + text[cut + 1 :] if cut else text
