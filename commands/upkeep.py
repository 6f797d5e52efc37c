"""`funn reindex`, `backup`, `restore`, `doctor`, `completion`: keeping a store and a shell in order."""

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.errors import IndexStaleError, UsageError
from catalogue.lock import writing
from catalogue.store import FILE_NAME, Catalogue
from commands import terminal
from commands.frame import command, leave, store_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalogue.health import Fault

_WAIT_S = 5.0  # for an ingest to end


@command("reindex", ("funn reindex", "after a new version of Funn, or when the index is damaged"))
@store_option
def reindex(store: Path) -> None:
    """Builds the index anew from the catalogue, beside the old one, and puts it in its place in one step."""
    Catalogue.require(store)
    with writing(store, "reindex", _WAIT_S), Catalogue.open(store, create=True) as catalogue:
        _reindex(catalogue)


def _reindex(catalogue: Catalogue) -> None:
    from search import index

    reports, passages = catalogue.count()
    with click.progressbar(length=reports, label="Indexing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        index.rebuild(catalogue, progress=lambda _done, _all: bar.update(1)).close()
    terminal.note(f"{reports} reports with {passages} passages are indexed.")


_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@command("backup", ("funn backup funn.backup", "the whole collection in one file, also while others read and write"))
@_FILE
@store_option
def backup(file: Path, store: Path) -> None:
    """Copies the collection, as it is at this moment, into one file.

    The file is whole or not there. PDFs are not in it, and neither is the index, which funn restore builds anew.
    """
    from catalogue import backup as copies

    with Catalogue.open(store) as catalogue:
        reports, passages = copies.backup(catalogue, file)
    terminal.note(f"{reports} reports with {passages} passages are in {file} ({file.stat().st_size / 1e6:.1f} MB).")


@command("restore", ("funn restore funn.backup --force", "the collection as it was, in the place of what is there"))
@_FILE
@click.option("--force", is_flag=True, help="Also when there is a collection already: it is replaced.")
@store_option
def restore(file: Path, store: Path, *, force: bool) -> None:
    """Puts a backup back, in one step, and builds its index."""
    from catalogue import backup as copies

    copies.check(file)
    with writing(store, "restore", _WAIT_S):
        if (store / FILE_NAME).exists() and not force:
            raise UsageError(f"There is a collection in {store}: --force puts the backup in its place.")
        aside = copies.restore(file, store)
        if aside is not None:
            terminal.note(f"The damaged collection is kept as {aside}.")
        terminal.note(f"{file} is restored in {store}.")
        with Catalogue.open(store, create=True) as catalogue:
            _reindex(catalogue)


@command(
    "doctor",
    ("funn doctor", "looks at the catalogue, the index and every file"),
    ("funn doctor --fix", "and puts right what can be"),
)
@click.option("--fix", is_flag=True, help="Put right what can be put right.")
@click.option("--json", "as_json", is_flag=True, help="What is wrong, as JSON.")
@store_option
def doctor(store: Path, *, fix: bool, as_json: bool) -> None:
    """Tells what is wrong with a collection, and what to do about each fault.

    Looks for damage in the catalogue, for an index that is missing, stale or behind, for files that have moved, changed
    or gone, and for what was left lying about. Exit code 0: all is well; 3: a report's file; 4: the index; 5: the
    catalogue.
    """
    Catalogue.require(store)
    with ExitStack() as stack:
        if fix or os.access(store, os.W_OK):  # what another command is about to finish is no fault
            stack.enter_context(writing(store, "doctor", _WAIT_S))
        catalogue = stack.enter_context(Catalogue.open(store, create=fix))
        found = faults_of(catalogue)
        if fix:
            for fault in found:
                _fix(catalogue, fault)
            found = faults_of(catalogue)
        reports, passages = (0, 0) if any(fault.code == "damaged" for fault in found) else catalogue.count()
    if as_json:
        click.echo(json.dumps([asdict(fault) for fault in found], ensure_ascii=False, indent=2))
    else:
        for fault in found:
            click.echo(f"{fault.text} To do: {fault.remedy}.")
    if not found:
        terminal.note(f"All is well: {reports} reports with {passages} passages.")
        return
    if not fix and any(fault.fixable for fault in found):
        terminal.note("funn doctor --fix does what can be done.")
    leave(max(fault.exit_code for fault in found))


def faults_of(catalogue: Catalogue) -> "list[Fault]":
    """All faults, what must be put right first before what follows from it."""
    from catalogue import health
    from search import health as index_health
    from search.index import FOLDER

    found = list(health.database(catalogue))
    if any(fault.code == "damaged" for fault in found):
        return found
    checks: tuple[Iterable[Fault], ...] = (
        health.files(catalogue),
        index_health.faults(catalogue),
        health.orphans(catalogue, catalogue.meta(FOLDER) or ""),
    )
    return found + [fault for check in checks for fault in check]


def _fix(catalogue: Catalogue, fault: "Fault") -> None:
    """Puts a fault right, where that can be, and says so."""
    import shutil

    from catalogue import health
    from search import health as index_health
    from search import index

    if not fault.fixable:
        return
    terminal.note(f"Fixing: {fault.text}")
    match fault.code:
        case "loose-rows":
            health.drop_loose_rows(catalogue)
        case "moved":
            health.relocate(catalogue, fault)
        case "changed":
            _read_again(catalogue, fault.path)
        case "orphan":
            path = Path(fault.path)
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        case _ if index_health.is_behind(fault):
            engine = index.open_engine(catalogue)
            index.update(engine, catalogue)
            engine.close()
        case _:
            _reindex(catalogue)


def _read_again(catalogue: Catalogue, path: str) -> None:
    from ingest import pipeline
    from ingest.sources import find
    from search import index

    for result in pipeline.ingest(find([path]), catalogue, 1):
        terminal.note(f"{result.outcome:<10} {result.name} {result.reason}".rstrip())
    try:
        engine = index.open_engine(catalogue)
    except IndexStaleError:
        return  # a fault of its own
    index.update(engine, catalogue)
    engine.close()


@command("completion", ("funn completion bash >> ~/.bashrc", "then Tab completes commands and options"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Prints the script that lets a shell complete the commands `funn` and `search`."""
    from click.shell_completion import get_completion_class

    import cli

    made = get_completion_class(shell)
    if made is None:  # click knows all three
        raise click.UsageError(f"no completion for {shell}")
    programs = {"funn": cli.cli, "search": cli.load(cli.COMMANDS["search"])}
    for name, program in programs.items():
        click.echo(made(program, {}, name, f"_{name.upper()}_COMPLETE").source())
