"""A service on a port of this machine, and a real browser that looks at it.

The browser is the system's Chromium or Chrome; where there is none, these tests are skipped and say so. Each page that
is opened is watched: what it asks of another host, and what the browser complains about, fails the test.
"""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Playwright, sync_playwright

from catalogue.model import Kind
from catalogue.store import Catalogue
from search.find import find
from search.index import open_engine
from search.options import Options
from web.app import create_app
from web.settings import Settings

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_PATIENCE_MS = 20_000

Open = Callable[..., Page]
Serve = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of a service on a store."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(create_app(Settings(store)), log_level="critical", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until = time.monotonic() + 30
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        try:
            assert server.started, "the service did not start"
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serves another store."""
    return serving


@pytest.fixture(scope="session")
def url(store: Path) -> Iterator[str]:
    """A service on the sample series."""
    with serving(store) as address:
        yield address


# Of a module, not of the session: while Playwright is under way, no other test could run an event loop.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, under way."""
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without a window."""
    if CHROMIUM is None:
        pytest.skip("no browser: neither chromium nor google-chrome is installed (apt install chromium)")
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield launched
    launched.close()


class Watched:
    """What a browser did that it should not have, and what it was told.

    Attributes:
        faults: requests to other hosts, errors on the console, scripts that failed, dialogs.
        addresses: that were asked for.
    """

    def __init__(self, origin: str, expected: Sequence[str]) -> None:
        self._origin = origin
        self._expected = expected
        self.faults: list[str] = []
        self.addresses: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Watches every page of a context."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda said: self._said(said.type, f"{said.text} {said.location.get('url', '')}"))
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("dialog", self._asked_back)

    def _asked(self, address: str) -> None:
        self.addresses.append(address)
        if not address.startswith((self._origin, "data:", "blob:")):
            self.faults.append(f"another host: {address}")

    def _asked_back(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(one in text for one in self._expected):
            self.faults.append(f"{kind}: {text}")


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Open]:
    """Opens an address in a browser of its own; fails at the end on whatever the browser complained about.

    Called with a path, and what Playwright's `new_context` takes; `width` and `height` are the window's; `expected` are
    parts of complaints that are meant, such as the one about a page that is missing.
    """
    contexts: list[tuple[BrowserContext, Watched]] = []

    def open_page(
        path: str, *, width: int = 1280, height: int = 800, origin: str = url, expected: Sequence[str] = (), **more: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        context.set_default_timeout(_PATIENCE_MS)
        watched = Watched(origin, expected)
        watched.watch(context)
        contexts.append((context, watched))
        page = context.new_page()
        page.goto(origin + path, wait_until="load")
        return page

    yield open_page
    faults = []
    for context, watched in contexts:
        context.close()
        faults += watched.faults
        assert watched.addresses, "nothing was watched"
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def kinds(store: Path) -> dict[str, str]:
    """An address of each kind of page, with "{l}" where the language stands."""
    with Catalogue.open(store) as catalogue:
        engine = open_engine(catalogue)
        hits = find("skoleleiarar involvering", catalogue, engine, Options(limit=50)).hits
        engine.close()
    printed = next(hit.passage for hit in hits if hit.passage.places and hit.passage.kind is Kind.PARAGRAPH)
    bullet = next(hit.passage for hit in hits if hit.passage.kind is Kind.BULLET)
    asked = "q=skoleleiarar+involvering"
    return {
        "front": "/{l}/",
        "hits": f"/{{l}}/?{asked}",
        "hits by report": f"/{{l}}/?{asked}&group=true&findings=true&standard=nn",
        "nothing": "/{l}/?q=kvantefysikkens+xyzzy",
        "meant otherwise": "/{l}/?q=skoleleiarr",
        "complaints": "/{l}/?q=%22for+lite+AND+year:x",
        "concordance": f"/{{l}}/concordance?{asked}",
        "reports": "/{l}/reports",
        "report": f"/{{l}}/report/{printed.report}?{asked}",
        "page": f"/{{l}}/passage/{printed.id}?{asked}",
        "enlarged page": f"/{{l}}/report/{printed.report}/page/{printed.places[0].page}?{asked}&zoom=200",
        "key finding": f"/{{l}}/passage/{bullet.id}?{asked}",
        "series": "/{l}/series",
        "help": "/{l}/help",
        "about": "/{l}/about",
    }
