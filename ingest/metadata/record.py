"""The fields of a report that its sources give, as a value."""

from dataclasses import dataclass, field

from catalogue.model import Candidate, Isbn


@dataclass(frozen=True, slots=True)
class Fields:
    """The metadata of a report, named as in `catalogue.model.Report`; "" or empty where no source says anything.

    Attributes:
        title: as on the landing page, else the colophon, the cover …
        subtitle: of the title.
        authors: names in order, "Given Family".
        publisher: utgiver.
        commissioned_by: oppdragsgiver.
        performed_by: utfører.
        series: name of the report series.
        report_number: within the series, as printed.
        year: of publication.
        isbn: all editions' numbers.
        issn: of the series.
        doi: bare.
        handle: as a URL.
        licence: SPDX name, or as printed.
        last_changed: ISO date of the landing page's last change.
        heading: the landing page's own heading, when it is not the title.
        candidates: every value seen for every field, the chosen ones first.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    commissioned_by: str = ""
    performed_by: str = ""
    series: str = ""
    report_number: str = ""
    year: int | None = None
    isbn: tuple[Isbn, ...] = ()
    issn: str = ""
    doi: str = ""
    handle: str = ""
    licence: str = ""
    last_changed: str = ""
    heading: str = ""
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
