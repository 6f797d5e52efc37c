"""What a report's colophon says: labelled values, ISBN and ISSN lines, the copyright line, licence, series and number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from catalogue.model import Kind, Matter
from ingest.document import Block, Document
from ingest.fields import identifiers, labels
from ingest.fields.claim import Claim
from ingest.fields.dates import year
from ingest.fields.identifiers import isbn13
from ingest.fields.text import clean
from ingest.fields.values import claims_for
from ingest.metadata import forms
from ingest.metadata.lines import parts
from ingest.metadata.numbering import find_number
from ingest.metadata.people import is_organisation
from ingest.metadata.printed import Segment, blocks_on, page_of, segments

FIRST = 4  # pages from the front, and
LAST = 2  # from the back, in which a colophon stands
CITED = "cited in the text"
_MOST_CITED = 50  # ISBNs of other works that are kept as candidates
_MOST_EDITIONS = 4  # of one report: print, net, EPUB, HTML
_FEWEST_LABELS = 2  # different fields that make a page a form
_READ = frozenset({"isbn", "issn"})  # read line by line, with the text around them
_IDENTIFIER = re.compile(r"\bIS[BS]N\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:jf|jfr|cf|sjå|se|see|erstatt?er|erstattar|replaces|tidl[ei]+[gc]?[a-z]*|forrige|førre|previous)\b|^\W*\[\d+\]|[”»\"]|\(\d{4}\)|"
    r"\b(?:kap|s)\.\s*\d",
    re.IGNORECASE,
)
_MOST_BEFORE = 5  # words before ISBN that may name the edition or the publisher
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s:]*(?:copyright\s*)?(?P<a>(?:19|20)\d\d)?[\s,:]*(?P<holder>[^\d©]*?)[\s,:]*(?P<b>(?:19|20)\d\d)?\s*\.?$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s+[|·•]\s+|;\s+")
_PRINTED_LICENCE = re.compile(
    r"\b(?:lisens|licen[cs]e|creative commons|\bCC[ -]BY|NLOD|rett(?:ar|igheter)?|copyright)", re.IGNORECASE
)


def pages(document: Document) -> tuple[list[int], list[int]]:
    """The pages near the front and near the back that can hold a colophon; none twice."""
    numbers = [info.page for info in document.pages] or sorted({page_of(block) for block in document.blocks} - {0})
    front = numbers[:FIRST]
    return front, [page for page in numbers[-LAST:] if page not in front]


def claims(document: Document) -> list[Claim]:
    """What the colophon says, the front's before the back's, labelled values before other lines."""
    front, back = pages(document)
    found: list[Claim] = []
    loose: list[Claim] = []
    for page in [*front, *back]:
        blocks = blocks_on(document, page)
        lines = segments(blocks, page)
        entries = list(forms.entries(blocks, lines))
        fields = {entry.label.field for entry in entries} - {labels.IGNORED}
        is_cover = any(block.matter is Matter.COVER for block in blocks)
        if not is_cover and not _is_colophon(blocks, fields, lines, front=page in front):
            continue
        source = "cover" if is_cover else f"colophon p. {page}"
        labelled = [claim for entry in entries for claim in _entry_claims(entry, source)]
        said = {(claim.field, claim.value) for claim in labelled}
        plain = _line_claims([*_texts(blocks), *(line.text for line in lines)], _rows(lines), source)
        own = _checked([*labelled, *(claim for claim in plain if (claim.field, claim.value) not in said)])
        found += own[: len(labelled)]
        loose += own[len(labelled) :]
    return [*found, *loose]


def _rows(lines: Sequence[Segment]) -> Iterator[str]:
    """Two segments on one printed line, as a series' name at the left and its number at the right of a cover are."""
    for left, right in pairwise(lines):
        if abs(left.top - right.top) < left.size and left.x1 < right.x0:
            yield f"{left.text} {right.text}"


