"""The feed of a query: what came last first, with ids for good, and links that lead to our pages."""

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from catalogue.store import ADDED, Catalogue
from search.export.atom import NAMESPACE
from web.app import create_app
from web.settings import Settings

A = f"{{{NAMESPACE}}}"
FEED = "/nn/feed.atom?q=skoleleiar+involvering"


def read(client: TestClient, address: str = FEED) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def text(of: ET.Element, name: str) -> str:
    found = of.find(f"{A}{name}")
    assert found is not None
    return found.text or ""


def links(of: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in of.iter(f"{A}link") if link in list(of)}


def test_what_a_feed_says(client: TestClient) -> None:
    feed = read(client)
    entries = feed.findall(f"{A}entry")
    assert 10 < len(entries) <= 50
    assert text(feed, "title") == "Funn: «skoleleiar involvering»"
    assert links(feed) == {
        "self": "http://testserver/nn/feed.atom?q=skoleleiar+involvering",
        "alternate": "http://testserver/nn/?q=skoleleiar+involvering",
    }
    assert read(client, links(feed)["self"]).find(f"{A}id") is not None
    assert len({text(entry, "id") for entry in entries}) == len(entries)
    assert text(feed, "updated") == max(text(entry, "updated") for entry in entries)
    for entry in entries[:3]:
        page = client.get(links(entry)["alternate"])
        assert page.status_code == 200
        assert '<html lang="nn"' in page.text


def test_ids_are_the_same_for_good_and_for_every_query(client: TestClient) -> None:
    one, other = read(client), read(client, "/nb/feed.atom?q=involvering")
    ids = [{text(entry, "id") for entry in feed.findall(f"{A}entry")} for feed in (one, other)]
    assert ids[0] & ids[1]
    assert text(one, "id") != text(other, "id")
    assert text(one, "id") == text(read(client), "id")
    assert text(one, "id") != text(read(client, f"{FEED}&findings=true"), "id")


def test_what_came_last_comes_first(store: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(store, tmp_path / "store"))
    with Catalogue.open(own) as catalogue:
        first, second, *others = [report.id for report in catalogue.reports()]
        times = {id_: f"2024-01-0{number}T00:00:00Z" for number, id_ in enumerate(others, 1)}
        times |= {second: "2025-01-01T00:00:00Z", first: "2025-02-01T00:00:00Z"}
        catalogue.set_meta(**{f"{ADDED}{id_}": at for id_, at in times.items()})
    with TestClient(create_app(Settings(own))) as client:
        feed = read(client)
        told = [text(entry, "updated") for entry in feed.findall(f"{A}entry")]
        assert told == sorted(told, reverse=True)
        assert told[0] == text(feed, "updated") == "2025-02-01T00:00:00Z"


def test_reports_of_an_older_funn_have_the_time_of_their_files(store: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(store, tmp_path / "store"))
    with Catalogue.open(own) as catalogue:
        catalogue.db.execute("DELETE FROM meta WHERE name LIKE 'added %'")
        catalogue.db.execute("UPDATE report SET path = '/nowhere.pdf' WHERE year = 2022")
    with TestClient(create_app(Settings(own))) as client:
        told = {text(entry, "updated") for entry in read(client).findall(f"{A}entry")}
    assert "2022-01-01T00:00:00Z" in told
    assert max(told) > "2023-12-31"


def test_filters_narrow_it(client: TestClient) -> None:
    every = len(read(client).findall(f"{A}entry"))
    few = read(client, f"{FEED}&standard=nn&year=2022").findall(f"{A}entry")
    assert 0 < len(few) < every


def test_a_query_without_answer_has_an_empty_feed(client: TestClient) -> None:
    feed = read(client, "/nn/feed.atom?q=xyzzyplugh")
    assert feed.findall(f"{A}entry") == []
    assert text(feed, "updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=og", "?q=a&year=x"])
def test_what_asks_for_nothing_has_none(client: TestClient, query: str) -> None:
    assert client.get(f"/nn/feed.atom{query}").status_code in {200, 422}


def test_nothing_is_markup(client: TestClient) -> None:
    feed = read(client, "/nn/feed.atom?q=rektor+%3Cscript%3E%26%22%0b")
    assert "<script>" in text(feed, "title")  # as text
