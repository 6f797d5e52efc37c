"""What a landing page says to machines: JSON-LD (schema.org), citation_* and Dublin Core meta tags."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.fields.claim import Claim
from ingest.fields.values import claims_for

_TYPES = frozenset(
    {"report", "scholarlyarticle", "book", "techarticle", "thesis", "creativework", "publicationissue", "article"}
)
_MOST_OBJECTS = 2000  # of one JSON-LD block; a page needs a dozen
_META = {
    "citation_title": "title", "citation_author": "author", "citation_authors": "author", "citation_isbn": "isbn", "citation_issn": "issn",
    "citation_doi": "doi", "citation_publisher": "publisher", "citation_series_title": "series", "citation_technical_report_number": "report_number",
    "citation_technical_report_institution": "publisher", "citation_publication_date": "published", "citation_date": "published",
    "citation_year": "year", "citation_online_date": "published", "citation_handle": "handle",
    "dc.title": "title", "dc.title.alternative": "subtitle", "dc.creator": "author", "dc.contributor.author": "author", "dc.publisher": "publisher",
    "dc.date": "published", "dc.date.issued": "published", "dc.issued": "published", "dc.date.modified": "last_changed", "dc.modified": "last_changed",
    "dc.rights": "licence", "dc.license": "licence", "dc.relation.ispartof": "series", "dc.ispartof": "series", "dc.relation.ispartofseries": "series",
    "article:modified_time": "last_changed", "og:updated_time": "last_changed", "last-modified": "last_changed",
}  # fmt: skip
_IDENTIFIERS = ("isbn", "doi", "handle", "issn")
_PROPERTIES = {
    "name": "title", "headline": "title", "alternativeheadline": "subtitle", "author": "author", "creator": "author", "isbn": "isbn", "issn": "issn",
    "publisher": "publisher", "datepublished": "published", "datemodified": "last_changed", "reportnumber": "report_number", "license": "licence",
    "funder": "commissioned_by", "sponsor": "commissioned_by", "sourceorganization": "performed_by", "doi": "doi", "ispartof": "series",
}  # fmt: skip


def meta_claims(tags: Iterable[tuple[str, str]]) -> list[Claim]:
    """What the meta tags say; citation_* before Dublin Core before the rest."""
    found = []
    for name, content in tags:
        key = name.replace("dcterms.", "dc.")
        if field := _META.get(key):
            found += claims_for(field, content, f"landing page: {name}")
        elif key in {"dc.identifier", "dc.identifier.uri", "dc.source"}:
            found += _identifier(content, f"landing page: {name}")
    return sorted(
        found, key=lambda claim: (not claim.source.startswith("landing page: citation_"), "dc" not in claim.source)
    )


def json_claims(blocks: Iterable[str]) -> tuple[list[Claim], str]:
    """What the JSON-LD says of a report, and the address of its PDF or "". Broken JSON says nothing."""
    claims: list[Claim] = []
    pdf = ""
    for thing in _things(blocks):
        if "report" in _kinds(thing) or not claims:
            claims = [*_thing_claims(thing), *claims] if "report" in _kinds(thing) else [*claims, *_thing_claims(thing)]
            pdf = pdf or _pdf(thing)
    return claims, pdf


def _things(blocks: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The objects that describe a work, with their keys in lower case."""
    for block in blocks:
        try:
            rest = [json.loads(block)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_OBJECTS):
            if not rest:
                break
            thing = rest.pop(0)
            if isinstance(thing, list):
                rest += thing
            elif isinstance(thing, dict):
                lower = {str(key).casefold(): value for key, value in thing.items()}
                rest += [lower[key] for key in ("@graph", "mainentity", "about") if key in lower]
                if _TYPES.intersection(_kinds(lower)):
                    yield lower


def _kinds(thing: dict[str, Any]) -> set[str]:
    kinds = thing.get("@type")
    return {str(kind).casefold() for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _thing_claims(thing: dict[str, Any]) -> Iterator[Claim]:
    for key, field in _PROPERTIES.items():
        if key == "headline" and thing.get("name"):
            continue  # the page's heading, when the report's name stands beside it
        source = f"landing page: JSON-LD {key}"
        for text in _texts(thing.get(key)):
            yield from claims_for(field, text, source)
    part = thing.get("ispartof")
    if isinstance(part, dict):
        yield from claims_for("issn", str(part.get("issn", "")), "landing page: JSON-LD isPartOf")
    for text in [*_texts(thing.get("identifier")), *_texts(thing.get("@id")), *_texts(thing.get("sameas"))]:
        yield from _identifier(text, "landing page: JSON-LD identifier")


def _texts(value: object) -> list[str]:
    """A property's values as texts: a string, an object's name or value, or a list of these."""
    if isinstance(value, list):
        return [text for item in value if not isinstance(item, list) for text in _texts(item)]
    if isinstance(value, dict):
        given, family = value.get("givenName"), value.get("familyName")
        name = (
            value.get("name")
            or (f"{given or ''} {family}" if family else "")
            or value.get("value")
            or value.get("url")
            or ""
        )
        return _texts(name) if not isinstance(name, dict) else []
    return [str(value)] if isinstance(value, str | int) and not isinstance(value, bool) else []


def _identifier(text: str, source: str) -> list[Claim]:
    return [claim for field in _IDENTIFIERS for claim in claims_for(field, text, source) if not claim.fault]


def _pdf(thing: dict[str, Any]) -> str:
    for key in ("encoding", "associatedmedia", "contenturl", "url"):
        value = thing.get(key)
        for item in value if isinstance(value, list) else [value]:
            url = item.get("contentUrl") or item.get("url") if isinstance(item, dict) else item
            if isinstance(url, str) and url.casefold().split("?")[0].endswith(".pdf"):
                return url
    return ""
