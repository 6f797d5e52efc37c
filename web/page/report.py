"""A report: what is known of it and from where, its key findings and contents, and what in it answers a query."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from catalogue.describe import sources
from catalogue.editions import Relatives, relatives
from catalogue.errors import UnknownReportError
from catalogue.model import BOKMAAL, NYNORSK, Kind, Matter, Note, Passage, Report
from search import limits, marks
from search.answer import Answer
from search.export import apa
from search.find import answer_of
from search.plan import build
from search.query import Complaint, parse
from web.desk import Desk
from web.language import LANGUAGES, Speaker, texts
from web.page import asked as asking
from web.page.asked import Asked, Links, pdf
from web.page.complaints import ComplaintView, complaint_views
from web.page.front import ReportLine, report_line
from web.page.hits import HitView, Where, hit_view, lang_of, standard_name, where
from web.page.paging import Pages, pages_of
from web.page.search import Link, totals
from web.page.shares import Share, shares
from web.page.sources import CandidateView, candidate_views, source_text
from web.pieces import Piece
from web.public import public, public_answer
from web.service import asked, base_of, language_of, service_of

_FINDINGS = 6  # shown at once
_FILES = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


class Known(NamedTuple):
    """What the collection knows of a report.

    Attributes:
        report: with details, as it may be shown.
        family: what belongs together with it.
        passages: in reading order, without runs.
        answer: what in it answers a query, or None.
    """

    report: Report
    family: Relatives
    passages: Sequence[Passage]
    answer: Answer | None

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Those of the answer, which tell whether the page can be shown again."""
        return self.answer.complaints if self.answer else ()


class Fact(NamedTuple):
    """A detail of a report.

    Attributes:
        name: in the page's language.
        values: what is known.
        source: where it comes from, in the page's language, or "".
        link: address that the value leads to, or "".
        lang: of the value when it is a text of the report's, else "".
    """

    name: str
    values: tuple[str, ...]
    source: str = ""
    link: str = ""
    lang: str = ""


class Finding(NamedTuple):
    """A key finding.

    Attributes:
        text: of it.
        lang: of the text.
        where: where it stands.
    """

    text: str
    lang: str
    where: Where


@dataclass(slots=True)
class Node:
    """A section of a report, while the contents are gathered and as it is shown.

    Attributes:
        heading: its own, without those above; "" for what stands under none.
        lang: of the heading.
        kind: of section, in the page's language; "" when the heading says as much.
        link: address of the page on which it begins, or "".
        label: that page, in the page's language.
        passages: directly in it.
        findings: of these.
        parts: sections in it.
    """

    heading: str
    lang: str = ""
    kind: str = ""
    link: str = ""
    label: str = ""
    passages: int = 0
    findings: int = 0
    parts: list["Node"] = field(default_factory=list)


class Remark(NamedTuple):
    """A note from reading.

    Attributes:
        text: a sentence.
        lang: of it when it is not in the page's language, else "".
        page: "PDF-side 4:" or "".
        link: address of the page, or "".
    """

    text: str
    lang: str
    page: str
    link: str


class Found(NamedTuple):
    """What in the report answers a query.

    Attributes:
        hits: of it.
        totals: in words; "" when nothing was found.
        complaints: about the query.
        pages: other pages of it.
    """

    hits: tuple[HitView, ...]
    totals: str
    complaints: tuple[ComplaintView, ...]
    pages: Pages


class ReportView(NamedTuple):
    """What is shown of a report.

    Attributes:
        title: and subtitle.
        lang: of the title.
        byline: authors, publisher and year.
        pdf: address of the PDF, or "".
        landing: address of the landing page, or "".
        newer: the version that supersedes it, or None.
        found: what answers the query, or None.
        facts: details.
        shares: of written standards.
        findings: shown at once.
        more_findings: the others.
        contents: sections.
        versions: other versions and editions.
        candidates: values that were seen.
        reference: as it stands in a reference list, what is italic marked.
        reference_lang: of the reference.
        files: the reference for reference managers.
        remarks: notes from reading.
    """

    title: str
    lang: str
    byline: str
    pdf: str
    landing: str
    newer: ReportLine | None
    found: Found | None
    facts: tuple[Fact, ...]
    shares: tuple[Share, ...]
    findings: tuple[Finding, ...]
    more_findings: tuple[Finding, ...]
    contents: tuple[Node, ...]
    versions: tuple[ReportLine, ...]
    candidates: tuple[CandidateView, ...]
    reference: tuple[Piece, ...]
    reference_lang: str
    files: tuple[Link, ...]
    remarks: tuple[Remark, ...]


