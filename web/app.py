"""The service as an ASGI application: which address leads where, and what stands around all of them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from web import api, exports, feed, health, page, problems, static, view
from web.guard.cors import Cors
from web.guard.headers import SecurityHeaders
from web.guard.journal import Journal, Write
from web.guard.limits import Limits
from web.guard.watch import Watch
from web.language import chosen
from web.repeat import repeated
from web.service import Service
from web.settings import Settings

_FOR_GOOD = "public, max-age=31536000, immutable"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKED = ("application/pdf", f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.wordprocessingml.document")
_WORTH_PACKING = 1_000  # bytes
_EFFORT = 4  # of packing: a third of the time that the utmost takes, and a tenth more bytes


def create_app(settings: Settings, log: Write | None = None) -> Starlette:
    """The service for a store.

    Args:
        settings: of the operator.
        log: takes the lines of the log; stderr when None.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        begun = [asyncio.create_task(service.noting())] if settings.counts else []
        begun += [asyncio.create_task(service.warm())] if settings.warm else []
        yield
        for task in begun:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        service.close()

    app = Starlette(
        routes=[
            Route("/", root),
            Route("/static/{address}", static_file),
            *_repeated(
                [
                    Route("/export", exports.exported),
                    Route("/{language:language}/feed.atom", feed.feed),
                    *page.routes(),
                ]
            ),
            *api.routes(settings),
            *view.routes(),
            *health.routes(),
            page.nowhere(),
        ],
        middleware=list(_around(service, log)),
        exception_handlers=dict.fromkeys(problems.HANDLED, problems.answer),
        lifespan=lifespan,
    )
    app.state.service = service
    return app


def from_environment() -> Starlette:
    """The service in a process that `funn serve` has started."""
    return create_app(Settings.from_environment())


def _around(service: Service, log: Write | None) -> Iterator[Middleware]:
    """What stands around every request, the outermost first."""
    settings = service.settings
    journal = Journal(log, requests=settings.log, queries=settings.log_queries)
    yield Middleware(SecurityHeaders)
    if settings.cors:
        yield Middleware(Cors, origins=settings.cors)
    yield Middleware(Watch, journal=journal, counts=service.counts, proxied=settings.proxied)
    yield Middleware(Limits, settings=settings)
    yield Middleware(
        GZipMiddleware,
        minimum_size=_WORTH_PACKING,
        compresslevel=_EFFORT,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *_PACKED),
    )


def _repeated(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes, whose answers are given again as long as the collection is the same."""
    for route in routes:
        yield Route(route.path, repeated(route.endpoint)) if isinstance(route, Route) else route


async def root(request: Request) -> Response:
    """To the front page in the visitor's language."""
    language = chosen(request.headers.get("accept-language", ""))
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{language}/{query}", 307, {"vary": "accept-language", "cache-control": "no-cache"})


async def static_file(request: Request) -> Response:
    """A file that pages need."""
    name = static.name_of(request.path_params["address"])
    if not name:
        return problems.as_json(problems.NOT_FOUND)
    kind = static.TYPES[name.rpartition(".")[2]]
    return Response(static.content(name), headers={"cache-control": _FOR_GOOD}, media_type=kind)
