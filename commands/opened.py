"""The index as it is searched: what an ingest that was broken off had left out of it is put in first, or told."""

from catalogue.errors import StoreBusyError, StoreError
from catalogue.store import Catalogue
from commands import terminal
from search import index
from search.engines.whoosh_engine import WhooshEngine

HEALED = 10  # reports that are put in before a search, in about a second; more are left to a command that says so


def open_index(catalogue: Catalogue) -> WhooshEngine:
    """The store's index, to be searched.

    Raises:
        IndexStaleError: there is none, or it must be rebuilt.
    """
    engine = index.open_engine(catalogue)
    waiting = index.behind(catalogue)
    if waiting:
        _catch_up(catalogue, engine, waiting)
    return engine


def _catch_up(catalogue: Catalogue, engine: WhooshEngine, waiting: int) -> None:
    """Puts in what the index lacks, where that is little and nobody writes; says so on stderr, or what is not searched."""
    from catalogue.lock import writing

    reports = "1 report" if waiting == 1 else f"{waiting:,} reports"
    remedy = "funn doctor --fix puts that right"
    try:
        if waiting <= HEALED:
            with writing(catalogue.folder, "search"), Catalogue.open(catalogue.folder, create=True) as writable:
                index.update(engine, writable)
            terminal.note(
                f"The index was behind by {reports}, as after an ingest that was broken off: it is whole again."
            )
            return
    except StoreBusyError:
        remedy = "another command is writing and puts that right"
    except StoreError as error:
        remedy = f"{remedy} where the store can be written ({error})"
    terminal.note(f"The index is behind: {reports} cannot be searched as the collection has them; {remedy}.")
