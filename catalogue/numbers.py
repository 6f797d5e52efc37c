"""Numbers of reports within their series, and which are missing: "2022:3", "3/2022", "8/07", "123", "Delrapport 2".

A number is missing when the numbering itself shows it: between two of the same year (or of a running series) that are
here, and among parts also before the first, for parts are counted from one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMBERS = tuple(
    re.compile(rf"(?P<before>[^\d]*?){form}")
    for form in (
        rf"{_YEAR}[:/.-](?P<number>\d{{1,4}})",  # 2022:3
        rf"(?P<number>\d{{1,4}})[:/.-]{_YEAR}",  # 3/2022
        r"(?P<number>\d{1,3})/(?P<short>\d\d)",  # 8/07
        r"(?P<number>\d{1,5})",  # 123
    )
)
_CENTURY = 70  # two digits from here on are of the 1900s
_ORDINALS = (
    ("første", "fyrste"), ("andre",), ("tredje",), ("fjerde",), ("femte",), ("sjette",), ("sjuende", "syvende", "sjuande"),
    ("åttende", "åttande"), ("niende", "niande"), ("tiende", "tiande"),
)  # fmt: skip
_ORDINAL = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words}
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ONE = r"(?:\d{1,2}|(?-i:[IVX]{1,5}))\b(?!\s?[:/]\s?\d|[./-]\d)"
_KIND = r"[A-ZÆØÅa-zæøå]*(?:[Rr]apport|[Nn]otat)"
_PART = re.compile(
    rf"\b(?P<kind>{_KIND})(?:en|et)?,?\s+(?:[Nn]r\.?\s*)?(?P<numbers>{_ONE}(?:(?:\s?[,&–-]\s?|\s(?:og|till?)\s){_ONE})*)"
    rf"|\b(?P<ordinal>{'|'.join(_ORDINAL)})\s+(?P<kind_after>{_KIND})(?:en|et)?\b",
    re.IGNORECASE,
)
_MANY = 20  # parts that one report can be


@dataclass(frozen=True, slots=True)
class Number:
    """A report's number in its series.

    Attributes:
        number: within the year or the series.
        year: that the number names, or None.
        form: how it is printed, with {} in the number's place.
    """

    number: int
    year: int | None
    form: str


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of its series a report says to be.

    Attributes:
        kind: what the parts are called, in lower case ("delrapport").
        numbers: one, or several in order ("Delrapport 2 og 3").
    """

    kind: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that are missing, one after the other.

    Attributes:
        text: as they would be printed: "2022:4–6", "delrapport 3".
        first: the first of them.
        last: the last.
    """

    text: str
    first: int
    last: int


def number_of(printed: str) -> Number | None:
    """The number that is printed on a report, or None where it is of another kind ("HIS 80820:2008 rev. b")."""
    text = re.sub(r"\s*([:/])\s*", r"\1", " ".join(printed.split()))
    for pattern in _NUMBERS:
        if found := pattern.fullmatch(text):
            named = found.groupdict()
            short = int(named["short"]) if named.get("short") else None
            year = int(named["year"]) if named.get("year") else None
            if short is not None:
                year = short + (1900 if short >= _CENTURY else 2000)
            start, end = found.span("number")
            literal = [part.replace("{", "").replace("}", "") for part in (text[:start], text[end:])]
            return Number(int(found["number"]), year, "{}".join(literal))
    return None


def part_of(title: str) -> Part | None:
    """The part that a title says its report to be, the last one where it names several; None where it says nothing."""
    found = list(_PART.finditer(title))
    if not found:
        return None
    if word := found[-1]["ordinal"]:
        return Part(found[-1]["kind_after"].lower(), (_ORDINAL[word.lower()],))
    numbers = _listed(found[-1]["numbers"])
    return Part(found[-1]["kind"].lower(), numbers) if numbers else None


def _listed(text: str) -> tuple[int, ...]:
    """The numbers of "2", "2 og 3", "2–4"."""
    numbers: list[int] = []
    to = False
    for word in re.findall(r"\d+|[IVX]+|[–-]|till?", text):
        if word in {"–", "-", "til", "till"}:
            to = True
            continue
        value = int(word) if word.isdecimal() else _roman(word)
        numbers += range(numbers[-1] + 1, min(value, numbers[-1] + _MANY)) if to and numbers else ()
        numbers.append(value)
        to = False
    return tuple(sorted(set(numbers)))


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def gaps(numbering: Iterable[Number | Part]) -> tuple[Gap, ...]:
    """What is missing of a numbering, in order.

    Args:
        numbering: of the reports that are here; numbers, or parts of one kind.
    """
    held: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in numbering:
        if isinstance(one, Part):
            held[0, f"{one.kind} {{}}"] += [0, *one.numbers]  # parts are counted from one
        else:
            held[one.year or 0, one.form] += [one.number]
    return tuple(gap for (_, form), numbers in sorted(held.items()) for gap in _between(sorted(set(numbers)), form))


def _between(numbers: Sequence[int], form: str) -> Iterable[Gap]:
    for before, after in pairwise(numbers):
        first, last = before + 1, after - 1
        if first <= last:
            yield Gap(form.format(f"{first}" if first == last else f"{first}–{last}"), first, last)