def _checked(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a page; where they hold more ISBNs than one report has editions, it is a list of other reports."""
    numbers = {isbn13(claim.value) for claim in claims if claim.field == "isbn" and not claim.fault}
    if len(numbers) <= _MOST_EDITIONS:
        return list(claims)
    return [replace(claim, fault=claim.fault or CITED) if claim.field == "isbn" else claim for claim in claims]


def cited(document: Document) -> list[Claim]:
    """The ISBNs of the running text and the references: other works' numbers, kept to show that they were seen."""
    front, back = pages(document)
    found: list[Claim] = []
    for block in document.blocks:
        page = page_of(block)
        if page in front or page in back or not _IDENTIFIER.search(block.text):
            continue
        found += [
            Claim("isbn", isbn.value, f"text p. {page}", isbn.qualifier, CITED)
            for isbn in identifiers.find_isbns(block.text)
        ]
        if len(found) >= _MOST_CITED:
            break
    return found[:_MOST_CITED]


def _is_colophon(blocks: Sequence[Block], fields: set[str], lines: Sequence[Segment], *, front: bool) -> bool:
    """Whether a page holds a colophon, by the layout's judgement, its labels or its ISBN line.

    A page of references or a list of the series' other reports holds many ISBNs and is none.
    """
    matters = {block.matter for block in blocks}
    if Matter.REFERENCES in matters or Matter.CONTENTS in matters:
        return False
    if Matter.COLOPHON in matters:
        return True
    named = fields & {
        "isbn",
        "issn",
        "publisher",
        "commissioned_by",
        "report_number",
        "performed_by",
        "author",
        "title",
    }
    numbers = [line for line in lines if _IDENTIFIER.match(line.text)]
    return len(named) >= _FEWEST_LABELS or (front and bool(numbers)) or 1 <= len(numbers) <= _MOST_EDITIONS


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind is Kind.TABLE:
            yield from block.text.split(" | ")


def _entry_claims(entry: forms.Entry, source: str) -> list[Claim]:
    """A labelled value as claims; a title printed in two styles is a title and a subtitle."""
    label = entry.label
    if label.field in {labels.IGNORED, "pdf", "language", "last_changed"}:
        return []
    source = f"{source}: {label.text}"
    if label.field == "title" and entry.lines:
        title, subtitle = parts(entry.lines)
        found = claims_for("title", title, source)
        if subtitle and not any(claim.field == "subtitle" for claim in found):
            found += claims_for("subtitle", subtitle, source)
        return found
    if label.field == "report_number" and len(entry.lines) > 1:
        return claims_for(label.field, entry.lines[0].text, source)
    if label.field == "isbn":
        return [
            claim if _is_own(entry.value) else replace(claim, fault=CITED)
            for claim in claims_for("isbn", entry.value, source, label.qualifier)
        ]
    return claims_for(label.field, entry.value, source, label.qualifier)


def _line_claims(lines: Sequence[str], rows: Iterable[str], source: str) -> list[Claim]:
    """What lines without labels say, and rows of two of them as a series and its number."""
    found: list[Claim] = []
    for line in lines:
        text = clean(line)
        for part in _SEPARATORS.split(text):
            found += _isbn_claims(part, source)
            if re.search(r"\bISSN\b", part, re.IGNORECASE):
                found += claims_for("issn", part, source)
        if "10." in text or "handle" in text:
            found += [*claims_for("doi", text, source), *claims_for("handle", text, source)]
        if _PRINTED_LICENCE.search(text) and (licence := identifiers.find_licence(text)):
            found.append(Claim("licence", licence, source))
        found += _copyright_claims(text, source)
    for text in [*lines, *rows]:
        if numbered := find_number(text):
            found.append(Claim("report_number", numbered.number, source))
            found += [Claim("series", numbered.series, source)] if numbered.series else []
    return found


def _isbn_claims(text: str, source: str) -> Iterator[Claim]:
    if not _IDENTIFIER.search(text):
        return
    own = _is_own(text)
    for isbn in identifiers.find_isbns(text):
        fault = "" if isbn.valid else identifiers.WRONG_DIGIT
        yield Claim("isbn", isbn.value, source, isbn.qualifier, fault if own else CITED)


def _is_own(text: str) -> bool:
    """Whether a line states the report's own ISBN: nothing but the edition or a publisher's name stands before it."""
    before = text[: found.start()] if (found := _IDENTIFIER.search(text)) else ""
    return not _REFERENCE.search(text) and len(before.split()) <= _MOST_BEFORE


def _copyright_claims(text: str, source: str) -> Iterator[Claim]:
    """Publisher and year of a copyright line."""
    found = _COPYRIGHT.search(text)
    if not found or found.start() > 0:
        return
    holder = clean(found["holder"]).strip(" ,.")
    if holder and is_organisation(holder):
        yield Claim("publisher", holder, f"{source}: ©")
    if (printed := found["a"] or found["b"]) and (value := year(printed)):
        yield Claim("year", str(value), f"{source}: ©")
