"""`funn kwic`, `funn similar`: keywords in context, and passages on the same matter."""

import json
from pathlib import Path
from typing import Any

import click

from catalogue.errors import UsageError
from catalogue.store import Catalogue
from commands import terminal
from commands.asking import complain, options, query_options, tell, text_of
from commands.find import view
from commands.frame import NOTHING_FOUND, command, leave, store_option
from commands.opened import open_index
from search.answer import answer_json, hit_json
from search.concordance import WIDTH, Order, as_text, concordance, csv_text, jsonl_text
from search.export.write import write_whole
from search.options import Options
from search.similar import similar as find_similar

_ENDINGS = (".csv", ".jsonl", ".txt")


@command(
    "kwic",
    ("funn kwic involvering", "each place where a word is said, aligned, with its report and page"),
    ("funn kwic involvering --sort left --width 30", "sorted by the words before"),
    ("funn kwic skoleleiar -o kontekst.csv", "the same as a table"),
)
@query_options(sort=False)
@click.option("--width", type=click.IntRange(5, 500), default=WIDTH, show_default=True, help="Characters each side.")
@click.option(
    "--sort",
    "order",
    type=click.Choice([str(order) for order in Order]),
    default=str(Order.RELEVANCE),
    show_default=True,
    help="By the words before, the words after, or as the reports are read.",
)
@click.option("--limit", "-n", type=click.IntRange(1), help="How many lines. [default: all]")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="As JSON, an object a line.")
@click.option("--excel", is_flag=True, help="CSV with semicolons and a byte order mark.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=f"Write to {' '.join(_ENDINGS)}.")
@store_option
def kwic(
    *,
    query: tuple[str, ...],
    store: Path,
    width: int,
    order: str,
    limit: int | None,
    as_jsonl: bool,
    excel: bool,
    output: Path | None,
    **asked: Any,
) -> None:
    """Keyword in context: every place that answers, with the words before and after it, aligned."""
    if output is not None and output.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{output.name}: the ending says which format to write; use one of {' '.join(_ENDINGS)}.")
    with Catalogue.open(store) as catalogue:
        found = concordance(
            text_of(query),
            catalogue,
            open_index(catalogue),
            options(limit, asked),
            width=width,
            order=Order(order),
        )
    complain(found.query, found.complaints)
    terminal.note(f"{len(found.lines)} places." if found.lines else "Nothing found.")
    if not found.lines:
        leave(NOTHING_FOUND)
    ending = output.suffix.lower() if output else ""
    if output is not None and ending == ".csv":
        write_whole(output, csv_text(found.lines, excel=excel))
        return
    text = jsonl_text(found.lines) if as_jsonl or ending == ".jsonl" else as_text(found.lines, _columns(output))
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode())


def _columns(output: Path | None) -> int | None:
    """How wide lines may be: as wide as the terminal, or as they are in a file and a pipe."""
    return terminal.width() if output is None and terminal.is_terminal() else None


@command(
    "similar",
    ("funn similar PASSAGE", "passages that say much the same; ids are in --jsonl, in exports"),
)
@click.argument("passage")
@click.option("--limit", "-n", type=click.IntRange(1), default=10, show_default=True, help="How many passages.")
@click.option("--standard", metavar="nn|nb", help="Only passages in this written standard.")
@click.option("--findings", is_flag=True, help="Only findings: summary, key findings, conclusion.")
@click.option("--json", "form", flag_value="json", help="The whole answer as JSON.")
@click.option("--jsonl", "form", flag_value="jsonl", help="The hits as JSON, an object a line.")
@store_option
def similar(passage: str, store: Path, limit: int, standard: str | None, form: str | None, *, findings: bool) -> None:
    """Finds what says most of what a passage says; PASSAGE is its id."""
    with Catalogue.open(store) as catalogue:
        wanted = Options(limit=limit, standard=standard, findings=findings)
        answer = find_similar(passage, catalogue, open_index(catalogue), wanted)
    if form == "json":
        click.echo(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for hit in answer.hits:
            click.echo(json.dumps(hit_json(hit), ensure_ascii=False))
    else:
        click.echo(view(answer), nl=False)
    tell(answer)
    if not answer.hits:
        leave(NOTHING_FOUND)
