"""From a label's raw text to claims: each field's own way of reading its value, the same for every source."""

from collections.abc import Callable, Iterable

from ingest.fields import dates, identifiers, names, titles
from ingest.fields.claim import Claim
from ingest.fields.text import clean

_LONGEST = {"title": 400, "subtitle": 400}
_LONGEST_OTHER = 250  # characters; a longer "value" is running text behind a word that looked like a label


def claims_for(field: str, raw: str, source: str, qualifier: str = "") -> list[Claim]:
    """What a labelled text says about a field; [] when it says nothing that the field can hold.

    Args:
        field: as in data/labels.toml.
        raw: the text behind the label.
        source: who says so.
        qualifier: of the label, such as "trykt utgave".
    """
    text = clean(raw)
    if not text or len(text) > _LONGEST.get(field, _LONGEST_OTHER):
        return []
    return list(_READERS.get(field, _as_it_is)(field, text, source, qualifier))


def _as_it_is(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    value = text.strip(" ;,")
    return [Claim(field, value, source)] if any(char.isalnum() for char in value) else []


def _title(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    fault = titles.title_fault(text)
    title, subtitle = (titles.tidy_title(text), "") if fault else titles.split_title(text)
    yield Claim(field, title, source, fault=fault)
    if subtitle:
        yield Claim("subtitle", subtitle, source)


def _subtitle(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    yield Claim(field, titles.tidy_title(text).lstrip("-–— "), source)


def _authors(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    return [Claim(field, name, source) for name in names.split_names(text)]


def _isbn(field: str, text: str, source: str, qualifier: str) -> Iterable[Claim]:
    for found in identifiers.find_isbns(text, labelled=True):
        fault = "" if found.valid else identifiers.WRONG_DIGIT
        yield Claim(field, found.value, source, found.qualifier or qualifier, fault)


def _year(_: str, text: str, source: str, __: str) -> Iterable[Claim]:
    found = dates.year(text)
    return [Claim("year", str(found), source)] if found else []


def _date(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    found = dates.iso_date(text)
    return [Claim(field, found, source)] if found else []


def _found_by(find: Callable[[str], str]) -> Callable[[str, str, str, str], Iterable[Claim]]:
    def read(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
        found = find(text)
        return [Claim(field, found, source)] if found else []

    return read


def _licence(field: str, text: str, source: str, _: str) -> Iterable[Claim]:
    yield Claim(field, identifiers.find_licence(text) or text, source)


_READERS: dict[str, Callable[[str, str, str, str], Iterable[Claim]]] = {
    "title": _title,
    "subtitle": _subtitle,
    "author": _authors,
    "isbn": _isbn,
    "issn": _found_by(identifiers.find_issn),
    "doi": _found_by(identifiers.find_doi),
    "handle": _found_by(identifiers.find_handle),
    "year": _year,
    "published": _year,
    "last_changed": _date,
    "licence": _licence,
}
