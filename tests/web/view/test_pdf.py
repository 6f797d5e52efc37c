from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalogue.store import Catalogue
from ingest.pdf.painter import Painter, PaintError
from tests.ingest.pdf.pdfwriter import prose, report
from tests.web.view.conftest import Ingest
from web.app import create_app
from web.settings import Settings

LINES = ["Skoleleiarane seier at dei er for lite involverte i arbeidet med kompetanse."] * 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report that tests may change, in a folder whose name shall not be told."""
    folder = tmp_path / "secret"
    folder.mkdir()
    (folder / "rapport.pdf").write_bytes(report([prose(LINES), prose(LINES[::-1])]))
    return folder


@pytest.fixture
def asking(folder: Path, ingest: Ingest) -> tuple[TestClient, str, Path]:
    store, [held] = ingest(folder)
    return TestClient(create_app(Settings(store)), raise_server_exceptions=False), held.id, Path(held.path)


def test_the_file_is_shown_whole_and_in_ranges(asking: tuple[TestClient, str, Path]) -> None:
    client, id_, path = asking
    data = path.read_bytes()
    with client:
        whole = client.get(f"/report/{id_}.pdf")
        assert whole.content == data
        assert whole.headers["content-type"] == "application/pdf"
        assert whole.headers["content-disposition"].startswith("inline")
        assert whole.headers["accept-ranges"] == "bytes"
        part = client.get(f"/report/{id_}.pdf", headers={"range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, data[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
        end = client.get(f"/report/{id_}.pdf", headers={"range": "bytes=-10"})
        assert (end.status_code, end.content) == (206, data[-10:])
        beyond = client.get(f"/report/{id_}.pdf", headers={"range": f"bytes={len(data)}-"})
        assert beyond.status_code == 416


def test_a_range_of_another_file_is_not_mixed_in(asking: tuple[TestClient, str, Path]) -> None:
    client, id_, path = asking
    with client:
        tag = client.get(f"/report/{id_}.pdf").headers["etag"]
        same = client.get(f"/report/{id_}.pdf", headers={"range": "bytes=0-9", "if-range": tag})
        assert same.status_code == 206
        other = client.get(f"/report/{id_}.pdf", headers={"range": "bytes=0-9", "if-range": '"other"'})
        assert (other.status_code, other.content) == (200, path.read_bytes())
        had = client.get(f"/report/{id_}.pdf", headers={"if-none-match": tag})
        assert (had.status_code, had.content) == (304, b"")


def test_its_head_says_how_long_it_is(asking: tuple[TestClient, str, Path]) -> None:
    client, id_, path = asking
    with client:
        head = client.head(f"/report/{id_}.pdf")
    assert head.content == b""
    assert int(head.headers["content-length"]) == path.stat().st_size


def test_nothing_tells_where_the_file_lies(asking: tuple[TestClient, str, Path]) -> None:
    client, id_, _ = asking
    with client:
        answers = [client.get(address) for address in (f"/report/{id_}.pdf", f"/nn/report/{id_}/page/1")]
    for answer in answers:
        assert "secret" not in str(answer.headers) + answer.text


def test_a_file_that_is_gone_or_another_is_said_to_be_so(asking: tuple[TestClient, str, Path]) -> None:
    client, id_, path = asking
    with client:
        assert client.get(f"/report/{id_}/page/1.webp").status_code == 200
        path.write_bytes(report([prose(["Noko heilt anna"])]))
        for address, code in ((f"/report/{id_}.pdf", "file-changed"), (f"/report/{id_}/page/1.webp", "file-changed")):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["code"]) == (404, code)
        shown = client.get(f"/nn/report/{id_}/page/1")
        assert "PDF-en er endra sidan han vart lesen" in shown.text
        assert "<img" not in shown.text.partition("<main")[2]
        assert "for lite involverte" in shown.text
        path.unlink()
        assert client.get(f"/report/{id_}.pdf").json()["code"] == "file-gone"
        gone = client.get(f"/nn/report/{id_}/page/1").text
        assert "PDF-en er ikkje lenger der han vart lesen" in gone
        assert ".pdf#page" not in gone


def test_a_page_that_cannot_be_drawn_is_told_and_its_text_shown(
    asking: tuple[TestClient, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise PaintError("Drawing it took too long.")

    monkeypatch.setattr(Painter, "paint", fails)
    client, id_, _ = asking
    with client:
        answer = client.get(f"/report/{id_}/page/1.webp")
        assert (answer.status_code, answer.json()["code"]) == (404, "no-picture")
        assert "took too long" in answer.json()["detail"]
        assert "for lite involverte" in client.get(f"/nn/report/{id_}/page/1").text


def test_where_the_file_is_gone_the_publishers_is_led_to(asking: tuple[TestClient, str, Path], tmp_path: Path) -> None:
    client, id_, path = asking
    catalogue = Catalogue.open(tmp_path / "store")
    catalogue.relocate(id_, pdf="https://example.no/rapport.pdf")
    catalogue.close()
    path.unlink()
    with client:
        answer = client.get(f"/report/{id_}.pdf", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, "https://example.no/rapport.pdf")
        shown = client.get(f"/nn/report/{id_}/page/1").text
    assert f'href="/report/{id_}.pdf#page=1"' in shown
    assert "PDF-en er ikkje lenger der han vart lesen" in shown
