"""The front page and what a search finds."""

from starlette.requests import Request
from starlette.responses import Response

from search.find import find
from web import parameters
from web.service import asked, service_of

_PAGE = 10


async def search(request: Request) -> Response:
    """The search field; with a query, what answers it."""
    service = service_of(request)
    most = service.settings.query_length
    known = (parameters.query(most, required=False), *parameters.FILTERS, parameters.SORT, *parameters.paging(_PAGE))
    given = parameters.read(known, request.query_params)
    answer = None
    if given["q"]:
        wanted = parameters.options(given, limit=_PAGE, facets=True)
        answer = await asked(request, lambda desk: find(given["q"], desk.catalogue, desk.engine, wanted))
    return service.page(request, "search.html", given=given, answer=answer)
