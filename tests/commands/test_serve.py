"""`funn serve` as a process: its examples, how it begins, how it ends, and what it says when it cannot."""

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn
from click.testing import CliRunner

import cli
from commands import serve as serving
from commands import server
from commands.serve import serve

FUNN = Path(sys.executable).parent / "funn"
_ADDRESS = re.compile(r"http://\S+/")
_LONG = 30


class Served(NamedTuple):
    """A service under way."""

    process: "subprocess.Popen[str]"
    address: str
    lines: list[str]
    reading: threading.Thread

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection(*self.place, timeout=_LONG)
        try:
            connection.request("GET", f"/{path}", headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(self.place, timeout=_LONG)

    @property
    def place(self) -> tuple[str, int]:
        host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        return host, int(port)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(_LONG)
        self.reading.join(_LONG)
        return code


@contextmanager
def served(store: Path, *arguments: str) -> Iterator[Served]:
    """Runs it on a free port until the block ends."""
    env = {**os.environ, "FUNN_STORE": str(store), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(FUNN), "serve", *arguments, "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env)
    assert process.stderr is not None
    with process, process.stderr as said:
        first = said.readline()
        found = _ADDRESS.search(first)
        assert found, first + said.read()
        lines = [first]
        reading = threading.Thread(target=lambda: lines.extend(said))
        reading.start()
        try:
            yield Served(process, found[0], lines, reading)
        finally:
            process.kill()
            reading.join()


@pytest.mark.parametrize("line", [line for line, _ in serve.examples])  # type: ignore[attr-defined]
def test_every_example_serves_and_ends(sample_store: Path, line: str) -> None:
    program, command, *arguments = shlex.split(line)
    assert (program, command) == ("funn", "serve")
    with served(sample_store, *arguments) as service:
        assert service.get("healthz") == (200, b'{"status":"ok"}')
        assert service.end() == 0
        assert service.lines[-1] == "Ended.\n"


def test_it_tells_what_it_serves_and_logs_in_json_without_what_was_looked_for(sample_store: Path) -> None:
    with served(sample_store) as service:
        assert "8 reports" in service.lines[0]
        status, body = service.get("api/v1/search?q=skoleleiar&limit=1")
        assert (status, json.loads(body)["query"]) == (200, "skoleleiar")
        assert service.end(signal.SIGINT) == 0
    told = [json.loads(line) for line in service.lines if line.startswith("{")]
    assert [(one["path"], one["status"], one["bytes"]) for one in told] == [("/api/v1/search", 200, len(body))]
    assert {"time", "client", "method", "ms", "id"} <= told[0].keys()
    assert "skoleleiar" not in "".join(service.lines).replace(str(sample_store), "")


def test_what_is_under_way_is_answered_before_it_ends(sample_store: Path) -> None:
    address = "export?format=xlsx&q=kompetanse*+OR+kommune*+OR+barnehage*&limit=500"
    with served(sample_store, "--cache", "0") as service, ThreadPoolExecutor() as pool:
        _until(lambda: service.get("readyz")[0] == 200)
        answers = [pool.submit(service.get, address) for _ in range(4)]
        _until(lambda: _under_way(service) == 4 or any(answer.done() for answer in answers))
        assert service.end() == 0
        assert {answer.result()[0] for answer in answers} == {200}


def _under_way(service: Served) -> int:
    """How many requests are answered beside the one that asks for it."""
    found = re.search(r"^funn_requests_under_way (\d+)$", service.get("metrics")[1].decode(), re.MULTILINE)
    assert found
    return int(found[1]) - 1


def test_several_processes_add_up_what_they_count_and_are_replaced(sample_store: Path) -> None:
    with served(sample_store, "--workers", "2", "--no-access-log") as service:
        for _ in range(20):
            service.get("healthz")
        children = _children(service.process.pid)
        assert len(children) == 2
        _until(lambda: 'route="/healthz",status="200"} 20\n' in service.get("metrics")[1].decode())
        os.kill(children[0], signal.SIGKILL)
        _until(lambda: len(_children(service.process.pid)) == 2 and children[0] not in _children(service.process.pid))
        assert service.get("healthz")[0] == 200
        assert service.end() == 0
    assert not any(_lives(child) for child in children)


def test_its_processes_end_with_it_however_it_ends(sample_store: Path) -> None:
    with served(sample_store, "--workers", "2") as service:
        service.get("healthz")
        children = _children(service.process.pid)
        service.process.kill()
        service.process.wait()
        _until(lambda: not any(_lives(child) for child in children))


async def _hello(scope: Any, _: Any, send: Any) -> None:
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


def test_a_client_that_does_not_say_what_it_wants_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_HEAD_S", 2.0)
    asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    async def said(*parts: bytes) -> list[bytes]:
        """What is heard after each part; b"" when the connection was closed."""
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        heard = []
        for part in parts:
            writer.write(part)
            heard.append(await reader.read(1000))
        writer.close()
        await writer.wait_closed()
        return heard

    async def talk() -> None:
        config = uvicorn.Config(_hello, http=server._Protocol, lifespan="off", log_config=None)
        service = uvicorn.Server(config)
        running = asyncio.create_task(service.serve([listener]))
        while not service.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        assert await said(b"") == [b""]
        assert await said(b"GET / HT") == [b""]
        first, second, third = await said(asked, asked, b"GET / HT")
        assert first.startswith(b"HTTP/1.1 200")
        assert second.startswith(b"HTTP/1.1 200")
        assert third == b""
        service.should_exit = True
        await running

    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(asyncio.wait_for(talk(), _LONG))


def test_an_address_of_a_megabyte_is_refused(sample_store: Path) -> None:
    with served(sample_store) as service:
        with service.connect() as client:
            with suppress(ConnectionError):  # it need not be read to its end
                client.sendall(b"GET /?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            with suppress(ConnectionError):
                assert client.recv(100)[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 414", b""}
        assert service.get("healthz")[0] == 200


def test_other_names_than_its_own_are_refused(sample_store: Path) -> None:
    with served(sample_store, "--allowed-host", "funn.local") as service:
        for name, status in (("funn.local", 200), ("localhost", 200), ("evil.example", 421)):
            assert service.get("api/v1/reports?limit=1", Host=name)[0] == status


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--base-url", "funn.example.no"], 2, "scheme and host"),
        (["--base-url", "https://funn.example.no/sti"], 2, "no path"),
        (["--cors", "example.no"], 2, "origin"),
        (["--allowed-host", "http://x"], 2, "without port"),
        (["--host", "192.0.2.1"], 2, "cannot be listened on"),
        (["--store", "nowhere"], 5, "no collection"),
    ],
)
def test_what_cannot_be_is_told(sample_store: Path, arguments: list[str], code: int, said: str) -> None:
    result = CliRunner().invoke(cli.cli, ["--store", str(sample_store), "serve", "--port", "0", *arguments])
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr


def test_a_port_that_is_taken(sample_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(cli.cli, ["--store", str(sample_store), "serve", "--port", port])
    assert result.exit_code == 2
    assert f"port {port} cannot be listened on" in result.stderr


def test_an_index_of_another_version(sample_store: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_store, tmp_path / "store")
    (about,) = (tmp_path / "store").glob("index-*/about.json")
    about.write_text(json.dumps({**json.loads(about.read_text()), "analysis": "0"}))
    result = CliRunner().invoke(cli.cli, ["--store", str(tmp_path / "store"), "serve", "--port", "0"])
    assert result.exit_code == 4
    assert "funn reindex" in result.stderr


def test_without_the_extra(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("commands.server", "uvicorn"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delattr("commands.server", raising=False)
    result = CliRunner().invoke(cli.cli, ["--store", str(sample_store), "serve", "--port", "0"])
    assert result.exit_code == 2
    assert "pip install 'funn[serve]'" in result.stderr


@pytest.mark.parametrize(
    ("host", "base", "more", "names"),
    [
        ("127.0.0.1", "", (), {"localhost", "127.0.0.1", "[::1]"}),
        ("::1", "", (), {"localhost", "127.0.0.1", "[::1]"}),
        ("0.0.0.0", "", (), set()),  # noqa: S104
        ("0.0.0.0", "https://a.no:8443", (), {"localhost", "127.0.0.1", "[::1]", "a.no"}),  # noqa: S104
        ("192.0.2.7", "", ("b.no",), {"localhost", "127.0.0.1", "[::1]", "192.0.2.7", "b.no"}),
    ],
)
def test_the_names_that_it_goes_by(host: str, base: str, more: tuple[str, ...], names: set[str]) -> None:
    assert set(serving._names(host, base, more)) == names


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in told.split()]


def _lives(process: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def _until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONG
    while not so():
        assert time.monotonic() < until
        time.sleep(0.1)
