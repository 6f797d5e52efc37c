"""Is anything lost when Funn is killed, or the disk is full, at any moment?

    python -m benchmarks.killing [--kills 100] [--full 20] [--pdfs 2] [--seed N] [--json]

Each trial begins with a copy of a store that holds four reports of the sample series. A command (ingest of made-up
landing pages and PDFs, reindex, edit, backup) runs as a process of its own and is killed (SIGKILL, with its workers) at
a random moment of its usual duration, counted from when all is imported (every other ingest: within 0.2 s after
a random one of its commits); or it runs under a limit of file size (RLIMIT_FSIZE) that stands for a full
disk. The process writes down what it has committed as soon as it has. Then:

- every report that was held before or noted as committed is there, with all its passages, and an edit keeps its value;
- a search answers, and the database is whole;
- a backup is the old one or the new one, whole;
- the same command run again ends well, and `funn doctor` finds nothing left to fix.

With --searching, searches run in a loop beside ingest and reindex, and their latency is told.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from catalogue.store import FILE_NAME, Catalogue
from commands.upkeep import faults_of
from search.find import find
from search.index import open_engine
from search.options import Options

CORPUS = Path(__file__).parents[1] / "corpus"
BASE = ("01", "02", "03", "04")
QUERY = "skoleleiarar involvering"
PAGES = 40
OPERATIONS = ("ingest", "reindex", "edit", "backup")
_ALL = Options(limit=None)
_BETWEEN_S = 0.2  # after a commit of an ingest, within which it is killed
_READY = "ready"
_COMMITTED = "committed "
# The command itself, in a process that tells what is committed as soon as it is.
DRIVER = f"""
import sys
import cli
import commands.collection, commands.ingest, commands.upkeep
import ingest.net.front, ingest.pdf.workers, ingest.pipeline
import norwegian, search.index, search.engines.packed
from catalogue import backup, edits
from catalogue.store import Catalogue

def told(function, name):
    def call(*given, **more):
        result = function(*given, **more)
        print({_COMMITTED!r} + name(given), flush=True)
        return result
    return call

Catalogue.save = told(Catalogue.save, lambda given: f"{{given[1].id}} {{len(given[2])}}")
edits.change = told(edits.change, lambda given: f"edit {{given[2][0][1]}}")
backup.backup = told(backup.backup, lambda given: "backup")
norwegian.index_keys("klar")
print({_READY!r}, flush=True)
cli.cli(sys.argv[1:])
"""
PAGE = """# Rapport {number} om samarbeid i skulen

**RAPPORT** | **SIST ENDRA:** 10.01.2023

**Tittel:** Rapport {number} om samarbeid i skulen

**Forfattarar:** Kari Ås og Ola Øy

**År:** 20{year:02}

## Dette fann forskarane

