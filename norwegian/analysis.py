"""The terms and keys of a text: what the index holds of it."""

import functools
import re
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple, TypeVar

from norwegian.lexicon import CLOSES, OPENS, STOP, lexicon
from norwegian.meaning import CACHED, inner, leaves, meaning
from norwegian.suspended import AHEAD, BEHIND, completed
from norwegian.tokens import HYPHENS, WORD, Token, fold, tokens
from norwegian.words import CONCEPT, GRAM, HEAD, JOINED, PART, PLUS, SKELETON, SURFACE, Term

GRAM_LENGTH = 4
_WORDS = 300_000  # whose keys are remembered, at some 600 bytes each
_KEPT = 4_096  # texts of which a process that stays remembers the words' places and keys, at some 2 kB each

# What the loops over all words of a text must know of each of them, as bits: so that a text is a string of bytes, in
# which a pattern finds the few words that there is something to do about.
_FIRST, _SECOND, _HALF = 1, 2, 4  # of a compound written apart; half a suspended one
_APART = re.compile(rb"[\1\3\5\7](?=[\2\3\6\7])")  # a first part before a second one
_HALVES = re.compile(rb"[\4-\7]")
_ANSWERS = re.compile(rb"\0")
_KEYS, _TRAITS = itemgetter(0), itemgetter(1)  # of a `_Word`

Said = TypeVar("Said")


def analyse(text: str) -> tuple[Term, ...]:
    """The terms of a text in order of where they begin.

    Each word gives a term. Two words side by side that make a known compound written apart ("skule leiar") give one
    more, with the span of both; the first half of a suspended compound stands for the full word.
    """
    terms: list[Term] = []
    end, opening, halves, before = -2, 0, 0, ""
    for match in WORD.finditer(text):
        word, start, first = match[0], match.start(), end - len(before)
        keys, traits = _word(word)
        end = match.end()
        if opening and traits & _SECOND and start - (first + len(before)) == 1:
            name = joined(before, word)
            if name:
                terms.append(Term(text[first:end], first, end, (JOINED + name,)))
        terms.append(Term(word, start, end, keys))
        opening, before = traits & _FIRST, word
        halves |= traits & _HALF
    return tuple(_whole(text, terms) if halves else terms)


def _whole(text: str, terms: Iterable[Term]) -> Iterable[Term]:
    """The terms, halves of suspended compounds completed."""
    full = completed(text, list(tokens(text)))
    for term in terms:
        word = full.get(Token(*term[:3]))
        yield _completed(term, word) if word else term


def _completed(half: Term, word: str) -> Term:
    return Term(word, half.start, half.end, tuple(dict.fromkeys(half.keys + _word(word).keys)))


def index_keys(text: str) -> list[str]:
    """The keys of all terms of a text, repeated as often as they stand there: `analyse` for those who need no places.

    What building an index spends its time in, so that no word is looked at in a loop of ours; it must give the same
    keys as `analyse` (a test says so).
    """
    pieces = WORD.split(text)  # words, and what stands before, between and after them
    words = pieces[1::2]
    known = list(map(_word, words))
    found = list(chain.from_iterable(map(_KEYS, known)))
    traits = bytes(map(_TRAITS, known))
    for pair in _APART.finditer(traits):
        place = pair.start()
        if len(pieces[2 * place + 2]) == 1:
            name = joined(words[place], words[place + 1])
            if name:
                found.append(JOINED + name)
    halves = [half.start() for half in _HALVES.finditer(traits)]
    if halves:
        for place, full in _full_words(text, pieces, list(accumulate(map(len, pieces))), halves):
            found += [key for key in _word(full).keys if key not in known[place].keys]
    return found


