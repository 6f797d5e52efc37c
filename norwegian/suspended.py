"""Suspended compounds: "skole- og barnehageeigar" also says "skoleeigar", "skoleutvikling og -leiing" "skoleleiing"."""

import functools
import re
from collections.abc import Sequence

from norwegian.lexicon import lexicon
from norwegian.splitting import spans
from norwegian.tokens import HYPHENS, Token, fold

_BETWEEN = re.compile(r"\s*(?:[,/]|\b(?:og|eller|samt|til|men|som|og/eller)\b|\s)*\s*", re.IGNORECASE)
BEHIND, AHEAD = 2, 6  # words within which the full compound must stand: before a second half, after a first one


def completed(text: str, words: Sequence[Token]) -> dict[Token, str]:
    """For each half compound that can be completed the full word, lower case; mostly nothing."""
    found = {}
    for place, token in enumerate(words):
        if token.text[-1] in HYPHENS:
            word = _tail(text, words, place)
        elif token.text[0] in HYPHENS:
            word = _front(words, place)
        else:
            continue
        if word:
            found[token] = word
    return found


def _tail(text: str, words: Sequence[Token], place: int) -> str:
    """The half at `place` with the last part of the next compound that is whole."""
    for before, after in zip(words[place:], words[place + 1 : place + 1 + AHEAD], strict=False):
        if after.text[-1] not in HYPHENS and fold(after.text) not in {"og", "eller", "samt"}:
            return with_tail(fold(words[place].text).rstrip("-"), fold(after.text))
        if not _BETWEEN.fullmatch(text, before.end, after.start):
            return ""
    return ""


def _front(words: Sequence[Token], place: int) -> str:
    """The half at `place` behind all but the last part of the compound that stands before it."""
    for before in reversed(words[max(place - BEHIND, 0) : place]):
        word = fold(before.text)
        *firsts, last = spans(word)
        if firsts:
            return word[: last[0]].rstrip("-") + fold(words[place].text).lstrip("-")
    return ""


@functools.lru_cache(10_000)
def with_tail(half: str, word: str) -> str:
    """`half` completed with the last part or parts of a compound: those with which it is in the lexicon, or the last."""
    tails = [word[start:] for start, _ in spans(word)[1:]]
    if not tails:
        return ""
    return next((half + tail for tail in tails if lexicon().entry(half + tail)), half + tails[-1])
