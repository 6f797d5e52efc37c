"""From addresses to sources: landing pages, lists, feeds; nothing twice."""

from pathlib import Path

import pytest

from ingest.net.crawl import Reach, gather
from ingest.net.fetch import Fetcher
from ingest.net.polite import Net
from ingest.sources import Source
from tests.ingest.net.site import Handler, Reply, Site, redirect, status

PDF = b"%PDF-1.7\n"


def landing(pdf: str, title: str = "Små hus", extra: str = "") -> str:
    return (
        f"<!doctype html><html><body><nav><a href='/nav'>Meny</a></nav><main><h1>Nyhende om {title}</h1>"
        f"<p><strong>Tittel:</strong> {title}</p><p><strong>ISBN:</strong> 978-82-98992-11-5</p>"
        f"<p><strong>Forfatter:</strong> Eldbjørg Fossdalsmo</p><p><strong>Rapporten:</strong> <a href='{pdf}'>Last ned (pdf)</a></p>"
        f"{extra}</main></body></html>"
    )


def series(web: Site, count: int = 3) -> str:
    """A list of landing pages, and a page about something else."""
    for number in range(count):
        web.add(f"/rapport/{number}", landing(f"/filer/{number}.pdf", f"Rapport {number}"))
        web.add(f"/filer/{number}.pdf", PDF + bytes([65 + number]))
    web.add("/om", "<!doctype html><title>Om oss</title><h1>Om oss</h1><p>Vi forskar.</p>")
    links = "".join(f"<li><a href='/rapport/{number}'>Rapport {number}</a></li>" for number in range(count))
    return web.add(
        "/serie",
        f"<!doctype html><h1>Rapportar</h1><ul>{links}</ul><p><a href='/om'>Om oss</a> <a href='/borte'>Borte</a>"
        "<a href='https://other.example/rapport/9'>Andre</a> <a href='mailto:a@x.example'>Skriv</a></p>",
    )


def told(sources: list[Source]) -> list[tuple[str, str, str, str]]:
    return [
        (one.landing.title if one.landing else "", one.landing.url if one.landing else "", one.pdf_url, one.failure)
        for one in sources
    ]


def test_a_pdf(fetcher: Fetcher, web: Site) -> None:
    (source,) = gather([web.add("/r.pdf", PDF)], fetcher)
    assert source.pdf is not None
    assert source.pdf.read_bytes() == PDF
    assert source.pdf_url == source.name == web.url("/r.pdf")


def test_a_landing_page_leads_to_its_pdf(fetcher: Fetcher, web: Site) -> None:
    web.add("/filer/r.pdf", PDF)
    (source,) = gather([web.add("/rapport/1", landing("../filer/r.pdf"))], fetcher)
    assert told([source]) == [("Små hus", web.url("/rapport/1"), web.url("/filer/r.pdf"), "")]
    assert source.landing is not None
    assert source.landing.pdf == web.url("/filer/r.pdf")
    assert Path(source.landing.path).read_text() == landing("../filer/r.pdf")


def test_its_pdf_may_stand_on_another_host(fetcher: Fetcher, web: Site) -> None:
    web.add("/r.pdf", PDF)
    (source,) = gather([web.add("/rapport/1", landing(web.url("/r.pdf", "files.example")))], fetcher)
    assert source.pdf is not None


def test_its_own_address_is_believed_within_its_site_only(net: Net, web: Site) -> None:
    for own, expected in ((web.url("/kanonisk"), "/kanonisk"), ("https://other.example/x", "/rapport/1")):
        page = landing("/r.pdf").replace("<body>", f"<head><link rel=canonical href='{own}'></head><body>")
        web.add("/r.pdf", PDF)
        (source,) = gather([web.add("/rapport/1", page)], Fetcher(net, None))
        assert source.landing is not None
        assert source.landing.url == web.url(expected)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (status(404), "it answered 404"),
        (redirect("http://10.0.0.1/r.pdf"), "private network"),
        (lambda handler: handler.send(200, b"<!doctype html><h1>Logg inn</h1>"), "was to be a PDF, and is a page"),
    ],
)
def test_a_pdf_that_cannot_be_had_leaves_its_page_and_says_why(
    fetcher: Fetcher,
    web: Site,
    reply: Reply,
    why: str,
) -> None:
    web.on("/r.pdf", reply)
    page, failed = gather([web.add("/rapport/1", landing("/r.pdf"))], fetcher)
    assert page.landing is not None
    assert (page.pdf, page.failure) == (None, "")
    assert why in failed.failure


