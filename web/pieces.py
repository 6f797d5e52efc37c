"""A text in pieces, some of which are marked; the only place where a text becomes HTML outside the templates."""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from search.answer import Spans


class Piece(NamedTuple):
    """A stretch of a text, and whether it is marked."""

    text: str
    marked: bool = False


def pieces(text: str, marks: Spans, start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """A stretch of a text in marked and unmarked pieces, none of them empty.

    Args:
        text: of a passage.
        marks: half-open spans in code points, in order, none overlapping.
        start: where to begin.
        end: where to stop; None for the text's end.
    """
    end = len(text) if end is None else end
    found: list[Piece] = []
    at = start
    for left, right in marks:
        first, last = max(left, at), min(right, end)
        if first >= last:
            continue
        found += [Piece(text[at:first]), Piece(text[first:last], True)]
        at = last
    found.append(Piece(text[at:end]))
    return tuple(piece for piece in found if piece.text)


def snippet_pieces(text: str, snippets: Iterable[tuple[int, int]], marks: Spans) -> tuple[Piece, ...]:
    """The snippets of a text in pieces, with an ellipsis for what is left out."""
    found: list[Piece] = []
    before = 0
    for start, end in snippets:
        if start - before > 1 or (start and not found):
            found.append(Piece("… " if not found else " … "))
        elif found:
            found.append(Piece(" "))
        found += pieces(text, marks, start, end)
        before = end
    if found and before < len(text):
        found.append(Piece(" …"))
    return tuple(found)


def marked(shown: Iterable[Piece]) -> Markup:
    """The pieces as HTML, what is marked in `mark`; a filter of the templates."""
    return Markup(  # noqa: S704 - of texts that are escaped
        "".join(f"<mark>{escape(text)}</mark>" if mark else escape(text) for text, mark in shown)
    )
