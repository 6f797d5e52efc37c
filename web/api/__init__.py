"""The API: the same JSON as the commands, described by an OpenAPI document."""

from starlette.routing import BaseRoute, Route

from web.api import docs
from web.api.endpoint import PREFIX
from web.api.table import endpoints
from web.repeat import repeated
from web.settings import Settings


def routes(settings: Settings) -> list[BaseRoute]:
    """The addresses of the API."""
    return [
        Route(f"{PREFIX}/openapi.json", repeated(docs.openapi)),
        Route(f"{PREFIX}/docs", docs.page),
        *(Route(f"{PREFIX}{one.path}", one.handler(), name=f"api.{one.name}") for one in endpoints(settings)),
    ]
