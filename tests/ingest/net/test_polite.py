"""Politeness and misbehaviour, against servers that really do it."""

import gzip
import time as real_time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from catalogue.errors import SourceError
from ingest.net.address import Policy
from ingest.net.door import Answer
from ingest.net.polite import ForbiddenError, MissingError, Net, retry_after
from tests.ingest.net.site import Handler, Site, in_turn, redirect, status

if TYPE_CHECKING:
    from tests.ingest.net.conftest import Time


def whole(answer: Answer) -> bytes:
    return b"".join(answer.body)


def test_who_asks_is_told(net: Net, web: Site) -> None:
    assert net.get(web.add("/a", "hei"), whole) == b"hei"
    headers = web.asked[-1].headers
    assert headers["user-agent"].startswith("Funn/0.1 (+")
    assert headers["host"] == f"127.0.0.1:{web.port}"


def test_the_name_is_asked_at_the_address_that_was_checked(net: Net, web: Site) -> None:
    web.add("/a", "hei")
    assert net.get(web.url("/a", "reports.example"), whole) == b"hei"
    assert web.asked[-1].headers["host"] == f"reports.example:{web.port}"


class TestRobots:
    def test_what_is_forbidden_is_not_asked(self, net: Net, web: Site) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /intern\nAllow: /intern/apen", "text/plain")
        web.add("/intern/r.pdf", "x")
        web.add("/intern/apen/r.pdf", "hei")
        with pytest.raises(ForbiddenError, match=r"robots\.txt of 127\.0\.0\.1"):
            net.get(web.url("/intern/r.pdf"), whole)
        assert net.get(web.url("/intern/apen/r.pdf"), whole) == b"hei"
        assert web.paths() == ["/intern/apen/r.pdf"]

    def test_a_rule_for_funn_counts_before_that_for_all(self, net: Net, web: Site) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Funn\nAllow: /", "text/plain")
        assert net.get(web.add("/a", "hei"), whole) == b"hei"

    def test_it_is_asked_once(self, net: Net, web: Site) -> None:
        for path in ("/a", "/b"):
            net.get(web.add(path, "x"), whole)
        assert [one.path for one in web.asked] == ["/robots.txt", "/a", "/b"]

    def test_a_site_that_cannot_say_is_not_read(self, net: Net, web: Site) -> None:
        web.on("/robots.txt", status(503))
        with pytest.raises(SourceError, match=r"robots\.txt could not be read in 4 tries: it answered 503"):
            net.get(web.add("/a", "x"), whole)
        assert web.paths() == []

    def test_a_site_that_is_dead_is_not_tried_for_each_link(self, net: Net, web: Site) -> None:
        web.on("/robots.txt", status(500))
        for path in ("/a", "/b", "/c"):
            with pytest.raises(SourceError, match=r"robots\.txt could not be read"):
                net.get(web.add(path, "x"), whole)
        assert len(web.asked) == 4

    def test_a_redirect_into_what_is_forbidden_is_not_followed(self, net: Net, web: Site) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /intern", "text/plain")
        with pytest.raises(ForbiddenError):
            net.get(web.on("/a", redirect("/intern/b")), whole)

    @pytest.mark.parametrize(
        ("rule", "pause"), [("Crawl-delay: 7", 7), ("Crawl-delay: 86400", 60), ("Request-rate: 1/5", 5)]
    )
    def test_the_pause_that_a_site_wants(self, net: Net, web: Site, time: "Time", rule: str, pause: float) -> None:
        web.add("/robots.txt", f"User-agent: *\n{rule}", "text/plain")
        net.get(web.add("/a", "x"), whole)
        net.get(web.add("/b", "x"), whole)
        assert time.slept[-1] == pytest.approx(pause)


def test_a_pause_between_requests_to_one_host_and_none_between_hosts(net: Net, web: Site, time: "Time") -> None:
    url = web.add("/a", "x")
    net.get(url, whole)
    assert time.slept == [1.0]  # between robots.txt and the page
    net.get(web.url("/a", "reports.example"), whole)
    assert time.slept == [1.0, 1.0]
    time.at += 100
    net.get(url, whole)
    assert time.slept == [1.0, 1.0]


