"""Line numbers: the small column of counting numbers beside the lines of a standard or a bill."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.pdf.layout.model import Word

_LEAST = 4
_STEPS = frozenset({1, 5, 10})
_ALIGNED = 2.5  # points
_COUNTING = 0.7  # share of the numbers that follow the one above by the usual step


def without_line_numbers(words: Sequence[Word]) -> list[Word]:
    """The words without a column of numbers that counts the lines."""
    numbers = [word for word in words if word.text.isdecimal() and len(word.text) <= 5]  # noqa: PLR2004 - 99,999 lines
    if len(numbers) < _LEAST:
        return list(words)
    drop: set[int] = set()
    for edge in ("x0", "x1"):
        for column in _aligned(numbers, edge):
            if _counts(column) and _beside(column, words):
                drop |= {id(word) for word in column}
    return [word for word in words if id(word) not in drop] if drop else list(words)


def _aligned(numbers: list[Word], edge: str) -> list[list[Word]]:
    columns: list[list[Word]] = []
    for word in sorted(numbers, key=lambda word: float(getattr(word, edge))):
        if columns and getattr(word, edge) - getattr(columns[-1][0], edge) < _ALIGNED:
            columns[-1].append(word)
        else:
            columns.append([word])
    return [sorted(column, key=lambda word: word.top) for column in columns if len(column) >= _LEAST]


def _counts(column: list[Word]) -> bool:
    """Whether the numbers go up by one usual step, one on a line."""
    steps = Counter(int(after.text) - int(before.text) for before, after in pairwise(column))
    step, count = steps.most_common(1)[0]
    return step in _STEPS and count >= _COUNTING * (len(column) - 1)


def _beside(column: list[Word], words: Sequence[Word]) -> bool:
    """Whether they stand in the margin, in smaller letters than the text or well apart from it."""
    left, right = min(word.x0 for word in column), max(word.x1 for word in column)
    low, high = column[0].top, column[-1].bottom
    others = [word for word in words if low <= word.top <= high and not (left <= word.x0 and word.x1 <= right + 1)]
    if not others:
        return False
    in_margin = all(word.x0 > right for word in others) or all(word.x1 < left for word in others)
    sizes = sorted(word.size for word in others)
    small = column[0].size < 0.85 * sizes[len(sizes) // 2]
    return in_margin and (small or _steps_of_five(column))


def _steps_of_five(column: list[Word]) -> bool:
    return int(column[1].text) - int(column[0].text) in {5, 10}
