"""Which title, subtitle, authors and editions a report has, from claims in the order of trust."""

from collections.abc import Iterable, Sequence

from catalogue.model import Isbn
from ingest.fields.claim import Claim, isbns
from ingest.fields.identifiers import isbn13
from ingest.fields.text import fold


def title_of(claims: Sequence[Claim]) -> str:
    """The first usable title.

    Where print says the same words in other lines, print tells where the subtitle begins, and in which case to write it.
    """
    chosen = next((claim for claim in claims if claim.field == "title" and not claim.fault), None)
    if chosen is None:
        return ""
    usable = [claim for claim in claims if claim.field == "title" and not claim.fault]
    whole = fold(f"{chosen.value} {beneath(claims, chosen)}")
    title = next(
        (c.value for c in usable if _is_printed(c) and fold(f"{c.value} {beneath(claims, c)}") == whole), chosen.value
    )
    if title.isupper():
        title = next((c.value for c in usable if fold(c.value) == fold(title) and not c.value.isupper()), title)
    return title


def beneath(claims: Sequence[Claim], title: Claim) -> str:
    """The subtitle that the same place gives, or ""."""
    return next(
        (c.value for c in claims if c.field == "subtitle" and not c.fault and place(c.source) == place(title.source)),
        "",
    )


def _is_printed(claim: Claim) -> bool:
    return claim.source.startswith(("colophon", "cover"))


def subtitle_of(claims: Sequence[Claim], title: str) -> str:
    """The subtitle of the first source that has one and agrees on the title."""
    agreeing = {claim.source for claim in claims if claim.field == "title" and fold(claim.value) == fold(title)}
    places = {place(source) for source in agreeing}
    return next((c.value for c in claims if c.field == "subtitle" and not c.fault and place(c.source) in places), "")


def place(source: str) -> str:
    """Where a source stands, without the label that said so."""
    return source.split(":", maxsplit=1)[0]


def authors_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """All authors of the first source that names any."""
    source = next((claim.source for claim in claims if claim.field == "author" and not claim.fault), "")
    return tuple(dict.fromkeys(c.value for c in claims if c.field == "author" and c.source == source and not c.fault))


def editions_of(claims: Iterable[Claim]) -> tuple[Isbn, ...]:
    """Every ISBN once, however it is written, with the first qualifier seen for it."""
    found: dict[str, Isbn] = {}
    for isbn in isbns(claims):
        key = isbn13(isbn.value)
        held = found.get(key)
        if held is None or (not held.qualifier and isbn.qualifier):
            found[key] = Isbn(held.value if held else isbn.value, isbn.qualifier)
    return tuple(found.values())
