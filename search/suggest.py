"""When a word found nothing: what each word finds alone, and which known words are spelled nearly so."""

import time
from collections.abc import Sequence

from norwegian.tokens import fold
from norwegian.words import GRAM, SKELETON, SURFACE, QueryTerm
from search import limits
from search.answer import Alone, Suggestion
from search.engines.port import Any, Clause, Engine, Key, Plan, Word
from search.plan import Sought

_LONG = 6  # letters of a word that may be spelled with two edits


def unknown(engine: Engine, sought: Sequence[Sought]) -> bool:
    """Whether the collection lacks a word of the query altogether."""
    return any(not _is_known(engine, one) for one in sought if one.find is None and not one.stop)


def suggest(
    query: str, plan: Plan, sought: Sequence[Sought], engine: Engine, *, found: int, until: float
) -> Suggestion:
    """What may help.

    Args:
        query: as given.
        plan: of the query; its filters hold for each word alone too.
        sought: words of the query.
        engine: knows the words.
        found: how many passages the query found; with some, only words that no lexicon knows get near ones.
        until: the time (`time.monotonic`) when to stop.
    """
    words = [_alone(one, plan, engine, wide=not found, until=until) for one in sought if not one.stop]
    better = query
    for one, word in sorted(
        zip((one for one in sought if not one.stop), words, strict=True), key=lambda each: -each[0].span.start
    ):
        if word.near:
            better = better[: one.span.start] + word.near[0][0] + better[one.span.end :]
    return Suggestion(tuple(words), better if better != query else "")


def _alone(one: Sought, plan: Plan, engine: Engine, *, wide: bool, until: float) -> Alone:
    found = 0
    if one.find is None:
        alone = plan._replace(clause=_clause(one), bonus=())
        found = engine.search(alone, 1, within_s=_left(until)).total
    near: tuple[tuple[str, int], ...] = ()
    if len(one.terms) == 1 and one.find is None and (wide or _is_strange(one)) and not _is_known(engine, one):
        word = fold(one.terms[0].text)
        distance = 2 if len(word) >= _LONG else 1
        known = engine.near(SURFACE, word, distance, limits.SUGGESTIONS, within_s=_left(until))
        near = tuple((other.text.removeprefix(SURFACE), other.count) for other in known)
    return Alone(one.text, found, near)


def _clause(one: Sought) -> Clause:
    """The word in any form, without its parts."""
    words = [Word((tuple(Key(key.text, key.weight, key.cover) for key in term.keys),)) for term in one.terms]
    prefixes = [Word(((Key(SURFACE + prefix, prefix=True),),)) for prefix in one.prefixes]
    return Any((*words, *prefixes))


def _is_strange(one: Sought) -> bool:
    """Whether the lexicon lacks the word, which is then a name or misspelt."""
    return any(key.text[0] == SKELETON for key in one.terms[0].keys)


def _is_known(engine: Engine, one: Sought) -> bool:
    return any(_has(engine, term) for term in one.terms) or any(
        engine.starting(SURFACE + prefix, 1) for prefix in one.prefixes
    )


def _has(engine: Engine, term: QueryTerm) -> bool:
    return any(key.text[0] != GRAM and engine.frequency(key.text) for key in term.keys)


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
