"""References and citations in APA 7 as Norwegian universities use it (norsk APA-manual, 2021), in nn or nb.

What differs from the American original: "&" before the last author without a comma, "s." for pages, "u.å." for no
date, and "Henta … frå" (nn) or "Hentet … fra" (nb) where a text may still change. Who wrote a report that names
nobody is the body that made it, else the one that published it. Italics are marked `*so*`, which `plain` takes away.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from catalogue.model import Place, Report
from search.collation import norwegian

_KEPT = 4_096  # names that are remembered as they were split
_MAX_AUTHORS = 20  # more: the first 19, an ellipsis and the last
_ET_AL = 3  # from so many authors on, a citation names the first only
_CORPORATE = (
    r"(direktorat|institutt|universitet|høgskol|høyskol|høgskul|departement|kommune|utval|senter|sentrum|forbund"
    r"|stiftelse|forsking|forskning|tilsyn|revisjon|byrå|statsforvalt|\bsekretariat|council|institute|university|agency"
    r"|råd(et)?\b|etat(en)?\b|nemnd(a)?\b|\b(AS|ASA|KS|SA)$)"
)
_BODY = re.compile(_CORPORATE, re.IGNORECASE)
_NAMED_SERIES = re.compile(r"rapport|report|notat|paper|skrift|serie|NOU|Meld\.", re.IGNORECASE)
_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
_PARTICLES = frozenset({"von", "van", "der", "den", "de", "du", "di", "af", "av", "la", "le", "ten", "ter", "zu"})


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person's family and given names, or a body's name as `family` alone."""

    family: str
    given: str = ""


@lru_cache(_KEPT)
def name_of(author: str) -> Name:
    """Splits "Given Family". The last word is the family name, with particles before it ("van der Berg").

    Names that hold a word for an institution, a comma order ("Family, Given"), or a single word are told apart.
    """
    text = " ".join(author.split())
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
        return Name(family, given)
    words = text.split()
    if len(words) < 2 or _BODY.search(text):  # noqa: PLR2004 - a given and a family name
        return Name(text)
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]))


def initials(given: str) -> str:
    """Initials with full stops and hyphens kept: "Ann-Kristin Marie" becomes "A.-K. M."."""
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())


def _inverted(name: Name) -> str:
    return f"{name.family}, {initials(name.given)}" if name.given else name.family


def authors_of(report: Report) -> tuple[Name, ...]:
    """The authors' names; one who is also named as a body is a body."""
    bodies = {report.publisher, report.performed_by, report.commissioned_by}
    return tuple(Name(author) if author in bodies else name_of(author) for author in report.authors)


def creators(report: Report) -> tuple[Name, ...]:
    """Who answers for a report: its authors, else the body that made it, else its publisher."""
    body = report.performed_by or report.publisher
    return authors_of(report) or ((Name(body),) if body else ())


def _author_list(report: Report) -> str:
    names = [_inverted(name) for name in creators(report)]
    if len(names) > _MAX_AUTHORS:
        return f"{', '.join(names[: _MAX_AUTHORS - 1])}, . . . {names[-1]}"
    return " & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _year(report: Report, suffix: str = "") -> str:
    if report.year is None:
        return f"u.å.-{suffix}" if suffix else "u.å."
    return f"{report.year}{suffix}"


def reference(report: Report, language: str = "nb", suffix: str = "", accessed: str = "") -> str:
    """The report's entry in a reference list, with `*` around what is italic.

    Args:
        report: with its metadata.
        language: nn or nb: the standard of the text that cites.
        suffix: "a", "b" … where the list holds several with the same authors and year.
        accessed: the ISO date of retrieval; told only for a report without a PDF, whose page may change.
    """
    title = f"*{report.full_title}*"
    if report.report_number.strip():
        title += f" ({_number(report)})"
    people = _author_list(report)
    start = (
        f"{_stop(people)} ({_year(report, suffix)}). {_stop(title)}"
        if people
        else f"{_stop(title)} ({_year(report, suffix)})."
    )
    publisher = report.publisher if report.publisher and report.publisher != people else ""
    return " ".join(filter(None, (start, _stop(publisher), _address(report, language, accessed))))


