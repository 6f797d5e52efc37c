import shutil
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from catalogue.store import Catalogue
from ingest.net.address import Address, Policy, is_public, resolve
from ingest.net.door import Times
from ingest.net.fetch import Fetcher, Sizes
from ingest.net.polite import Clock, Manners, Net
from tests.ingest.net.site import Site, site

HERE = IPv4Address("127.0.0.1")
NAMES = {
    "reports.example": "127.0.0.1",
    "www.reports.example": "127.0.0.1",
    "files.example": "127.0.0.1",
    "inside.example": "10.0.0.7",
}


class Time:
    """A clock that tests turn: sleeping takes no time, and is noted."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep, lambda: 1_700_000_000.0 + self.at)


def names(host: str, port: int) -> list[str]:
    """Invented names on top of the real ones, so that no test asks a name server."""
    return [NAMES[host]] if host in NAMES else resolve(host, port)


def open_here(address: Address) -> bool:
    """The open net, and the one address where the tests' sites stand."""
    return address == HERE or is_public(address)


POLICY = Policy(open_here, names)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def net(time: Time, notes: list[str]) -> Net:
    return Net(POLICY, Manners(times=Times(5, 0.4, 1.0)), time.clock(), notes.append)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, made once."""
    store = tmp_path_factory.mktemp("empty") / "store"
    Catalogue.open(store, create=True).close()
    return store


@pytest.fixture
def catalogue(tmp_path: Path, empty_store: Path) -> Iterator[Catalogue]:
    shutil.copytree(empty_store, tmp_path / "store")
    with Catalogue.open(tmp_path / "store", create=True) as opened:
        opened.db.execute("PRAGMA synchronous = OFF")  # what is on the disk after a fall is tested elsewhere
        yield opened


@pytest.fixture
def fetcher(net: Net, catalogue: Catalogue) -> Fetcher:
    return Fetcher(net, catalogue, Sizes(pdf=3_000_000, page=100_000, xml=300_000))
