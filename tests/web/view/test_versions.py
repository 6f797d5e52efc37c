from pathlib import Path

from starlette.testclient import TestClient

from catalogue.store import Catalogue
from tests.ingest.pdf.pdfwriter import prose, report
from tests.web.view.conftest import Ingest
from web.app import create_app
from web.settings import Settings

LINES = ["Skoleleiarane seier at dei er for lite involverte i arbeidet med kompetanse."] * 8


def test_an_older_version_says_so_and_is_searched_all_the_same(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "eldre.pdf").write_bytes(report([prose(LINES)]))
    (folder / "nyare.pdf").write_bytes(report([prose(["Ei anna utgåve av det same, med meir å seie."] * 8)]))
    store, reports = ingest(folder)
    older, newer = sorted(reports, key=lambda one: "nyare" in one.path)
    catalogue = Catalogue.open(store)
    catalogue.save(older, catalogue.passages_of(older.id), 1)
    catalogue.save(newer, catalogue.passages_of(newer.id), 1, supersedes=(older.id,))
    catalogue.close()
    with TestClient(create_app(Settings(store))) as client:
        shown = client.get(f"/nb/report/{older.id}/page/1", params={"q": "involverte"}).text
        assert "Det finnes en nyere utgave av denne rapporten" in shown
        assert f'href="/nb/report/{newer.id}?q=involverte"' in shown
        assert 'class="word"' in shown
        assert "nyere utgave" not in client.get(f"/nb/report/{newer.id}/page/1").text
