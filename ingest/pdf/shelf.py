"""Pages of a very long file, kept in a temporary file rather than in memory."""

import pickle
from collections.abc import Iterator, MutableMapping
from tempfile import TemporaryFile
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Shelf(MutableMapping[int, Value], Generic[Value]):
    """A mapping from page numbers to values that can be pickled; a value that is taken out is a copy.

    The file has no name and goes with the process. A value that is put in anew leaves its old bytes behind; a page is
    put in twice at the most.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - open as long as the mapping is
        self._places: dict[int, tuple[int, int]] = {}

    def __setitem__(self, number: int, value: Value) -> None:
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._places[number] = self._file.seek(0, 2), len(data)
        self._file.write(data)

    def __getitem__(self, number: int) -> Value:
        start, length = self._places[number]
        self._file.seek(start)
        value: Value = pickle.loads(self._file.read(length))  # noqa: S301 - this process has written it
        return value

    def __delitem__(self, number: int) -> None:
        del self._places[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __del__(self) -> None:
        self._file.close()
