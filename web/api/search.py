"""Searching by the API."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from search.answer import answer_json
from search.find import find
from web import parameters
from web.service import asked, service_of


async def search(request: Request) -> Response:
    """The passages that answer a query."""
    settings = service_of(request).settings
    known = (
        parameters.query(settings.query_length),
        *parameters.FILTERS,
        parameters.SORT,
        *parameters.paging(settings.page_size),
    )
    given = parameters.read(known, request.query_params)
    wanted = parameters.options(given)
    answer = await asked(request, lambda desk: find(given["q"], desk.catalogue, desk.engine, wanted))
    return JSONResponse(answer_json(answer))