def _full_words(
    text: str, pieces: Sequence[str], borders: Sequence[int], halves: Iterable[int]
) -> Iterable[tuple[int, str]]:
    """The numbers of those halves of suspended compounds that can be completed, each with the full word.

    Args:
        text: of the words.
        pieces: it, cut before and after each word.
        borders: where each piece ends.
        halves: numbers of the words that may be halves.
    """
    for half in halves:
        first = max(half - BEHIND, 0)
        near = range(first, min(half + AHEAD + 2, len(pieces) // 2))
        words = [Token(pieces[2 * place + 1], *borders[2 * place : 2 * place + 2]) for place in near]
        word = completed(text, words).get(words[half - first])
        if word:
            yield half, word


class Finder:
    """Finds in texts the terms that have one of some keys: `analyse` for those who look for a few, at a fifth the time.

    It finds the same as a look at all terms would (a test says so).
    """

    def __init__(self, keys: Collection[str], prefixes: Collection[str] = ()) -> None:
        """Prepares for many texts.

        Args:
            keys: that a term must have one of.
            prefixes: folded; what begins with one of them is found whatever its keys.
        """
        self._keys = frozenset(keys)
        self._prefixes = tuple(prefixes)
        self._apart = bool(prefixes) or any(key[0] == JOINED for key in keys)

    def find(self, text: str) -> list[tuple[int, Term]]:
        """The terms, each with the number of its first word in the text, from 0; of their keys those that are sought."""
        cut = _cut(text)
        others = bytes(map(self._keys.isdisjoint, cut.keys))
        places = {match.start() for match in _ANSWERS.finditer(others)}
        if self._prefixes:
            words = enumerate(map(text.__getitem__, map(slice, cut.starts, cut.ends)))
            places.update(place for place, word in words if fold(word).startswith(self._prefixes))
        if not places and not cut.halves and not (self._apart and cut.apart):
            return []
        full = dict(_completed_halves(text, cut.halves)) if cut.halves else {}
        found = []
        for place in sorted(places.union(full)):
            start, end = cut.starts[place], cut.ends[place]
            term = Term(text[start:end], start, end, cut.keys[place])
            found += self._sought(place, _completed(term, full[place]) if place in full else term)
        for place, name in cut.apart if self._apart else ():
            start, end = cut.starts[place], cut.ends[place + 1]
            found += self._sought(place, Term(text[start:end], start, end, (JOINED + name,)))
        return found

    def _sought(self, place: int, term: Term) -> list[tuple[int, Term]]:
        keys = tuple([key for key in term.keys if key in self._keys])
        if keys or (self._prefixes and fold(term.text).startswith(self._prefixes)):
            return [(place, Term(term.text, term.start, term.end, keys))]
        return []


class _Cut(NamedTuple):
    """A text cut into words, as far as every look at it needs.

    Attributes:
        starts: of each word, its first code point.
        ends: one past its last.
        keys: of each word.
        halves: numbers of words that may be halves of suspended compounds.
        apart: numbers of words that make a compound with the next one, and its concept.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    keys: tuple[tuple[str, ...], ...]
    halves: tuple[int, ...]
    apart: tuple[tuple[int, str], ...]


@functools.lru_cache(_KEPT)
def _cut(text: str) -> _Cut:
    pieces = WORD.split(text)
    words = pieces[1::2]
    known = list(map(_word, words))
    traits = bytes(map(_TRAITS, known))
    borders = array("I", accumulate(map(len, pieces)))
    pairs = [pair.start() for pair in _APART.finditer(traits)]
    names = [(one, joined(words[one], words[one + 1]) if len(pieces[2 * one + 2]) == 1 else "") for one in pairs]
    return _Cut(
        borders[:-1:2],
        borders[1::2],
        tuple(map(_KEYS, known)),
        tuple([half.start() for half in _HALVES.finditer(traits)]),
        tuple([(place, name) for place, name in names if name]),
    )


def _completed_halves(text: str, halves: Sequence[int]) -> Iterable[tuple[int, str]]:
    pieces = WORD.split(text)
    return _full_words(text, pieces, list(accumulate(map(len, pieces))), halves)


class _Seen(dict[str, Said]):
    """What a function says of each word, asked once; a dictionary answers in a third of the time of `lru_cache`.

    When it is full it is put aside, and what is asked for again is taken over from there: common words stay.
    """

    def __init__(self, look: Callable[[str], Said], most: int) -> None:
        super().__init__()
        self.most = most
        self._look = look
        self._aside: dict[str, Said] = {}

    def __missing__(self, word: str) -> Said:
        if len(self) >= self.most // 2:
            self._aside = dict(self)
            self.clear()
        said = self._aside.pop(word, None)
        self[word] = said = self._look(word) if said is None else said
        return said


class _Word(NamedTuple):
    """A word's keys, and its traits: whether it may open or close a compound written apart, or is half a compound."""

    keys: tuple[str, ...]
    traits: int


def _looked_up(text: str) -> _Word:
    word = fold(text)
    known = meaning(word)
    traits = _HALF if text[0] in HYPHENS or text[-1] in HYPHENS else 0
    if not known.flags & STOP:
        traits |= (_FIRST if known.flags & OPENS else 0) | (_SECOND if known.flags & CLOSES else 0)
    return _Word(keys(word), traits)


_seen = _Seen(_looked_up, _WORDS)
_word: Callable[[str], _Word] = _seen.__getitem__


def remember(words: int) -> None:
    """Sets how many words' keys this process remembers: a service that stays needs fewer than what builds an index."""
    _seen.most = words


@functools.lru_cache(CACHED)
def keys(word: str) -> tuple[str, ...]:
    """The index keys of a folded word.

    A stop word has no surface key: its concept is as good, and every passage is full of them.
    """
    known = meaning(word)
    found = [] if known.flags & STOP and known.concepts else [SURFACE + word]
    found += [CONCEPT + concept for concept in (*known.concepts, *known.otherwise)]
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
