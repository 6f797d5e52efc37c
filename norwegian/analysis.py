"""The terms and keys of a text: what the index holds of it."""

import functools
from collections.abc import Iterable, Sequence
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
    terms: list[Term] = []
    end, opening, halves, before = -2, False, False, ""
    for match in WORD.finditer(text):
        word, start, first = match[0], match.start(), end - len(before)
        keys, opens, closes, half = _word(word)
        end = match.end()
        if opening and closes and start - (first + len(before)) == 1:
            name = joined(before, word)
            if name:
                terms.append(Term(text[first:end], first, end, (JOINED + name,)))
        terms.append(Term(word, start, end, keys))
        opening, before = opens, word
        halves = halves or half
    return tuple(_whole(text, terms) if halves else terms)


def _whole(text: str, terms: Iterable[Term]) -> Iterable[Term]:
    """The terms, halves of suspended compounds completed."""
    full = completed(text, list(tokens(text)))
    for term in terms:
        word = full.get(Token(*term[:3]))
        yield Term(word, *term[1:3], tuple(dict.fromkeys(term.keys + _word(word)[0]))) if word else term


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
