"""Files of the store, written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Self

from catalogue.errors import StoreError

PARTS = "parts"  # the folder of what is being written


class Part:
    """A file that is being written: on the disk when the context ends, gone when that fails."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / f"{token_hex(8)}.part").open("xb")
        except OSError as error:
            raise _unwritable(folder, error) from error
        self.name = self._file.name

    def write(self, data: bytes) -> None:
        """Appends."""
        try:
            self._file.write(data)
        except OSError as error:
            raise _unwritable(Path(self.name), error) from error

    def place(self, path: Path) -> None:
        """Puts the finished file in its place, in one step; it is gone when that fails."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(self.name).replace(path)
        except OSError as error:
            Path(self.name).unlink(missing_ok=True)
            raise _unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            Path(self.name).unlink(missing_ok=True)
            if kind is None:
                raise _unwritable(Path(self.name), error) from error
        if kind is not None:
            with suppress(OSError):
                Path(self.name).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be written ({error.strerror}): make room, or check the folder.")


def write(path: Path, data: bytes, files: Path) -> None:
    """Writes a file whole or not at all.

    Args:
        path: its place, below `files`.
        data: all of it.
        files: the store's folder of files.

    Raises:
        StoreError: it cannot be written.
    """
    with Part(files / PARTS) as part:
        part.write(data)
    part.place(path)
