"""`funn export`: matched passages and their reports to a file."""

from pathlib import Path
from typing import Any

import click

from catalogue.store import Catalogue
from commands import terminal
from commands.asking import options, query_options, tell, text_of
from commands.frame import NOTHING_FOUND, command, leave, store_option
from commands.opened import open_index
from search.export.write import ENDINGS, Choices, check_ending, contents, write_whole
from search.find import find
from search.options import Options

_FORMATS = "\b\nFormats, by the file's ending:\n" + "".join(
    f"  {ending:<7}{what}\n" for ending, what in ENDINGS.items()
)


@command(
    "export",
    ('funn export "skoleleiarar involvering" -o funn.csv', "every passage with all words, a row each"),
    ('funn export "skoleleiarar involvering" -o funn.csv --excel', "for a Norwegian Excel"),
    ('funn export "partnarskap" --findings -o funn.md --limit 20', "quotations to paste, with references"),
    ('funn export "partnarskap" -o kjelder.ris', "the reports, for a reference manager"),
)
@query_options()
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where to write.")
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    help="How many passages. [default: all that hold every word; when none does, all that hold some]",
)
@click.option("--language", type=click.Choice(["nn", "nb"]), default="nb", show_default=True, help="Of references.")
@click.option("--excel", is_flag=True, help="CSV with semicolons and a byte order mark.")
@store_option
def export(
    query: tuple[str, ...], store: Path, output: Path, limit: int | None, language: str, *, excel: bool, **asked: Any
) -> None:
    """Writes the passages that match, with all that is needed to cite them, in the format of FILE's ending."""
    text = text_of(query)
    write_answer(text, store, output, options(limit, asked), Choices(text, language, excel))


export.epilog = _FORMATS


def write_answer(query: str, store: Path, output: Path, wanted: Options, choices: Choices | None = None) -> None:
    """Searches and writes the answer; nothing is written when nothing is found.

    Without a limit, passages that hold only some of the words are left out when there are any that hold all.
    """
    check_ending(output)
    with Catalogue.open(store) as catalogue:
        answer = find(query, catalogue, open_index(catalogue), wanted)
    tell(answer)
    whole = [hit for hit in answer.hits if not hit.missing]
    hits = whole if whole and wanted.limit is None else list(answer.hits)
    if not hits:
        leave(NOTHING_FOUND)
    found = [(hit.passage, hit.report, hit.link) for hit in hits]
    write_whole(output, contents(output.suffix.lower(), found, choices or Choices(query)))
    reports = len({hit.report.id for hit in hits})
    terminal.note(f"{output}: {len(hits)} passages of {reports} reports.")
