"""A matched passage as a row: everything that is needed to cite it and to check it again.

The columns are part of the contract: names are language-neutral, new ones come at the end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from catalogue.model import Passage, Report
from search.export.apa import distinct, in_text, plain, reference, suffixes


@dataclass(frozen=True, slots=True)
class Row:
    """A passage to take along.

    Attributes:
        rank: from 1, in the order of the answer.
        id: the passage's id, stable for the same text in the same report.
        quotation: its text, verbatim.
        report: the report's id.
        title: with subtitle.
        authors: names joined by "; ".
        year: of publication, or None.
        series: name of the series.
        publisher: of the report.
        isbn: of all editions, joined by "; ".
        page_label: printed page, or "".
        page: PDF page number, None for a landing page's bullet.
        standard: nn, nb, …
        finding: whether it states a finding.
        kind: paragraph, list_item …
        section: path of headings joined by " › ".
        citation: "(Høydal et al., 2024, s. 41)".
        reference: the entry of a reference list, APA 7.
        link: to the page.
        sha256: digest of the PDF that the quotation was taken from.
        licence: where known.
        query: that found it.
        exported: ISO date.
    """

    rank: int
    id: str
    quotation: str
    report: str
    title: str
    authors: str
    year: int | None
    series: str
    publisher: str
    isbn: str
    page_label: str
    page: int | None
    standard: str
    finding: bool
    kind: str
    section: str
    citation: str
    reference: str
    link: str
    sha256: str
    licence: str
    query: str
    exported: str


COLUMNS = tuple(item.name for item in fields(Row))


def rows(
    found: Iterable[tuple[Passage, Report, str]], query: str, exported: str, language: str = "nb"
) -> Iterator[Row]:
    """Rows of an answer.

    Args:
        found: passage, its report and the link to its page, best first.
        query: as the user wrote it.
        exported: ISO date of today.
        language: nn or nb, the standard in which references are written.
    """
    hits = list(found)
    reports = list({report.id: report for _, report, _ in hits}.values())
    letters, named = suffixes(reports), distinct(reports)
    for rank, (passage, report, link) in enumerate(hits, 1):
        first = passage.places[0] if passage.places else None
        suffix = letters[report.id]
        yield Row(
            rank=rank,
            id=passage.id,
            quotation=passage.text,
            report=report.id,
            title=report.full_title,
            authors="; ".join(report.authors),
            year=report.year,
            series=report.series,
            publisher=report.publisher,
            isbn="; ".join(f"{isbn.value} ({isbn.qualifier})".removesuffix(" ()") for isbn in report.isbn),
            page_label=(first.label or "") if first else "",
            page=first.page if first else None,
            standard=passage.standard,
            finding=passage.finding,
            kind=passage.kind.value,
            section=" › ".join(passage.section),
            citation=plain(in_text(report, first, suffix, named[report.id])),
            reference=plain(reference(report, language, suffix, exported)),
            link=link,
            sha256=report.sha256 or report.landing_sha256,
            licence=report.licence,
            query=query.encode(errors="replace").decode(),  # a command line may hold bytes that are no text
            exported=exported,
        )
