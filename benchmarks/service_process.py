"""A server as a process of its own on loopback: started, asked until it answers, measured, ended."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from urllib.error import URLError

_ROOT = Path(__file__).parents[1]
_PATIENCE_S = 60.0
_PAUSE_S = 0.005
_TICKS = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A server that answers.

    Attributes:
        url: without a slash at its end.
        pid: of the process that was started.
        first_s: seconds by the clock from its start to its first answer.
        first_cpu_s: CPU seconds until then, of it and its children.
    """

    url: str
    pid: int
    first_s: float
    first_cpu_s: float

    def get(self, path: str) -> bytes:
        """The answer to a request.

        Raises:
            urllib.error.HTTPError: a status of 400 or more.
        """
        with urllib.request.urlopen(f"{self.url}{path}", timeout=_PATIENCE_S) as answer:  # noqa: S310 - our own server
            content: bytes = answer.read()
        return content

    def memory_mb(self) -> float | None:
        """Resident memory of the process and its children, in 1,000,000 bytes; None where the system does not tell."""
        page = os.sysconf("SC_PAGE_SIZE")
        try:
            sizes = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in _family(self.pid)]
        except OSError:
            return None
        return sum(sizes) * page / 1e6

    def cpu_s(self) -> float:
        """CPU seconds of the process, its children and theirs so far; 0 where the system does not tell."""
        return _cpu_s(self.pid)


def funn(store: Path, workers: int) -> Callable[[int], list[str]]:
    """The command that serves a store on a port."""
    command = [str(Path(sys.executable).with_name("funn")), "--store", str(store), "serve", "--workers", str(workers)]
    return lambda port: [*command, "--port", str(port)]


def peer(workers: int) -> Callable[[int], list[str]]:
    """The command that serves the peer's database on a port."""
    app = "benchmarks.service_peer:from_environment"
    command = [sys.executable, "-m", "uvicorn", app, "--factory", "--log-level", "warning", "--no-access-log"]
    return lambda port: [*command, "--workers", str(workers), "--port", str(port)]


@contextmanager
def serving(command: Callable[[int], Sequence[str]], first: str) -> Iterator[Server]:
    """A server, from its first answer on.

    Args:
        command: that serves on a port.
        first: path of the first request.

    Raises:
        RuntimeError: it ended or gave no answer.
    """
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(command(port), stdout=log, stderr=log, cwd=_ROOT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url + first, start)
            yield Server(url, process.pid, time.perf_counter() - start, _cpu_s(process.pid))
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode} while it was asked:\n{_last(log)}")
        except TimeoutError as error:
            raise RuntimeError(f"the server gave no answer:\n{_last(log)}") from error
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, start: float) -> None:
    """Asks until there is an answer.

    Raises:
        TimeoutError: there is none.
    """
    while process.poll() is None and time.perf_counter() - start < _PATIENCE_S:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE_S) as answer:  # noqa: S310 - our own server
                answer.read()
        except (URLError, ConnectionError):
            time.sleep(_PAUSE_S)
        else:
            return
    raise TimeoutError


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _last(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read()[-2000:].decode(errors="replace")


def _family(pid: int) -> list[int]:
    """A process, its children and theirs."""
    parents = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _cpu_s(pid: int) -> float:
    """CPU seconds of a process, its children and theirs so far; 0 where the system does not tell."""
    spent = 0
    for one in _family(pid):
        try:
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        spent += sum(map(int, told[11:15]))
    return spent / _TICKS
