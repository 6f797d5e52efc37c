import struct
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalogue.store import Catalogue
from web.app import create_app
from web.settings import Settings


@pytest.fixture(scope="module")
def report(store: Path) -> str:
    catalogue = Catalogue.open(store)
    first = next(one.id for one in catalogue.reports() if "skoleleiarar" in one.path)
    catalogue.close()
    return first


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_page_is_a_picture_at_each_density(client: TestClient, report: str) -> None:
    sizes = {
        scale: png_size(client.get(f"/report/{report}/page/3.png?scale={scale}").content) for scale in ("1", "1.5", "2")
    }
    assert sizes["1"] == (596, 842)
    assert sizes["2"][0] == pytest.approx(2 * 595.3, abs=1)
    assert (
        client.get(f"/report/{report}/page/3.png").content == client.get(f"/report/{report}/page/3.png?scale=2").content
    )


def test_what_a_page_shows_comes_as_webp(client: TestClient, report: str) -> None:
    answer = client.get(f"/report/{report}/page/3.webp?scale=1")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"


def test_no_picture_is_larger_than_the_operator_allows(store: Path, report: str) -> None:
    with TestClient(create_app(Settings(store, picture_pixels=500))) as client:
        assert max(png_size(client.get(f"/report/{report}/page/3.png?scale=3").content)) == 500


def test_who_has_the_picture_is_not_sent_it_again(client: TestClient, report: str) -> None:
    address = f"/report/{report}/page/3.webp?scale=1"
    first = client.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=86400"
    again = client.get(address, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    others = ("page/3.png?scale=1", "page/3.webp?scale=2", "page/4.webp?scale=1")
    assert tag not in {client.get(f"/report/{report}/{other}").headers["etag"] for other in others}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("page/0.png", 404, "no-page"),
        ("page/99999.png", 404, "no-page"),
        ("page/1.png?scale=4", 422, "bad-parameter"),
        ("page/1.png?scale=1e9", 422, "bad-parameter"),
        ("page/1.gif", 404, "not-found"),
        ("page/-1.png", 404, "not-found"),
        ("page/" + "9" * 5000 + ".png", 404, "not-found"),
        ("page/..%2f1.png", 404, "not-found"),
    ],
)
def test_what_is_no_page(client: TestClient, report: str, address: str, status: int, code: str) -> None:
    answer = client.get(f"/report/{report}/{address}")
    assert answer.status_code == status
    if "gif" not in address and code != "not-found":
        assert answer.json()["code"] == code


@pytest.mark.parametrize("id_", ["0" * 16, "..", "%2e%2e%2fcorpus", "a'b", "%00"])
def test_only_reports_of_the_collection_are_shown(client: TestClient, id_: str) -> None:
    for address in (f"/report/{id_}/page/1.png", f"/report/{id_}.pdf", f"/nn/report/{id_}/page/1"):
        assert client.get(address).status_code == 404


def test_pictures_are_counted(client: TestClient, report: str) -> None:
    for _ in range(2):
        client.get(f"/report/{report}/page/5.webp?scale=1")
    told = client.get("/metrics").text
    assert 'funn_pictures_total{source="made"} 1' in told
    assert 'funn_pictures_total{source="kept"} 1' in told
