"""What is wrong with a store's index, each fault with what to do about it."""

from collections.abc import Iterator
from contextlib import closing

from catalogue import indexed
from catalogue.errors import IndexStaleError
from catalogue.health import Fault
from catalogue.store import Catalogue
from search.engines.port import All, Plan
from search.engines.whoosh_engine import WhooshEngine
from search.index import open_engine

_WITHIN_S = 600.0
_BEHIND = "index-behind"
_REBUILD = "rebuild it: funn reindex"


def faults(catalogue: Catalogue, version: str | None = None) -> Iterator[Fault]:
    """Whether the index is there, whole, of this version, and holds exactly what the catalogue holds.

    Args:
        catalogue: of the store.
        version: of the analysis; that of `norwegian` when None.
    """
    if not catalogue.count()[0] and not indexed.removed(catalogue):
        return
    try:
        with closing(open_engine(catalogue, version)) as engine:
            yield from _differences(catalogue, engine)
    except IndexStaleError as error:
        yield _fault("stale-index", str(error).partition(": rebuild")[0] + ".", _REBUILD)


def is_behind(fault: Fault) -> bool:
    """Whether an update of the index is enough; else it must be built anew."""
    return fault.code == _BEHIND


def _differences(catalogue: Catalogue, engine: WhooshEngine) -> Iterator[Fault]:
    pending, removed = indexed.pending(catalogue), indexed.removed(catalogue)
    if pending or removed:
        parts = [f"{len(pending)} reports" if pending else "", f"{len(removed)} removals" if removed else ""]
        text = f"The index lacks {' and '.join(filter(None, parts))} of the collection."
        yield _fault(_BEHIND, text, "the next ingest puts them in, or: funn reindex")
        return
    found = engine.search(Plan(All(())), None, within_s=_WITHIN_S)
    differing = {hit.number for hit in found.hits} ^ catalogue.numbers()
    if differing:
        text = f"The index and the collection differ in {len(differing)} passages."
        yield _fault("index-differs", text, _REBUILD)


def _fault(code: str, text: str, remedy: str) -> Fault:
    return Fault(code, text, remedy, exit_code=IndexStaleError.exit_code)
