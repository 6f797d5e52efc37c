"""Funn and its peers, each asked in the same way: build an index of passages, rank them for a query."""

import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from benchmarks.retrieval_data import Text
from catalogue.model import Passage, Report
from catalogue.store import Catalogue
from search import index
from search.find import find
from search.options import Options

REPORT_SIZE = 300  # passages


class System(Protocol):
    """A search system."""

    name: str

    def build(self, texts: Sequence[Text]) -> None:
        """Makes an index of the passages."""

    def rank(self, query: str, limit: int) -> list[str]:
        """Ids of the best passages."""

    def close(self) -> None:
        """Removes what was made."""


class Funn:
    """The whole program: a catalogue, the index over it, and `search.find`, with marks, snippets and folding."""

    name = "funn"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="funn-retrieval-"))
        self.catalogue = Catalogue.open(self._folder, create=True)
        self.engine = index.open_or_create(self.catalogue)

    def build(self, texts: Sequence[Text]) -> None:
        """Saves the passages as reports and indexes them."""
        for start in range(0, len(texts), REPORT_SIZE):
            report = f"{start:016x}"
            passages = [
                Passage(text.id, report, text.text, standard=text.standard)
                for text in texts[start : start + REPORT_SIZE]
            ]
            self.catalogue.save(Report(report, title=f"{start}"), passages, 1)
        index.update(self.engine, self.catalogue)

    def rank(self, query: str, limit: int) -> list[str]:
        """Hits, each followed by the near-identical passages that were folded into it."""
        hits = find(query, self.catalogue, self.engine, Options(limit=limit)).hits
        return [passage.id for hit in hits for passage in (hit.passage, *(place.passage for place in hit.other_places))]

    def close(self) -> None:
        """Removes the store."""
        self.engine.close()
        self.catalogue.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Whoosh:
    """Whoosh 2.7.4 as it comes, with its Norwegian analyser (Snowball)."""

    def __init__(self, mode: str) -> None:
        self.name = f"whoosh_{mode}"
        self._mode = mode
        self._folder = Path(tempfile.mkdtemp(prefix="whoosh-retrieval-"))
        self._searcher: Any = None
        self._parser: Any = None

    def build(self, texts: Sequence[Text]) -> None:
        """An index with ids stored."""
        from whoosh import fields
        from whoosh import index as whoosh_index
        from whoosh.analysis import LanguageAnalyzer
        from whoosh.qparser import AndGroup, OrGroup, QueryParser

        schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(analyzer=LanguageAnalyzer("no")))
        made = whoosh_index.create_in(self._folder, schema)
        writer = made.writer(limitmb=256)
        for text in texts:
            writer.add_document(id=text.id, text=text.text)
        writer.commit()
        self._searcher = made.searcher()
        group = AndGroup if self._mode == "and" else OrGroup
        self._parser = QueryParser("text", schema, plugins=[], group=group)

    def rank(self, query: str, limit: int) -> list[str]:
        """Its BM25F; the query is words, not its query language."""
        words = " ".join("".join(letter if letter.isalnum() else " " for letter in query).split())
        return [hit["id"] for hit in self._searcher.search(self._parser.parse(words), limit=limit)]

    def close(self) -> None:
        """Removes the index."""
        self._searcher.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Tantivy:
    """tantivy with its Norwegian stemmer (Snowball), any of the words."""

    name = "tantivy_or"

    def __init__(self) -> None:
        self._index: Any = None
        self._searcher: Any = None

    def build(self, texts: Sequence[Text]) -> None:
        """An index in memory."""
        import tantivy

        analyser = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("norwegian"))
            .build()
        )
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="norwegian")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("norwegian", analyser)
        writer = self._index.writer(num_threads=1)
        for text in texts:
            writer.add_document(tantivy.Document(id=text.id, text=text.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, query: str, limit: int) -> list[str]:
        """Its BM25; the query is words, not its query language."""
        words = " ".join("".join(letter if letter.isalnum() else " " for letter in query).lower().split())
        hits = self._searcher.search(self._index.parse_query(words, ["text"]), limit).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]

    def close(self) -> None:
        """Nothing is kept."""


SYSTEMS: Mapping[str, Callable[[], System]] = {
    "funn": Funn,
    "whoosh_or": lambda: Whoosh("or"),
    "whoosh_and": lambda: Whoosh("and"),
    "tantivy_or": Tantivy,
}
"""What makes each system; a peer whose library is not installed cannot be made."""


def lacking() -> frozenset[str]:
    """Names of the systems whose library is not installed."""
    return frozenset() if importlib.util.find_spec("tantivy") else frozenset({Tantivy.name})
