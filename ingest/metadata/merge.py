"""All sources of a report's metadata → its fields: one order of trust, and every value kept with why it lost."""

import re
from collections.abc import Callable, Iterable, Sequence

from catalogue.model import Candidate, Isbn
from ingest.document import Document
from ingest.fields.claim import Claim, first, isbns
from ingest.fields.identifiers import isbn13
from ingest.fields.text import fold
from ingest.landing import LandingPage
from ingest.metadata import colophon, cover, declared, preface
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
    claims = [
        *_trusted(_landing_claims(landing) if landing else [], _document_claims(document) if document else []),
        *declared.name_claims(name),
    ]
    claims = list(dict.fromkeys([*claims, *_derived(claims)]))
    title = _title(claims)
    subtitle = _subtitle(claims, title)
    authors = _authors(claims)
    scalars = {field: first(claims, field) for field in _SCALARS}
    year = first(claims, "year")
    editions = _editions(claims)
    heading = landing.heading if landing else ""
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
        heading="" if fold(heading) in {fold(title), fold(f"{title} {subtitle}")} else heading,
        candidates=_candidates(claims, chosen),
        **scalars,
    )


def same_report(document_fields: Fields, landing: LandingPage) -> bool:
    """Whether a PDF and a landing page speak of one report: they have an ISBN in common, however it is written."""
    printed = {isbn13(isbn.value) for isbn in document_fields.isbn} - {""}
    return any(isbn13(isbn.value) in printed for isbn in landing.isbns)


def _trusted(page: Sequence[Claim], printed: Sequence[Claim]) -> list[Claim]:
    """Claims in the order of trust; the page's mere heading comes after print."""
    heading = [claim for claim in page if claim.source == _HEADING]
    strong = [claim for claim in page if claim.source != _HEADING]
    on_paper = [claim for claim in printed if not claim.source.startswith(("XMP", "info"))]
    in_file = [claim for claim in printed if claim.source.startswith(("XMP", "info"))]
    return [*strong, *on_paper, *heading, *in_file]


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


def _document_claims(document: Document) -> list[Claim]:
    return [
        *colophon.claims(document),
        *cover.claims(document),
        *preface.claims(document),
        *declared.claims(document),
        *colophon.cited(document),
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


def _title(claims: Sequence[Claim]) -> str:
    """The first usable title, in mixed case where another source spells the same one so."""
    title = first(claims, "title")
    if title.isupper():
        same = [claim.value for claim in claims if claim.field == "title" and fold(claim.value) == fold(title)]
        title = next((value for value in same if not value.isupper()), title)
    return title


def _subtitle(claims: Sequence[Claim], title: str) -> str:
    """The subtitle of the first source that has one and agrees on the title."""
    agreeing = {claim.source for claim in claims if claim.field == "title" and fold(claim.value) == fold(title)}
    places = {_place(source) for source in agreeing}
    return next((c.value for c in claims if c.field == "subtitle" and not c.fault and _place(c.source) in places), "")


def _place(source: str) -> str:
    """Where a source stands, without the label that said so."""
    return source.split(":", maxsplit=1)[0]


def _authors(claims: Sequence[Claim]) -> tuple[str, ...]:
    """All authors of the first source that names any."""
    source = next((claim.source for claim in claims if claim.field == "author" and not claim.fault), "")
    return tuple(dict.fromkeys(c.value for c in claims if c.field == "author" and c.source == source and not c.fault))


def _editions(claims: Iterable[Claim]) -> tuple[Isbn, ...]:
    """Every ISBN once, however it is written, with the first qualifier seen for it."""
    found: dict[str, Isbn] = {}
    for isbn in isbns(claims):
        key = isbn13(isbn.value)
        held = found.get(key)
        if held is None or (not held.qualifier and isbn.qualifier):
            found[key] = Isbn(held.value if held else isbn.value, isbn.qualifier)
    return tuple(found.values())


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
    found = []
    for claim in sorted((c for c in claims if c.field in _ORDER), key=lambda c: _ORDER.index(c.field)):
        held = not claim.fault and _key(claim.field, claim.value) in chosen.get(claim.field, ())
        reason = "" if held else claim.fault or f"{believed[claim.field] or 'another source'} is believed first"
        found.append(Candidate(claim.field, claim.value, claim.source, held, reason))
    return tuple(dict.fromkeys(found))
