"""Printed lines as the parts that their typesetter made of them: groups in one style, a title and what stands below it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.metadata.printed import Segment, breaks_freely, join

_SIZES = 0.06  # share by which two lines' sizes may differ and still look like one
_WITHIN = 1.2  # of the size: the widest gap between two lines of one group
_DASHES = "-–—"


class Group(NamedTuple):
    """Lines that the eye takes as one: the same style, close together."""

    lines: tuple[Segment, ...]

    @property
    def size(self) -> float:
        """Of its largest line."""
        return max(line.size for line in self.lines)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(line.bottom for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines as one, in the order in which they are read."""
        return join(in_order(self.lines))


def same_style(line: Segment, following: Segment) -> bool:
    """Whether two lines look alike in size and weight."""
    return line.bold == following.bold and abs(line.size - following.size) <= _SIZES * max(line.size, following.size)


def parts(lines: Sequence[Segment]) -> tuple[str, str]:
    """Lines of a title as title and subtitle.

    The subtitle begins where the style changes, with a line that opens with a dash, or with a capital behind a line that
    ended though there was room.
    """
    right = max(line.x1 for line in lines)
    cut = next(
        (
            index
            for index in range(1, len(lines))
            if not same_style(lines[index - 1], lines[index])
            or lines[index].text[:1] in _DASHES
            or (lines[index].text[:1].isupper() and breaks_freely(lines[index - 1], lines[index], right))
        ),
        len(lines),
    )
    return join(lines[:cut]), join(lines[cut:])


def in_order(lines: Sequence[Segment]) -> list[Segment]:
    """Lines as they are read, also those that stand in two heights beside a larger one: cut across, then down."""
    if len(lines) < 2:  # noqa: PLR2004
        return list(lines)
    for across in (True, False):
        ordered = sorted(lines, key=(lambda line: line.top) if across else (lambda line: line.x0))
        for index in range(1, len(ordered)):
            before, after = ordered[:index], ordered[index:]
            # type overlaps a little: a line's box is higher than its letters
            end = max(line.bottom - 0.3 * line.size if across else line.x1 for line in before)
            if end <= min(line.top if across else line.x0 for line in after):
                return [*in_order(before), *in_order(after)]
    return sorted(lines, key=lambda line: (line.top, line.x0))


def groups(lines: Sequence[Segment]) -> list[Group]:
    """Lines from top to bottom as groups: one above the other, near, in one style, none beginning with a dash but the first."""
    found: list[list[Segment]] = []
    for line in lines:
        for group in reversed(found):
            last = group[-1]
            near = -0.3 * last.size <= line.top - last.bottom <= _WITHIN * last.size
            beneath = line.x0 < last.x1 and last.x0 < line.x1
            if near and beneath and same_style(last, line) and line.text[:1] not in _DASHES:
                group.append(line)
                break
        else:
            found.append([line])
    return [Group(tuple(group)) for group in found]


def overlaps(lines: Iterable[Segment], others: Sequence[Segment]) -> bool:
    """Whether other words are printed on top of a title's words: a hidden layer, or two texts in one place."""
    words = [word for line in lines for word in line.words]
    within = [
        (a, b) for a, b in pairwise(words) if a.x1 - b.x0 > 0.3 * a.height and abs(a.middle - b.middle) < 0.5 * a.height
    ]
    held = set(words)
    across = [
        (word, other)
        for word in words
        for line in others
        for other in line.words
        if other not in held
        and min(word.x1, other.x1) - max(word.x0, other.x0) > 0.3 * word.height
        and min(word.bottom, other.bottom) - max(word.top, other.top) > 0.5 * min(word.height, other.height)
    ]
    return bool(within or across)
