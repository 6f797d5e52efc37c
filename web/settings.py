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
        threads: searches at once in a process; more only wait for each other.
        waiting: requests that may wait for a search; the next one is told to come again (429).
        request_s: seconds until a request is given up.
        query_length: characters of a query; a longer one is refused.
        page_size: hits on a page, and in an answer of the API.
        export_size: passages in an export.
        picture_pixels: longest side of a rendered page.
        picture_cache_mb: rendered pages that are kept in memory.
        cors: origins that a browser may ask the API from; none unless asked for, "*" for all.
        proxied: whether a reverse proxy stands before it and tells the client's address and scheme.
    """

    store: Path
    threads: int = 2
    waiting: int = 64
    request_s: float = 15.0
    query_length: int = 1_000
    page_size: int = 100
    export_size: int = 2_000
    picture_pixels: int = 2_400
    picture_cache_mb: int = 64
    cors: tuple[str, ...] = ()
    proxied: bool = False

    def to_environment(self) -> None:
        """Leaves the settings to processes that this one starts."""
        os.environ[_VARIABLE] = json.dumps({**asdict(self), "store": str(self.store.absolute())})

    @classmethod
    def from_environment(cls) -> Self:
        """The settings that the process which started this one has left."""
        told = json.loads(os.environ[_VARIABLE])
        return cls(**{**told, "store": Path(told["store"]), "cors": tuple(told["cors"])})
