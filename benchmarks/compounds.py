"""Are compounds split where they should be, and whole words left whole? `python -m benchmarks.compounds FILE [--json]`.

FILE is a table with a heading and the columns `compound`, `lang` and `split`: the parts as printed, joined by "+", linking
letters left out or at the end of a part ("arbeid+marked", "arbeids+marked"); a word without "+" must stay whole.

What counts is where each further part begins, so that linking letters are nobody's fault: `exact` is the share of words
with all these points and no other, `precision` and `recall` are of the points of all words, `whole_kept` is the share of
whole words without any.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from norwegian.splitting import spans

_LINKING = 3  # letters that may stand between two parts: "s", "e", "en", "-" …


def rows(path: Path, least: int) -> list[list[str]]:
    """The rows of a tab-separated table without its heading, blank lines and comments.

    Raises:
        SystemExit: it cannot be read, or a row has fewer columns than `least`.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error
    found = [line.split("\t") for line in lines[1:] if line.strip() and not line.startswith("#")]
    for row in found:
        if len(row) < least:
            raise SystemExit(f"{path}: a row has fewer than {least} columns: {row}")
    return found


def points(word: str, parts: Sequence[str]) -> frozenset[int]:
    """Where each part but the first begins in a word.

    Raises:
        ValueError: the parts do not make the word.
    """
    found = []
    end = len(parts[0])
    for part in parts[1:]:
        starts = (start for start in range(end - 1, end + _LINKING + 1) if start > 0 and word.startswith(part, start))
        # A letter that both parts share comes last: "stikk+kontakt" of "stikkontakt".
        start = min(starts, key=lambda start: (start < end, start), default=None)
        if start is None:
            raise ValueError(f"{'+'.join(parts)} does not make {word}.")
        found.append(start)
        end = start + len(part)
    return frozenset(found)


def measure(cases: Iterable[tuple[str, Sequence[str]]]) -> dict[str, float]:
    """All figures by name, of words and their right parts; a share of nothing is 1."""
    judged = [(points(word, parts), frozenset(start for start, _ in spans(word)[1:])) for word, parts in cases]
    right = sum(len(gold & found) for gold, found in judged)
    wholes = [found for gold, found in judged if not gold]
    return {
        "n": len(judged),
        "exact": _share(sum(gold == found for gold, found in judged), len(judged)),
        "precision": _share(right, sum(len(found) for _, found in judged)),
        "recall": _share(right, sum(len(gold) for gold, _ in judged)),
        "whole_kept": _share(sum(not found for found in wholes), len(wholes)),
        "whole_n": len(wholes),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def show(figures: Mapping[str, float | None]) -> str:
    """Figures for a reader, a line each."""
    return "\n".join(
        f"{name:24}{'-' if value is None else f'{value:.4f}' if isinstance(value, float) else value:>10}"
        for name, value in figures.items()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compounds", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list the words that are not split as they should be")
    options = parser.parse_args(arguments)
    cases = [(row[0].lower(), row[2].lower().split("+")) for row in rows(options.file, 3)]
    if not cases:
        print(f"{options.file} holds no words: nothing was measured.", file=sys.stderr)
        return 1
    try:
        figures = measure(cases)
    except ValueError as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(figures) if options.json else show(figures))
    if options.wrong:
        for word, parts in cases:
            cuts = [start for start, _ in spans(word)[1:]]
            if points(word, parts) != frozenset(cuts):
                print(word, "+".join(parts), "+".join(word[a:b] for a, b in spans(word)), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
