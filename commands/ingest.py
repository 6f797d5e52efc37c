"""`funn ingest`, `funn text`: from files into the collection, and what ingest sees of a page."""

import json
import re
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.errors import SourceError, UsageError
from catalogue.lock import writing
from catalogue.store import FILE_NAME, Catalogue
from commands import terminal
from commands.follow import tell_news
from commands.frame import INTERRUPTED, SOME_FAILED, Function, command, leave, store_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.pipeline import Result
    from ingest.sources import Source

_WAIT_S = 5.0  # for another ingest to end
_NOTES_SHOWN = 3  # of a report, at the end of ingest; `funn show` has them all
_PAGES = re.compile(r"(?P<first>\d+)?(?P<to>-)?(?P<last>\d+)?")


def net_options(function: Function) -> Function:
    """Adds `--delay` and `--allow-private`."""
    private = click.option("--allow-private", is_flag=True, help="Addresses within private networks may be asked too.")
    delay = click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        default=1.0,
        show_default=True,
        metavar="SECONDS",
        help="Between two requests to one host.",
    )
    return delay(private(function))


@command(
    "ingest",
    ("funn ingest corpus", "a folder: its PDFs and landing pages, also in folders below"),
    ("funn ingest corpus/02-barnehagen-i-ordninga.pdf", "a PDF, and the landing page beside it"),
    ("funn ingest corpus --dry-run", "what would happen"),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that read. [default: one a processor]"
)
@click.option("--dry-run", is_flag=True, help="Only tell what would happen; pages are asked for, PDFs are not.")
@net_options
@click.option("--quiet", "-q", is_flag=True, help="No progress bar, and no line for what is new or unchanged.")
@store_option
def ingest(
    sources: tuple[str, ...],
    store: Path,
    workers: int | None,
    delay: float,
    *,
    dry_run: bool,
    allow_private: bool,
    quiet: bool,
) -> None:
    """Reads reports into the collection: PDF files, folders, landing pages (.html, .md), and addresses on the net.

    A PDF and its landing page become one report when the page links to it, when both have the same ISBN, or when they
    stand side by side under the same name. What has not changed is not read again. At the end there is a line for
    each: new, updated, unchanged or failed, with the reason. Exit code 3: some failed.

    An address (https://…) may be that of a PDF, of a landing page, of a page that lists reports (its links are followed
    one step, within its site), or of an RSS or Atom feed. Sites are asked politely: robots.txt, pauses, and only for
    what has changed since. For an archive that speaks OAI-PMH there is funn harvest.
    """
    from ingest.net.front import Asking, look

    asking = Asking(allow_private, delay, dry_run)
    note = _silent if quiet else terminal.note
    if dry_run:
        show_plan(store, lambda catalogue: look(sources, catalogue, asking, note))
    else:
        take_in(store, "ingest", lambda catalogue: look(sources, catalogue, asking, note), workers, quiet=quiet)


def take_in(
    store: Path, purpose: str, find: "Callable[[Catalogue], list[Source]]", workers: int | None = None, *, quiet: bool
) -> None:
    """Reads sources into the collection and its index, with a line for each at the end.

    Args:
        store: the store; made when absent.
        purpose: what is told to whoever comes second.
        find: what is to be read; it is called while the store is held.
        workers: processes that read; None for one a processor.
        quiet: whether to tell only what failed.
    """
    from ingest import pipeline
    from search import index

    counts: Counter[str] = Counter()
    with writing(store, purpose, _WAIT_S), Catalogue.open(store, create=True) as catalogue:
        engine = index.open_or_create(catalogue)
        results: list[Result] = []
        try:
            found = find(catalogue)
            hidden = quiet or not sys.stderr.isatty()
            with click.progressbar(
                length=len(found), label="Reading", file=sys.stderr, hidden=hidden, item_show_func=_name
            ) as bar:
                for result in pipeline.ingest(found, catalogue, workers):
                    results.append(result)
                    bar.update(1, result)
        except KeyboardInterrupt:
            terminal.note("funn: stopped. What was read is saved; run the same command again to go on.")
            leave(INTERRUPTED)
        finally:
            counts.update(result.outcome for result in results)
            index.update(engine, catalogue)
            engine.close()
    for result in sorted(results, key=lambda result: result.outcome == pipeline.Outcome.FAILED):
        if not quiet or result.reason:
            _tell(result)
    terminal.note(_summary(counts))
    tell_news(store)
    if counts[pipeline.Outcome.FAILED]:
        leave(SOME_FAILED)


