"""Questions that search: the same answers as the commands', with links that others can follow."""

from typing import Any

from norwegian.tokens import WORD, fold
from norwegian.words import SURFACE
from search import limits
from search.answer import answer_json, complaint_json, suggestion_json
from search.concordance import Order, concordance, line_json
from search.find import find
from search.options import Options
from search.similar import similar as find_similar
from web import parameters
from web.api.endpoint import Question
from web.api.reports import passage_number
from web.desk import Desk
from web.exports import File
from web.exports import export as export_file
from web.public import public, public_answer

_COMPLETIONS = 10
_LOOKED = 2_000  # words that begin so, of which the commonest are told
_LOOK_S = 0.2


def search(desk: Desk, asked: Question) -> dict[str, Any]:
    """The passages that answer a query."""
    answer = find(asked.given["q"], desk.catalogue, desk.engine, parameters.options(asked.given))
    return answer_json(public_answer(answer, asked.base))


def similar(desk: Desk, asked: Question) -> dict[str, Any]:
    """The passages that say much the same as a passage."""
    passage_number(desk, asked.id)
    answer = find_similar(asked.id, desk.catalogue, desk.engine, parameters.options(asked.given))
    return answer_json(public_answer(answer, asked.base))


def in_context(desk: Desk, asked: Question) -> dict[str, Any]:
    """Every place that answers, with the words around it."""
    given = asked.given
    order = Order(given["sort"])
    limit = given["limit"]
    options = parameters.options({**given, "sort": None}, limit=limit + 1)  # one more, to see whether there is one
    found = concordance(given["q"], desk.catalogue, desk.engine, options, width=given["width"], order=order)
    lines = [line._replace(report=public(line.report, asked.base)) for line in found.lines[:limit]]
    return {
        "query": found.query,
        "read_as": found.read_as,
        "totals": found.totals._asdict(),
        "complaints": [complaint_json(complaint) for complaint in found.complaints],
        "lines": [line_json(line) for line in lines],
        "more": len(found.lines) > limit,
    }


def suggest(desk: Desk, asked: Question) -> dict[str, Any]:
    """How a query could go on, or be meant."""
    query = asked.given["q"]
    answer = find(query, desk.catalogue, desk.engine, Options(limit=1))
    return {
        "query": query,
        "completions": _completions(query, desk),
        "suggestion": suggestion_json(answer.suggestion),
    }


def _completions(query: str, desk: Desk) -> list[dict[str, Any]]:
    """The commonest words that begin as the query's last word does, which must be at its end."""
    last = next((match for match in WORD.finditer(query) if match.end() == len(query)), None)
    if last is None or len(last[0]) < limits.PREFIX_LETTERS:
        return []
    known = desk.engine.starting(SURFACE + fold(last[0]), _LOOKED, within_s=_LOOK_S)
    words = sorted(known, key=lambda one: (-one.count, one.text))[:_COMPLETIONS]
    return [
        {"text": text, "found": one.count, "query": query[: last.start()] + text}
        for one in words
        for text in (one.text.removeprefix(SURFACE),)
    ]


def export(desk: Desk, asked: Question) -> File:
    """What was found as a file."""
    return export_file(asked.given, desk, asked.base, asked.settings.export_size)