@pytest.mark.parametrize("link", ["file:///etc/passwd", "gopher://127.0.0.1:70/r.pdf", "file:///tmp/r.pdf"])
def test_a_link_to_a_file_of_this_machine_is_refused(fetcher: Fetcher, web: Site, link: str) -> None:
    page, failed = gather([web.add("/rapport/1", landing(link))], fetcher)
    assert page.pdf is None
    assert page.landing is not None
    assert page.landing.pdf == ""
    assert "only http and https" in failed.failure
    assert web.paths() == ["/rapport/1"]


class TestList:
    def test_its_links_are_followed_within_the_site(self, fetcher: Fetcher, web: Site) -> None:
        found = gather([series(web)], fetcher)
        assert [one[:3] for one in told(found)] == [
            (f"Rapport {number}", web.url(f"/rapport/{number}"), web.url(f"/filer/{number}.pdf")) for number in range(3)
        ]
        assert sorted(web.paths()) == sorted(
            ["/serie", "/om", "/borte", *(f"/rapport/{n}" for n in range(3)), *(f"/filer/{n}.pdf" for n in range(3))]
        )

    def test_again_nothing_is_sent_twice(self, fetcher: Fetcher, web: Site) -> None:
        first = gather([series(web)], fetcher)
        web.asked.clear()
        again = gather([web.url("/serie")], fetcher)
        assert again == first
        unchanged = [one for one in web.asked if "/rapport/" in one.path or "/filer/" in one.path]
        assert len(unchanged) == 6
        assert all("if-none-match" in one.headers for one in unchanged)

    def test_of_pdfs_alone(self, fetcher: Fetcher, web: Site) -> None:
        for number in range(3):
            web.add(f"/{number}.pdf", PDF + bytes([65 + number]))
        links = "".join(
            f"<li><a href='{number}.pdf'>Rapport {number} (978-82-98992-1{number}-5)</a></li>" for number in range(3)
        )
        found = gather([web.add("/serie", f"<!doctype html><h1>Rapportar</h1><ul>{links}</ul>")], fetcher)
        assert [one.name for one in found] == [web.url(f"/{number}.pdf") for number in range(3)]

    def test_in_markdown(self, fetcher: Fetcher, web: Site) -> None:
        series(web, 2)
        text = '# Rapportar\n\n* [Ein](/rapport/0)\n* [To](<rapport/1> "To")\n* [fil](file:///etc/passwd)\n'
        found = gather([web.add("/serie.md", text, "text/markdown")], fetcher)
        assert [one.landing.title for one in found if one.landing] == ["Rapport 0", "Rapport 1"]

    def test_its_further_pages(self, fetcher: Fetcher, web: Site) -> None:
        for number in range(4):
            web.add(f"/rapport/{number}", landing(f"/{number}.pdf", f"Rapport {number}"))
            web.add(f"/{number}.pdf", PDF + bytes([65 + number]))
            web.add(
                f"/serie?side={number}",
                f"<!doctype html><main><p><a href='/rapport/{number}'>R</a></p></main><nav>"
                f"<a href='/serie?side={(number + 1) % 4}'>Neste</a></nav>",
            )
        found = gather([web.url("/serie?side=0")], fetcher)
        assert len([one for one in found if one.pdf]) == 4
        assert len(web.paths()) == 12

    def test_a_pdf_that_a_landing_page_leads_to_is_not_taken_alone_too(self, fetcher: Fetcher, web: Site) -> None:
        web.add("/a.pdf", PDF)
        web.add("/rapport/1", landing("/a.pdf"))
        web.add("/b.pdf", PDF + b"b")
        url = web.add(
            "/serie",
            "<!doctype html><p><a href='/a.pdf'>pdf</a> <a href='/b.pdf'>pdf</a> <a href='/rapport/1'>om</a></p>",
        )
        found = gather([url], fetcher)
        assert [(bool(one.landing), one.pdf_url) for one in found] == [
            (True, web.url("/a.pdf")),
            (False, web.url("/b.pdf")),
        ]
        assert len(web.paths()) == 4

    def test_without_end_is_left_in_time(self, fetcher: Fetcher, web: Site) -> None:
        def page(handler: Handler) -> None:
            number = int(handler.path.partition("=")[2] or 0)
            links = "".join(f"<a href='/x/{number}-{one}'>{one}</a>" for one in range(50))
            handler.send(200, f"<!doctype html><p>{links}</p><a href='?page={number + 1}'>neste</a>".encode())

        url = web.on("/serie", page)
        (failed,) = gather([url], fetcher, Reach(pages=5, links=20))
        assert "none of the 20 pages" in failed.failure
        assert len(web.paths()) == 25

    def test_that_lists_nothing_is_told(self, fetcher: Fetcher, web: Site) -> None:
        (failed,) = gather([web.add("/om", "<!doctype html><h1>Om oss</h1><p>Vi forskar.</p>")], fetcher)
        assert "neither describes a report nor links to any" in failed.failure

    def test_what_robots_forbid_is_counted_and_not_asked(self, fetcher: Fetcher, web: Site, notes: list[str]) -> None:
        url = series(web)
        web.add("/robots.txt", "User-agent: *\nDisallow: /om", "text/plain")
        gather([url], fetcher, note=notes.append)
        assert "/om" not in web.paths()
        assert any("2 links could not be followed" in note for note in notes)


