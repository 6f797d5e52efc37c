"""Word families: words that are derived from one another and keep what they mean.

`derivations.tsv` says how words are derived, `families.tsv` which of its families are wrong because the meaning has
drifted ("rette", "retning"), and which words belong together that no rule would join ("velge", "valg").
"""

from collections.abc import Iterable

from norwegian.build.vocabulary import Lemma, table


def families(lemmas: Iterable[Lemma], apart: frozenset[frozenset[str]]) -> list[set[str]]:
    """Sets of two words or more; a word is in one at most.

    Args:
        lemmas: what names concepts.
        apart: pairs of words that must not be joined, in one step or in several.
    """
    known = set(lemmas)
    joined, forbidden = reviewed()
    forbidden |= apart
    texts = {lemma.text for lemma in known}
    links = {link for link in _derived(known) if link[0] != link[1] and frozenset(link) not in forbidden}
    first_links = [(one, two) for one, two in joined if one in texts and two in texts]
    group: dict[str, set[str]] = {}
    for one, two in first_links + sorted(links, key=lambda link: (len(link[1]) - len(link[0]), link)):
        first, second = group.get(one, {one}), group.get(two, {two})
        if first is not second and not _clash(first, second, forbidden):
            merged = first | second
            group |= dict.fromkeys(merged, merged)
    return [members for word, members in group.items() if word == min(members)]


def _clash(first: set[str], second: set[str], forbidden: frozenset[frozenset[str]]) -> bool:
    return any(frozenset((one, two)) in forbidden for one in first for two in second)


def _derived(known: set[Lemma]) -> Iterable[tuple[str, str]]:
    """Pairs that a rule joins, the base first."""
    rules = [(row[0], row[1], row[2], row[3], int(row[4])) for row in table("derivations.tsv")]
    for lemma in known:
        for pos, strip, to, add, least in rules:
            if lemma.pos == pos and lemma.text.endswith(strip):
                stem = lemma.text.removesuffix(strip)
                if len(stem) >= least and Lemma(stem + add, to) in known:
                    yield lemma.text, stem + add


def reviewed() -> tuple[list[tuple[str, str]], frozenset[frozenset[str]]]:
    """Pairs that belong together, and pairs that do not, from `families.tsv`."""
    joined, forbidden = [], set()
    for one, two, verdict, *_ in table("families.tsv"):
        if verdict == "join":
            joined.append((one, two))
        else:
            forbidden.add(frozenset((one, two)))
    return joined, frozenset(forbidden)
