"""The service as an ASGI application: which address leads where, and what stands around all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web import api, exports, feed, page, problems, static, view
from web.guard.headers import SecurityHeaders
from web.language import chosen
from web.repeat import repeated
from web.service import Service
from web.settings import Settings

_FOR_GOOD = "public, max-age=31536000, immutable"


def create_app(settings: Settings) -> Starlette:
    """The service for a store."""
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        service.close()

    app = Starlette(
        routes=[
            Route("/", root),
            Route("/static/{address}", static_file),
            Route("/export", exports.exported),
            Route("/{language:language}/feed.atom", repeated(feed.feed)),
            *api.routes(settings),
            *page.routes(),
            *view.routes(),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers=dict.fromkeys(problems.HANDLED, problems.answer),
        lifespan=lifespan,
    )
    app.state.service = service
    return app


def from_environment() -> Starlette:
    """The service in a process that `funn serve` has started."""
    return create_app(Settings.from_environment())


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