class TestAgain:
    def test_after_500(self, net: Net, web: Site, time: "Time", notes: list[str]) -> None:
        web.add("/ok", "hei")
        url = web.on("/a", in_turn(status(500), status(502), web.routes["/ok"]))
        assert net.get(url, whole) == b"hei"
        assert [wait for wait in time.slept if wait > 1] == [2.0, 4.0]
        assert "it answered 500 Internal Server Error; asked again in 2 s." in notes[0]

    def test_as_long_as_429_asks_for(self, net: Net, web: Site, time: "Time") -> None:
        web.add("/ok", "hei")
        url = web.on("/a", in_turn(status(429, **{"Retry-After": "17"}), web.routes["/ok"]))
        assert net.get(url, whole) == b"hei"
        assert 17.0 in time.slept

    def test_until_the_date_that_503_names(self, net: Net, web: Site, time: "Time") -> None:
        web.add("/ok", "hei")
        when = formatdate(time.clock().wall() + 40, usegmt=True)
        url = web.on("/a", in_turn(status(503, **{"Retry-After": when}), web.routes["/ok"]))
        assert net.get(url, whole) == b"hei"
        assert any(38 <= wait <= 40 for wait in time.slept)

    def test_no_longer_than_is_sensible(self, net: Net, web: Site) -> None:
        with pytest.raises(SourceError, match=r"left alone for 86400 s"):
            net.get(web.on("/a", status(429, **{"Retry-After": "86400"})), whole)
        assert web.paths() == ["/a"]

    def test_not_for_ever(self, net: Net, web: Site) -> None:
        with pytest.raises(SourceError, match=r"could not be read in 4 tries: it answered 500"):
            net.get(web.on("/a", status(500)), whole)
        assert len(web.paths()) == 4

    @pytest.mark.parametrize("number", [401, 403, 404, 410])
    def test_not_when_there_is_nothing(self, net: Net, web: Site, number: int) -> None:
        with pytest.raises(MissingError, match=f"it answered {number}"):
            net.get(web.on("/a", status(number)), whole)
        assert len(web.paths()) == 1

    def test_an_answer_that_is_cut_off_is_read_from_its_beginning(self, net: Net, web: Site) -> None:
        def cut(handler: Handler) -> None:
            handler.send(200, b"half of", **{"Content-Length": "1000"})
            handler.close_connection = True

        web.add("/ok", "the whole")
        assert net.get(web.on("/a", in_turn(cut, web.routes["/ok"])), whole) == b"the whole"

    def test_a_chunked_answer_that_is_cut_off_is_no_answer(self, net: Net, web: Site) -> None:
        def cut(handler: Handler) -> None:
            handler.send(200, b"4\r\nhalf\r\n", **{"Transfer-Encoding": "chunked"})
            handler.close_connection = True

        with pytest.raises(SourceError, match="the connection broke"):
            net.get(web.on("/a", cut), whole)

    def test_what_is_no_http(self, net: Net, web: Site) -> None:
        with pytest.raises(SourceError, match="the connection broke"):
            net.get(web.on("/a", lambda handler: void(handler.wfile.write(b"SSH-2.0-OpenSSH_9.7\r\n"))), whole)

    def test_nobody_there(self, net: Net) -> None:
        with pytest.raises(
            SourceError, match=r"could not be read in 4 tries: the connection broke \(Connection refused\)"
        ):
            net.get("http://127.0.0.1:1024/", whole)


def void(_: object) -> None:
    """A reply answers nothing."""


class TestSlow:
    def test_a_silent_server(self, net: Net, web: Site) -> None:
        web.add("/robots.txt", "", "text/plain")
        web.add("/ok", "hei")
        url = web.on("/a", in_turn(lambda _: real_time.sleep(0.8), web.routes["/ok"]))
        assert net.get(url, whole) == b"hei"

    @pytest.mark.parametrize("where", ["body", "headers"])
    def test_a_server_that_drips_is_left_in_time(self, net: Net, web: Site, where: str) -> None:
        """Each byte comes before the silence is too long: only the time for the whole helps."""
        dripped = []

        def drip(handler: Handler) -> None:
            handler.wfile.write(
                b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 900\r\n\r\n" if where == "body" else b"X-Y: ")
            )
            for drop in range(600):
                handler.wfile.write(b"z")
                handler.wfile.flush()
                dripped.append(drop)
                real_time.sleep(0.1)

        web.add("/ok", "hei")
        assert net.get(web.on("/a", in_turn(drip, web.routes["/ok"])), whole) == b"hei"
        assert len(dripped) < 600


