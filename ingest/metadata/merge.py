"""All sources of a report's metadata → its fields: one order of trust, and every value kept with why it lost."""

import re
from collections.abc import Callable, Sequence

from catalogue.model import Candidate
from ingest.document import Document
from ingest.fields.claim import Claim, first
from ingest.fields.identifiers import isbn13
from ingest.fields.text import fold
from ingest.landing import LandingPage
from ingest.metadata import colophon, cover, declared, preface
from ingest.metadata.choose import authors_of, beneath, editions_of, place, subtitle_of, title_of
from ingest.metadata.numbering import year_of
from ingest.metadata.record import Fields

_SCALARS = (
    "publisher",
    "commissioned_by",
    "performed_by",
    "series",
    "report_number",
    "issn",
    "doi",
    "handle",
    "licence",
    "last_changed",
)
_ORDER = ("title", "subtitle", "author", *_SCALARS[:5], "year", "isbn", *_SCALARS[5:])
_RECUT = "the same words, cut where print cuts them"
_HEADING = "landing page: heading"
_NAMESAKE = re.compile(
    r"^(?P<name>[^\W\d_][\w.&]*(?:\s[A-ZÆØÅ][\w.&]*)?)[\s-](?:FoU-)?(?:rapport|notat|publikasjon|report)$",
    re.IGNORECASE,
)


def merge(document: Document | None, landing: LandingPage | None, name: str) -> Fields:
    """The report's fields from all that speaks of it.

    The order of trust: the landing page, the colophon, the cover, a dated preface, XMP, the info dictionary, the file's
    name. A landing page's heading is often a piece of news; it counts as a title only after the printed ones.

    Args:
        document: the PDF as read, or None where there is only a landing page.
        landing: the landing page, or None.
        name: the PDF's (or the landing page's) file name.
    """
    page = _landing_claims(landing) if landing else []
    printed = _printed_claims(document) if document else []
    heading = [claim for claim in page if claim.source == _HEADING]
    believed = [*(claim for claim in page if claim.source != _HEADING), *printed]
    in_file = [*declared.claims(document), *colophon.cited(document)] if document else []
    claims = list(dict.fromkeys([*believed, *_derived(believed), *heading, *in_file, *declared.name_claims(name)]))
    title = title_of(claims)
    subtitle = subtitle_of(claims, title)
    authors = authors_of(claims)
    scalars = {field: first(claims, field) for field in _SCALARS}
    year = first(claims, "year")
    editions = editions_of(claims)
    news = landing.heading if landing else ""
    chosen: dict[str, frozenset[str]] = {
        **{field: frozenset({_key(field, value)} if value else ()) for field, value in scalars.items()},
        "title": frozenset({fold(title)}),
        "subtitle": frozenset({fold(subtitle)}),
        "author": frozenset(map(fold, authors)),
        "year": frozenset({year}),
        "isbn": frozenset(isbn13(edition.value) for edition in editions),
    }
    return Fields(
        title=title,
        subtitle=subtitle,
        authors=authors,
        year=int(year) if year else None,
        isbn=editions,
        heading="" if fold(news) in {fold(title), fold(f"{title} {subtitle}")} else news,
        candidates=_candidates(claims, chosen),
        **scalars,
    )


def same_report(document_fields: Fields, landing: LandingPage) -> bool:
    """Whether a PDF and a landing page speak of one report: they have an ISBN in common, however it is written."""
    printed = {isbn13(isbn.value) for isbn in document_fields.isbn} - {""}
    return any(isbn13(isbn.value) in printed for isbn in landing.isbns)


def _landing_claims(landing: LandingPage) -> list[Claim]:
    """The page's fields as claims, with the labels that said so, and what else it claims."""
    values: list[tuple[str, str]] = [("title", landing.title), ("subtitle", landing.subtitle)]
    values += [("author", author) for author in landing.authors]
    values += [(field, getattr(landing, field)) for field in _SCALARS]
    values += [("year", str(landing.year or ""))]
    found = []
    for field, value in values:
        said = next((claim for claim in landing.claims if claim.field == field and claim.value == value), None)
        if value:
            found.append(said or Claim(field, value, "landing page"))
    for isbn in landing.isbns:
        said = next((claim for claim in landing.claims if claim.field == "isbn" and claim.value == isbn.value), None)
        found.append(Claim("isbn", isbn.value, said.source if said else "landing page", isbn.qualifier))
    return [*found, *landing.claims]


def _printed_claims(document: Document) -> list[Claim]:
    return [
        *colophon.claims(document),
        *cover.claims(document),
        *preface.claims(document),
        *cover.back_claims(document),
    ]


def _derived(claims: Sequence[Claim]) -> list[Claim]:
    """What other values imply: the year of a report's number, the publisher that a series is named after."""
    found = []
    number = next((claim for claim in claims if claim.field == "report_number" and not claim.fault), None)
    if number and (year := year_of(number.value)):
        found.append(Claim("year", str(year), f"{number.source}: {number.value}"))
    series = next((claim for claim in claims if claim.field == "series" and not claim.fault), None)
    if series and (namesake := _NAMESAKE.match(series.value)):
        found.append(Claim("publisher", namesake["name"], f"{series.source}: {series.value}"))
    return found


def _key(field: str, value: str) -> str:
    """A value as it is compared within a field."""
    keys: dict[str, Callable[[str], str]] = {"isbn": isbn13, "year": str, "doi": str.casefold, "handle": str.casefold}
    return keys.get(field, fold)(value)


def _candidates(claims: Sequence[Claim], chosen: dict[str, frozenset[str]]) -> tuple[Candidate, ...]:
    """Every claim with whether the report holds its value, ordered by field and trust."""
    believed = {
        field: next(
            (c.source for c in claims if c.field == field and _key(field, c.value) in chosen.get(field, ())), ""
        )
        for field in _ORDER
    }
    own = next((c for c in claims if c.field == "title" and c.source == believed["title"]), None)
    whole = fold(f"{own.value} {beneath(claims, own)}") if own else ""
    recut = {place(c.source) for c in claims if c.field == "title" and fold(f"{c.value} {beneath(claims, c)}") == whole}
    found = []
    for claim in sorted((c for c in claims if c.field in _ORDER), key=lambda c: _ORDER.index(c.field)):
        held = not claim.fault and _key(claim.field, claim.value) in chosen.get(claim.field, ())
        same_words = claim.field in {"title", "subtitle"} and place(claim.source) in recut
        reason = claim.fault or (
            _RECUT if same_words else f"{believed[claim.field] or 'another source'} is believed first"
        )
        found.append(Candidate(claim.field, claim.value, claim.source, held, "" if held else reason))
    return tuple(dict.fromkeys(found))
