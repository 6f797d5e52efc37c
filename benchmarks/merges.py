"""Samples pairs of words of real text that the analysis joins, to be judged by hand: `python -m benchmarks.merges TEXT…`.

    python -m benchmarks.merges TEXT… > sample.tsv     a sample without verdicts, always the same for the same text
    python -m benchmarks.merges --judged FILE          counts the verdicts of a judged sample, and what still meets of it

A merge is a pair of different words of which a query for the one finds the other as an equal: by its concept, its
family or its spelling. Parts of compounds are no merges. TEXT is a file of running text, or JSON lines with "text".
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from norwegian import Why, expand, index_keys
from norwegian.lexicon import STOP
from norwegian.meaning import meaning
from norwegian.tokens import fold, tokens
from norwegian.why import meet

SEED = 20261125
SIZE = 200
JUDGED = Path(__file__).parent / "data" / "merges.tsv"
_EQUAL = frozenset({Why.INFLECTION, Why.STANDARD, Why.WORD, Why.FAMILY, Why.SPELLING})


def texts(paths: Iterable[Path]) -> Iterable[str]:
    """The text of files: each line, or the "text" of each JSON line."""
    for path in paths:
        for line in path.read_text("utf-8", errors="replace").splitlines():
            yield str(json.loads(line)["text"]) if path.suffix == ".jsonl" else line


def vocabulary(lines: Iterable[str]) -> list[str]:
    """The words of the texts, folded, in alphabetic order; no names, numbers or stop words."""
    words = {fold(token.text) for line in lines for token in tokens(line) if token.text.islower()}
    return sorted(word for word in words if word.isalpha() and not meaning(word).flags & STOP)


def sample(words: Sequence[str], size: int = SIZE, seed: int = SEED) -> list[tuple[str, str, Why]]:
    """Pairs: a random word that has any partners, and a random one of them."""
    having = defaultdict(list)
    for word in words:
        for key in index_keys(word):
            having[key].append(word)
    chance = random.Random(seed)  # noqa: S311  a sample that can be repeated
    pairs: list[tuple[str, str, Why]] = []
    for word in chance.sample(words, len(words)):
        keys = [key for key in expand(word)[0].keys if key.why in _EQUAL]
        partners = sorted({partner for key in keys for partner in having[key.text]} - {word})
        if partners:
            partner = chance.choice(partners)
            why = meet(word, partner).why
            if why in _EQUAL:
                pairs.append((word, partner, why))
        if len(pairs) == size:
            break
    return pairs


class Verdict(NamedTuple):
    """Pairs that were judged alike.

    Attributes:
        pairs: how many.
        meeting: of them, how many the analysis of today joins.
    """

    pairs: int
    meeting: int


def judged(path: Path) -> dict[str, Verdict]:
    """The pairs of a judged sample by verdict, "right" and "wrong".

    Raises:
        SystemExit: the file has no pair, or one without a verdict.
    """
    joined: dict[str, list[bool]] = {"right": [], "wrong": []}
    for line in path.read_text("utf-8").splitlines()[1:]:
        one, two, _, verdict, *_ = line.split("\t")
        if verdict not in joined:
            raise SystemExit(f"{path} has a pair without a verdict (right or wrong): {one}, {two}.")
        joined[verdict].append(meet(one, two).why in _EQUAL)
    if not any(joined.values()):
        raise SystemExit(f"{path} has no pairs.")
    return {verdict: Verdict(len(pairs), sum(pairs)) for verdict, pairs in joined.items()}


def main() -> None:
    """Prints a sample, or the counts of a judged one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="*", type=Path)
    parser.add_argument("--judged", nargs="?", type=Path, const=JUDGED)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.judged:
        found = judged(options.judged)
        right, wrong = found["right"], found["wrong"]
        n = right.pairs + wrong.pairs
        told = {"n": n, "wrong": wrong.pairs, "right_meeting": right.meeting, "wrong_meeting": wrong.meeting}
        text = f"{n} pairs, {wrong.pairs} wrong ({wrong.pairs / n:.1%}); still meeting: {right.meeting} right, {wrong.meeting} wrong"
        print(json.dumps(told) if options.json else text)
        return
    pairs = sample(vocabulary(texts(options.text)))
    if not pairs:
        sys.exit("No merges in these texts: name files of Norwegian text.")
    print("word1\tword2\twhy\tverdict\tcomment")
    for one, two, why in pairs:
        print(f"{one}\t{two}\t{why}\t\t")


if __name__ == "__main__":
    main()
