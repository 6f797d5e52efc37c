"""The fields of a query: their names in English and Norwegian, and the values that they take."""

import re
from collections.abc import Callable

from catalogue.model import Matter

NAMES = ("title", "author", "series", "publisher", "year", "standard", "section", "isbn", "finding")

_ALIASES = {
    "tittel": "title",
    "forfatter": "author", "forfattar": "author",
    "serie": "series", "rapportserie": "series",
    "utgiver": "publisher", "utgivar": "publisher",
    "år": "year", "aar": "year",
    "målform": "standard", "språk": "standard",
    "del": "section", "kapittel": "section",
    "funn": "finding",
}  # fmt: skip

_STANDARDS = {"nynorsk": "nn", "bokmål": "nb", "bokmaal": "nb", "norsk": "no", "engelsk": "en", "english": "en"}
_YES_NO = {"yes": "yes", "ja": "yes", "true": "yes", "1": "yes", "no": "no", "nei": "no", "false": "no", "0": "no"}
_MATTERS = {
    "omslag": Matter.COVER,
    "kolofon": Matter.COLOPHON,
    "innhald": Matter.CONTENTS, "innhold": Matter.CONTENTS,
    "forord": Matter.PREFACE,
    "samandrag": Matter.SUMMARY, "sammendrag": Matter.SUMMARY,
    "hovudfunn": Matter.FINDINGS, "hovedfunn": Matter.FINDINGS,
    "brødtekst": Matter.BODY,
    "konklusjon": Matter.CONCLUSION,
    "referansar": Matter.REFERENCES, "referanser": Matter.REFERENCES, "litteratur": Matter.REFERENCES,
    "vedlegg": Matter.APPENDIX,
}  # fmt: skip
_YEARS = re.compile(r"(\d{4})?(?:(-|–|\.\.)(\d{4})?)?")
_ISBN = re.compile(r"\d{9,12}[\dX]")
_CODE = re.compile(r"[a-z]{2,3}")


def name_of(text: str) -> str | None:
    """The field that is called so, in any case, or None."""
    folded = text.casefold()
    return folded if folded in NAMES else _ALIASES.get(folded)


def value_of(name: str, text: str) -> str | None:
    """The value in the form that the tree keeps; None when the field takes no such value.

    Args:
        name: one of NAMES.
        text: as the user wrote it, without quotation marks.
    """
    read = _READERS.get(name, _words)
    return read(" ".join(text.split()))


def years(value: str) -> tuple[int | None, int | None]:
    """First and last year of a year field's value; None for an open end."""
    first, dash, last = value.partition("-")
    return (int(first) if first else None, (int(last) if last else None) if dash else int(first))


def matter_of(text: str) -> Matter | None:
    """The part of a report that is called so in English or Norwegian, or None."""
    folded = text.casefold()
    return Matter(folded) if folded in set(Matter) else _MATTERS.get(folded)


def _words(text: str) -> str | None:
    return text if any(map(str.isalnum, text)) else None


def _year(text: str) -> str | None:
    match = _YEARS.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        return None
    return f"{match[1] or ''}-{match[3] or ''}" if match[2] else match[1]


def _standard(text: str) -> str | None:
    folded = text.casefold()
    return _STANDARDS.get(folded) or (folded if _CODE.fullmatch(folded) else None)


def _finding(text: str) -> str | None:
    return _YES_NO.get(text.casefold())


def _section(text: str) -> str | None:
    matter = matter_of(text)
    return matter.value if matter else _words(text)


def _isbn(text: str) -> str | None:
    digits = text.replace("-", "").replace(" ", "").upper()
    return digits if _ISBN.fullmatch(digits) else None


_READERS: dict[str, Callable[[str], str | None]] = {
    "year": _year,
    "standard": _standard,
    "finding": _finding,
    "section": _section,
    "isbn": _isbn,
}
