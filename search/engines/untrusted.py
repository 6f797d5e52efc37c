"""Nothing in an index is trusted: its pickles can only be data, whatever it was made by, and its files can be damaged."""

import pickle
import struct
import zlib
from collections.abc import Mapping
from typing import Any, BinaryIO


class DamagedError(Exception):
    """A file of the index does not hold what it should."""


# What reading damaged files can end in, besides OSError.
DAMAGE = (
    DamagedError, struct.error, pickle.UnpicklingError, zlib.error, EOFError, ValueError, TypeError, AttributeError,
    IndexError, KeyError, UnicodeDecodeError,
)  # fmt: skip


class _Unpickler(pickle.Unpickler):
    """Reads values, and of objects only those of the classes it is given."""

    def __init__(self, file: BinaryIO, classes: Mapping[tuple[str, str], type]) -> None:
        super().__init__(file)
        self._classes = classes

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if it is one that an index holds."""
        try:
            return self._classes[module, name]
        except KeyError:
            raise DamagedError(f"it names {module}.{name}, which no index of ours holds") from None


def load(file: BinaryIO, classes: Mapping[tuple[str, str], type]) -> Any:
    """The value pickled here.

    Args:
        file: to be read from where it stands.
        classes: what may be named in it, by module and name.

    Raises:
        DamagedError: it names something else.
    """
    return _Unpickler(file, classes).load()
