"""Reports as RIS, BibTeX and CSL-JSON, for reference managers."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from catalogue.model import Report
from search.export.apa import Name, authors_of, suffixes


def _addresses(report: Report) -> list[str]:
    found = (report.pdf, report.handle, report.landing_page)
    return list(dict.fromkeys(url for url in found if url.startswith("http")))


def _title(report: Report) -> str:
    return " ".join(report.full_title.split())


def _comma(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def ris(reports: Sequence[Report]) -> str:
    """The reports as RIS: one TY each, CRLF at each line's end, the language in LA."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc, unused-ignore]
        """Without the line number that rispy sets before each entry; no RIS grammar has one."""

        def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
            return ""

    entries = [
        {
            "type_of_reference": "RPRT",
            "id": report.id,
            "title": _title(report),
            "authors": [_comma(name) for name in authors_of(report)],
            "year": str(report.year or ""),
            "publisher": report.publisher,
            "secondary_title": report.series,
            "number": report.report_number,
            "issn": "; ".join(filter(None, (*(isbn.value for isbn in report.isbn), report.issn))),
            "doi": report.doi,
            "language": report.language,
            "urls": _addresses(report),
        }
        for report in reports
    ]
    filled = [{name: value for name, value in entry.items() if value} for entry in entries]
    text = rispy.dumps(filled, implementation=Writer).strip("\n") + "\n" if filled else ""
    return "\r\n".join(text.split("\n"))


def bibtex(reports: Sequence[Report]) -> str:
    """The reports as BibTeX `@techreport`, UTF-8, keys such as `hoydal2024a`."""
    from bibtexparser import library as libraries
    from bibtexparser.entrypoint import write_string
    from bibtexparser.model import Entry, Field
    from bibtexparser.writer import BibtexFormat

    keys = citation_keys(reports)
    library = libraries.Library()
    for report in reports:
        fields = {
            "author": " and ".join(_bibtex_name(name) for name in authors_of(report)),
            "title": f"{{{_escape(_title(report))}}}" if report.title else "",
            "year": str(report.year or ""),
            "institution": _escape(report.publisher),
            "series": _escape(report.series),
            "number": _escape(report.report_number),
            "isbn": ", ".join(isbn.value for isbn in report.isbn),
            "issn": report.issn,
            "doi": report.doi,
            "url": next(iter(_addresses(report)), ""),
            "langid": {"nn": "nynorsk", "nb": "norsk", "no": "norsk", "en": "english"}.get(report.language, ""),
        }
        library.add(
            Entry(
                "techreport", keys[report.id], [Field(name, f"{{{value}}}") for name, value in fields.items() if value]
            )
        )
    writer = BibtexFormat()  # type: ignore[no-untyped-call]
    writer.indent = "  "
    return str(write_string(library, unparse_stack=[], bibtex_format=writer))


def _bibtex_name(name: Name) -> str:
    """The name as "Family, Given", or a body's name in braces so that BibTeX keeps it whole."""
    return f"{_escape(name.family)}, {_escape(name.given)}" if name.given else f"{{{_escape(name.family)}}}"


_TEX = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "&%$#_"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "{": "(",
        "}": ")",
    }
)


# Two signs that TeX's fonts print as one: "--" as a dash, "?`" as ¿, "<<" as «.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)")


def _escape(text: str) -> str:
    """What TeX would take for a command, as plain characters; braces become parentheses, they need not balance."""
    return _LIGATURE.sub("{}", " ".join(text.split()).translate(_TEX))


def citation_keys(reports: Sequence[Report]) -> dict[str, str]:
    """A key a report, first author's family name and year in ASCII, with a letter where two would be the same."""
    letters = suffixes(reports)
    found: dict[str, str] = {}
    used: set[str] = set()
    for report in reports:
        family = authors_of(report)[0].family if report.authors else report.title.split(" ")[0] or "rapport"
        base = f"{_ascii(family) or 'rapport'}{report.year or ''}{letters[report.id]}"
        key, number = base, 2
        while key in used:
            key, number = f"{base}-{number}", number + 1
        used.add(key)
        found[report.id] = key
    return found


def _ascii(text: str) -> str:
    norwegian = text.casefold().replace("æ", "ae").replace("ø", "o")
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", norwegian)
        if character.isascii() and character.isalnum()
    )


def csl_json(reports: Sequence[Report]) -> str:
    """The reports as CSL-JSON items of type `report` (citationstyles.org, schema 1.0)."""
    keys = citation_keys(reports)
    return json.dumps([_csl(report, keys[report.id]) for report in reports], ensure_ascii=False, indent=2) + "\n"


def _csl(report: Report, key: str) -> dict[str, Any]:
    names = authors_of(report)
    item: dict[str, Any] = {
        "id": key,
        "type": "report",
        "title": _title(report),
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family} for name in names
        ],
        "issued": {"date-parts": [[report.year]]} if report.year else None,
        "publisher": report.publisher,
        "collection-title": report.series,
        "number": report.report_number,
        "ISBN": " ".join(isbn.value for isbn in report.isbn),
        "ISSN": report.issn,
        "DOI": report.doi,
        "URL": next(iter(_addresses(report)), ""),
        "language": {"nn": "nn-NO", "nb": "nb-NO", "no": "no"}.get(report.language, report.language),
    }
    return {name: value for name, value in item.items() if value}
