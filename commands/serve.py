"""`funn serve`: the collection as a web page and an API."""

import ipaddress
import os
import re
import shutil
import tempfile
from pathlib import Path

import click

from catalogue.errors import UsageError
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import command, store_option

_ADDRESS = re.compile(r"https?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")
_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_OWN = ("localhost", "127.0.0.1", "[::1]")


@command(
    "serve",
    ("funn serve", "on http://127.0.0.1:8080/, for this machine only"),
    ("funn serve --workers 2 --base-url https://funn.example.no --proxied", "behind a reverse proxy"),
    ("funn serve --cors https://www.example.no", "the API also for the pages of another site"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 for a free one.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--base-url", metavar="URL", default="", help="How others reach it: in feeds, exports, API links.")
@click.option("--allowed-host", "hosts", metavar="NAME", multiple=True, help="Another name that it may be called by.")
@click.option("--cors", metavar="ORIGIN", multiple=True, help="Site whose pages may ask the API; * for all.")
@click.option("--proxied", is_flag=True, help="Believe a reverse proxy on this machine who asks.")
@click.option(
    "--cache",
    "cache_mb",
    type=click.IntRange(0, 4096),
    default=32,
    show_default=True,
    metavar="MB",
    help="Answers kept in each process; 0 for none.",
)
@click.option(
    "--access-log/--no-access-log", "log", default=True, help="A line of JSON a request, on stderr. [default: on]"
)
@click.option("--log-queries", is_flag=True, help="Log also what was looked for.")
@store_option
def serve(
    *,
    store: Path,
    host: str,
    port: int,
    workers: int,
    base_url: str,
    hosts: tuple[str, ...],
    cors: tuple[str, ...],
    proxied: bool,
    cache_mb: int,
    log: bool,
    log_queries: bool,
) -> None:
    """Serves the collection as a web page and an API, until Ctrl-C or SIGTERM; it reads only.

    Ingest, reindex and restore may run beside it: it shows what the collection holds at each moment.
    """
    try:
        from commands import server
        from web.settings import Settings
    except ImportError as error:
        raise UsageError(
            f"funn serve needs the extra `serve` ({error.name} is missing): pip install 'funn[serve]'."
        ) from error
    if workers > 1 and not hasattr(os, "fork"):
        raise UsageError("This system has one process for a service: leave --workers out.")
    reports = _checked(store)
    base = _base(base_url)
    counts = Path(tempfile.mkdtemp(prefix="funn-counts-")) if workers > 1 else None
    listener = server.listen(host, port)
    try:
        Settings(
            store=store,
            base_url=base,
            hosts=_names(host, base, hosts),
            cors=tuple(map(_origin, cors)),
            proxied=proxied,
            answer_cache_mb=cache_mb,
            log=log,
            log_queries=log_queries,
            counts=counts,
            warm=True,
        ).to_environment()
        terminal.note(f"Funn serves the {reports} reports in {store} at {server.address(listener)} (Ctrl-C ends it).")
        if not (_is_loopback(host) or proxied):
            terminal.note("It can be reached from other machines, without encryption: see docs/service.md.")
        server.run(listener, workers, proxied=proxied)
    finally:
        listener.close()
        if counts:
            shutil.rmtree(counts, ignore_errors=True)
    terminal.note("Ended.")


def _checked(store: Path) -> int:
    """How many reports there are to serve.

    Raises:
        StoreError: there is no collection, or it cannot be read.
        IndexStaleError: the index must be rebuilt.
    """
    from search.index import open_engine

    with Catalogue.open(store) as catalogue:
        open_engine(catalogue).close()
        return catalogue.count()[0]


def _base(given: str) -> str:
    text = given.rstrip("/")
    if text and not _ADDRESS.fullmatch(text):
        raise UsageError(f"--base-url {given}: give scheme and host, such as https://funn.example.no, and no path.")
    return text


def _origin(given: str) -> str:
    text = given.rstrip("/")
    if text != "*" and not _ADDRESS.fullmatch(text):
        raise UsageError(f"--cors {given}: give an origin such as https://www.example.no, or *.")
    return text


def _names(host: str, base: str, more: tuple[str, ...]) -> tuple[str, ...]:
    """The names that requests may call the service by; () for any, where it listens to all and none is told."""
    for name in more:
        if not _NAME.fullmatch(name):
            raise UsageError(f"--allowed-host {name}: give a name such as funn.example.no, without port.")
    told = _ADDRESS.fullmatch(base)
    own = [f"[{host}]" if ":" in host else host]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - asked for
        if not told and not more:
            return ()
        own = []
    return tuple(dict.fromkeys((*_OWN, *own, *([told["host"]] if told else []), *more)))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