async def report(request: Request) -> Response:
    """The page of a report."""
    service = service_of(request)
    given = asking.read(request.query_params, service.settings.query_length)
    id_ = request.path_params["id"]
    known = await asked(request, lambda desk: known_of(desk, id_, given))
    view = report_view(known, given, Speaker(language_of(request)))
    return service.page(request, "report.html", given=given, view=view, base=base_of(request))


def known_of(desk: Desk, id_: str, given: Asked) -> Known:
    """What a collection knows of a report, and what in it answers.

    Raises:
        UnknownReportError: there is no such report.
    """
    held = desk.catalogue.report(id_)
    if held is None:
        raise UnknownReportError(id_)
    passages = [passage for _, passage in desk.catalogue.numbered_passages(id_)]
    answer = public_answer(within(desk, id_, given)) if given.q else None
    return Known(public(held), relatives(desk.catalogue, held), passages, answer)


def within(desk: Desk, id_: str, given: Asked) -> Answer:
    """What in a report answers a query."""
    until = time.monotonic() + limits.TIME_S
    options = given.options()._replace(all_versions=True, facets=False, group=False)
    query = parse(given.q)
    wanted = build(query, desk.catalogue, desk.engine, options, until)
    if wanted.plan is not None:
        own = ((marks.report(id_),), *wanted.plan.filters)
        wanted = wanted._replace(plan=wanted.plan._replace(filters=own))
    return answer_of(query, wanted, (desk.catalogue, desk.engine), options, until)


def report_view(known: Known, given: Asked, t: Speaker) -> ReportView:
    """What is shown of a report.

    Args:
        known: of it.
        given: the query whose hits are shown, and from which on.
        t: the page's language.
    """
    shown, passages = known.report, known.passages
    links = Links(t.language, given.q)
    findings = _findings(shown, passages, t, links)
    standard = t.language if t.language in {NYNORSK, BOKMAAL} else BOKMAAL
    publisher = shown.publisher or shown.performed_by
    return ReportView(
        shown.full_title,
        lang_of(shown.language),
        " · ".join(filter(None, (t.all_of(shown.authors), publisher, str(shown.year or "")))),
        pdf(shown.id) if shown.pdf else "",
        shown.landing_page,
        report_line(known.family.newer, t, links) if known.family.newer else None,
        _found(known.answer, given, t, links, shown.id) if known.answer else None,
        facts(shown, t),
        shares(shown.shares, t),
        findings[:_FINDINGS],
        findings[_FINDINGS:],
        contents(shown, passages, t, links),
        _versions(known.family, t, links),
        candidate_views(shown.candidates, t),
        reference(shown, standard),
        standard,
        tuple(Link(name, f"/report/{shown.id}/reference.{ending}") for name, ending in _FILES),
        tuple(_remark(note, shown, t, links) for note in shown.notes),
    )


def reference(report: Report, standard: str) -> tuple[Piece, ...]:
    """The report as it stands in a reference list; what is italic is marked."""
    texts = apa.reference(report, standard).split("*")
    return tuple(Piece(text, bool(place % 2)) for place, text in enumerate(texts) if text)


def _found(answer: Answer, given: Asked, t: Speaker, links: Links, id_: str) -> Found:
    return Found(
        tuple(hit_view(hit, t, links) for hit in answer.hits),
        totals(answer, t),
        complaint_views(answer.query, answer.complaints, t),
        pages_of(
            given.offset,
            asking.PAGE,
            answer.totals.some_words,
            lambda offset: given.at(f"/{t.language}/report/{id_}", offset=offset),
            more=answer.more,
        ),
    )


