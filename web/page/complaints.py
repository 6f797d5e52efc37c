"""What could not be read of a query, in the reader's language, with the place pointed out."""

from collections.abc import Iterable
from typing import NamedTuple

from search import limits
from search.query import fields
from search.query.tree import Complaint
from web.language import Speaker
from web.pieces import Piece, pieces

_LIMITS: dict[str, object] = {
    "query_length": limits.QUERY_LENGTH,
    "terms": limits.TERMS,
    "depth": limits.DEPTH,
    "prefix_letters": limits.PREFIX_LETTERS,
    "fuzzy_letters": limits.FUZZY_LETTERS,
    "edits": limits.EDITS,
    "fuzzy_words": limits.FUZZY_WORDS,
    "distance": limits.DISTANCE,
    "seconds": round(limits.TIME_S),
    "sorted": limits.SORTED,
    "lines": limits.CONCORDANCE,
}


class ComplaintView(NamedTuple):
    """A complaint.

    Attributes:
        text: a sentence.
        lang: of the sentence when it is not in the page's language, else "".
        query: the query in pieces, the place marked; () when the complaint is about all of it.
    """

    text: str
    lang: str
    query: tuple[Piece, ...]


def complaint_views(query: str, complaints: Iterable[Complaint], t: Speaker) -> tuple[ComplaintView, ...]:
    """The complaints about a query."""
    return tuple(_view(query, complaint, t) for complaint in complaints)


def _view(query: str, complaint: Complaint, t: Speaker) -> ComplaintView:
    place = query[complaint.start : complaint.end]
    text = t.known(f"complaint.{complaint.code.replace('-', '_')}", "")
    whole = complaint.start <= 0 and complaint.end >= len(query)
    shown = () if whole or not place else pieces(query, ((complaint.start, complaint.end),))
    if not text:
        return ComplaintView(complaint.text, "en", shown)
    field = place.partition(":")[0]
    name = fields.name_of(field)
    told = {"place": place, "field": field, "takes": t(f"takes.{name}") if name else ""}
    return ComplaintView(t.fill(text, **_LIMITS, **told), "", shown)
