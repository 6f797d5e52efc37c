"""A document and its landing page → the report and its passages, as the catalogue holds them."""

from dataclasses import dataclass, fields
from pathlib import Path

from catalogue.model import UNDETERMINED, Passage, Report, report_id
from ingest.document import Document
from ingest.landing import LandingPage
from ingest.metadata import Fields, merge
from ingest.passages import language_shares, split
from ingest.sources import whole


@dataclass(frozen=True, slots=True)
class Made:
    """A report, its passages, and the fields that its sources gave."""

    report: Report
    passages: tuple[Passage, ...]
    fields: Fields


def make(document: Document | None, page: LandingPage | None, pdf: Path | None, sha256: str, pdf_url: str = "") -> Made:
    """The report of a PDF, a landing page, or both.

    Args:
        document: the PDF as read.
        page: its landing page.
        pdf: the PDF's file.
        sha256: of the PDF's bytes; "" without one.
        pdf_url: where the PDF came from on the net, or "".
    """
    id_ = report_id(sha256 or (page.sha256 if page else ""))
    found = merge(document, page, pdf.name if pdf else "")
    passages = split(document, page, id_)
    shares = language_shares(passages)
    path = whole(pdf) if pdf else ""
    landing_path = whole(Path(page.path)) if page else ""
    link = page.pdf if page and page.pdf.startswith(("http://", "https://")) else ""
    report = Report(
        id=id_,
        language=shares[0][0] if shares else UNDETERMINED,
        shares=shares,
        landing_page=(page.url if page else "") or landing_path,
        pdf=pdf_url or link or path,
        path=path,
        sha256=sha256,
        landing_path=landing_path,
        landing_sha256=page.sha256 if page else "",
        pages=document.pages if document else (),
        notes=document.notes if document else (),
        **{item.name: getattr(found, item.name) for item in fields(Fields)},
    )
    return Made(report, passages, found)
