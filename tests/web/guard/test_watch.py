"""The log, the counts, and the last place where an error is answered."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import create_app
from web.counts import Counts
from web.settings import Settings


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def logged(store: Path, lines: list[str]) -> Iterator[TestClient]:
    app = create_app(Settings(store, log=True), lines.append)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def told(lines: list[str]) -> list[dict[str, Any]]:
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    return [json.loads(line) for line in lines]


def test_a_line_a_request_without_what_was_looked_for(logged: TestClient, lines: list[str]) -> None:
    answer = logged.get("/api/v1/search?q=l%C3%B8yndom&limit=1", headers={"cookie": "a=hemmeleg"})
    logged.get("/nn/?q=l%C3%B8yndom")
    (first, second) = told(lines)
    assert first["path"] == "/api/v1/search"
    assert (first["method"], first["status"], first["client"]) == ("GET", 200, "testclient")
    assert first["bytes"] == len(answer.content)
    assert first["id"] == answer.headers["x-request-id"] != second["id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", first["time"])
    assert first["ms"] > 0
    assert not re.search("ndom|hemmeleg", "".join(lines))


def test_queries_are_logged_when_the_operator_says_so(store: Path, lines: list[str]) -> None:
    with TestClient(create_app(Settings(store, log=True, log_queries=True), lines.append)) as client:
        client.get("/api/v1/search?q=rektor")
    assert told(lines)[0]["query"] == "q=rektor"


def test_nothing_is_logged_unless_asked_for(store: Path, lines: list[str]) -> None:
    with TestClient(create_app(Settings(store), lines.append)) as client:
        client.get("/api/v1/search?q=rektor")
    assert lines == []


def test_nobody_writes_lines_of_his_own(logged: TestClient, lines: list[str]) -> None:
    logged.get("/x%0a%7B%22status%22:200%7D%1b[31m")
    (line,) = lines
    assert line.isascii()
    assert line.rstrip("\n").isprintable()
    assert json.loads(line)["status"] == 404


def test_a_number_is_taken_over_from_a_proxy_only(store: Path, logged: TestClient) -> None:
    brought = {"x-request-id": "abc-123"}
    assert logged.get("/healthz", headers=brought).headers["x-request-id"] != "abc-123"
    with TestClient(create_app(Settings(store, proxied=True))) as client:
        assert client.get("/healthz", headers=brought).headers["x-request-id"] == "abc-123"
        forged = client.get("/healthz", headers={"x-request-id": 'a"b'}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{16}", forged)


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/search?q=rektor", "problem+json"), ("/nn/?q=rektor", "text/html")]
)
def test_an_error_that_nobody_expected(
    logged: TestClient, lines: list[str], monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(f"hemme-{len('leg')}")

    monkeypatch.setattr("web.desk.Desks.ask", broken)
    answer = logged.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert kind in answer.headers["content-type"]
    assert "content-security-policy" in answer.headers
    error, request = told(lines)
    assert (error["error"], request["status"]) == ("KeyError", 500)
    assert error["id"] == request["id"] == answer.headers["x-request-id"]
    assert any("web/" in line for line in error["where"])
    assert "hemme-3" not in answer.text + "".join(lines)


def test_why_the_collection_cannot_be_read_is_told_to_the_operator_only(tmp_path: Path, lines: list[str]) -> None:
    with TestClient(create_app(Settings(tmp_path / "hemmeleg", log=True), lines.append)) as client:
        for path in ("/api/v1/search?q=a", "/nn/?q=a", "/readyz", "/api/v1/docs"):
            answer = client.get(path)
            assert answer.status_code == (200 if path.endswith("docs") else 503)
            assert "hemmeleg" not in answer.text
        assert client.get("/healthz").status_code == 200
    assert "hemmeleg" in told(lines)[0]["trouble"]


def test_what_is_counted(store: Path) -> None:
    with TestClient(create_app(Settings(store))) as client:
        for path in ("/api/v1/search?q=rektor", "/api/v1/search?q=rektor", "/api/v1/search", "/nowhere", "/nowhere2"):
            client.get(path)
        client.post("/nowhere")
        text = client.get("/metrics").text
    assert 'funn_requests_total{method="GET",route="/api/v1/search",status="200"} 2\n' in text
    assert 'funn_requests_total{method="GET",route="/api/v1/search",status="422"} 1\n' in text
    assert 'funn_requests_total{method="GET",route="none",status="404"} 2\n' in text
    assert 'funn_requests_total{method="other",route="none",status="405"} 1\n' in text
    assert 'funn_answers_total{source="kept"} 1\n' in text
    assert 'funn_answers_total{source="made"} 1\n' in text
    assert "funn_requests_under_way 1\n" in text
    assert 'funn_request_seconds_count{route="/api/v1/search"} 3\n' in text
    assert int(_value(text, "funn_memory_bytes")) > 10_000_000
    _is_prometheus(text)


def _value(text: str, name: str) -> str:
    return next(line.split()[-1] for line in text.splitlines() if line.startswith(f"{name} "))


def _is_prometheus(text: str) -> None:
    """Every line is what the text format allows, and every histogram adds up."""
    sample = re.compile(r'[a-z_]+(\{([a-z]+="([^"\\\n]|\\.)*",?)+\})? -?[0-9.]+(e[+-]?\d+)?')
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or sample.fullmatch(line), line
    buckets = re.findall(r'funn_request_seconds_bucket\{le="([^"]+)",route="(/api/v1/search)"\} (\d+)', text)
    counts = [int(count) for _, _, count in buckets]
    assert buckets[-1][0] == "+Inf"
    assert counts == sorted(counts)


def test_the_counts_of_several_processes_are_added_up(tmp_path: Path) -> None:
    ours, gone = Counts(tmp_path), Counts(tmp_path)
    gone.add("funn_answers_total", source="made")
    gone.gauge("funn_requests_under_way", 7)
    gone.took(0.2, "/x")
    gone.leave()
    next(tmp_path.glob("*.json")).rename(tmp_path / "999999999.json")
    (tmp_path / "888888888.json").write_text("{")
    ours.add("funn_answers_total", 2, source="made")
    ours.gauge("funn_requests_under_way", 1)
    ours.took(0.001, "/x")
    ours.leave()
    text = ours.text()
    assert 'funn_answers_total{source="made"} 3\n' in text
    assert "funn_requests_under_way 1\n" in text  # what is gone has none under way
    assert 'funn_request_seconds_bucket{le="0.1",route="/x"} 1\n' in text
    assert 'funn_request_seconds_bucket{le="0.25",route="/x"} 2\n' in text
    assert 'funn_request_seconds_sum{route="/x"} 0.201\n' in text


def test_ready_only_when_warm(store: Path) -> None:
    with TestClient(create_app(Settings(store, warm=True))) as client:
        answer = client.get("/readyz")
        assert answer.status_code in {200, 503}
        for _ in range(200):
            if answer.status_code == 200:
                break
            assert answer.json()["code"] == "starting"
            time.sleep(0.05)
            answer = client.get("/readyz")
        assert answer.json() == {"status": "ready", "reports": 8, "passages": 1567}
