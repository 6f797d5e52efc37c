"""A question that the API answers, as a value: for the route, for the OpenAPI document and for the page that shows it."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from web import parameters
from web.desk import Desk
from web.exports import File
from web.parameters import Parameter
from web.repeat import Handler, repeated
from web.service import asked, base_of, service_of
from web.settings import Settings

PREFIX = "/api/v1"
JSON = "application/json"


class Question(NamedTuple):
    """What somebody asks.

    Attributes:
        given: the value of each parameter.
        id: in the address, or "".
        base: of our own addresses.
        settings: of the operator.
    """

    given: Mapping[str, Any]
    id: str
    base: str
    settings: Settings


class Endpoint(NamedTuple):
    """A question that can be asked.

    Attributes:
        name: of the operation.
        path: below PREFIX, with "{id}" where an id stands.
        about: what it answers, a sentence.
        parameters: that can be given.
        question: answers it at a desk; JSON, or a file.
        answers: name of the answer's schema; "" for a file.
        example: values that find something in the sample series.
        missing: what a 404 says, or "".
        id: the id in the address, if there is one.
        long: whether the answer may take seconds.
    """

    name: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    question: Callable[[Desk, Question], Any]
    answers: str
    example: Mapping[str, str]
    missing: str = ""
    id: Parameter | None = None
    long: bool = False

    def handler(self) -> Handler:
        """Answers a request."""

        async def answer(request: Request) -> Response:
            service = service_of(request)
            given = parameters.read_strictly(self.parameters, request.query_params.multi_items())
            question = Question(given, request.path_params.get("id", ""), base_of(request), service.settings)
            told = await asked(request, lambda desk: _written(self.question(desk, question), request), long=self.long)
            return told.response() if isinstance(told, File) else Response(told, media_type=JSON)

        return repeated(answer)


def _written(told: Any, request: Request) -> File | bytes:
    """The answer as bytes, made in the thread that found it."""
    if isinstance(told, File):
        return told
    if any(one["code"] == "time" for one in told.get("complaints", ())):
        request.state.hurried = True  # not to be kept
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
