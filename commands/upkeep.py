"""`funn reindex`, `funn completion`: keeping a store and a shell in order."""

import sys
from pathlib import Path

import click

from catalogue.lock import writing
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import command, store_option

_WAIT_S = 5.0  # for an ingest to end


@command("reindex", ("funn reindex", "after a new version of Funn, or when the index is damaged"))
@store_option
def reindex(store: Path) -> None:
    """Builds the index anew from the catalogue, beside the old one, and puts it in its place in one step."""
    from search import index

    with Catalogue.open(store):  # a store that is none is told before anything is written
        pass
    with writing(store, "reindex", _WAIT_S), Catalogue.open(store, create=True) as catalogue:
        reports, passages = catalogue.count()
        with click.progressbar(
            length=reports, label="Indexing", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            index.rebuild(catalogue, progress=lambda _done, _all: bar.update(1)).close()
    terminal.note(f"{reports} reports with {passages} passages are indexed.")


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
