"""`funn ingest URL` and `funn harvest`: from servers on loopback into the collection, and found again."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands.harvest import harvest
from tests.ingest.net.archive import Archive, dublin_core
from tests.ingest.net.site import Site, redirect, site

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

CORPUS = Path(__file__).parents[2] / "corpus"
ONE, TWO = "02-barnehagen-i-ordninga", "03-smaa-kommunar-i-nettverk"
ASK = ("--allow-private", "--delay", "0")


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.fixture
def series(web: Site) -> str:
    """A list of two reports of the sample series, one with a page in Markdown and one in HTML."""
    for name in (ONE, TWO):
        web.add(f"/serie/{name}.pdf", (CORPUS / f"{name}.pdf").read_bytes(), "application/pdf")
    web.add(f"/serie/{ONE}.md", (CORPUS / f"{ONE}.md").read_bytes(), "text/markdown")
    web.add(f"/serie/{TWO}.html", (CORPUS / f"{TWO}.html").read_bytes())
    links = f"<li><a href='{ONE}.md'>Ein</a></li><li><a href='{TWO}.html'>To</a></li>"
    return web.add("/serie/", f"<!doctype html><h1>Rapportar</h1><ul>{links}</ul>")


def listed(funn: "Funn") -> list[dict[str, Any]]:
    return [json.loads(line) for line in funn("list", "--jsonl").stdout.splitlines()]


def test_a_series_becomes_reports_with_their_addresses(fresh: "Funn", web: Site, series: str) -> None:
    assert "2 new, 0 updated, 0 unchanged, 0 failed" in fresh("ingest", series, *ASK).stderr
    by_name = {Path(one["path"]).stem: one for one in listed(fresh)}
    assert set(by_name) == {ONE, TWO}
    for name, ending in ((ONE, "md"), (TWO, "html")):
        assert by_name[name]["landing_page"] == web.url(f"/serie/{name}.{ending}")
        assert by_name[name]["pdf"] == web.url(f"/serie/{name}.pdf")
        assert Path(by_name[name]["path"]).read_bytes() == (CORPUS / f"{name}.pdf").read_bytes()
    hit = json.loads(fresh("search", "barnehagestyrar involvert", "--jsonl", "-n", "1").stdout)
    assert hit["link"].startswith("http://127.0.0.1")

    again = fresh("ingest", series, *ASK)
    assert "0 new, 0 updated, 2 unchanged, 0 failed" in again.stderr


def test_a_pdf_without_a_page_has_its_address(fresh: "Funn", web: Site, series: str) -> None:
    del series
    url = web.url(f"/serie/{ONE}.pdf")
    assert "1 new" in fresh("ingest", url, *ASK).stderr
    (report,) = listed(fresh)
    assert report["pdf"] == url
    assert "1 unchanged" in fresh("ingest", url, *ASK).stderr
    page = web.url(f"/serie/{ONE}.md")
    assert "1 updated" in fresh("ingest", page, *ASK).stderr
    (report,) = listed(fresh)
    assert (report["pdf"], report["landing_page"]) == (url, page)


def test_a_report_from_a_file_gets_its_address_when_it_is_met_on_the_net(fresh: "Funn", web: Site, series: str) -> None:
    del series
    fresh("ingest", str(CORPUS / f"{ONE}.pdf"))
    assert not listed(fresh)[0]["pdf"].startswith("http")
    assert "1 unchanged" in fresh("ingest", web.url(f"/serie/{ONE}.pdf"), *ASK).stderr
    (report,) = listed(fresh)
    assert report["pdf"] == web.url(f"/serie/{ONE}.pdf")


def test_a_feed_replayed_gives_nothing_twice(fresh: "Funn", web: Site, series: str) -> None:
    del series
    item = f"<item><link>{web.url(f'/serie/{ONE}.md')}</link></item>"
    feed = web.add("/feed", f"<rss><channel>{item}{item}</channel></rss>", "application/rss+xml")
    assert "1 new, 0 updated, 0 unchanged" in fresh("ingest", feed, *ASK).stderr
    before = listed(fresh)
    assert "0 new, 0 updated, 1 unchanged" in fresh("ingest", feed, *ASK).stderr
    assert listed(fresh) == before


def test_a_changed_pdf_under_the_same_name_is_read_and_the_old_file_stays(fresh: "Funn", web: Site) -> None:
    url = web.add("/r.pdf", (CORPUS / f"{ONE}.pdf").read_bytes())
    fresh("ingest", url, *ASK)
    (old,) = listed(fresh)
    web.add("/r.pdf", (CORPUS / f"{TWO}.pdf").read_bytes())
    assert "1 new" in fresh("ingest", url, *ASK).stderr
    assert Path(old["path"]).read_bytes() == (CORPUS / f"{ONE}.pdf").read_bytes()


class TestRefused:
    @pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/1", "ftp://x.example/r.pdf"])
    def test_other_kinds_of_addresses(self, fresh: "Funn", url: str) -> None:
        assert "only http and https are" in " ".join(fresh("ingest", url, code=3).stderr.split())

    def test_private_addresses_unless_they_are_meant(self, fresh: "Funn", web: Site, series: str) -> None:
        told = " ".join(fresh("ingest", series, code=3).stderr.split())
        assert "private network" in told
        assert "--allow-private" in told
        assert web.asked == []

    def test_entity_bombs(self, fresh: "Funn", web: Site) -> None:
        bomb = '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><item><link>&b;</link></item></channel></rss>'
        told = fresh("ingest", web.add("/feed", bomb, "text/xml"), *ASK, code=3).stderr
        assert "declares entities" in told

    def test_the_others_are_read(self, fresh: "Funn", web: Site, series: str) -> None:
        del series
        loop = web.on("/loop", redirect("/loop"))
        told = " ".join(fresh("ingest", loop, web.url(f"/serie/{ONE}.pdf"), *ASK, code=3).stderr.split())
        assert "1 new, 0 updated, 0 unchanged, 1 failed" in told
        assert "without end" in told


class TestDryRun:
    def test_of_files(self, fresh: "Funn", tmp_path: Path) -> None:
        folder = tmp_path / "reports"
        folder.mkdir()
        for name in (f"{ONE}.pdf", f"{ONE}.md", f"{TWO}.pdf"):
            (folder / name).write_bytes((CORPUS / name).read_bytes())
        result = fresh("ingest", str(folder), "--dry-run")
        assert [line.split()[0] for line in result.stdout.splitlines()] == ["new", "new"]
        assert not fresh.store.exists()

        fresh("ingest", str(folder))
        page = folder / f"{ONE}.md"
        page.write_text(page.read_text("utf-8").replace("2022", "2021"), "utf-8")
        (folder / "kopi.pdf").write_bytes((folder / f"{TWO}.pdf").read_bytes())
        (folder / "nytt.pdf").write_bytes(b"%PDF-1.7 another")
        (folder / "notat.html").write_text("")
        result = fresh("ingest", str(folder), "--dry-run", code=3)
        told = {
            Path(line.split(maxsplit=1)[1]).name: line.split()[0]
            for line in result.stdout.splitlines()
            if line[0] != " "
        }
        assert told == {
            f"{ONE}.pdf": "updated", f"{TWO}.pdf": "unchanged", "kopi.pdf": "unchanged", "nytt.pdf": "new", "notat.html": "failed",
        }  # fmt: skip
        assert "1 new, 1 updated, 2 unchanged, 1 failed. Nothing was written." in result.stderr
        assert listed(fresh)[0]["year"] != 2021

    def test_of_addresses(self, fresh: "Funn", web: Site, series: str) -> None:
        result = fresh("ingest", series, "--dry-run", *ASK)
        assert "2 new" in result.stderr
        assert " ".join(result.stdout.split()).count("would be downloaded") == 2
        assert not fresh.store.exists()
        assert not [path for path in web.paths() if path.endswith(".pdf")]
        fresh("ingest", series, *ASK)
        assert "0 new, 0 updated, 2 unchanged" in fresh("ingest", series, "--dry-run", *ASK).stderr


@pytest.fixture
def archive(web: Site, series: str) -> Archive:
    del series
    more = (("creator", "Fossdalsmo, Eldbjørg"), ("date", "2022"), ("identifier", "978-82-98992-11-5"))
    return Archive(
        web,
        [
            ("oai:x:1", "2024-01-01", dublin_core("Små hus", *more, ("identifier", web.url(f"/serie/{ONE}.pdf")))),
            ("oai:x:2", "2024-01-01", dublin_core("Berre ein post", ("date", "2020"), ("publisher", "Høgskulen"))),
            ("oai:x:3", "2024-01-01", ""),
        ],
    )


class TestHarvest:
    def test_an_archive_becomes_reports(self, fresh: "Funn", web: Site, archive: Archive) -> None:
        told = fresh("harvest", archive.url, "--set", "rapport", "--from", "2024-01-01", *ASK).stderr
        assert "gave 3 records (oai_dc), 1 of them withdrawn." in told
        assert "2 new, 0 updated, 0 unchanged, 0 failed" in told
        by_title = {one["title"]: one for one in listed(fresh)}
        assert by_title["Små hus"]["pdf"] == web.url(f"/serie/{ONE}.pdf")
        assert by_title["Berre ein post"]["year"] == 2020
        assert (archive.queries[-1]["set"], archive.queries[-1]["from"]) == ("rapport", "2024-01-01")
        again = fresh("harvest", archive.url, *ASK).stderr
        assert "0 new, 0 updated, 2 unchanged, 0 failed" in again
        assert len(listed(fresh)) == 2

    def test_a_dry_run(self, fresh: "Funn", archive: Archive) -> None:
        assert "2 new" in fresh("harvest", archive.url, "--dry-run", *ASK).stderr
        assert not fresh.store.exists()

    def test_what_cannot_be_asked(self, fresh: "Funn", archive: Archive) -> None:
        assert "no date" in fresh("harvest", archive.url, "--from", "i går", code=2).stderr
        assert "not read" in fresh("harvest", archive.url, "--format", "marc21", code=2).stderr
        assert "does not offer mods" in fresh("harvest", archive.url, "--format", "mods", *ASK, code=2).stderr
        assert "private network" in fresh("harvest", archive.url, code=3).stderr
        assert "file address" in fresh("harvest", "file:///etc/passwd", code=3).stderr

    @pytest.mark.parametrize("line", [line for line, _ in harvest.away])
    def test_the_examples_of_its_help(self, fresh: "Funn", archive: Archive, line: str) -> None:
        _, *arguments = shlex.split(line.replace("https://arkiv.example/oai/request", archive.url))
        result = fresh(*arguments, *ASK)
        assert result.stdout or "2 new" in result.stderr
