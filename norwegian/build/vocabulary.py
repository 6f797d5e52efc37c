"""What each source knows of word forms, brought to one shape."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import resources
from typing import NamedTuple

from norwegian.build import apertium

NOUN, VERB, ADJECTIVE, NAME, OTHER = "n", "v", "a", "np", "x"
_ALIKE, _BOTH = 9.0, 2.0  # doublings of commonness that it is worth to be written alike, to be translated both ways
_TENS = re.compile("(tjue|tretti|førti|femti|seksti|sytti|åtti|nitti)[a-zæøå]{4,}")  # counted out by the thousand
_HOMOGRAPH = str.maketrans("", "", "¹²³⁴")  # the dictionary numbers words that are spelled alike
_POS = {"n": NOUN, "vblex": VERB, "vbser": VERB, "vbhaver": VERB, "vbmod": VERB, "adj": ADJECTIVE, "np": NAME}


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


def translations(common: Callable[[str], float]) -> dict[Lemma, list[Lemma]]:
    """Nynorsk lemma → its Bokmål lemmas, the usual one first.

    The dictionary does not say which is usual. The likeliest is written alike; of others it is one that is common and
    that is translated in both directions.

    Args:
        common: how common a Bokmål word is, as `norwegian.build.commonness` has it.
    """
    forth = {_pair(*pair) for pair in apertium.translations("nno-nob.autobil")}
    back = {_pair(two, one) for one, two in apertium.translations("nob-nno.autobil")}
    found: dict[Lemma, list[Lemma]] = defaultdict(list)
    for nn, nb in sorted(forth | back):
        if nn.pos == nb.pos:
            _add(found[nn], nb)
    both = forth & back
    for nn, meant in found.items():
        rank = {nb: common(nb.text) + _ALIKE * (nn == nb) + _BOTH * ((nn, nb) in both) for nb in meant}
        meant.sort(key=lambda nb: -rank[nb])
    return found


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


def add_terms(nynorsk: Vocabulary, bokmaal: Vocabulary, translations: dict[Lemma, list[Lemma]]) -> None:
    """Adds the field's terms; a term that no dictionary has is inflected as the longest word that ends it."""
    pos_of = {"NOUN": NOUN, "VERB": VERB, "ADJ": ADJECTIVE, "PROPN": NAME}
    forms = [forms_of(vocabulary) for vocabulary in (nynorsk, bokmaal)]
    for row in table("terms.tsv"):
        pos = pos_of.get(row[2], OTHER)
        pair = [Lemma(text.lower(), pos) for text in row[:2]]
        if any(" " in lemma.text for lemma in pair):
            continue
        for lemma, vocabulary, known in zip(pair, (nynorsk, bokmaal), forms, strict=True):
            if lemma not in known:
                for form in _inflected(lemma, known):
                    _add(vocabulary.forms[form], lemma)
        others = translations.get(pair[0], [])
        translations[pair[0]] = [pair[1], *(other for other in others if other != pair[1])]


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
