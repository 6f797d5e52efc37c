"""Lines → one text: words that a line end broke are made whole, and every word keeps its place.

A hyphen at a line end is one of three things: a break in a word ("kompetanse-/utvikling"), a hyphen of the word itself
("NAV-/kontor"), or a suspended hyphen ("barnehage-/og skoleeigar"). Evidence decides: what the lexicon knows and what
the report writes elsewhere; form decides where there is none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from catalogue.model import Run
from ingest.pdf.layout.model import Line

Known = Callable[[str], bool]

# What follows a suspended hyphen, in both standards and English.
_SUSPENDING = frozenset({"og", "eller", "samt", "men", "til", "elles", "så", "and", "or"})
_NEGATIONS = frozenset({"ikke", "ikkje", "non"})  # "ikke-statlig"
_HYPHENS = "-\u2010\u2011"
_DASHES = "–—"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S*[/\-._=?&]$")


class Placed(NamedTuple):
    """A line and the page it is printed on."""

    page: int
    line: Line


def vocabulary(lines: Iterable[Line]) -> set[str]:
    """Lower-case words that the report writes unbroken; the last and first words of lines are left out where broken."""
    seen: set[str] = set()
    broken = False
    for line in lines:
        words = line.text.lower().split(" ")
        last = words[-1]
        start = 1 if broken else 0
        broken = last[-1:] in _HYPHENS
        for word in words[start : len(words) - 1 if broken else None]:
            if word.isalpha():
                seen.add(word)
            else:
                seen.update(_WORD.findall(word))
    return seen


def glue(left: str, right: str, known: Known) -> tuple[int, str]:
    """How a line's last word meets the next line's first one.

    Args:
        left: last word of a line, with its hyphen if it has one.
        right: first word of the next line.
        known: whether a lower-case word is evidenced.

    Returns:
        How many characters to drop from the end of `left`, and what to put between the two.
    """
    if left[-1] in _HYPHENS and len(left) > 1:
        return _hyphen(left, right, known)
    if _ADDRESS.match(left) or (left[-1] == "/" and len(left) > 1 and right[0].isalnum()):
        return 0, ""
    if left[-1] in _DASHES and left[-2:-1].isdigit() and right[0].isdigit():
        return 0, ""
    return 0, " "


def _hyphen(left: str, right: str, known: Known) -> tuple[int, str]:
    stem = left[:-1]
    bare = right.strip(".,;:!?()«»”\"'")
    if not stem[-1].isalnum() or not right[0].isalnum() or bare.lower() in _SUSPENDING:
        return 0, " "
    if _ADDRESS.match(left):
        return 0, ""
    begin = re.split(r"[^\w-]", stem)[-1]
    end = re.split(r"[^\w-]", bare)[0]
    whole = (begin + end).lower()
    if known(whole) and not (end[:1].isupper() and not begin.isupper()):
        return 1, ""
    if known(f"{begin}-{end}".lower()) or right[0].isupper() or right[0].isdigit():
        return 0, ""
    return (0, "") if _own_hyphen(begin, end, known) else (1, "")


def _own_hyphen(begin: str, end: str, known: Known) -> bool:
    """Whether a word that nobody knows as a whole is likely spelled with the hyphen at its line end."""
    first, _, last = begin.rpartition("-")
    if any(char.isdigit() for char in last) or (len(last) > 1 and last.isupper()) or len(last) == 1:
        return True  # "5-", "NAV-", "e-"
    low = last.lower()
    if low in _NEGATIONS:
        return True
    if not known(end.lower()) or known(f"{low}{end.lower()}"):
        return False  # the latter: "KI-verk-/tøy"
    name = last[0].isupper() and not known(low) and not known(low.removesuffix("s"))
    return (known(low) and (bool(first) or low.endswith("isk"))) or name  # "éin-til-", "teknisk-", "Oda-"


def join(lines: Sequence[Placed], known: Known, between: str = " ") -> tuple[str, tuple[Run, ...]]:
    """The text of lines that belong together, and the place of each word in it.

    Args:
        lines: in reading order.
        known: whether a lower-case word is evidenced.
        between: what parts the cells of a table row; within a cell, and in running text, it is a blank.
    """
    text: list[str] = []
    runs: list[Run] = []
    length = 0
    for number, (page, line) in enumerate(lines):
        words = list(line.words())
        following = lines[number + 1].line if number + 1 < len(lines) else None
        for index, (word, x0, x1) in enumerate(words):
            drop, gap = 0, " "
            if index + 1 == len(words):
                gap = ""
                if following is not None and following.cell != line.cell:
                    gap = between
                elif following is not None and _beside(line, following):
                    gap = " "
                elif following is not None:
                    drop, gap = glue(word, following.text.split(" ", 1)[0], known)
            kept = word[: len(word) - drop]
            runs.append(_run(length, len(kept), Placed(page, line), x0, x1))
            text += [kept, gap]
            length += len(kept) + len(gap)
    return "".join(text), tuple(runs)


def _beside(line: Line, following: Line) -> bool:
    """Whether two lines stand on one height, as labels of a figure do: then no word is broken between them."""
    overlap = min(line.bottom, following.bottom) - max(line.top, following.top)
    return following.x0 > line.x1 and 2 * overlap > line.bottom - line.top


def _run(start: int, length: int, placed: Placed, x0: float, x1: float) -> Run:
    """A word's run; boxes to a tenth of a point, which is less than a printer shows."""
    page, line = placed
    return Run(start, start + length, page, round(x0, 1), round(line.top, 1), round(x1, 1), round(line.bottom, 1))
