"""From tokens to the tree. Parsing never fails: it answers a tree and complaints.

query  = or-part …                        words beside each other
or     = and-part { OR and-part }         binds tighter than standing beside each other, as in web search
and    = part { AND part }                binds tighter than OR
part   = [ NOT | - | + ] … ( leaf | "(" query ")" )
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from search import limits
from search.query.tokens import Sign, Token, tokens
from search.query.tree import And, Complaint, Must, Node, Not, Or, Query, Several

_KEPT = 64  # queries; who shows an answer asks what its query narrows, and what could be added to it
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(_KEPT)
def parse(text: str) -> Query:
    """Reads a query; never fails.

    Args:
        text: as a user wrote it.
    """
    complaints: list[Complaint] = []
    read = _SURROGATE.sub("\ufffd", text)  # bytes of a command line that are no UTF-8; no store can look them up
    if len(text) > limits.QUERY_LENGTH:
        read = read[: limits.QUERY_LENGTH]
        complaints.append(
            Complaint("long-query", len(read), len(text), f"Only the first {limits.QUERY_LENGTH} characters were read.")
        )
    tree = _Parser(_limited(list(tokens(read, complaints)), complaints), complaints).query()
    return Query(text, tree, tuple(sorted(complaints, key=lambda complaint: complaint.start)))


def _limited(found: list[Token], complaints: list[Complaint]) -> list[Token]:
    """The tokens up to the last leaf that is allowed."""
    places = [place for place, token in enumerate(found) if not isinstance(token.what, Sign)]
    if len(places) <= limits.TERMS:
        return found
    first = found[places[limits.TERMS]].span.start
    complaints.append(
        Complaint(
            "many-terms", first, found[-1].span.end, f"Only the first {limits.TERMS} words and phrases were read."
        )
    )
    return found[: places[limits.TERMS]]


_NOTHING = Several()  # parentheses that hold nothing; an operator beside them is not lonely


class _Parser:
    """Recursive descent; each method reads one rule of the grammar and answers None where there is nothing to read."""

    def __init__(self, found: list[Token], complaints: list[Complaint]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._complaints = complaints

    def query(self) -> Node:
        """The whole query."""
        parts: list[Node] = []
        while self._at < len(self._tokens):
            parts.append(self._several())
            if self._at < len(self._tokens):  # a parenthesis that nothing opened
                self._complain("unopened-parenthesis", "This parenthesis closes nothing; it was left out.")
                self._at += 1
        return _one_or(Several, parts)

    def _several(self) -> Node:
        parts: list[Node] = []
        while self._at < len(self._tokens) and self._sign() is not Sign.CLOSE:
            part = self._chain(Sign.OR, Or, lambda: self._chain(Sign.AND, And, self._part))
            if part is not None and part != _NOTHING:
                parts.append(part)
        return _one_or(Several, parts)

    def _chain(self, operator: Sign, make: type[And | Or], read: Callable[[], Node | None]) -> Node | None:
        """Parts with an operator between them."""
        parts = [read()]
        while self._sign() is operator:
            place = self._at
            self._at += 1
            parts.append(read())
            if parts[-1] is None or parts[-2] is None:
                self._complain("lonely-operator", "This operator lacks a word at its side; it was left out.", place)
        if len(parts) == 1:
            return parts[0]
        return _one_or(make, [part for part in parts if part is not None and part != _NOTHING])

    def _part(self) -> Node | None:
        negated = must = False
        first = self._at
        while self._sign() in (Sign.NOT, Sign.MUST):
            negated ^= self._sign() is Sign.NOT
            must |= self._sign() is Sign.MUST
            self._at += 1
        node = self._operand()
        if node is None:
            if self._at > first and self._at <= len(self._tokens):
                self._complain("lonely-operator", "Nothing stands after this operator; it was left out.", first)
            return None
        if node == _NOTHING:
            return node
        if negated:
            return node.part if isinstance(node, Not) else Not(node.part if isinstance(node, Must) else node)
        return Must(node) if must and not isinstance(node, Must | Not) else node

    def _operand(self) -> Node | None:
        token = self._token()
        if token is None or token.what in (Sign.CLOSE, Sign.AND, Sign.OR):
            return None
        self._at += 1
        return self._parenthesis(self._at - 1) if token.what is Sign.OPEN else cast("Node", token.what)

    def _parenthesis(self, opened: int) -> Node:
        """What stands in parentheses, nothing at all among others; the opening one is read."""
        if self._depth == limits.DEPTH:
            self._complain("deep", f"Parentheses deeper than {limits.DEPTH} do not count.", opened)
            self._skip_to_close()
            return _NOTHING
        self._depth += 1
        inner = self._several()
        self._depth -= 1
        if self._sign() is Sign.CLOSE:
            self._at += 1
        else:
            self._complain("unclosed-parenthesis", "This parenthesis is not closed; it holds all that follows.", opened)
        return inner

    def _skip_to_close(self) -> None:
        depth = 1
        while depth and self._at < len(self._tokens):
            depth += {Sign.OPEN: 1, Sign.CLOSE: -1}.get(self._tokens[self._at].what, 0)  # type: ignore[arg-type]
            self._at += 1

    def _token(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _sign(self) -> Sign | None:
        token = self._token()
        return token.what if token is not None and isinstance(token.what, Sign) else None

    def _complain(self, code: str, sentence: str, place: int | None = None) -> None:
        span = self._tokens[self._at if place is None else place].span
        self._complaints.append(Complaint(code, span.start, span.end, sentence))


def _one_or(make: type[And | Or | Several], parts: list[Node]) -> Node:
    """The only part, or the parts as one node, those of the same kind taken apart; no part is the empty query."""
    parts = [one for part in parts for one in (part.parts if isinstance(part, make) else (part,))]
    return parts[0] if len(parts) == 1 else make(tuple(parts)) if parts else Several()
