"""How the service is, for whoever watches it: whether it lives, whether it can answer, what it has counted."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from catalogue.errors import IndexStaleError, StoreError
from web import problems
from web.counts import CONTENT_TYPE
from web.desk import BusyError, Desk
from web.problems import Problem
from web.service import asked, service_of

_NO_STORE = {"cache-control": "no-store"}
_STARTING = Problem(503, "starting", "The service has just begun.", 1)
_STALE = Problem(503, "index-stale", "The index must be rebuilt: funn reindex.", 30)
_ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /export\nDisallow: /*?\n"


def routes() -> list[BaseRoute]:
    """The addresses."""
    return [
        Route("/healthz", lives),
        Route("/readyz", is_ready),
        Route("/metrics", counted),
        Route("/robots.txt", robots),
    ]


async def lives(_: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


async def is_ready(request: Request) -> Response:
    """The collection can be searched; else 503 with the reason as code."""
    if not service_of(request).ready:
        return problems.as_json(_STARTING)
    try:
        reports, passages = await asked(request, _size)
    except BusyError:
        return problems.as_json(problems.BUSY._replace(status=503))
    except IndexStaleError as error:
        request.state.trouble = str(error)
        return problems.as_json(_STALE)
    except StoreError as error:
        request.state.trouble = str(error)
        return problems.as_json(problems.UNAVAILABLE)
    return JSONResponse({"status": "ready", "reports": reports, "passages": passages}, headers=_NO_STORE)


def _size(desk: Desk) -> tuple[int, int]:
    desk.engine.size()
    return desk.catalogue.count()


async def counted(request: Request) -> Response:
    """What was counted, as Prometheus reads it."""
    service = service_of(request)
    service.note()
    return PlainTextResponse(service.counts.text(), headers=_NO_STORE, media_type=CONTENT_TYPE)


async def robots(_: Request) -> Response:
    """Search engines may read the pages of reports; answers to queries are without end."""
    return PlainTextResponse(_ROBOTS, headers={"cache-control": "public, max-age=86400"})
