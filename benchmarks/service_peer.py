"""The peer of the service: a bare Starlette route that answers from SQLite FTS5, over the same passages.

The ten best by bm25 as JSON with title, page, text and a snippet. A query in quotes is a phrase, a word with `*` a prefix, all other
words are alternatives, as in Funn. No total, no facets, no other form of a word, no guard around it: what an hour's
work would give. Each thread has a connection of its own, as in Funn; SQLite works without Python's lock.
"""

import os
import re
import sqlite3
import threading
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.cold import fill
from catalogue.store import Catalogue

_VARIABLE = "FUNN_PEER"
_SEARCH = (
    "SELECT title, page, text, snippet(passage, 2, '<mark>', '</mark>', '…', 40) FROM passage "
    "WHERE passage MATCH ? ORDER BY rank LIMIT 10"
)
_PART = re.compile(r'"([^"]+)"|(\w+)(\*?)')


def prepare(store: Path, database: Path) -> int:
    """Writes the passages of a store for the peer, and tells it where; how many there are."""
    with Catalogue.open(store) as catalogue:
        count = fill(database, catalogue)
    os.environ[_VARIABLE] = str(database)
    return count


def match(query: str) -> str:
    """A query in the language of FTS5."""
    return " OR ".join(f'"{phrase or word}"{star}' for phrase, word, star in _PART.findall(query))


def from_environment() -> Starlette:
    """The peer in a process that was told of a database."""
    database = os.environ[_VARIABLE]
    local = threading.local()

    def search(request: Request) -> JSONResponse:
        if not hasattr(local, "db"):
            local.db = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)
        rows = local.db.execute(_SEARCH, [match(request.query_params["q"])])
        names = ("title", "page", "text", "snippet")
        return JSONResponse({"hits": [dict(zip(names, row, strict=True)) for row in rows]})

    return Starlette(routes=[Route("/search", search)])
