"""What the template of a page shows, with the addresses of everything that can be turned to."""

from typing import Any, NamedTuple

from catalogue.model import Kind, PageInfo, Report
from web.language import Speaker
from web.page import asked, hits
from web.page.asked import Asked, Links
from web.pieces import Piece
from web.public import address, cited, public
from web.view.citations import FORMS, citations
from web.view.originals import State
from web.view.picture import SCALES
from web.view.scene import Answers, Scene, Shown, Turn, Wanted
from web.view.sheet import Box

ZOOMS = ("fit", "100", "150", "200")  # to the width of the window, or per cent of the paper's size
_PLAIN = 1.5  # pixels a point, for what cannot choose
_CSS_A_POINT = 96 / 72
_TOLD_KINDS = frozenset({Kind.TABLE, Kind.CAPTION, Kind.FOOTNOTE, Kind.BOX, Kind.FIGURE, Kind.QUOTE})
_NAMED = 60  # letters of a passage by which a link names it


class Manner(NamedTuple):
    """How a page is to be shown.

    Attributes:
        wanted: what is looked for and pointed out.
        search: from whose hits the page was opened.
        zoom: one of ZOOMS.
        language: of the page.
        base: what addresses of the service begin with.
        pixels: longest side of a picture.
    """

    wanted: Wanted
    search: Asked
    zoom: str
    language: str
    base: str
    pixels: int


class Picture(NamedTuple):
    """A page's picture.

    Attributes:
        src: its address.
        srcset: addresses of all densities with their widths.
        sizes: how wide it is shown.
        width: in pixels of CSS.
        height: in pixels of CSS.
        points: width and height of the page in points, which boxes are measured in.
    """

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    points: tuple[float, float]


class PassageView(NamedTuple):
    """A passage on the page.

    Attributes:
        pieces: its text.
        lang: of the text.
        beginning: by which it is named.
        heading: whether it is one.
        kind: in the layout, when it is no running text.
        chosen: whether it is pointed out.
        answers: whether it answers the query.
        choose: address of the page with this passage pointed out.
        outline: where it stands.
        words: where its marked words stand.
    """

    pieces: tuple[Piece, ...]
    lang: str
    beginning: str
    heading: bool
    kind: str
    chosen: bool
    answers: bool
    choose: str
    outline: tuple[Box, ...]
    words: tuple[Box, ...]


class ChosenView(NamedTuple):
    """The passage that is pointed out.

    Attributes:
        section: headings above it, as a path.
        lang: of the headings.
        standard: its written standard or language, in the page's language.
        finding: whether it states a finding.
        permanent: the address that always leads to it.
        whole: whether all of it stands on this page.
    """

    section: str
    lang: str
    standard: str
    finding: bool
    permanent: str
    whole: bool


class AnswersView(NamedTuple):
    """Where among the answers the reader is.

    Attributes:
        told: in words.
        before: address of the one before, or "".
        after: address of the next one, or "".
        back: address of the search.
    """

    told: str
    before: str
    after: str
    back: str


class Addresses:
    """Addresses that keep the search, and how the page is shown.

    Attributes:
        kept: the parameters that do.
        search: back to the hits.
    """

    def __init__(self, manner: Manner) -> None:
        self._language = manner.language
        self.kept = {**manner.search.kept, "zoom": "" if manner.zoom == "fit" else manner.zoom}
        self.search = manner.search.at(f"/{manner.language}/", offset=manner.search.offset)

    def page(self, report: str, number: int, **more: object) -> str:
        """A page of a report."""
        return asked.address(f"/{self._language}/report/{report}/page/{number}", {**self.kept, **more})

    def passage(self, id_: str) -> str:
        """The page of a passage, with it pointed out."""
        return asked.address(f"/{self._language}/passage/{id_}", self.kept)

    def turn(self, report: str, turn: Turn | None) -> str:
        """To an answer; "" when there is none."""
        if turn is None:
            return ""
        return self.page(report, turn.page, passage=turn.passage) if turn.page else self.passage(turn.passage)


