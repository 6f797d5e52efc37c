"""A report as JSON: the keys are part of the contract (language-neutral, additions only).

| key | what |
|---|---|
| `id` | the report's id |
| `title`, `subtitle`, `heading` | text; `heading` is the landing page's when it is not the title |
| `authors` | names in order |
| `publisher`, `commissioned_by`, `performed_by`, `series`, `report_number`, `issn`, `doi`, `handle`, `licence` | text, "" when unknown |
| `year` | number or null |
| `isbn` | list of `{"value", "qualifier"}` |
| `standard` | the chief written standard or language: nn, nb, no, en … |
| `shares` | share of the words in each: `{"nn": 0.93, …}` |
| `last_changed` | ISO date of the landing page's last change, or "" |
| `landing_page`, `pdf` | URL or path |
| `superseded_by` | id of the newer version, or "" |
| `path`, `sha256` | the local file and its digest |
| `pages` | number of PDF pages |
| `page_labels` | printed page number of each PDF page, null where none |
| `sources` | for each field, where its value comes from |
| `candidates` | every value seen: `{"field", "value", "source", "chosen", "reason"}` |
| `notes` | what was repaired, lost or doubtful: `{"code", "text", "page"}` |
| `supersedes`, `editions` | ids of older versions, and of the same work in another written standard |
| `sections` | in reading order: `{"section", "section_kind", "passages", "findings"}` |
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from catalogue.editions import Relatives
from catalogue.model import Passage, Report

_PLAIN = (
    "id", "title", "subtitle", "heading", "publisher", "commissioned_by", "performed_by", "series", "report_number",
    "issn", "doi", "handle", "licence", "year", "last_changed", "landing_page", "pdf", "path", "sha256",
    "superseded_by",
)  # fmt: skip
_FIELDS = {"author": "authors"}  # a candidate is one of several


def brief(report: Report) -> dict[str, Any]:
    """The report's metadata, without what only its details tell."""
    return {
        **{name: getattr(report, name) for name in _PLAIN},
        "authors": list(report.authors),
        "isbn": [asdict(isbn) for isbn in report.isbn],
        "standard": report.language,
        "shares": dict(report.shares),
    }


def full(report: Report) -> dict[str, Any]:
    """The report's metadata with the source of each field, its pages and notes."""
    return {
        **brief(report),
        "pages": len(report.pages),
        "page_labels": [page.label for page in report.pages],
        "sources": sources(report),
        "candidates": [asdict(candidate) for candidate in report.candidates],
        "notes": [asdict(note) for note in report.notes],
    }


def sources(report: Report) -> dict[str, str]:
    """For each field that holds a value, where it comes from; several places joined by "; "."""
    found: dict[str, list[str]] = {}
    for candidate in report.candidates:
        places = found.setdefault(_FIELDS.get(candidate.field, candidate.field), [])
        if candidate.chosen and candidate.source not in places:
            places.append(candidate.source)
    return {field: "; ".join(places) for field, places in found.items() if places}


def whole(report: Report, family: Relatives, passages: Iterable[Passage]) -> dict[str, Any]:
    """The report's metadata, what belongs together with it, and its sections.

    Args:
        report: with details.
        family: its versions and editions.
        passages: of the report, in reading order.
    """
    return {
        **full(report),
        "supersedes": [older.id for older in family.older],
        "editions": [edition.id for edition in family.editions],
        "sections": sections(passages),
    }


def sections(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Each section in reading order, with its kind, its number of passages and of findings."""
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    findings: Counter[tuple[tuple[str, ...], str]] = Counter()
    for passage in passages:
        key = (passage.section, passage.matter.value)
        counts[key] += 1
        findings[key] += passage.finding
    return [
        {"section": list(section), "section_kind": matter, "passages": count, "findings": findings[section, matter]}
        for (section, matter), count in counts.items()
    ]
