"""How well are passages found, and how fast, beside Whoosh and tantivy with a Snowball stemmer?

    python -m benchmarks.retrieval DIR [--json] [--run FILE] [--only SYSTEM …]

DIR holds queries with known answers (`benchmarks.retrieval_data` says in what form). Times are CPU milliseconds of one
query in a warm process: ten hits, for Funn with their texts, marks and snippets. `--run` writes Funn's ranking, a line
a passage: query, passage, rank, score.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.retrieval_data import DEPTH, TOP, Quality, Question, Text, corpus, counted, quality, questions
from benchmarks.retrieval_systems import SYSTEMS, Funn, System, lacking


@dataclass(frozen=True, slots=True)
class Result:
    """How one system did.

    Attributes:
        kinds: quality by kind of query.
        build_cpu_s: CPU seconds to make the index.
        query_ms_p50: CPU milliseconds of a query for ten hits, median.
        query_ms_p95: the same, of the slowest twentieth.
    """

    kinds: Mapping[str, Quality]
    build_cpu_s: float
    query_ms_p50: float
    query_ms_p95: float


def measure(system: System, texts: Sequence[Text], asked: Sequence[Question]) -> tuple[Result, dict[str, list[str]]]:
    """Builds, asks everything twice (timed for ten hits, then for the ranking) and judges."""
    start = time.process_time()
    system.build(texts)
    built = time.process_time() - start
    times = []
    for question in asked:
        start = time.process_time()
        system.rank(question.text, TOP)
        times.append((time.process_time() - start) * 1000)
    rankings = {
        question.id: counted(question, system.rank(question.text, DEPTH + len(question.excluded))) for question in asked
    }
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Result(quality(asked, rankings), built, statistics.median(times), p95), rankings


def table(results: Mapping[str, Result]) -> str:
    """The results for a reader."""
    lines = [f"{'system':<14}{'kind':<18}{'n':>5}{'nDCG@10':>9}{'MRR@10':>8}{'R@10':>7}{'R@100':>7}"]
    for name, result in results.items():
        lines += [
            f"{name:<14}{kind:<18}{one.n:>5}{one.ndcg10:>9.3f}{one.mrr10:>8.3f}{one.r10:>7.3f}{one.r100:>7.3f}"
            for kind, one in result.kinds.items()
        ]
    lines += ["", f"{'system':<14}{'build CPU s':>12}{'query ms p50':>14}{'p95':>8}"]
    lines += [
        f"{name:<14}{result.build_cpu_s:>12.1f}{result.query_ms_p50:>14.2f}{result.query_ms_p95:>8.2f}"
        for name, result in results.items()
    ]
    return "\n".join(lines)


def _write_run(path: Path, rankings: Mapping[str, Sequence[str]]) -> None:
    lines = [
        f"{query} {passage} {rank} {len(ranking) - rank + 1}\n"
        for query, ranking in rankings.items()
        for rank, passage in enumerate(ranking, 1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", type=Path, metavar="FILE", help="write Funn's ranking")
    parser.add_argument("--only", nargs="+", metavar="SYSTEM", choices=SYSTEMS, help="leave the others out")
    options = parser.parse_args(arguments)
    try:
        texts, asked = corpus(options.folder), questions(options.folder)
    except OSError as error:
        print(f"{options.folder} cannot be read: {error}: nothing was measured.", file=sys.stderr)
        return 1
    if not texts or not asked:
        print(f"{options.folder} holds no queries with answers: nothing was measured.", file=sys.stderr)
        return 1
    results = {}
    for name in options.only or SYSTEMS:
        if name in lacking():
            print(f"{name} is not installed and was left out.", file=sys.stderr)
            continue
        system = SYSTEMS[name]()
        results[name], rankings = measure(system, texts, asked)
        if options.run and isinstance(system, Funn):
            _write_run(options.run, rankings)
        system.close()
    if not results:
        print("None of these systems is installed: nothing was measured.", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"systems": {name: asdict(result) for name, result in results.items()}}))
    else:
        print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
