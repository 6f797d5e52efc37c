"""Who may ask from pages of other sites: nobody, unless the operator names them, and then the API only."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_EXPOSED = ("etag", "funn-cut", "funn-passages", "retry-after", "x-request-id")


class Cors:
    """Lets the named origins ask the API, without credentials."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "HEAD"),
            allow_headers=("if-none-match",),
            expose_headers=_EXPOSED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers."""
        of_api = scope["type"] == "http" and scope["path"].startswith("/api/")
        await (self._open if of_api else self._app)(scope, receive, send)
