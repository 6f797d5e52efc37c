"""What the file says about itself: XMP, the info dictionary and its own name. Each is believed last, and less than print."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.document import DocInfo, Document
from ingest.fields import identifiers
from ingest.fields.claim import Claim
from ingest.fields.text import clean, fold
from ingest.fields.values import claims_for
from ingest.metadata.people import is_organisation, is_person
from ingest.metadata.printed import page_of

UNPRINTED = "not printed in the report"
NO_NAME = "neither a person nor an institution"
_XMP = {
    "dc:title": "title", "dc:creator": "author", "dc:publisher": "publisher", "prism:isbn": "isbn", "prism:issn": "issn", "prism:doi": "doi",
    "pdfx:doi": "doi", "dc:identifier": "doi", "prism:publicationdate": "published", "dc:date": "published", "xmprights:webstatement": "licence",
    "prism:publicationname": "series", "prism:number": "report_number", "prism:eissn": "issn", "xmp:createdate": "year",
}  # fmt: skip
_INFO = {"title": "title", "author": "author", "creationdate": "year", "doi": "doi", "isbn": "isbn"}
_PDF_DATE = re.compile(r"^(?:D:)?((?:19|20)\d\d)")
_NEAR = 6  # pages from the front whose text can bear out an author
_ENDING = re.compile(r"\.pdf$", re.IGNORECASE)
_SLUG = re.compile(r"[_+\s]+|(?<!\d)-|-(?!\d)")


def claims(document: Document) -> list[Claim]:
    """What XMP and the info dictionary say; an author whom nothing in print bears out is only the one who typed."""
    info: DocInfo = document.info
    front = [block.text for block in document.blocks if page_of(block) <= _NEAR]
    printed = f" {fold(' '.join(front))} "
    found = [
        *_of(info.xmp, _XMP, "XMP"),
        *_of(info.info, _INFO, "info dictionary"),
    ]
    return [
        replace(claim, fault=claim.fault or _author_fault(claim.value, printed)) if claim.field == "author" else claim
        for claim in found
    ]


def _author_fault(name: str, printed: str) -> str:
    if not is_person(name) and not is_organisation(name):
        return NO_NAME
    return "" if f" {fold(name)} " in printed else UNPRINTED


def _of(pairs: Iterable[tuple[str, str]], fields: Mapping[str, str], source: str) -> list[Claim]:
    found: list[Claim] = []
    for name, value in pairs:
        field = fields.get(name.casefold())
        if field == "year":
            date = _PDF_DATE.match(value)
            found += claims_for("year", date[1], f"{source} {name}") if date else []
        elif field == "licence":
            licence = identifiers.find_licence(value)
            found += [Claim("licence", licence, f"{source} {name}")] if licence else []
        elif field:
            found += claims_for(field, value, f"{source} {name}")
    return found


def name_claims(name: str) -> list[Claim]:
    """The title that a file's name makes, for a report that has no other; ISBNs in it too."""
    stem = _ENDING.sub("", clean(name))
    title = clean(_SLUG.sub(" ", stem))
    found = [
        Claim("isbn", isbn.value, "file name", isbn.qualifier)
        for isbn in identifiers.find_isbns(stem.replace("_", " "))
        if isbn.valid
    ]
    if title:
        found.append(Claim("title", title, "file name"))
    return found
