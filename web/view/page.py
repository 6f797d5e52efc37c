"""`/{language}/report/{id}/page/{page}` and `/{language}/passage/{id}`: the page itself, with the answer marked on it."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.errors import UnknownReportError
from catalogue.model import Report
from web import language, parameters
from web.desk import Desk
from web.page import asked as asking
from web.problems import Problem, answer_with
from web.service import asked, base_of, language_of, service_of
from web.view.look import ZOOMS, Addresses, Manner, look
from web.view.originals import Originals, State
from web.view.picture import NO_PAGE
from web.view.pictures import Pictures
from web.view.scene import NoSuchError, Scene, Wanted, of_page, of_passage

_PASSAGE = parameters.text("passage", "The passage that is pointed out.", most=40)
_ZOOM = parameters.choice("zoom", "How large the page is.", ZOOMS, "fit")
_NUMBER = parameters.text("number", "The page to turn to, as printed, or PDF and a number.", most=20, required=True)
_NO_PASSAGE = Problem(404, "no-passage", "The collection has no such passage, or has it no more.")


def manner_of(request: Request, passage: str | None = None) -> Manner:
    """What an address asks for.

    Args:
        request: for a page.
        passage: the one that the address itself names, if it does.

    Raises:
        ParameterError: a parameter cannot be read.
    """
    settings = service_of(request).settings
    search = asking.read(request.query_params, settings.query_length)
    given = parameters.read((_PASSAGE, _ZOOM), request.query_params)
    wanted = Wanted(search.q, search.exact, passage or given["passage"])
    return Manner(wanted, search, given["zoom"], language_of(request), base_of(request), settings.picture_pixels)


async def page(request: Request) -> Response:
    """A page of a report."""
    manner = manner_of(request)
    originals = service_of(request).part(Originals)
    id_, number = request.path_params["id"], request.path_params["page"]
    return await _shown(request, manner, lambda desk: of_page(desk, originals, id_, number, manner.wanted), NO_PAGE)


async def passage(request: Request) -> Response:
    """The page that a passage stands on; of a landing page's key finding, all of these."""
    manner = manner_of(request, request.path_params["id"])
    originals = service_of(request).part(Originals)
    return await _shown(request, manner, lambda desk: of_passage(desk, originals, manner.wanted), _NO_PASSAGE)


async def _shown(request: Request, manner: Manner, scene: Callable[[Desk], Scene], missing: Problem) -> Response:
    service = service_of(request)

    def looked(desk: Desk) -> tuple[str, dict[str, Any]]:
        seen = scene(desk)
        told = look(seen, manner)
        return ("page.html" if seen.page else "passage.html"), told

    try:
        template, values = await asked(request, looked)
    except NoSuchError:
        return answer_with(request, missing)
    if values["state"] is State.HELD:
        service.part(Pictures).start()
    shown = service.page(request, template, **values)
    shown.headers["cache-control"] = "no-cache"  # the PDF may be gone the next time, though the collection is the same
    return shown


async def turn(request: Request) -> Response:
    """From the number that a reader has typed to the page that has it."""
    to = Addresses(manner_of(request))
    number = parameters.read((_NUMBER,), request.query_params)["number"]
    id_ = request.path_params["id"]

    def numbered(desk: Desk) -> int | None:
        report = desk.catalogue.report(id_)
        if report is None:
            raise UnknownReportError(id_)
        return page_of(report, number)

    found = await asked(request, numbered)
    if found is None:
        return answer_with(request, NO_PAGE)
    return RedirectResponse(to.page(id_, found), 303)


async def permanent(request: Request) -> Response:
    """`/passage/{id}`, the address that is cited: to the passage in the visitor's language."""
    chosen = language.chosen(request.headers.get("accept-language", ""))
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"/{chosen}/passage/{request.path_params['id']}{query}"
    return RedirectResponse(address, 307, {"vary": "accept-language", "cache-control": "no-cache"})


def page_of(report: Report, text: str) -> int | None:
    """The page that a reader means by "41", "iv" or "PDF 43": the printed number where there is such a one.

    Args:
        report: with its details.
        text: as typed.
    """
    typed = " ".join(text.split()).casefold().removeprefix("s.").removeprefix("side").strip()
    bare = typed.removeprefix("pdf").lstrip(" -").removeprefix("side").lstrip(" .:")
    if bare == typed:
        for page in report.pages:
            if page.label is not None and typed in _labels(page.label.casefold()):
                return page.page
    return next((page.page for page in report.pages if str(page.page) == bare), None)


def _labels(label: str) -> set[str]:
    """The printed numbers of a page: two where two printed pages share it ("22–23")."""
    return {label, *label.split("–")}
