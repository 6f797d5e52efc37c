"""The values of word analysis: keys, terms of a text, words of a query, and how they meet.

The first character of a key tells its kind, so that kinds never collide:

    =skoleleiarar          surface form, case folded
    ~skole+leder           concept: one name for a word in all its forms and in both written standards; a compound's
                           parts are joined by "+"
    >leder                 concept that is the last part of a compound
    <skole                 concept that is another part of a compound, or several parts that make a word
    &skole+leder           concept of adjacent words that are written apart but make a known compound
    ^dekalibr              skeleton of a word that the lexicon does not know: endings off, spellings levelled
    %kalib                 some of the letters of such a word
"""

from enum import StrEnum
from typing import NamedTuple

SURFACE, CONCEPT, HEAD, PART, JOINED, SKELETON, GRAM = "=", "~", ">", "<", "&", "^", "%"
PLUS = "+"  # between the parts of a compound concept


class Why(StrEnum):
    """Why a word of a text answers a word of a query."""

    SAME = "same word"
    INFLECTION = "inflection"
    STANDARD = "other standard"
    WORD = "other word"
    FAMILY = "word family"
    PART = "compound part"
    JOINED = "joined"
    SPELLING = "spelling"


class Key(NamedTuple):
    """One way in which a text can say a word of a query.

    Attributes:
        text: the key, as `analyse` puts it into the index.
        weight: how much it counts beside the other ways; a concept counts 1.
        why: what a match by it is called; a concept's INFLECTION becomes STANDARD where the forms belong to one each, and
            WORD where they are no forms of one word.
        cover: how much of the query's word a text holds that has the key, 0 to 1.
    """

    text: str
    weight: float
    why: Why
    cover: float = 1.0


class Term(NamedTuple):
    """A word of a text as it is indexed, or two words that are read as one.

    Attributes:
        text: as printed; for a suspended compound the full word ("skoleeigar" in "skole- og barnehageeigar").
        start: first code point of the text.
        end: one past the last.
        keys: for the index; none twice.
    """

    text: str
    start: int
    end: int
    keys: tuple[str, ...]


class QueryTerm(NamedTuple):
    """A word of a query.

    Attributes:
        text: as typed.
        start: first code point of the query.
        end: one past the last.
        weight: of the word beside the others: 1, or less for a stop word.
        keys: the ways to say the word; the best one that a passage has counts. Where the word and its neighbour
            make a compound ("skole leiar"), each of the two has the compound's key among its own.
        parts: of a compound, for each part the ways to say it; the best of each group adds to that of `keys`.
        exact: whether only this form is meant, as inside quotation marks.
    """

    text: str
    start: int
    end: int
    weight: float
    keys: tuple[Key, ...]
    parts: tuple[tuple[Key, ...], ...] = ()
    exact: bool = False


class Match(NamedTuple):
    """A place in a text that answers a word of the query.

    Attributes:
        start: first code point of the text.
        end: one past the last.
        word: the query's word.
        found: the text's word.
        why: how they meet, the closest way of all.
    """

    start: int
    end: int
    word: str
    found: str
    why: Why
