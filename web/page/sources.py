"""Where the details of a report come from, in the reader's language."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from catalogue.model import Candidate
from web.language import Speaker

_PAGED = re.compile(r"(.+) p\. (\d+)")


class CandidateView(NamedTuple):
    """A value that was seen for a detail.

    Attributes:
        field: the detail's name, in the page's language.
        value: as it was seen.
        source: where, in the page's language; several places in a row.
        chosen: whether it is used.
        reason: why it is not, in English, or "".
    """

    field: str
    value: str
    source: str
    chosen: bool
    reason: str


def candidate_views(candidates: Iterable[Candidate], t: Speaker) -> tuple[CandidateView, ...]:
    """The values that were seen, those of a detail together, each with all the places that say it."""
    places: dict[tuple[str, str, bool, str], list[str]] = {}
    for one in candidates:
        seen = places.setdefault((_name(one.field, t), one.value, one.chosen, one.reason), [])
        source = source_text(one.source, t)
        if source not in seen:
            seen.append(source)
    views = [
        CandidateView(field, value, "; ".join(seen), chosen, reason)
        for (field, value, chosen, reason), seen in places.items()
    ]
    order = {view.field: place for place, view in reversed(list(enumerate(views)))}
    return tuple(sorted(views, key=lambda view: order[view.field]))


def _name(field: str, t: Speaker) -> str:
    """What a detail is called; a candidate is one of several authors."""
    return t("report.authors_one") if field == "author" else t.known(f"report.{field}", field)


def source_text(source: str, t: Speaker) -> str:
    """A source such as "colophon p. 2: Utgivar" in the page's language."""
    place, _, label = source.partition(": ")
    paged = _PAGED.fullmatch(place)
    name = _place(paged[1] if paged else place, t)
    if paged:
        name = t("report.source_page", source=name, page=paged[2])
    return t("report.source_label", source=name, label=label) if label else name


def _place(place: str, t: Speaker) -> str:
    """A place that has a name here; what follows the name, as in "info dictionary Title", stays."""
    words = place.split(" ")
    for count in range(len(words), 0, -1):
        known = t.known(f"source.{'_'.join(words[:count])}", "")
        if known:
            return " ".join((known, *words[count:]))
    return place
