"""What does one `search` cost as a fresh process, beside a ten-line SQLite FTS5 script that answers the same query?

    python -m benchmarks.cold STORE [--query TEXT] [--runs N] [--json]

Both commands run in turn, each a new process; CPU is user and system time of the process, as the kernel tells it. The
script's database holds the same passages as the store. The figure is the median of the pairs' ratios.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from catalogue.store import Catalogue

QUERY = "skoleleiarar involvering"
SCRIPT = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
query = " OR ".join(f'"{word}"' for word in sys.argv[2].split())
rows = db.execute(
    "SELECT title, page, snippet(passage, 2, '*', '*', '…', 40) FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT 10",
    [query],
)
for title, page, text in rows:
    print(f"{title} (p. {page})\\n    {text}")
"""


def fill(database: Path, catalogue: Catalogue) -> int:
    """Writes the catalogue's passages into an FTS5 table; how many there are."""
    passages = [(report, passage) for report in catalogue.reports() for passage in catalogue.passages_of(report.id)]
    with sqlite3.connect(database) as db:
        db.execute("CREATE VIRTUAL TABLE passage USING fts5(title, page UNINDEXED, text)")
        db.executemany(
            "INSERT INTO passage VALUES (?, ?, ?)",
            [(report.title, p.places[0].page if p.places else None, p.text) for report, p in passages],
        )
    return len(passages)


def cpu_ms(command: list[str]) -> float:
    """CPU milliseconds of a command, from its start to its end.

    Raises:
        RuntimeError: it failed; a benchmark of a failure says nothing.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode != 0 or not output.strip():
        raise RuntimeError(f"{command[0]} ended with {process.returncode} and {len(output)} bytes of output")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def measure(store: Path, query: str, runs: int) -> dict[str, float]:
    """Medians over the runs, and the median and largest of the pairs' ratios."""
    search = str(Path(sys.executable).with_name("search"))
    with TemporaryDirectory() as folder:
        database, script = Path(folder) / "fts5.sqlite3", Path(folder) / "fts5.py"
        script.write_text(SCRIPT, "utf-8")
        with Catalogue.open(store) as catalogue:
            passages = fill(database, catalogue)
        ours = [search, "--store", str(store), query]
        peer = [sys.executable, str(script), str(database), query]
        for command in (ours, peer):
            cpu_ms(command)  # the first of each fills the page cache
        pairs = [(cpu_ms(ours), cpu_ms(peer)) for _ in range(runs)]
    ratios = [one / other for one, other in pairs]
    return {
        "passages": passages,
        "runs": runs,
        "search_ms": median(one for one, _ in pairs),
        "fts5_ms": median(other for _, other in pairs),
        "ratio": median(ratios),
        "ratio_max": max(ratios),
    }


def main() -> None:
    """Measures and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.runs < 1:
        sys.exit("benchmarks.cold: --runs must be at least 1, else nothing is measured.")
    found = measure(given.store, given.query, given.runs)
    if given.json:
        print(json.dumps(found))
        return
    print("| passages | runs | `search`, CPU ms | FTS5 script, CPU ms | ratio, median | ratio, largest |")
    print("|---|---|---|---|---|---|")
    print(
        f"| {found['passages']:,} | {found['runs']} | {found['search_ms']:.0f} | {found['fts5_ms']:.0f} "
        f"| {found['ratio']:.1f} | {found['ratio_max']:.1f} |"
    )


if __name__ == "__main__":
    main()
