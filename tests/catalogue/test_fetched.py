from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue import fetched
from catalogue.fetched import Fetched
from catalogue.store import Catalogue

ONE = Fetched(
    "https://a.example/r.pdf", "/store/files/1/r.pdf", "1" * 64, '"e1"', "Tue, 01 Oct 2024 08:00:00 GMT", "2024"
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path, create=True) as opened:
        yield opened


def test_nothing_is_held_of_an_unknown_address(catalogue: Catalogue) -> None:
    assert fetched.held(catalogue, ONE.url) is None
    assert fetched.address_of(catalogue, ONE.path) == ""


def test_what_is_kept_is_held(catalogue: Catalogue) -> None:
    fetched.keep(catalogue, ONE)
    assert fetched.held(catalogue, ONE.url) == ONE
    assert fetched.address_of(catalogue, ONE.path) == ONE.url


def test_a_later_state_takes_the_place_of_the_earlier(catalogue: Catalogue) -> None:
    later = Fetched(ONE.url, "/store/files/2/r.pdf", "2" * 64, checked="2025")
    fetched.keep(catalogue, ONE)
    fetched.keep(catalogue, later)
    assert fetched.held(catalogue, ONE.url) == later
    assert fetched.address_of(catalogue, ONE.path) == ""


def test_of_two_addresses_of_a_file_the_latest_is_told(catalogue: Catalogue) -> None:
    fetched.keep(catalogue, ONE)
    fetched.keep(catalogue, Fetched("https://b.example/r.pdf", ONE.path, ONE.sha256, checked="2025"))
    assert fetched.address_of(catalogue, ONE.path) == "https://b.example/r.pdf"
