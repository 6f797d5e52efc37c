"""What the commands that search have in common: the query, its filters, what is said about it."""

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from commands import terminal
from search.answer import Answer
from search.options import Options, Sort
from search.query.tree import Complaint

Function = TypeVar("Function", bound=Callable[..., Any])

_YEARS = re.compile(r"(\d{4})?\s*(-|–)?\s*(\d{4})?")


def _years(_: click.Context, __: click.Parameter, given: str | None) -> tuple[int | None, int | None] | None:
    """A year, or a range with an open end, as its first and last year."""
    if given is None:
        return None
    found = _YEARS.fullmatch(given.strip())
    if not found or not (found[1] or found[3]):
        raise click.BadParameter(f"{given}: give a year or a range such as 2023, 2020-2024 or 2020-.")
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else (None if found[2] else first)
    return first, last


_OPTIONS = (
    click.argument("query", nargs=-1, required=True, metavar="QUERY"),
    click.option("--standard", metavar="nn|nb", help="Only passages in this written standard (or language: en …)."),
    click.option("--findings", is_flag=True, help="Only findings: summary, key findings, conclusion."),
    click.option("--series", metavar="TEXT", help="Only reports of series with this text in their names."),
    click.option("--year", "years", metavar="2020-2024", callback=_years, help="Only reports of these years."),
    click.option("--all-versions", is_flag=True, help="Also older versions of reports that have a newer one."),
    click.option("--exact", is_flag=True, help="Words as typed: no other form, standard, family or part."),
)
_SORT = click.option(
    "--sort",
    type=click.Choice([str(sort) for sort in Sort]),
    default=str(Sort.RELEVANCE),
    show_default=True,
    help="The order; passages with all words come first in each.",
)


def query_options(*, sort: bool = True) -> Callable[[Function], Function]:
    """Adds the query and its filters, and the order of hits; the function gets them as `options` takes them."""

    def add(function: Function) -> Function:
        for option in reversed((*_OPTIONS, _SORT) if sort else _OPTIONS):
            function = option(function)
        return function

    return add


def options(limit: int | None, asked: dict[str, Any], **more: Any) -> Options:
    """The options of a search from what click has read."""
    sort = Sort(asked.pop("sort", Sort.RELEVANCE))
    return Options(limit=limit, sort=sort, **asked, **more)


def tell(answer: Answer) -> None:
    """On stderr: what could not be read of the query, how much was found, and what may help."""
    complain(answer.query, answer.complaints)
    terminal.note(_totals(answer))
    words = answer.suggestion.words
    if words and (not answer.totals.some_words or any(word.near for word in words)):
        for word in words:
            near = ", ".join(f"{text} ({count})" for text, count in word.near)
            terminal.note(f"  {word.text}: {word.found} passages" + (f"; near: {near}" if near else ""))
    if answer.suggestion.query:
        terminal.note(f"Meinte du «{answer.suggestion.query}»?")


def complain(query: str, complaints: Iterable[Complaint]) -> None:
    """On stderr: what could not be read of a query, or was cut."""
    for complaint in complaints:
        terminal.note(f"funn: {complaint.text}")
        _point(query, complaint)


def _point(query: str, complaint: Complaint) -> None:
    """The query with a mark under what the complaint is about, where that can be shown in a line."""
    whole = complaint.start == 0 and complaint.end >= len(query)
    if whole or not query.isprintable() or len(query) + 6 > terminal.width():
        return
    terminal.note(f"      {query}\n      {' ' * complaint.start}{'^' * max(1, complaint.end - complaint.start)}")


def _totals(answer: Answer) -> str:
    every, some = answer.totals
    if not some:
        return "Nothing found."
    passages = "passage holds" if every == 1 else "passages hold"
    if every == some:
        return f"{every} {passages} what was asked."
    return f"{every} {passages} all words, {some - every} only some."


def text_of(words: Iterable[str]) -> str:
    """The query, as one text; read from stdin when it is "-"."""
    text = " ".join(words)
    return sys.stdin.read().strip() if text == "-" else text
