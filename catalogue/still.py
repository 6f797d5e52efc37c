"""What was read of one state of a catalogue, so that it is not read again as long as that state lasts.

Only for a process that stays: each step of a statement lets other threads have the interpreter, and to get it back costs
more than the step itself.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

_MOST = 4_096  # of each kind; a passage takes two kilobytes or so

Key = TypeVar("Key", bound=Hashable)
Read = TypeVar("Read")
Made = TypeVar("Made")


class Still:
    """What is known of a state.

    Attributes:
        state: names it.
    """

    def __init__(self, state: Hashable) -> None:
        self.state = state
        self._read: dict[str, dict[Any, Any]] = {}
        self._made: dict[object, Any] = {}

    def of(
        self, kind: str, keys: Iterable[Key], read: Callable[[Iterable[Key]], Mapping[Key, Read]]
    ) -> dict[Key, Read]:
        """What stands under these keys: what is known, and what `read` gives for the others.

        Args:
            kind: of what is read, such as "passage".
            keys: in any order; what is not there is left out.
            read: reads some.
        """
        known = self._read.setdefault(kind, {})
        found = {}
        missing = []
        for key in keys:
            if key in known:
                found[key] = known[key]
            else:
                missing.append(key)
        if missing:
            new = read(missing)
            found |= new
            if len(known) + len(new) > _MOST:
                known.clear()
            if len(new) <= _MOST:
                known |= new
        return found

    def once(self, name: object, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made