* I kommune {number} var skuleleiarane involverte i {number} av dei {total} tiltaka.
* Samarbeidet mellom dei {number} skulane vart betre av faste møte.
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one trial.

    Attributes:
        operation: the command.
        moment: seconds after its start when it was killed, or the limit in bytes.
        ended: whether it had ended before.
        committed: how many reports, edits or backups it had noted as committed.
        faults: codes of what `doctor` found right after.
        wrong: sentences: what must not be.
    """

    operation: str
    moment: float
    ended: bool
    committed: int
    faults: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass
class Bench:
    """A folder with a store that trials begin with, and what they ingest.

    Attributes:
        place: the folder.
        pdfs: how many PDFs of the sample series an ingest reads.
        pages: how many made-up landing pages.
        held: beginnings of the names of the reports that the store holds.
        measurements: how often an operation's usual duration is measured.
        durations: of each operation, in seconds, once it was measured.
    """

    place: Path
    pdfs: int = 0
    pages: int = PAGES
    held: tuple[str, ...] = BASE
    measurements: int = 3
    durations: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        base, more = self.place / "held", self.place / "more"
        base.mkdir()
        more.mkdir()
        for path in sorted(CORPUS.iterdir()):
            if path.is_file() and path.name.startswith(self.held):
                shutil.copy(path, base)
        for path in sorted(CORPUS.glob("0[5-8]-*.pdf"))[: self.pdfs]:
            shutil.copy(path, more)
        for number in range(self.pages):
            text = PAGE.format(number=number, year=number % 24, total=self.pages)
            (more / f"side-{number}.md").write_text(text, "utf-8")
        _must(self.run("ingest", str(base), "--quiet", store=self.base))
        with Catalogue.open(self.base) as catalogue:
            self.reports = {one.id: len(catalogue.numbered_passages(one.id)) for one in catalogue.reports()}
        self.found = _answer(self.base)

    @property
    def base(self) -> Path:
        """The store that trials begin with a copy of."""
        return self.place / "base"

    def arguments(self, operation: str, store: Path, number: int) -> list[str]:
        """The command line of an operation on a store."""
        more = {
            "ingest": ["ingest", str(self.place / "more"), "--quiet"],
            "reindex": ["reindex"],
            "edit": ["edit", min(self.reports), f"title=Eit namn {number}"],
            "backup": ["backup", str(store.parent / "copy")],
        }
        return ["--store", str(store), *more[operation]]

    def run(self, *arguments: str, store: Path) -> "subprocess.CompletedProcess[str]":
        """A command to its end."""
        given = [sys.executable, "-c", DRIVER, "--store", str(store), *arguments]
        return subprocess.run(given, capture_output=True, text=True, check=False, cwd=CORPUS.parent)

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Path]:
        """A copy of the base store in a folder of its own."""
        with TemporaryDirectory(dir=self.place) as folder:
            shutil.copytree(self.base, Path(folder) / "store")
            yield Path(folder) / "store"

    def measure(self, operation: str) -> float:
        """Seconds that an operation takes once all is imported: the least that was measured."""
        if operation not in self.durations:
            taken = []
            for _ in range(self.measurements):
                with self.fresh() as store:
                    process = _start(self.arguments(operation, store, 0))
                    start = time.monotonic()
                    _, errors = process.communicate()
                    taken.append(time.monotonic() - start)
                    if process.returncode:
                        raise RuntimeError(f"{operation} failed without being disturbed: {errors[-500:]!r}")
            self.durations[operation] = min(taken)
        return self.durations[operation]


def killed(bench: Bench, operation: str, number: int, chance: random.Random) -> Trial:
    """Kills an operation at a random moment and looks at what is left."""
    moment = chance.uniform(0.0, bench.measure(operation))
    with bench.fresh() as store:
        process = _start(bench.arguments(operation, store, number))
        seen = b""
        if operation == "ingest" and number // len(OPERATIONS) % 2:
            moment = chance.uniform(0.0, _BETWEEN_S)
            for _ in range(chance.randrange(1, bench.pages + bench.pdfs + 1)):
                seen += process.stdout.readline() if process.stdout else b""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        ended = process.poll() is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return _looked_at(
            bench, bench.arguments(operation, store, number), (seen + output).decode(), moment, ended=ended
        )


def full(bench: Bench, operation: str, number: int, chance: random.Random) -> Trial:
    """Runs an operation where no file may grow beyond a random size, and looks at what is left."""
    limit = chance.randrange(0, int(1.2 * (bench.base / FILE_NAME).stat().st_size))
    with bench.fresh() as store:
        process = _start(
            bench.arguments(operation, store, number),
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        output, errors = (said.decode() for said in process.communicate())
        arguments = bench.arguments(operation, store, number)
        trial = _looked_at(bench, arguments, output, limit, ended=process.returncode == 0)
        told = [] if process.returncode in {0, 3, 5} else [f"exit code {process.returncode}: {errors[-300:]}"]
        told += [f"a traceback: {errors[-300:]}"] if "Traceback" in errors else []
        return Trial(trial.operation, limit, trial.ended, trial.committed, trial.faults, (*trial.wrong, *told))


def _start(arguments: list[str], before: Callable[[], object] | None = None) -> "subprocess.Popen[bytes]":
    """A command that is about to begin its work."""
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # what was read line by line is not read ahead of
        cwd=CORPUS.parent,
        start_new_session=True,  # its workers die with it
        preexec_fn=before,  # noqa: PLW1509 - no threads here
    )
    if process.stdout is None or process.stdout.readline().strip() != _READY.encode():
        _, errors = process.communicate()
        raise RuntimeError(f"the command did not even start: {errors[-500:]!r}")
    return process


def _looked_at(bench: Bench, arguments: list[str], output: str, moment: float, *, ended: bool) -> Trial:
    """What is left after a trial of this command line, and after the same command has run again undisturbed."""
    _, place, operation, *_ = arguments
    store = Path(place)
    committed = [line.removeprefix(_COMMITTED) for line in output.splitlines() if line.startswith(_COMMITTED)]
    wrong = [*_lost(bench, store, committed), *_unanswered(bench, store), *_halves(bench, store, committed)]
    with Catalogue.open(store) as catalogue:
        faults = tuple(fault.code for fault in faults_of(catalogue))
    again = bench.run(*arguments[2:], store=store)
    if again.returncode:
        wrong.append(f"run again it ends with {again.returncode}: {again.stderr[-300:]}")
    with Catalogue.open(store) as catalogue:
        wrong += [f"left to fix: {fault.text}" for fault in faults_of(catalogue)]
        held = catalogue.count()[0]
    wrong += _unanswered(bench, store)
    expected = len(bench.reports) + bench.pages + bench.pdfs
    if operation == "ingest" and held != expected:
        wrong.append(f"{held} reports instead of {expected}")
    return Trial(operation, moment, ended, len(committed), faults, tuple(wrong))


def _lost(bench: Bench, store: Path, committed: list[str]) -> Iterator[str]:
    """Reports and edits that were committed and are not there."""
    wanted = dict(bench.reports)
    title = ""
    for line in committed:
        first, _, rest = line.partition(" ")
        if first == "edit":
            title = rest
        elif first != "backup":
            wanted[first] = int(rest)
    with Catalogue.open(store) as catalogue:
        whole = catalogue.db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        held = {one.id: len(catalogue.numbered_passages(one.id)) for one in catalogue.reports()}
        titles = {one.title for one in catalogue.reports()}
    if whole != "ok":
        yield f"the database is damaged: {whole}"
    for id_, passages in wanted.items():
        if held.get(id_) != passages:
            yield f"{id_} has {held.get(id_)} of {passages} passages"
    if title and title not in titles:
        yield f"the edit to {title!r} is lost"


def _unanswered(bench: Bench, store: Path) -> Iterator[str]:
    """Why a search does not answer as it did: what was found before is still found."""
    try:
        missing = bench.found - _answer(store)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        yield f"search: {type(error).__name__}: {error}"
    else:
        if missing:
            yield f"search does not find {len(missing)} of {len(bench.found)} passages"


def _halves(bench: Bench, store: Path, committed: list[str]) -> Iterator[str]:
    """A backup that is neither whole nor absent."""
    copy = store.parent / "copy"
    if not copy.exists():
        if "backup" in committed:
            yield "the backup is not there"
        return
    with contextlib.closing(sqlite3.connect(copy)) as held:
        if held.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            yield "the backup is damaged"
        elif held.execute("SELECT count(*) FROM report").fetchone()[0] < len(bench.reports):
            yield "the backup lacks reports"


def _answer(store: Path) -> frozenset[str]:
    """Ids of all passages that answer, those folded into another among them."""
    with Catalogue.open(store) as catalogue:
        engine = open_engine(catalogue)
        hits = find(QUERY, catalogue, engine, _ALL).hits
        ids = {hit.passage.id for hit in hits} | {place.passage.id for hit in hits for place in hit.other_places}
        engine.close()
    if not ids:
        raise RuntimeError("nothing found")
    return frozenset(ids)


def _must(done: "subprocess.CompletedProcess[str]") -> None:
    if done.returncode:
        raise RuntimeError(f"the command failed without being disturbed: {done.stderr[-500:]}")


@dataclass(frozen=True, slots=True)
class Searching:
    """Searches beside a writer.

    Attributes:
        beside: the writer.
        latencies: of each search with its opening of the store, in ms, sorted.
        errors: what went wrong.
    """

    beside: str
    latencies: tuple[float, ...]
    errors: tuple[str, ...]


def searching(bench: Bench, operation: str, rounds: int = 3) -> Searching:
    """Searches in a loop while an operation runs, each with the store opened anew; nothing may be missing."""
    latencies: list[float] = []
    errors: list[str] = []
    for number in range(rounds):
        with bench.fresh() as store:
            process = _start(bench.arguments(operation, store, number)) if operation != "nothing" else None
            until = time.monotonic() + (bench.measure("ingest") if process is None else 600.0)
            while (process.poll() is None) if process else (time.monotonic() < until):
                start = time.perf_counter()
                errors += _unanswered(bench, store)
                latencies.append(1000 * (time.perf_counter() - start))
            if process:
                _, told = process.communicate()
                errors += (
                    [f"{operation} ended with {process.returncode}: {told[-300:]!r}"] if process.returncode else []
                )
    return Searching(operation, tuple(sorted(latencies)), tuple(errors))


def main() -> int:
    """Runs the trials and prints a table, or JSON; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--pdfs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--searching", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.kills + given.full < 1 and not given.searching:
        sys.exit("benchmarks.killing: nothing was asked for.")
    chance = random.Random(given.seed)  # noqa: S311 - moments, no secrets
    with TemporaryDirectory(prefix="funn-killing-") as place:
        bench = Bench(Path(place), given.pdfs)
        kills = [killed(bench, OPERATIONS[n % len(OPERATIONS)], n, chance) for n in range(given.kills)]
        disks = [full(bench, OPERATIONS[n % len(OPERATIONS)], n, chance) for n in range(given.full)]
        loops = [searching(bench, one) for one in ("nothing", "ingest", "reindex")] if given.searching else []
    if given.json:
        print(json.dumps({"killed": _objects(kills), "full": _objects(disks)}, ensure_ascii=False))
    else:
        _print(kills, "killed at a random moment", bench.durations)
        _print(disks, "disk full", bench.durations)
        _print_loops(loops)
    wrong = [sentence for trial in (*kills, *disks) for sentence in trial.wrong]
    return int(bool(wrong or any(loop.errors for loop in loops)))


