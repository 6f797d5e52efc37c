"""On which pages a report's passages stand, without their texts: to show one page of a long report."""

import json
from functools import lru_cache
from typing import NamedTuple

from catalogue.store import Catalogue


class Spot(NamedTuple):
    """Where a passage stands.

    Attributes:
        number: of the passage.
        id: of the passage.
        pages: PDF pages that it touches, in order; empty for a landing page's bullet.
    """

    number: int
    id: str
    pages: tuple[int, ...]


def spots(catalogue: Catalogue, report: str) -> list[Spot]:
    """The passages of the report with this id, in reading order."""
    rows = catalogue.db.execute("SELECT number, id, places FROM passage WHERE report = ? ORDER BY position", (report,))
    return [Spot(number, id_, _pages(places)) for number, id_, places in rows]


@lru_cache(maxsize=4096)
def _pages(places: str) -> tuple[int, ...]:
    """The pages in a column `places`; passages of a page share it."""
    return tuple(page for page, _ in json.loads(places))
