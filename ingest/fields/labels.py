"""Labels before a value: "Forfatter(e):", "ISBN (nett)", "Sist endra". The words stand in data/labels.toml."""

import re
from functools import cache
from typing import NamedTuple

from ingest.fields.text import clean
from ingest.fields.vocabulary import load

IGNORED = "ignored"
_ENDING = re.compile(r"\((?:e|r|er|ar|ne|s|en|a|de)\)|/-?(?:e|er|ar)\b")
_BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*$")
_LINE = re.compile(r"^(?P<label>[^:|]{2,60}?)\s*[:：]\s*(?P<value>.*)$", re.DOTALL)
# "ISBN trykt utgave: 978-…" and "ISSN online": what stands behind these words is a qualifier.
_QUALIFIED = re.compile(r"^(?P<label>e?-?is[bs]n(?:-1[03])?)\b[\s:,-]*(?P<qualifier>\D{0,40})$", re.IGNORECASE)
_LONGEST = 60  # characters; a longer text is no label


class Label(NamedTuple):
    """A label that was recognised.

    Attributes:
        field: the field it names, or IGNORED.
        text: as printed, without the colon.
        qualifier: what it adds ("trykt utgave" in "ISBN (trykt utgave)"), or "".
    """

    field: str
    text: str
    qualifier: str = ""


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, words in load("labels").items() for word in words}


@cache
def match(text: str) -> Label | None:
    """The label that a text is, with or without its colon, or None."""
    if len(text) > _LONGEST:
        return None
    printed = clean(text).strip(" :*")
    word = _ENDING.sub("", printed.casefold()).strip(" .:")
    if field := _fields().get(word):
        return Label(field, printed)
    if found := _QUALIFIED.match(printed):
        field = "issn" if "ss" in found["label"].casefold() else "isbn"
        return Label(field, printed, found["qualifier"].strip(" ():,-"))
    if found := _BRACKETED.search(printed):
        inner = match(printed[: found.start()])
        return inner and Label(inner.field, printed, found[1].strip())
    return None


def split(line: str) -> tuple[Label, str] | None:
    """A line "Label: value" as its two parts, or None where it does not begin with a label and a colon."""
    found = _LINE.match(line.strip())
    label = match(found["label"]) if found else None
    return (label, found["value"].strip()) if found and label else None
