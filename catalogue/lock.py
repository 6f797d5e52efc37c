"""One writer a store: a lock that the system lets go of when its holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalogue.errors import StoreBusyError, StoreError

FILE_NAME = "writer.lock"
_POLL_S = 0.1


@contextmanager
def writing(folder: Path, purpose: str, wait_s: float = 0.0) -> Iterator[None]:
    """Holds the store for writing.

    Args:
        folder: the store; made when absent.
        purpose: what the holder does ("ingest"), told to whoever comes second.
        wait_s: how long to wait for another holder, in seconds.

    Raises:
        StoreBusyError: another process still holds it; the sentence says which and since when.
        StoreError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"The store {folder} cannot be written ({error.strerror}): check the folder.") from error
    try:
        _acquire(descriptor, folder, time.monotonic() + wait_s)
        with suppress(OSError):  # on a full disk the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{purpose}, process {os.getpid()}, since {time.strftime('%F %T')}".encode(), 0)
        yield
    finally:
        os.close(descriptor)  # lets the lock go, as the holder's death would


def _acquire(descriptor: int, folder: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 200, 0).decode(errors="replace") or "another process"
                raise StoreBusyError(
                    f"The store {folder} is being written ({holder}): try again when it is done."
                ) from None
            time.sleep(_POLL_S)
        else:
            return
