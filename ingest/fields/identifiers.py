"""ISBN, ISSN, DOI, handle, licence and report number, found in text and checked; the door to python-stdnum."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from stdnum import isbn as stdnum_isbn
from stdnum import issn as stdnum_issn

from ingest.fields.text import clean, plain_dashes

WRONG_DIGIT = "its check digit is wrong"
_WORD = re.compile(r"\bISBN(?:-?1[03])?\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d/.-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dX](?![\d/])", re.IGNORECASE)
_ISSN = re.compile(r"\b(\d{4}-\d{3}[\dX])\b", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>,;]+", re.IGNORECASE)
_HANDLE = re.compile(r"\b(?:https?://)?hdl\.handle\.net/(\d+(?:\.\d+)*/[^\s\"'<>)\],;]+)", re.IGNORECASE)
_COMMONS_URL = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/zero/(1\.0))", re.IGNORECASE
)
_COMMONS = re.compile(r"\bCC[ -]?(BY(?:[ -](?:NC|SA|ND))*|0)\b(?:[ -]?(\d\.\d))?", re.IGNORECASE)
_NLOD = re.compile(r"\bNLOD\b(?:\s*(\d\.\d))?|norsk lisens for offentlege? (?:åpne )?data", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"\b(?:trykt|trykk|trykket|papir|hefta|heftet|innbundet|innbunden|nett|nettversjon|nettutg[aå]ve|web|pdf|epub|html|e-?bok|elektronisk|digital|"
    r"online|print(?:ed)?|electronic|paper)\w*(?:[ -](?:utg[aå]ve|versjon|utgave|edition|version|pdf))?",
    re.IGNORECASE,
)
_LABEL_REACH = 45  # characters between the word ISBN and its number ("ISBN (elektronisk utgave, PDF): …")


class FoundIsbn(NamedTuple):
    """An ISBN in a text.

    Attributes:
        value: with hyphens in the right places when the check digit holds, else as printed.
        qualifier: the edition as printed beside it, or "".
        valid: whether its check digit holds.
    """

    value: str
    qualifier: str
    valid: bool


def find_isbns(text: str, *, labelled: bool = False) -> Iterator[FoundIsbn]:
    """The ISBNs in a text, those with a wrong check digit included.

    A number counts when it has the word ISBN before it (or before the number before it), or is a valid ISBN-13.

    Args:
        text: a line or a paragraph.
        labelled: whether a label before the text has said that it is an ISBN.
    """
    line = plain_dashes(text)
    reach = 0 if labelled else -1  # up to where the word ISBN is still heard
    end = 0
    for found in _NUMBER.finditer(line):
        word = list(_WORD.finditer(line, end, found.start()))
        if word:
            reach = word[-1].end()
        heard = reach >= 0 and found.start() - max(reach, end) <= _LABEL_REACH
        valid = stdnum_isbn.is_valid(found[0])
        digits = re.sub(r"\D", "", found[0])
        if (heard and len(digits) in {9, 10, 13}) or (valid and len(digits) == 13):  # noqa: PLR2004 - ISBN-13
            value = stdnum_isbn.format(found[0]) if valid else found[0].strip()
            yield FoundIsbn(value, _qualifier(line, end, found, word), valid)
        end = found.end()


def _qualifier(line: str, start: int, found: re.Match[str], word: list[re.Match[str]]) -> str:
    """The edition named between ISBN and the number, or right behind the number."""
    after = re.match(r"\s*[(\[]([^)\]]{2,40})[)\]]", line[found.end() :])
    if after and _QUALIFIER.search(after[1]):
        return after[1].strip()
    before = line[word[-1].end() if word else start : found.start()]
    if named := _QUALIFIER.search(before):
        return clean(before).strip(" ():,.-") if word and len(before) <= _LABEL_REACH else named[0]
    behind = _QUALIFIER.match(line[found.end() :].lstrip(" ,:-"))
    return behind[0] if behind else ""


def isbn13(value: str) -> str:
    """The thirteen digits that two writings of one ISBN share, or "" when it is none."""
    digits = plain_dashes(value)
    return str(stdnum_isbn.compact(digits, convert=True)) if stdnum_isbn.is_valid(digits) else ""


def find_issn(text: str) -> str:
    """The first valid ISSN in a text, or ""."""
    found = (match[1].upper() for match in _ISSN.finditer(plain_dashes(text)))
    return next((value for value in found if stdnum_issn.is_valid(value)), "")


def find_doi(text: str) -> str:
    """The first DOI in a text, bare, or ""."""
    found = _DOI.search(text)
    if not found:
        return ""
    value = found[0].rstrip(".:*")
    return value.rstrip(")]") if value.count("(") < value.count(")") or value.endswith("]") else value


def find_handle(text: str) -> str:
    """The first handle in a text, as a URL, or ""."""
    found = _HANDLE.search(text)
    return f"https://hdl.handle.net/{found[1].rstrip('.')}" if found else ""


def find_licence(text: str) -> str:
    """The first open licence named in a text, as its SPDX name, or ""."""
    if found := _COMMONS_URL.search(text):
        return "CC0-1.0" if found[3] else f"CC-{found[1].upper()}-{found[2]}"
    if found := _COMMONS.search(text):
        if found[1] == "0":
            return "CC0-1.0"
        return "-".join(["CC", *re.split(r"[ -]", found[1].upper()), *([found[2]] if found[2] else [])])
    if found := _NLOD.search(text):
        return f"NLOD-{found[1] or '2.0'}"
    return ""
