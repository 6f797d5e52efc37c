"""References and citations in APA 7 as Norwegian universities use it (norsk APA-manual, 2021), in nn or nb.

What differs from the American original: "&" before the last author without a comma, "s." for pages, "u.å." for no
date, and "Henta … frå" (nn) or "Hentet … fra" (nb) where a text may still change. Italics are marked `*so*`, which
`plain` takes away.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from catalogue.model import Place, Report

_MAX_AUTHORS = 20  # more: the first 19, an ellipsis and the last
_ET_AL = 3  # from so many authors on, a citation names the first only
_CORPORATE = re.compile(
    r"(direktorat|institutt|universitet|høgskol|høyskol|høgskul|departement|kommune|råd|rådet|utval|utvalg|senter|sentrum|"
    r"senteret|forbund|stiftelse|forsking|forskning|tilsyn|revisjon|byrå|statsforvaltar|statsforvalter|etat|"
    r"\bAS\b|\bASA\b|\bKS\b|council|institute|university|agency)",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"von", "van", "der", "den", "de", "du", "di", "af", "av", "la", "le", "ten", "ter", "zu"})


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person's family and given names, or a body's name as `family` alone."""

    family: str
    given: str = ""


def name_of(author: str) -> Name:
    """Splits "Given Family". The last word is the family name, with particles before it ("van der Berg").

    Names that hold a word for an institution, a comma order ("Family, Given"), or a single word are told apart.
    """
    text = " ".join(author.split())
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
        return Name(family, given)
    words = text.split()
    if len(words) < 2 or _CORPORATE.search(text):  # noqa: PLR2004 - a given and a family name
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


def _author_list(report: Report) -> str:
    names = [_inverted(name_of(author)) for author in report.authors]
    if len(names) > _MAX_AUTHORS:
        return f"{', '.join(names[: _MAX_AUTHORS - 1])}, … {names[-1]}"
    return " & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _full_title(report: Report) -> str:
    joiner = " " if report.title.endswith(("?", "!", ".", "–", ":")) else ": "
    return joiner.join(filter(None, (report.title, report.subtitle)))


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
        accessed: the day of retrieval as a reader writes it; told only for a report without a PDF, whose page may change.
    """
    title = f"*{_full_title(report) or report.id}*"
    if report.report_number:
        title += f" (Rapport {report.report_number})"
    people = _author_list(report)
    start = (
        f"{_stop(people)} ({_year(report, suffix)}). {_stop(title)}"
        if people
        else f"{_stop(title)} ({_year(report, suffix)})."
    )
    publisher = report.publisher if report.publisher and report.publisher != people else ""
    return " ".join(filter(None, (start, _stop(publisher), _address(report, language, accessed))))


def _stop(text: str) -> str:
    """The text with one full stop at its end, after the italics if it has them."""
    return text if not text or text.rstrip("*").endswith((".", "?", "!")) else f"{text}."


def _address(report: Report, language: str, accessed: str) -> str:
    if report.doi:
        return f"https://doi.org/{report.doi}"
    address = next((url for url in (report.handle, report.pdf, report.landing_page) if url.startswith("http")), "")
    if address and accessed and not report.path:
        return f"Henta {accessed} frå {address}" if language == "nn" else f"Hentet {accessed} fra {address}"
    return address


def in_text(report: Report, place: Place | None = None, suffix: str = "") -> str:
    """The citation in brackets, "(Høydal et al., 2024, s. 41)"; the printed page, else none.

    A PDF page number is no page that a reader can look up in the printed report, so it is not cited.
    """
    families = [name_of(author).family for author in report.authors]
    if not families:
        who = f"*{report.title or report.id}*"
    elif len(families) >= _ET_AL:
        who = f"{families[0]} et al."
    else:
        who = " & ".join(families)
    page = f"s. {place.label}" if place and place.label else ""
    return f"({', '.join(filter(None, (who, _year(report, suffix), page)))})"


def suffixes(reports: Iterable[Report]) -> dict[str, str]:
    """For each report's id "a", "b" … by title where several have the same authors and year, else ""."""

    def key(report: Report) -> tuple[tuple[str, ...], str]:
        return report.authors, _year(report)

    found: dict[str, str] = {}
    for _, group in groupby(sorted(reports, key=lambda report: (*key(report), _full_title(report))), key=key):
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


_ORDER = str.maketrans({"æ": "z\x01", "ä": "z\x01", "ø": "z\x02", "ö": "z\x02", "å": "z\x03", "*": ""})


def alphabetical(text: str) -> str:
    """A key that sorts as Norwegian does: æ, ø and å last, aa as å, case and italics aside."""
    folded = text.casefold().replace("aa", "å")
    return folded.translate(_ORDER)


def plain(text: str) -> str:
    """The text without the marks of italics."""
    return text.replace("*", "")
