"""Report series: which there are in a collection, with names that say the same in Nynorsk and Bokmål as one; and as JSON.

The keys of the JSON are language-neutral and only added to. A series:

| key | what |
|---|---|
| `name` | the commonest of its names |
| `names` | all of them: `{"name", "reports"}`; names that say the same in Nynorsk and Bokmål are one series |
| `years` | of publication, in order |
| `publishers` | `{"name", "reports"}`, the commonest first |
| `missing` | numbers that the numbering shows to be out there: `{"text", "first", "last"}` |
| `statistics` | `{"words", "pages", "note"}`: share in each standard or language; statistics, not compliance |
| `reports` | in order: `{"id", "title", "part", "report_number", "year", "publisher", "words", "pages"}` |
"""

from collections.abc import Iterable
from typing import Any

from catalogue.model import Report
from catalogue.series import Member, Series, Shares, counted, pages_in, same_names, series_of, words_in
from catalogue.store import Catalogue

NOTE = "statistics, not compliance"


def series_in(catalogue: Catalogue, reports: Iterable[Report]) -> list[Series]:
    """The series of a collection, the one with the newest report first.

    Args:
        catalogue: of the store.
        reports: all of its reports (`catalogue.reports()`).
    """
    return series_of(reports, counted(catalogue), _meaning)


def names_in(catalogue: Catalogue) -> list[tuple[str, ...]]:
    """The names of the collection's series, those that say the same in Nynorsk and Bokmål together."""
    names = {name for (name,) in catalogue.columns("series") if name}
    return [tuple(group) for group in same_names(names, _meaning)]


def _meaning(name: str) -> list[frozenset[str]]:
    """What each word of a name can mean: its concepts, in either standard, and the word itself."""
    from norwegian import analyse
    from norwegian.words import CONCEPT, SURFACE

    return [frozenset(key for key in term.keys if key[0] in {CONCEPT, SURFACE}) for term in analyse(name)]


def series_json(one: Series) -> dict[str, Any]:
    """The series with the documented keys."""
    return {
        "name": one.name,
        "names": [{"name": name, "reports": count} for name, count in one.names],
        "years": list(one.years),
        "publishers": [{"name": name, "reports": count} for name, count in one.publishers],
        "missing": [{"text": gap.text, "first": gap.first, "last": gap.last} for gap in one.missing],
        "statistics": {
            "words": _rounded(words_in(one.members)),
            "pages": _rounded(pages_in(one.members)),
            "note": NOTE,
        },
        "reports": [_member_json(member) for member in one.members],
    }


def _member_json(member: Member) -> dict[str, Any]:
    report = member.report
    return {
        "id": report.id,
        "title": report.full_title,
        "part": list(member.part.numbers) if member.part else [],
        "report_number": report.report_number,
        "year": report.year,
        "publisher": report.publisher,
        "words": _rounded(report.shares),
        "pages": _rounded(pages_in([member])),
    }


def _rounded(shares: Shares) -> dict[str, float]:
    return {code: round(share, 4) for code, share in shares}
