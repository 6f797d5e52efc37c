"""Asks a server from many connections at once, each as soon as it has its answer: with wrk, or with threads of our own.

    python -m benchmarks.service_load URL PATHS --connections N (--seconds S | --requests N)

PATHS is a file with an address a line. wrk is written in C and takes little of the machine; the threads, which run in a
process of their own, are for where it is not installed, and where a number of requests is wanted.
"""

import argparse
import http.client
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

_TIMEOUT_S = 30
_ROOT = Path(__file__).parents[1]

# Each thread of wrk begins elsewhere in the file, so that no two ask the same at the same time.
_WRK = """
local count = 0
function setup(thread) thread:set("number", count); count = count + 1 end
function init(args)
  paths = {}
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = math.floor(#paths * number / tonumber(args[2]))
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"kb":%.2f,"errors":%d,"p50":%.3f,"p95":%.3f,"p99":%.3f,"longest":%.3f}',
    summary.requests, summary.duration / 1e6, summary.bytes / math.max(1, summary.requests) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
"""


class Load(NamedTuple):
    """What came of it.

    Attributes:
        requests: answered.
        seconds: by the clock.
        kb: of an answer with its headers, on average, in 1,000 bytes.
        errors: answers with a status of 400 or more, and requests without an answer.
        p50: milliseconds until the whole answer was there, median.
        p95: the same, 95th percentile.
        p99: the same, 99th percentile.
        longest: the longest of them.
    """

    requests: int
    seconds: float
    kb: float
    errors: int
    p50: float
    p95: float
    p99: float
    longest: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def driver() -> str:
    """What asks: "wrk", or "threads" where it is not installed."""
    return "wrk" if shutil.which("wrk") else "threads"


def asked_for(url: str, paths: Path, connections: int, seconds: float, *, by: str = "") -> Load:
    """Asks for a time.

    Args:
        url: of the server.
        paths: file with an address a line, asked in this order and then again from the beginning.
        connections: how many ask at once.
        seconds: for how long.
        by: "wrk" or "threads"; what there is when "".
    """
    if (by or driver()) == "threads":
        return _threads(url, paths, connections, ["--seconds", str(seconds)])
    threads = min(2, connections)
    script = paths.with_suffix(".lua")
    script.write_text(_WRK, "utf-8")
    limits = [f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", f"{_TIMEOUT_S}s"]
    told = subprocess.run(
        ["wrk", *limits, "-s", str(script), url, "--", str(paths), str(threads)],  # noqa: S607 - where it is, is the system's matter
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(**json.loads(told.stdout[told.stdout.index("{") :]))


def asked_times(url: str, paths: Path, connections: int, requests: int) -> Load:
    """Asks a number of times, with threads."""
    return _threads(url, paths, connections, ["--requests", str(requests)])


def _threads(url: str, paths: Path, connections: int, until: Sequence[str]) -> Load:
    command = [sys.executable, "-m", __name__, url, str(paths), "--connections", str(connections), *until]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    return Load(**json.loads(told.stdout))


class _Asking:
    """Connections that ask until it is time, or until enough was asked."""

    def __init__(self, url: str, paths: Sequence[str], *, seconds: float | None, requests: int | None) -> None:
        self._host = urlsplit(url).netloc
        self._paths = paths
        self._until = None if seconds is None else time.monotonic() + seconds
        self._most = requests
        self._lock = threading.Lock()
        self._begun = 0
        self.times: list[float] = []
        self.errors = 0
        self.bytes = 0

    def run(self) -> None:
        """One connection."""
        connection = http.client.HTTPConnection(self._host, timeout=_TIMEOUT_S)
        while (path := self._next()) is not None:
            start = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                size = len(answer.read()) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
                failed = answer.status >= 400
            except (OSError, http.client.HTTPException):
                connection.close()
                size, failed = 0, True
            took = 1000 * (time.perf_counter() - start)
            with self._lock:
                self.times.append(took)
                self.errors += failed
                self.bytes += size
        connection.close()

    def _next(self) -> str | None:
        with self._lock:
            if self._until is not None and time.monotonic() > self._until:
                return None
            if self._most is not None and self._begun >= self._most:
                return None
            self._begun += 1
            return self._paths[(self._begun - 1) % len(self._paths)]


def ask(url: str, paths: Sequence[str], connections: int, *, seconds: float | None, requests: int | None) -> Load:
    """Asks from threads of this process."""
    asking = _Asking(url, paths, seconds=seconds, requests=requests)
    threads = [threading.Thread(target=asking.run) for _ in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    times = sorted(asking.times)
    p50, p95, p99 = (times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 0.99))
    return Load(len(times), took, asking.bytes / len(times) / 1000, asking.errors, p50, p95, p99, times[-1])


def main() -> None:
    """Asks and prints what came of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("paths", type=Path)
    parser.add_argument("--connections", type=int, default=32)
    until = parser.add_mutually_exclusive_group(required=True)
    until.add_argument("--seconds", type=float)
    until.add_argument("--requests", type=int)
    given = parser.parse_args()
    paths = given.paths.read_text("utf-8").splitlines()
    if not paths or given.connections < 1 or min(given.seconds or 1, given.requests or 1) <= 0:
        sys.exit("benchmarks.service_load: there is nothing to ask.")
    load = ask(given.url, paths, given.connections, seconds=given.seconds, requests=given.requests)
    print(json.dumps(load._asdict()))


if __name__ == "__main__":
    main()
