"""Dates and years as Norwegian pages and colophons write them."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "mars march mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?=\D|$)")
_NORWEGIAN = re.compile(r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})\b")
_WORDED = re.compile(rf"\b(?P<d>\d{{1,2}})\.?\s*(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b", re.IGNORECASE)
_ENGLISH = re.compile(rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/:.–-])(?:19|20)\d\d(?![\d]|[–-]\d)")
_CENTURY_FROM = 70  # a year of two digits from here on is of the 1900s
_FIRST_YEAR = 1900


def iso_date(text: str) -> str:
    """The first whole date in a text as YYYY-MM-DD, or "" when there is none."""
    for pattern in (_ISO, _NORWEGIAN, _WORDED, _ENGLISH):
        for found in pattern.finditer(text):
            month = found["m"].casefold()
            try:
                day = date(_four(found["y"]), _MONTHS.get(month) or int(month), int(found["d"]))
            except ValueError:
                continue
            return day.isoformat()
    return ""


def year(text: str, latest: int | None = None) -> int | None:
    """The year that a text gives: of its date, or a year that stands alone ("2024", not "2020–2024").

    Args:
        text: a date, a year, or a line with one.
        latest: no later year is believed; next year when not given.
    """
    last = latest or date.today().year + 1  # noqa: DTZ011 - the user's own calendar
    if day := iso_date(text):
        found = int(day[:4])
    elif alone := _YEAR.search(text):
        found = int(alone[0])
    elif short := re.fullmatch(r"\s*\d{1,2}\s*[/.]\s*((?:19|20)\d\d)\s*", text):  # "09/2008"
        found = int(short[1])
    else:
        return None
    return found if _FIRST_YEAR <= found <= last else None


def _four(digits: str) -> int:
    number = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - a year of two digits
        return number
    return number + (1900 if number >= _CENTURY_FROM else 2000)
