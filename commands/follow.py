"""`funn follow`, `funn news`: saved queries, and what was new for them after each ingest."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from catalogue import follows
from catalogue.errors import IndexStaleError, StoreError, UsageError
from catalogue.follows import Follow
from catalogue.lock import writing
from catalogue.store import Catalogue
from commands import terminal
from commands.asking import complain, options, query_options, text_of
from commands.frame import command, store_option
from search import alerts
from search.alerts import News
from search.answer import Hit
from search.engines.port import Engine
from search.index import open_engine
from search.query import parse

_WAIT_S = 5.0  # for an ingest to end
_SHOWN = 10  # passages of each follow that are shown after an ingest; `funn news` has them all
_INDENT = "    "


@command(
    "follow",
    ('funn follow "skoleleiar involvering" --name leiing', "be told after each ingest of what is new"),
    ('funn follow "rekruttering" --findings --standard nn', "only findings, only in Nynorsk"),
    ("funn follow --list", "what is followed"),
)
@query_options(sort=False)
@click.option("--name", help="What to call it. [default: the query]")
@click.option("--list", "listed", is_flag=True, help="List what is followed.")
@click.option("--remove", metavar="NAME", help="Follow it no more, and forget what was told of it.")
@store_option
def follow(
    *, query: tuple[str, ...], store: Path, name: str | None, remove: str | None, listed: bool, **asked: Any
) -> None:
    """Saves a query. After each ingest you are told once of each new passage that holds all of its words.

    What the collection holds now counts as told. A report that is read again, moved or replaced by the same text is no
    news. Each follow is told on stderr when an ingest ends, and kept for `funn news`.
    """
    if sum((bool(query), listed, remove is not None)) != 1:
        raise UsageError("Give a query to follow, or --list, or --remove NAME.")
    if listed:
        _list(store)
    elif remove is not None:
        with writing(store, "follow", _WAIT_S), Catalogue.open(store) as catalogue:
            if not follows.remove(catalogue, remove):
                raise UsageError(f"Nothing is followed under the name {remove!r}: funn follow --list names them all.")
        terminal.note(f"{remove} is followed no more.")
    else:
        text = text_of(query)
        _save(store, Follow((name or text).strip(), text, alerts.saved(options(None, asked)), _now()))


next(one for one in follow.params if one.name == "query").required = False


def _save(store: Path, new: Follow) -> None:
    """Saves a query, with what answers it now as told."""
    complain(new.query, parse(new.query).complaints)
    with writing(store, "follow", _WAIT_S), Catalogue.open(store) as catalogue:
        engine = open_engine(catalogue)
        found = alerts.matching(new, catalogue, engine)
        follows.add(catalogue, new, found.numbers)
        engine.close()
    passages = "passage answers" if len(found.numbers) == 1 else "passages answer"
    terminal.note(f"{new.name} is followed from now on; {len(found.numbers)} {passages} it already.")


def _list(store: Path) -> None:
    with Catalogue.open(store) as catalogue:
        held = follows.follows(catalogue)
    rows = [(one.name, one.created[:10], one.query + _filters(one)) for one in held]
    for line in terminal.table(rows) if rows else ():
        click.echo(line)
    if not rows:
        terminal.note('Nothing is followed yet: funn follow "words".')


def _filters(one: Follow) -> str:
    kept = json.loads(one.options)
    told = ", ".join(f"{name} {value}" for name, value in kept.items())
    return f"  ({told})" if told else ""


@command(
    "news",
    ("funn news", "what was told of followed queries, the newest first"),
    ("funn news --json", "the same for the next tool, with the words that match and why"),
    ("funn news --atom nytt.xml", "as a feed for a feed reader"),
)
@click.argument("name", required=False)
@click.option("--since", metavar="DATE", default="", help="Only what was told from this day on: 2026-11-24 (UTC).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--atom", type=click.Path(path_type=Path), metavar="FILE", help="Write an Atom feed.")
@store_option
def news(name: str | None, store: Path, since: str, atom: Path | None, *, as_json: bool) -> None:
    """Shows again what was new for followed queries; NAME is one of them. That there is no news is no error."""
    with Catalogue.open(store) as catalogue:
        held = {one.name: one for one in follows.follows(catalogue)}
        if name is not None and name not in held:
            raise UsageError(f"Nothing is followed under the name {name!r}: funn follow --list names them all.")
        told = follows.told(catalogue, name, _day(since))
        every = _again(told, held, catalogue) if told else []
    if atom is not None:
        from search.export.atom import atom as feed
        from search.export.write import write_whole

        write_whole(atom, feed(every, _now()))
        terminal.note(f"{len(every)} entries in {atom}.")
    if as_json:
        click.echo(json.dumps([alerts.news_json(one) for one in every], ensure_ascii=False, indent=2))
    elif atom is None:
        for one in every:
            click.echo(_view(one.hit, f"{one.follow.name} · {one.at[:10]}") + "\n")
        if not every:
            terminal.note("No news.")


def _day(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat() if text else ""
    except ValueError:
        raise UsageError(f"--since {text}: give a day such as 2026-11-24.") from None


def _again(told: Sequence[follows.Told], held: dict[str, Follow], catalogue: Catalogue) -> list[News]:
    """What was told, as it is now; what the collection has no more is left out, and said."""
    engine = open_engine(catalogue)
    every: list[News] = []
    gone = 0
    for (name, at), group in groupby(told, lambda one: (one.follow, one.at)):
        numbers = [catalogue.number_of(one.passage) for one in group]
        still = [number for number in numbers if number is not None]
        gone += len(numbers) - len(still)
        every += [News(held[name], at, hit) for hit in alerts.hits(held[name], still, catalogue, engine)]
    engine.close()
    if gone:
        terminal.note(f"{gone} passages that were told of are in the collection no more.")
    return every


def tell_news(store: Path) -> None:
    """On stderr: what is new for each followed query since this was called last; noted first, so never told twice.

    What cannot be told now is told when this is called next: it never fails what went before.
    """
    try:
        with Catalogue.open(store) as catalogue:
            if not follows.follows(catalogue):
                return
        with writing(store, "telling what is new", _WAIT_S), Catalogue.open(store) as catalogue:
            engine = open_engine(catalogue)
            for one, hits in _news(catalogue, engine):
                _tell(one, hits)
            engine.close()
    except (StoreError, IndexStaleError) as error:
        terminal.note(f"funn: what is new for followed queries will be told after the next ingest. {error}")


def _news(catalogue: Catalogue, engine: Engine) -> Iterator[tuple[Follow, tuple[Hit, ...]]]:
    """The follows for which there is something new, with what it is."""
    for one in follows.follows(catalogue):
        unseen = follows.unseen(catalogue, one.name)
        found = alerts.matching(one, catalogue, engine, unseen) if unseen else alerts.Matching((), complete=True)
        untold = follows.untold(catalogue, one.name, found.numbers)
        follows.tell(catalogue, one.name, found.numbers, untold, _now())
        if not found.complete:
            terminal.note(f"funn: the time ran out for {one.name}: there may be more news than was told.")
        if untold:
            yield one, alerts.hits(one, untold, catalogue, engine)


def _tell(one: Follow, hits: tuple[Hit, ...]) -> None:
    passages = "passage" if len(hits) == 1 else "passages"
    terminal.note(f"\n{len(hits)} new {passages} for {one.name}:")
    for hit in hits[:_SHOWN]:
        terminal.note(_view(hit) + "\n")
    if len(hits) > _SHOWN:
        terminal.note(f"{_INDENT}… and {len(hits) - _SHOWN} more: funn news {json.dumps(one.name, ensure_ascii=False)}")


def _view(hit: Hit, head: str = "") -> str:
    """A passage for a reader: report, page, what it says, and how it answers."""
    columns = terminal.width()
    passage, text = hit.passage, hit.passage.text
    start, end = (hit.snippets[0][0], hit.snippets[-1][1]) if hit.snippets else (0, len(text))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    spans = [(a + shift, b + shift) for a, b in hit.marks if start <= a and b <= end]
    about = [head, str(hit.report.year or ""), terminal.place_of(passage), passage.standard]
    about += ["finding"] if passage.finding else []
    lines = [
        terminal.strong(terminal.wrap(hit.report.full_title, columns, "  ")),
        terminal.wrap(" · ".join(filter(None, about)), columns, _INDENT),
        terminal.marked(before + text[start:end] + after, spans, columns, _INDENT),
        *(terminal.dim(terminal.wrap(remark, columns, _INDENT)) for remark in _remarks(hit)),
        *([_INDENT + hit.link] if hit.link else []),
    ]
    return "\n".join(lines)


def _remarks(hit: Hit) -> Iterable[str]:
    if hit.matches:
        yield "why: " + "; ".join(f"{one.query} ~ {one.text} ({one.why})" for one in hit.matches)
    if hit.other_places:
        places = (f"{other.report.full_title}, {terminal.place_of(other.passage)}" for other in hit.other_places)
        yield "also: " + "; ".join(places)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
