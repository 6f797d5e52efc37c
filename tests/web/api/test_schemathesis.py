"""The OpenAPI document and what is answered say the same, for good requests and for bad ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from web.api.document import document
from web.app import create_app
from web.settings import Settings


class Later:
    """An application that is made when there is a store; it lives on from one request to the next."""

    made: Starlette | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.made is not None
        if scope["type"] == "lifespan":
            while (message := await receive())["type"] != "lifespan.shutdown":
                await send({"type": f"{message['type']}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await self.made(scope, receive, send)


api = schemathesis.openapi.from_dict(document(Settings(Path("nowhere"))))
api.app = Later()


@pytest.fixture(autouse=True, scope="module")
def _served(store: Path) -> Iterator[None]:
    api.app.made = create_app(Settings(store))
    yield
    api.app.made.state.service.close()


@api.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_the_document_holds(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()
