"""A hit as a reader sees it: marked words, where it stands, why it answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.model import BOKMAAL, NYNORSK, UNDETERMINED, Kind, Passage, Place, Report
from search.answer import Answer, Hit, Location
from search.export import apa
from web.language import Speaker
from web.page import asked
from web.page.asked import Links
from web.pieces import Piece, pieces, snippet_pieces

_KEPT = 1_024  # many hits are of the same reports, and at places that are told alike
_WHYS_SHOWN = 8
_AUTHORS_SHOWN = 3
_PLAIN_KINDS = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.BULLET})


class Why(NamedTuple):
    """How a word of the query is said in the text.

    Attributes:
        query: the query's word.
        said: the text's words, with commas between.
        why: how they meet, in the page's language.
    """

    query: str
    said: str
    why: str


class Where(NamedTuple):
    """Where a passage stands.

    Attributes:
        text: "s. 4 (PDF-side 10)" in the page's language.
        passage: address of the page with the passage marked.
        pdf: address of the PDF at the page, or "".
        page: PDF page number, or None.
        title: of the report, or "" where that is told already.
        lang: of the title.
    """

    text: str
    passage: str
    pdf: str
    page: int | None
    title: str = ""
    lang: str = ""


class Badge(NamedTuple):
    """Something about a passage that is seen at a glance.

    Attributes:
        kind: nn, nb or other for its language, "finding", or "kind" for what it is in the layout.
        name: in the page's language.
    """

    kind: str
    name: str


class HitView(NamedTuple):
    """What is shown of a hit.

    Attributes:
        rank: from 1.
        title: of the report.
        title_lang: of the title.
        report: address of the report's page.
        about: authors and year.
        where: where it stands.
        section: headings above it, as a path.
        lang: of the text, "" when it cannot be told.
        badges: the text's standard; whether it states a finding; what it is in the layout when it is no running text.
        shown: the snippets.
        whole: the whole passage, () when the snippets are all of it.
        whys: how the words are said where they are not said as typed.
        missing: words of the query that it lacks, "" when there are none.
        others: near-identical passages.
        reference: the report as it stands in a reference list, with the page; for paper.
        permanent: address of the passage without the query; for paper.
    """

    rank: int
    title: str
    title_lang: str
    report: str
    about: str
    where: Where
    section: str
    lang: str
    badges: tuple[Badge, ...]
    shown: tuple[Piece, ...]
    whole: tuple[Piece, ...]
    whys: tuple[Why, ...]
    missing: str
    others: tuple[Where, ...]
    reference: str
    permanent: str


class Section(NamedTuple):
    """Hits under a heading.

    Attributes:
        heading: in the page's language.
        shown: whether the heading is worth seeing, rather than only hearing.
        first: rank of the first hit.
        hits: in order.
        report: the report's address when the heading is its title, else "".
        lang: of the heading when it is a title, else "".
        note: what else is told of the section, or "".
    """

    heading: str
    shown: bool
    first: int
    hits: tuple[HitView, ...]
    report: str = ""
    lang: str = ""
    note: str = ""


def sections(answer: Answer, t: Speaker, links: Links) -> tuple[Section, ...]:
    """The hits of an answer: by report when grouped, else those with all words apart from those with some."""
    if answer.groups:
        return tuple(
            Section(
                group.report.full_title,
                True,
                group.hits[0].rank,
                tuple(hit_view(hit, t, links) for hit in group.hits),
                links.report(group.report.id),
                lang_of(group.report.language),
                t("search.in_report", count=group.found) if group.found > len(group.hits) else "",
            )
            for group in answer.groups
        )
    whole = [hit for hit in answer.hits if not hit.missing]
    part = [hit for hit in answer.hits if hit.missing]
    mixed = any(hit.missing for hit in answer.hits[: len(whole)])  # alternatives: the order says nothing of whole ones
    if mixed or not part:
        return _section(t("search.hits"), answer.hits, t, links, shown=False)
    return (
        *_section(t("search.hits"), whole, t, links, shown=False),
        *_section(t("search.partly"), part, t, links, shown=True),
    )


def _section(heading: str, hits: Sequence[Hit], t: Speaker, links: Links, *, shown: bool) -> tuple[Section, ...]:
    views = tuple(hit_view(hit, t, links) for hit in hits)
    return (Section(heading, shown, views[0].rank, views),) if views else ()


def hit_view(hit: Hit, t: Speaker, links: Links) -> HitView:
    """What is shown of a hit.

    Args:
        hit: of an answer.
        t: the page's language.
        links: of the pages in it.
    """
    passage, report = hit.passage, hit.report
    text = passage.text
    is_whole = hit.snippets == ((0, len(text)),)
    return HitView(
        hit.rank,
        report.full_title,
        lang_of(report.language),
        links.report(report.id),
        about(report, t),
        where(passage, report, t, links),
        path_of(passage.section),
        lang_of(passage.standard),
        _badges(passage.standard, passage.kind, t, finding=passage.finding),
        snippet_pieces(text, hit.snippets, hit.marks),
        () if is_whole else pieces(text, hit.marks),
        _whys(hit, t),
        ", ".join(hit.missing),
        tuple(_other(place, report, t, links) for place in hit.other_places),
        _reference(report, _first(passage), t),
        links.permanent(passage.id),
    )


def path_of(section: Sequence[str]) -> str:
    """Headings, the outermost first, as a path."""
    return " › ".join(section)


@lru_cache(_KEPT)
def _badges(standard: str, kind: Kind, t: Speaker, *, finding: bool) -> tuple[Badge, ...]:
    badges = [Badge(standard if standard in {NYNORSK, BOKMAAL} else "other", standard_name(standard, t))]
    if finding:
        badges.append(Badge("finding", t("hit.finding")))
    if kind not in _PLAIN_KINDS:
        badges.append(Badge("kind", t(f"kind.{kind}")))
    return tuple(badges)


def _first(passage: Passage) -> Place | None:
    """Where a passage begins; None when it stands in no PDF."""
    return passage.places[0] if passage.places else None


@lru_cache(_KEPT)
def _reference(report: Report, place: Place | None, t: Speaker) -> str:
    """The report's entry in a reference list and how a quotation is cited."""
    entry = apa.reference(report, t.language if t.language == NYNORSK else BOKMAAL)
    return apa.plain(f"{entry} {apa.in_text(report, place)}")


