"""Answers that are given again as long as the collection does not change: by this process, or by whoever has them.

An answer's entity tag (RFC 9110, section 8.8.3) names the address and the state of the collection, so it is known before
the answer is made: who has the answer is told so, and what was answered before is not made again. A new state has new
tags; what was kept of the old one falls out in time.
"""

import asyncio
import functools
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from norwegian import ANALYSIS_VERSION

_OVERHEAD = 500  # bytes of an answer beside its body, about


class Answered(NamedTuple):
    """An answer that was given.

    Attributes:
        body: of the answer.
        headers: those that belong to it, and to no request.
    """

    body: bytes
    headers: tuple[tuple[str, str], ...]


class Answers:
    """The answers that a process keeps, the oldest of which falls out when there are too many bytes."""

    def __init__(self, megabytes: int) -> None:
        self._most = megabytes * 1024 * 1024
        self._size = 0
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Answered] = OrderedDict()
        self._making: dict[str, asyncio.Event] = {}

    def get(self, tag: str) -> Answered | None:
        """The answer with this tag, if it is kept."""
        with self._lock:
            held = self._held.get(tag)
            if held is not None:
                self._held.move_to_end(tag)
            return held

    def put(self, tag: str, answered: Answered) -> None:
        """Keeps an answer; one that would take a quarter of the room is not kept."""
        size = len(answered.body) + _OVERHEAD
        if size * 4 > self._most:
            return
        with self._lock:
            if tag in self._held:
                return
            self._held[tag] = answered
            self._size += size
            while self._size > self._most:
                _, oldest = self._held.popitem(last=False)
                self._size -= len(oldest.body) + _OVERHEAD

    @contextmanager
    def making(self, tag: str) -> Iterator[None]:
        """An answer is made within it, for which others may wait; in the event loop only."""
        done = self._making.setdefault(tag, asyncio.Event()) if self._most else asyncio.Event()
        try:
            yield
        finally:
            done.set()
            self._making.pop(tag, None)

    def made(self, tag: str) -> asyncio.Event | None:
        """Set when an answer has been made, or could not be; None when nobody makes it."""
        return self._making.get(tag)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size


def entity_tag(*parts: str) -> str:
    """A weak tag of all that an answer depends on, and of the day: citations tell when they were made."""
    text = "\n".join((_program(), datetime.now(UTC).astimezone().date().isoformat(), *parts))
    return f'W/"{blake2b(text.encode("utf-8", "surrogateescape"), digest_size=15).hexdigest()}"'


def has(if_none_match: str, tag: str) -> bool:
    """Whether a request says that it has the answer; weak comparison (RFC 9110, section 13.1.2)."""
    named = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return if_none_match.strip() == "*" or tag.removeprefix("W/") in named


@functools.cache
def _program() -> str:
    """The version of the program, whose answers may differ from those of another."""
    try:
        return f"{version('funn')}.{ANALYSIS_VERSION}"
    except PackageNotFoundError:
        return str(ANALYSIS_VERSION)
