"""The systems that are measured for speed, each asked for the same things over the same passages.

| | index | best-of |
|---|---|---|
| funn | finished keys, no text; the text is in the catalogue | yes: each word in any form and either standard |
| whoosh | stock Whoosh, Norwegian analyser (Snowball), text stored | no |
| fts5 | SQLite FTS5, unicode61, text stored | no |
| tantivy | Funn's keys in one field, the text (stored) in another | yes: Funn's keys as a disjunction of maxima |
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.passages import REPORT_SIZE
from benchmarks.speed_peers import TOP, Fts5, Tantivy, Whoosh, size
from catalogue.model import Passage, Place, Report, passage_ids
from catalogue.store import FILE_NAME, Catalogue
from search import index
from search.find import find
from search.options import Options
from search.plan import build
from search.query import parse

KINDS = ("one", "words", "all", "phrase", "prefix", "fuzzy", "snippets")
_FOREVER = 1e9


class System(Protocol):
    """A search system in a folder of its own."""

    name: str

    def build(self, texts: Sequence[str]) -> None:
        """Makes the index; what comes before it, such as a store of the texts, is made by `prepare`."""

    def prepare(self, texts: Sequence[str]) -> None:
        """What is not the index's own work."""

    def index_bytes(self) -> int:
        """Size of the index on the disk."""

    def asker(self, kind: str) -> Callable[[Sequence[str]], int] | None:
        """A function that asks for words in this way and answers how many hits it got; None when there is none."""

    def replace(self, texts: Sequence[str]) -> None:
        """Puts other passages in the place of the first report's."""

    def cold(self, query: str) -> list[str]:
        """A command that answers a query in a new process."""

    def close(self) -> None:
        """Removes what was made."""


class Funn:
    """The index over a catalogue; what is asked without snippets is plan and postings, as for the peers."""

    name = "funn"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="speed-funn-"))
        self._catalogue = Catalogue.open(self._folder, create=True)
        self._engine = index.open_or_create(self._catalogue)

    def prepare(self, texts: Sequence[str]) -> None:
        """Saves the passages as reports."""
        for start in range(0, len(texts), REPORT_SIZE):
            self._save(f"{start:016x}", texts[start : start + REPORT_SIZE])

    def _save(self, id_: str, texts: Sequence[str]) -> None:
        passages = [
            Passage(passage, id_, text, places=(Place(1),))
            for passage, text in zip(passage_ids(id_, texts), texts, strict=True)
        ]
        self._catalogue.save(Report(id_, title=id_), passages, 1)

    def build(self, texts: Sequence[str]) -> None:  # noqa: ARG002 - they are in the catalogue
        """Indexes what the catalogue has."""
        index.update(self._engine, self._catalogue)

    def index_bytes(self) -> int:
        """Without the catalogue."""
        return sum(size(folder) for folder in self._folder.glob(f"{index.FOLDER}-*"))

    def text_bytes(self) -> int:
        """The catalogue, with what SQLite has not yet moved into it."""
        return sum(file.stat().st_size for file in self._folder.glob(f"{FILE_NAME}*"))

    def asker(self, kind: str) -> Callable[[Sequence[str]], int]:
        """Through the query language."""
        written = _WRITTEN[kind]
        if kind == "snippets":
            return lambda words: len(find(written(words), self._catalogue, self._engine, Options(limit=TOP)).hits)

        def ask(words: Sequence[str]) -> int:
            request = build(parse(written(words)), self._catalogue, self._engine, Options(), _FOREVER)
            assert request.plan is not None
            return len(self._engine.search(request.plan, TOP).hits)

        return ask

    def replace(self, texts: Sequence[str]) -> None:
        """Saves the report and updates the index."""
        self._save(f"{0:016x}", texts)
        index.update(self._engine, self._catalogue)

    def cold(self, query: str) -> list[str]:
        """The command `search`."""
        return [str(Path(sys.executable).with_name("search")), "--store", str(self._folder), query]

    def close(self) -> None:
        """Removes the store."""
        self._engine.close()
        self._catalogue.close()
        shutil.rmtree(self._folder, ignore_errors=True)


_WRITTEN: dict[str, Callable[[Sequence[str]], str]] = {
    "one": lambda words: words[0],
    "words": " ".join,
    "snippets": " ".join,
    "all": lambda words: " ".join(f"+{word}" for word in words),
    "phrase": lambda words: f'"{" ".join(words)}"',
    "prefix": lambda words: f"{words[0]}*",
    "fuzzy": lambda words: f"{words[0]}~1",
}


SYSTEMS: dict[str, Callable[[], System]] = {"funn": Funn, "whoosh": Whoosh, "fts5": Fts5, "tantivy": Tantivy}
