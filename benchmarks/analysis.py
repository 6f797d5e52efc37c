"""What the analysis costs, beside Whoosh's own Norwegian analyser: `python -m benchmarks.analysis TEXT…`.

TEXT is a file of running text, or JSON lines with "text". Times are CPU times of this process; opening is measured in
fresh processes, the median of five.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.merges import texts
from norwegian import index_keys
from norwegian.lexicon import FOLDER
from norwegian.tokens import tokens

_OPEN = """
import sys, time
def memory():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1])
import enum, functools, pathlib, re, typing
before, start = memory(), time.process_time()
from norwegian.expansion import expand
imported = time.process_time()
expand("skoleleiarar involvering")
print((imported - start) * 1e3, (time.process_time() - imported) * 1e3, (memory() - before) / 1024)
"""


def opening(runs: int = 5) -> dict[str, float]:
    """Import, first query in ms, and memory in MB, in a fresh process; Linux only."""
    rows = [
        [
            float(field)
            for field in subprocess.run(
                [sys.executable, "-c", _OPEN], capture_output=True, text=True, check=True
            ).stdout.split()
        ]
        for _ in range(runs)
    ]
    imported, first, memory = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"import_ms": imported, "first_query_ms": first, "memory_mb": memory}


def timed(analyse: Callable[[str], object], lines: Iterable[str]) -> float:
    """CPU seconds that it takes to analyse all lines."""
    start = time.process_time()
    for line in lines:
        analyse(line)
    return time.process_time() - start


def whoosh() -> Callable[[str], object]:
    """Whoosh's Norwegian analyser, as an index would call it: every token's text."""
    from whoosh.analysis import LanguageAnalyzer

    analyser = LanguageAnalyzer("no")
    return lambda text: [token.text for token in analyser(text, mode="index")]


def measure(lines: Sequence[str]) -> dict[str, float]:
    """All figures by name."""
    words = [token.text for line in lines for token in tokens(line)]
    if not words:
        raise SystemExit("No words in these texts: name files of Norwegian text.")
    vocabulary = list(dict.fromkeys(words))
    new = timed(index_keys, vocabulary)
    seen = timed(index_keys, vocabulary)
    peer = whoosh()
    timed(peer, lines)
    return {
        "words": len(words),
        "vocabulary": len(vocabulary),
        "new_word_us": new / len(vocabulary) * 1e6,
        "seen_word_us": seen / len(vocabulary) * 1e6,
        "words_per_s": len(words) / timed(index_keys, lines),
        "whoosh_words_per_s": len(words) / timed(peer, lines),
        "keys_per_word": sum(len(index_keys(line)) for line in lines) / len(words),
        "data_mb": sum(path.stat().st_size for path in FOLDER.iterdir() if path.suffix in {".marisa", ".bin"}) / 1e6,
        **opening(),
    }


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(list(texts(options.text)))
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:20} {value:>12,.2f}" if value % 1 else f"{name:20} {value:>12,.0f}")


if __name__ == "__main__":
    main()
