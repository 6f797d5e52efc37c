"""Where a text holds what is sought, why, and what it lacks: the stored text looked through for the index's keys."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from norwegian import Finder, matches
from norwegian.tokens import fold, tokens
from norwegian.words import GRAM, Key, QueryTerm, Term
from search.engines.port import WHOLE
from search.plan import Sought


class Place(NamedTuple):
    """A word or phrase of a text that answers something that is sought.

    Attributes:
        start: first code point of the text.
        end: one past the last.
        position: which word of the text it is, from 0; of a phrase its first.
        number: which of the sought things it answers.
        term: the query's word; None for a prefix or a phrase.
        key: by which they meet; None for a prefix or a phrase.
    """

    start: int
    end: int
    position: int
    number: int
    term: QueryTerm | None = None
    key: Key | None = None


class Match(NamedTuple):
    """How a word of the query is said in a text; once for each way of saying it.

    Attributes:
        query: the query's word.
        text: the text's word.
        why: a `norwegian.Why`, "prefix" or "phrase".
    """

    query: str
    text: str
    why: str


class Found(NamedTuple):
    """What a text holds of what is sought.

    Attributes:
        places: in order; at a span that answers several sought things, one for each.
        held: of each sought thing, whether the text holds all of it.
    """

    places: tuple[Place, ...]
    held: tuple[bool, ...]


class Highlighter:
    """Finds what is sought in texts; made once for a query."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sought = sought
        self._ways: dict[str, list[tuple[int, QueryTerm, Key]]] = {}
        self._prefixes = [(prefix, number) for number, one in enumerate(sought) for prefix in one.prefixes]
        self._content = not all(one.stop for one in sought)
        self._why: dict[tuple[str, str], str] = {}
        self._found: dict[str, Found] = {}
        for number, one in enumerate(sought):
            for term in one.terms:
                for key in (key for group in (term.keys, *term.parts) for key in group):
                    self._ways.setdefault(key.text, []).append((number, term, key))
        self._covers = [[_covers(term) for term in one.terms] for one in sought]
        self._finder = Finder(self._ways, [prefix for prefix, _ in self._prefixes])

    def find(self, text: str) -> Found:
        """What the text holds; looked up once, for the order of the hits and for what is shown of them."""
        if text not in self._found:
            self._found[text] = self._look(text)
        return self._found[text]

    def _look(self, text: str) -> Found:
        words = self._finder.find(text)
        places = self._telling([place for position, word in words for place in self._answers(word, position)])
        held = {key for _, word in words for key in word.keys}
        some = {number for key in held for number, _, _ in self._ways[key]}
        whole = [
            self._holds(number, one, held if number in some else set(), places)
            for number, one in enumerate(self._sought)
        ]
        for number, one in enumerate(self._sought):
            if one.find is not None:
                spans = one.find(text)
                whole[number] = bool(spans)
                if not one.terms:
                    places += [Place(start, end, _position(text, start), number) for start, end in spans]
        return Found(tuple(sorted(places, key=lambda place: place[:4])), tuple(whole))

    def _answers(self, word: Term, position: int) -> list[Place]:
        """What a word of a text answers; for each sought thing the closest way."""
        best: dict[int, Place] = {}
        for key in word.keys:
            for number, term, way in self._ways.get(key, ()):
                if key[0] == GRAM or (term.exact and fold(term.text) != fold(word.text)):
                    continue
                held = best.get(number)
                if held is None or held.key is None or held.key.weight < way.weight:
                    best[number] = Place(word.start, word.end, position, number, term, way)
        for prefix, number in self._prefixes:
            if number not in best and fold(word.text).startswith(prefix) and " " not in word.text:
                best[number] = Place(word.start, word.end, position, number)
        return list(best.values())

    def _telling(self, places: Sequence[Place]) -> list[Place]:
        """Without stop words beside others, and without the parts of a compound that is there as a whole."""
        whole = {place.number for place in places if place.key is None or place.key.cover >= WHOLE}
        return [
            place
            for place in places
            if not (self._sought[place.number].stop and self._content)
            and (place.key is None or place.key.cover >= WHOLE or place.number not in whole)
        ]

    def _holds(self, number: int, sought: Sought, held: set[str], places: Iterable[Place]) -> bool:
        if sought.prefixes and any(place.number == number and place.term is None for place in places):
            return True
        return bool(held) and any(_cover(covers, held) >= WHOLE for covers in self._covers[number])

    def matches(self, text: str, found: Found) -> tuple[Match, ...]:
        """How the query's words are said in a text, each way once, in the order of the query."""
        ways = {
            Match(self._asked(place), text[place.start : place.end], self._reason(text, place)): None
            for place in sorted(found.places, key=lambda place: (place.number, place.start))
        }
        return tuple(ways)

    def _asked(self, place: Place) -> str:
        return self._sought[place.number].text if place.term is None else place.term.text

    def _reason(self, text: str, place: Place) -> str:
        if place.term is None or place.key is None:
            return "phrase" if self._sought[place.number].find else "prefix"
        word = text[place.start : place.end]
        asked = place.term.text, word
        if asked not in self._why:
            told = matches((place.term,), word)
            self._why[asked] = (told[0].why if told else place.key.why).value
        return self._why[asked]

    def missing(self, found: Found) -> tuple[str, ...]:
        """The query's words that a text does not hold, stop words aside."""
        return tuple(one.text for one, held in zip(self._sought, found.held, strict=True) if not held and not one.stop)


def marks(places: Iterable[Place]) -> tuple[tuple[int, int], ...]:
    """The places as half-open spans in order, those that overlap made one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(place.start, place.end) for place in places}):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)


def _covers(term: QueryTerm) -> list[dict[str, float]]:
    """For each group of a word's keys, how much of the word each stands for."""
    groups = (sorted(group, key=attrgetter("cover")) for group in (term.keys, *term.parts))  # the largest comes last
    return [{key.text: key.cover for key in group} for group in groups]


def _cover(covers: Iterable[Mapping[str, float]], held: set[str]) -> float:
    """How much of a word a text holds, as engines count it."""
    return sum(max(map(group.__getitem__, common)) for group in covers if (common := held & group.keys()))


def _position(text: str, start: int) -> int:
    """How many words stand before a place."""
    return sum(word.start < start for word in tokens(text))
