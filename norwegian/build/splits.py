"""Which words of the lexicon are compounds, and the price of each part: learnt from the lexicon itself.

A part that opens or ends many words is likely to be one in the next word. So all words are split with equal prices,
the parts are counted, and the words are split again with prices made from the counts, until little changes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TypeVar

from norwegian.build.vocabulary import ADJECTIVE, NOUN, OTHER, VERB, Lemma, table
from norwegian.compounds import Part, cheapest, limit, long_enough

T = TypeVar("T")

ROUNDS = 4
SHARED = 4.0  # what a part costs more that shares its last letter with the next one
UNSEEN = 15.5  # price of a part that opens, or ends, no word of the lexicon; the most that fits into the file
_COUNTERPART = 1.0  # what a part costs more than one of the other standard that stands for the same
_COMPANY = 5  # words of the lexicon that a short noun must open
_TELLING, _CHEAP = 4, 9.5  # letters, and highest price, of a last part that tells that a short noun opens a word
_DERIVED = ("ing", "ning", "else", "er", "ar", "sel")
_OF_TAKING = ("k", "ker", "kar", "king", "kelse")  # the same of verbs with "ta": "fritak", "deltaker"


@dataclass(frozen=True, slots=True)
class Opener:
    """A form that opens compounds: how many linking letters end it (-1: one is missing), and what it stands for."""

    linking: int
    concept: Lemma


class Splitter:
    """Splits lemmas; learns the prices."""

    def __init__(self, openers: Mapping[str, Opener], lasts: Mapping[str, Sequence[Lemma]]) -> None:
        """Takes what may open a compound, and what may end one: base forms with their concepts."""
        self._never: dict[str, set[str]] = defaultdict(set)
        for element, role, *_ in table("elements.tsv"):
            self._never[role].add(element)
        self.openers = {form: opener for form, opener in openers.items() if self._usable(form, opener)}
        self.ends = {
            form: list(concepts)
            for form, concepts in lasts.items()
            if long_enough(form) and form not in self._never["last"]
        }
        self.concepts: list[Lemma] = []
        self._number: dict[Lemma, int] = {}
        self.first_price: dict[str, float] = {}
        self.last_price: dict[Lemma, float] = {}
        self._shared: dict[str, float] = {}
        self._longest = max(map(len, self.openers))
        self._wanted: frozenset[str] = frozenset()
        self._verbs: frozenset[Lemma] = frozenset()
        self._opened = 1

    def _usable(self, form: str, opener: Opener) -> bool:
        never = self._never["first"]
        base = form[: len(form) - max(opener.linking, 0)].rstrip("-")
        return long_enough(base) and base not in never and form not in never and opener.concept.pos != OTHER

    def allow(self, openers: Mapping[str, Opener]) -> None:
        """Lets more forms open compounds, at the highest price: what they open teaches nothing of what is common."""
        more = {form: opener for form, opener in openers.items() if self._usable(form, opener)}
        self.openers = more | self.openers
        self._longest = max(map(len, self.openers))

    def share(self) -> None:
        """Lets what opens few words, or none, of one standard cost little more than its counterpart in the other.

        Only one of the two dictionaries may have the compounds ("enkeltvedtak", and no "einskildvedtak"). A form with a
        linking letter costs no less than the one without it: "skoleslag" is no "skoles" and "lag".
        """
        cheapest: dict[Opener, float] = {}
        for form, opener in self.openers.items():
            cheapest[opener] = min(self.first_price.get(form, UNSEEN), cheapest.get(opener, UNSEEN))
        for form, opener in self.openers.items():
            bare = self.openers.get(form[:-1])
            if bare is None or bare.concept != opener.concept or form[:-1] not in self.first_price:
                self._shared[form] = cheapest[opener] + _COUNTERPART

    def allow_short(self, openers: Mapping[str, Opener], lemmas: Iterable[Lemma]) -> None:
        """Lets short nouns open compounds that open several words of the lexicon: others are chance beginnings.

        What no dictionary names an opener is told by its company: "rasfare", "rassikring" and "rasområde" all end in
        common nouns. Its price is that of an opener of as many words.
        """
        able = {form for form, opener in openers.items() if form not in self.openers and self._usable(form, opener)}
        sizes = {len(form) for form in able}
        counts: Counter[str] = Counter()
        for lemma in lemmas:
            if lemma.pos == NOUN:
                counts.update({lemma.text[:size] for size in sizes if self._common(lemma.text[size:])} & able)
        for form, count in counts.items():
            if count >= _COMPANY:
                self.openers[form] = openers[form]
                self.first_price[form] = min(UNSEEN, -log(count / self._opened))

    def _common(self, end: str) -> bool:
        """Whether this is a noun that ends many words."""
        prices = (self.last_price.get(c, UNSEEN) for c in self.ends.get(end, ()) if c.pos == NOUN)
        return len(end) >= _TELLING and min(prices, default=UNSEEN) < _CHEAP

    def number(self, concept: Lemma) -> int:
        """The concept's place in `concepts`."""
        if concept not in self._number:
            self._number[concept] = len(self.concepts)
            self.concepts.append(concept)
        return self._number[concept]

    def firsts(self, word: str, start: int) -> Iterable[tuple[int, Part]]:
        """Parts that open a compound at `start` of a word."""
        for after in range(start + 2, min(len(word) - 1, start + self._longest) + 1):
            opener = self.openers.get(word[start:after])
            if opener and (opener.linking >= 0 or word[after : after + 1] == word[after - 1]):
                price = self.price(word[start:after], opener)
                yield after, Part(start, after - opener.linking, self.number(opener.concept), price)

    def price(self, form: str, opener: Opener) -> float:
        """An opener's price; to take a letter for two parts is a rare reading."""
        price = min(self.first_price.get(form, UNSEEN), self._shared.get(form, UNSEEN))
        return min(UNSEEN, price + (SHARED if opener.linking < 0 else 0))

    def lasts(self, word: str, start: int) -> Sequence[Part]:
        """Base forms that end a word from `start` on and inflect as it does."""
        return [
            Part(start, len(word), self.number(concept), self.last_price.get(concept, UNSEEN))
            for concept in self.ends.get(word[start:], ())
            if concept.pos in self._wanted
        ]

    def split(self, lemma: Lemma) -> tuple[Part, ...]:
        """The parts of a lemma, or () when it is whole."""
        verb = self._verb(lemma)
        if verb and not self.split(verb):
            return ()  # "filering" is no ring of files: it comes from "filere"
        # An adjective may end in a participle, which belongs to a verb ("kunnskapsbasert").
        self._wanted = frozenset({lemma.pos, VERB} if lemma.pos == ADJECTIVE else {lemma.pos})
        return cheapest(lemma.text, self, limit(lemma.text) if self.first_price else 3 * UNSEEN)

    def _verb(self, lemma: Lemma) -> Lemma | None:
        """The verb that a noun is made from with an ending, if the lexicon has it."""
        if lemma.pos != NOUN:
            return None
        stems = [lemma.text.removesuffix(end) for end in _DERIVED if lemma.text.endswith(end)]
        taken = [lemma.text.removesuffix(end) for end in _OF_TAKING if lemma.text.endswith("ta" + end)]
        verbs = [*(Lemma(stem + "e", VERB) for stem in stems), *(Lemma(stem, VERB) for stem in taken)]
        return next((verb for verb in verbs if verb in self._verbs), None)

    def learn(self, lemmas: Sequence[Lemma]) -> None:
        """Sets the prices from the compounds among `lemmas`."""
        self._verbs = frozenset(lemma for lemma in lemmas if lemma.pos == VERB)
        for _ in range(ROUNDS):
            opening: Counter[str] = Counter()
            ending: Counter[Lemma] = Counter()
            for lemma in lemmas:
                parts = self.split(lemma)
                for opener in openers_of(lemma.text, parts):
                    opening[opener] += 1
                if parts:
                    ending[self.concepts[parts[-1].concept]] += 1
            self.first_price, self.last_price = _prices(opening), _prices(ending)
            self._opened = opening.total()


def openers_of(word: str, parts: Sequence[Part]) -> list[str]:
    """All parts but the last as they stand in the word, linking letters included."""
    return [word[one.start : two.start] for one, two in pairwise(parts)]


def _prices(counts: Counter[T]) -> dict[T, float]:
    total = counts.total()
    return {what: min(UNSEEN, -log(count / total)) for what, count in counts.items()}
