"""The systems that Funn's speed is measured beside, each in a folder of its own; `speed_systems` tells what they index."""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.cold import SCRIPT
from benchmarks.passages import REPORT_SIZE
from norwegian import expand, index_keys

TOP = 10


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


class Whoosh:
    """Whoosh 2.7.4 as it comes, with its Norwegian analyser."""

    name = "whoosh"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="speed-whoosh-"))

    def prepare(self, texts: Sequence[str]) -> None:
        """Nothing."""

    @cached_property
    def _schema(self) -> Any:
        from whoosh import fields
        from whoosh.analysis import LanguageAnalyzer

        return fields.Schema(
            report=fields.ID(stored=True), text=fields.TEXT(analyzer=LanguageAnalyzer("no"), stored=True)
        )

    def build(self, texts: Sequence[str]) -> None:
        """One commit."""
        from whoosh.index import create_in

        writer = create_in(self._folder, self._schema).writer(limitmb=256)
        for number, text in enumerate(texts):
            writer.add_document(report=str(number // REPORT_SIZE), text=text)
        writer.commit()

    def index_bytes(self) -> int:
        """With the text, as it comes."""
        return size(self._folder)

    def asker(self, kind: str) -> Callable[[Sequence[str]], int]:
        """Through its query objects, a searcher for all."""
        from whoosh import query
        from whoosh.index import open_dir

        searcher = open_dir(self._folder).searcher()
        analyser = self._schema["text"].analyzer

        def terms(words: Sequence[str]) -> list[str]:
            return [token.text for token in analyser(" ".join(words))]

        made: dict[str, Callable[[Sequence[str]], Any]] = {
            "phrase": lambda words: query.Phrase("text", found) if (found := terms(words)) else query.NullQuery,
            "prefix": lambda words: query.Prefix("text", words[0].lower()),
            "fuzzy": lambda words: query.FuzzyTerm("text", words[0].lower(), maxdist=1, prefixlength=0),
            "all": lambda words: query.And([query.Term("text", term) for term in terms(words)]),
        }

        def either(words: Sequence[str]) -> Any:
            return query.Or([query.Term("text", term) for term in terms(words)])

        make = made.get(kind, either)

        def ask(words: Sequence[str]) -> int:
            hits = searcher.search(make(words), limit=TOP)
            if kind == "snippets":
                return sum(bool(hit.highlights("text") or hit["text"]) for hit in hits)
            return len([hit["report"] for hit in hits])

        return ask

    def replace(self, texts: Sequence[str]) -> None:
        """Deletes by report and adds."""
        from whoosh.index import open_dir

        writer = open_dir(self._folder).writer()
        writer.delete_by_term("report", "0")
        for text in texts:
            writer.add_document(report="0", text=text)
        writer.commit()

    def cold(self, query: str) -> list[str]:
        """A script of a few lines."""
        script = (
            "import sys, warnings; warnings.simplefilter('ignore')\n"
            "from whoosh.index import open_dir\nfrom whoosh.qparser import QueryParser, OrGroup\n"
            "index = open_dir(sys.argv[1])\nsearcher = index.searcher()\n"
            "query = QueryParser('text', index.schema, group=OrGroup).parse(sys.argv[2])\n"
            "for hit in searcher.search(query, limit=10): print(hit['report'], hit.highlights('text'))\n"
        )
        return [sys.executable, "-c", script, str(self._folder), query]

    def close(self) -> None:
        """Removes the index."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Fts5:
    """SQLite's full-text search as it comes: words as they are printed, the text stored."""

    name = "fts5"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="speed-fts5-"))
        self._path = self._folder / "fts5.sqlite3"
        self._db = sqlite3.connect(self._path)

    def prepare(self, texts: Sequence[str]) -> None:
        """Nothing."""

    def build(self, texts: Sequence[str]) -> None:
        """One transaction."""
        with self._db:
            self._db.execute("CREATE VIRTUAL TABLE passage USING fts5(title, page UNINDEXED, text)")
            self._insert(enumerate(texts))

    def _insert(self, numbered: Any) -> None:
        self._db.executemany(
            "INSERT INTO passage VALUES (?, 1, ?)", ((f"r{number // REPORT_SIZE}", text) for number, text in numbered)
        )

    def index_bytes(self) -> int:
        """With the text, as it comes."""
        return size(self._folder)

    def asker(self, kind: str) -> Callable[[Sequence[str]], int] | None:
        """Through MATCH; it knows no fuzzy words."""
        if kind == "fuzzy":
            return None
        written: dict[str, Callable[[Sequence[str]], str]] = {
            "all": lambda words: " AND ".join(map(_quoted, words)),
            "phrase": lambda words: _quoted(" ".join(words)),
            "prefix": lambda words: f"{_quoted(words[0])}*",
        }

        def either(words: Sequence[str]) -> str:
            return " OR ".join(map(_quoted, words))

        write = written.get(kind, either)
        shown = "snippet(passage, 2, '*', '*', '…', 40)" if kind == "snippets" else "rowid"
        statement = f"SELECT {shown} FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT {TOP}"  # noqa: S608 - own text
        return lambda words: len(self._db.execute(statement, [write(words)]).fetchall())

    def replace(self, texts: Sequence[str]) -> None:
        """By the rows' numbers, which the table knows best."""
        with self._db:
            self._db.execute("DELETE FROM passage WHERE rowid BETWEEN 1 AND ?", [REPORT_SIZE])
            self._insert(enumerate(texts))

    def cold(self, query: str) -> list[str]:
        """The script of `benchmarks.cold`."""
        return [sys.executable, "-c", SCRIPT, str(self._path), query]

    def close(self) -> None:
        """Removes the database."""
        self._db.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _quoted(text: str) -> str:
    return f'"{text}"'


