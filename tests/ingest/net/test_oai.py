"""OAI-PMH against an archive on loopback: complete, once each, whatever happens on the way."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalogue.errors import SourceError, UsageError
from ingest.net import oai
from ingest.net.fetch import Fetcher
from ingest.net.harvest import harvest
from ingest.net.oai import Selection
from ingest.net.polite import Net
from tests.ingest.net.archive import Archive, dublin_core
from tests.ingest.net.site import Handler, Site

if TYPE_CHECKING:
    from tests.ingest.net.conftest import Time

ALL = Selection()


def items(count: int) -> list[tuple[str, str, str]]:
    """Records of which each tenth is deleted."""
    return [
        (f"oai:x.example:{n}", "2024-01-02T03:04:05Z", "" if n % 10 == 3 else dublin_core(f"Rapport {n}"))
        for n in range(count)
    ]


def records(
    archive: Archive, fetcher: Fetcher, selection: Selection = ALL, notes: list[str] | None = None
) -> list[oai.Record]:
    client = oai.Archive(archive.url, fetcher, (notes if notes is not None else []).append)
    return list(client.records(selection, "oai_dc"))


class TestComplete:
    def test_500_records_with_tokens_deletions_and_a_503_in_the_middle(
        self, fetcher: Fetcher, web: Site, time: "Time"
    ) -> None:
        archive = Archive(web, items(500))
        refused: list[bool] = []

        def busy(handler: Handler, query: dict[str, str]) -> bool:
            if query.get("resumptionToken") == "t250" and len(refused) < 2:
                refused.append(True)
                handler.send(503, b"busy", **{"Retry-After": "23"})
                return True
            return False

        archive.before = busy
        found = records(archive, fetcher)
        assert [record.identifier for record in found] == [item[0] for item in archive.items]
        assert sum(record.deleted for record in found) == 50
        assert all((record.metadata is None) == record.deleted for record in found)
        assert time.slept.count(23.0) == 2
        assert len(archive.queries) == 12

    def test_an_answer_that_breaks_off_is_asked_for_again(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(30), size=10)
        broken: list[bool] = []

        def cut(handler: Handler, query: dict[str, str]) -> bool:
            if query.get("resumptionToken") == "t10" and not broken:
                broken.append(True)
                handler.send(200, b"<OAI-PMH><ListRecords><record>", **{"Content-Length": "5000"})
                handler.close_connection = True
                return True
            return False

        archive.before = cut
        assert len(records(archive, fetcher)) == 30

    def test_half_an_answer_that_calls_itself_whole_is_no_short_list(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(30), size=10)

        def half(handler: Handler, query: dict[str, str]) -> bool:
            if query.get("resumptionToken") == "t10":
                handler.send(200, b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords><record>")
                return True
            return False

        archive.before = half
        with pytest.raises(SourceError, match="no whole XML"):
            records(archive, fetcher)

    def test_a_forgotten_token_begins_the_list_anew_and_gives_nothing_twice(
        self, fetcher: Fetcher, web: Site, notes: list[str]
    ) -> None:
        archive = Archive(web, items(40), size=10)
        forgotten: list[bool] = []

        def forget(handler: Handler, query: dict[str, str]) -> bool:
            if query.get("resumptionToken") == "t20" and not forgotten:
                forgotten.append(True)
                archive.say(handler, '<error code="badResumptionToken">expired</error>')
                return True
            return False

        archive.before = forget
        found = records(archive, fetcher, notes=notes)
        assert [record.identifier for record in found] == [item[0] for item in archive.items]
        assert "read again from its beginning" in notes[0]

    def test_a_token_that_is_always_forgotten_is_told(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(40), size=10)

        def forget(handler: Handler, query: dict[str, str]) -> bool:
            if query.get("resumptionToken") == "t20":
                archive.say(handler, '<error code="badResumptionToken">expired</error>')
                return True
            return False

        archive.before = forget
        with pytest.raises(SourceError, match="badResumptionToken: expired"):
            records(archive, fetcher)

    def test_tokens_in_a_circle_are_left(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(20), size=10)

        def circle(handler: Handler, query: dict[str, str]) -> bool:
            if "resumptionToken" not in query:
                return False
            archive.say(handler, "<ListRecords><resumptionToken>t10</resumptionToken></ListRecords>")
            return True

        archive.before = circle
        with pytest.raises(SourceError, match="round in circles"):
            records(archive, fetcher)
        assert len(archive.queries) == 2

    def test_fewer_than_promised_is_told(self, fetcher: Fetcher, web: Site, notes: list[str]) -> None:
        archive = Archive(web, items(20), size=20)

        def few(handler: Handler, _: dict[str, str]) -> bool:
            archive.say(handler, '<ListRecords><resumptionToken completeListSize="20"/></ListRecords>')
            return True

        archive.before = few
        assert records(archive, fetcher, notes=notes) == []
        assert "promised 20 entries and gave 0" in notes[0]

    def test_none(self, fetcher: Fetcher, web: Site) -> None:
        assert records(Archive(web, []), fetcher) == []


def test_what_is_asked(fetcher: Fetcher, web: Site) -> None:
    archive = Archive(web, items(3), size=2)
    records(archive, fetcher, Selection("rapport:udir", "2024-01-01", "2024-12-31"))
    first, second = archive.queries
    assert first == {
        "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "rapport:udir", "from": "2024-01-01", "until": "2024-12-31",
    }  # fmt: skip
    assert second == {"verb": "ListRecords", "resumptionToken": "t2"}


@pytest.mark.parametrize(
    ("offered", "wanted", "taken"),
    [
        (["oai_dc", "mods", "marc21"], "", "mods"),
        (["oai_dc", "qdc", "xoai", "mods"], "", "xoai"),
        (["marc21"], "", "oai_dc"),
        (["oai_dc", "xoai"], "oai_dc", "oai_dc"),
    ],
)
def test_the_richest_format(fetcher: Fetcher, web: Site, offered: list[str], wanted: str, taken: str) -> None:
    assert oai.Archive(Archive(web, [], formats=offered).url, fetcher).prefix(wanted) == taken


def test_a_format_that_is_not_offered(fetcher: Fetcher, web: Site) -> None:
    with pytest.raises(UsageError, match="does not offer mods, but oai_dc"):
        oai.Archive(Archive(web, []).url, fetcher).prefix("mods")


@pytest.mark.parametrize(
    ("selection", "why"),
    [
        (Selection(first="i går"), "no date"),
        (Selection(first="2024-02-01", last="2024-01-01"), "lies after"),
        (Selection(prefix="marc21"), "not read"),
    ],
)
def test_what_no_archive_understands(selection: Selection, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        selection.check()


def test_sets(fetcher: Fetcher, web: Site) -> None:
    archive = Archive(web, [])
    assert oai.Archive(archive.url, fetcher).sets() == [("rapport", "Rapportar")]

    def none(handler: Handler, _: dict[str, str]) -> bool:
        archive.say(handler, '<error code="noSetHierarchy"/>')
        return True

    archive.before = none
    assert oai.Archive(archive.url, fetcher).sets() == []


class TestHostile:
    @pytest.mark.parametrize(
        "body",
        [
            '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><OAI-PMH><ListRecords>&b;</ListRecords></OAI-PMH>',
            '<!DOCTYPE r SYSTEM "http://10.0.0.1/x.dtd"><OAI-PMH/>',
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><OAI-PMH>&x;</OAI-PMH>',
        ],
    )
    def test_entities(self, fetcher: Fetcher, web: Site, body: str) -> None:
        url = web.on("/oai", lambda handler: handler.send(200, body.encode(), **{"Content-Type": "text/xml"}))
        with pytest.raises(SourceError, match="declares entities or a document type"):
            oai.Archive(url, fetcher).formats()

    def test_a_huge_answer(self, fetcher: Fetcher, web: Site) -> None:
        url = web.on("/oai", lambda handler: handler.send(200, b"<OAI-PMH>" + b" " * 5_000_000))
        with pytest.raises(SourceError, match="larger than"):
            oai.Archive(url, fetcher).formats()

    def test_what_is_no_archive(self, fetcher: Fetcher, web: Site) -> None:
        with pytest.raises(SourceError, match="does not speak OAI-PMH"):
            oai.Archive(web.add("/oai", "<rss/>", "text/xml"), fetcher).formats()
        with pytest.raises(SourceError, match="was to be XML, and is a page"):
            oai.Archive(web.add("/oai", "<!doctype html><h1>Hei</h1>"), fetcher).formats()


PDF = b"%PDF-1.7\n"
PAGE = "<!doctype html><main><h1>Rapport 2</h1><p><b>Tittel:</b> Rapport 2</p><p><a href='/bitstream/2.pdf'>Last ned</a></p></main>"


@pytest.fixture
def reports(web: Site) -> Archive:
    """One record with its PDF, one whose page leads to it, one with neither, one deleted."""
    web.add("/bitstream/1.pdf", PDF + b"1")
    web.add("/bitstream/2.pdf", PDF + b"2")
    web.add("/handle/2", PAGE)
    more = (
        ("creator", "Hovdestøl, Aslak"),
        ("date", "2023"),
        ("date", "2024-05-06T07:08:09Z"),
        ("publisher", "Høgskulen"),
    )
    found = [
        ("oai:x:1", "2024-01-01", dublin_core("Rapport 1", *more, ("identifier", "urn:isbn:978-82-98992-11-5"), ("identifier", web.url("/bitstream/1.pdf")))),
        ("oai:x:2", "2024-01-01", dublin_core("Rapport 2", *more, ("identifier", web.url("/handle/2")))),
        ("oai:x:3", "2024-01-01", dublin_core('Rapport 3 <om> "A & B"', *more, ("identifier", web.url("/borte")))),
        ("oai:x:4", "2024-01-01", ""),
    ]  # fmt: skip
    return Archive(web, found)


class TestHarvest:
    def test_records_become_landing_pages_with_their_pdfs(
        self, fetcher: Fetcher, web: Site, reports: Archive, notes: list[str]
    ) -> None:
        one, two, three = harvest(reports.url, ALL, fetcher, notes.append)
        assert [source.pdf.read_bytes() if source.pdf else b"" for source in (one, two, three)] == [
            PDF + b"1",
            PDF + b"2",
            b"",
        ]
        assert one.landing is not None
        assert one.landing.title == "Rapport 1"
        assert one.landing.authors == ("Aslak Hovdestøl",)
        assert (one.landing.year, one.landing.publisher) == (2023, "Høgskulen")
        assert [isbn.value for isbn in one.landing.isbns] == ["978-82-98992-11-5"]
        assert two.landing is not None
        assert (two.landing.url, two.pdf_url) == (web.url("/handle/2"), web.url("/bitstream/2.pdf"))
        assert three.landing is not None
        assert "Rapport 3" in three.landing.title
        assert '"A & B"' in three.landing.title
        assert notes[-1] == "127.0.0.1 gave 4 records (oai_dc), 1 of them withdrawn."

    def test_replayed_it_asks_only_for_the_lists(self, fetcher: Fetcher, web: Site, reports: Archive) -> None:
        first = harvest(reports.url, ALL, fetcher, print)
        web.asked.clear()
        assert harvest(reports.url, ALL, fetcher, print) == first
        # A page that could not be read is tried again.
        assert [one.path for one in web.asked if not one.path.startswith("/oai")] == ["/borte"]

    def test_a_withdrawn_record_that_is_held_stays_and_is_told(
        self, fetcher: Fetcher, reports: Archive, notes: list[str]
    ) -> None:
        first = harvest(reports.url, ALL, fetcher, notes.append)
        reports.items[0] = ("oai:x:1", "2025-01-01", "")
        harvest(reports.url, ALL, fetcher, notes.append)
        assert any("oai:x:1 was withdrawn" in note and "funn remove" in note for note in notes)
        assert first[0].pdf is not None
        assert first[0].pdf.exists()

    def test_what_came_before_a_failure_is_kept(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(20), size=10)

        def fail(handler: Handler, query: dict[str, str]) -> bool:
            if "resumptionToken" in query:
                handler.send(500)
                return True
            return False

        archive.before = fail
        *found, failed = harvest(archive.url, ALL, fetcher, print)
        assert len(found) == 9
        assert "it answered 500" in failed.failure
        assert "What came before is kept" in failed.failure

    def test_a_limit(self, fetcher: Fetcher, web: Site) -> None:
        archive = Archive(web, items(500), size=10)
        assert len(harvest(archive.url, ALL, fetcher, print, limit=3)) == 3
        assert len(archive.queries) == 2

    def test_links_into_a_private_network_are_not_asked(self, fetcher: Fetcher, web: Site) -> None:
        data = dublin_core("Rapport", ("identifier", "http://10.0.0.1/r.pdf"))
        page, failed = harvest(Archive(web, [("oai:x:1", "2024", data)]).url, ALL, fetcher, print)
        assert page.landing is not None
        assert "private network" in failed.failure

    def test_a_name_that_climbs_stays_in_the_store(self, fetcher: Fetcher, web: Site, tmp_path: Path) -> None:
        data = dublin_core("../../../../tmp/onde", ("identifier", "file:///etc/passwd"))
        (source,) = harvest(Archive(web, [("../../oai:x:1", "2024", data)]).url, ALL, fetcher, print)
        assert source.landing is not None
        assert Path(source.landing.path).resolve().is_relative_to(tmp_path / "store" / "files")

    def test_a_dry_run_writes_nothing(self, net: Net, web: Site, reports: Archive) -> None:
        found = harvest(reports.url, ALL, Fetcher(net, None, dry=True), print)
        assert [one.pdf_url for one in found] == [web.url("/bitstream/1.pdf"), "", ""]
        assert all(one.path.startswith(("/oai", "/robots")) for one in web.asked)
