"""Ruled grids → cells: a mesh of rules cut into the boxes that it draws."""

from ingest.pdf.layout.model import Box
from ingest.pdf.layout.rules import Rule, Rules

_SAME = 4.0  # points: rules closer than this are one
_CELLS = 6000  # more than any table on a page; a drawing can have more


def cells(mesh: Rules) -> list[Box]:
    """The boxes that a mesh of rules encloses, from top to bottom and left to right.

    Sides that a table leaves open are closed by its outer edges.
    """
    x0, x1 = _extent(mesh.across, mesh.down)
    top, bottom = _extent(mesh.down, mesh.across)
    xs = _stops([x0, *(rule.at for rule in mesh.down), x1])
    ys = _stops([top, *(rule.at for rule in mesh.across), bottom])
    columns, lines = len(xs) - 1, len(ys) - 1
    if columns < 1 or lines < 1 or columns * lines > _CELLS:
        return []
    walls = _covered(mesh.down, xs, ys)
    floors = _covered(mesh.across, ys, xs)
    parent = list(range(columns * lines))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(lines):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not walls[column + 1] >> row & 1:
                parent[root(here + 1)] = root(here)
            if row + 1 < lines and not floors[row + 1] >> column & 1:
                parent[root(here + columns)] = root(here)
    boxes: dict[int, Box] = {}
    for row in range(lines):
        for column in range(columns):
            box = Box(xs[column], ys[row], xs[column + 1], ys[row + 1])
            key = root(row * columns + column)
            boxes[key] = _around(boxes[key], box) if key in boxes else box
    return sorted(boxes.values(), key=lambda box: (box.top, box.x0))


def _extent(along: list[Rule], across: list[Rule]) -> tuple[float, float]:
    low = min(*(rule.start for rule in along), *(rule.at for rule in across))
    high = max(*(rule.end for rule in along), *(rule.at for rule in across))
    return low, high


def _stops(values: list[float]) -> list[float]:
    """Sorted values with near ones made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _covered(found: list[Rule], stops: list[float], spans: list[float]) -> list[int]:
    """For each stop a bit for each span between two neighbours of `spans` that a rule runs along."""
    covered = [0] * len(stops)
    for rule in found:
        index = min(range(len(stops)), key=lambda i: abs(stops[i] - rule.at))
        for span in range(len(spans) - 1):
            if rule.start <= (spans[span] + spans[span + 1]) / 2 <= rule.end:
                covered[index] |= 1 << span
    return covered


def _around(one: Box, other: Box) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
