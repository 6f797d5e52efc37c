"""`funn list`, `show`, `passages`: what the collection holds."""

import json
from pathlib import Path

import click

from catalogue.describe import brief, sections, sources, whole
from catalogue.editions import Relatives, relatives
from catalogue.model import Passage, Report
from catalogue.resolve import resolve
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import NOTHING_FOUND, command, leave, store_option

_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_JSONL = click.option("--jsonl", "as_jsonl", is_flag=True, help="As JSON, an object a line.")
_SHORT_ID = 8


@command("list", ("funn list", "every report, by series and year"), ("funn list --jsonl", "the same for the next tool"))
@_JSON
@_JSONL
@store_option
def list_reports(store: Path, *, as_json: bool, as_jsonl: bool) -> None:
    """Lists the reports of the collection."""
    with Catalogue.open(store) as catalogue:
        reports = catalogue.reports()
    if as_json:
        click.echo(json.dumps([brief(report) for report in reports], ensure_ascii=False, indent=2))
    elif as_jsonl:
        for report in reports:
            click.echo(json.dumps(brief(report), ensure_ascii=False))
    else:
        rows = [
            (
                report.id[:_SHORT_ID],
                str(report.year or ""),
                report.language,
                f"{report.full_title} ({terminal.authors(report.authors)})".removesuffix(" ()")
                + (f" – older version of {report.superseded_by[:_SHORT_ID]}" if report.superseded_by else ""),
            )
            for report in reports
        ]
        for line in terminal.table(rows) if rows else ():
            click.echo(line)
    if not reports:
        terminal.note("The collection is empty: ingest some reports (funn ingest FOLDER).")
        leave(NOTHING_FOUND)


@command(
    "show",
    ("funn show 01-skoleleiarar-involvering.pdf", "by file name, with or without ending"),
    ("funn show 978-82-98990-11-1", "by ISBN; an id, its beginning or a title do too"),
)
@click.argument("report")
@_JSON
@store_option
def show(report: str, store: Path, *, as_json: bool) -> None:
    """Shows a report: its metadata with each field's source, its passages by section, its written standards."""
    with Catalogue.open(store) as catalogue:
        found = resolve(catalogue, report)
        passages = catalogue.passages_of(found.id)
        family = relatives(catalogue, found)
    if as_json:
        click.echo(json.dumps(whole(found, family, passages), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found, passages, family)))


def _family(family: Relatives) -> list[tuple[str, str, str]]:
    """The rows of what belongs together with a report."""
    newer = [("Newer version", family.newer)] if family.newer else []
    older = [("Older version", report) for report in family.older]
    editions = [(f"Edition in {report.language}", report) for report in family.editions]
    return [(name, f"{report.id} {report.full_title}", "") for name, report in (*newer, *older, *editions)]


def _lines(report: Report, passages: list[Passage], family: Relatives) -> list[str]:
    columns = terminal.width()
    places = sources(report)
    values = [
        ("Title", report.title, "title"),
        ("Subtitle", report.subtitle, "subtitle"),
        ("Heading", report.heading, "heading"),
        ("Authors", terminal.authors(report.authors, at_most=99), "authors"),
        ("Publisher", report.publisher, "publisher"),
        ("Commissioned by", report.commissioned_by, "commissioned_by"),
        ("Performed by", report.performed_by, "performed_by"),
        ("Series", report.series, "series"),
        ("Number", report.report_number, "report_number"),
        ("Year", str(report.year or ""), "year"),
        ("ISBN", "; ".join(f"{isbn.value} ({isbn.qualifier})".removesuffix(" ()") for isbn in report.isbn), "isbn"),
        ("ISSN", report.issn, "issn"),
        ("DOI", report.doi, "doi"),
        ("Handle", report.handle, "handle"),
        ("Licence", report.licence, "licence"),
        ("Last changed", report.last_changed, "last_changed"),
        ("Landing page", report.landing_page, "landing_page"),
        ("PDF", report.pdf, "pdf"),
        ("File", report.path if report.path != report.pdf else "", "path"),
        ("Id", report.id, "id"),
        *_family(family),
        ("Written in", ", ".join(f"{code} {share:.0%}" for code, share in report.shares), "shares"),
        ("Pages", str(len(report.pages) or ""), "pages"),
    ]
    rows = [
        (name, f"{value}  [{places[field]}]" if field in places else value) for name, value, field in values if value
    ]
    lines = terminal.table(rows)
    lines += ["", f"Passages: {len(passages)}, of which {sum(passage.finding for passage in passages)} findings"]
    for row in sections(passages):
        path = (
            " › ".join(row["section"])
            if isinstance(row["section"], list) and row["section"]
            else f"({row['section_kind']})"
        )
        lines.append(f"{row['passages']:>6}  {path}"[: columns - 1])
    if report.notes:
        lines += ["", "Notes from reading:"]
        lines += [
            terminal.wrap(f"{f'PDF p. {note.page}: ' if note.page else ''}{note.text}", columns, "  ")
            for note in report.notes
        ]
    return lines


@command(
    "passages",
    ("funn passages 01-skoleleiarar-involvering", "every passage in reading order"),
    ("funn passages 01-skoleleiarar-involvering --jsonl", "with the keys of a hit, an object a line"),
)
@click.argument("report")
@_JSONL
@store_option
def passages(report: str, store: Path, *, as_jsonl: bool) -> None:
    """Prints every passage of a report in reading order, each with its page."""
    from search.answer import passage_json

    with Catalogue.open(store) as catalogue:
        found = resolve(catalogue, report)
        for passage in catalogue.passages_of(found.id):
            if as_jsonl:
                click.echo(json.dumps(passage_json(passage, found), ensure_ascii=False))
            else:
                click.echo(f"{terminal.place_of(passage)}\t{passage.standard}\t{passage.kind}\t{passage.text}")