def show_plan(store: Path, find: "Callable[[Catalogue | None], list[Source]]") -> None:
    """Tells what `take_in` would do with the same sources, a line each on stdout; nothing is written.

    Args:
        store: the store, which need not exist.
        find: what would be read; it is given the catalogue, or None where there is none.
    """
    from ingest import pipeline

    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        there = (store / FILE_NAME).is_file()
        catalogue = stack.enter_context(Catalogue.open(store)) if there else None
        for result in pipeline.plan(find(catalogue), catalogue):
            counts[result.outcome] += 1
            click.echo(f"{result.outcome:<10} {result.name}")
            if result.reason:
                click.echo(terminal.wrap(result.reason, terminal.width(), " " * 11))
    terminal.note(f"Dry run: {_summary(counts)} Nothing was written.")
    if counts[pipeline.Outcome.FAILED]:
        leave(SOME_FAILED)


def _summary(counts: Counter[str]) -> str:
    from ingest.pipeline import Outcome

    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + "."


def _silent(_: str) -> None:
    """Tells nothing."""


def _name(result: "Result | None") -> str | None:
    """What is shown beside the bar: the file that was read last."""
    return Path(result.name).name if result else None


def _tell(result: "Result") -> None:
    """A line for a source, and what was repaired or lost of it below."""
    terminal.note(f"{result.outcome:<10} {result.name}")
    told = [result.reason] if result.reason else []
    told += [note.text for note in result.notes if note.text not in result.reason]
    for sentence in told[:_NOTES_SHOWN]:
        terminal.note(terminal.wrap(sentence, terminal.width(), " " * 11))
    if len(told) > _NOTES_SHOWN:
        terminal.note(f"{'':<11}… and {len(told) - _NOTES_SHOWN} more notes (funn show {result.report[:8]})")


@command(
    "text",
    ("funn text corpus/02-barnehagen-i-ordninga.pdf --pages 3-5", "three pages, in reading order"),
    ("funn text corpus/02-barnehagen-i-ordninga.pdf --jsonl", "an object a page: page, label, text"),
)
@click.argument("file", metavar="FILE.pdf", type=click.Path(path_type=Path))
@click.option("--pages", default="", metavar="PAGES", help="PDF pages: 3, 3-5, 3-, or several with commas.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="As JSON, an object a page: page, label, text.")
def text(file: Path, pages: str, *, as_jsonl: bool) -> None:
    """Prints what ingest sees of a PDF's pages, in reading order, a block a line; the collection is not touched."""
    from ingest.pdf.pagetext import page_text
    from ingest.pdf.workers import read_all
    from ingest.pipeline import known_word

    wanted = _page_ranges(pages)
    (reading,) = read_all([file], 1, known=known_word)
    if reading.document is None:
        raise SourceError(reading.reason)
    chosen = [page for page in reading.document.pages if any(first <= page.page <= last for first, last in wanted)]
    if not chosen:
        raise UsageError(f"{file.name} has {len(reading.document.pages)} pages, and none of {pages}.")
    for page in chosen:
        content = page_text(reading.document, page.page)
        if as_jsonl:
            click.echo(json.dumps({"page": page.page, "label": page.label, "text": content}, ensure_ascii=False))
        else:
            click.echo(f"[PDF page {page.page}{f', printed {page.label}' if page.label else ''}]\n{content}\n")
    for note in reading.document.notes:
        terminal.note(f"funn: {note.text}")


def _page_ranges(pages: str) -> list[tuple[int, int]]:
    """The first and last page of each range; all pages when nothing is asked."""
    ranges = []
    for part in pages.split(",") if pages.strip() else ["-"]:
        found = _PAGES.fullmatch(part.strip())
        if not found or not part.strip():
            raise UsageError(f"--pages {pages}: give page numbers such as 3, 3-5 or 2,7-9.")
        first = int(found["first"] or 1)
        last = int(found["last"] or (sys.maxsize if found["to"] else first))
        ranges.append((first, last))
    return ranges
