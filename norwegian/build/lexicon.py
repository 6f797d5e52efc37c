"""Builds the lexicon's files: `python -m norwegian.build.lexicon`.

Needs Debian's `lttoolbox-dev` and `apertium-nno-nob`, and PyPI's `spacy-lookups-data`; see `norwegian/data/README.md`.
"""

import array
import functools
import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import marisa_trie

from norwegian.build import concepts, variants, vocabulary
from norwegian.build.families import families, reviewed
from norwegian.build.splits import UNSEEN, Opener, Splitter
from norwegian.build.vocabulary import ADJECTIVE, NAME, NOUN, OTHER, VERB, Dictionary, Lemma, Vocabulary
from norwegian.lexicon import BOKMAAL, CLOSES, CONCEPTS, FOLDER, MORE, NYNORSK, OPENS, STOP, UNIT
from norwegian.lexicon import NAME as NAME_FLAG
from norwegian.words import PLUS

_PARTICIPLE = ("ert", "et", "a", "lt", "rt", "nt", "st", "kt", "pt", "gt", "ende", "ande")  # may end an adjective
_OPENING = 4  # letters of a noun that may open a compound, though no dictionary says so
_RARER = 2.0  # by how much a noun must be dearer to be left out beside one that is meant more often


class Builder:
    """Brings the sources together; each step is a method, `build` runs them."""

    def __init__(self) -> None:
        """Reads the sources."""
        self.nynorsk = vocabulary.from_apertium("nno-nob.automorf")
        self.bokmaal = vocabulary.from_apertium("nob-nno.automorf")
        vocabulary.add_ordbank(self.bokmaal)
        for words in (self.nynorsk, self.bokmaal):
            variants.join(words)
        dictionary = vocabulary.translations(self.nynorsk, self.bokmaal)
        vocabulary.add_terms(self.nynorsk, self.bokmaal, dictionary)
        lemmas = sorted({lemma for readings in self.bokmaal.forms.values() for lemma in readings})
        self.reviewed = {nn for nn, nb in dictionary.sure if dictionary.meant[nn][0] == nb != nn}
        _, drifted = reviewed()
        self.canonical = concepts.canonical(lemmas, dictionary.known, drifted)
        self.apart = [(row[0], row[1]) for row in vocabulary.table("apart.tsv")]
        self.meant = concepts.concepts(dictionary.meant, self.canonical)
        named = {*self.canonical.values(), *(name for names in self.meant.values() for name in names)}
        self.families = families(named, frozenset(map(frozenset, self.apart)))
        concepts.keep_apart(self.meant, self.apart, self.families)
        self.lent = self._lent(dictionary)
        self.splitter = Splitter(self._openers(), self._lasts())
        self.names: dict[Lemma, str] = {}

    def _lent(self, dictionary: Dictionary) -> dict[Lemma, list[Lemma]]:
        """What Bokmål lemmas mean besides by way of Nynorsk ones, function words and what must be kept apart left out."""
        closed = {*vocabulary.words("stop.nn.txt"), *vocabulary.words("stop.nb.txt")}
        back = {lemma: others for lemma, others in dictionary.back.items() if lemma.text not in closed}
        general = dictionary.general | {other for others in back.values() for other in others if other.text in closed}
        found = concepts.lent(back, dictionary.sure, general, self.meant, self.canonical)
        family = {word: members for members in self.families for word in members}
        apart = {frozenset(pair) for pair in self.apart}

        def joinable(one: str, two: str) -> bool:
            pairs = itertools.product(family.get(one, {one}), family.get(two, {two}))
            return all(frozenset(pair) not in apart for pair in pairs)

        return {
            lemma: kept
            for lemma, borrowed in found.items()
            if (kept := [concept for concept in borrowed if joinable(lemma.text, concept.text)])
        }

    def meanings(self, lemma: Lemma, standard: int) -> Sequence[Lemma]:
        """The lemmas that name what a lemma of a standard means, the usual one first."""
        own = [self.canonical.get(lemma, lemma)]
        return self.meant.get(lemma) or own if standard == NYNORSK else own

    def standards(self) -> Iterable[tuple[int, Vocabulary]]:
        """Both, Bokmål first, since its lemmas name the concepts."""
        return ((BOKMAAL, self.bokmaal), (NYNORSK, self.nynorsk))

    def _openers(self) -> dict[str, Opener]:
        """What opens compounds: of several readings the likeliest is a noun, with few linking letters, in Bokmål."""
        found: dict[str, tuple[tuple[bool, int, int], Opener]] = {}
        for order, (standard, words) in enumerate(self.standards()):
            for form, lemmas in words.firsts.items():
                for lemma in lemmas:
                    reviewed = standard == NYNORSK and lemma in self.reviewed
                    shared = form + form[-1] == lemma.text  # "stik" of "stikk", before a k
                    linking = len(form) - len(lemma.text) if form.startswith(lemma.text) or shared else 0
                    rank = (
                        lemma.pos != NOUN,
                        abs(linking),
                        order - 2 * reviewed,
                    )  # "skatte" of "skatt" before the verb "skatte"
                    if lemma.pos not in {OTHER, NAME} and (form not in found or rank < found[form][0]):
                        found[form] = rank, Opener(linking, self.meanings(lemma, standard)[0])
        return {form: opener for form, (_, opener) in found.items()}

    def _unlisted(self) -> dict[str, Opener]:
        """Nouns that no dictionary lets open a compound ("domstolbehandling"), as they are and with an s."""
        found: dict[str, Opener] = {}
        for standard, words in self.standards():
            for lemma in sorted({lemma for lemmas in words.forms.values() for lemma in lemmas}):
                if lemma.pos == NOUN and len(lemma.text) >= _OPENING:
                    for linking in (0, 1):
                        opener = Opener(linking, self.meanings(lemma, standard)[0])
                        found.setdefault(lemma.text + "s" * linking, opener)
        return found

    def _reviewed_adjectives(self) -> dict[str, Opener]:
        """Nynorsk adjectives of the reviewed tables whose counterparts open compounds ("einskild", for "enkelt")."""
        adjectives = sorted(lemma for lemma in self.reviewed if lemma.pos == ADJECTIVE and len(lemma.text) >= _OPENING)
        meant = {lemma.text: self.meanings(lemma, NYNORSK)[0].text for lemma in adjectives}
        openers = self.splitter.openers
        return {text: openers[name] for text, name in meant.items() if name in openers and not openers[name].linking}

    def _short(self) -> dict[str, Opener]:
        """Nouns of three letters, as what they mean most often in either standard ("val" is "valg")."""
        found: dict[str, Opener] = {}
        for standard, words in self.standards():
            for lemma in sorted({lemma for lemmas in words.forms.values() for lemma in lemmas}):
                if lemma.pos == NOUN and len(lemma.text) == _OPENING - 1:
                    concept = self.meanings(lemma, standard)[0]
                    usual = found.setdefault(lemma.text, Opener(0, concept)).concept
                    if self._price(concept) < self._price(usual):
                        found[lemma.text] = Opener(0, concept)
        return found

    def _price(self, concept: Lemma) -> float:
        return self.splitter.last_price.get(concept, UNSEEN)

    def _lasts(self) -> dict[str, list[Lemma]]:
        """What ends compounds: base forms and participles, each as the usual meaning of its readings."""
        found: dict[str, list[Lemma]] = defaultdict(list)
        for standard, words in self.standards():
            for lemma in sorted({lemma for lemmas in words.forms.values() for lemma in lemmas}):
                if lemma.pos not in {OTHER, NAME}:
                    found[lemma.text] += [m for m in self.meanings(lemma, standard)[:1] if m not in found[lemma.text]]
            for form, lemmas in words.forms.items():
                if form.endswith(_PARTICIPLE) and lemmas[0].pos == VERB and form not in found:
                    found[form] = [self.meanings(lemmas[0], standard)[0]]
        return found

    def learn(self) -> None:
        """Learns the splitter's prices and names the concepts: a compound by the names of its parts."""
        lemmas = {lemma for _, words in self.standards() for lemmas in words.forms.values() for lemma in lemmas}
        usable = sorted(lemma for lemma in lemmas if lemma.pos not in {OTHER, NAME} and lemma.text.isalpha())
        self.splitter.learn(usable)
        self.splitter.allow_short(self._short(), usable)
        self.splitter.allow(self._unlisted() | self._reviewed_adjectives())
        self.splitter.share()

    def name(self, concept: Lemma) -> str:
        """The concept's name."""
        if concept not in self.names:
            self.names[concept] = concept.text  # a word that contains itself by way of a translation stays whole
            parts = self.splitter.split(concept)
            named = [self.name(self.splitter.concepts[part.concept]) for part in parts]
            if named and not any(self._kept_whole(concept.text, part) for part in named):
                self.names[concept] = PLUS.join(named)
        return self.names[concept]

    def _kept_whole(self, word: str, part: str) -> bool:
        return (word, part) in self.apart or (part, word) in self.apart

    def entries(self) -> dict[str, tuple[tuple[str, ...], int]]:
        """Form → the names of its concepts, the likeliest first, and its flags."""
        stop = {
            NYNORSK: frozenset(vocabulary.words("stop.nn.txt")),
            BOKMAAL: frozenset(vocabulary.words("stop.nb.txt")),
        }
        stopped = {
            standard: Counter(lemma for form in stop[standard] for lemma in words.forms.get(form, ()))
            for standard, words in self.standards()
        }
        found: dict[str, tuple[list[str], int]] = defaultdict(lambda: ([], 0))
        usual: dict[str, set[str]] = defaultdict(set)
        second: dict[str, list[str]] = defaultdict(list)
        for standard, words in self.standards():
            for form, readings in words.forms.items():
                lemmas: Sequence[Lemma] = readings
                if all(lemma.pos == NAME for lemma in lemmas) and self._common(form):
                    continue  # "Lederne" is a union, but who asks for "lederne" means leaders
                names, flags = found[form]
                if form in stop[standard]:  # a function word in one standard is taken for it in the other too
                    names += self._closed(lemmas, standard, stopped[standard], stop[BOKMAAL])
                    names += self._open(form, lemmas, standard)
                elif form not in stop[NYNORSK] | stop[BOKMAAL]:
                    lemmas = self._plausible(form, lemmas, standard)
                    names += [self.name(m) for lemma in lemmas for m in self.meanings(lemma, standard)]
                    usual[form] |= {self.name(self.meanings(lemma, standard)[0]) for lemma in lemmas}
                    if standard == BOKMAAL:
                        second[form] += [self.name(m) for lemma in lemmas for m in self.lent.get(lemma, ())]
                found[form] = names, flags | standard | self._flags(form, lemmas, words, stop[standard])
        for short, long in vocabulary.abbreviations():
            names, flags = found[short]
            found[short] = [*found[long][0], *names] if long in found else names, flags | NYNORSK | BOKMAAL | CLOSES
        for word in stop[NYNORSK] | stop[BOKMAAL]:
            names, flags = found[word]
            found[word] = names or [word], flags | STOP
        ranked = {
            form: (
                [*dict.fromkeys([*sorted(set(names), key=self._rank(form, names, usual[form])), *second[form]])],
                flags,
            )
            for form, (names, flags) in found.items()
        }
        for form, names in self._reviewed_forms():
            ranked[form] = (names, ranked[form][1] if form in ranked else NYNORSK)
        self._part_forms({form: names for form, (names, _) in ranked.items()})
        return {form: (tuple(names), flags) for form, (names, flags) in ranked.items()}

    def _reviewed_forms(self) -> Iterable[tuple[str, list[str]]]:
        """Forms that mean one thing only, of words that mean several."""
        for form, meant, pos, *_ in vocabulary.table("forms.tsv"):
            lemma = Lemma(meant, vocabulary.POS[pos])
            yield form, [self.name(self.canonical.get(lemma, lemma))]

    def _part_forms(self, concepts: Mapping[str, list[str]]) -> None:
        """Takes what two forms share that must be kept apart from the one that means something else first."""
        family = {word: members for members in self.families for word in members}
        for pair in self.apart:
            for one, two in (pair, pair[::-1]):
                first, *others = concepts.get(one) or [""]
                shared = {relative for name in concepts.get(two, ()) for relative in (name, *family.get(name, ()))}
                if first not in shared and one in concepts:
                    concepts[one][:] = [first, *(name for name in others if name not in shared)]

    def _common(self, form: str) -> bool:
        """Whether either standard has the form as more than a name."""
        return any(lemma.pos != NAME for _, words in self.standards() for lemma in words.forms.get(form, ()))

    def _plausible(self, form: str, lemmas: Sequence[Lemma], standard: int) -> Sequence[Lemma]:
        """Without nouns that are far less common than one whose base form this is ("leder" of "led")."""
        price = {
            lemma: min(self.splitter.last_price.get(m, UNSEEN) for m in self.meanings(lemma, standard))
            for lemma in lemmas
            if lemma.pos == NOUN
        }
        base = Lemma(form, NOUN)
        if base not in price:
            return lemmas
        return [lemma for lemma in lemmas if price.get(lemma, 0) <= price[base] + _RARER]

    def _closed(
        self, lemmas: Sequence[Lemma], standard: int, stopped: Mapping[Lemma, int], stop: frozenset[str]
    ) -> list[str]:
        """What a stop word means: its lemma with most forms among the stop words, as translated by a stop word."""
        likeliest = max(lemmas, key=lambda lemma: (stopped[lemma], lemma.pos == OTHER))
        meanings = self.meanings(likeliest, standard)
        return [self.name(m) for m in meanings if m.text in stop] or [self.name(m) for m in meanings[:1]]

    def _open(self, form: str, lemmas: Sequence[Lemma], standard: int) -> list[str]:
        """What a stop word means as a verb that is no function word, written alike in both: "si" is more than "sin"."""
        verbs = [lemma for lemma in lemmas if lemma == Lemma(form, VERB)]
        meant = [meaning for verb in verbs for meaning in self.meanings(verb, standard)[:1]]
        return [self.name(m) for m in meant if m.text == form and self._price(m) < UNSEEN]

    def _flags(self, form: str, lemmas: Sequence[Lemma], words: Vocabulary, stop: frozenset[str]) -> int:
        flags = STOP if form in stop else 0
        if all(lemma.pos == NAME for lemma in lemmas):
            return flags | NAME_FLAG
        if any(lemma.pos == NOUN and lemma.text == form for lemma in lemmas) or form in words.firsts:
            flags |= OPENS
        return flags | (CLOSES if any(lemma.pos not in {OTHER, NAME} for lemma in lemmas) else 0)

    def _rank(self, form: str, names: Sequence[str], usual: Collection[str]) -> Callable[[str], tuple[float, int]]:
        """Words that make many compounds are common words; a usual meaning and the form's own name come before others."""
        price = {name: min(self.prices.get(name, UNSEEN + 1), UNSEEN + 1) for name in names}
        late = {name: (name not in usual) * _RARER - (name == form) for name in names}
        return lambda name: (price[name] + late[name], names.index(name))

    @functools.cached_property
    def prices(self) -> dict[str, float]:
        """Concept's name → its price as a compound's last part."""
        found: dict[str, float] = {}
        for concept, price in self.splitter.last_price.items():
            name = self.name(concept)
            found[name] = min(price, found.get(name, UNSEEN))
        return found


