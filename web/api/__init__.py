"""The API: the same JSON as the commands, described by an OpenAPI document."""

from starlette.routing import BaseRoute, Route

from web.api.search import search
from web.settings import Settings


def routes(settings: Settings) -> list[BaseRoute]:  # noqa: ARG001 - limits are in the document
    """The addresses of the API."""
    return [Route("/api/v1/search", search)]
