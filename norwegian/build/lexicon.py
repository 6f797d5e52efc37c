"""Builds the lexicon's files: `python -m norwegian.build.lexicon`.

Needs Debian's `lttoolbox-dev` and `apertium-nno-nob`, and PyPI's `spacy-lookups-data`; see `norwegian/data/README.md`.
"""

import array
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import marisa_trie

from norwegian.build import concepts, vocabulary
from norwegian.build.families import families
from norwegian.build.splits import UNSEEN, Opener, Splitter
from norwegian.build.vocabulary import NAME, NOUN, OTHER, Lemma, Vocabulary
from norwegian.lexicon import BOKMAAL, CLOSES, CONCEPTS, FOLDER, NONE, NYNORSK, OPENS, STOP, UNIT
from norwegian.lexicon import NAME as NAME_FLAG
from norwegian.words import PLUS

_NEVER = 0xFF  # the price of what never ends a compound


class Builder:
    """Brings the sources together; each step is a method, `build` runs them."""

    def __init__(self) -> None:
        """Reads the sources."""
        self.nynorsk = vocabulary.from_apertium("nno-nob.automorf")
        self.bokmaal = vocabulary.from_apertium("nob-nno.automorf")
        vocabulary.add_ordbank(self.bokmaal)
        translations = vocabulary.translations()
        vocabulary.add_terms(self.nynorsk, self.bokmaal, translations)
        lemmas = sorted({lemma for readings in self.bokmaal.forms.values() for lemma in readings})
        self.canonical = concepts.canonical(lemmas, translations)
        self.apart = [(row[0], row[1]) for row in vocabulary.table("apart.tsv")]
        self.meant = concepts.concepts(translations, self.canonical)
        self.splitter = Splitter(self._openers(), self._lasts())
        self.names: dict[Lemma, str] = {}

    def meanings(self, lemma: Lemma, standard: int) -> Sequence[Lemma]:
        """The lemmas that name what a lemma of a standard means, the usual one first."""
        own = [self.canonical.get(lemma, lemma)]
        return self.meant.get(lemma) or own if standard == NYNORSK else own

    def standards(self) -> Iterable[tuple[int, Vocabulary]]:
        """Both, Bokmål first, since its lemmas name the concepts."""
        return ((BOKMAAL, self.bokmaal), (NYNORSK, self.nynorsk))

    def _openers(self) -> dict[str, Opener]:
        found: dict[str, Opener] = {}
        for standard, words in self.standards():
            for form, lemmas in words.firsts.items():
                usable = [lemma for lemma in lemmas if lemma.pos not in {OTHER, NAME}]
                for lemma in sorted(usable, key=lambda lemma: lemma.pos != NOUN):
                    linking = len(form) - len(lemma.text) if form.startswith(lemma.text) else 0
                    if form not in found or linking < found[form].linking:
                        found[form] = Opener(linking, self.meanings(lemma, standard)[0])
        return found

    def _lasts(self) -> dict[str, list[Lemma]]:
        found: dict[str, list[Lemma]] = defaultdict(list)
        for standard, words in self.standards():
            for lemma in sorted({lemma for lemmas in words.forms.values() for lemma in lemmas}):
                if lemma.pos not in {OTHER, NAME}:
                    found[lemma.text] += [m for m in self.meanings(lemma, standard) if m not in found[lemma.text]]
        return found

    def learn(self) -> None:
        """Learns the splitter's prices and names the concepts: a compound by the names of its parts."""
        lemmas = {lemma for _, words in self.standards() for lemmas in words.forms.values() for lemma in lemmas}
        usable = sorted(lemma for lemma in lemmas if lemma.pos not in {OTHER, NAME} and lemma.text.isalpha())
        self.splitter.learn(usable)

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
        found: dict[str, tuple[list[str], int]] = defaultdict(lambda: ([], 0))
        for standard, words in self.standards():
            for form, lemmas in words.forms.items():
                kept = [lemma for lemma in lemmas if lemma.text in stop[standard]] if form in stop[standard] else []
                names, flags = found[form]
                for lemma in kept or lemmas:
                    names += [self.name(m) for m in self.meanings(lemma, standard)]
                found[form] = names, flags | standard | self._flags(form, lemmas, words, stop[standard])
        for word in stop[NYNORSK] | stop[BOKMAAL]:
            names, flags = found[word]
            found[word] = names or [word], flags | STOP
        return {
            form: (tuple(sorted(set(names), key=self._rank(form, names))), flags)
            for form, (names, flags) in found.items()
        }

    def _flags(self, form: str, lemmas: Sequence[Lemma], words: Vocabulary, stop: frozenset[str]) -> int:
        flags = STOP if form in stop else 0
        if all(lemma.pos == NAME for lemma in lemmas):
            return flags | NAME_FLAG
        if any(lemma.pos == NOUN and lemma.text == form for lemma in lemmas) or form in words.firsts:
            flags |= OPENS
        return flags | (CLOSES if any(lemma.pos not in {OTHER, NAME} for lemma in lemmas) else 0)

    def _rank(self, form: str, names: Sequence[str]):  # noqa: ANN202  a sort key
        """Words that make many compounds are common words; the form's own name comes before others of its kind."""
        price = {name: min(self.prices.get(name, UNSEEN + 1), UNSEEN + 1) for name in names}
        return lambda name: (price[name] - (1 if name == form else 0), names.index(name))

    @property
    def prices(self) -> dict[str, float]:
        """Concept's name → its price as a compound's last part."""
        if not hasattr(self, "_prices"):
            self._prices: dict[str, float] = {}
            for concept, price in self.splitter.last_price.items():
                name = self.name(concept)
                self._prices[name] = min(price, self._prices.get(name, UNSEEN))
        return self._prices