def _objects(trials: list[Trial]) -> list[dict[str, object]]:
    return [{name: getattr(trial, name) for name in Trial.__slots__} for trial in trials]


def _print(trials: list[Trial], title: str, durations: dict[str, float]) -> None:
    if not trials:
        return
    print(f"\n| {title} | trials | usual duration, s | ended before | had committed | left faults | wrong |")
    print("|---|---|---|---|---|---|---|")
    for operation in OPERATIONS:
        own = [trial for trial in trials if trial.operation == operation]
        ended = sum(trial.ended for trial in own)
        committed = sum(trial.committed > 0 for trial in own)
        faults = sum(bool(trial.faults) for trial in own)
        wrong = sum(bool(trial.wrong) for trial in own)
        usual = f"{durations[operation]:.1f}" if operation in durations else ""
        print(f"| {operation} | {len(own)} | {usual} | {ended} | {committed} | {faults} | {wrong} |")
    for trial in trials:
        for sentence in trial.wrong:
            print(f"WRONG: {trial.operation} at {trial.moment:.3f}: {sentence}")


def _print_loops(loops: list[Searching]) -> None:
    if not loops:
        return
    print("\n| searches beside | searches | median, ms | 95th percentile, ms | longest, ms | errors |")
    print("|---|---|---|---|---|---|")
    for loop in loops:
        times = loop.latencies
        late = times[int(0.95 * (len(times) - 1))]
        print(
            f"| {loop.beside} | {len(times)} | {median(times):.0f} | {late:.0f} | {times[-1]:.0f} | {len(loop.errors)} |"
        )
        for error in loop.errors:
            print(f"WRONG: beside {loop.beside}: {error}")


if __name__ == "__main__":
    sys.exit(main())