def look(scene: Scene, manner: Manner) -> dict[str, Any]:
    """What the template shows.

    Args:
        scene: what is on the page.
        manner: how it is to be shown.
    """
    t = Speaker(manner.language)
    to = Addresses(manner)
    links = Links(manner.language, manner.wanted.q)
    passage = scene.chosen
    report = public(scene.report, manner.base)
    return {
        "report": report,
        "report_lang": hits.lang_of(report.language),
        "report_link": links.report(report.id),
        "about": hits.about(report, t),
        "state": scene.original,
        "newer": (links.report(scene.newer.id), scene.newer) if scene.newer else None,
        "passages": [_passage(one, scene.page, to, t) for one in scene.shown],
        "chosen": _chosen(scene, manner, t) if passage else None,
        "answers": _answers(report, scene.answers, to, links, t) if scene.answers else None,
        "citations": citations(cited(scene.report), scene.place, passage, manner.language),
        "downloads": [(f"/report/{report.id}/reference.{form}", name) for form, (_, name) in FORMS.items()],
        "q": manner.wanted.q,
        **(_page_values(scene, scene.page, manner, to, t) if scene.page else {}),
    }


def _page_values(scene: Scene, page: PageInfo, manner: Manner, to: Addresses, t: Speaker) -> dict[str, Any]:
    """What only a page has."""
    report = scene.report
    held = scene.original is State.HELD or address(report.pdf)  # the publisher's is led to where none is here
    chosen = {"passage": manner.wanted.passage}
    last = len(report.pages)
    return {
        "page": page.page,
        "label": page.label,
        "place": place_of(page, t),
        "pages": last,
        "picture": _picture(report.id, page, manner),
        "previous": to.page(report.id, page.page - 1) if page.page > 1 else "",
        "next": to.page(report.id, page.page + 1) if page.page < last else "",
        "zoom": manner.zoom,
        "zooms": [
            (name, to.page(report.id, page.page, **chosen, zoom="" if name == "fit" else name)) for name in ZOOMS
        ],
        "pdf": asked.pdf(report.id, page.page) if held else "",
        "kept": {name: "true" if value is True else value for name, value in to.kept.items()},
    }


def place_of(page: PageInfo, t: Speaker) -> str:
    """The page's printed number and its place in the PDF, in the page's language."""
    if page.label:
        return t("place.printed", label=page.label, page=str(page.page))
    return t("place.pdf", page=str(page.page))


def _picture(report: str, page: PageInfo, manner: Manner) -> Picture | None:
    """The page's picture; None for a page without extent."""
    longest = max(page.width, page.height)
    if min(page.width, page.height) <= 0:
        return None
    src = f"/report/{report}/page/{page.page}.webp"
    widths: dict[int, str] = {}
    for scale in SCALES:
        drawn = min(scale, manner.pixels / longest)
        widths.setdefault(round(page.width * drawn), f"{src}?scale={scale:g}")
    zoom = 100 if manner.zoom == "fit" else int(manner.zoom)
    width, height = (max(1, round(side * _CSS_A_POINT * zoom / 100)) for side in (page.width, page.height))
    return Picture(
        f"{src}?scale={_PLAIN:g}",
        ", ".join(f"{one} {pixels}w" for pixels, one in widths.items()),
        f"(min-width: 70rem) min({width}px, min(100vw, 96rem) - 27rem), 100vw"
        if manner.zoom == "fit"
        else f"{width}px",
        width,
        height,
        (round(page.width, 2), round(page.height, 2)),
    )


def _passage(one: Shown, page: PageInfo | None, to: Addresses, t: Speaker) -> PassageView:
    passage = one.passage
    here = to.page(passage.report, page.page, passage=passage.id) if page else to.passage(passage.id)
    heading = passage.kind is Kind.HEADING
    text = passage.text
    return PassageView(
        one.pieces,
        hits.lang_of(passage.standard),
        text if len(text) <= _NAMED else f"{text[:_NAMED].rpartition(' ')[0] or text[:_NAMED]} …",
        heading,
        t(f"kind.{passage.kind}") if passage.kind in _TOLD_KINDS else "",
        one.chosen,
        one.answers,
        here,
        one.outline,
        one.words,
    )


def _chosen(scene: Scene, manner: Manner, t: Speaker) -> ChosenView | None:
    passage = scene.chosen
    if passage is None:
        return None
    return ChosenView(
        hits.path_of(passage.section),
        hits.lang_of(scene.report.language),
        hits.standard_name(passage.standard, t),
        passage.finding,
        f"{manner.base}/passage/{passage.id}",
        len(passage.places) <= 1,
    )


def _answers(report: Report, answers: Answers, to: Addresses, links: Links, t: Speaker) -> AnswersView:
    if not answers.total:
        told = t("view.hits_none", query=links.q)
    elif answers.place is not None:
        told = t("view.hit_place", place=answers.place, count=answers.total)
    else:
        told = t("view.hits" if answers.whole else "view.hits_some", count=answers.total)
    return AnswersView(
        told,
        to.turn(report.id, answers.before),
        to.turn(report.id, answers.after),
        to.search,
    )
