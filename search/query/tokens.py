"""The query's text as tokens. Nothing is an error: what cannot be read is left out and told."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from search import limits
from search.query import fields
from search.query.tree import Complaint, Field, Fuzzy, Leaf, Phrase, Prefix, Span, Term


class Sign(Enum):
    """What binds leaves together."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    MUST = auto()


class Token(NamedTuple):
    """A leaf of the tree, or a sign, and where it stands."""

    what: Leaf | Sign
    span: Span


OPERATORS = {
    "AND": Sign.AND, "OG": Sign.AND,
    "OR": Sign.OR, "ELLER": Sign.OR,
    "NOT": Sign.NOT, "IKKJE": Sign.NOT, "IKKE": Sign.NOT,
}  # fmt: skip

_QUOTES = {'"': '"', "«": "»", "“": "”“", "”": "”", "„": "“”"}
_ALL_QUOTES = "".join({*_QUOTES, *"".join(_QUOTES.values())})
_BLANK = re.compile(r"\s+")
_WORD = re.compile(rf"[^\s()*~{_ALL_QUOTES}]+")
_STAR = re.compile(r"\*")
_NEAR = re.compile(r"~(\d*)")
_FIELD = re.compile(r"([^\W\d_]+):")
_NO_WORD = re.compile(rf"[\s{_ALL_QUOTES}]+")
_SIGNED = re.compile(rf"[+-](?=[\w§({_ALL_QUOTES}])")
_BEFORE = re.compile(rf"(?:[^\w\s§()*~{_ALL_QUOTES}]|_)+")  # punctuation that is part of no word
_TAIL = re.compile(r"[^\w§%-]+$")  # a hyphen stays at a word's end: "skole- og barnehageeigar"

_END = re.compile(r"[\W_]+$")


def tokens(text: str, complaints: list[Complaint]) -> Iterator[Token]:
    """Reads a query's text.

    Args:
        text: the query.
        complaints: what could not be read is added to it.
    """
    return _Scanner(text, complaints).tokens()


