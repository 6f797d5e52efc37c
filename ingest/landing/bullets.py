"""The key findings of a landing page: which lists hold them, and bullets that markup has broken put together again."""

import re
from collections.abc import Sequence

from catalogue.model import FINDING_MATTERS
from ingest.fields.headings import matter_of
from ingest.fields.text import fold
from ingest.fields.vocabulary import load
from ingest.landing.pieces import Piece, Tag

_END = re.compile(r"[.!?:;…][\"'»”’)\]]*$")
_SIGN = re.compile(r"^[•●▪■◦‣∙*·–—-]\s+")
_FEWEST_WORDS = 5  # shorter items are names, links and menus


def key_findings(pieces: Sequence[Piece], taken: frozenset[int]) -> tuple[str, ...]:
    """The bullets that state findings.

    Lists under a heading that says so ("Hovudfunn"); where there is no such heading, every list of the main content whose
    items are sentences, but those under a heading of other matter ("Les også", "Metode"). Under a findings heading without
    a list, its paragraphs count.

    Args:
        pieces: of the page.
        taken: indices of pieces that hold labels and their values.
    """
    sections = _sections(pieces, taken)
    named = [body for heading, body in sections if _is_findings(heading)]
    listed = [text for body in named for text in _bullets(body)]
    if listed:
        return _once(listed)
    paragraphs = [piece.text for body in named for piece in body if piece.tag is Tag.PARAGRAPH and _is_statement(piece)]
    if paragraphs:
        return _once(paragraphs)
    return _once([text for heading, body in sections if not _is_other(heading) for text in _bullets(body)])


def _sections(pieces: Sequence[Piece], taken: frozenset[int]) -> list[tuple[str, list[Piece]]]:
    """The main content cut at headings; a bold paragraph that ends with a colon or names findings is a heading too."""
    sections: list[tuple[str, list[Piece]]] = [("", [])]
    for index, piece in enumerate(pieces):
        if piece.tag is Tag.HEADING or (
            piece.tag is Tag.PARAGRAPH and piece.lead == piece.text and _is_findings(piece.text)
        ):
            sections.append((piece.text, []))
        elif piece.main and index not in taken:
            sections[-1][1].append(piece)
    return sections


def _bullets(body: Sequence[Piece]) -> list[str]:
    items = _rejoined([part for piece in body for part in _parts(piece)])
    statements = [text for text, is_item, statement in items if is_item and statement]
    questions = sum(text.endswith("?") for text in statements)
    return statements if questions * 2 <= len(statements) else []


def _parts(piece: Piece) -> list[tuple[str, bool, bool]]:
    """A piece as texts: each with whether it is a list item, and whether it can be a statement."""
    if piece.tag is Tag.PARAGRAPH and any(_SIGN.match(line) for line in piece.lines):
        return [(_SIGN.sub("", line), bool(_SIGN.match(line)), True) for line in piece.lines]
    return [(_SIGN.sub("", piece.text), piece.tag is Tag.ITEM, _is_statement(piece))]


def _is_statement(piece: Piece) -> bool:
    linked = sum(len(link.text) for link in piece.links)
    return linked * 2 < len(piece.text)


def _rejoined(parts: Sequence[tuple[str, bool, bool]]) -> list[tuple[str, bool, bool]]:
    """The texts with those joined that markup has broken in the middle of a sentence.

    A text goes on with the next one when it has no final punctuation and the next begins in lower case; between two items
    only in a list of whole sentences, for a list of phrases may begin each in lower case.
    """
    prose = _is_prose(parts)
    joined: list[tuple[str, bool, bool]] = []
    for text, is_item, statement in parts:
        before = joined[-1] if joined else None
        goes_on = before and before[1] and not _END.search(before[0]) and text[:1].islower() and (prose or not is_item)
        if before and goes_on:
            joined[-1] = (f"{before[0]} {text}", True, before[2] or statement)
        else:
            joined.append((text, is_item, statement))
    return [part for part in joined if not part[1] or len(part[0].split()) >= _FEWEST_WORDS]


def _is_prose(parts: Sequence[tuple[str, bool, bool]]) -> bool:
    items = [text for text, is_item, _ in parts if is_item]
    return 2 * sum(bool(_END.search(text)) and text[:1].isupper() for text in items) >= len(items)


def _is_findings(heading: str) -> bool:
    return matter_of(heading) in FINDING_MATTERS


def _is_other(heading: str) -> bool:
    text = fold(heading)
    return any(text == word or text.startswith(f"{word} ") for word in map(fold, load("landing")["other"]))


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
