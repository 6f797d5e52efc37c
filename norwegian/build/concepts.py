"""One name for what both written standards say: the Bokmål lemma, its spelling variants taken together.

A Nynorsk lemma means what its Bokmål translations name. That is asked in one direction only: walking back and forth
through the dictionary would join words step by step that have nothing in common.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from norwegian.build.vocabulary import NOUN, VERB, Lemma
from norwegian.spelling import level

MOST = 2  # concepts of a lemma
_OF_VERBS = ("else", "ning")
_LONG = (
    6  # letters of a verb's stem; nouns of shorter ones drift apart ("skikkelse", "skikking"; "festning", "festing")
)


def canonical(
    bokmaal: Iterable[Lemma], nynorsk: Mapping[Lemma, list[Lemma]], apart: frozenset[frozenset[str]]
) -> dict[Lemma, Lemma]:
    """Bokmål lemma → the one that stands for it and its variants ("låg", "lav"; "frem", "fram"; "styrkelse", "styrking").

    Two are variants when some Nynorsk lemma is translated by both and their levelled spellings are the same, or when
    both are nouns of one verb that is long enough to mean one thing ("anskaffelse", "anskaffing").

    Args:
        bokmaal: all lemmas; those that stand for others come first.
        nynorsk: Nynorsk lemma → its translations, the usual one first.
        apart: pairs of words that are no variants, whatever their spelling ("leie", "lede").
    """
    chosen = {lemma: lemma for lemma in bokmaal}
    for translations in nynorsk.values():
        usual: dict[str, Lemma] = {}
        for lemma in translations:
            first = usual.setdefault(level(lemma.text), lemma)
            if frozenset((first.text, lemma.text)) not in apart and _root(chosen, lemma) != _root(chosen, first):
                chosen[_root(chosen, lemma)] = _root(chosen, first)
    for lemma in list(chosen):
        other = _same_noun(lemma, chosen)
        if other and frozenset((lemma.text, other.text)) not in apart:
            chosen[_root(chosen, other)] = _root(chosen, lemma)
    return {lemma: _root(chosen, lemma) for lemma in chosen}


def _same_noun(lemma: Lemma, known: Collection[Lemma]) -> Lemma | None:
    """The noun in -ing beside one in -else or -ning of the same verb."""
    stem = next((lemma.text.removesuffix(ending) for ending in _OF_VERBS if lemma.text.endswith(ending)), "")
    other = Lemma(stem + "ing", NOUN)
    right = lemma.pos == NOUN and len(stem) >= _LONG and other in known and Lemma(stem + "e", VERB) in known
    return other if right else None


def _root(chosen: Mapping[Lemma, Lemma], lemma: Lemma) -> Lemma:
    while chosen.get(lemma, lemma) != lemma:
        lemma = chosen[lemma]
    return lemma


def concepts(nynorsk: Mapping[Lemma, list[Lemma]], names: Mapping[Lemma, Lemma]) -> dict[Lemma, list[Lemma]]:
    """Nynorsk lemma → the lemmas that name what it means, at most two, the usual one first."""
    found: dict[Lemma, list[Lemma]] = defaultdict(list)
    for lemma, translations in nynorsk.items():
        for translation in translations:
            name = names.get(translation, translation)
            if name not in found[lemma]:
                found[lemma].append(name)
    return {lemma: meant[:MOST] for lemma, meant in found.items()}


def lent(
    back: Mapping[Lemma, list[Lemma]],
    sure: Collection[tuple[Lemma, Lemma]],
    general: Collection[Lemma],
    meant: Mapping[Lemma, list[Lemma]],
    names: Mapping[Lemma, Lemma],
) -> dict[Lemma, list[Lemma]]:
    """Bokmål lemma that no Nynorsk translation of it means → what names the usual one of these.

    Such a lemma would meet nothing in the other standard: "benytte" and "anvende" are "nytte" there, which means "nytte".

    Args:
        back: Bokmål lemma → its Nynorsk translations, the usual one first.
        sure: pairs (Nynorsk, Bokmål) that must meet each.
        general: Nynorsk lemmas that lend nothing unless they must.
        meant: Nynorsk lemma → the lemmas that name what it means.
        names: Bokmål lemma → the one that stands for it.
    """
    found: dict[Lemma, list[Lemma]] = defaultdict(list)
    for lemma, translations in back.items():
        name = names.get(lemma, lemma)
        meanings = {other: meant.get(other) or [names.get(other, other)] for other in translations}
        owed = [other for other in translations if (other, lemma) in sure]
        if not owed and not any(name in each for each in meanings.values()):
            owed = [other for other in translations if other not in general][:1]
        for other in owed:
            if name not in meanings[other] and meanings[other][0] not in found[lemma]:
                found[lemma].append(meanings[other][0])
    return {lemma: borrowed for lemma, borrowed in found.items() if borrowed}


def keep_apart(meant: dict[Lemma, list[Lemma]], apart: Sequence[tuple[str, str]], families: Iterable[set[str]]) -> None:
    """Takes from Nynorsk lemmas what would join them to a word that they must not be joined to; one that means nothing else means itself.

    "leie" is "lede" to the dictionary, of which "leder" is made; a reader means the rent by it.
    """
    by_text: dict[str, list[Lemma]] = defaultdict(list)
    for lemma in meant:
        by_text[lemma.text].append(lemma)
    family = {word: members for members in families for word in members}
    for pair in apart:
        for one, two in (pair, pair[::-1]):
            other = {two, *(meaning.text for lemma in by_text[two] for meaning in meant[lemma])}
            other |= {relative for word in other for relative in family.get(word, ())}
            for lemma in by_text[one]:
                own = [meaning for meaning in meant[lemma] if meaning.text not in other or meaning.text == one]
                meant[lemma] = own or [lemma]
