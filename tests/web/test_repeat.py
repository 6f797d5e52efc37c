"""Answers are given again exactly as long as the collection is the same."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import cli
from search.answer import Answer
from search.find import find
from web.answers import Answered, Answers, entity_tag, has
from web.app import create_app
from web.settings import Settings

REPORT = "b2531c2e0de0f65e"
SEARCH = "/api/v1/search?q=skoleleiar&limit=3"
ADDRESSES = (
    SEARCH, "/api/v1/reports", f"/api/v1/reports/{REPORT}", f"/api/v1/reports/{REPORT}/passages", "/api/v1/series",
    "/api/v1/export?q=rektor", "/export?q=rektor", "/api/v1/openapi.json", "/nn/", "/nb/?q=rektor", "/en/reports", "/nn/feed.atom?q=rektor",
)  # fmt: skip


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    """A store to change."""
    return Path(shutil.copytree(store, tmp_path / "store"))


@pytest.fixture
def asking(own: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(own))) as client:
        yield client


def run(store: Path, *command: str) -> None:
    result = CliRunner().invoke(cli.cli, ["--store", str(store), *command])
    assert result.exit_code == 0, result.output


def kept(client: TestClient) -> int:
    """How many answers were not made anew."""
    line = next((line for line in client.get("/metrics").text.splitlines() if 'source="kept"' in line), "0")
    return int(line.split()[-1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_time_it_is_kept_and_the_third_not_sent(client: TestClient, address: str) -> None:
    first, second = client.get(address), client.get(address)
    assert first.status_code == 200
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "public, no-cache"
    assert second.content == first.content
    assert {**second.headers, "x-request-id": ""} == {**first.headers, "x-request-id": ""}
    assert kept(client) == 1
    for known in (
        first.headers["etag"],
        first.headers["etag"].removeprefix("W/"),
        f'"x", {first.headers["etag"]}',
        "*",
    ):
        third = client.get(address, headers={"if-none-match": known})
        assert (third.status_code, third.content) == (304, b"")
        assert third.headers["etag"] == first.headers["etag"]
    other = client.get(address, headers={"if-none-match": '"other"'})
    assert other.status_code == 200


def test_each_address_has_its_own(client: TestClient) -> None:
    tags = [client.get(address).headers["etag"] for address in ADDRESSES]
    tags.append(client.get(SEARCH, headers={"host": "funn.local"}).headers["etag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(
    "change",
    [
        ["edit", REPORT, "title=Ein annan tittel"],
        ["remove", "03-smaa-kommunar-i-nettverk"],
        ["reindex"],
        ["ingest", "again.pdf"],
    ],
)
def test_whatever_changes_is_seen_at_once(
    asking: TestClient, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: list[str]
) -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    (tmp_path / "again.pdf").write_bytes((corpus / "01-skoleleiarar-involvering.pdf").read_bytes() + b"\n%x\n")
    monkeypatch.chdir(tmp_path)
    before = {address: asking.get(address) for address in ADDRESSES}
    run(own, *change)
    for address, was in before.items():
        now = asking.get(address, headers={"if-none-match": was.headers["etag"]})
        assert now.status_code == 200, address
        assert now.headers["etag"] != was.headers["etag"]
    if change[0] == "edit":
        assert asking.get(f"/api/v1/reports/{REPORT}").json()["title"] == "Ein annan tittel"
    if change[0] in {"remove", "ingest"}:
        assert asking.get("/api/v1/reports").json()["total"] == (7 if change[0] == "remove" else 9)


def test_a_backup_that_is_restored_is_seen(asking: TestClient, own: Path, tmp_path: Path) -> None:
    whole = asking.get("/api/v1/reports").json()
    run(own, "backup", str(tmp_path / "funn.backup"))
    run(own, "remove", REPORT)
    assert asking.get(f"/api/v1/reports/{REPORT}").status_code == 404
    run(own, "restore", str(tmp_path / "funn.backup"), "--force")
    run(own, "reindex")
    assert asking.get("/api/v1/reports").json() == whole
    with closing(sqlite3.connect(own / "catalogue.sqlite3")) as all_in_one:
        all_in_one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (own / "catalogue.sqlite3").replace(tmp_path / "moved")
    for beside in own.glob("catalogue.sqlite3-*"):
        beside.unlink()
    assert asking.get(SEARCH).status_code == 503
    (tmp_path / "moved").replace(own / "catalogue.sqlite3")
    assert asking.get(SEARCH).status_code == 200


def test_who_asks_the_same_at_once_waits_for_one_answer(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def slow(query: str, *rest: Any) -> Answer:
        made.append(query)
        time.sleep(0.2)
        return find(query, *rest)

    monkeypatch.setattr("web.api.searching.find", slow)
    for megabytes, times in ((32, 1), (0, 8)):
        made.clear()
        with (
            TestClient(create_app(Settings(store, answer_cache_mb=megabytes))) as client,
            ThreadPoolExecutor(8) as pool,
        ):
            answers = list(pool.map(client.get, [SEARCH] * 8))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert len(made) == times


def test_an_answer_that_fails_is_made_by_the_next(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Answer:
        time.sleep(0.1)
        raise KeyError

    monkeypatch.setattr("web.api.searching.find", broken)
    with ThreadPoolExecutor(4) as pool:
        assert {answer.status_code for answer in pool.map(client.get, [SEARCH] * 4)} == {500}
    monkeypatch.undo()
    assert client.get(SEARCH).status_code == 200


def test_nothing_is_kept_when_there_is_no_room_for_it(store: Path) -> None:
    with TestClient(create_app(Settings(store, answer_cache_mb=0))) as client:
        first, second = client.get(SEARCH), client.get(SEARCH)
        assert (first.status_code, first.content) == (200, second.content)
        assert client.get(SEARCH, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        assert kept(client) == 0


def test_what_time_cut_short_is_not_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.limits.TIME_S", 0.0)
    for address in (SEARCH, "/nn/?q=rektor"):
        cut = client.get(address)
        assert cut.status_code == 200
        assert "etag" not in cut.headers
    assert [one["code"] for one in client.get(SEARCH).json()["complaints"]] == ["time"]
    monkeypatch.undo()
    assert client.get(SEARCH).json()["complaints"] == []
    assert kept(client) == 0


def test_problems_are_not_kept(client: TestClient) -> None:
    for address in ("/api/v1/search", "/api/v1/reports/0", "/nn/report/0", "/nn/nothing"):
        answer = client.get(address)
        assert answer.status_code in {404, 422}
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert client.get(address, headers={"if-none-match": "*"}).status_code == answer.status_code


def test_answers_are_packed_for_those_who_ask(client: TestClient) -> None:
    packed = client.get(SEARCH, headers={"accept-encoding": "gzip"})
    plain = client.get(SEARCH, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["vary"] == "Accept-Encoding"
    for address in ("/export?q=rektor&format=xlsx", f"/report/{REPORT}.pdf"):
        assert "content-encoding" not in client.get(address).headers


def test_room_is_bounded() -> None:
    answers = Answers(1)
    for number in range(40):
        answers.put(str(number), Answered(b"x" * 100_000, ()))
        assert answers.size <= 1024 * 1024
    assert answers.get("0") is None
    assert answers.get("39") is not None
    answers.get("31")  # used, so another falls out
    answers.put("new", Answered(b"x" * 100_000, ()))
    assert answers.get("31") is not None
    answers.put("too large", Answered(b"x" * 400_000, ()))
    assert answers.get("too large") is None


def test_tags() -> None:
    tag = entity_tag("state", "address")
    assert tag != entity_tag("state", "other")
    assert has(tag, tag)
    assert has(f'"a" , {tag}', tag)
    assert not has("", tag)
    assert not has(tag[:-2] + '"', tag)
