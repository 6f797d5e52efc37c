"""Does any query, however it is made or mangled, crash a search, take too long, or find what the twin does not?

    python -m benchmarks.queries [--queries N] [--passages N] [--seed N] [--no-twin] [--data DIR] [--json]

Queries are made by the grammar of the language from words of the collection, and two of three are then mangled: letters
and signs put in, taken out, swapped or repeated, two queries cut into one. Each is asked through `search.find`, and its
plan of each engine, the one on the disk and its twin in memory (`search.engines.memory`), must match the same passages.
Exits with 1 when anything is wrong. The twin looks at every passage, so ask it about few (400), and the time limit of
many without it.
"""

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.passages import passages
from catalogue.model import Isbn, Matter, Passage, Place, Report, passage_ids
from catalogue.store import Catalogue
from norwegian.tokens import tokens
from search import index, limits
from search.answer import answer_json
from search.engines.memory import MemoryEngine
from search.engines.port import Engine
from search.find import find
from search.options import Options, Sort
from search.plan import build
from search.query import parse

REPORT_SIZE = 50  # passages: many reports, so that fields have something to choose from
GRACE_S = 0.25  # beyond the limit: what the texts of the hits may take, and what other work takes from a shared machine
_AGES = 60.0  # seconds for the comparison, where no limit is meant to cut
_SIGNS = '"«»“”()+-*~:§.,/ \t\n'
_ODD = [
    *"éÆØÅßİıﬁ²٣李🙂",
    "\u00ad",
    "\u0301",
    "\x00",
    "\u2028",
    "\ud800",
    "\ufffd",
    "AND",
    "OR",
    "NOT",
    "IKKJE",
    "year:",
    "title:",
    "~9",
    "**",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """A query that went wrong.

    Attributes:
        kind: exception, time or hits.
        query: as asked, with `options`.
        options: of the search.
        what: the last line of the traceback, the seconds, or how many passages each engine matched.
    """

    kind: str
    query: str
    options: str
    what: str


@dataclass(slots=True)
class Outcome:
    """What came of all queries.

    Attributes:
        queries: how many were asked.
        answered: how many found something.
        compared: how many plans the engines were both asked.
        faults: what went wrong.
        seconds: of each search, by the clock.
    """

    queries: int = 0
    answered: int = 0
    compared: int = 0
    faults: list[Fault] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """The outcome in numbers, the faults in full."""
        ordered = sorted(self.seconds) or [0.0]
        kinds = [fault.kind for fault in self.faults]
        return {
            "queries": self.queries,
            "answered": self.answered,
            "compared": self.compared,
            "exceptions": kinds.count("exception"),
            "over_time": kinds.count("time"),
            "hit_sets_unequal": kinds.count("hits"),
            "ms": {
                "p50": round(1000 * ordered[len(ordered) // 2], 2),
                "p95": round(1000 * ordered[int(0.95 * len(ordered))], 2),
                "max": round(1000 * ordered[-1], 2),
            },
            "faults": [asdict(fault) for fault in self.faults],
        }


class Maker:
    """Makes queries; all follow from one seed."""

    def __init__(self, words: Sequence[str], seed: int) -> None:
        self._words = words
        self._chance = random.Random(seed)  # noqa: S311 - to try, not to hide

    def queries(self) -> Iterator[tuple[str, Options]]:
        """Query and options, without an end."""
        while True:
            query = self._group(3)
            if self._chance.random() < 2 / 3:
                query = self._mangled(query)
            yield query, self._options()

    def _options(self) -> Options:
        chance = self._chance
        if chance.random() < 0.5:
            return Options()
        return Options(
            limit=chance.choice([0, 1, 10, 50]),
            offset=chance.choice([0, 0, 3, 100]),
            standard=chance.choice([None, None, "nn", "nb"]),
            findings=chance.random() < 0.2,
            series=chance.choice([None, None, "serie"]),
            years=chance.choice([None, None, (2020, None), (None, 2019)]),
            sort=chance.choice(list(Sort)),
            group=chance.random() < 0.3,
            exact=chance.random() < 0.2,
            facets=chance.random() < 0.3,
        )

    def _group(self, depth: int) -> str:
        parts = [self._part(depth) for _ in range(self._chance.choice([1, 1, 2, 2, 3, 5]))]
        return self._chance.choice([" ", " ", " ", " OR ", " AND ", " ELLER ", " OG "]).join(parts)

    def _part(self, depth: int) -> str:
        sign = self._chance.choice(["", "", "", "", "+", "-", "NOT ", "IKKJE "])
        if depth and self._chance.random() < 0.2:
            return f"{sign}({self._group(depth - 1)})"
        return sign + self._leaf()

    def _leaf(self) -> str:
        chance = self._chance
        word = self._word()
        makers: list[Callable[[], str]] = [
            lambda: word,
            lambda: word,
            lambda: word,
            lambda: f"{word[: chance.randint(2, 6)]}*",
            lambda: f"{self._misspelt(word)}~{chance.choice(['', '0', '1', '2', '3'])}",
            lambda: f'"{self._stretch()}"',
            lambda: f'"{self._stretch()}"~{chance.choice(["", "0", "3", "20", "999"])}',
            lambda: f"«{word}»",
            self._field,
        ]
        maker = chance.choice(makers)
        return maker()

    def _field(self) -> str:
        chance = self._chance
        return chance.choice([
            f"year:{chance.randint(2015, 2026)}", f"year:{chance.randint(2015, 2020)}-{chance.choice(['', '2021'])}", "år:-2019",
            f"standard:{chance.choice(['nn', 'nb', 'en', 'bokmål', '?'])}", f"finding:{chance.choice(['yes', 'no', 'nei', 'x'])}",
            f"section:{chance.choice(['summary', 'samandrag', 'Kapittel', '«Kapittel 3»', self._word()])}",
            f"title:{self._word()}", f'title:"{self._stretch()}"', f"author:{chance.choice(['Berg', 'nifu', '(Kari Berg)'])}",
            f"series:{chance.choice(['serie', 'A', 'x'])}", f"publisher:{chance.choice(['udir', 'NIFU'])}",
            f"isbn:{chance.choice(['9788200000017', '978-82-00-00001-7', '12'])}",
        ])  # fmt: skip

    def _word(self) -> str:
        word = self._chance.choice(self._words)
        return self._chance.choice([word, word, word.lower(), word.upper(), self._misspelt(word)])

    def _stretch(self) -> str:
        """Words that may stand side by side in the collection."""
        first = self._chance.randrange(len(self._words))
        return " ".join(self._words[first : first + self._chance.randint(1, 4)])

    def _misspelt(self, word: str) -> str:
        at = self._chance.randrange(len(word))
        return word[:at] + self._chance.choice(["", "x", word[at] * 2, word[::-1][:1]]) + word[at + 1 :] or word

    def _mangled(self, query: str) -> str:
        ways: list[Callable[[str], str]] = [
            self._inserted, self._inserted, self._cut, self._swapped, self._doubled, self._spliced, self._repeated,
        ]  # fmt: skip
        for _ in range(self._chance.choice([1, 1, 2, 4])):
            way = self._chance.choice(ways)
            query = way(query)
        return query

    def _inserted(self, query: str) -> str:
        at = self._chance.randint(0, len(query))
        sign: str = self._chance.choice([*_SIGNS, *_ODD])
        return query[:at] + sign + query[at:]

    def _cut(self, query: str) -> str:
        at = self._chance.randint(0, len(query))
        length: int = self._chance.choice([1, 1, 3, 20])
        return query[:at] + query[at + length :]

    def _swapped(self, query: str) -> str:
        at = self._chance.randint(0, max(0, len(query) - 2))
        return query[:at] + query[at : at + 2][::-1] + query[at + 2 :]

    def _doubled(self, query: str) -> str:
        at = self._chance.randint(0, len(query))
        return query[:at] + query[at : at + 3] * 2 + query[at + 3 :]

    def _spliced(self, query: str) -> str:
        other = self._group(2)
        return query[: self._chance.randint(0, len(query))] + other[self._chance.randint(0, len(other)) :]

    def _repeated(self, query: str) -> str:
        return (query + self._chance.choice(["", " ", "(", '"', " OR "])) * self._chance.choice([2, 3, 60])


@contextmanager
def collection(texts: Sequence[str]) -> Iterator[tuple[Catalogue, Engine]]:
    """A store with these passages in reports of many kinds, and its engine; gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="funn-queries-") as folder,
        Catalogue.open(Path(folder), create=True) as held,
    ):
        for number, start in enumerate(range(0, len(texts), REPORT_SIZE)):
            _save(held, number, texts[start : start + REPORT_SIZE])
        engine = index.open_or_create(held)
        index.update(engine, held)
        yield held, engine
        engine.close()


def _save(catalogue: Catalogue, number: int, texts: Sequence[str]) -> None:
    """A report; what it is follows from its number, what a passage is from its place."""
    report = Report(
        f"{number:016x}", title=" ".join(texts[0].split()[:4]), authors=(("Kari Berg",), ("NIFU",), ())[number % 3],
        year=(None, 2018, 2020, 2024)[number % 4], series=("Serie A", "Serie B", "")[number % 3], publisher=("Udir", "NIFU")[number % 2],
        isbn=(Isbn("978-82-00-00001-7"),) if number == 1 else (),
    )  # fmt: skip
    matters = (Matter.BODY, Matter.BODY, Matter.SUMMARY, Matter.REFERENCES)
    held = [
        Passage(
            id_, report.id, text, section=(f"Kapittel {place % 7}",), matter=matters[place % 4], finding=place % 4 == 2,
            standard=("nn", "nb")[place % 2], places=(Place(1 + place // 5),),
        )
        for place, (id_, text) in enumerate(zip(passage_ids(report.id, texts), texts, strict=True))
    ]  # fmt: skip
    catalogue.save(report, held, 1)


def twin_of(catalogue: Catalogue) -> MemoryEngine:
    """The twin, over the same passages."""
    twin = MemoryEngine()
    with twin.writing() as batch:
        for report in catalogue.reports():
            batch.replace(
                report.id,
                [
                    index.entry(number, passage, report, index._keys)  # noqa: SLF001 - the index's own keys
                    for number, passage in catalogue.numbered_passages(report.id)
                ],
            )
    return twin


def ask(made: tuple[str, Options], catalogue: Catalogue, engine: Engine, twin: Engine | None, outcome: Outcome) -> None:
    """Asks a query and notes what came of it."""
    query, options = made
    outcome.queries += 1
    start = time.perf_counter()
    try:
        answer = find(query, catalogue, engine, options)
        seconds = time.perf_counter() - start
        json.dumps(answer_json(answer))
        unequal = _unequal(query, options, catalogue, (engine, twin)) if twin else ""
    except Exception:  # noqa: BLE001 - any is a fault
        outcome.faults.append(Fault("exception", query, str(options), traceback.format_exc(limit=-3)))
        return
    outcome.seconds.append(seconds)
    outcome.answered += bool(answer.totals.some_words)
    outcome.compared += twin is not None
    if seconds > limits.TIME_S + GRACE_S:
        outcome.faults.append(Fault("time", query, str(options), f"{seconds:.2f} s"))
    if unequal:
        outcome.faults.append(Fault("hits", query, str(options), unequal))


def _unequal(query: str, options: Options, catalogue: Catalogue, engines: Sequence[Engine]) -> str:
    """How the engines differ on a query, "" when they do not: each makes its own plan and matches passages with it."""
    until = time.monotonic() + _AGES
    found = []
    for engine in engines:
        plan = build(parse(query), catalogue, engine, options, until).plan
        hits = engine.search(plan, None, within_s=_AGES).hits if plan else ()
        found.append({(hit.number, hit.whole, round(hit.score, 6)) for hit in hits})
    ours, twins = found
    numbers = [{hit[0] for hit in one} for one in found]
    if numbers[0] != numbers[1]:
        return f"{len(ours)} and {len(twins)} passages, {len(numbers[0] ^ numbers[1])} of them in one only"
    return "" if ours == twins else f"the same {len(ours)} passages, other scores"


def run(texts: Sequence[str], count: int, seed: int, *, twin: bool = True) -> Outcome:
    """Asks so many queries over a collection of these passages."""
    words = [token.text for text in texts for token in tokens(text)]
    outcome = Outcome()
    with collection(texts) as (catalogue, engine):
        other = twin_of(catalogue) if twin else None
        for made, _ in zip(Maker(words, seed).queries(), range(count), strict=False):
            ask(made, catalogue, engine, other, outcome)
    return outcome


def main() -> int:
    """Prints the outcome; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--passages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20_241_124)
    parser.add_argument("--no-twin", action="store_true")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    texts = passages(given.passages, given.data)
    outcome = run(texts, given.queries, given.seed, twin=not given.no_twin)
    figures = outcome.figures()
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            if name != "faults":
                print(f"{name:<18}{value}")
        for fault in outcome.faults[:20]:
            print(f"\n{fault.kind}: {fault.query!r} {fault.options}\n{fault.what}")
    return int(bool(outcome.faults) or not outcome.answered)


if __name__ == "__main__":
    sys.exit(main())
