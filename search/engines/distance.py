"""How many edits lie between two words."""


def edits(left: str, right: str, most: int) -> int:
    """Insertions, deletions, other letters and swaps of neighbours that make one word the other.

    No letter is edited twice (optimal string alignment).

    Args:
        left: a word.
        right: another.
        most: the count stops above this.

    Returns:
        The number of edits, or `most` + 1 when there are more.
    """
    left, right = _without_common_ends(left, right)
    if not left and not right:
        return 0
    if abs(len(left) - len(right)) > most:
        return most + 1
    if most == 1:  # what is left after a single edit is one letter, or two that are swapped
        return 1 if max(len(left), len(right)) == 1 or (left == right[::-1] and len(left) == len("ab")) else 2
    return _aligned(left, right, most)


def _without_common_ends(left: str, right: str) -> tuple[str, str]:
    """Both without the letters at which they begin and end alike."""
    start, shorter = 0, min(len(left), len(right))
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]


def _aligned(left: str, right: str, most: int) -> int:
    """The edits by the usual table, two rows of it at a time; given up when two rows in sequence are above `most`."""
    above: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        earlier, above, row = above, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(above) > most:
            break
    return min(row[-1], most + 1)
