"""What a single word means: the concepts that it may stand for, by the first strategy that knows it."""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from norwegian import spelling
from norwegian.compounds import Part, cheapest, limit
from norwegian.lexicon import CLOSES, NAME, OPENS, STOP, lexicon
from norwegian.words import PLUS

CACHED = 20_000  # words; what texts are full of is remembered with its keys (`analysis`)
_LONG = 7  # letters of an unknown word before it is looked at as a compound
_STEM = 4
_FOREIGN = frozenset("cqwxz")  # letters of names and of English words, which are near Norwegian ones by chance
_OTHERWISE = 4  # further names of a compound
_SPELT = 6  # letters of an unknown word before another spelling of it is looked for; shorter ones are near too many


class Meaning(NamedTuple):
    """What is known of a word.

    Attributes:
        concepts: names, the likeliest first; empty when nothing knows the word.
        flags: those of `norwegian.lexicon`.
        skeleton: of a word that nothing knows as it is spelt, else "".
        otherwise: what a compound is called besides: "utgreiingsplan" is "utgreiing+plan", and "utredning+plan" too;
            "kommuneloven", which is a name, is "kommune+lov".
    """

    concepts: tuple[str, ...]
    flags: int
    skeleton: str = ""
    otherwise: tuple[str, ...] = ()


@functools.lru_cache(CACHED)
def meaning(word: str) -> Meaning:
    """What a folded word means.

    The order: what the lexicon has is right; a genitive is regular; a hyphen shows the parts; a known word with
    another ending is more likely than a chance compound; a compound explains a long word; a misspelt word or an older
    form is near a known one; the rest has only letters.
    """
    known = (
        _known(word)
        or _genitive(word)
        or _hyphenated(word)
        or _number(word)
        or _other_ending(word)
        or _compound(word)
        or _respelt(word)
        or Meaning((), 0, spelling.skeleton(word))
    )
    return known._replace(otherwise=_otherwise(word, known.concepts)) if _may_be_otherwise(word, known) else known


def _may_be_otherwise(word: str, known: Meaning) -> bool:
    """Whether it is a compound, or a name that may be one."""
    return len(word) >= _LONG if known.flags & NAME else any(PLUS in concept for concept in known.concepts)


def _otherwise(word: str, concepts: Sequence[str]) -> tuple[str, ...]:
    """What else a compound is called: by its parts, and with another concept of a part, as it is written, in its place.

    The dictionary of one standard has the names of laws and registers; a text in the other has their parts.
    """
    parts = _parts(word)
    names = [lexicon().name(part.concept) for part in parts]
    found = [PLUS.join(names)] if parts else []
    for place, part in enumerate(parts):
        form = word[part.start : part.end]
        written = lexicon().entry(form) or lexicon().entry(form.removesuffix("s"))
        others = [
            lexicon().name(concept) for concept in (written.concepts if written else ()) if lexicon().is_part(concept)
        ]
        found += [PLUS.join((*names[:place], other, *names[place + 1 :])) for other in others]
    return tuple([name for name in dict.fromkeys(found) if name not in concepts][:_OTHERWISE])


def _known(word: str) -> Meaning | None:
    entry = lexicon().entry(word)
    if entry is None:
        return None
    return Meaning(tuple(map(lexicon().name, entry.concepts)), entry.flags)


def _genitive(word: str) -> Meaning | None:
    """A known form with s or an apostrophe: "skolens", "NAV's", "Lars'"."""
    base = word.rstrip("'") if word.endswith("'") else word.removesuffix("s").rstrip("'")
    known = _known(base) if base != word and len(base) > 1 else None
    return known._replace(flags=known.flags & ~(OPENS | STOP)) if known and not known.flags & STOP else None


def _hyphenated(word: str) -> Meaning | None:
    halves = [half for half in word.split("-") if half]
    if len(halves) < 2 or not all(half.isalnum() for half in halves):  # noqa: PLR2004
        return meaning(halves[0]) if halves and halves[0] != word else None
    meanings = [meaning(half) for half in halves]
    names = [known.concepts[0] if known.concepts else half for known, half in zip(meanings, halves, strict=True)]
    return Meaning((PLUS.join(names),), meanings[-1].flags & ~STOP)


def _number(word: str) -> Meaning | None:
    return Meaning((), 0) if not word.isalpha() else None


def _other_ending(word: str) -> Meaning | None:
    """A base form of the lexicon with an ending that it does not have there ("lærarer", "skolar")."""
    for stem in spelling.endings(word):
        for base in (stem, stem + "e"):
            known = _known(base) if len(base) >= _STEM else None
            if known and known.flags & OPENS and not known.flags & (STOP | NAME):
                return known._replace(flags=known.flags & ~OPENS)
    return None


def _compound(word: str) -> Meaning | None:
    if len(word) < _LONG:
        return None
    parts = _parts(word)
    name = PLUS.join(lexicon().name(part.concept) for part in parts)
    return Meaning((name,), CLOSES) if parts else None


@functools.lru_cache(1)  # asked twice in a row of a compound
def _parts(word: str) -> tuple[Part, ...]:
    """The parts of the cheapest reading as a compound, as it is or in the genitive."""
    readings = (cheapest(form, lexicon(), limit(form)) for form in dict.fromkeys((word, word.removesuffix("s"))))
    return min(filter(None, readings), key=lambda parts: sum(part.price for part in parts), default=())


def _respelt(word: str) -> Meaning | None:
    """What a word means in the nearest spelling that the lexicon has ("kjøken", "serskild", "appelerte").

    It keeps its skeleton, by which it meets forms of its own that no spelling explains.
    """
    if len(word) < _SPELT or not _FOREIGN.isdisjoint(word):
        return None
    for other in spelling.respelt(word):
        known = _known(other)
        if known and known.flags & CLOSES and not known.flags & (STOP | NAME):
            return Meaning(known.concepts, CLOSES, spelling.skeleton(word))
    return None


def leaves(concept: str) -> Sequence[str]:
    """The parts of a compound concept; the concept itself when it is whole."""
    return concept.split(PLUS)


@functools.lru_cache(CACHED)
def inner(concept: str) -> tuple[str, ...]:
    """Compounds within a compound concept: "skole+leder" in "skole+leder+utdanning"."""
    parts = leaves(concept)
    size = len(parts)
    runs = (PLUS.join(parts[i:j]) for i in range(size) for j in range(i + 2, size + 1) if j - i < size)
    return tuple(run for run in runs if lexicon().concept(run) is not None)
