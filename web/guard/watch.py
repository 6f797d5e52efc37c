"""What is seen of every request: its number, how long it took, how it ended. An error that nobody expected ends here."""

import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems
from web.counts import Counts
from web.guard.journal import Journal

_NUMBER = re.compile("[A-Za-z0-9._-]{1,64}")
_NO_ROUTE = "none"
_BROKEN_OFF = 499  # what nginx tells of a client that went away before there was an answer


class Watch:
    """Gives each request a number (`x-request-id`), counts it and tells of it."""

    def __init__(self, app: ASGIApp, journal: Journal, counts: Counts, *, proxied: bool = False) -> None:
        """Sets it up.

        Args:
            app: that answers.
            journal: to tell.
            counts: to count.
            proxied: whether a number that a request brings is taken over.
        """
        self._app = app
        self._journal = journal
        self._counts = counts
        self._proxied = proxied
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, and looks on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        number = self._number(scope)
        scope.setdefault("state", {})["request_id"] = number
        seen = _Seen(send, number)
        self._count(1)
        try:
            await self._app(scope, receive, seen)
        except Exception as error:  # noqa: BLE001 - the last place where one can be told and answered
            self._journal.error(scope, error, id=number)
            if not seen.status:
                await problems.answer_with(Request(scope), problems.ERROR)(scope, receive, seen)
        finally:
            self._count(-1)
            self._told(scope, seen, time.perf_counter() - begun)

    def _told(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        status = seen.status or _BROKEN_OFF
        route = getattr(scope.get("route"), "path", _NO_ROUTE)
        method = scope["method"] if scope["method"] in {"GET", "HEAD", "OPTIONS"} else "other"
        self._counts.add("funn_requests_total", method=method, route=route, status=str(status))
        self._counts.took(seconds, route)
        trouble = scope["state"].get("trouble")
        more: dict[str, Any] = {"trouble": trouble} if trouble else {}
        self._journal.request(
            scope, status=status, ms=round(seconds * 1000, 1), bytes=seen.size, id=seen.number, **more
        )

    def _number(self, scope: Scope) -> str:
        brought = Headers(scope=scope).get("x-request-id", "") if self._proxied else ""
        return brought if _NUMBER.fullmatch(brought) else secrets.token_hex(8)

    def _count(self, change: int) -> None:
        self._under_way += change
        self._counts.gauge("funn_requests_under_way", self._under_way)


class _Seen:
    """Sends on, and notes what was sent.

    Attributes:
        status: of the answer; 0 before it begins.
        size: bytes of its body so far.
        number: of the request.
    """

    def __init__(self, send: Send, number: str) -> None:
        self._send = send
        self.status = 0
        self.size = 0
        self.number = number

    async def __call__(self, message: Message) -> None:
        """Sends a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)["x-request-id"] = self.number
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