def build(folder: Path) -> None:
    """Writes all files of the lexicon into `folder`.

    They are written beside the old ones and then put in their place: a process that has those mapped goes on with them.
    """
    with TemporaryDirectory(dir=folder) as beside:
        _build(Path(beside))
        for file in Path(beside).iterdir():
            file.replace(folder / file.name)


def _build(folder: Path) -> None:
    builder = Builder()
    builder.learn()
    entries = builder.entries()
    for concept in [opener.concept for opener in builder.splitter.openers.values()]:
        builder.name(concept)
    names = set(builder.names.values()) | {name for kept, _ in entries.values() for name in kept[:CONCEPTS]}
    trie = marisa_trie.Trie(sorted(names))
    trie.save(str(folder / "concepts.marisa"))
    _write_forms(folder, entries, trie)
    _write_firsts(folder, builder, trie)
    _write_families(folder, builder, trie)
    ending = {name: min(UNSEEN, price) for name, price in builder.prices.items()}
    prices = (round(ending.get(trie.restore_key(number), UNSEEN) * UNIT) for number in range(len(trie)))
    (folder / "prices.bin").write_bytes(bytes(prices))


def _write_forms(folder: Path, entries: Mapping[str, tuple[tuple[str, ...], int]], names: marisa_trie.Trie) -> None:
    forms = marisa_trie.Trie(sorted(entries))
    forms.save(str(folder / "forms.marisa"))
    places: dict[tuple[int, ...], int] = {}
    slots = array.array("I")
    numbers = array.array("I", bytes(4 * len(forms)))
    for form, (kept, flags) in sorted(entries.items()):
        last = min(CONCEPTS, len(kept)) - 1
        row = tuple(names[name] | (flags | (MORE if i < last else 0)) << 24 for i, name in enumerate(kept[:CONCEPTS]))
        if row not in places:
            places[row] = len(slots)
            slots.extend(row)
        numbers[forms[form]] = places[row]
    (folder / "forms.bin").write_bytes(numbers.tobytes())
    (folder / "entries.bin").write_bytes(slots.tobytes())
    print(len(forms), "forms,", len(places), "entries,", len(names), "concepts")


def _write_firsts(folder: Path, builder: Builder, names: marisa_trie.Trie) -> None:
    openers = builder.splitter.openers
    firsts = marisa_trie.Trie(sorted(openers))
    firsts.save(str(folder / "firsts.marisa"))
    packed = array.array("I", bytes(8 * len(firsts)))
    for form, opener in openers.items():
        price = round(builder.splitter.price(form, opener) * UNIT)
        at = 2 * firsts[form]
        packed[at], packed[at + 1] = price << 8 | opener.linking + 1, names[builder.name(opener.concept)]
    (folder / "firsts.bin").write_bytes(packed.tobytes())
    print(len(firsts), "openers")


def _write_families(folder: Path, builder: Builder, names: marisa_trie.Trie) -> None:
    """Each concept's number leads to the next of its family, the last one's to the first."""
    following = array.array("I", range(len(names)))
    named = {lemma.text: names[name] for lemma, name in builder.names.items() if name in names}
    for members in builder.families:
        ring = sorted({named[member] for member in members if member in named})
        for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
            following[one] = two
    (folder / "families.bin").write_bytes(following.tobytes())
    print(len(builder.families), "families")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
