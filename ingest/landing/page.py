"""What a landing page says, as a value."""

from dataclasses import dataclass

from catalogue.model import Isbn
from ingest.fields.claim import Claim


@dataclass(frozen=True, slots=True)
class LandingPage:
    """A landing page as read; a field is "" or empty where the page says nothing.

    Attributes:
        path: of the file.
        sha256: of its bytes.
        url: its own address, where it gives one (canonical link, og:url).
        heading: its main heading, which is often not the report's title.
        title: of the report.
        subtitle: of the report.
        series: name of the report series.
        authors: names in order, "Given Family".
        isbns: with their qualifiers.
        issn: of the series.
        publisher: utgiver.
        commissioned_by: oppdragsgiver.
        performed_by: utfører.
        report_number: within the series.
        year: of publication.
        last_changed: ISO date of the page's last change; not the publication date.
        pdf: link to the PDF as written, relative or absolute.
        doi: bare.
        handle: as a URL.
        licence: SPDX name, or as printed.
        intro: the lead paragraphs before the facts.
        bullets: key findings, one text each.
        claims: every value seen for every field, with the label that said so, the most trusted first.
    """

    path: str
    sha256: str
    url: str = ""
    heading: str = ""
    title: str = ""
    subtitle: str = ""
    series: str = ""
    authors: tuple[str, ...] = ()
    isbns: tuple[Isbn, ...] = ()
    issn: str = ""
    publisher: str = ""
    commissioned_by: str = ""
    performed_by: str = ""
    report_number: str = ""
    year: int | None = None
    last_changed: str = ""
    pdf: str = ""
    doi: str = ""
    handle: str = ""
    licence: str = ""
    intro: str = ""
    bullets: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def describes_report(self) -> bool:
        """Whether the page is about one report, rather than a list of reports or any other page."""
        named = any(claim.field == "title" and "heading" not in claim.source for claim in self.claims)
        return named or 1 <= len(self.isbns) <= 3 or bool(self.doi) or bool(self.pdf)  # noqa: PLR2004 - editions of one report
