"""How fast and how large, beside its peers, over the same passages and at two sizes, so that the growth shows?

    python -m benchmarks.speed [--passages N …] [--queries N] [--systems NAME …] [--data DIR] [--json]

CPU seconds and milliseconds of this process and its threads. Each query is asked once, after one that warms up; the
words of a query stand in a passage of the collection. `replace_s` is one report of 300 passages put in anew, `cold_ms`
a whole new process. Funn's build is the index's alone (`catalogue_cpu_s` is told beside); its `index_ratio` is without
the text, which the peers store in theirs, so `stored_ratio` adds the catalogue.
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cold import cpu_ms
from benchmarks.passages import REPORT_SIZE, passages
from benchmarks.speed_systems import KINDS, SYSTEMS, Funn, System

SIZES = (10_000, 100_000)
_SEED = 20_241_124
_WORD = re.compile(r"[A-Za-zÆØÅæøå]{5,}")
_THREE = 3  # words of a query with several
_COLD_RUNS = 7


def asked(texts: Sequence[str], count: int) -> dict[str, list[list[str]]]:
    """For each kind so many queries, each a list of words that stand in one passage (a fuzzy one with a slip)."""
    chance = random.Random(_SEED)  # noqa: S311 - to measure, not to hide
    found: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    while len(found["one"]) < count:
        text = chance.choice(texts)
        words = _WORD.findall(text)
        if len(set(words)) < _THREE:
            continue
        several = chance.sample(sorted(set(words)), _THREE)
        stretch = re.findall(r"\w+", text)
        told = [place for place, one in enumerate(stretch[: 1 - _THREE]) if _WORD.fullmatch(one)]
        if not told:  # a phrase of stop words only is nothing to some of the peers
            continue
        first = chance.choice(told)
        word = chance.choice(words)
        at = chance.randrange(1, len(word))
        found["one"].append([chance.choice(words)])
        found["words"].append(several)
        found["snippets"].append(several)
        found["all"].append(several)
        found["phrase"].append(stretch[first : first + _THREE])
        found["prefix"].append([word[:5]])
        found["fuzzy"].append([word[:at] + word[at + 1 :]])
    return found


def cpu_s(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(system: System, texts: Sequence[str], queries: dict[str, list[list[str]]]) -> dict[str, Any]:
    """The figures of one system at one size.

    Raises:
        RuntimeError: a kind of query found nothing at all; a benchmark of nothing says nothing.
    """
    raw = sum(len(text.encode()) for text in texts)
    prepared = cpu_s(lambda: system.prepare(texts))
    figures: dict[str, Any] = {"build_cpu_s": round(cpu_s(lambda: system.build(texts)), 2)}
    figures["index_ratio"] = round(system.index_bytes() / raw, 3)
    if isinstance(system, Funn):
        figures["catalogue_cpu_s"] = round(prepared, 2)
        figures["stored_ratio"] = round((system.index_bytes() + system.text_bytes()) / raw, 3)
    figures["query_ms"] = {kind: _timed(system, kind, queries[kind]) for kind in KINDS}
    cold = [cpu_ms(system.cold(" ".join(words))) for words in [*queries["words"][:1], *queries["words"][:_COLD_RUNS]]]
    figures["cold_ms"] = round(median(cold[1:]), 1)
    others = [text.swapcase() for text in texts[:REPORT_SIZE]]
    figures["replace_s"] = round(cpu_s(lambda: system.replace(others)), 3)
    return figures


def _timed(system: System, kind: str, queries: Sequence[Sequence[str]]) -> dict[str, float] | None:
    ask = system.asker(kind)
    if ask is None:
        return None
    ask(queries[-1])
    hits = 0
    times = []
    for words in queries[:-1]:
        start = time.process_time()
        hits += ask(words)
        times.append(1000 * (time.process_time() - start))
    if not hits:
        raise RuntimeError(f"{system.name} found nothing for any query of kind {kind}")
    times.sort()
    return {"p50": round(median(times), 2), "p95": round(times[int(0.95 * len(times))], 2)}


def run(sizes: Sequence[int], names: Sequence[str], count: int, data: Path | None) -> dict[str, Any]:
    """The figures of all systems at all sizes."""
    found: dict[str, Any] = {"sizes": {}}
    for size in sizes:
        texts = passages(size, data)
        queries = asked(texts, count + 1)
        systems: dict[str, Any] = {}
        for name in names:
            system = SYSTEMS[name]()
            try:
                systems[name] = measure(system, texts, queries)
            finally:
                system.close()
        found["sizes"][str(size)] = {
            "passages": len(texts),
            "raw_mb": round(sum(len(text.encode()) for text in texts) / 1e6, 1),
            "systems": systems,
        }
    return found


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown, a table a size."""
    lines = []
    for size, at in found["sizes"].items():
        names = list(at["systems"])
        lines += [
            f"{int(size):,} passages, {at['raw_mb']} MB",
            "",
            f"| | {' | '.join(names)} |",
            "|---" * (len(names) + 1) + "|",
        ]
        rows: dict[str, Callable[[dict[str, Any]], object]] = {
            "build, CPU s": lambda one: one["build_cpu_s"],
            "index / text": lambda one: one["index_ratio"],
            "with the text stored / text": lambda one: one.get("stored_ratio", one["index_ratio"]),
            **{f"{kind}, ms p50 / p95": lambda one, kind=kind: _both(one["query_ms"][kind]) for kind in KINDS},  # type: ignore[misc]
            "one report replaced, CPU s": lambda one: one["replace_s"],
            "new process, CPU ms": lambda one: one["cold_ms"],
        }
        lines += [
            f"| {name} | {' | '.join(str(row(at['systems'][one])) for one in names)} |" for name, row in rows.items()
        ]
        lines.append("")
    return "\n".join(lines)


def _both(figures: dict[str, float] | None) -> str:
    return f"{figures['p50']} / {figures['p95']}" if figures else "–"


def main() -> None:
    """Measures and prints tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--systems", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.queries < 1 or min(given.passages) < REPORT_SIZE:
        sys.exit(f"benchmarks.speed: at least one query and {REPORT_SIZE} passages, else nothing is measured.")
    found = run(given.passages, given.systems, given.queries, given.data)
    print(json.dumps(found, indent=2) if given.json else table(found))


if __name__ == "__main__":
    main()