class TestUnchanged:
    def test_a_page_that_only_counts_its_visits_is_the_same(self, fetcher: Fetcher, web: Site) -> None:
        web.add("/r.pdf", PDF)
        visits = iter(range(9))
        url = web.on(
            "/rapport/1",
            lambda handler: handler.send(200, landing("/r.pdf", extra=f"<!-- {next(visits)} -->").encode()),
        )
        first, again = gather([url], fetcher), gather([url], fetcher)
        assert first == again

    def test_a_page_that_says_something_else_is_another(self, fetcher: Fetcher, web: Site) -> None:
        web.add("/r.pdf", PDF)
        (first,) = gather([web.add("/rapport/1", landing("/r.pdf"))], fetcher)
        (again,) = gather([web.add("/rapport/1", landing("/r.pdf", "Store hus"))], fetcher)
        assert first.landing is not None
        assert again.landing is not None
        assert again.landing.title == "Store hus"
        assert again.landing.path == first.landing.path
        assert again.landing.sha256 != first.landing.sha256


class TestFeed:
    def feed(self, web: Site) -> str:
        series(web)
        items = "".join(f"<item><link>/rapport/{number}</link></item>" for number in range(3))
        return web.add(
            "/feed", f"<rss><channel>{items}<item><link>/om</link></item></channel></rss>", "application/rss+xml"
        )

    def test_its_entries_become_reports(self, fetcher: Fetcher, web: Site, notes: list[str]) -> None:
        found = gather([self.feed(web)], fetcher, note=notes.append)
        assert [one.landing.title for one in found if one.landing] == [f"Rapport {number}" for number in range(3)]
        assert "4 entries; 3 lead to reports" in notes[0]

    def test_replayed_it_gives_the_same_and_sends_nothing_twice(self, fetcher: Fetcher, web: Site) -> None:
        url = self.feed(web)
        first = gather([url, url], fetcher)
        assert len(first) == 3
        assert len(web.paths()) == len(set(web.paths())) == 8
        web.asked.clear()
        assert gather([url], fetcher) == first
        held = [one for one in web.asked if one.path.startswith(("/rapport", "/filer"))]
        assert len(held) == 6
        assert all("if-none-match" in one.headers for one in held)

    def test_entities_are_refused(self, fetcher: Fetcher, web: Site) -> None:
        bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><link>&b;</link></item></channel></rss>'
        (failed,) = gather([web.add("/feed", bomb, "application/rss+xml")], fetcher)
        assert "declares entities" in failed.failure

    def test_links_into_this_machine_are_refused(self, fetcher: Fetcher, web: Site) -> None:
        items = "".join(
            f"<item><link>{link}</link></item>"
            for link in ("file:///etc/passwd", "gopher://127.0.0.1/1", "http://169.254.169.254/x", "http://[::1]/x")
        )
        found = gather([web.add("/feed", f"<rss><channel>{items}</channel></rss>", "text/xml")], fetcher)
        assert len(found) == 4
        assert all("only http and https" in one.failure or "private network" in one.failure for one in found)
        assert web.paths() == ["/feed"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x.example/1", "http://10.0.0.1/", "http://inside.example/"]
)
def test_what_may_not_be_asked_is_told(fetcher: Fetcher, url: str) -> None:
    (failed,) = gather([url], fetcher)
    assert "only http and https" in failed.failure or "private network" in failed.failure


def test_a_dry_run_asks_for_pages_and_no_found_pdf(net: Net, web: Site) -> None:
    found = gather([series(web)], Fetcher(net, None, dry=True))
    assert [(one.pdf, one.pdf_url) for one in found] == [(None, web.url(f"/filer/{number}.pdf")) for number in range(3)]
    assert not any("/filer/" in path for path in web.paths())
