"""What is slow to make of a collection and stays the same until the collection changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from web.desk import Desk

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Makes something of a collection once for each of its states; the last two are kept."""

    def __init__(self, make: Callable[..., Made], most: int = 2) -> None:
        self._make = make
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[Hashable, ...], Made] = OrderedDict()

    def __call__(self, desk: Desk, *about: Hashable) -> Made:
        """What `make(desk, *about)` gives for the collection as it is."""
        key = (str(desk.catalogue.folder), desk.state(), *about)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = self._make(desk, *about)
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made
