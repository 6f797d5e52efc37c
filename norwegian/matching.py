"""Where a text answers a query, word by word, and why."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import eq

from norwegian.analysis import analyse
from norwegian.lexicon import BOKMAAL, NYNORSK
from norwegian.meaning import meaning
from norwegian.tokens import fold
from norwegian.words import GRAM, Key, Match, QueryTerm, Term, Why

_BOTH = NYNORSK | BOKMAAL
_VOWEL = re.compile("[aeiouyæøåéèêóòôàäö]")
_DOUBLE = re.compile(r"(.)\1+")


def matches(terms: Sequence[QueryTerm], text: str) -> tuple[Match, ...]:
    """The places in a text that answer the words of a query, in order; at each place the closest way only.

    Args:
        terms: the query's words, from `expand`.
        text: a passage, as it was analysed for the index.
    """
    asked = [(term, _ways(term)) for term in terms]
    found: dict[tuple[int, int], tuple[float, Match]] = {}
    for term in analyse(text):
        for word, ways in asked:
            key = _closest(word, ways, term)
            span = term.start, term.end
            if key and (span not in found or found[span][0] < key.weight):
                why = _why(key, word.text, term.text)
                found[span] = key.weight, Match(term.start, term.end, word.text, text[term.start : term.end], why)
    return tuple(match for _, match in sorted(found.values(), key=lambda each: each[1][:2]))


def _ways(term: QueryTerm) -> dict[str, Key]:
    """Every key of a word; letters of an unknown word show nothing by themselves."""
    keys: Iterable[Key] = (key for group in (*term.parts, term.keys) for key in group)
    return {key.text: key for key in keys if key.text[0] != GRAM}


def _closest(word: QueryTerm, ways: dict[str, Key], term: Term) -> Key | None:
    if word.exact and fold(word.text) != fold(term.text):
        return None
    keys = [ways[key] for key in term.keys if key in ways]
    return max(keys, key=lambda key: key.weight, default=None)


def _why(key: Key, word: str, found: str) -> Why:
    one, two = fold(word), fold(found)
    if key.why not in {Why.SAME, Why.INFLECTION}:
        return key.why
    if one == two:
        return Why.SAME
    if meaning(one).skeleton or meaning(two).skeleton:
        return Why.SPELLING
    standards = meaning(one).flags & _BOTH, meaning(two).flags & _BOTH
    if all(standards) and not standards[0] & standards[1]:
        return Why.STANDARD
    return Why.INFLECTION if _are_forms(one, two) else Why.WORD


def _are_forms(one: str, two: str) -> bool:
    """Whether two words that say the same look like forms of one: "tok" and "ta" do, "sikkerheit" and "tryggleik" do not.

    The lexicon knows what words say, not which of them are one. Inflection changes vowels and endings: the consonants at the
    beginning stay, at least half as many as the shorter word has. Of 6,522 nouns, verbs and adjectives of two treebanks
    beside their lemmas, all but 28 look so, and these have another stem: "betre" of "god", "er" of "vere".
    """
    first, second = (_DOUBLE.sub(r"\1", _VOWEL.sub("", word)) for word in (one, two))
    same = len(list(takewhile(bool, map(eq, first, second))))
    return 2 * same >= min(len(first), len(second))
