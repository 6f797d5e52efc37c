"""The commands `funn` and `search`: which there are, and where each stands.

Each command is imported when it is called, so that `search` starts without what `ingest` needs.
"""

import contextlib
import gc
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

COMMANDS = {
    "search": "commands.find:search",
    "export": "commands.take:export",
    "verify": "commands.verify:verify_file",
    "kwic": "commands.context:kwic",
    "similar": "commands.context:similar",
    "ingest": "commands.ingest:ingest",
    "watch": "commands.watch:watch",
    "harvest": "commands.harvest:harvest",
    "list": "commands.reports:list_reports",
    "show": "commands.reports:show",
    "passages": "commands.reports:passages",
    "series": "commands.series:series",
    "follow": "commands.follow:follow",
    "news": "commands.follow:news",
    "text": "commands.ingest:text",
    "edit": "commands.collection:edit",
    "remove": "commands.collection:remove",
    "serve": "commands.serve:serve",
    "why": "commands.words:why",
    "reindex": "commands.upkeep:reindex",
    "backup": "commands.upkeep:backup",
    "restore": "commands.upkeep:restore",
    "doctor": "commands.upkeep:doctor",
    "completion": "commands.upkeep:completion",
}


class Commands(click.Group):
    """The commands of COMMANDS, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names, in the order in which a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, or None."""
        place = COMMANDS.get(cmd_name)
        return load(place) if place else None


def load(place: str) -> click.Command:
    """The command that stands at "module:name"."""
    module, name = place.split(":")
    command: click.Command = getattr(import_module(module), name)
    return command


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted:
        from importlib.metadata import version  # slow to import

        click.echo(f"funn {version('funn')}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store", metavar="DIR", help="Where the collection is kept. [env: FUNN_STORE; else the user's data folder]"
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version, and stop."
)
@click.pass_context
def cli(ctx: click.Context, store: str | None) -> None:
    """Reads the PDFs of Norwegian report series and finds what they found, in Nynorsk and Bokmål.

    Exit codes: 0 found or done, 1 nothing found, 2 wrong usage, 3 some reports failed, 4 the index must be rebuilt
    (funn reindex), 5 the store cannot be used.
    """
    ctx.obj = store


def main(**extra: Any) -> None:
    """The installed command `funn`."""
    cli(prog_name="funn", **extra)


def search_main() -> NoReturn:
    """The installed command `search`: the same as `funn search`.

    It ends before there is garbage worth collecting, and leaves its memory to the system: not looking for garbage and
    not tidying up at exit save a seventh of its time (111 ms became 95).
    """
    gc.disable()
    code: object = 0
    try:
        load(COMMANDS["search"])(prog_name="search")
    except SystemExit as end:
        code = end.code
    with contextlib.suppress(OSError):  # the reader is gone; what it did not want is lost
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))
