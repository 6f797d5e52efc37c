"""Reads the transducers of Debian's `apertium-nno-nob` as word lists.

`lt-print` (Debian package `lttoolbox-dev`) writes a compiled transducer as a table of arcs; each path from its start
to an end is a word form and its analysis ("leiarane", "leiar<n><m><pl><def>") or a lemma and its translation.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/usr/share/apertium/apertium-nno-nob")

_EMPTY = frozenset({"ε", "@0@", "@_EPSILON_SYMBOL_@"})
# Readings that repeat a word in another use: genitives, hyphenated halves, and what the generator alone needs.
_SKIPPED = frozenset({"<compound-R>", "<cmp-split>", "<guio>", "<gen>"})
_LONGEST = 80  # arcs of a path; longer ones come from loops
_ANALYSIS = re.compile(r"(?P<lemma>[^<#]+)(?P<tags>(?:<[^>]+>)*)(?P<rest>.*)")
_FIRST = "compound-only-L"


@dataclass(frozen=True, slots=True)
class Reading:
    """One analysis of a word form.

    Attributes:
        form: as it is written.
        lemma: as the dictionary has it.
        pos: n, np, adj, vblex, adv, det, prn, pr …
        tags: the other tags in order, such as ("m", "pl", "def").
        first: whether it is the form that opens a compound ("arbeids" of "arbeid"), linking letters included.
    """

    form: str
    lemma: str
    pos: str
    tags: tuple[str, ...]
    first: bool


def readings(transducer: str) -> Iterator[Reading]:
    """The single words of an analyser such as "nno-nob.automorf"."""
    for form, analysis in _paths(transducer):
        match = _ANALYSIS.fullmatch(analysis)
        if match is None or match["rest"] or " " in form:
            continue
        pos, *tags = re.findall(r"<([^>]+)>", match["tags"]) or [""]
        yield Reading(form, match["lemma"], pos, tuple(tags), _FIRST in tags)


def translations(transducer: str) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs ((lemma, pos), (lemma, pos)) of a bilingual dictionary such as "nno-nob.autobil", its direction kept."""
    for source, target in _paths(transducer):
        one, two = _ANALYSIS.fullmatch(source), _ANALYSIS.fullmatch(target)
        if one and two and not one["rest"] and not two["rest"] and one["tags"] and two["tags"]:
            yield (one["lemma"], _pos(one["tags"])), (two["lemma"], _pos(two["tags"]))


def _pos(tags: str) -> str:
    return tags[1 : tags.index(">")]


def _paths(transducer: str) -> Iterator[tuple[str, str]]:
    """Input and output of every path through the main section; the others hold numbers, addresses and the like."""
    table = subprocess.run(
        ["lt-print", FOLDER / f"{transducer}.bin"],  # noqa: S607  found on the PATH of whoever rebuilds
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    arcs, ends = _section(table.split("\n--\n")[1])
    stack = [(0, "", "", 0)]
    while stack:
        state, read, written, length = stack.pop()
        if state in ends:
            yield read, written
        if length < _LONGEST:
            stack += [(to, read + a, written + b, length + 1) for to, a, b in arcs[state] if to != state]


def _section(text: str) -> tuple[dict[int, list[tuple[int, str, str]]], set[int]]:
    """Arcs by state, and the states where a word may end."""
    arcs: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    ends = set()
    for line in text.split("\n"):
        fields = line.split("\t")
        if len(fields) < 4:  # noqa: PLR2004  a state and a weight: a word may end here
            ends |= {int(fields[0])} if fields[0] else set()
        elif fields[3] not in _SKIPPED:
            a, b = ("" if letter in _EMPTY else letter for letter in fields[2:4])
            arcs[int(fields[0])].append((int(fields[1]), a, b))
    return arcs, ends
