"""The access log: a line of JSON for each request, on stderr. What was looked for is nobody's business but the reader's."""

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

_PATH = 300  # characters of a path that are told

Write = Callable[[str], object]


class Journal:
    """Tells of requests.

    Attributes:
        queries: whether what was looked for is told.
    """

    def __init__(self, write: Write | None = None, *, requests: bool, queries: bool) -> None:
        """Sets it up.

        Args:
            write: takes a line with its end; stderr when None.
            requests: whether every request is told, or only errors.
            queries: whether what was looked for is told.
        """
        self._write = write or _stderr
        self._requests = requests
        self.queries = queries

    def request(self, scope: Mapping[str, Any], **told: object) -> None:
        """Tells of a request that was answered."""
        if self._requests:
            self._tell(scope, **told)

    def error(self, scope: Mapping[str, Any], error: BaseException, **told: object) -> None:
        """Tells of an error that nobody expected: where it was, and its words only where queries may be told."""
        where = traceback.format_tb(error.__traceback__)
        words = {"words": str(error)} if self.queries else {}
        self._tell(scope, error=type(error).__name__, **words, where=where, **told)

    def _tell(self, scope: Mapping[str, Any], **told: object) -> None:
        client = scope.get("client")
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client[0] if client else "",
            "method": scope["method"],
            "path": scope["path"][:_PATH],
        }
        if self.queries:
            line["query"] = scope.get("query_string", b"").decode("ascii", "replace")
        self._write(f"{json.dumps({**line, **told}, ensure_ascii=True)}\n")


def _stderr(line: str) -> None:
    with suppress(OSError, ValueError):  # nobody reads it any more, which is no reason not to answer
        sys.stderr.write(line)
        sys.stderr.flush()
