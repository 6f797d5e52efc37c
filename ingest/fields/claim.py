"""What one source says about one field of a report, before anybody decides whom to believe."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.model import Isbn


@dataclass(frozen=True, slots=True)
class Claim:
    """A value for a field and who says so.

    Attributes:
        field: name of a field in the singular of what one value is: "title", "author", "isbn", "year" …
        value: as text, cleaned: a bare DOI, a year of four digits, an ISO date, an ISBN with hyphens.
        source: "landing page: Tittel", "colophon p. 2", "cover", "XMP dc:title" …
        qualifier: an ISBN's edition, else "".
        fault: why the value cannot be used ("check digit is wrong", "cited in the text"), else "".
    """

    field: str
    value: str
    source: str
    qualifier: str = ""
    fault: str = ""


def first(claims: Iterable[Claim], field: str) -> str:
    """The first usable value for a field, or ""."""
    return next((claim.value for claim in claims if claim.field == field and not claim.fault), "")


def isbns(claims: Iterable[Claim]) -> tuple[Isbn, ...]:
    """All usable ISBNs, each once, with the first qualifier seen for it."""
    found: dict[str, str] = {}
    for claim in claims:
        if claim.field == "isbn" and not claim.fault:
            found[claim.value] = found.get(claim.value) or claim.qualifier
    return tuple(Isbn(value, qualifier) for value, qualifier in found.items())
