"""The terms and keys of a text: what the index holds of it."""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from norwegian.lexicon import CLOSES, OPENS, STOP, lexicon
from norwegian.meaning import CACHED, inner, leaves, meaning
from norwegian.suspended import completed
from norwegian.tokens import HYPHENS, WORD, Token, fold, tokens
from norwegian.words import CONCEPT, GRAM, HEAD, JOINED, PART, PLUS, SKELETON, SURFACE, Term

GRAM_LENGTH = 4


def analyse(text: str) -> tuple[Term, ...]:
    """The terms of a text in order of where they begin.

    Each word gives a term. Two words side by side that make a known compound written apart ("skule leiar") give one
    more, with the span of both; the first half of a suspended compound stands for the full word.
    """
    words = list(tokens(text))
    full = completed(text, words)
    terms = []
    before: Token | None = None
    opening = False
    for token in words:
        keys, opens, closes, _ = _word(token.text)
        if full and token in full:
            keys = tuple(dict.fromkeys(keys + _word(full[token])[0]))
        if opening and closes and before is not None and token.start - before.end == 1:
            name = joined(before.text, token.text)
            if name:
                terms.append(Term(text[before.start : token.end], before.start, token.end, (JOINED + name,)))
        terms.append(Term(full.get(token, token.text) if full else token.text, token.start, token.end, keys))
        before, opening = token, opens
    return tuple(terms)


def index_keys(text: str) -> list[str]:
    """The keys of all terms of a text, repeated as often as they stand there: `analyse` for those who need no places.

    The loop that building an index spends its time in; it must give the same keys as `analyse` (a test says so).
    """
    found: list[str] = []
    end, opening, halves, before = -2, False, False, ""
    for match in WORD.finditer(text):
        word = match[0]
        keys, opens, closes, half = _word(word)
        found += keys
        if opening and closes and match.start() - end == 1:
            name = joined(before, word)
            if name:
                found.append(JOINED + name)
        end, opening, before = match.end(), opens, word
        halves = halves or half
    if halves:
        words = list(tokens(text))
        for token, full in completed(text, words).items():
            found += [key for key in _word(full)[0] if key not in _word(token.text)[0]]
    return found


class _Word(NamedTuple):
    """A word's keys, whether it may open or close a compound written apart, and whether it is half a compound."""

    keys: tuple[str, ...]
    opens: bool
    closes: bool
    half: bool


@functools.lru_cache(CACHED)
def _word(text: str) -> _Word:
    word = fold(text)
    known = meaning(word)
    content = not known.flags & STOP
    half = text[0] in HYPHENS or text[-1] in HYPHENS
    return _Word(keys(word), bool(known.flags & OPENS) and content, bool(known.flags & CLOSES) and content, half)


@functools.lru_cache(CACHED)
def keys(word: str) -> tuple[str, ...]:
    """The index keys of a folded word.

    A stop word has no surface key: its concept is as good, and every passage is full of them.
    """
    known = meaning(word)
    found = [] if known.flags & STOP and known.concepts else [SURFACE + word]
    found += [CONCEPT + concept for concept in known.concepts]
    for concept in known.concepts:
        parts = leaves(concept)
        if len(parts) > 1:
            found += [HEAD + parts[-1], *(PART + part for part in parts[:-1]), *(PART + run for run in inner(concept))]
    if known.skeleton:
        found += [SKELETON + known.skeleton, *(GRAM + gram for gram in grams(known.skeleton))]
    return tuple(dict.fromkeys(found))


def grams(skeleton: str) -> Sequence[str]:
    """Every stretch of four letters; none of a word too short to be told by them."""
    return (
        [skeleton[i : i + GRAM_LENGTH] for i in range(len(skeleton) - GRAM_LENGTH + 1)]
        if len(skeleton) > GRAM_LENGTH + 1
        else []
    )


@functools.lru_cache(CACHED)
def joined(first: str, second: str) -> str:
    """The concept of a compound of the lexicon that two words make, or ""."""
    for one in meaning(fold(first)).concepts:
        for two in meaning(fold(second)).concepts:
            if lexicon().concept(one + PLUS + two) is not None:
                return one + PLUS + two
    return ""
