"""What a request may be, and how long it may take: the service only reads, and must live when others ask too much."""

import asyncio
import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems
from web.problems import Problem
from web.settings import Settings

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})  # whoever watches must not be turned away


class Limits:
    """Refuses what is no question, and more questions than can be answered; gives up what takes too long."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or tells why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = self._refused(scope)
        if problem is None and self._under_way >= self._settings.requests and scope["path"] not in _ALWAYS:
            problem = problems.BUSY
        if problem is not None:
            await problems.answer_with(Request(scope), problem)(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._in_time(scope, receive, send)
        finally:
            self._under_way -= 1

    def _refused(self, scope: Scope) -> Problem | None:
        """Why a request is not answered."""
        headers = Headers(scope=scope)
        length = len(scope.get("raw_path") or scope["path"].encode("utf-8", "replace")) + len(scope["query_string"])
        if scope["method"] not in {"GET", "HEAD"}:
            return problems.NOT_ALLOWED
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return problems.NO_BODY
        if length > self._settings.address_length:
            return problems.TOO_LONG
        if not _is_text(scope["path"]):
            return problems.NOT_FOUND
        return self._misdirected(headers.getlist("host"), scope["path"])

    def _misdirected(self, named: list[str], path: str) -> Problem | None:
        """Whether a request calls the service by another name than its own, as a page that rebinds its name to us does."""
        found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
        if found is None:
            return problems.BAD_HOST
        if self._hosts and found["name"].lower() not in self._hosts and path not in _ALWAYS:
            return problems.MISDIRECTED
        return None

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers; gives up when there is no answer in time, or nobody takes it."""
        settings = self._settings
        begun = False
        loop = asyncio.get_running_loop()

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            limit.reschedule(loop.time() + settings.stall_s)
            if scope["method"] == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            async with asyncio.timeout(settings.request_s) as limit:
                await self._app(scope, receive, sending)
        except TimeoutError:
            if begun or not limit.expired():
                raise
            await problems.answer_with(Request(scope), problems.SLOW)(scope, receive, send)


def _is_text(path: str) -> bool:
    """Whether a path has no control characters and no halves of letters, which no address of ours has."""
    return path.isprintable()
