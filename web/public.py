"""What of a report may leave the machine: nothing that tells where its files lie.

A report keeps the paths of its files. Whatever a page shows, the API answers or an export writes goes through here first.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from catalogue.model import Candidate, Note, Report
from search.answer import Answer, Hit, Location

_PLACES = frozenset({"path", "pdf", "landing_path", "landing_page"})
_SCHEMES = frozenset({"http", "https"})


def public(report: Report, base: str = "") -> Report:
    """The report without paths; its PDF at the address that it came from, else at ours.

    Args:
        report: of the catalogue, with or without details.
        base: what addresses of this service begin with, such as "https://funn.example.no"; "" for relative ones.
    """
    own = f"{base}/report/{report.id}.pdf" if report.path else ""
    return replace(
        report,
        path="",
        landing_path="",
        pdf=address(report.pdf) or own,
        landing_page=address(report.landing_page),
        candidates=tuple(one for one in report.candidates if not _tells_place(one)),
        notes=tuple(_without_paths(note, report) for note in report.notes),
    )


_header = lru_cache(512)(public)  # many hits are of the same reports, without details


def cited(report: Report) -> Report:
    """The report as a reference tells it: never at our address, which is none of the publisher's."""
    return replace(public(report), pdf=address(report.pdf))


def public_answer(answer: Answer, base: str = "") -> Answer:
    """The answer of a search with the reports of its hits as `public` tells them."""
    return answer._replace(
        hits=tuple(_hit(hit, base) for hit in answer.hits),
        groups=tuple(
            group._replace(report=_header(group.report, base), hits=tuple(_hit(hit, base) for hit in group.hits))
            for group in answer.groups
        ),
    )


def _hit(hit: Hit, base: str) -> Hit:
    return hit._replace(
        report=_header(hit.report, base),
        other_places=tuple(Location(place.passage, _header(place.report, base)) for place in hit.other_places),
    )


def address(place: str) -> str:
    """The place when it is an address of the web that anybody may see, else ""."""
    try:
        parts = urlsplit(place)
        open_to_all = parts.scheme in _SCHEMES and parts.hostname and parts.username is None and parts.password is None
    except ValueError:
        return ""
    plain = place.isprintable() and " " not in place
    return place if open_to_all and plain else ""


def _tells_place(candidate: Candidate) -> bool:
    """Whether a value that was seen is the path of a file."""
    value = candidate.value
    if candidate.field in _PLACES:
        return not address(value)
    return value.startswith("file:") or PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()


def _without_paths(note: Note, report: Report) -> Note:
    """A note in which files are called by their names."""
    text = note.text
    for path in filter(None, (report.path, report.landing_path)):
        text = text.replace(path, PurePosixPath(path).name)
    return replace(note, text=text)
