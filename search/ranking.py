"""The final order: the engine's best, with those first whose words stand together, near-identical ones folded."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.model import Passage
from catalogue.store import Catalogue
from search import limits, weights
from search.engines.port import Hit, Word
from search.fold import folded
from search.highlight import Found, Highlighter
from search.plan import Sought


class Candidate(NamedTuple):
    """A passage that was found, before it is a hit.

    Attributes:
        number: the catalogue's number of the passage.
        score: the engine's, and then the final one.
        whole: whether it holds all words.
        touched: for each word of the plan, whether it holds any key of it.
        passage: without runs.
    """

    number: int
    score: float
    whole: bool
    touched: tuple[bool, ...]
    passage: Passage


def candidates(hits: Sequence[Hit], catalogue: Catalogue, *, whole_first: bool) -> list[Candidate]:
    """The engine's hits with their passages; those that the catalogue has no more are left out.

    Equal scores stand in the order of the passages' ids, which, other than their numbers, are the same in every store.
    """
    passages = catalogue.passages(hit.number for hit in hits)
    found = [Candidate(*hit, passages[hit.number]) for hit in hits if hit.number in passages]
    return sorted(found, key=lambda one: _order(one, whole_first=whole_first))


def _order(one: Candidate, *, whole_first: bool) -> tuple[bool, float, str]:
    return whole_first and not one.whole, -one.score, one.passage.id


def reranked(
    found: list[Candidate],
    sought: Sequence[Sought],
    words: Sequence[Word],
    highlighter: Highlighter,
    *,
    whole_first: bool,
) -> list[Candidate]:
    """The first candidates in order of how close together the words of the query stand.

    Args:
        found: in the engine's order.
        sought: of the query.
        words: of the plan, as `touched` tells of them; a text that cannot hold two words side by side is not looked at.
        highlighter: of what is sought.
        whole_first: whether passages that hold all words come first.
    """
    pairs = _pairs(sought)
    if not pairs or not weights.TOGETHER:
        return found
    asked_by = _asked_by(sought, words)
    first = [
        one._replace(score=one.score * _lift(highlighter.find(one.passage.text), pairs))
        if _can_hold_two(one.touched, asked_by, pairs)
        else one
        for one in found[: limits.RERANKED]
    ]
    first.sort(key=lambda one: _order(one, whole_first=whole_first))
    return first + found[limits.RERANKED :]


def _asked_by(sought: Sequence[Sought], words: Sequence[Word]) -> list[list[int] | None]:
    """For each thing, the numbers of the words that have all keys by which a text says it; None where keys do not tell."""
    have = [{key.text for group in word.groups for key in group} for word in words]
    all_keys = set().union(*have)
    found: list[list[int] | None] = []
    for one in sought:
        keys = {key.text for term in one.terms for group in (term.keys, *term.parts) for key in group}
        told = not one.prefixes and not one.find and keys <= all_keys
        found.append([number for number, some in enumerate(have) if not keys.isdisjoint(some)] if told else None)
    return found


def _can_hold_two(
    touched: Sequence[bool], asked_by: Iterable[Iterable[int] | None], pairs: Iterable[tuple[int, int]]
) -> bool:
    """Whether a text may hold two things that stand side by side in the query."""
    held = [numbers is None or any(map(touched.__getitem__, numbers)) for numbers in asked_by]
    return any(held[left] and held[right] for left, right in pairs)


def groups(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """Near-identical candidates together, each group where its best one is."""
    return [[found[place] for place in places] for places in folded([one.passage.text for one in found])]


def _pairs(sought: Sequence[Sought]) -> list[tuple[int, int]]:
    """Numbers of things that stand side by side in the query; stop words between do not count."""
    numbers = [number for number, one in enumerate(sought) if not one.stop]
    return list(pairwise(numbers))


def _lift(found: Found, pairs: Sequence[tuple[int, int]]) -> float:
    """The factor by which a passage's score grows: 1 to 1 + TOGETHER."""
    positions: dict[int, list[int]] = {}
    for place in found.places:
        positions.setdefault(place.number, []).append(place.position)
    near = 0.0
    for one, two in pairs:
        gaps = [abs(here - there) for here in positions.get(one, ()) for there in positions.get(two, ())]
        if gaps:
            near += 1 / max(1, min(gaps))
    return 1 + weights.TOGETHER * near / len(pairs)
