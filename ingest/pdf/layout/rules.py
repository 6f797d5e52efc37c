"""Drawn shapes → rules: horizontal and vertical lines, joined where they continue each other."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.pdf.glyphs import Shape

_THIN = 3.0  # points: a narrower rectangle is a line
_JOIN = 3.5  # points: lines closer than this continue or touch each other
_MOST = 3000  # shapes; a page with more is a drawing, and only its long lines are looked at
_LONG = 40.0


class Rule(NamedTuple):
    """A straight line.

    Attributes:
        at: y of a horizontal rule, x of a vertical one.
        start: its left or upper end.
        end: its right or lower end.
    """

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The rules of a page or a table."""

    across: list[Rule]
    down: list[Rule]


def rules(shapes: Sequence[Shape]) -> Rules:
    """Lines, thin rectangles and the outlines of framed ones, as long rules."""
    across: list[Rule] = []
    down: list[Rule] = []
    shortest = _LONG if len(shapes) > _MOST else 0.0
    for shape in shapes:
        width, height = shape.x1 - shape.x0, shape.bottom - shape.top
        if max(width, height) < shortest:
            continue
        if height <= _THIN and width > height:
            across.append(Rule((shape.top + shape.bottom) / 2, shape.x0, shape.x1))
        elif width <= _THIN:
            down.append(Rule((shape.x0 + shape.x1) / 2, shape.top, shape.bottom))
        elif shape.stroked:
            across += [Rule(shape.top, shape.x0, shape.x1), Rule(shape.bottom, shape.x0, shape.x1)]
            down += [Rule(shape.x0, shape.top, shape.bottom), Rule(shape.x1, shape.top, shape.bottom)]
    return Rules(_joined(across), _joined(down))


def _joined(pieces: Iterable[Rule]) -> list[Rule]:
    """Pieces on one line that touch or overlap, as one."""
    found: list[Rule] = []
    for level in _levels(sorted(pieces)):
        level.sort(key=lambda rule: rule.start)
        at, start, end = level[0]
        for piece in level[1:]:
            if piece.start <= end + _JOIN:
                end = max(end, piece.end)
            else:
                found.append(Rule(at, start, end))
                at, start, end = piece
        found.append(Rule(at, start, end))
    return found


def _levels(pieces: list[Rule]) -> list[list[Rule]]:
    levels: list[list[Rule]] = []
    for piece in pieces:
        if levels and piece.at - levels[-1][0].at <= _THIN:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def meshes(found: Rules) -> list[Rules]:
    """Rules that cross or touch each other, together: each may be the grid of a table."""
    across, down = found.across, found.down
    if not across or not down or len(across) * len(down) > _MOST * 20:
        return []
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(across):
        for j, column in enumerate(down, len(across)):
            if (
                row.start - _JOIN <= column.at <= row.end + _JOIN
                and column.start - _JOIN <= row.at <= column.end + _JOIN
            ):
                parent[root(i)] = root(j)
    groups: dict[int, Rules] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), Rules([], [])).across.append(row)
    for j, column in enumerate(down, len(across)):
        groups.setdefault(root(j), Rules([], [])).down.append(column)
    return [group for group in groups.values() if group.across and group.down]
