"""How a service is set up: one frozen value, which can pass to other processes through the environment."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

_VARIABLE = "FUNN_SERVICE"  # how `funn serve` tells its worker processes


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose, and the limits that keep a service alive.

    Attributes:
        store: folder of the collection.
        threads: searches at once in a process, beside one thing that takes long; more only slow each other down.
        waiting: requests that may wait for a search; the next one is told to come again (429).
        requests: requests of all kinds under way in a process; the next one is told to come again (429).
        request_s: seconds until a request is given up that has no answer yet.
        stall_s: seconds until an answer is given up of which the client takes nothing.
        address_length: bytes of an address; a longer one is refused.
        query_length: characters of a query; a longer one is refused.
        page_size: hits on a page, and in an answer of the API.
        export_size: passages in an export.
        picture_pixels: longest side of a rendered page.
        picture_cache_mb: rendered pages that are kept in memory.
        answer_cache_mb: answers that are kept in memory, as long as the collection does not change; 0 for none.
        cors: origins that a browser may ask the API from; none unless asked for, "*" for all.
        proxied: whether a reverse proxy stands before it and tells the client's address and scheme.
        base_url: what addresses of the service begin with, such as "https://funn.example.no"; "" for what a request says.
        hosts: names that a request may call the service by; () for any.
        log: whether each request is told on stderr.
        log_queries: whether that says what was looked for; not unless asked for.
        counts: folder in which the processes of a service add up what they count; None for one process.
        warm: whether each thread searches once at start, so that the first visitor does not wait for it.
    """

    store: Path
    threads: int = 1
    waiting: int = 64
    requests: int = 256
    request_s: float = 15.0
    stall_s: float = 60.0
    address_length: int = 16_384
    query_length: int = 1_000
    page_size: int = 100
    export_size: int = 2_000
    picture_pixels: int = 2_400
    picture_cache_mb: int = 64
    answer_cache_mb: int = 32
    cors: tuple[str, ...] = ()
    proxied: bool = False
    base_url: str = ""
    hosts: tuple[str, ...] = ()
    log: bool = False
    log_queries: bool = False
    counts: Path | None = None
    warm: bool = False

    def to_environment(self) -> None:
        """Leaves the settings to processes that this one starts."""
        paths = {"store": str(self.store.absolute()), "counts": str(self.counts) if self.counts else ""}
        os.environ[_VARIABLE] = json.dumps({**asdict(self), **paths})

    @classmethod
    def from_environment(cls) -> Self:
        """The settings that the process which started this one has left."""
        told = json.loads(os.environ[_VARIABLE])
        lists = {name: tuple(told[name]) for name in ("cors", "hosts")}
        paths = {"store": Path(told["store"]), "counts": Path(told["counts"]) if told["counts"] else None}
        return cls(**{**told, **lists, **paths})
