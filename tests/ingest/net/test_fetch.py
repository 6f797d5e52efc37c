"""Files from the net: kept once, never half, never another's."""

import gzip
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from catalogue import fetched
from catalogue.errors import SourceError
from catalogue.store import Catalogue
from ingest.net.fetch import Fetcher, Kind, State
from ingest.net.polite import Net
from tests.ingest.net.site import Handler, Site, in_turn, redirect

PDF = b"%PDF-1.7\n" + b"x" * 2000
HTML = "<!doctype html><title>t</title><h1>Ein rapport</h1><p>Tekst.</p>"
CHUNK = b"x" * 65536


def files(catalogue: Catalogue) -> list[str]:
    root = catalogue.folder / "files"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class TestPdf:
    def test_becomes_a_file(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        got = fetcher.fetch(web.add("/last/ned/rapport.pdf", PDF, "application/pdf"))
        assert (got.kind, got.state) == (Kind.PDF, State.NEW)
        assert got.path is not None
        assert got.path.read_bytes() == PDF
        assert files(catalogue) == [f"{sha256(PDF).hexdigest()[:16]}/rapport.pdf"]
        row = fetched.held(catalogue, got.url)
        assert row is not None
        assert (row.path, row.sha256) == (str(got.path), sha256(PDF).hexdigest())
        assert row.etag
        assert row.checked

    def test_that_has_not_changed_is_not_sent_again(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        url = web.add("/r.pdf", PDF)
        first = fetcher.fetch(url)
        again = fetcher.fetch(url)
        assert (again.state, again.path, again.kind) == (State.SAME, first.path, Kind.PDF)
        assert web.asked[-1].headers["if-none-match"] == fetched.held(catalogue, url).etag  # type: ignore[union-attr]

    def test_by_last_modified_too(self, fetcher: Fetcher, web: Site) -> None:
        day = "Tue, 01 Oct 2024 08:00:00 GMT"

        def reply(handler: Handler) -> None:
            same = handler.headers.get("If-Modified-Since") == day
            handler.send(304 if same else 200, b"" if same else PDF, **{"Last-Modified": day})

        url = web.on("/r.pdf", reply)
        fetcher.fetch(url)
        assert fetcher.fetch(url).state is State.SAME

    def test_sent_again_with_the_same_bytes_is_the_same(
        self, fetcher: Fetcher, web: Site, catalogue: Catalogue
    ) -> None:
        url = web.on("/r.pdf", lambda handler: handler.send(200, PDF))
        fetcher.fetch(url)
        assert fetcher.fetch(url).state is State.SAME
        assert len(files(catalogue)) == 1

    def test_changed_under_the_same_name_leaves_the_old_file(self, fetcher: Fetcher, web: Site) -> None:
        url = web.add("/r.pdf", PDF)
        old = fetcher.fetch(url)
        web.add("/r.pdf", PDF + b"new")
        new = fetcher.fetch(url)
        assert new.state is State.CHANGED
        assert old.path is not None
        assert new.path is not None
        assert old.path.read_bytes() == PDF
        assert new.path.read_bytes() == PDF + b"new"
        assert old.path.name == new.path.name == "r.pdf"

    def test_whose_file_has_gone_is_fetched_anew(self, fetcher: Fetcher, web: Site) -> None:
        url = web.add("/r.pdf", PDF)
        path = fetcher.fetch(url).path
        assert path is not None
        path.unlink()
        got = fetcher.fetch(url)
        assert got.path is not None
        assert got.path.read_bytes() == PDF

    @pytest.mark.parametrize("path", ["/..%2f..%2f..%2fetc%2fpasswd.pdf", "/a/..%5c..%5cr.pdf", "/%2e%2e%2f.pdf"])
    def test_a_name_that_climbs_stays_in_the_store(
        self, fetcher: Fetcher, web: Site, catalogue: Catalogue, path: str
    ) -> None:
        got = fetcher.fetch(web.add(path, PDF))
        assert got.path is not None
        assert got.path.resolve().is_relative_to((catalogue.folder / "files").resolve())
        assert len(files(catalogue)) == 1

    def test_a_disposition_that_climbs_stays_in_the_store(self, fetcher: Fetcher, web: Site) -> None:
        header = {"Content-Disposition": 'attachment; filename="../../../../tmp/onde.pdf"'}
        got = fetcher.fetch(web.add("/d", PDF, **header))
        assert got.path is not None
        assert got.path.name == "onde.pdf"
        assert got.path.parent.name == sha256(PDF).hexdigest()[:16]

    def test_a_redirect_is_kept_under_the_address_that_was_asked(self, fetcher: Fetcher, web: Site) -> None:
        web.add("/cdn/abc.pdf", PDF)
        got = fetcher.fetch(web.on("/r.pdf", redirect("/cdn/abc.pdf")))
        assert got.url.endswith("/r.pdf")
        assert got.at.endswith("/cdn/abc.pdf")


class TestWrongType:
    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0\0", "image/png"),
            (b"PK\x03\x04\0\0\0", "application/zip"),
            (b"\0" * 5000, "application/pdf"),
            (b"just words", "text/plain"),
            (b"", "application/pdf"),
            (b'{"a": 1}', "application/json"),
        ],
    )
    def test_is_refused_and_leaves_nothing(
        self, fetcher: Fetcher, web: Site, catalogue: Catalogue, body: bytes, kind: str
    ) -> None:
        with pytest.raises(SourceError, match="neither a PDF, a page nor a feed"):
            fetcher.fetch(web.add("/r.pdf", body, kind))
        assert files(catalogue) == []

    def test_a_page_where_a_pdf_should_be(self, fetcher: Fetcher, web: Site) -> None:
        with pytest.raises(SourceError, match="was to be a PDF, and is a page"):
            fetcher.fetch(web.add("/r.pdf", HTML), Kind.PDF)

    @pytest.mark.parametrize(
        ("body", "called", "kind"),
        [
            (PDF, "text/html", Kind.PDF),
            (HTML, "application/pdf", Kind.PAGE),
            ('<?xml version="1.0"?><rss><channel><title>Nytt</title></channel></rss>', "text/html", Kind.XML),
            ('<?xml version="1.0"?><html><body>x</body></html>', "application/xml", Kind.PAGE),
            ("# Tittel\n\ntekst", "text/markdown", Kind.PAGE),
        ],
    )
    def test_the_bytes_tell_and_not_what_they_are_called(
        self, fetcher: Fetcher, web: Site, body: bytes | str, called: str, kind: Kind
    ) -> None:
        assert fetcher.fetch(web.add("/x", body, called)).kind is kind


