"""One request to one checked address: urllib3's only door.

It is asked at the address that was checked, under the name that was asked for (in `Host`, and in the certificate).
Nothing is followed, repeated or believed here; the body comes in pieces, so that whoever reads it can stop.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from threading import Event, Timer

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
    late = Event()
    connection = _connected(target, times)
    timer = Timer(times.whole, _cut, (connection.sock, late))
    timer.daemon = True
    try:
        timer.start()
        with _told(times, late):
            connection.request(
                "GET", target.path, headers={**sent, **headers}, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
        found = {name.casefold(): value for name, value in response.headers.items()}
        body = _body(response, found, times, late, most_packed)
        try:
            yield Answer(target.url, response.status, found, body)
        finally:
            response.close()
    finally:
        timer.cancel()
        connection.close()


def _cut(sock: socket.socket, late: Event) -> None:
    """Ends a connection that has taken too long, from beside; TLS is not asked, for its state belongs to the reader."""
    late.set()
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


@contextmanager
def _told(times: Times, late: Event) -> Iterator[None]:
    """Every way in which a connection breaks, as one error."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise TroubleError(f"its certificate is not to be trusted ({error.verify_message})", again=False) from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if late.is_set():
            raise TroubleError(f"it took longer than {times.whole:g} seconds") from error
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            raise TroubleError(f"it was silent for {times.silence:g} seconds") from error
        reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise TroubleError(f"the connection broke ({reason})") from error


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(target: Target, times: Times) -> HTTPConnection:
    """A connection to the first of the target's addresses that answers."""
    trouble = TroubleError("it has no address")
    until = time.monotonic() + times.connect
    for address in target.addresses:
        left = max(0.1, until - time.monotonic())
        connection: HTTPConnection
        if target.scheme == "https":
            connection = HTTPSConnection(
                address, target.port, timeout=left, ssl_context=_trust(), server_hostname=target.host,
                assert_hostname=target.host,
            )  # fmt: skip
        else:
            connection = HTTPConnection(address, target.port, timeout=left)
        try:
            with _told(times, Event()):
                connection.connect()
        except TroubleError as error:
            connection.close()
            trouble = error
            continue
        connection.sock.settimeout(times.silence)
        connection.timeout = times.silence
        return connection
    raise trouble


def _body(
    response: HTTPResponse, headers: Mapping[str, str], times: Times, late: Event, most_packed: int
) -> Iterator[bytes]:
    """The body in pieces, unpacked in pieces too, so that a small answer that becomes a huge one can be left in time."""
    encoding = headers.get("content-encoding", "").strip().casefold()
    if encoding in {"", "identity"}:
        yield from _raw(response, times, late)
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise TroubleError(f"it is packed with {encoding[:20]}, which was not asked for", again=False)
    unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
    packed = unpacked = 0
    try:
        for piece in _raw(response, times, late):
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


def _raw(response: HTTPResponse, times: Times, late: Event) -> Iterator[bytes]:
    """The body as it is sent; one that is shorter than was said is no answer."""
    while True:
        with _told(times, late):
            piece = response.read1(_PIECE, decode_content=False)
            if late.is_set():
                raise TimeoutError
        if not piece:
            return
        yield piece
