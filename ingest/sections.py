"""Where each block of a Document stands: the headings above it and the part of the report."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.model import FINDING_MATTERS, Kind, Matter
from ingest.document import Block, Document
from ingest.fields.headings import is_aside, matter_of

_FRONT = frozenset({Matter.COVER, Matter.COLOPHON, Matter.CONTENTS})  # their headings open no section
_CLOSED = frozenset({Matter.APPENDIX, Matter.REFERENCES})  # a "Konklusjon" inside these is not the report's
_STATEMENTS = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.BOX, Kind.QUOTE})
_HEADING_WORDS = 25  # a longer heading, or one of several sentences, is a paragraph in large type
_SENTENCE_WORDS = 8  # of a colophon's block that can be part of a summary printed there
_FEWEST_WORDS = 3  # of a statement
_ENDS = frozenset(".!?")
_CLOSING = " »”\"')]¹²³⁴⁵⁶⁷⁸⁹⁰"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands.

    Attributes:
        block: as read.
        kind: its kind, corrected where a heading cannot be one.
        section: headings above it, outermost first; a heading's own text is not among them.
        matter: the part of the report.
        finding: whether it states a finding.
    """

    block: Block
    kind: Kind
    section: tuple[str, ...]
    matter: Matter
    finding: bool


def place(document: Document) -> Iterator[Placed]:
    """The blocks in reading order, each with its section and matter.

    A section takes its matter from the innermost heading above that names one; what stands inside references and
    appendices stays there. A statement (paragraph, list item, box, quote) in a summary, key findings or conclusion is a
    finding; headings, captions, footnotes, table rows and figures are not, nor is what such a section says of background,
    method or recommendations.
    """
    path: list[tuple[int, str]] = []
    in_form: Matter | None = None
    for block in document.blocks:
        kind = _kind(block)
        if block.matter in _FRONT:
            in_form = _form_part(block, in_form) if block.matter is Matter.COLOPHON else None
            matter = block.matter
            if in_form and len(block.text.split()) >= _SENTENCE_WORDS:
                matter = in_form
            yield Placed(block, kind, (), matter, matter in FINDING_MATTERS and _states(block, kind))
            continue
        in_form = None
        if kind is Kind.HEADING:
            while path and path[-1][0] >= max(block.level, 1):
                path.pop()
        section = tuple(text for _, text in path)
        if kind is Kind.HEADING:
            path.append((max(block.level, 1), block.text))
        headings = tuple(text for _, text in path)
        matter = block.matter or _matter(headings)
        aside = any(map(is_aside, headings))
        yield Placed(block, kind, section, matter, matter in FINDING_MATTERS and _states(block, kind) and not aside)


def _states(block: Block, kind: Kind) -> bool:
    """Whether a block can state something: a sentence, or at least several words of a list; an author's name cannot."""
    words = len(block.text.split())
    if kind not in _STATEMENTS or words < _FEWEST_WORDS:
        return False
    return kind is Kind.LIST_ITEM or words >= _SENTENCE_WORDS or block.text.rstrip(_CLOSING)[-1:] in _ENDS


def _matter(headings: tuple[str, ...]) -> Matter:
    found = Matter.BODY
    for heading in headings:
        found = matter_of(heading) or found
        if found in _CLOSED:
            break
    return found


def _kind(block: Block) -> Kind:
    words = block.text.split()
    too_long = len(words) > _HEADING_WORDS or (len(words) > _SENTENCE_WORDS and block.text.endswith("."))
    return Kind.PARAGRAPH if block.kind is Kind.HEADING and too_long else block.kind


def _form_part(block: Block, before: Matter | None) -> Matter | None:
    """The summary that a colophon's form holds under a label of its own ("Sammendrag:"), while its sentences last."""
    named = matter_of(block.text)
    if named in FINDING_MATTERS:
        return named
    return before if len(block.text.split()) >= _SENTENCE_WORDS else None
