"""What a query asks for: each word with the weighted ways in which a text can say it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from norwegian.analysis import grams
from norwegian.lexicon import BOKMAAL, CLOSES, NAME, NYNORSK, OPENS, STOP, lexicon
from norwegian.meaning import Meaning, leaves, meaning
from norwegian.splitting import spans
from norwegian.suspended import completed
from norwegian.tokens import Token, fold, tokens
from norwegian.words import CONCEPT, GRAM, HEAD, JOINED, PART, PLUS, SKELETON, SURFACE, Key, QueryTerm, Why

# Weights beside that of a concept, found on one half of the development queries; see benchmarks/RESULTS.md.
SAME_WEIGHT = 1.05
LESS_LIKELY = 0.9  # each further concept of a form counts this much of the one before
FAMILY_WEIGHT = 0.6
JOINED_WEIGHT = 0.9
HEAD_WEIGHT, PART_WEIGHT = 0.35, 0.3
OWN_WEIGHT = 0.25  # a compound's own part, as a word
OWN_PART_WEIGHT = 0.12  # and as part of another compound
SKELETON_WEIGHT, GRAM_WEIGHT = 0.7, 0.4
STOP_WEIGHT = 0.15
_LISTED = NYNORSK | BOKMAAL | NAME
RELATIVES = 6  # members of a family that are asked for


def expand(text: str, exact: bool = False) -> tuple[QueryTerm, ...]:  # noqa: FBT001, FBT002  the port of others
    """The words of a query.

    Args:
        text: what the user typed, without operators.
        exact: whether only the forms that were typed are meant, as inside quotation marks.
    """
    words = list(tokens(text))
    full = completed(text, words)
    folded = [fold(full.get(token, token.text)) for token in words]
    meanings = [meaning(word) for word in folded]
    joined = _joined(folded, meanings)
    terms = []
    for token, word, known, more in zip(words, folded, meanings, joined, strict=True):
        weight = STOP_WEIGHT if known.flags & STOP else 1.0
        if exact:
            terms.append(_term(token, weight, _exact(word, known), exact=True))
        else:
            keys = _best([*_whole(word, known), *_relatives(known), *_in_compounds(known), *more])
            terms.append(_term(token, weight, keys, tuple(_parts(known))))
    return tuple(terms)


def _term(
    token: Token, weight: float, keys: Sequence[Key], parts: tuple[tuple[Key, ...], ...] = (), *, exact: bool = False
) -> QueryTerm:
    return QueryTerm(token.text, token.start, token.end, weight, tuple(keys), parts, exact)


def _exact(word: str, known: Meaning) -> Sequence[Key]:
    """Stop words have no surface key; `matches` sees to the form."""
    if known.flags & STOP and known.concepts:
        return [Key(CONCEPT + concept, 1.0, Why.SAME) for concept in known.concepts]
    return [Key(SURFACE + word, 1.0, Why.SAME)]


def _weighted(known: Meaning) -> Iterable[tuple[str, float]]:
    """A word's concepts, each with how likely it is meant."""
    return ((concept, LESS_LIKELY**place) for place, concept in enumerate(known.concepts))


def _whole(word: str, known: Meaning) -> Iterable[Key]:
    """The word itself in any form, in either standard."""
    if not known.flags & STOP:
        yield Key(SURFACE + word, SAME_WEIGHT, Why.SAME)
    for concept, likely in _weighted(known):
        yield Key(CONCEPT + concept, likely, Why.INFLECTION)
        if PLUS in concept:
            yield Key(JOINED + concept, JOINED_WEIGHT * likely, Why.JOINED)
    for concept in known.otherwise:
        yield Key(CONCEPT + concept, LESS_LIKELY, Why.INFLECTION)
    if known.skeleton:
        yield Key(SKELETON + known.skeleton, SKELETON_WEIGHT, Why.SPELLING)


def _relatives(known: Meaning) -> Iterable[Key]:
    """The word's family."""
    if known.flags & STOP:
        return
    for concept, likely in _weighted(known):
        for relative in family(concept):
            yield Key(CONCEPT + relative, FAMILY_WEIGHT * likely, Why.FAMILY)


def family(concept: str) -> Sequence[str]:
    """The other members of a concept's family, by name."""
    number = lexicon().concept(concept)
    return [] if number is None else [lexicon().name(member) for member in lexicon().family(number)[:RELATIVES]]


def _in_compounds(known: Meaning) -> Iterable[Key]:
    """The word as part of a compound."""
    if known.flags & STOP:
        return
    for concept, likely in _weighted(known):
        if PLUS not in concept:
            yield Key(HEAD + concept, HEAD_WEIGHT * likely, Why.PART)
        yield Key(PART + concept, PART_WEIGHT * likely, Why.PART)


def _parts(known: Meaning) -> Iterable[tuple[Key, ...]]:
    """For each part of a compound, or each stretch of an unknown word, the ways to say it."""
    compound = next((concept for concept in known.concepts if PLUS in concept), "")
    parts = leaves(compound) if compound else ()
    share = 1 / len(parts) if parts else 1.0
    for part in parts:
        yield _best(
            [
                Key(CONCEPT + part, OWN_WEIGHT, Why.PART, share),
                Key(HEAD + part, OWN_PART_WEIGHT, Why.PART, share),
                Key(PART + part, OWN_PART_WEIGHT, Why.PART, share),
            ]
        )
    if known.skeleton:
        bag = grams(known.skeleton)
        for gram in bag:
            yield (Key(GRAM + gram, GRAM_WEIGHT / len(bag), Why.SPELLING, 1 / len(bag)),)


def _joined(words: Sequence[str], meanings: Sequence[Meaning]) -> list[list[Key]]:
    """For each word the compounds that it makes with a neighbour."""
    found: list[list[Key]] = [[] for _ in words]
    for place, ((one, two), pair) in enumerate(zip(pairwise(meanings), pairwise(words), strict=True)):
        if (one.flags | two.flags) & STOP:
            continue
        names = list(_written_together(*pair))
        if one.flags & OPENS and two.flags & CLOSES:
            names += [first + PLUS + second for first in one.concepts for second in two.concepts]
        keys = [Key(CONCEPT + name, JOINED_WEIGHT, Why.JOINED) for name in dict.fromkeys(names)]
        found[place] += keys
        found[place + 1] += keys
    return found


def _written_together(one: str, two: str) -> Sequence[str]:
    """What two words mean as one word ("nord norge", "sammen holde"), if it is known or falls into the two."""
    known = meaning(one + two)
    if known.flags & _LISTED or any(start == len(one) for start, _ in spans(one + two)[1:]):
        return known.concepts
    return ()


def _best(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Each key once, with its largest weight, the heaviest first."""
    best: dict[str, Key] = {}
    for key in keys:
        if key.text not in best or best[key.text].weight < key.weight:
            best[key.text] = key
    return tuple(sorted(best.values(), key=lambda key: -key.weight))
