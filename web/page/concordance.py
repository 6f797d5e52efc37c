"""Words in context: every place that answers on a line of its own, with the words before and after."""

from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from search.concordance import Concordance, Line, Order, concordance
from web import parameters
from web.language import Speaker
from web.page import asked as asking
from web.page.asked import Asked, Links, address
from web.page.complaints import ComplaintView, complaint_views
from web.page.facets import Chip, chips
from web.page.hits import lang_of
from web.page.paging import Pages, pages_of
from web.public import public
from web.service import asked, language_of, service_of

_PAGE = 50
WIDTHS = (30, 40, 60, 80)
ORDER = parameters.choice("order", "What the lines are sorted by.", map(str, Order), str(Order.RELEVANCE))
WIDTH = parameters.number("width", "Characters of context on each side.", 20, 120, WIDTHS[1])


class LineView(NamedTuple):
    """A place that answers.

    Attributes:
        left: text before, with the blank that parts it from the key.
        key: what answers.
        right: text after, with its blank.
        lang: of the text.
        citation: who, when and where.
        link: address of the page with the passage marked.
    """

    left: str
    key: str
    right: str
    lang: str
    citation: str
    link: str


class ConcordanceView(NamedTuple):
    """What is shown.

    Attributes:
        lines: of the page.
        shown: which lines these are, in words; "" when there are none.
        complaints: about the query.
        chips: what narrows it.
        pages: other pages.
        search: address of the same query's hits.
    """

    lines: tuple[LineView, ...]
    shown: str
    complaints: tuple[ComplaintView, ...]
    chips: tuple[Chip, ...]
    pages: Pages
    search: str


async def in_context(request: Request) -> Response:
    """The words of a query in context."""
    service = service_of(request)
    most = service.settings.query_length
    given = asking.read(request.query_params, most)
    how = parameters.read((ORDER, WIDTH), request.query_params)
    view = None
    if given.q:
        options = given.options(_PAGE + 1)
        found = await asked(
            request,
            lambda desk: concordance(
                given.q, desk.catalogue, desk.engine, options, width=how["width"], order=Order(how["order"])
            ),
            long=True,
        )
        view = concordance_view(found, given, how, Speaker(language_of(request)))
    widths = sorted({*WIDTHS, how["width"]})
    return service.page(
        request, "concordance.html", given=given, how=how, view=view, orders=tuple(Order), widths=widths
    )


def concordance_view(found: Concordance, given: Asked, how: dict[str, Any], t: Speaker) -> ConcordanceView:
    """What is shown of a concordance.

    Args:
        found: a page of lines and, if there are more, one of them.
        given: what was asked for.
        how: order and width.
        t: the page's language.
    """
    links = Links(t.language, given.q)
    path = f"/{t.language}/concordance"
    lines = found.lines[:_PAGE]

    def link(**changes: object) -> str:
        told = {
            **given.filters,
            "order": "" if how["order"] == ORDER.schema["default"] else how["order"],
            "width": "" if how["width"] == WIDTH.schema["default"] else how["width"],
        }
        return address(path, {**told, **changes})

    total = found.totals.all_words or found.totals.some_words
    shown = t(
        "concordance.shown",
        first=given.offset + 1,
        last=given.offset + len(lines),
        passages=t("count.passages", count=total),
    )
    return ConcordanceView(
        tuple(_line(line, links) for line in lines),
        shown if lines else "",
        complaint_views(found.query, found.complaints, t),
        chips(given, path, t),
        pages_of(given.offset, _PAGE, None, lambda offset: link(offset=offset), more=len(found.lines) > _PAGE),
        address(links.search, given.filters),
    )


def _line(line: Line, links: Links) -> LineView:
    shown = line._replace(report=public(line.report))
    passage = line.passage
    left = line.left + " " * passage.text[: line.start][-1:].isspace()
    right = " " * passage.text[line.start + len(line.key) :][:1].isspace() + line.right
    return LineView(left, line.key, right, lang_of(passage.standard), shown.citation, links.passage(passage.id))
