"""Explains words: what a word's keys are, and how two words meet. For `funn why WORD [WORD]`."""

from dataclasses import dataclass

from norwegian.analysis import analyse
from norwegian.expansion import expand, family
from norwegian.lexicon import BOKMAAL, NAME, NYNORSK, STOP
from norwegian.matching import matches
from norwegian.meaning import meaning
from norwegian.splitting import split
from norwegian.tokens import fold
from norwegian.words import Key, QueryTerm, Why

_NAMES = ((NYNORSK, "nn"), (BOKMAAL, "nb"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a word.

    Attributes:
        word: as it was asked.
        standards: "nn", "nb": of which it is a form; empty for a name or a word that the lexicon does not have.
        known: whether the lexicon has the form.
        stop: whether it is a stop word, which counts little.
        lemmas: names of its concepts: the Bokmål lemma for both standards, a compound's parts joined by "+".
        parts: of a compound, as printed; else the word itself.
        families: for each of `lemmas` the other words of its family.
        index: the keys by which the word is indexed.
        query: the keys by which it is searched, the heaviest first.
        query_parts: of a compound, the keys by which each of its parts is searched.
    """

    word: str
    standards: tuple[str, ...]
    known: bool
    stop: bool
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    index: tuple[str, ...]
    query: tuple[Key, ...]
    query_parts: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a word of a query meets a word of a text.

    Attributes:
        query: the query's word.
        found: the text's word.
        why: how they meet, or None: a text with the one does not answer the other.
        keys: the keys in which they meet, the heaviest first.
    """

    query: str
    found: str
    why: Why | None
    keys: tuple[Key, ...]


def explain(word: str) -> Explanation:
    """What is known of a word.

    Raises:
        ValueError: `word` is not one word.
    """
    term = _one(word)
    known = meaning(fold(word))
    return Explanation(
        word=word,
        standards=tuple(name for flag, name in _NAMES if known.flags & flag and not known.flags & NAME),
        known=bool(known.flags & (NYNORSK | BOKMAAL | NAME)),
        stop=bool(known.flags & STOP),
        lemmas=known.concepts,
        parts=split(word),
        families=tuple(tuple(family(concept)) for concept in known.concepts),
        index=tuple(key for each in analyse(word) for key in each.keys),
        query=term.keys,
        query_parts=term.parts,
    )


def meet(query: str, found: str) -> Meeting:
    """How a word of a query meets a word of a text.

    Raises:
        ValueError: `query` is not one word.
    """
    term = _one(query)
    indexed = {key for each in analyse(found) for key in each.keys}
    shared = [key for group in (term.keys, *term.parts) for key in group if key.text in indexed]
    places = matches([term], found)
    return Meeting(query, found, places[0].why if places else None, tuple(sorted(shared, key=lambda key: -key.weight)))


def _one(word: str) -> QueryTerm:
    terms = expand(word)
    if len(terms) != 1:
        raise ValueError(f'"{word}" is not one word.')
    return terms[0]