class _Scanner:
    """Goes through the text once."""

    def __init__(self, text: str, complaints: list[Complaint]) -> None:
        self._text = text
        self._at = 0
        self._complaints = complaints

    def tokens(self) -> Iterator[Token]:
        """The tokens in order."""
        text = self._text
        while self._at < len(text):
            start, letter = self._at, text[self._at]
            if self._take(_BLANK):
                continue
            if letter in "()":
                self._at += 1
                yield Token(Sign.OPEN if letter == "(" else Sign.CLOSE, Span(start, self._at))
            elif letter in _ALL_QUOTES:
                yield from self._phrase(start)
            elif letter in "*~":
                self._at += 1
                self._complain("stray-sign", start, f"The {letter} belongs right after a word; it was left out.")
            elif self._begins_a_word(start) and self._take(_SIGNED):
                yield Token(Sign.MUST if letter == "+" else Sign.NOT, Span(start, self._at))
            else:
                yield from self._word(start)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern matches here, which is then read."""
        match = pattern.match(self._text, self._at)
        if match:
            self._at = match.end()
        return match

    def _complain(self, code: str, start: int, sentence: str, end: int | None = None) -> None:
        self._complaints.append(Complaint(code, start, self._at if end is None else end, sentence))

    def _begins_a_word(self, start: int) -> bool:
        return start == 0 or self._text[start - 1].isspace() or self._text[start - 1] in "()" + _ALL_QUOTES

    def _quoted(self) -> str:
        """Text between quotation marks, its words with single blanks between; the reader stands at the first mark."""
        start = self._at
        closing = _QUOTES.get(self._text[start], "")
        self._at += 1
        if not closing:
            self._complain("stray-quote", start, "This quotation mark opens nothing; it was left out.")
            return ""
        ends = [end for mark in closing if (end := self._text.find(mark, self._at)) >= 0]
        end = min(ends, default=len(self._text))
        inner = self._text[self._at : end]
        self._at = min(end + 1, len(self._text))
        if not ends:
            self._complain(
                "unclosed-quote", start, "The quotation mark is not closed; all that follows was read as one phrase."
            )
        return _NO_WORD.sub(" ", inner).strip()

    def _phrase(self, start: int) -> Iterator[Token]:
        words = self._quoted()
        near = self._take(_NEAR)
        if self._take(_STAR):
            self._complain("stray-sign", self._at - 1, "A phrase takes no *; it was left out.")
        span = Span(start, self._at)
        if not any(map(str.isalnum, words)):
            return
        distance = None
        if near:
            distance = min(int(near[1][:9] or 0), limits.DISTANCE)
            if distance != int(near[1][:9] or 0):
                self._complain("distance", start, f"At most {limits.DISTANCE} words can stand between; so it was read.")
        yield Token(Phrase(words, distance, span), span)

    def _word(self, start: int) -> Iterator[Token]:
        if self._take(_BEFORE):
            return
        field = self._take(_FIELD)
        if field and fields.name_of(field[1]):
            yield from self._field(start, field[1])
            return
        self._at = start
        read = self._take(_WORD)
        word = _TAIL.sub("", read[0]) if read else ""
        if not any(letter.isalnum() or letter == "§" for letter in word):
            self._at = max(self._at, start + 1)
        elif word in OPERATORS and self._is_operator(start):
            yield Token(OPERATORS[word], Span(start, self._at))
        else:
            yield self._marked(start, word.lower() if word in OPERATORS else word)

    def _is_operator(self, start: int) -> bool:
        """Whether a word in capitals that was read stands alone; after a sign or before a * it is a word."""
        return self._text[self._at : self._at + 1] not in ("*", "~") and self._text[start - 1 : start] not in ("+", "-")

    def _marked(self, start: int, word: str) -> Token:
        """A word with the * or ~ that may follow it."""
        letters = sum(map(str.isalnum, word))
        leaf: Leaf | None = None
        if self._take(_STAR):
            if letters >= limits.PREFIX_LETTERS:
                leaf = Prefix(_bare(word), Span(start, self._at))
            else:
                self._complain(
                    "short-prefix", start, f"Before a * must stand {limits.PREFIX_LETTERS} letters or more; "
                    f"{word} was read as a word."
                )  # fmt: skip
        elif near := self._take(_NEAR):
            leaf = self._fuzzy(start, word, near[1], letters)
        span = Span(start, self._at)
        return Token(leaf or Term(word, span), span)

    def _fuzzy(self, start: int, word: str, digits: str, letters: int) -> Leaf | None:
        edits = int(digits[:9] or 1)
        if letters < limits.FUZZY_LETTERS:
            self._complain(
                "short-fuzzy", start, f"A word with ~ must have {limits.FUZZY_LETTERS} letters or more; "
                f"{word} was read as a word."
            )  # fmt: skip
            return None
        if edits > limits.EDITS:
            self._complain("edits", start, f"At most {limits.EDITS} letters may differ; so it was read.")
        return Fuzzy(_bare(word), min(edits, limits.EDITS), Span(start, self._at)) if edits else None

    def _field(self, start: int, typed: str) -> Iterator[Token]:
        """A field; the reader stands behind the colon."""
        name = fields.name_of(typed) or typed
        text = self._field_value()
        span = Span(start, self._at)
        if not text:
            self._complain("empty-field", start, f"Nothing stands after {typed}: it was read as a word.")
            yield Token(Term(typed.lower() if typed in OPERATORS else typed, span), span)
            return
        value = fields.value_of(name, text)
        if value is None:
            self._complain("field-value", start, f"{typed}: takes {_EXPECTED[name]}; this one was left out.")
            return
        yield Token(Field(name, value, span), span)

    def _field_value(self) -> str:
        letter = self._text[self._at : self._at + 1]
        if letter and letter in _QUOTES:
            return self._quoted()
        if letter == "(":
            end = self._text.find(")", self._at)
            end = len(self._text) if end < 0 else end
            inner = self._text[self._at + 1 : end]
            self._at = min(end + 1, len(self._text))
            return _NO_WORD.sub(" ", inner).strip()
        value = self._take(_WORD)
        return value[0] if value else ""


_EXPECTED = {
    "title": "words",
    "author": "a name",
    "series": "a name",
    "publisher": "a name",
    "year": "a year or years such as 2020-2024, 2020- or -2024",
    "standard": "nn, nb, or another language's code",
    "section": "words of a heading, or a part such as summary, findings, body, conclusion, references",
    "isbn": "ten or thirteen digits",
    "finding": "yes or no",
}


def _bare(word: str) -> str:
    """The word without what is neither letter nor digit at its end, and no operator."""
    bare = _END.sub("", word)
    return bare.lower() if bare in OPERATORS else bare
