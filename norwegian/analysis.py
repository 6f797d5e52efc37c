"""The terms and keys of a text: what the index holds of it."""

import functools
from collections.abc import Sequence

from norwegian.lexicon import CLOSES, OPENS, STOP, lexicon
from norwegian.meaning import CACHED, inner, leaves, meaning
from norwegian.suspended import completed
from norwegian.tokens import Token, fold, tokens
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
        keys, opens, closes = _word(token.text)
        if full and token in full:
            keys = tuple(dict.fromkeys(keys + _word(full[token])[0]))
        if opening and closes and before is not None and token.start - before.end == 1:
            name = joined(before.text, token.text)
            if name:
                terms.append(Term(text[before.start : token.end], before.start, token.end, (JOINED + name,)))
        terms.append(Term(full.get(token, token.text) if full else token.text, token.start, token.end, keys))
        before, opening = token, opens
    return tuple(terms)


@functools.lru_cache(CACHED)
def _word(text: str) -> tuple[tuple[str, ...], bool, bool]:
    """A word's keys, and whether it may open or close a compound written apart."""
    word = fold(text)
    known = meaning(word)
    content = not known.flags & STOP
    return keys(word), bool(known.flags & OPENS) and content, bool(known.flags & CLOSES) and content


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
