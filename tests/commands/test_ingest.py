import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands.ingest import _page_ranges
from tests.ingest.pdf.hostile import builders

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "data" / "pdfs"
ONE = "02-barnehagen-i-ordninga"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One report and its landing page, to be changed at will."""
    place = tmp_path / "reports"
    place.mkdir()
    for ending in (".pdf", ".md"):
        shutil.copy(CORPUS / f"{ONE}{ending}", place)
    return place


def listed(funn: "Funn") -> list[dict[str, Any]]:
    return [json.loads(line) for line in funn("list", "--jsonl").stdout.splitlines()]


def passages(funn: "Funn") -> list[dict[str, Any]]:
    return [json.loads(line) for line in funn("passages", ONE, "--jsonl").stdout.splitlines()]


class TestAgain:
    def test_a_second_run_changes_nothing(self, fresh: "Funn", folder: Path) -> None:
        assert "1 new" in fresh("ingest", str(folder)).stderr
        before, held = listed(fresh), passages(fresh)
        again = fresh("ingest", str(folder)).stderr
        assert "0 new, 0 updated, 1 unchanged, 0 failed" in again
        assert (listed(fresh), passages(fresh)) == (before, held)

    def test_a_changed_landing_page_updates_its_report_and_passages_keep_their_ids(
        self, fresh: "Funn", folder: Path
    ) -> None:
        fresh("ingest", str(folder))
        before = {one["id"] for one in passages(fresh)}
        page = folder / f"{ONE}.md"
        page.write_text(page.read_text("utf-8").replace("2022", "2021"), "utf-8")
        assert "1 updated" in fresh("ingest", str(folder)).stderr
        (report,) = listed(fresh)
        assert report["year"] == 2021
        after = {one["id"] for one in passages(fresh)}
        assert len(before & after) >= len(before) - 6  # only bullets can have changed

    def test_a_landing_page_that_comes_later_joins_its_report(self, fresh: "Funn", folder: Path) -> None:
        page = folder / f"{ONE}.md"
        aside = folder.parent / page.name
        page.rename(aside)
        fresh("ingest", str(folder))
        (before,) = listed(fresh)
        assert "1 updated" in fresh("ingest", str(aside)).stderr
        (after,) = listed(fresh)
        assert after["id"] == before["id"]
        assert not before["landing_page"]
        assert after["landing_page"].endswith(page.name)
        assert any(one["kind"] == "bullet" and one["finding"] for one in passages(fresh))
        assert "1 unchanged" in fresh("ingest", str(aside)).stderr

    def test_a_pdf_that_comes_later_takes_the_place_of_its_page_alone(self, fresh: "Funn", folder: Path) -> None:
        pdf = folder / f"{ONE}.pdf"
        aside = folder.parent / pdf.name
        pdf.rename(aside)
        fresh("ingest", str(folder))
        (before,) = listed(fresh)
        assert not before["path"]
        fresh("ingest", str(aside))
        (after,) = listed(fresh)
        assert after["path"] == str(aside)
        assert after["last_changed"] == before["last_changed"] != ""

    def test_a_page_and_a_pdf_with_the_same_isbn_are_one_report(self, fresh: "Funn", folder: Path) -> None:
        (folder / f"{ONE}.pdf").rename(folder / "nedlasta.pdf")
        page = folder / f"{ONE}.md"
        page.write_text(page.read_text("utf-8").replace(f"{ONE}.pdf", "https://arkiv.example/noko.pdf"), "utf-8")
        fresh("ingest", str(folder))
        (report,) = listed(fresh)
        assert report["path"].endswith("nedlasta.pdf")
        assert report["landing_page"]

    def test_a_file_that_has_moved_is_unchanged_and_found_where_it_is(self, fresh: "Funn", folder: Path) -> None:
        fresh("ingest", str(folder))
        moved = folder.rename(folder.with_name("moved"))
        assert "1 unchanged" in fresh("ingest", str(moved)).stderr
        (report,) = listed(fresh)
        assert report["path"] == str(moved / f"{ONE}.pdf")

    def test_the_same_bytes_twice_are_one_report(self, fresh: "Funn", folder: Path) -> None:
        shutil.copy(folder / f"{ONE}.pdf", folder / "kopi.pdf")
        told = fresh("ingest", str(folder)).stderr
        assert "is the same file as" in told
        assert len(listed(fresh)) == 1


class TestBadInput:
    def test_each_bad_file_gets_a_sentence_and_the_others_are_read(self, fresh: "Funn", folder: Path) -> None:
        good = (folder / f"{ONE}.pdf").read_bytes()
        (folder / "no-pdf.pdf").write_bytes(b"just words")
        (folder / "empty.pdf").write_bytes(b"")
        (folder / "truncated.pdf").write_bytes(good[:300])
        (folder / "web.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
        (folder / "locked.pdf").write_bytes(builders()["password"]())
        (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
        told = fresh("ingest", str(folder), str(folder / "missing.pdf"), code=3).stderr
        for sentence in (
            "no-pdf.pdf: is not a PDF",
            "empty.pdf: is empty",
            "truncated.pdf: is damaged",
            "web.pdf: is a web page",
            "locked.pdf: is protected by a password",
            "gone.pdf: cannot be opened",
            "missing.pdf does not exist",
        ):
            assert sentence in " ".join(told.split()), sentence
        assert "1 new, 0 updated, 0 unchanged, 7 failed" in told
        assert "Traceback" not in told
        assert len(listed(fresh)) == 1

    def test_a_folder_without_reports_is_no_error(self, fresh: "Funn", tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert "0 new" in fresh("ingest", str(tmp_path / "empty")).stderr

    def test_a_store_that_is_a_file_is_told(self, fresh: "Funn", folder: Path) -> None:
        fresh.store.write_text("no store")
        assert "check the folder" in fresh("ingest", str(folder), code=5).stderr

    def test_another_writer_is_told(self, fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from catalogue.lock import writing

        monkeypatch.setattr("commands.ingest._WAIT_S", 0.1)
        with writing(fresh.store, "another ingest"):
            assert "another ingest" in fresh("ingest", str(folder), code=5).stderr


class TestText:
    def test_pages_as_json(self, fresh: "Funn") -> None:
        out = fresh("text", str(CORPUS / f"{ONE}.pdf"), "--pages", "5-6", "--jsonl").stdout
        pages = [json.loads(line) for line in out.splitlines()]
        assert [set(page) for page in pages] == [{"page", "label", "text"}] * 2
        assert [page["page"] for page in pages] == [5, 6]
        assert all(len(page["text"]) > 100 for page in pages)

    def test_pages_for_a_reader_say_which_they_are(self, fresh: "Funn") -> None:
        assert fresh("text", str(CORPUS / f"{ONE}.pdf"), "--pages", "1").stdout.startswith("[PDF page 1]")

    @pytest.mark.parametrize(
        ("asked", "ranges"),
        [("3", [(3, 3)]), ("3-5", [(3, 5)]), ("-2,7", [(1, 2), (7, 7)])],
    )
    def test_page_ranges(self, asked: str, ranges: list[tuple[int, int]]) -> None:
        assert _page_ranges(asked) == ranges

    @pytest.mark.parametrize("asked", ["x", "3-x", "1,,2", ","])
    def test_odd_ranges_are_told(self, fresh: "Funn", asked: str) -> None:
        told = fresh("text", str(CORPUS / f"{ONE}.pdf"), "--pages", asked, code=2).stderr
        assert "give page numbers" in told

    def test_pages_that_are_not_there_are_told(self, fresh: "Funn") -> None:
        assert "none of 900" in fresh("text", str(CORPUS / f"{ONE}.pdf"), "--pages", "900", code=2).stderr

    def test_no_pdf_is_told(self, fresh: "Funn", tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"words")
        assert "not a PDF" in fresh("text", str(tmp_path / "a.pdf"), code=3).stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")
def test_the_real_reports_are_read_or_told_and_then_unchanged(fresh: "Funn") -> None:
    first = fresh("ingest", str(SHARED), code=0).stderr
    assert "13 new, 0 updated, 0 unchanged, 0 failed" in first
    assert "udir_s2_v18_scan" in first
    assert "13 unchanged" in fresh("ingest", str(SHARED)).stderr
