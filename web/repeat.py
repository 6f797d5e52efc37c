"""Handlers whose answers depend on the address and the collection only, so that they can be given again."""

import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from web.answers import Answered, Answers, entity_tag, has
from web.service import base_of, service_of

Handler = Callable[[Request], Awaitable[Response]]

CACHE_CONTROL = "public, no-cache"  # may be kept, and is asked for again with its tag
NO_STORE = "no-store"
_OK, _NOT_MODIFIED = 200, 304
_HEADERS = ("content-type", "content-disposition", "cache-control", "etag", "funn-passages", "funn-cut")


def repeated(handler: Handler) -> Handler:
    """The handler; what it answered is given again as long as the collection is the same.

    What a handler marks "no-store", what is no success, and what was cut because time ran out is not given again.
    """

    @functools.wraps(handler)
    async def answer(request: Request) -> Response:
        service = service_of(request)
        state = service.desks.state()
        if state is None:
            return await handler(request)
        tag = entity_tag(state, base_of(request), request.url.path, request.url.query)
        known = request.headers.get("if-none-match", "")
        if has(known, tag) and (known != "*" or service.answers.get(tag)):  # "*" is any answer, where there is one
            return Response(status_code=_NOT_MODIFIED, headers={"etag": tag, "cache-control": CACHE_CONTROL})
        kept = await _kept(service.answers, tag)
        if kept is not None:
            service.counts.add("funn_answers_total", source="kept")
            return Response(kept.body, headers=dict(kept.headers))
        with service.answers.making(tag):
            response = await handler(request)
            if response.status_code == _OK and not getattr(request.state, "hurried", False):
                _keep(service.answers, tag, response)
        service.counts.add("funn_answers_total", source="made")
        return response

    return answer


async def _kept(answers: Answers, tag: str) -> Answered | None:
    """The answer if it is kept, or will be when another request has it made."""
    kept = answers.get(tag)
    made = None if kept else answers.made(tag)
    if made is None:
        return kept
    await made.wait()
    return answers.get(tag)


def _keep(answers: Answers, tag: str, response: Response) -> None:
    if response.headers.get("cache-control") == NO_STORE or "etag" in response.headers or not response.body:
        return
    response.headers["etag"] = tag
    response.headers.setdefault("cache-control", CACHE_CONTROL)
    headers = tuple((name, response.headers[name]) for name in _HEADERS if name in response.headers)
    answers.put(tag, Answered(bytes(response.body), headers))
