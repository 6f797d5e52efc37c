"""Listening: a socket, one process or several that answer, and how they end. The one place that knows the server, uvicorn."""

import asyncio
import gc
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from catalogue.errors import UsageError

_APPLICATION = "web.app:from_environment"
_BACKLOG = 512  # connections that wait to be taken
_HEAD_BYTES = 32 * 1024  # of a request's line and headers
_HEAD_S = 10.0  # until a request must be whole that has begun
_IDLE_S = 15  # until a connection is closed on which nothing is asked
_GRACE_S = 20  # for requests under way when the service is stopped
_ORPHAN_S = 2  # between two looks whether the process that started this one is there
_RESTART_S = 1.0  # at least from the start of a process to that of another in its place
_YOUNG = 20_000  # objects made until Python looks for circles among them: a page makes thousands, and hardly one circle
_MODEST = {signal.SIGINT, signal.SIGTERM}
_TOLD = {*_MODEST, signal.SIGCHLD}


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; who comes before the service is there waits.

    Raises:
        UsageError: the address is none of this machine, or is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except (OSError, UnicodeError) as error:
        listener.close()
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(
            f"{host} port {port} cannot be listened on ({reason}): give another --port, or another --host."
        ) from error
    listener.set_inheritable(True)
    return listener


def address(listener: socket.socket) -> str:
    """Where a browser finds what listens."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def run(listener: socket.socket, workers: int, *, proxied: bool) -> None:
    """Answers until it is told to end by SIGTERM or SIGINT; requests under way are answered first.

    Args:
        listener: takes the connections.
        workers: number of processes.
        proxied: whether a reverse proxy tells who asks.
    """
    if workers == 1:
        _serve(listener, proxied=proxied)
    else:
        _Workers(lambda: _serve(listener, proxied=proxied), workers).run()


def _serve(listener: socket.socket, *, proxied: bool) -> None:
    parent = os.getppid()
    gc.set_threshold(_YOUNG)

    async def look() -> None:
        if os.getppid() != parent:  # whoever started this process is gone
            signal.raise_signal(signal.SIGTERM)

    config = uvicorn.Config(
        _APPLICATION,
        factory=True,
        loop="asyncio",
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxied,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1"),
        backlog=_BACKLOG,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_GRACE_S,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        callback_notify=look,
        timeout_notify=_ORPHAN_S,
    )
    _tell_as_json(logging.getLogger("uvicorn.error"))
    server = uvicorn.Server(config)

    def stop(_: int, __: FrameType | None) -> None:
        # The server takes signals itself while it runs, and raises them again when it has ended: that is no news.
        if not server.started:
            sys.exit(0)

    for number in _MODEST:
        signal.signal(number, stop)
    server.run(sockets=[listener])


class _Protocol(H11Protocol):
    """Closes the connection of a client that does not say in time what it wants."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Waits for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Takes what has come; waits for the rest of a request that is not whole."""
        super().data_received(data)
        answers = self.cycle is not None and not self.cycle.response_complete
        if answers:
            self._wait_no_more()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(_HEAD_S, self._late)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        self.transport.close()


class _Workers:
    """Processes that answer on one socket; one that dies is replaced, all end when this one is told to."""

    def __init__(self, serve: Callable[[], None], count: int) -> None:
        self._serve = serve
        self._count = count
        self._begun: dict[int, float] = {}
        self._ending = False

    def run(self) -> None:
        """Returns when all have ended.

        Signals are waited for rather than handled: one that comes just before a wait would be seen only after it.
        """
        signal.signal(signal.SIGCHLD, lambda *_: None)  # what is ignored, as it is by default, need not be told
        signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)
        for _ in range(self._count):
            self._begin()
        while self._begun:
            if signal.sigwait(_TOLD) is signal.SIGCHLD:
                self._replace()
            else:
                self._end()

    def _replace(self) -> None:
        """Puts others in the place of the processes that have ended, unless all are to end."""
        for process in list(self._begun):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended:
                continue
            begun = self._begun.pop(process)
            if not self._ending:
                print(f"funn: process {process} has ended ({status}); another takes its place.", file=sys.stderr)  # noqa: T201
                time.sleep(max(0.0, begun + _RESTART_S - time.monotonic()))
                self._begin()

    def _begin(self) -> None:
        process = os.fork()
        if process:
            self._begun[process] = time.monotonic()
        else:
            self._answer()

    def _answer(self) -> NoReturn:
        """What a process does that was begun."""
        code = 1
        try:
            os.setpgid(0, 0)  # Ctrl-C is for the process that started this one, and it tells
            for number in _TOLD:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _TOLD)
            self._serve()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _end(self) -> None:
        """Tells all processes to end when they have answered."""
        self._ending = True
        for process in self._begun:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)


def _tell_as_json(logger: logging.Logger) -> None:
    """What the server says of itself, in lines like those of the access log."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines())
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.WARNING)


class _Lines(logging.Formatter):
    """A line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an error its name and where it was, for its words may hold what was asked."""
        told = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
        return json.dumps(told)
