"""Walking through a plan's clause."""

from collections.abc import Iterator
from math import log

from search.engines.port import All, Among, Any, Clause, Key, Maybe, Not, Plan, Word


def asked_words(clause: Clause) -> list[Word]:
    """The words that are asked for, in order: all but those inside a Not."""
    return [word for word, asked in _words(clause, asked=True) if asked]


def excluded_words(clause: Clause) -> list[Word]:
    """The words inside a Not, in order."""
    return [word for word, asked in _words(clause, asked=True) if not asked]


def _words(clause: Clause, *, asked: bool) -> Iterator[tuple[Word, bool]]:
    match clause:
        case Word():
            yield clause, asked
        case All(parts) | Any(parts):
            for part in parts:
                yield from _words(part, asked=asked)
        case Maybe(part):
            yield from _words(part, asked=asked)
        case Not(part):
            yield from _words(part, asked=False)
        case Among():
            return


def keys(plan: Plan) -> Iterator[Key]:
    """Every key that a plan reads, marks among them."""
    for word in (*excluded_words(plan.clause), *asked_words(plan.clause), *plan.bonus):
        for group in word.groups:
            yield from group
    for marks in plan.filters:
        yield from map(Key, marks)
    yield from (Key(mark) for mark, _ in plan.boosts)


def key_idf(size: int, df: int) -> float:
    """How much a key tells that stands in `df` of `size` passages."""
    return log(1 + (size - df + 0.5) / (df + 0.5))


def word_idf(size: int, found: int) -> float:
    """How much a word tells of which some key stands in `found` of `size` passages."""
    return log(1 + size / (found + 1))
