"""What does the service bear, beside a bare Starlette route that answers from SQLite FTS5 in the same run?

    python -m benchmarks.service [--seconds S] [--connections N] [--passages N] [--workers N] [--alone] [--json]

`funn serve` and the peer each run as a process of their own on loopback, one after the other, over the sample series
and over N passages; meanwhile reports are ingested into the collection, one after the other, for both. Queries are
mixed (`benchmarks.service_queries`): "distinct" are nearly all asked once, so that nothing that is kept helps; "zipf" has
some that are popular. Latency is until the whole answer is there, with each connection asking again at once, so that it
holds the wait for those before it. Also: seconds until a new process has answered its first query, and memory after
1,000 and 10,000 requests. Exits with 1 on any error, and when the p95 is beyond four times the peer's.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import HTTPError

from benchmarks import service_load, service_peer, service_process, service_stores
from benchmarks.service_load import Load
from benchmarks.service_queries import MIXES, Asked, distinct

BAR = 4.0  # times the peer's p95
_QUERIES = 20_000
_TRIED = 40  # queries whose answers are looked at before the load
_FOUND = 0.8  # share of them that must find something
_COLD_RUNS = 5
_FIRST = "skoleleiarar involvering"
_REPORTS = 10
_PAGES = 8
_COLLECTIONS = ["demo", "made"]


@dataclass(frozen=True, slots=True)
class Row:
    """One server under one load.

    Attributes:
        collection: which.
        passages: of it.
        mix: of the queries.
        server: "peer", "api" or "page".
        load: what came of it.
        cpu_ms: CPU milliseconds of the server a request.
        ingested: reports whose ingest began meanwhile.
    """

    collection: str
    passages: int
    mix: str
    server: str
    load: Load
    cpu_ms: float
    ingested: int


@dataclass(frozen=True, slots=True)
class Start:
    """What a new process costs until its first answer; medians.

    Attributes:
        collection: which.
        server: "peer" or "funn".
        seconds: by the clock.
        cpu_s: CPU seconds.
    """

    collection: str
    server: str
    seconds: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of `funn serve` as it is asked, pages and API in turn.

    Attributes:
        collection: which.
        mb: after so many requests; None where the system does not tell.
        errors: of these requests.
    """

    collection: str
    mb: Mapping[int, float | None]
    errors: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure.

    Attributes:
        seconds: of each load.
        connections: that ask at once.
        workers: processes of a server.
        requests: after which memory is looked at.
        mixes: of queries.
        alone: whether nothing is ingested meanwhile.
    """

    seconds: float
    connections: int
    workers: int
    requests: Sequence[int]
    mixes: Sequence[str]
    alone: bool


class Bench:
    """A collection, the peer's copy of it, and what is ingested beside."""

    def __init__(self, name: str, store: Path, files: Sequence[Path], plan: Plan) -> None:
        self._name = name
        self._store = store
        self._plan = plan
        self._files = () if plan.alone else files
        self._passages = service_peer.prepare(store, store.with_name(f"{name}.sqlite3"))
        self._texts = service_stores.texts_of(store)

    def starts(self) -> Iterator[Start]:
        """What new processes cost."""
        first = Asked(_FIRST, "nn")
        for server, command, path in (
            ("peer", service_process.peer(self._plan.workers), first.to_peer()),
            ("funn", service_process.funn(self._store, self._plan.workers), first.to_api()),
        ):
            found = []
            for _ in range(_COLD_RUNS):
                with service_process.serving(command, path) as served:
                    found.append((served.first_s, served.first_cpu_s))
            yield Start(self._name, server, median(one for one, _ in found), median(cpu for _, cpu in found))

    def loads(self) -> Iterator[Row]:
        """A row for each mix and server."""
        for mix in self._plan.mixes:
            queries = MIXES[mix](self._texts, _QUERIES)
            with service_process.serving(service_process.peer(self._plan.workers), queries[0].to_peer()) as served:
                yield self._row(mix, "peer", served, [one.to_peer() for one in queries])
            command = service_process.funn(self._store, self._plan.workers)
            with service_process.serving(command, queries[0].to_api()) as served:
                looked_at(served, [one.to_api() for one in queries])
                yield self._row(mix, "api", served, [one.to_api() for one in queries])
                # Others than the API was asked, as far as there are any.
                yield self._row(mix, "page", served, [one.to_page() for one in reversed(queries)])

    def _row(self, mix: str, server: str, served: service_process.Server, paths: Sequence[str]) -> Row:
        file = self._written(paths)
        with service_stores.ingesting(self._store, self._files) as beside:
            before = served.cpu_s()
            load = service_load.asked_for(served.url, file, self._plan.connections, self._plan.seconds)
            spent = served.cpu_s() - before
        if not load.requests:
            raise RuntimeError(f"{server} answered nothing in {self._plan.seconds} s: nothing was measured")
        return Row(self._name, self._passages, mix, server, load, 1000 * spent / load.requests, beside.ingested)

    def memory(self) -> Memory:
        """Asked with queries that differ, so that whatever is kept of them shows."""
        queries = distinct(self._texts, max(self._plan.requests))
        paths = [one.to_page() if place % 2 else one.to_api() for place, one in enumerate(queries)]
        found: dict[int, float | None] = {}
        errors = before = 0
        with service_process.serving(service_process.funn(self._store, self._plan.workers), paths[0]) as served:
            found[0] = served.memory_mb()
            for count in self._plan.requests:
                file = self._written(paths[before:count])
                load = service_load.asked_times(served.url, file, self._plan.connections, count - before)
                errors += load.errors
                found[count] = served.memory_mb()
                before = count
        return Memory(self._name, found, errors)

    def _written(self, paths: Sequence[str]) -> Path:
        file = self._store.with_name("paths.txt")
        file.write_text("".join(f"{path}\n" for path in paths), "utf-8")
        return file


