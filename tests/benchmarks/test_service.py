"""The load benchmark asks what it says it asks, counts errors as errors, and does not pass on nothing."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import service, service_load, service_peer, service_queries
from benchmarks.service_load import Load

TEXTS = [
    "Skoleleiarane i dei små kommunane kjenner seg for lite involverte i arbeidet med ordninga.",
    "Statsforvalteren fordeler tilskuddet etter drøfting i samarbeidsforum med kommunene og universitetet.",
    "Kvifor gjekk det slik? Det var ikkje nok tid til å snakke saman, seier rektorane.",
]


class Answering(BaseHTTPRequestHandler):
    """Answers, and fails where the address says so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(429 if self.path == "/busy" else 200)
        self.send_header("content-length", "5")
        self.end_headers()
        self.wfile.write(b"svar!")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """A server that always answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_queries_are_mixed_and_mostly_distinct() -> None:
    asked = service_queries.distinct(TEXTS * 50, 400)
    assert asked == service_queries.distinct(TEXTS * 50, 400)
    assert {one.language for one in asked} == {"nn", "nb"}
    kinds = ("?", '"', "*")
    assert all(sum(one.text.endswith(kind) for one in asked) > 10 for kind in kinds)
    assert sum(not one.text.endswith(kinds) for one in asked) > 100
    assert all(one.to_page().startswith(f"/{one.language}/?q=") for one in asked)


def test_some_queries_are_popular() -> None:
    asked = [one.text for one in service_queries.popular(TEXTS * 50, 2_000)]
    often = max(map(asked.count, set(asked)))
    assert 0.05 < often / len(asked) < 0.5


def test_no_words_no_queries() -> None:
    with pytest.raises(ValueError, match="no words"):
        service_queries.distinct(["", "1 2"], 3)


def test_the_peer_reads_a_query_as_meant() -> None:
    assert service_peer.match('Kva seier "for lite" kompetanse*?') == '"Kva" OR "seier" OR "for lite" OR "kompetanse"*'


@pytest.mark.parametrize("by", ["threads", pytest.param("wrk", marks=pytest.mark.skipif(
    service_load.driver() != "wrk", reason="wrk is not installed"))])  # fmt: skip
def test_what_asks_counts_answers_and_errors(by: str, url: str, tmp_path: Path) -> None:
    paths = tmp_path / "paths.txt"
    paths.write_text("/good\n/busy\n/good\n/good\n")
    load = service_load.asked_for(url, paths, 2, 1, by=by)
    assert load.requests > 20
    assert 0.1 < load.errors / load.requests < 0.4
    assert 0 < load.p50 <= load.p95 <= load.p99 <= load.longest
    assert 0.04 < load.kb < 0.3
    assert load.per_second == pytest.approx(load.requests / load.seconds)


def test_a_number_of_requests(url: str, tmp_path: Path) -> None:
    paths = tmp_path / "paths.txt"
    paths.write_text("/good\n")
    load = service_load.asked_times(url, paths, 3, 20)
    assert (load.requests, load.errors) == (20, 0)


def _row(server: str, p95: float, errors: int = 0) -> service.Row:
    return service.Row("demo", 1_567, "zipf", server, Load(100, 2.0, 9.5, errors, 5, p95, 30, 40), 3.25, 1)


def test_errors_and_a_slow_service_fail() -> None:
    rows = [_row("peer", 10), _row("api", 30, errors=2), _row("page", 41)]
    assert service.failures(rows, [service.Memory("demo", {0: 50, 10: 51}, 3)]) == [
        "api, demo, zipf: 2 errors",
        "demo, memory: 3 errors",
        "page, demo, zipf: p95 is 4.1 times the peer's",
    ]
    assert "| page | 50 | 5 | 41 | 30 | 4.10 | 3.2 | 9.5 | 100 | 0 | 1 |" in service.table(rows, [], [])


def test_the_whole_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--seconds", "1", "--connections", "2", "--passages", "400", "--requests", "4", "8", "--json"]
    code = service.main([*given, "--collections", "made", "--mixes", "distinct"])
    told = capsys.readouterr()
    assert told.out, told.err
    found = json.loads(told.out)
    assert [(row["collection"], row["mix"], row["server"]) for row in found["rows"]] == [
        ("made", "distinct", "peer"),
        ("made", "distinct", "api"),
        ("made", "distinct", "page"),
    ]
    assert sum(row["ingested"] for row in found["rows"]) > 0
    assert all(row["load"]["requests"] > 0 and row["cpu_ms"] > 0 for row in found["rows"])
    assert not [row for row in found["rows"] if row["load"]["errors"]]
    assert [one["server"] for one in found["starts"]] == ["peer", "funn"]
    assert [sorted(one["mb"]) for one in found["memories"]] == [["0", "4", "8"]]
    assert code == (1 if "times the peer's" in told.err else 0)  # how fast it is here is not what is tested


def test_nothing_to_measure_fails() -> None:
    with pytest.raises(SystemExit):
        service.main(["--passages", "0"])
