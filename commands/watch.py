"""`funn watch`: ingests what appears in a folder, when it is whole."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from catalogue.errors import SourceError, StoreBusyError, UsageError
from commands import terminal
from commands.frame import INTERRUPTED, command, leave, store_option

STILL_S = 1.0  # without change before a file counts as whole
PATIENCE_S = 60.0  # for a PDF without its end, and for an empty file
_TICK_S = 0.25
_RESCAN_S = 30.0  # the system may lose events: all files are looked at again
_TAIL = 2048  # bytes in which a whole PDF says that it ends
_END = b"%%EOF"


@command(
    "watch",
    ("funn watch corpus --once", "read what is there, wait for what is being written, and end: for cron"),
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="Read what is there and end.")
@click.option("--quiet", "-q", is_flag=True, help="No line for what is new or unchanged.")
@store_option
def watch(folder: Path, store: Path, *, once: bool, quiet: bool) -> None:
    """Reads reports into the collection as they appear in a folder, PDFs and landing pages, also in folders below.

    A file is read when it has been still for a second and, if it is a PDF, holds its end (or has been still for a
    minute); a landing page not before the PDFs beside it. Followed queries are told of what is new. Ctrl-C ends it.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder: give the folder in which reports appear.")
    reader = _Reader(store, quiet=quiet)
    if once:
        code = reader.until_all_is_read(folder)
        if code:
            leave(code)
        return
    ticks = _ticks(folder)
    terminal.note(f"Watching {folder}; Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        reader.follow(folder, ticks)
    terminal.note("funn: stopped watching. What was read is saved.")


def _ticks(folder: Path) -> Iterator[set[Path]]:
    """The paths that have changed, a few times a second, empty when none has; ends at Ctrl-C.

    Raises:
        UsageError: the extra `watch` is not installed.
    """
    try:
        import watchfiles
    except ImportError as error:
        raise UsageError(
            "Watching needs the extra `watch`: pip install 'funn[watch]', or run funn watch --once from cron."
        ) from error
    changes = watchfiles.watch(
        folder,
        watch_filter=None,
        rust_timeout=int(_TICK_S * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    return ({Path(path) for _, path in each} for each in changes)


@dataclass(slots=True)
class _Seen:
    """A file that waits.

    Attributes:
        size: in bytes.
        changed: its time of modification, in nanoseconds.
        since: when it was seen to change last (`time.monotonic`).
        ended: whether its last bytes say that it ends; None before they were looked at.
    """

    size: int
    changed: int
    since: float
    ended: bool | None = None


class Waiting:
    """Files that have appeared and may still be written to."""

    def __init__(self) -> None:
        self._seen: dict[Path, _Seen] = {}
        self._taken: dict[Path, tuple[int, int]] = {}  # size and time of those that were read

    def __bool__(self) -> bool:
        return bool(self._seen)

    def look(self, paths: Iterable[Path], now: float, wall: float | None = None) -> None:
        """Notes how files are now: those given and those that wait.

        Args:
            paths: files that may be reports; others, hidden ones and what was taken unchanged are passed over.
            now: `time.monotonic()`.
            wall: `time.time()` when files that are seen for the first time have been there before, so that their own
                time of modification tells how long they have been still; else None.
        """
        for path in {*filter(_may_be_report, paths), *self._seen}:
            try:
                status = path.stat()
            except OSError:
                self._seen.pop(path, None)  # gone, or renamed
                continue
            state = status.st_size, status.st_mtime_ns
            held = self._seen.get(path)
            if held is None and self._taken.get(path) != state:
                age = 0.0 if wall is None else max(0.0, wall - status.st_mtime)
                self._seen[path] = _Seen(*state, now - age)
            elif held is not None and (held.size, held.changed) != state:
                self._seen[path] = _Seen(*state, now)

    def whole(self, now: float) -> list[Path]:
        """The files that can be read now, in order."""
        still = {path for path, seen in self._seen.items() if _is_whole(path, seen, now)}
        open_ = self._seen.keys() - still
        return sorted(path for path in still if not any(_belong(path, other) for other in open_))

    def take(self, paths: Iterable[Path]) -> None:
        """These are read, and wait no more until they change."""
        for path in paths:
            seen = self._seen.pop(path)
            self._taken[path] = seen.size, seen.changed


class _Reader:
    """Reads the files of a folder as they become whole."""

    def __init__(self, store: Path, *, quiet: bool) -> None:
        self._store = store
        self._quiet = quiet
        self._waiting = Waiting()
        self._busy = False

    def until_all_is_read(self, folder: Path) -> int:
        """Reads what is there, also what is being written; the exit code of the last ingest that was not 0."""
        code = 0
        self._waiting.look(_files(folder), time.monotonic(), time.time())
        while self._waiting:
            code = self._read() or code
            if self._waiting:
                time.sleep(_TICK_S)
                self._waiting.look((), time.monotonic())
        return code

    def follow(self, folder: Path, ticks: Iterable[set[Path]]) -> None:
        """Reads what is there and what appears, until there are no more ticks or an ingest was interrupted."""
        scanned = -_RESCAN_S
        for changed in ticks:
            now = time.monotonic()
            if now - scanned >= _RESCAN_S:
                self._waiting.look(_files(folder), now, time.time() if scanned < 0 else None)
                scanned = now
            self._waiting.look(_below(changed), now)
            try:
                code = self._read()
            except StoreBusyError as error:
                if not self._busy:
                    terminal.note(f"funn: {error} Watching goes on.")
                self._busy = True
            else:
                self._busy = False
                if code == INTERRUPTED:
                    return

    def _read(self) -> int:
        """Ingests what is whole; its exit code, 0 when there was nothing to do."""
        whole = self._waiting.whole(time.monotonic())
        sources = tuple(str(path) for path in whole if _is_pdf(path) or _describes(path))
        code = self._ingest(sources) if sources else 0
        self._waiting.take(whole)
        return code

    def _ingest(self, sources: tuple[str, ...]) -> int:
        from commands.ingest import ingest

        try:
            click.get_current_context().invoke(ingest, sources=sources, store=self._store, quiet=self._quiet)
        except click.exceptions.Exit as end:
            return end.exit_code
        return 0


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder; hidden ones and those in hidden folders are passed over."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent) / name for name in files)


def _below(changed: Iterable[Path]) -> Iterator[Path]:
    """The changed files, and those of folders that have come."""
    for path in changed:
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _may_be_report(path: Path) -> bool:
    from ingest.landing.reader import ENDINGS

    return not path.name.startswith(".") and (_is_pdf(path) or path.suffix.casefold() in ENDINGS) and path.is_file()


def _is_pdf(path: Path) -> bool:
    return path.suffix.casefold() == ".pdf"


def _describes(path: Path) -> bool:
    """Whether a page is a report's landing page, as ingest of a folder sees it; other pages are no mistakes here."""
    from ingest import landing

    try:
        return landing.read(path).describes_report or path.with_suffix(".pdf").exists()
    except SourceError:
        return False


def _is_whole(path: Path, seen: _Seen, now: float) -> bool:
    still = now - seen.since
    if still < STILL_S:
        return False
    if still >= PATIENCE_S:
        return True  # ingest says what is wrong with it
    if seen.ended is None:
        seen.ended = seen.size > 0 and (not _is_pdf(path) or _END in _tail(path))
    return seen.ended


def _tail(path: Path) -> bytes:
    """The last bytes of a file; none when it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            return file.read()
    except OSError:
        return b""


def _belong(path: Path, other: Path) -> bool:
    """Whether reading a file would read another one too: a page reads its PDF, a PDF the page of its name."""
    if path.parent != other.parent:
        return False
    return (_is_pdf(other) and not _is_pdf(path)) or (path.stem == other.stem and _is_pdf(path) != _is_pdf(other))
