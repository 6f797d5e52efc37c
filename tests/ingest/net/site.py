"""A web site on loopback, for tests: pages as told, misbehaviour as told, and every request noted."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Reply = Callable[["Handler"], None]


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """What a site has, and what it was asked."""

    port: int
    routes: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        """A page that behaves: with an ETag, and 304 for whoever has it already; its address."""
        data = body.encode() if isinstance(body, str) else body
        etag = f'"{sha256(data).hexdigest()[:12]}"'

        def reply(handler: "Handler") -> None:
            if handler.headers.get("If-None-Match") == etag:
                handler.send(304, b"", ETag=etag)
            else:
                handler.send(200, data, **{"Content-Type": kind, "ETag": etag, **headers})

        self.routes[path] = reply
        return self.url(path)

    def on(self, path: str, reply: Reply) -> str:
        """A page that does what it likes; its address."""
        self.routes[path] = reply
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked, in order, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    """Answers as the site's routes say; by the whole path, else without its query."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(Asked(self.path, {name.casefold(): value for name, value in self.headers.items()}))
        routes = self.site.routes
        reply = routes.get(self.path) or routes.get(self.path.partition("?")[0])
        with suppress(ConnectionError, TimeoutError):
            if reply is None:
                self.send(404, b"nothing here")
            else:
                reply(self)

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that leaves in the middle is what these tests are about."""


@contextmanager
def site(certificate: Path | None = None) -> Iterator[Site]:
    """A site that runs within the context; with a certificate and its key in one file, over HTTPS."""
    server = _Server(("127.0.0.1", 0), Handler)
    found = Site(server.server_address[1])
    server.RequestHandlerClass = type("Bound", (Handler,), {"site": found})
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def redirect(to: str, status: int = 302) -> Reply:
    return lambda handler: handler.send(status, b"", Location=to)


def in_turn(*replies: Reply) -> Reply:
    """The first reply to the first request, and so on; the last goes on."""
    left = list(replies)

    def reply(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return reply


def status(number: int, **headers: str) -> Reply:
    return lambda handler: handler.send(number, b"x", **headers)
