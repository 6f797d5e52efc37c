"""Keyword in context: every place where a query is answered, with the words before and after it, aligned."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogue.model import Matter, Passage, Report
from catalogue.store import Catalogue
from search import limits
from search.answer import Totals, link_to, passage_json
from search.collation import norwegian
from search.engines.port import All, Engine, Key, Not, Plan, Word
from search.export.apa import in_text, plain
from search.export.tables import table_text
from search.highlight import Highlighter, marks
from search.marks import matter
from search.options import Options
from search.plan import build
from search.query import Complaint, Query, parse, show

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 40  # characters on each side
_ALL = Options(limit=None)
_GAP = "  "


class Order(StrEnum):
    """What the lines are sorted by."""

    RELEVANCE = "relevance"
    LEFT = "left"  # the words before, the nearest first
    RIGHT = "right"  # the words after
    REPORT = "report"  # by series, year and title; within a report as it is read


class Line(NamedTuple):
    """A place that answers.

    Attributes:
        left: text before it, whole words of one line.
        key: what answers, as printed.
        right: text after it.
        start: of the key, in code points of the passage's text.
        number: the catalogue's number of the passage, in reading order within a report.
        passage: without runs.
        report: without details.
    """

    left: str
    key: str
    right: str
    start: int
    number: int
    passage: Passage
    report: Report

    @property
    def citation(self) -> str:
        """Who, when and where, as in "Høydal et al., 2024, s. 41"; the PDF page where none is printed."""
        first = self.passage.places[0] if self.passage.places else None
        cited = plain(in_text(self.report, first))[1:-1]
        return f"{cited}, PDF {first.page}" if first and not first.label else cited

    @property
    def link(self) -> str:
        """To the page."""
        return link_to(self.passage, self.report)


class Concordance(NamedTuple):
    """The lines of a query.

    Attributes:
        query: as given.
        read_as: as it was understood.
        lines: in the order asked for.
        totals: how many passages hold all words, and some.
        complaints: what could not be read or was cut.
    """

    query: str
    read_as: str
    lines: tuple[Line, ...] = ()
    totals: Totals = Totals()
    complaints: tuple[Complaint, ...] = ()


def concordance(
    query: str | Query,
    catalogue: Catalogue,
    engine: Engine,
    options: Options = _ALL,
    *,
    width: int = WIDTH,
    order: Order = Order.RELEVANCE,
) -> Concordance:
    """Every place that answers, in the passages that hold all words; where none does, in those that hold some.

    Near-identical passages are not folded: each place is a line. Tables of contents are left out.

    Args:
        query: as a user wrote it, or as it was read.
        catalogue: of the store.
        engine: of the same store.
        options: filters, `exact`, and limit and offset, which count lines.
        width: characters of context on each side, about; words are not cut.
        order: of the lines.

    Raises:
        IndexStaleError: the index is damaged.
    """
    read = parse(query) if isinstance(query, str) else query
    until = time.monotonic() + limits.CONCORDANCE_S
    request = build(read, catalogue, engine, options, until)
    complaints = [*read.complaints, *request.complaints]

    def complain(code: str, sentence: str) -> None:
        complaints.append(Complaint(code, 0, len(read.text), sentence))

    if request.plan is None:
        complain("empty-query", "The query asks for nothing: give it a word.")
        return Concordance(read.text, show(read.tree), complaints=tuple(complaints))
    plan = _without_contents(request.plan)
    found = engine.search(plan, limits.CONCORDANCE, within_s=max(0.0, until - time.monotonic()))
    whole_first = plan.scoring.whole_first and found.whole
    numbers = [hit.number for hit in found.hits if hit.whole or not whole_first]
    lines: list[Line] = []
    end = None if options.limit is None else options.offset + options.limit
    enough = end if end is not None and order is Order.RELEVANCE else limits.CONCORDANCE + 1  # others need all lines
    late = not found.complete
    for line in _lines(numbers, catalogue, Highlighter(request.sought), width):
        if len(lines) == enough:
            break
        if len(lines) == limits.CONCORDANCE:
            complain("lines-cut", f"Only {limits.CONCORDANCE} lines were made; there are more.")
            break
        if time.monotonic() >= until:
            late = True
            break
        lines.append(line)
    if len(numbers) < (found.whole if whole_first else found.total):
        complain("lines-cut", f"Only the {len(numbers)} most relevant passages were read; there are more.")
    if late:
        complain("time", f"The time of {limits.CONCORDANCE_S:g} seconds ran out; there may be more.")
    ordered = ordered_by(lines, order)
    totals = Totals(found.whole if plan.scoring.whole_first else found.total, found.total)
    return Concordance(read.text, show(read.tree), tuple(ordered[options.offset : end]), totals, tuple(complaints))


_CONTENTS = matter(Matter.CONTENTS)


def _without_contents(plan: Plan) -> Plan:
    """The plan without the lines of tables of contents, where words have no context; unless they are asked for."""
    if any(_CONTENTS in alternatives for alternatives in plan.filters):
        return plan
    return plan._replace(clause=All((plan.clause, Not(Word(((Key(_CONTENTS),),))))))


_AT_ONCE = 200  # passages that are fetched together


def _lines(numbers: Sequence[int], catalogue: Catalogue, highlighter: Highlighter, width: int) -> Iterator[Line]:
    reports: dict[str, Report] = {}
    for first in range(0, len(numbers), _AT_ONCE):
        passages = catalogue.passages(numbers[first : first + _AT_ONCE])
        reports |= catalogue.headers({passage.report for passage in passages.values()} - reports.keys())
        for number in numbers[first : first + _AT_ONCE]:
            passage = passages.get(number)
            if passage is None:  # removed since the index was made
                continue
            for start, end in marks(highlighter.find(passage.text).places):
                left, key, right = in_context(passage.text, start, end, width)
                yield Line(left, key, right, start, number, passage, reports[passage.report])


def in_context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """The text before a span, the span and the text after it, each side at most `width` long and of whole words."""
    return _tail(text[:start], width), text[start:end], _head(text[end:], width)


def _tail(text: str, width: int) -> str:
    text = text.strip()
    if len(text) <= width:
        return text
    cut = text[len(text) - width :]
    return cut.lstrip() if text[len(text) - width - 1].isspace() else cut.partition(" ")[2]


def _head(text: str, width: int) -> str:
    text = text.strip()
    if len(text) <= width:
        return text
    return text[:width].rstrip() if text[width].isspace() else text[:width].rpartition(" ")[0]


def ordered_by(lines: Iterable[Line], order: Order) -> list[Line]:
    """The lines in an order; those that are the same in it stay as they were."""
    keys: dict[Order, Callable[[Line], Any]] = {
        Order.LEFT: lambda line: [norwegian(word) for word in reversed(_words(line.left))],
        Order.RIGHT: lambda line: [norwegian(word) for word in _words(line.right)],
        Order.REPORT: lambda line: (
            line.report.series, line.report.year or 0, line.report.title, line.report.id, line.number, line.start,
        ),
    }  # fmt: skip
    return list(lines) if order is Order.RELEVANCE else sorted(lines, key=keys[order])


def _words(text: str) -> list[str]:
    """The words of a context, without what is no letter or digit at their borders."""
    bare = ("".join(filter(str.isalnum, word)) for word in text.split())
    return [word for word in bare if word]


def as_text(lines: Sequence[Line], columns: int | None = None) -> str:
    """The lines with their keys below each other, each with its citation; "" when there are none.

    Args:
        lines: to show.
        columns: of the terminal: contexts are shortened to fit; None for as wide as they are.
    """
    if not lines:
        return ""
    keys = max(len(line.key) for line in lines)
    left, right = (
        max(len(text) for text in side) for side in zip(*((one.left, one.right) for one in lines), strict=True)
    )
    cited = max(len(line.citation) for line in lines)
    if columns is not None:
        room = columns - keys - 2 * len(_GAP)
        if room - cited - len(_GAP) >= 2 * _LEAST:
            room -= cited + len(_GAP)
        else:
            cited = 0  # no room on the line: on one of its own
        side = max(_LEAST, room // 2)
        left, right = min(left, side), min(right, side)
    shown = []
    for line in lines:
        text = f"{_tail(line.left, left):>{left}}{_GAP}{line.key}{_GAP}{_head(line.right, right)}"
        if cited:
            shown.append(f"{text:<{left + keys + right + 2 * len(_GAP)}}{_GAP}{line.citation}")
        else:
            shown += [text, f"{_GAP}({line.citation})"]
    return "".join(f"{line.rstrip()}\n" for line in shown)


_LEAST = 12  # characters of context on each side, however narrow the terminal

COLUMNS = ("left", "key", "right", "citation", "title", "year", "page_label", "page", "standard", "section", "link", "id", "report", "start")  # fmt: skip


def csv_text(lines: Iterable[Line], *, excel: bool = False) -> bytes:
    """The lines with COLUMNS as CSV; for Excel in a Norwegian Windows with semicolons and a byte order mark."""
    return table_text(COLUMNS, map(_record, lines), excel=excel)


def _record(line: Line) -> list[object]:
    passage, report = line.passage, line.report
    first = passage.places[0] if passage.places else None
    return [
        line.left, line.key, line.right, line.citation, report.title, report.year,
        (first.label or "") if first else "", first.page if first else None,
        passage.standard, " › ".join(passage.section), line.link, passage.id, report.id, line.start,
    ]  # fmt: skip


def jsonl_text(lines: Iterable[Line]) -> str:
    """An object a line; see `line_json`."""
    return "".join(f"{json.dumps(line_json(line), ensure_ascii=False)}\n" for line in lines)


def line_json(line: Line) -> dict[str, Any]:
    """The line with left, key, right, start, citation, and what a hit's JSON says of the passage but its text."""
    about = passage_json(line.passage, line.report)
    del about["text"]
    return {
        "left": line.left, "key": line.key, "right": line.right, "start": line.start, "citation": line.citation, **about,
    }  # fmt: skip