def build(folder: Path) -> None:
    """Writes all files of the lexicon into `folder`."""
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
    rows: dict[tuple[int, ...], int] = {}
    numbers = array.array("I", bytes(4 * len(forms)))
    for form in sorted(entries):
        kept, flags = entries[form]
        slots = [names[name] for name in kept[:CONCEPTS]] + [NONE] * (CONCEPTS - len(kept))
        row = (slots[0] | flags << 24, *slots[1:])
        numbers[forms[form]] = rows.setdefault(row, len(rows))
    (folder / "forms.bin").write_bytes(numbers.tobytes())
    (folder / "entries.bin").write_bytes(array.array("I", [slot for row in rows for slot in row]).tobytes())
    print(len(forms), "forms,", len(rows), "entries,", len(names), "concepts")


def _write_firsts(folder: Path, builder: Builder, names: marisa_trie.Trie) -> None:
    openers = builder.splitter.openers
    firsts = marisa_trie.Trie(sorted(openers))
    firsts.save(str(folder / "firsts.marisa"))
    packed = array.array("I", bytes(8 * len(firsts)))
    for form, opener in openers.items():
        price = round(builder.splitter.first_price.get(form, UNSEEN) * UNIT)
        at = 2 * firsts[form]
        packed[at], packed[at + 1] = price << 8 | opener.linking, names[builder.name(opener.concept)]
    (folder / "firsts.bin").write_bytes(packed.tobytes())
    print(len(firsts), "openers")


def _write_families(folder: Path, builder: Builder, names: marisa_trie.Trie) -> None:
    """Each concept's number leads to the next of its family, the last one's to the first."""
    following = array.array("I", range(len(names)))
    apart = frozenset(frozenset(pair) for pair in builder.apart)
    found = families((Lemma(builder.name(lemma), lemma.pos) for lemma in list(builder.names)), apart)
    for members in found:
        ring = [names[member] for member in sorted(members)]
        for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
            following[one] = two
    (folder / "families.bin").write_bytes(following.tobytes())
    print(len(found), "families")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
