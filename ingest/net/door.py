"""One request to one checked address: urllib3's only door.

It is asked at the address that was checked, under the name that was asked for (in `Host`, and in the certificate).
Nothing is followed, repeated or believed here; the body comes in pieces, so that whoever reads it can stop. No proxy is
used, for it would look names up by itself.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from threading import Lock, Timer
from typing import Self

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from ingest.net.address import Target

USER_AGENT = "Funn/0.1 (+reads published report series into a collection on its user's own machine)"
_PIECE = 64 * 1024  # bytes
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_FREE = 1 << 20  # bytes that may come of any few, before they are held against what was sent


class TroubleError(Exception):
    """A request did not come to its end; the message is the middle of a sentence.

    Attributes:
        again: whether it may help to ask again.
    """

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True, slots=True)
class Times:
    """How long a server may take, in seconds.

    Attributes:
        connect: until it answers the call.
        silence: without sending anything.
        whole: for one answer, however steadily it drips.
    """

    connect: float = 15.0
    silence: float = 30.0
    whole: float = 900.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says.

    Attributes:
        url: that was asked, after redirects.
        status: HTTP's.
        headers: names in lower case.
        body: in pieces, unpacked; may raise TroubleError.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


@contextmanager
def ask(target: Target, headers: Mapping[str, str], times: Times, most_packed: int = 200) -> Iterator[Answer]:
    """Asks a target with GET; the answer can be read within the context.

    Args:
        target: checked.
        headers: to send beside the usual.
        times: how long it may take.
        most_packed: how many times its packed size an answer may become.

    Raises:
        TroubleError: no answer, or none that can be read.
    """
    sent = {"Host": target.authority, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
    with _Watch(times.whole) as watch, closing(_connected(target, times, watch)) as connection:
        with _told(times, watch):
            connection.request(
                "GET", target.path, headers={**sent, **headers}, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
        with closing(response):
            found = {name.casefold(): value for name, value in response.headers.items()}
            yield Answer(target.url, response.status, found, _body(response, found, times, watch, most_packed))


class _Watch:
    """Ends a connection that takes too long, from beside: a server that drips is never silent.

    It holds a twin of the socket, which cuts the connection for both and is not in the way of TLS.

    Attributes:
        late: whether it has.
    """

    def __init__(self, seconds: float) -> None:
        self.late = False
        self._twins: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def hold(self, sock: socket.socket) -> None:
        """Watches this connection too."""
        with self._lock:
            self._twins.append(sock.dup())
        if self.late:
            self._cut()

    def _cut(self) -> None:
        self.late = True
        with self._lock:
            for twin in self._twins:
                with suppress(OSError):
                    twin.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            while self._twins:
                self._twins.pop().close()


class _Plain(HTTPConnection):
    """HTTP, watched from its first byte."""

    watch: _Watch

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self.watch.hold(sock)
        return sock


class _Secure(HTTPSConnection):
    """HTTPS, watched from the first byte of its handshake."""

    watch: _Watch

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self.watch.hold(sock)
        return sock


@contextmanager
def _told(times: Times, watch: _Watch) -> Iterator[None]:
    """Every way in which a connection breaks, as one error."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise TroubleError(f"its certificate is not to be trusted ({error.verify_message})", again=False) from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if watch.late:
            raise TroubleError(f"it took longer than {times.whole:g} seconds") from error
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            raise TroubleError(f"it was silent for {times.silence:g} seconds") from error
        raise TroubleError(f"the connection broke ({_reason(error)})") from error


def _reason(error: BaseException) -> str:
    """The system's own words for what happened, which urllib3 wraps, else the error's."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        inner = inner.__cause__ or inner.__context__
    return f"{type(error).__name__}: {error}"


@cache
def trust() -> ssl.SSLContext:
    """The certificates that the system trusts."""
    return ssl.create_default_context()


def _connected(target: Target, times: Times, watch: _Watch) -> HTTPConnection:
    """A connection to the first of the target's addresses that answers; each has its share of the time."""
    trouble = TroubleError("it has no address")
    until = time.monotonic() + times.connect
    for number, address in enumerate(target.addresses):
        share = max(0.1, (until - time.monotonic()) / (len(target.addresses) - number))
        connection: _Plain | _Secure
        if target.scheme == "https":
            # The certificate is checked by OpenSSL, for the name and not for the address.
            connection = _Secure(address, target.port, timeout=share, ssl_context=trust(), server_hostname=target.host)
        else:
            connection = _Plain(address, target.port, timeout=share)
        connection.watch = watch
        try:
            with _told(times, watch):
                connection.connect()
        except TroubleError as error:
            connection.close()
            trouble = error
            continue
        connection.sock.settimeout(times.silence)
        return connection
    raise trouble


def _body(
    response: HTTPResponse, headers: Mapping[str, str], times: Times, watch: _Watch, most_packed: int
) -> Iterator[bytes]:
    """The body in pieces, unpacked in pieces too, so that a small answer that becomes a huge one can be left in time."""
    encoding = headers.get("content-encoding", "").strip().casefold()
    if encoding in {"", "identity"}:
        yield from _raw(response, times, watch)
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise TroubleError(f"it is packed with {encoding[:20]}, which was not asked for", again=False)
    unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
    packed = unpacked = 0
    try:
        for piece in _raw(response, times, watch):
            packed += len(piece)
            rest = piece
            while rest and not unpack.eof:
                out = unpack.decompress(rest, _PIECE)
                rest = unpack.unconsumed_tail
                unpacked += len(out)
                if unpacked > max(_FREE, packed * most_packed):
                    raise TroubleError("it is packed so that it unpacks to more than anybody reads", again=False)
                yield out
    except zlib.error as error:
        raise TroubleError(f"it cannot be unpacked ({error})") from error
    if not unpack.eof:
        raise TroubleError("the connection broke (the packed answer is cut off)")


def _raw(response: HTTPResponse, times: Times, watch: _Watch) -> Iterator[bytes]:
    """The body as it is sent; one that is shorter than was said is no answer."""
    while True:
        with _told(times, watch):
            piece = response.read1(_PIECE, decode_content=False)
            if watch.late:
                raise TimeoutError
        if not piece:
            return
        yield piece