def facts(report: Report, t: Speaker) -> tuple[Fact, ...]:
    """The details of a report that are known, with their sources."""
    places = sources(report)
    lang = lang_of(report.language)
    isbn = tuple(f"{one.value} ({one.qualifier})".removesuffix(" ()") for one in report.isbn)
    doi = f"https://doi.org/{report.doi}" if report.doi else ""
    handle = report.handle if report.handle.startswith(("http://", "https://")) else ""
    links = Links(t.language)
    series = f"/{t.language}/series"
    told = (
        ("authors", report.authors, "", ""),
        ("publisher", (report.publisher,), "", lang),
        ("commissioned_by", (report.commissioned_by,), "", lang),
        ("performed_by", (report.performed_by,), "", lang),
        ("series", (report.series,), asking.address(series, {"name": report.series}), lang),
        ("report_number", (report.report_number,), "", ""),
        ("year", (str(report.year or ""),), asking.address(f"{links.search}reports", {"year": report.year}), ""),
        ("isbn", isbn, "", ""),
        ("issn", (report.issn,), "", ""),
        ("doi", (report.doi,), doi, ""),
        ("handle", (report.handle,), handle, ""),
        ("licence", (report.licence,), "", ""),
        ("heading", (report.heading,), "", lang),
        ("last_changed", (t.date(report.last_changed),), "", ""),
        ("pages", (str(len(report.pages) or ""),), "", ""),
    )
    found = []
    for name, values, link, language in told:
        kept = tuple(filter(None, values))
        if kept:
            source = "; ".join(source_text(one, t) for one in places.get(name, "").split("; ") if one)
            key = "report.authors_one" if name == "authors" and len(kept) == 1 else f"report.{name}"
            found.append(Fact(t(key), kept, source, link, language))
    return tuple(found)


def _findings(report: Report, passages: Iterable[Passage], t: Speaker, links: Links) -> tuple[Finding, ...]:
    """The key findings of the landing page and of the report; of a summary where neither says any."""
    listed = [one for one in passages if one.finding]
    chosen = [one for one in listed if one.kind is Kind.BULLET or one.matter is Matter.FINDINGS]
    chosen = chosen or [one for one in listed if one.matter is Matter.SUMMARY]
    shown = [one for one in chosen if one.kind not in {Kind.HEADING, Kind.FOOTNOTE, Kind.CAPTION}]
    return tuple(Finding(one.text, lang_of(one.standard), where(one, report, t, links)) for one in shown)


def contents(report: Report, passages: Iterable[Passage], t: Speaker, links: Links) -> tuple[Node, ...]:
    """The sections of a report in reading order, each within those above it, without what stands on no page."""
    top: list[Node] = []
    for passage in passages:
        if not passage.places or passage.kind is Kind.HEADING:
            continue
        parts, node = top, None
        for heading in passage.section or ("",):
            node = parts[-1] if parts and parts[-1].heading == heading else None
            if node is not None and not heading and node.kind != t(f"section_kind.{passage.matter}"):
                node = None
            if node is None:
                node = _node(heading, passage, report, t, links)
                parts.append(node)
            parts = node.parts
        if node is not None:
            node.passages += 1
            node.findings += passage.finding
    return tuple(top)


def _node(heading: str, passage: Passage, report: Report, t: Speaker, links: Links) -> Node:
    first = passage.places[0]
    kind = t(f"section_kind.{passage.matter}")
    own = passage.matter is not Matter.BODY and not _says(heading, passage.matter)
    return Node(
        heading,
        lang_of(passage.standard),
        kind if own or not heading else "",
        links.page(report.id, first.page) if report.pdf else "",
        t("place.label", label=first.label) if first.label else t("place.pdf", page=str(first.page)),
    )


def _says(heading: str, matter: Matter) -> bool:
    """Whether a heading tells in some language which part of the report it stands over."""
    return any(texts(language)[f"section_kind.{matter}"].casefold() in heading.casefold() for language in LANGUAGES)


def _versions(family: Relatives, t: Speaker, links: Links) -> tuple[ReportLine, ...]:
    lines = [report_line(one, t, links, t("report.newer")) for one in (family.newer,) if one]
    lines += [report_line(one, t, links, t("report.older")) for one in family.older]
    editions = ((one, standard_name(one.language, t).lower()) for one in family.editions)
    lines += [report_line(one, t, links, t("report.edition", standard=name)) for one, name in editions]
    return tuple(lines)


def _remark(note: Note, report: Report, t: Speaker, links: Links) -> Remark:
    text = t.known(f"note.{note.code.replace('-', '_')}", "")
    page = note.page
    return Remark(
        text or note.text,
        "" if text else "en",
        t("report.note_page", page=str(page)) if page else "",
        links.page(report.id, page) if page and report.pdf else "",
    )
