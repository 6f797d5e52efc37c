"""Which weights of the ranking are best on one half of the queries, and what do they give on the other?

    python -m benchmarks.tune DIR [--fixed WEIGHT …] [--json]

DIR holds queries with known answers (`benchmarks.retrieval_data` says in what form). Settings are compared on the half
that the hash of a query's id chooses, through `search.find`, by the mean over kinds of query of nDCG@10 plus R@10: from
today's weights (`search.weights`) one weight after the other is changed to each value of GRID and kept where that is
better, round by round until nothing is; `--fixed` leaves a weight as it is, such as `whole_first`, which users are
promised. The other half is asked twice only: with today's weights and with the best.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from zlib import crc32

from benchmarks.retrieval_data import DEPTH, TOP, Quality, Question, corpus, counted, quality, questions
from benchmarks.retrieval_systems import Funn
from search import weights

GRID: Mapping[str, tuple[float, ...]] = {
    "k1": (0.9, 1.2, 1.5),
    "b": (0.5, 0.75, 0.9, 1.0),
    "floor": (0.0, 0.2, 0.4),
    "whole_first": (True, False),
    "stop_words": (0.5, 1.0, 2.0),
    "together": (0.0, 0.15, 0.3, 0.6),
}
_GAIN = 0.0005  # a smaller difference is chance: one query of three hundred moves the mean by more


class Setting(NamedTuple):
    """The weights that are measured, by the names of GRID."""

    k1: float
    b: float
    floor: float
    whole_first: bool
    stop_words: float
    together: float


@dataclass(frozen=True, slots=True)
class Tried:
    """A setting on the tuned half.

    Attributes:
        setting: the weights.
        value: what is compared.
    """

    setting: Setting
    value: float


def today() -> Setting:
    """The weights in force."""
    return Setting(*weights.SCORING, weights.STOP_WORDS, weights.TOGETHER)


@contextmanager
def in_force(setting: Setting) -> Iterator[None]:
    """Searches with these weights."""
    before = weights.SCORING, weights.STOP_WORDS, weights.TOGETHER
    weights.SCORING = weights.SCORING._replace(
        k1=setting.k1, b=setting.b, floor=setting.floor, whole_first=setting.whole_first
    )
    weights.STOP_WORDS, weights.TOGETHER = setting.stop_words, setting.together
    try:
        yield
    finally:
        weights.SCORING, weights.STOP_WORDS, weights.TOGETHER = before


def halves(asked: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """The queries to tune on, and the others; which it is does not change when queries are added."""
    first = [question for question in asked if crc32(question.id.encode()) % 2]
    return first, [question for question in asked if question not in first]


def measured(funn: Funn, asked: Sequence[Question], setting: Setting, depth: int) -> dict[str, Quality]:
    """How good the rankings are with a setting, by kind of query; read to the passage of this number."""
    with in_force(setting):
        rankings = {
            question.id: counted(question, funn.rank(question.text, depth + len(question.excluded)))
            for question in asked
        }
    return quality(asked, rankings)


def value(kinds: Mapping[str, Quality]) -> float:
    """What is compared: kinds count alike, however many queries they have."""
    return mean(one.ndcg10 + one.r10 for one in kinds.values())


def best(
    funn: Funn, asked: Sequence[Question], start: Setting, fixed: Collection[str] = ()
) -> tuple[Setting, list[Tried]]:
    """The best setting that changes of single weights, but for fixed ones, lead to; and all that were tried."""
    leading = Tried(start, value(measured(funn, asked, start, TOP)))
    tried = [leading]
    while True:
        before = leading
        for name in (name for name in GRID if name not in fixed):
            for one in GRID[name]:
                setting = Setting(**{**leading.setting._asdict(), name: one})
                if all(other.setting != setting for other in tried):
                    tried.append(Tried(setting, value(measured(funn, asked, setting, TOP))))
            found = max(tried, key=lambda one: one.value)
            if found.value >= leading.value + _GAIN:
                leading = found
        if leading == before:
            return leading.setting, tried


def run(folder: Path, fixed: Collection[str] = ()) -> dict[str, Any]:
    """Tunes and measures.

    Raises:
        OSError: the data cannot be read.
        ValueError: there are no passages, or one of the halves has no queries.
    """
    texts, asked = corpus(folder), questions(folder)
    tuned, other = halves(asked)
    if not texts or not tuned or not other:
        raise ValueError(f"{folder} holds too few queries with answers")
    funn = Funn()
    try:
        funn.build(texts)
        start = today()
        found, tried = best(funn, tuned, start, fixed)
        return {
            "queries": {"tuned": len(tuned), "other": len(other)},
            "settings": {
                name: {
                    **setting._asdict(),
                    "tuned": _figures(measured(funn, tuned, setting, DEPTH)),
                    "other": _figures(measured(funn, other, setting, DEPTH)),
                }
                for name, setting in (("today", start), ("best", found))
            },
            "tried": [{**one.setting._asdict(), "value": one.value} for one in tried],
        }
    finally:
        funn.close()


def _figures(kinds: Mapping[str, Quality]) -> dict[str, Any]:
    return {"value": value(kinds), "kinds": {kind: asdict(one) for kind, one in kinds.items()}}


def table(found: Mapping[str, Any]) -> str:
    """The figures as Markdown."""
    kinds = list(found["settings"]["today"]["tuned"]["kinds"])
    lines = [
        f"| | {' | '.join(Setting._fields)} | half | value | {' | '.join(f'{kind} nDCG@10 / R@10' for kind in kinds)} |",
        "|---" * (len(Setting._fields) + len(kinds) + 3) + "|",
    ]
    for name, setting in found["settings"].items():
        shown = " | ".join(f"{setting[field]:g}" for field in Setting._fields)
        for half in ("tuned", "other"):
            figures = setting[half]
            cells = (f"{figures['kinds'][kind]['ndcg10']:.3f} / {figures['kinds'][kind]['r10']:.3f}" for kind in kinds)
            lines.append(f"| {name} | {shown} | {half} | {figures['value']:.4f} | {' | '.join(cells)} |")
    lines += ["", f"tried on the tuned half ({found['queries']['tuned']} queries), the best first:", ""]
    for one in sorted(found["tried"], key=lambda one: -one["value"]):
        lines.append(f"{one['value']:.4f}  " + "  ".join(f"{field} {one[field]:g}" for field in Setting._fields))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tuning; 1 when there is nothing to tune on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tune", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--fixed", nargs="+", metavar="WEIGHT", choices=GRID, default=(), help="leave these as they are"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        found = run(options.folder, options.fixed)
    except OSError as error:
        print(f"{options.folder} cannot be read: {error}: nothing was measured.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"{error}: nothing was measured.", file=sys.stderr)
        return 1
    print(json.dumps(found) if options.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
