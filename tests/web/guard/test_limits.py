"""What is refused before it costs anything, and what is given up."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import create_app
from web.desk import BusyError, Desk
from web.guard.limits import Limits
from web.settings import Settings


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("path", ["/api/v1/search?q=a", "/nn/", "/nothing"])
def test_only_reading(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    if not path.startswith("/nn/"):
        assert answer.json()["code"] == "not-allowed"


def test_a_request_has_no_content(client: TestClient) -> None:
    answer = client.request("GET", "/api/v1/search?q=a", content=b"x" * 100)
    assert (answer.status_code, answer.json()["code"]) == (413, "no-body")
    assert client.request("GET", "/nn/", headers={"transfer-encoding": "chunked"}).status_code == 413


@pytest.mark.parametrize("address", ["/api/v1/search?q=" + "a" * 60_000, "/nn/?q=" + "a" * 17_000, "/" + "b" * 17_000])
def test_an_address_that_is_too_long(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 414


@pytest.mark.parametrize("path", ["/api/v1/reports/%00", "/nn/%00", "/%0d%0aset-cookie:x", "/nn/report/%1b", "/\u202e"])
def test_paths_with_what_is_no_text_lead_nowhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/nn/", "/api/v1/search?q=rektor", "/healthz", "/static/none", "/export?q=rektor"])
def test_a_head_is_a_get_without_its_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers["content-length"] == got.headers["content-length"]


class TestNames:
    @pytest.fixture
    def named(self, store: Path) -> TestClient:
        return TestClient(create_app(Settings(store, hosts=("funn.example.no", "[::1]"))))

    @pytest.mark.parametrize("host", ["funn.example.no", "FUNN.example.no:8080", "[::1]:8080"])
    def test_its_own(self, named: TestClient, host: str) -> None:
        assert named.get("/robots.txt", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "funn.example.no.evil.example", "127.0.0.1"])
    def test_others(self, named: TestClient, host: str) -> None:
        answer = named.get("/api/v1/search?q=a", headers={"host": host})
        assert (answer.status_code, answer.json()["code"]) == (421, "misdirected")
        assert named.get("/healthz", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["", "a b", "a/b", 'a"onload=', "a@b", "a:b", "a:123456", "<x>"])
    def test_none_at_all(self, client: TestClient, host: str) -> None:
        for path in ("/api/v1/search?q=rektor", "/nn/feed.atom?q=rektor"):
            answer = client.get(path, headers={"host": host, "accept": "application/json"})
            assert answer.status_code == 400
            assert host == "" or host not in answer.text

    def test_two(self, client: TestClient) -> None:
        assert client.get("/robots.txt", headers=[("host", "a"), ("host", "b")]).status_code == 400


def test_who_waits_too_long_is_told_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> dict[str, Any]:
        time.sleep(0.4)
        return {}

    monkeypatch.setattr("web.api.searching.find", slow)
    with TestClient(create_app(Settings(store, request_s=0.1))) as client:
        answer = client.get("/api/v1/search?q=rektor")
        assert (answer.status_code, answer.json()["code"]) == (503, "too-slow")
        assert answer.headers["retry-after"] == "10"


def test_more_questions_than_can_wait_are_turned_away(store: Path) -> None:
    app = create_app(Settings(store, threads=1, waiting=1))
    desks = app.state.service.desks

    async def ask() -> list[object]:
        return list(await asyncio.gather(*(desks.ask(_sleep) for _ in range(4)), return_exceptions=True))

    told = [type(one).__name__ for one in asyncio.run(ask())]
    assert sorted(told) == ["BusyError", "BusyError", "NoneType", "NoneType"]
    assert desks.under_way == 0
    app.state.service.close()


def test_a_question_that_nobody_waits_for_is_not_asked(store: Path) -> None:
    app = create_app(Settings(store, threads=1, waiting=5))
    desks = app.state.service.desks
    done: list[int] = []
    free = threading.Event()

    async def ask() -> None:
        first = asyncio.create_task(desks.ask(lambda _: free.wait(30)))
        second = asyncio.create_task(desks.ask(lambda _: done.append(1)))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.sleep(0)
        free.set()
        assert await first
        await desks.ask(lambda _: done.append(2))

    asyncio.run(ask())
    assert done == [2]
    app.state.service.close()


def test_what_takes_long_holds_up_nothing_short(store: Path) -> None:
    app = create_app(Settings(store, threads=1, waiting=0))
    desks = app.state.service.desks
    free = threading.Event()

    async def ask() -> None:
        first = asyncio.create_task(desks.ask(lambda _: free.wait(30), long=True))
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError):
            await desks.ask(lambda _: None, long=True)
        assert await desks.ask(lambda _: 7) == 7
        assert desks.under_way == 1
        free.set()
        assert await first

    asyncio.run(ask())
    app.state.service.close()


def _sleep(_: Desk) -> None:
    time.sleep(0.3)


def test_more_requests_than_can_be_answered_are_turned_away_but_who_watches_is_not(store: Path) -> None:
    with TestClient(create_app(Settings(store, requests=0))) as client:
        answer = client.get("/api/v1/search?q=rektor")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
        assert answer.json()["code"] == "busy"
        page = client.get("/nb/")
        assert (page.status_code, page.headers["retry-after"]) == (429, "2")
        assert "<html" in page.text
        assert client.get("/healthz").status_code == 200


def test_an_answer_that_nobody_takes_is_given_up() -> None:
    sent: list[str] = []

    async def endless(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b"x", "more_body": True})

    async def stuck(message: Any) -> None:
        sent.append(message["type"])
        if len(sent) == 3:
            await asyncio.sleep(60)

    async def run() -> None:
        limits = Limits(endless, Settings(Path("nowhere"), request_s=5, stall_s=0.1))
        scope = {
            "type": "http", "method": "GET", "path": "/x", "raw_path": b"/x", "query_string": b"",
            "headers": [(b"host", b"a")],
        }  # fmt: skip
        with pytest.raises(TimeoutError):
            await limits(scope, _nothing, stuck)

    asyncio.run(asyncio.wait_for(run(), 5))
    assert sent == ["http.response.start", "http.response.body", "http.response.body"]


async def _nothing() -> Any:
    return {"type": "http.disconnect"}
