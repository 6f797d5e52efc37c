"""The pages of a long answer."""

from collections.abc import Callable
from typing import NamedTuple

from web.parameters import MOST_OFFSET

_AROUND = 2  # numbers on either side of the page's own


class Page(NamedTuple):
    """A page that can be gone to.

    Attributes:
        number: from 1.
        link: address; "" for the page that is shown.
    """

    number: int
    link: str


class Pages(NamedTuple):
    """Where to go from a page.

    Attributes:
        previous: address of the page before, or "".
        next: address of the page after, or "".
        numbers: some of the pages, in order; None between two where some are left out.
    """

    previous: str
    next: str
    numbers: tuple[Page | None, ...]


def pages_of(
    offset: int, size: int, most: int | None, link: Callable[[int], str], *, more: bool, furthest: int = MOST_OFFSET
) -> Pages:
    """The pages around one.

    Args:
        offset: how many are left out before it.
        size: how many stand on a page.
        most: how many there are at most; None when that is not known.
        link: the address of the page that begins after so many.
        more: whether there is anything after this page.
        furthest: how many can be left out.
    """
    current = offset // size
    last = min(max(current, ((most or 0) - 1) // size), furthest // size) if more else current
    if more and most is None:
        last = current + 1
    near = range(max(0, current - _AROUND), min(last, current + _AROUND) + 1)
    shown = sorted({0, *near})
    numbers: list[Page | None] = []
    for number in shown:
        if numbers and (before := numbers[-1]) and number > before.number:
            numbers.append(None)
        numbers.append(Page(number + 1, "" if number == current else link(number * size)))
    back = max(0, offset - size)
    onward = more and offset + size <= furthest
    return Pages(link(back) if offset else "", link(offset + size) if onward else "", tuple(numbers))