class Tantivy:
    """tantivy over Funn's keys, each word the best of its keys; phrases, prefixes and fuzzy words over the text."""

    name = "tantivy"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="speed-tantivy-"))
        self._index: Any = None

    def prepare(self, texts: Sequence[str]) -> None:
        """Nothing."""

    @cached_property
    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("report", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("keys", tokenizer_name="keys", index_option="freq")
        builder.add_text_field("text", stored=True)
        return builder.build()

    def build(self, texts: Sequence[str]) -> None:
        """One commit of one thread."""
        import tantivy

        self._index = tantivy.Index(self._schema, path=str(self._folder))
        self._index.register_tokenizer("keys", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for number, text in enumerate(texts):
            self._add(writer, str(number // REPORT_SIZE), text)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _add(self, writer: Any, report: str, text: str) -> None:
        import tantivy

        writer.add_document(tantivy.Document(report=report, keys=" ".join(index_keys(text)), text=text))

    def index_bytes(self) -> int:
        """With the text, as it comes."""
        return size(self._folder)

    def asker(self, kind: str) -> Callable[[Sequence[str]], int]:
        """Through its query objects, a searcher for all."""
        import tantivy
        from tantivy import Occur, Query

        searcher = self._index.searcher()

        def best_of(words: Sequence[str], occur: Any) -> Any:
            return Query.boolean_query(
                [
                    (
                        occur,
                        Query.disjunction_max_query(
                            [
                                Query.boost_query(Query.term_query(self._schema, "keys", key.text, "freq"), key.weight)
                                for key in term.keys
                            ]
                        ),
                    )
                    for term in expand(" ".join(words))
                    if term.keys
                ]
            )

        made: dict[str, Callable[[Sequence[str]], Any]] = {
            "all": lambda words: best_of(words, Occur.Must),
            "phrase": lambda words: Query.phrase_query(self._schema, "text", [word.lower() for word in words]),
            "prefix": lambda words: Query.regex_query(self._schema, "text", f"{words[0].lower()}.*"),
            "fuzzy": lambda words: Query.fuzzy_term_query(self._schema, "text", words[0].lower(), distance=1),
        }

        def either(words: Sequence[str]) -> Any:
            return best_of(words, Occur.Should)

        make = made.get(kind, either)

        def ask(words: Sequence[str]) -> int:
            query = make(words)
            found = [searcher.doc(address) for _, address in searcher.search(query, TOP).hits]
            if kind == "snippets":
                plain = self._index.parse_query(" ".join(words), ["text"])
                generator = tantivy.SnippetGenerator.create(searcher, plain, self._schema, "text")
                return sum(generator.snippet_from_doc(document) is not None for document in found)
            return len(found)

        return ask

    def replace(self, texts: Sequence[str]) -> None:
        """Deletes by report and adds."""
        writer = self._index.writer(num_threads=1)
        writer.delete_documents_by_term("report", "0")
        for text in texts:
            self._add(writer, "0", text)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def cold(self, query: str) -> list[str]:
        """A script of a few lines, over the text."""
        script = (
            "import sys, tantivy\nindex = tantivy.Index.open(sys.argv[1])\nsearcher = index.searcher()\n"
            "query = index.parse_query(sys.argv[2], ['text'])\n"
            "for _, address in searcher.search(query, 10).hits: print(searcher.doc(address)['text'][0][:200])\n"
        )
        return [sys.executable, "-c", script, str(self._folder), query]

    def close(self) -> None:
        """Removes the index."""
        self._index = None
        shutil.rmtree(self._folder, ignore_errors=True)
