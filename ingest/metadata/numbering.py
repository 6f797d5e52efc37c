"""A report's number and series where they are printed without labels: "NINA Rapport 123", "Rapport 2023:5", "NOU 2023: 1"."""

import re
from typing import NamedTuple

from ingest.fields.text import clean, plain_dashes

_TYPE = (
    r"(?:(?:fou|forsknings?|forskings?|fag|arbeids?|prosjekt|temas?|oppdrags|evaluerings?|kunnskaps)?-?"
    r"(?:rapport|notat|publikasjon|skrift|resultat|report|working paper|paper)(?:er|ar|s)?)"
)
_NUMBER = (
    r"(?:[A-Z]{1,3}[\s-]?)?\d{1,4}\s?[:/]\s?\d{1,5}|(?:19|20)\d\d-\d{1,3}|\d{1,3}-(?:19|20)\d\d|[A-Z]{0,3}\s?\d{1,5}"
)
_WORD = r"[^\W\d_][\w.&’'-]*"
_LINE = re.compile(
    rf"^(?P<series>(?:{_WORD}[\s,]+){{0,6}}(?:[^\W\d_][\w.&’']*-)?{_TYPE})?"
    rf"[\s,:]*(?P<nr>(?:nr|no|nummer)\.?\s*:?\s*)?(?P<number>{_NUMBER})\.?$",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(rf"^(?P<series>{_WORD}(?:\s{_WORD}){{0,7}})[\s,]+(?P<number>(?:19|20)\d\d\s?[:/]\s?\d{{1,4}})$")
_NOU = re.compile(
    r"^(?P<series>NOU|Norges offentlige utredninger|Noregs offentlege utgreiingar)\s+(?P<number>(?:19|20)\d\d\s?:\s?\d+)",
    re.IGNORECASE,
)
_STORTING = re.compile(
    r"^(?P<series>Meld\. St\.|Prop\.|Innst\.|Dokument|St\.meld\.(?: nr\.)?)\s+(?P<number>\d+(?::\d+)?(?:\s[SL]{1,2})?\s?\(\d{4}\s?-\s?\d{4}\))",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[•|·●▪]\s+|;\s+|\s+[–—]\s+")
_BARE_TYPE = re.compile(rf"^{_TYPE}$", re.IGNORECASE)
_INITIAL = re.compile(r"(?<!\w)[A-ZÆØÅ]\.(?!\w)")  # "Olsen, K. Rapport 2018:9" is a reference
_LONGEST = 90  # characters; a longer line is prose or a reference
_YEARED = re.compile(r"[:/-]")


class Numbered(NamedTuple):
    """A series' name as printed, or "", and the number within it."""

    series: str
    number: str


def find_number(line: str) -> Numbered | None:
    """The series and number that a printed line is, or that a part of it between bullets is.

    A line that only holds one ("se Rapport 2018:9") is a citation and tells none.
    """
    text = plain_dashes(clean(line))
    if len(text) > _LONGEST:
        return None
    return next((found for part in _PARTS.split(text) if (found := _whole(part.strip(" .,")))), None)


def _whole(text: str) -> Numbered | None:
    for pattern in (_NOU, _STORTING, _LINE, _OWN_NAME):
        found = pattern.match(text)
        if found and (numbered := _checked(found)):
            return numbered
    return None


def _checked(found: re.Match[str]) -> Numbered | None:
    series, number = clean(found["series"] or ""), re.sub(r"\s*([:/])\s*", r"\1", found["number"]).strip()
    named = bool(series) and not _BARE_TYPE.match(series)
    alone = "nr" in found.groupdict() and not found["nr"] and not _YEARED.search(number)
    if not series or (alone and (not named or re.fullmatch(r"(?:19|20)\d\d", number))):
        return None
    if not series[:1].isupper() or _INITIAL.search(series):
        return None
    name = re.sub(rf"\s*,\s*{_TYPE}$", "", series, flags=re.IGNORECASE) if named else ""
    return Numbered(name.strip(" ,"), number)


def year_of(number: str) -> int | None:
    """The year in a report's number ("2023:5", "12/2021", "8/07"), or None where it holds none for certain."""
    if "(" in number:  # a session of two years
        return None
    if found := re.search(r"(?<!\d)((?:19|20)\d\d)[:/-]|[:/-]((?:19|20)\d\d)(?!\d)", number):
        return int(found[1] or found[2])
    if found := re.fullmatch(r"[A-Z]{0,3}\s?\d{1,3}/(\d\d)", number):
        short = int(found[1])
        return short + (1900 if short >= 70 else 2000)  # noqa: PLR2004 - the century's turn
    return None
