"""`funn series`: each report series of the collection, and a picture of its written standards over the years."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from catalogue.errors import UsageError
from catalogue.model import BOKMAAL, NYNORSK
from catalogue.series import Member, Series, Shares, pages_in, words_in
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import NOTHING_FOUND, command, leave, store_option
from search.series import NOTE, series_in, series_json

_ENDINGS = (".svg", ".png")
_GAPS_SHOWN = 12
_WORTH_TELLING = 0.1  # a smaller share of a report is told by `funn show` and in JSON


@command(
    "series",
    ("funn series", "each series: its reports in order, what is missing, shares of nn and nb"),
    ("funn series læring --json", "one of them, for the next tool"),
    ("funn series læring --picture serie.svg", "the written standards over the years, drawn"),
)
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--picture", type=click.Path(path_type=Path), metavar="FILE", help="Draw the shares: .svg, or .png (extra picture)."
)
@store_option
def series(name: str | None, store: Path, picture: Path | None, *, as_json: bool) -> None:
    """Shows the report series, the one with the newest report first; NAME is a part of a series' name.

    Names that say the same in Nynorsk and in Bokmål are one series. A number is called missing when the numbering shows
    it: between two that are here, and a part (Delrapport 2) that must have others before it. Shares are counted in
    running text, without covers, contents and references: statistics of these texts, not compliance with any law.
    """
    if picture is not None and picture.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{picture.name}: the ending says which format to write; use one of {' '.join(_ENDINGS)}.")
    with Catalogue.open(store) as catalogue:
        reports = catalogue.reports()
        found = series_in(catalogue, reports)
    found = [one for one in found if name is None or any(name.casefold() in said.casefold() for said, _ in one.names)]
    if picture is not None and found:
        _draw(picture, found)
    if as_json:
        click.echo(json.dumps([series_json(one) for one in found], ensure_ascii=False, indent=2))
    elif picture is None:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in found), nl=bool(found))
    alone = sum(not report.series for report in reports)
    if alone and name is None:
        terminal.note(f"{alone} reports name no series.")
    if not found:
        terminal.note("There is no such series." if name else "No report names its series.")
        leave(NOTHING_FOUND)


def _draw(file: Path, found: Sequence[Series]) -> None:
    from search.export.picture import png, svg, years_of
    from search.export.write import write_whole

    years = years_of(member for one in found for member in one.members)
    if not years:
        raise UsageError("No report of the series tells its year: there is nothing to draw.")
    drawn = svg(found[0].name if len(found) == 1 else f"{len(found)} report series", years)
    write_whole(file, png(drawn) if file.suffix.lower() == ".png" else drawn.encode())
    terminal.note(f"{file} is drawn.")


def _lines(one: Series) -> list[str]:
    """A series for a reader."""
    columns = terminal.width()
    lines = terminal.wrap(one.name, columns).split("\n")
    lines = [terminal.strong(line) for line in lines]
    others = [name for name, _ in one.names[1:]]
    years = one.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else "year unknown"
    count = len(one.members)
    told = [
        f"also called {'; '.join(others)}" if others else "",
        f"{count} {'report' if count == 1 else 'reports'}, {span}",
        "; ".join(f"{name} ({number})" if len(one.publishers) > 1 else name for name, number in one.publishers),
        f"missing: {_gaps(one)}" if one.missing else "",
        *_statistics(one),
    ]
    lines += [terminal.wrap(text, columns, "  ") for text in told if text]
    rows = [_row(member) for member in one.members]
    kept = [place for place, column in enumerate(zip(*rows, strict=True)) if any(column)]
    for line in terminal.table([tuple(row[place] for place in kept) for row in rows]):
        lines.append(_cut(f"    {line}", columns))
    return lines


def _cut(line: str, columns: int) -> str:
    return line if len(line) <= columns else f"{line[: columns - 1].rstrip()}…"


def _row(member: Member) -> tuple[str, ...]:
    report = member.report
    part = ", ".join(map(str, member.part.numbers)) if member.part else ""
    return part, report.report_number, str(report.year or ""), _chiefly(report.shares), report.full_title


def _gaps(one: Series) -> str:
    shown = ", ".join(gap.text for gap in one.missing[:_GAPS_SHOWN])
    more = len(one.missing) - _GAPS_SHOWN
    return f"{shown} and {more} more gaps" if more > 0 else shown


def _statistics(one: Series) -> list[str]:
    words, pages = words_in(one.members), pages_in(one.members)
    if not words:
        return []
    return [f"words: {_percent(words)}; pages: {_percent(pages)} ({NOTE})"]


def _percent(shares: Shares) -> str:
    """The shares of nn and nb, and of all others together."""
    held = dict(shares)
    rest = sum(share for code, share in shares if code not in {NYNORSK, BOKMAAL})
    told = [f"{code} {held.get(code, 0):.0%}" for code in (NYNORSK, BOKMAAL)]
    return ", ".join([*told, *([f"other {rest:.0%}"] if round(rest, 2) else [])])


def _chiefly(shares: Shares) -> str:
    """The shares of a report that are worth a column."""
    return ", ".join(f"{code} {share:.0%}" for code, share in shares if share >= _WORTH_TELLING)