def looked_at(served: service_process.Server, paths: Sequence[str]) -> None:
    """Looks at some answers.

    Raises:
        RuntimeError: hardly any found something; a benchmark of nothing says nothing.
    """
    tried = paths[:_TRIED]
    found = sum(bool(json.loads(served.get(path))["hits"]) for path in tried)
    if found < _FOUND * len(tried):
        raise RuntimeError(f"only {found} of {len(tried)} queries found anything")


def ratios(rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """The rows of Funn, each with its p95 in that of the peer under the same load."""
    peers = {(row.collection, row.mix): row.load.p95 for row in rows if row.server == "peer"}
    return [(row, row.load.p95 / peers[row.collection, row.mix]) for row in rows if row.server != "peer"]


def table(rows: Sequence[Row], starts: Sequence[Start], memories: Sequence[Memory]) -> str:
    """The figures for a reader, as Markdown."""
    told = {id(row): f"{ratio:.2f}" for row, ratio in ratios(rows)}
    lines = [
        (
            "| collection | queries | server | requests/s | p50, ms | p95, ms | p99, ms | p95 / peer's | CPU ms a request "
            "| kB an answer | requests | errors | reports ingested meanwhile |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        load = row.load
        lines.append(
            f"| {row.collection}, {row.passages:,} | {row.mix} | {row.server} | {load.per_second:,.0f} | {load.p50:.0f} "
            f"| {load.p95:.0f} | {load.p99:.0f} | {told.get(id(row), '')} | {row.cpu_ms:.1f} | {load.kb:.1f} | {load.requests:,} "
            f"| {load.errors} | {row.ingested} |"
        )
    lines += ["", "| collection | server | first answer after, s | CPU s until then |", "|---|---|---|---|"]
    lines += [f"| {one.collection} | {one.server} | {one.seconds:.2f} | {one.cpu_s:.2f} |" for one in starts]
    if memories:
        counts = list(memories[0].mb)
        heads = " | ".join(f"MB after {count:,} requests" for count in counts)
        lines += ["", f"| collection | {heads} | errors |", "|---" * (len(counts) + 2) + "|"]
        lines += [
            f"| {one.collection} | {' | '.join('–' if mb is None else f'{mb:.0f}' for mb in one.mb.values())} | {one.errors} |"
            for one in memories
        ]
    return "\n".join(lines)


def failures(rows: Sequence[Row], memories: Sequence[Memory]) -> list[str]:
    """What must not be, a sentence each."""
    found = [f"{row.server}, {row.collection}, {row.mix}: {row.load.errors} errors" for row in rows if row.load.errors]
    found += [f"{one.collection}, memory: {one.errors} errors" for one in memories if one.errors]
    found += [
        f"{row.server}, {row.collection}, {row.mix}: p95 is {ratio:.1f} times the peer's"
        for row, ratio in ratios(rows)
        if ratio > BAR
    ]
    return found


def measure(folder: Path, collections: Mapping[str, Callable[[Path], None]], plan: Plan) -> dict[str, list[Any]]:
    """All rows, starts and memories; each is told on stderr as soon as it is there.

    Args:
        folder: for all that is made.
        collections: what makes each of them in a folder.
        plan: how to measure.
    """
    files = [] if plan.alone else service_stores.reports(folder, _REPORTS, _PAGES)
    found: dict[str, list[Any]] = {"rows": [], "starts": [], "memories": []}
    for name, make in collections.items():
        make(folder / name)
        bench = Bench(name, folder / name, files, plan)
        found["starts"] += bench.starts()
        for row in bench.loads():
            found["rows"].append(row)
            print(row, file=sys.stderr)
        if plan.requests:
            found["memories"].append(bench.memory())
            print(found["memories"][-1], file=sys.stderr)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints tables, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="of each load")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=1, help="processes of each server")
    parser.add_argument("--requests", type=int, nargs="*", default=[1_000, 10_000], help="look at memory after so many")
    parser.add_argument("--collections", nargs="+", choices=_COLLECTIONS, default=_COLLECTIONS)
    parser.add_argument("--mixes", nargs="+", choices=list(MIXES), default=list(MIXES))
    parser.add_argument("--alone", action="store_true", help="ingest nothing meanwhile")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if min(given.seconds, given.connections, given.workers, given.passages, *given.requests) < 1:
        parser.error("at least one second, connection, worker, passage and request, else nothing is measured.")
    plan = Plan(given.seconds, given.connections, given.workers, sorted(given.requests), given.mixes, given.alone)
    makers = {
        "demo": service_stores.demo,
        "made": lambda store: service_stores.made(store, given.passages, given.data),
    }
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(Path(folder), {name: makers[name] for name in given.collections}, plan)
    except (RuntimeError, HTTPError) as error:
        print(f"benchmarks.service: {error}", file=sys.stderr)
        return 1
    if given.json:
        about = {"driver": service_load.driver(), "processors": os.cpu_count(), **asdict(plan)}
        print(json.dumps({**about, **{name: [_plain(one) for one in told] for name, told in found.items()}}))
    else:
        print(
            f"{service_load.driver()}, {plan.connections} connections, {plan.seconds:g} s, {os.cpu_count()} processors\n"
        )
        print(table(found["rows"], found["starts"], found["memories"]))
    wrong = failures(found["rows"], found["memories"])
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


def _plain(one: Row | Start | Memory) -> dict[str, Any]:
    told = asdict(one)
    if isinstance(one, Row):
        told["load"] = {**one.load._asdict(), "per_second": one.load.per_second}
    return told


if __name__ == "__main__":
    sys.exit(main())
