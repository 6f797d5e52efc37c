"""What all commands share: the store, examples first in each help, one handler for errors.

A command raises FunnError or returns; `Command.invoke` turns errors into one sentence and their exit code.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from catalogue.errors import FunnError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])

NOTHING_FOUND = 1
NOT_VERBATIM = 1
SOME_FAILED = 3
INTERRUPTED = 130  # 128 + SIGINT, as shells say it


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


_HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)


class Command(click.Command):
    """A command with examples, that never ends in a traceback for an error that a user can meet.

    Attributes:
        examples: (command line, what it does); the tests run each of them on the sample series.
    """

    def __init__(self, *args: Any, examples: tuple[tuple[str, str], ...] = (), **settings: Any) -> None:
        settings.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **settings)
        self.examples = examples

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002 - click's signature
        """`-h`; for the text of its own, click looks for a translation, in each process anew."""
        return _HELP

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, examples, what it does, options."""
        self.format_usage(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line, note in self.examples:
                    formatter.write(f"  $ {line}\n      {note}\n")
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        self.format_epilog(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Calls the command; errors become one sentence."""
        if "NO_COLOR" in os.environ:
            ctx.color = False
        try:
            return super().invoke(ctx)
        except FunnError as error:
            click.echo(f"funn: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # The reader (head, less) has seen enough; nothing more can be said on stdout, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except KeyboardInterrupt:
            click.echo("funn: stopped.", err=True)
            ctx.exit(INTERRUPTED)


def command(name: str, *examples: tuple[str, str]) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a Command of a function; its docstring is the help."""
    return click.command(name, cls=Command, examples=examples)


def store_option(function: Function) -> Function:
    """Adds `--store DIR`; the function gets the folder as a Path."""
    return click.option(
        "--store",
        metavar="DIR",
        callback=_store,
        help="Where the collection is kept. [env: FUNN_STORE; else the user's data folder]",
    )(function)


def _store(ctx: click.Context, _: click.Parameter, given: str | None) -> Path:
    """The store: of the command, of `funn --store`, of FUNN_STORE, else the user's data folder."""
    chosen = given or (ctx.obj if isinstance(ctx.obj, str) else None) or os.environ.get("FUNN_STORE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("funn", appauthor=False)


def file_names(_: click.Context, __: click.Parameter, begun: str) -> "list[CompletionItem]":
    """Lets the shell complete a file's name; `click.Path` does too, but is slow to make (see `get_help_option`)."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def leave(code: int) -> NoReturn:
    """Ends the command with an exit code."""
    click.get_current_context().exit(code)
