"""A page of a report as it is shown: what stands on it, what of it answers, where to turn next."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from catalogue.errors import UnknownReportError
from catalogue.model import PageInfo, Passage, Place, Report, Run
from catalogue.spots import Spot, spots
from web.desk import Desk
from web.pieces import Piece, pieces
from web.view.found import Found, found
from web.view.originals import Originals, State
from web.view.sheet import Box, blocks, words


class NoSuchError(Exception):
    """The report has no such page, or the collection no such passage."""


class Wanted(NamedTuple):
    """What a reader wants to see.

    Attributes:
        q: the query, or "".
        exact: whether its words mean only the forms that were typed.
        passage: id of the passage that is pointed out, or None.
    """

    q: str
    exact: bool
    passage: str | None


class Shown(NamedTuple):
    """A passage on the page.

    Attributes:
        passage: without runs.
        pieces: its text.
        chosen: whether it is pointed out.
        answers: whether it answers the query.
        outline: where it stands on the page.
        words: where its marked words stand.
    """

    passage: Passage
    pieces: tuple[Piece, ...]
    chosen: bool
    answers: bool
    outline: tuple[Box, ...]
    words: tuple[Box, ...]


class Turn(NamedTuple):
    """A passage to turn to.

    Attributes:
        page: on which it begins.
        passage: its id.
    """

    page: int
    passage: str


class Answers(NamedTuple):
    """The passages of the report that answer.

    Attributes:
        total: how many.
        whole: whether they hold all words of the query.
        place: which of them is pointed out, from 1; None when none is.
        before: the last one before what is shown.
        after: the next one.
    """

    total: int
    whole: bool
    place: int | None
    before: Turn | None
    after: Turn | None


class Scene(NamedTuple):
    """A page, or what is known of a report without pages.

    Attributes:
        report: of the catalogue, with its details; not to be shown as it is.
        page: that is shown; None for a passage that stands on none.
        shown: the passages on it in reading order; without a page, the key findings of the landing page.
        chosen: the passage that is pointed out, if any.
        answers: None without a query.
        original: what has become of the PDF.
        newer: the report that supersedes this one, or None.
    """

    report: Report
    page: PageInfo | None
    shown: tuple[Shown, ...]
    chosen: Passage | None
    answers: Answers | None
    original: State
    newer: Report | None

    @property
    def place(self) -> Place | None:
        """The page, to be cited."""
        return Place(self.page.page, self.page.label) if self.page else None


def of_page(desk: Desk, originals: Originals, id_: str, number: int, wanted: Wanted) -> Scene:
    """A page of a report.

    Raises:
        UnknownReportError: the collection has no such report.
        NoSuchError: the report has no such page.
        IndexStaleError: the index is damaged.
    """
    report = desk.catalogue.report(id_)
    if report is None:
        raise UnknownReportError(id_)
    page = next((page for page in report.pages if page.page == number), None)
    if page is None:
        raise NoSuchError
    return _scene(desk, originals, report, page, wanted)


def of_passage(desk: Desk, originals: Originals, wanted: Wanted) -> Scene:
    """The page on which a passage begins; of a landing page's key finding, all of these.

    Raises:
        NoSuchError: the collection has no such passage.
        IndexStaleError: the index is damaged.
    """
    number = desk.catalogue.number_of(wanted.passage or "")
    passage = desk.catalogue.passages([number]).get(number) if number is not None else None
    report = desk.catalogue.report(passage.report) if passage else None
    if passage is None or report is None:
        raise NoSuchError
    first = passage.places[0].page if passage.places else None
    page = next((page for page in report.pages if page.page == first), None)
    return _scene(desk, originals, report, page, wanted)


def _scene(desk: Desk, originals: Originals, report: Report, page: PageInfo | None, wanted: Wanted) -> Scene:
    all_spots = spots(desk.catalogue, report.id)
    answering = found(wanted.q, report, all_spots, desk, exact=wanted.exact)
    here = [spot.number for spot in all_spots if (page.page in spot.pages if page else not spot.pages)]
    passages = desk.catalogue.passages(here)
    shown = tuple(
        _shown(passages[number], desk.catalogue.runs(number), page, passages[number].id == wanted.passage, answering)
        for number in here
        if number in passages
    )
    chosen = next((one.passage for one in shown if one.chosen), None)
    newer = desk.catalogue.headers((report.superseded_by,)) if report.superseded_by else {}
    return Scene(
        report,
        page,
        shown,
        chosen,
        _answers(answering, all_spots, page, chosen) if wanted.q else None,
        originals.of(report).state,
        newer.get(report.superseded_by),
    )


def _shown(passage: Passage, runs: Sequence[Run], page: PageInfo | None, chosen: bool, answering: Found) -> Shown:  # noqa: FBT001
    answers = passage.id in answering.ids
    marks = answering.marks(passage.text) if chosen or answers else ()
    return Shown(
        passage,
        pieces(passage.text, marks),
        chosen,
        answers,
        tuple(blocks(runs, page.page)) if page else (),
        tuple(words(passage.text, runs, marks, page.page)) if page else (),
    )


def _answers(answering: Found, passages: Sequence[Spot], page: PageInfo | None, chosen: Passage | None) -> Answers:
    """Where among the answers the reader is; a landing page's key findings come before the first page."""
    order = {spot.id: (spot.pages[0] if spot.pages else 0, position) for position, spot in enumerate(passages)}
    turns = sorted((*order[id_], id_) for id_ in answering.ids)
    here = (*order[chosen.id], chosen.id) if chosen else (page.page if page else 0, -1, "")
    before = bisect_left(turns, here)
    after = bisect_right(turns, here)
    return Answers(
        len(turns),
        answering.whole,
        after if after > before else None,
        _turn(turns[before - 1]) if before else None,
        _turn(turns[after]) if after < len(turns) else None,
    )


def _turn(turn: tuple[int, int, str]) -> Turn:
    return Turn(turn[0], turn[2])