class TestTooLarge:
    def test_by_what_it_says(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        sent = 0

        def huge(handler: Handler) -> None:
            nonlocal sent
            handler.send(200, PDF, **{"Content-Length": str(5 << 30)})
            with suppress(OSError):
                while sent < 100_000_000:
                    sent += handler.wfile.write(CHUNK)

        with pytest.raises(SourceError, match="larger than"):
            fetcher.fetch(web.on("/r.pdf", huge))
        assert sent < 50_000_000
        assert files(catalogue) == []
        assert len(web.paths()) == 1

    @pytest.mark.parametrize("head", [PDF, HTML.encode(), b"<rss>" + b" " * 2000])
    def test_without_saying_so(self, fetcher: Fetcher, web: Site, catalogue: Catalogue, head: bytes) -> None:
        sent = 0

        def huge(handler: Handler) -> None:
            nonlocal sent
            handler.send(200, b"%x\r\n%s\r\n" % (len(head), head), **{"Transfer-Encoding": "chunked"})
            with suppress(OSError):
                while sent < 200_000_000:
                    sent += handler.wfile.write(b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK))

        with pytest.raises(SourceError, match="larger than"):
            fetcher.fetch(web.on("/r", huge))
        assert sent < 60_000_000
        assert files(catalogue) == []

    def test_a_bomb_with_the_head_of_a_pdf(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        data = gzip.compress(PDF + b"\0" * 50_000_000)
        with pytest.raises(SourceError, match=r"larger than|unpacks to more"):
            fetcher.fetch(web.add("/r.pdf", data, **{"Content-Encoding": "gzip"}))
        assert files(catalogue) == []


class TestHalf:
    def test_a_file_that_is_cut_off_is_not_kept(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        def cut(handler: Handler) -> None:
            handler.send(200, PDF, **{"Content-Length": "9000"})
            handler.close_connection = True

        with pytest.raises(SourceError, match="could not be read in 4 tries"):
            fetcher.fetch(web.on("/r.pdf", cut))
        assert files(catalogue) == []
        web.add("/ok", PDF)
        assert fetcher.fetch(web.on("/r.pdf", in_turn(cut, web.routes["/ok"]))).path is not None
        assert len(files(catalogue)) == 1

    def test_what_a_killed_run_left_is_cleared_away(self, net: Net, catalogue: Catalogue) -> None:
        parts = catalogue.folder / "files" / "parts"
        parts.mkdir(parents=True)
        (parts / "tmpabc").write_bytes(b"half")
        Fetcher(net, catalogue)
        assert files(catalogue) == []


class TestPage:
    def test_is_kept_when_told_and_not_sent_again(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        url = web.add("/rapport/1", HTML)
        got = fetcher.fetch(url)
        assert files(catalogue) == []
        path = fetcher.keep_page(got)
        assert path.read_text() == HTML
        again = fetcher.fetch(url)
        assert (again.state, again.path, again.data) == (State.SAME, path, HTML.encode())
        assert web.asked[-1].headers["if-none-match"]

    def test_changed_takes_the_place_of_the_old(self, fetcher: Fetcher, web: Site, catalogue: Catalogue) -> None:
        url = web.add("/rapport/1", HTML)
        fetcher.keep_page(fetcher.fetch(url))
        web.add("/rapport/1", HTML + "<p>meir</p>")
        got = fetcher.fetch(url)
        assert got.state is State.CHANGED
        assert fetcher.keep_page(got).read_text().endswith("meir</p>")
        assert len(files(catalogue)) == 1


def test_a_dry_run_writes_nothing_and_reads_no_more_of_a_pdf_than_its_head(net: Net, web: Site, tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "s", create=True) as catalogue:
        dry = Fetcher(net, catalogue, dry=True)
        got = dry.fetch(web.add("/r.pdf", PDF + b"y" * 9_000_000))
        assert (got.kind, got.state, got.path) == (Kind.PDF, State.NEW, None)
        dry.keep_page(dry.fetch(web.add("/p", HTML)))
        assert not (tmp_path / "s" / "files").exists()
        assert fetched.held(catalogue, got.url) is None


def test_a_304_that_was_not_asked_for(fetcher: Fetcher, web: Site) -> None:
    with pytest.raises(SourceError, match="without having been asked"):
        fetcher.fetch(web.on("/r.pdf", lambda handler: handler.send(304)))
