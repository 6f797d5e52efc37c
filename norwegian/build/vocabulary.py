"""What each source knows of word forms, brought to one shape."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from math import log2
from typing import NamedTuple

from norwegian.build import apertium
from norwegian.build.commonness import commonness
from norwegian.spelling import level

NOUN, VERB, ADJECTIVE, NAME, OTHER = "n", "v", "a", "np", "x"
# Doublings of commonness that it is worth to be written alike, nearly alike, to be translated both ways.
_ALIKE, _NEAR, _BOTH = 9.0, 3.0, 2.0
_GENERAL = 2.0  # what each doubling of the words that are translated by a word takes from it
_MOST_GENERAL, _GENERAL_VERB = 4, 3  # Bokmål words that a noun, or another word, may translate
_FIRST = "first"  # place of a meaning in the table of common words
_STEM = 3  # letters that words which are near in spelling begin with
_TENS = re.compile("(tjue|tretti|førti|femti|seksti|sytti|åtti|nitti)[a-zæøå]{4,}")  # counted out by the thousand
_HOMOGRAPH = str.maketrans("", "", "¹²³⁴")  # the dictionary numbers words that are spelled alike
_POS = {"n": NOUN, "vblex": VERB, "vbser": VERB, "vbhaver": VERB, "vbmod": VERB, "adj": ADJECTIVE, "np": NAME}
POS = {"NOUN": NOUN, "VERB": VERB, "ADJ": ADJECTIVE, "ADV": OTHER, "PROPN": NAME}  # as the reviewed tables call them


class Lemma(NamedTuple):
    """A dictionary word."""

    text: str
    pos: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one written standard.

    Attributes:
        forms: lower-case form → its lemmas, the likeliest first.
        firsts: lower-case form that opens compounds, linking letters included → its lemmas.
        kinds: lemma → genders or the like of all its readings, to tell whether two words inflect alike.
    """

    forms: dict[str, list[Lemma]] = field(default_factory=lambda: defaultdict(list))
    firsts: dict[str, list[Lemma]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[Lemma, set[str]] = field(default_factory=lambda: defaultdict(set))


def from_apertium(transducer: str) -> Vocabulary:
    """The words of an analyser. A reading as an imperative or a name counts only where there is no other."""
    vocabulary = Vocabulary()
    late: list[tuple[str, Lemma]] = []
    for reading in apertium.readings(transducer):
        form, lemma = reading.form.lower(), lemma_of(reading)
        if not form.replace("-", "").isalpha() or _TENS.match(form):
            continue
        if reading.first:
            _add(vocabulary.firsts[form], lemma)
        elif lemma.pos == NAME or "imp" in reading.tags:
            late.append((form, lemma))
        else:
            _add(vocabulary.forms[form], lemma)
            vocabulary.kinds[lemma] |= {tag for tag in reading.tags if tag in {"m", "f", "nt", "mf"}}
    for form, lemma in late:
        if form not in vocabulary.forms or vocabulary.forms[form][0].pos == lemma.pos == NAME:
            _add(vocabulary.forms[form], lemma)
    return vocabulary


def lemma_of(reading: apertium.Reading) -> Lemma:
    """A reading's lemma; participles belong to their verb."""
    participle = reading.pos == "adj" and {"pp", "pprs"} & set(reading.tags)
    return _lemma(reading.lemma, "vblex" if participle else reading.pos)


def _lemma(text: str, pos: str) -> Lemma:
    return Lemma(text.lower().translate(_HOMOGRAPH), _POS.get(pos, OTHER))


def add_ordbank(vocabulary: Vocabulary) -> None:
    """Adds the forms of Norsk Ordbank bokmål (PyPI `spacy-lookups-data`) that the vocabulary does not know."""
    packed = resources.files("spacy_lookups_data").joinpath("data/nb_lemma_exc.json.gz").read_bytes()
    tables = json.loads(gzip.decompress(packed))
    new: dict[str, list[Lemma]] = defaultdict(list)
    for pos, table in (("noun", NOUN), ("adj", ADJECTIVE), ("verb", VERB)):
        for form, lemmas in tables[pos].items():
            if form.isalpha() and form.lower() not in vocabulary.forms:
                for lemma in lemmas:
                    participle = table == ADJECTIVE and lemma in tables["verb"]
                    _add(new[form.lower()], Lemma(lemma.lower(), VERB if participle else table))
    vocabulary.forms.update(new)


def _add(lemmas: list[Lemma], lemma: Lemma) -> None:
    if lemma not in lemmas:
        lemmas.append(lemma)


class Dictionary(NamedTuple):
    """What each standard's lemmas are in the other, the usual one first.

    Attributes:
        meant: Nynorsk lemma → what it is translated by; itself alone if it is written alike, where the others are rare.
        known: Nynorsk lemma → those, and what it translates itself.
        back: Bokmål lemma → what it is translated by.
        general: Nynorsk lemmas of many meanings, of which none is told by them ("komme" for "ankomme", "påløpe").
        sure: pairs (Nynorsk, Bokmål) that a reviewed table has; they must meet.
    """

    meant: dict[Lemma, list[Lemma]]
    known: dict[Lemma, list[Lemma]]
    back: dict[Lemma, list[Lemma]]
    general: set[Lemma]
    sure: set[tuple[Lemma, Lemma]]


def translations(nynorsk: Vocabulary, bokmaal: Vocabulary) -> Dictionary:
    """The bilingual dictionary, its directions kept apart: "bevegelse" may be "endring", but "endring" is no "bevegelse".

    The dictionary does not say which is usual. The likeliest is written alike; of others it is one that is near in
    spelling, common, and translated in both directions.
    """
    forth = {_pair(*pair) for pair in apertium.translations("nno-nob.autobil")}
    back = {_pair(two, one) for one, two in apertium.translations("nob-nno.autobil")}
    common = [
        commonness(lemma.text for found in words.forms.values() for lemma in found) for words in (bokmaal, nynorsk)
    ]
    both = forth & back

    def rank(nn: Lemma, nb: Lemma, other: int) -> float:
        near = _ALIKE * (nn == nb) + _NEAR * (nn != nb and cognate(nn.text, nb.text))
        return common[other]((nb, nn)[other].text) + near + _BOTH * ((nn, nb) in both)

    answers = Dictionary(defaultdict(list), defaultdict(list), defaultdict(list), set(), set())
    for nn, nb in sorted(forth | back, key=lambda pair: (-rank(pair[0], pair[1], 0), pair)):
        if nn.pos == nb.pos:
            _add(answers.known[nn], nb)
            if (nn, nb) in forth and not (nn in answers.meant and answers.meant[nn][0] == nn):
                _add(answers.meant[nn], nb)
    general = Counter(nn for nn, _ in back)

    def special(nn: Lemma, nb: Lemma) -> float:
        """What few others are translated by is nearer: "voldsom" is "valdsam" before "høg"."""
        return rank(nn, nb, 1) / 2 - _GENERAL * log2(general[nn])

    for nn, nb in sorted(back, key=lambda pair: (-special(*pair), pair)):
        if nn.pos == nb.pos:
            _add(answers.back[nb], nn)
    answers.general.update(nn for nn in general if general[nn] > (_MOST_GENERAL if nn.pos == NOUN else _GENERAL_VERB))
    for nn, known in answers.known.items():
        answers.meant.setdefault(nn, known)  # not asked for this word: what is translated by it
    return answers


def cognate(one: str, two: str) -> bool:
    """Whether two words seem to be one in two spellings, or the same stem with another ending ("hending", "hendelse")."""
    first, second = level(one), level(two)
    same = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    return same >= _STEM and 2 * same >= max(len(first), len(second))


def _pair(nn: tuple[str, str], nb: tuple[str, str]) -> tuple[Lemma, Lemma]:
    return _lemma(*nn), _lemma(*nb)


def table(name: str) -> Iterable[list[str]]:
    """The rows of a reviewed table in `norwegian/data`, without its heading and comments."""
    text = resources.files("norwegian").joinpath("data", name).read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return rows[1:]


def words(name: str) -> list[str]:
    """The lines of a reviewed list in `norwegian/data`, without comments."""
    text = resources.files("norwegian").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def add_terms(nynorsk: Vocabulary, bokmaal: Vocabulary, dictionary: Dictionary) -> None:
    """Adds the field's terms, as what their words mean first, and further meanings of common words.

    A word that no dictionary has is inflected as the longest word that ends it.
    """
    forms = [forms_of(vocabulary) for vocabulary in (nynorsk, bokmaal)]
    for name in ("terms.tsv", "words.tsv"):
        for row in table(name):
            pos = POS.get(row[2], OTHER)
            nn, nb = (Lemma(text.lower(), pos) for text in row[:2])
            if " " in nn.text + nb.text:
                continue
            for lemma, vocabulary, known in zip((nn, nb), (nynorsk, bokmaal), forms, strict=True):
                if lemma not in known:
                    for form in _inflected(lemma, known):
                        _add(vocabulary.forms[form], lemma)
            dictionary.sure.add((nn, nb))
            if name == "terms.tsv" or row[3] == _FIRST or nn not in dictionary.meant:
                for answers in (dictionary.meant, dictionary.known):
                    _put_first(answers, nn, nb)
            _put_first(dictionary.back, nb, nn)


def _put_first(answers: dict[Lemma, list[Lemma]], lemma: Lemma, usual: Lemma) -> None:
    answers[lemma] = [usual, *(other for other in answers.get(lemma, ()) if other != usual)]


def forms_of(vocabulary: Vocabulary) -> dict[Lemma, list[str]]:
    """Lemma → its forms."""
    found: dict[Lemma, list[str]] = defaultdict(list)
    for form, lemmas in vocabulary.forms.items():
        for lemma in lemmas:
            found[lemma].append(form)
    return found


def _inflected(lemma: Lemma, known: dict[Lemma, list[str]]) -> list[str]:
    for start in range(1, len(lemma.text) - 2):
        last = Lemma(lemma.text[start:], lemma.pos)
        if last in known:
            return [lemma.text, *(lemma.text[:start] + form for form in known[last])]
    return [lemma.text]


def abbreviations() -> list[tuple[str, str]]:
    """Lower-case abbreviation without its point, and the one Bokmål word that it stands for."""
    rows = [(row[0].rstrip(".").lower(), row[2].lower()) for row in table("abbreviations.tsv")]
    return [(short, long) for short, long in rows if long.isalpha() and " " not in short]
