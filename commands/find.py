"""`funn search`, also installed as `search`: passages that answer, each with its report and page to cite."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from catalogue.errors import UsageError
from catalogue.store import Catalogue
from commands import terminal
from commands.asking import options, query_options, tell, text_of
from commands.frame import NOTHING_FOUND, command, file_names, leave, store_option
from commands.opened import open_index
from search.answer import Answer, Hit, Location, answer_json, hit_json
from search.find import find

_INDENT = "    "
_WHYS_SHOWN = 6
_LANGUAGE = """\b
The query language:
  skoleleiar involvering     both words, in any form, in either standard;
                             passages with all words first, then with some
  "ved bordet"               these words, as typed, in this order
  +must -not                 must be there; must not
  a AND b, a OR b, NOT a     with ( ); also OG, ELLER, IKKJE, IKKE
  kompetanse*                words that begin so (three letters or more)
  skuleleir~1                one or two letters otherwise (~2)
  "rektor tid"~5             with at most five words between
  title: author: series: publisher: section: isbn:
  year:2020-2024 standard:nn finding:yes
"""


@command(
    "search",
    ('search "skoleleiarar involvering"', "either standard, any form, word family, compounds"),
    ('search "skoleledere involvert" --findings --standard nb', "only findings, only in Bokmål"),
    ("search '\"ved bordet\" year:2022-'", "a phrase, reports from 2022 on"),
    ('search "behovsvurdering -barnehage" --jsonl', "an object a line for the next tool"),
    ('search "rektor" -o funn.csv', "the same as funn export"),
)
@query_options()
@click.option("--limit", "-n", type=click.IntRange(1), default=10, show_default=True, help="How many passages.")
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N.")
@click.option("--group", type=click.Choice(["report"]), help="Hits together by report.")
@click.option("--facets", is_flag=True, help="Count series, years, publishers, standards, findings and sections.")
@click.option("--json", "form", flag_value="json", help="The whole answer as JSON.")
@click.option("--jsonl", "form", flag_value="jsonl", help="The hits as JSON, an object a line.")
@click.option("--plain", "form", flag_value="plain", help="A line a hit, for grep: link, page, standard, text.")
@click.option("--open", "opened", type=click.IntRange(1), metavar="N", help="Open hit N's PDF at its page.")
@click.option(
    "-o",
    "--output",
    type=Path,
    shell_complete=file_names,
    metavar="FILE",
    help="Write the hits; see funn export.",
)
@store_option
def search(
    *,
    query: tuple[str, ...],
    store: Path,
    limit: int,
    offset: int,
    group: str | None,
    form: str | None,
    opened: int | None,
    output: Path | None,
    facets: bool,
    **asked: Any,
) -> None:
    """Finds the passages that answer, in Nynorsk and in Bokmål, each with its report and the page to cite."""
    text = text_of(query)
    if output is not None:
        from commands.take import write_answer

        write_answer(text, store, output, options(limit, asked, offset=offset))
        return
    if opened is not None:
        limit, offset = 1, offset + opened - 1
    wanted = options(limit, asked, offset=offset, facets=facets, group=group is not None)
    with Catalogue.open(store) as catalogue:
        answer = find(text, catalogue, open_index(catalogue), wanted)
    if form == "json":
        click.echo(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for hit in answer.hits:
            click.echo(json.dumps(hit_json(hit), ensure_ascii=False))
    elif form == "plain":
        click.echo("".join(_plain(hit) for hit in answer.hits), nl=False)
    elif opened is None:
        click.echo(view(answer), nl=False)
    tell(answer)
    if opened is not None:
        _open(answer, opened)
    if not answer.hits:
        leave(NOTHING_FOUND)


search.epilog = _LANGUAGE


def _open(answer: Answer, rank: int) -> None:
    if not answer.hits:
        raise UsageError(f"There is no hit {rank} to open.")
    link = answer.hits[0].link
    terminal.note(f"Opening {link}")
    if not link or click.launch(link) != 0:
        raise UsageError(f"This desktop cannot open {link or 'a report without a file'}: open it by hand.")


def view(answer: Answer) -> str:
    """The hits for a reader, as wide as the terminal."""
    columns = terminal.width()
    shown = []
    if answer.groups:
        for group in answer.groups:
            more = f", {len(group.hits)} of {group.found} shown" if group.found > len(group.hits) else ""
            shown.append(f"{terminal.strong(group.report.full_title)}{more}\n")
            shown += [_hit(hit, columns, titled=False) for hit in group.hits]
    else:
        shown += [_hit(hit, columns) for hit in answer.hits]
    counts = [(facet.name, ", ".join(f"{value} ({count})" for value, count in facet.values)) for facet in answer.facets]
    shown += ["\n".join(terminal.table(counts)) + "\n"] if counts else []
    return "\n".join(shown) + ("\n" if shown else "")


def _hit(hit: Hit, columns: int, *, titled: bool = True) -> str:
    passage, report = hit.passage, hit.report
    number = f"{hit.rank}.".ljust(len(_INDENT) - 1)
    about = [terminal.authors(report.authors, at_most=2), str(report.year or "")] if titled else []
    about += [
        terminal.place_of(passage),
        passage.standard,
        "finding" if passage.finding else "",
        "" if passage.kind in {"paragraph", "list_item", "bullet"} else str(passage.kind).replace("_", " "),
    ]
    lines = []
    if titled:
        lines += terminal.wrap(report.full_title, columns, _INDENT).split("\n")
    lines += _about(about, terminal.place_of(passage), columns)
    lines[0] = f"{number} {terminal.strong(lines[0].strip()) if titled else lines[0].strip()}"
    if passage.section:
        lines.append(terminal.dim(terminal.wrap(" › ".join(passage.section), columns, _INDENT)))
    lines.append(_text(hit, columns))
    lines += [terminal.dim(line) for line in _remarks(hit, columns)]
    if hit.link:
        lines.append(_INDENT + hit.link)
    return "\n".join(lines) + "\n"


def _about(parts: Iterable[str], place: str, columns: int) -> list[str]:
    """What is told of a passage in a line, or more; the page to cite stands out."""
    text = " · ".join(filter(None, parts)).replace(place, place.replace(" ", "\N{NO-BREAK SPACE}"))
    wrapped = terminal.wrap(text, columns, _INDENT).replace("\N{NO-BREAK SPACE}", " ")
    return wrapped.replace(place, terminal.strong(place)).split("\n")


def _text(hit: Hit, columns: int) -> str:
    """The snippets, with the words marked that answer."""
    text = hit.passage.text
    shown, marks = "", []
    end_before = 0
    for start, end in hit.snippets:
        shown += "… " if start > 0 and not shown else " … " if start - end_before > 1 else " " if shown else ""
        shift = len(shown) - start
        marks += [(a + shift, b + shift) for a, b in hit.marks if a >= start and b <= end]
        shown += text[start:end]
        end_before = end
    if end_before < len(text):
        shown += " …"
    return terminal.marked(shown, marks, columns, _INDENT)


def _remarks(hit: Hit, columns: int) -> list[str]:
    """How the words are said where they are not said as asked, what is missing, and where else it stands."""
    whys = dict.fromkeys(f"{one.query} ~ {one.text} ({one.why})" for one in hit.matches if one.why != "same word")
    remarks = []
    if whys:
        remarks.append("why: " + "; ".join(list(whys)[:_WHYS_SHOWN]) + ("; …" if len(whys) > _WHYS_SHOWN else ""))
    if hit.missing:
        remarks.append("missing: " + ", ".join(hit.missing))
    if hit.other_places:
        remarks.append("also: " + "; ".join(_other(place, hit) for place in hit.other_places))
    return [terminal.wrap(remark, columns, _INDENT) for remark in remarks]


def _other(place: Location, hit: Hit) -> str:
    where = terminal.place_of(place.passage)
    return where if place.report.id == hit.report.id else f"{place.report.full_title}, {where}"


def _plain(hit: Hit) -> str:
    where = terminal.place_of(hit.passage)
    return f"{hit.link}\t{where}\t{hit.passage.standard}\t{hit.passage.text}\n"
