"""`funn edit`, `funn remove`: changing what the collection holds of a report."""

from contextlib import ExitStack
from pathlib import Path

import click

from catalogue import edits
from catalogue.lock import writing
from catalogue.model import Report
from catalogue.resolve import resolve
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import command, store_option

_WAIT_S = 5.0  # for an ingest to end


@command(
    "edit",
    ("funn edit 02-barnehagen-i-ordninga year=2023", "a wrong year, corrected"),
    ('funn edit 02-barnehagen-i-ordninga "authors=Kari Ås; Ola Øy"', "several names, split by ;"),
)
@click.argument("report")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@store_option
def edit(report: str, values: tuple[str, ...], store: Path) -> None:
    """Corrects a report's metadata by hand; "FIELD=" takes the correction back.

    A correction is kept when the report is read again, and holds for a newer version too, unless that has a year, number,
    ISBN, DOI, handle, licence or date of its own; funn show names its source "edited". Fields: title, subtitle, heading,
    authors, publisher, commissioned_by, performed_by, series, report_number, year, isbn, issn, doi, handle, licence,
    last_changed.
    """
    changes = [edits.read(value) for value in values]
    Catalogue.require(store)
    with writing(store, "edit", _WAIT_S), Catalogue.open(store, create=True) as catalogue:
        held = resolve(catalogue, report)
        changed = edits.change(catalogue, held, changes)
        _index(catalogue)
    for field in dict.fromkeys(field for field, _ in changes):
        terminal.note(f"{field}: {_shown(held, field)} → {_shown(changed, field)}")


@command(
    "remove",
    ("funn remove 02-barnehagen-i-ordninga --dry-run", "tells what would go"),
    ("funn remove 02-barnehagen-i-ordninga", "the report and its passages; the file stays"),
)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--dry-run", is_flag=True, help="Only tell what would be removed.")
@store_option
def remove(reports: tuple[str, ...], store: Path, *, dry_run: bool) -> None:
    """Takes reports out of the collection: metadata, corrections and passages. Their files stay where they are."""
    Catalogue.require(store)
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(writing(store, "remove", _WAIT_S))
        catalogue = stack.enter_context(Catalogue.open(store, create=not dry_run))
        found = {held.id: held for held in (resolve(catalogue, report) for report in reports)}
        counts = {id_: len(catalogue.numbered_passages(id_)) for id_ in found}
        if not dry_run:
            for id_ in found:
                catalogue.remove(id_)
            _index(catalogue)
    for id_, held in found.items():
        verb = "would be removed" if dry_run else "removed"
        terminal.note(f"{verb}: {id_} {held.full_title} ({counts[id_]} passages). File: {held.path or 'none'}")


def _index(catalogue: Catalogue) -> None:
    """Brings the index up to the catalogue."""
    from search import index

    engine = index.open_or_create(catalogue)
    index.update(engine, catalogue)
    engine.close()


def _shown(report: Report, field: str) -> str:
    value = getattr(report, field)
    if isinstance(value, tuple):
        value = "; ".join(str(getattr(part, "value", part)) for part in value)
    return str(value or "") or "(nothing)"