class TestRedirects:
    @pytest.mark.parametrize("number", [301, 302, 303, 307, 308])
    def test_followed(self, net: Net, web: Site, number: int) -> None:
        web.add("/b/c", "hei")
        assert net.get(web.on("/a", redirect("b/c", number)), whole) == b"hei"

    def test_a_loop(self, net: Net, web: Site) -> None:
        web.on("/b", redirect("/a"))
        with pytest.raises(SourceError, match="without end"):
            net.get(web.on("/a", redirect("/b")), whole)
        assert len(web.paths()) <= 6

    @pytest.mark.parametrize(
        "to",
        [
            "http://10.0.0.1/x", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0.0.0.0/",
            "http://inside.example/r.pdf", "http://127.0.0.2/", "//127.0.0.3/x", "http://[::ffff:10.0.0.1]/",
        ],
    )  # fmt: skip
    def test_to_a_private_address_is_refused(self, net: Net, web: Site, to: str) -> None:
        with pytest.raises(SourceError, match="private network"):
            net.get(web.on("/a", redirect(to)), whole)

    @pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://127.0.0.1:70/1", "ftp://x.example/"])
    def test_to_another_kind_of_address_is_refused(self, net: Net, web: Site, to: str) -> None:
        with pytest.raises(SourceError, match="only http and https"):
            net.get(web.on("/a", redirect(to)), whole)

    def test_a_name_that_changes_its_meaning_is_asked_where_it_was_checked(self, web: Site, time: "Time") -> None:
        """DNS rebinding: the second answer of the resolver is private, but nobody asks a second time for one request."""
        answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1"])
        policy = Policy(lambda address: str(address) == "127.0.0.1", lambda _, __: [next(answers)])
        web.add("/a", "hei")
        net = Net(policy, clock=time.clock())
        assert net.get(web.url("/a", "rebind.example"), whole) == b"hei"
        with pytest.raises(SourceError, match="private network"):
            net.get(web.url("/a", "rebind.example"), whole)


class TestPacked:
    def test_gzip(self, net: Net, web: Site) -> None:
        url = web.add("/a", gzip.compress(b"hei " * 1000), **{"Content-Encoding": "gzip"})
        assert net.get(url, whole) == b"hei " * 1000

    def test_a_bomb_is_left_before_it_unfolds(self, net: Net, web: Site) -> None:
        url = web.add("/a", gzip.compress(b"\0" * 300_000_000, 9), **{"Content-Encoding": "gzip"})
        taken = 0

        def count(answer: Answer) -> bytes:
            nonlocal taken
            for piece in answer.body:
                taken += len(piece)
            return b""

        with pytest.raises(SourceError, match="unpacks to more than anybody reads"):
            net.get(url, count)
        assert taken < 20_000_000
        assert len(web.paths()) == 1

    def test_one_that_is_cut_off(self, net: Net, web: Site) -> None:
        data = gzip.compress(bytes(range(256)) * 100)[:-20]
        with pytest.raises(SourceError, match="cut off"):
            net.get(web.add("/a", data, **{"Content-Encoding": "gzip"}), whole)

    def test_what_was_not_asked_for(self, net: Net, web: Site) -> None:
        with pytest.raises(SourceError, match="packed with br"):
            net.get(web.add("/a", b"x", **{"Content-Encoding": "br"}), whole)


@pytest.mark.parametrize(
    ("text", "wait"),
    [("12", 12), (" 0 ", 0), ("", 0), ("soon", 0), ("-5", 0), ("1e9", 0), ("Wed, 15 Nov 2023 00:00:10 GMT", 10), ("Wed, 15 Nov 2000 00:00:10 GMT", 0), ("९", 0)],
)  # fmt: skip
def test_retry_after(text: str, wait: float) -> None:
    assert retry_after(text, 1_700_006_400.0) == wait