def _number(report: Report) -> str:
    """Series and number as a reader looks them up: "NIFU-rapport 2024:7", "Rapport 2024:7"."""
    number = " ".join(report.report_number.split())
    if " " in number and not number[0].isdigit():  # "Rapport 2024:7"
        return number
    return f"{report.series if _NAMED_SERIES.search(report.series) else 'Rapport'} {number}"


def written_date(iso: str) -> str:
    """The date as a reader writes it in either standard: "3. februar 2026"; what is no ISO date is left as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _stop(text: str) -> str:
    """The text with one full stop at its end, after the italics if it has them."""
    return text if not text or text.rstrip("*").endswith((".", "?", "!")) else f"{text}."


def _address(report: Report, language: str, accessed: str) -> str:
    if report.doi:
        return f"https://doi.org/{report.doi}"
    address = next((url for url in (report.handle, report.pdf, report.landing_page) if url.startswith("http")), "")
    if address and accessed and address == report.landing_page and not report.pdf and not report.path:
        day = written_date(accessed)
        return f"Henta {day} frå {address}" if language == "nn" else f"Hentet {day} fra {address}"
    return address


def in_text(report: Report, place: Place | None = None, suffix: str = "", named: int = 1) -> str:
    """The citation in brackets, "(Høydal et al., 2024, s. 41)"; the printed page, else none.

    A PDF page number is no page that a reader can look up in the printed report, so it is not cited.

    Args:
        report: that is cited.
        place: page of the quotation.
        suffix: from `suffixes`.
        named: how many authors are named before "et al.", from `distinct`.
    """
    families = [name.family for name in creators(report)]
    if not families:
        who = f"*{report.title or report.id}*"
    elif len(families) >= _ET_AL and named < len(families) - 1:
        who = f"{', '.join(families[:named])} et al."
    else:
        who = " & ".join(filter(None, (", ".join(families[:-1]), *families[-1:])))
    page = f"s. {place.label}" if place and place.label else ""
    return f"({', '.join(filter(None, (who, _year(report, suffix), page)))})"


def distinct(reports: Sequence[Report]) -> dict[str, int]:
    """For each report's id how many authors must be named so that no other author list of its year looks the same."""
    lists: dict[str, set[tuple[Name, ...]]] = {}
    for report in reports:
        lists.setdefault(_year(report), set()).add(creators(report))
    found: dict[str, int] = {}
    for report in reports:
        mine = creators(report)
        others = [other for other in lists[_year(report)] if other != mine and len(other) >= _ET_AL]
        shared = max((_shared(mine, other) for other in others), default=0)
        found[report.id] = min(shared + 1, max(1, len(mine)))
    return found


def _shared(one: Sequence[Name], two: Sequence[Name]) -> int:
    """How many of the first authors have the same family names."""
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a.family != b.family), min(len(one), len(two)))


def suffixes(reports: Iterable[Report]) -> dict[str, str]:
    """For each report's id "a", "b" … by title where several have the same authors and year, else ""."""

    def key(report: Report) -> tuple[tuple[tuple[str, str], ...], str]:
        names = creators(report) or (Name(report.full_title),)
        return tuple((name.family, name.given) for name in names), _year(report)

    found: dict[str, str] = {}
    for _, group in groupby(sorted(reports, key=lambda report: (*key(report), report.full_title)), key=key):
        same = list(group)
        letters = "abcdefghijklmnopqrstuvwxyz"
        for number, report in enumerate(same):
            found[report.id] = letters[number % len(letters)] if len(same) > 1 else ""
    return found


def reference_list(reports: Sequence[Report], language: str = "nb", accessed: str = "") -> list[str]:
    """Every report once, in the order of a Norwegian reference list (æ, ø, å last)."""
    letters = suffixes(reports)
    unique = {report.id: report for report in reports}.values()
    return sorted((reference(report, language, letters[report.id], accessed) for report in unique), key=alphabetical)


def alphabetical(text: str) -> str:
    """A key that sorts entries as Norwegian lists do: æ, ø and å last, an author alone before the same with others.

    Italics, quotation marks and the sign before the last author do not count.
    """
    return norwegian(re.sub(r"[*«»“”\"]", "", text).replace(" & ", ", "))


def plain(text: str) -> str:
    """The text without the marks of italics."""
    return text.replace("*", "")
