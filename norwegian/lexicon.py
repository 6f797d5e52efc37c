"""The built lexicon, memory-mapped: what each word form means, and what compounds are made of.

`norwegian.build.lexicon` writes the files; this is the only module that reads them.
"""

import functools
import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from norwegian.compounds import Part, long_enough

FOLDER = Path(__file__).parent / "data"
UNIT = 16  # a stored price of 16 is 1.0

# Bits of a form's flags.
NYNORSK, BOKMAAL, STOP, OPENS, CLOSES, NAME, MORE = 1, 2, 4, 8, 16, 32, 64
CONCEPTS = 4  # at most, of a form; all but the last carry the flag MORE
_SEEN = 15.5 * UNIT  # less than a stored price is worth that no compound of the lexicon ends with
_UNUSUAL = 2.0  # what each further meaning of a form costs more as a compound's last part
_NUMBER = 0xFFFFFF  # the bits of a concept's number below the flags


class Entry(NamedTuple):
    """What the lexicon knows of a word form.

    Attributes:
        concepts: their numbers, the likeliest first.
        flags: NYNORSK and BOKMAAL: standards it is a form of; STOP: closed class; OPENS: a base form that can stand
            before a noun in a compound written apart; CLOSES: can end a compound; NAME: only known as a name.
    """

    concepts: tuple[int, ...]
    flags: int


class Lexicon:
    """Word forms, concepts, families and elements of compounds; lower case throughout."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Maps the files of `folder` into memory.

        Raises:
            FileNotFoundError: a file is missing; the package is not whole.
        """
        self._forms = marisa_trie.Trie().mmap(str(folder / "forms.marisa"))
        self._names = marisa_trie.Trie().mmap(str(folder / "concepts.marisa"))
        self._openers = marisa_trie.Trie().mmap(str(folder / "firsts.marisa"))
        self._entry_of = _numbers(folder / "forms.bin")
        self._entries = _numbers(folder / "entries.bin")
        self._next = _numbers(folder / "families.bin")
        self._opener = _numbers(folder / "firsts.bin")
        self._price = (folder / "prices.bin").read_bytes()

    def entry(self, form: str) -> Entry | None:
        """What a lower-case form means, or None when it is unknown."""
        number = self._forms.get(form)
        if number is None:
            return None
        at = self._entry_of[number]
        slot = self._entries[at]
        flags = slot >> 24 & ~MORE
        concepts = [slot & _NUMBER]
        while slot >> 24 & MORE:
            at += 1
            slot = self._entries[at]
            concepts.append(slot & _NUMBER)
        return Entry(tuple(concepts), flags)

    def name(self, concept: int) -> str:
        """A concept's name; a compound's parts are joined by "+"."""
        return self._names.restore_key(concept)  # type: ignore[no-any-return]

    def concept(self, name: str) -> int | None:
        """The number of a concept by its name."""
        return self._names.get(name)  # type: ignore[no-any-return]

    def is_part(self, concept: int) -> bool:
        """Whether it ends any compound of the lexicon: what does not is no part of others either, mostly."""
        return self._price[concept] < _SEEN

    def family(self, concept: int) -> tuple[int, ...]:
        """The other members of a concept's word family."""
        members = []
        member = self._next[concept]
        while member != concept:
            members.append(member)
            member = self._next[member]
        return tuple(members)

    def firsts(self, word: str, start: int) -> Iterable[tuple[int, Part]]:
        """Parts that open a compound at `start`, each with where the next part begins."""
        for opener in self._openers.prefixes(word[start:]):
            at = 2 * self._openers[opener]
            after = start + len(opener)
            packed = self._opener[at]
            linking = (packed & 0xFF) - 1
            if linking >= 0 or word[after : after + 1] == word[after - 1]:
                yield after, Part(start, after - linking, self._opener[at + 1], (packed >> 8) / UNIT)

    def lasts(self, word: str, start: int) -> Sequence[Part]:
        """Readings of the rest of the word as a compound's last part, in any form; the likeliest costs least."""
        entry = self.entry(word[start:]) if long_enough(word[start:]) else None
        if entry is None or not entry.flags & CLOSES:
            return ()
        return [
            Part(start, len(word), concept, self._price[concept] / UNIT + place * _UNUSUAL)
            for place, concept in enumerate(entry.concepts)
            if self._price[concept] < 0xFF  # noqa: PLR2004  never ends a compound
        ]


def _numbers(path: Path) -> Sequence[int]:
    """A file of 32-bit numbers in this machine's order of bytes (all that we support are little-endian)."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("I")


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the package, opened when it is first asked for."""
    return Lexicon()