@lru_cache(_KEPT)
def about(report: Report, t: Speaker) -> str:
    """Who wrote a report, and when."""
    return " · ".join(filter(None, (authors(report.authors, t), str(report.year or ""))))


def authors(names: Sequence[str], t: Speaker, at_most: int = _AUTHORS_SHOWN) -> str:
    """Names as a reader writes them; many become the first and "mfl."."""
    return t("report.and_others", first=names[0]) if len(names) > at_most else t.all_of(names)


def where(passage: Passage, report: Report, t: Speaker, links: Links, *, titled: bool = False) -> Where:
    """Where a passage stands."""
    first = _first(passage)
    return Where(
        _told(first, t),
        links.passage(passage.id),
        asked.pdf(report.id, first.page) if first and report.pdf else "",
        first.page if first else None,
        report.full_title if titled else "",
        lang_of(report.language) if titled else "",
    )


@lru_cache(_KEPT)
def _told(place: Place | None, t: Speaker) -> str:
    """A place in the page's language."""
    if place is None:
        return t("place.landing")
    if place.label:
        return t("place.printed", label=place.label, page=str(place.page))
    return t("place.pdf", page=str(place.page))


def _other(place: Location, held: Report, t: Speaker, links: Links) -> Where:
    return where(place.passage, place.report, t, links, titled=place.report.id != held.id)


def _whys(hit: Hit, t: Speaker) -> tuple[Why, ...]:
    """Each word of the query with what it is called in the text, when that is not what was typed."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for match in hit.matches:
        if match.why not in {"same word", "phrase"}:
            said.setdefault((match.query, match.why), {})[match.text.casefold()] = None
    whys = (Why(query, ", ".join(texts), t(f"why.{why.replace(' ', '_')}")) for (query, why), texts in said.items())
    return tuple(whys)[:_WHYS_SHOWN]


def standard_name(code: str, t: Speaker) -> str:
    """What a written standard or language is called; its code when it has no name here."""
    return t.known(f"standard.{code}", code)


def lang_of(code: str) -> str:
    """The value of an attribute `lang`: "" says that the language is not known."""
    return "" if code == UNDETERMINED else code
