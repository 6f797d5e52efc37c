"""`funn harvest`: an archive that speaks OAI-PMH → the collection."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands import terminal
from commands.frame import Command, store_option
from commands.ingest import net_options, show_plan, take_in

if TYPE_CHECKING:
    from catalogue.store import Catalogue
    from ingest.sources import Source


class _NetCommand(Command):
    """A command whose examples need the net: they are shown as others are, and run in tests/commands/test_net.py only.

    Attributes:
        away: (command line, what it does).
    """

    away = (
        ("funn harvest https://arkiv.example/oai/request --list", "its formats and sets"),
        ("funn harvest https://arkiv.example/oai/request --set rapportar --from 2024-01-01", "what is new in a set"),
        ("funn harvest https://arkiv.example/oai/request --set rapportar --dry-run", "what would happen"),
    )

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As other commands' help, with these examples."""
        self.format_usage(ctx, formatter)
        with formatter.section("Examples"):
            for line, note in self.away:
                formatter.write_text(f"{note}:")
                with formatter.indentation():
                    formatter.write_text(f"$ {line}")
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        self.format_epilog(ctx, formatter)


@click.command("harvest", cls=_NetCommand)
@click.argument("url", metavar="URL")
@click.option("--set", "set_", default="", metavar="SET", help="Only the records of this set.")
@click.option("--from", "first", default="", metavar="DATE", help="Only what has changed since: 2024-01-31.")
@click.option("--until", "last", default="", metavar="DATE", help="Only what has changed until then.")
@click.option("--format", "prefix", default="", metavar="NAME", help="Of the records. [default: the richest offered]")
@click.option("--list", "listed", is_flag=True, help="Only list the archive's formats and sets.")
@click.option("--limit", "-n", type=click.IntRange(1), metavar="N", help="Not more records than these.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that read PDFs.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen; PDFs are not asked for.")
@net_options
@click.option("--quiet", "-q", is_flag=True, help="No progress bar, and no line for what is new or unchanged.")
@store_option
def harvest(url: str, store: Path, **options: Any) -> None:
    """Reads the reports of an archive that speaks OAI-PMH into the collection: its records, and their PDFs.

    The record becomes the report's landing page. Its PDF is taken where the record names it, else where the report's
    own page does. Run again, only records that have changed since are looked into; one that the archive has withdrawn
    is told and kept. The archive is asked politely: robots.txt, pauses, Retry-After.
    """
    from ingest.net.front import Asking
    from ingest.net.harvest import harvest as reports_of
    from ingest.net.oai import Selection

    selection = Selection(options["set_"], options["first"], options["last"], options["prefix"])
    selection.check()
    dry, quiet = options["dry_run"], options["quiet"]
    asking = Asking(options["allow_private"], options["delay"], dry)
    note = (lambda _: None) if quiet else terminal.note
    if options["listed"]:
        _list(url, asking)
        return

    def find(catalogue: "Catalogue | None") -> "list[Source]":
        return reports_of(url, selection, asking.fetcher(catalogue, note), note, options["limit"])

    if dry:
        show_plan(store, find)
    else:
        take_in(store, "harvest", find, options["workers"], quiet=quiet)


def _list(url: str, asking: Any) -> None:
    from ingest.net.oai import RICHEST, Archive

    archive = Archive(url, asking.fetcher(None, terminal.note), terminal.note)
    for prefix in archive.formats():
        click.echo(f"format  {prefix}{'' if prefix in RICHEST else '  (not read)'}")
    for name, words in archive.sets():
        click.echo(f"set     {name}  {words}")
