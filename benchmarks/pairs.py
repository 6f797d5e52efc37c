"""Do words of the two standards meet, and false friends not? `python -m benchmarks.pairs [FILE] [--negatives FILE] [--json]`.

FILE is a table with a heading and the columns `nn`, `nb`, `pos` …; `met` is the share of pairs that share a concept key. The
negatives' first two columns are words that have nothing to do with one another; `negatives_apart` is the share that
share none, `negatives_unequal` the share that do not meet as equals in any other way either (word family, spelling).

    python -m benchmarks.pairs --lemmas FILE.conllu…

measures instead, for each part of speech, the share of word forms that meet their annotated lemma in both directions.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.compounds import rows, show
from norwegian import Why, expand, index_keys
from norwegian.words import CONCEPT

Pair = tuple[str, str]
_COLUMNS = 10  # of CoNLL-U: number, form, lemma, part of speech …
_EQUAL = frozenset({Why.SAME, Why.INFLECTION, Why.STANDARD, Why.WORD, Why.FAMILY, Why.SPELLING})


def share_a_concept(one: str, two: str) -> bool:
    """Whether two words, or two sequences of words place by place, have a concept key in common."""
    first, second = one.split(), two.split()
    return len(first) == len(second) and all(_concepts(a) & _concepts(b) for a, b in zip(first, second, strict=True))


def _concepts(word: str) -> frozenset[str]:
    return frozenset(key for key in index_keys(word) if key[0] == CONCEPT)


def meet_as_equals(one: str, two: str) -> bool:
    """Whether a query for either word finds the other, not only as part of a compound."""
    return _finds(one, two) or _finds(two, one)


def _finds(query: str, text: str) -> bool:
    indexed = set(index_keys(text))
    return all(any(key.text in indexed and key.why in _EQUAL for key in term.keys) for term in expand(query))


def measure(pairs: Sequence[Pair], negatives: Sequence[Pair]) -> dict[str, float | None]:
    """All figures by name; without negatives their shares are None."""
    n = len(negatives)
    return {
        "n": len(pairs),
        "met": sum(share_a_concept(*pair) for pair in pairs) / len(pairs),
        "negatives_n": n,
        "negatives_apart": sum(not share_a_concept(*pair) for pair in negatives) / n if n else None,
        "negatives_unequal": sum(not meet_as_equals(*pair) for pair in negatives) / n if n else None,
    }


def lemmas_met(paths: Iterable[Path]) -> dict[str, tuple[int, float]]:
    """Part of speech → how many different forms are not their lemma, and which share of them meets it both ways.

    Args:
        paths: of files of annotated sentences in CoNLL-U.
    """
    found: dict[str, set[Pair]] = defaultdict(set)
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = line.split("\t")
            if len(row) == _COLUMNS and (row[1] + row[2]).isalpha() and row[1].lower() != row[2].lower():
                found[row[3]].add((row[1].lower(), row[2].lower()))
    return {
        pos: (len(pairs), sum(_finds(*pair) and _finds(*pair[::-1]) for pair in pairs) / len(pairs))
        for pos, pairs in sorted(found.items())
    }


def _pairs(path: Path) -> list[Pair]:
    return [(row[0], row[1]) for row in rows(path, 2)]


def _report(title: str, pairs: Iterable[Pair]) -> None:
    for one, two in pairs:
        print(title, one, two, sep="\t")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairs", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
    parser.add_argument("--lemmas", type=Path, metavar="FILE", nargs="+", help="annotated sentences in CoNLL-U")
    parser.add_argument("--negatives", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list the pairs that do not do as they should")
    options = parser.parse_args(arguments)
    if options.lemmas:
        shares = lemmas_met(options.lemmas)
        print(
            json.dumps(shares)
            if options.json
            else "\n".join(f"{pos}\t{n}\t{met:.4f}" for pos, (n, met) in shares.items())
        )
        return 0 if shares else 1
    if not options.file:
        parser.error("name a FILE of pairs, or --lemmas")
    pairs = _pairs(options.file)
    negatives = _pairs(options.negatives) if options.negatives else []
    for path, found in ((options.file, pairs), (options.negatives, negatives)):
        if path and not found:
            print(f"{path} holds no pairs: nothing was measured.", file=sys.stderr)
            return 1
    figures = measure(pairs, negatives)
    print(json.dumps(figures) if options.json else show(figures))
    if options.wrong:
        _report("should meet", (pair for pair in pairs if not share_a_concept(*pair)))
        _report("should not meet", (pair for pair in negatives if meet_as_equals(*pair)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
