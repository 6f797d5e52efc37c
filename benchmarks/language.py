"""Is a text's language told rightly, Nynorsk or Bokmål or neither? `python -m benchmarks.language DIR [--json]`.

DIR holds `nn.txt, nb.txt, da.txt, sv.txt, en.txt`, a sentence a line. Each is cut in four ways: `short` windows of 20 to 39
characters, of whole words, one a line; `line` the lines; `c400` and `c2000` runs of lines until they have so many
characters. For each:

    nn_nb                 share of nn and nb texts told apart, knowing that they are Norwegian
    five_way              share of all texts whose language is told; where the standard is uncertain, the likelier one
    foreign_as_norwegian  share of da, sv and en texts that are called Norwegian
    uncertain             share of nn and nb texts that are called Norwegian without a standard

`--ingest FOLDER` also reads the PDFs of a folder, and tells the share of the CPU time that judging their language takes.

All shares are means over the languages, so that a longer file does not count more. No text has context here.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from catalogue.store import Catalogue
from ingest import passages
from ingest.pipeline import ingest
from ingest.sources import find
from norwegian import standard
from norwegian.standard import BOKMAAL, LANGUAGES, NORWEGIAN, NYNORSK, Judgement, identify, lean

SHORTEST, LONGEST = 20, 39  # characters of a window
_SEED = 20_241_124
_STANDARDS = (NYNORSK, BOKMAAL)
_NORWEGIAN = frozenset({*_STANDARDS, NORWEGIAN})

Texts = Mapping[str, Sequence[str]]  # language → texts


def windows(lines: Sequence[str]) -> list[str]:
    """From each line that has one a window of whole words, at a random place that is the same in every run."""
    chance = random.Random(_SEED)  # noqa: S311  a sample that can be repeated
    found = []
    for line in lines:
        words = line.split()
        size = chance.randint(SHORTEST, LONGEST)
        fitting = [window for start in range(len(words)) if len(window := _upto(words[start:], size)) >= SHORTEST]
        if fitting:
            found.append(chance.choice(fitting))
    return found


def _upto(words: Sequence[str], size: int) -> str:
    """As many words as make no more than `size` characters."""
    ends = accumulate(words, lambda length, word: length + 1 + len(word), initial=-1)
    return " ".join(words[: sum(end <= size for end in ends) - 1])


def runs(lines: Sequence[str], size: int) -> list[str]:
    """Lines put together until they have `size` characters; what is left at the end is left out."""
    found, run = [], ""
    for line in lines:
        run = f"{run} {line}".strip()
        if len(run) >= size:
            found.append(run)
            run = ""
    return found


CUTS: Mapping[str, Callable[[Sequence[str]], Sequence[str]]] = {
    "short": windows,
    "line": lambda lines: lines,
    "c400": lambda lines: runs(lines, 400),
    "c2000": lambda lines: runs(lines, 2000),
}


def read(folder: Path) -> dict[str, list[str]]:
    """The lines of each language that hold something.

    Raises:
        SystemExit: a file is missing or holds nothing.
    """
    lines = {}
    for code in LANGUAGES:
        path = folder / f"{code}.txt"
        if not path.is_file():
            raise SystemExit(f"{path} is missing: nothing was measured.")
        lines[code] = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        if not lines[code]:
            raise SystemExit(f"{path} holds no text: nothing was measured.")
    return lines


def judge(texts: Texts) -> dict[str, float | None]:
    """The four shares of one way of cutting; None where no language has a text that long."""
    told = {code: [identify(text).code for text in texts[code]] for code in LANGUAGES}
    five = {
        code: [
            (lean(text) if answer == NORWEGIAN else answer) == code
            for text, answer in zip(texts[code], told[code], strict=True)
        ]
        for code in LANGUAGES
    }
    return {
        "nn_nb": _mean([[lean(text) == code for text in texts[code]] for code in _STANDARDS]),
        "five_way": _mean(five.values()),
        "foreign_as_norwegian": _mean([[a in _NORWEGIAN for a in told[code]] for code in LANGUAGES[2:]]),
        "uncertain": _mean([[a == NORWEGIAN for a in told[code]] for code in _STANDARDS]),
    }


def _mean(answers: Iterable[Sequence[bool]]) -> float | None:
    shares = [statistics.fmean(one) for one in answers if one]
    return statistics.fmean(shares) if shares else None


def measure(lines: Texts) -> dict[str, object]:
    """All figures by name."""
    every = [line for code in LANGUAGES for line in lines[code]]
    lean(every[0])
    identify("Hallo")  # the model and langdetect are read once
    start = time.process_time()
    for line in every:
        identify(line)
    spent = time.process_time() - start
    figures = {cut: judge({code: take(lines[code]) for code in LANGUAGES}) for cut, take in CUTS.items()}
    names = next(iter(figures.values()))
    return {
        **{name: {cut: shares[name] for cut, shares in figures.items()} for name in names},
        "n": {cut: {code: len(take(lines[code])) for code in LANGUAGES} for cut, take in CUTS.items()},
        "texts_per_s": len(every) / spent,
    }


def ingest_share(folder: Path) -> float:
    """The share of the CPU time of reading a folder's PDFs, workers included, that judging the language takes."""
    spent = 0.0
    judging = standard.judge_passages

    def judged(texts: Sequence[str]) -> list[Judgement]:
        nonlocal spent
        start = time.process_time()
        answer = judging(texts)
        spent += time.process_time() - start
        return answer

    before = sum(os.times()[:4])
    passages.judge_passages = judged  # type: ignore[attr-defined]
    try:
        with tempfile.TemporaryDirectory() as store, Catalogue.open(Path(store), create=True) as catalogue:
            made = [result.outcome for result in ingest(list(find([str(folder)])), catalogue)]
    finally:
        passages.judge_passages = judging  # type: ignore[attr-defined]
    if not spent:
        raise SystemExit(f"{folder} holds no PDF that could be read ({len(made)} tried): nothing was measured.")
    return spent / (sum(os.times()[:4]) - before)


def table(figures: Mapping[str, object]) -> str:
    """The figures for a reader."""
    rows = [f"{'':24}" + "".join(f"{cut:>9}" for cut in CUTS)]
    for name, shares in figures.items():
        if isinstance(shares, dict) and name != "n":
            cells = ("-" if value is None else f"{value:.4f}" for value in shares.values())
            rows.append(f"{name:24}" + "".join(f"{cell:>9}" for cell in cells))
    counts = figures["n"]
    assert isinstance(counts, dict)
    rows.append(f"{'texts':24}" + "".join(f"{sum(one.values()):>9,}" for one in counts.values()))
    rows.append(f"{'texts_per_s':24}{figures['texts_per_s']:>9,.0f}")
    if "ingest_share" in figures:
        rows.append(f"{'ingest_share':24}{figures['ingest_share']:>9.4f}")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.language", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--ingest", type=Path, metavar="FOLDER", help="measure the share of reading its PDFs, too")
    options = parser.parse_args(arguments)
    figures = measure(read(options.folder))
    if options.ingest:
        figures["ingest_share"] = ingest_share(options.ingest)
    print(json.dumps(figures) if options.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
