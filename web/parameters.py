"""What can be asked of a page or of the API: each parameter once, for reading it and for describing it.

A request is read by the same table that the OpenAPI document is made of, so that neither can say what the other does not.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from search.options import Options, Sort

_NAME = 40  # characters shown of a name that is not known
MOST_OFFSET = 2_000  # hits that can be left out: nobody reads further, and each page costs all those before it


class ParameterError(Exception):
    """A parameter cannot be read.

    Attributes:
        name: of the parameter.
        reason: what is wrong with it and what to give, as a sentence in English.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Parameter(NamedTuple):
    """Something that can be asked for.

    Attributes:
        name: in the address.
        schema: JSON Schema of its values; "default" is what is meant when it is absent.
        about: what it does, a sentence.
        required: whether it must be given.
    """

    name: str
    schema: Mapping[str, Any]
    about: str
    required: bool = False

    def read(self, given: str | None) -> Any:
        """The value of what was given, as its schema says.

        Raises:
            ParameterError: it is none.
        """
        if given is None or (not given.strip() and not self.required):
            if self.required:
                raise ParameterError(self.name, "it must be given.")
            return self.schema.get("default")
        if self.schema["type"] == "boolean":
            return self._boolean(given)
        if self.schema["type"] == "integer":
            return self._integer(given)
        return self._text(given)

    def read_strictly(self, given: str | None) -> Any:
        """The value of what a program gave: only what the schema says, where a form may leave fields empty.

        Raises:
            ParameterError: it is none.
        """
        if given is None:
            return self.read(None)
        if not given:
            raise ParameterError(self.name, "it is empty: leave it out, or give a value.")
        if self.schema["type"] == "integer":
            return self._integer(given)
        if self.schema["type"] == "string":
            return self._text(given)
        if given not in {"true", "false"}:
            raise ParameterError(self.name, "give true or false.")
        return given == "true"

    def _boolean(self, given: str) -> bool:
        if given.lower() in {"true", "1", "on", "yes"}:
            return True
        if given.lower() in {"false", "0", "off", "no"}:
            return False
        raise ParameterError(self.name, "give true or false.")

    def _integer(self, given: str) -> int:
        low, high = self.schema["minimum"], self.schema["maximum"]
        if not re.fullmatch(r"[0-9]{1,9}", given) or not low <= int(given) <= high:
            raise ParameterError(self.name, f"give a whole number from {low} to {high}.")
        return int(given)

    def _text(self, given: str) -> str:
        if not _is_text(given):
            raise ParameterError(self.name, "it holds what is no text.")
        if len(given) > self.schema.get("maxLength", len(given)):
            raise ParameterError(self.name, f"it is longer than {self.schema['maxLength']} characters.")
        if not given:
            raise ParameterError(self.name, "it must be given.")
        if given not in self.schema.get("enum", (given,)):
            raise ParameterError(self.name, f"give one of {', '.join(self.schema['enum'])}.")
        if not re.fullmatch(self.schema.get("pattern", ".*"), given, re.DOTALL):
            raise ParameterError(self.name, f"give {self.schema['description']}.")
        return given


def _is_text(given: str) -> bool:
    """Whether it can be written as UTF-8, as half a surrogate pair cannot, and has no end in the midst."""
    try:
        return b"\0" not in given.encode()
    except UnicodeEncodeError:
        return False


def text(name: str, about: str, *, most: int = 200, required: bool = False, **schema: Any) -> Parameter:
    """A parameter of text, of at most so many characters."""
    plain = {"minLength": 1, "maxLength": most, "pattern": r"^[^\u0000]*$"}
    return Parameter(name, {"type": "string", **plain, **schema}, about, required)


def choice(name: str, about: str, values: Iterable[str], default: str | None = None) -> Parameter:
    """A parameter with a few values."""
    told = {"default": default} if default else {}
    return Parameter(name, {"type": "string", "enum": list(values), **told}, about)


def flag(name: str, about: str) -> Parameter:
    """A parameter that is on or off."""
    return Parameter(name, {"type": "boolean", "default": False}, about)


def number(name: str, about: str, low: int, high: int, default: int | None) -> Parameter:
    """A parameter of a whole number."""
    told = {} if default is None else {"default": default}
    return Parameter(name, {"type": "integer", "minimum": low, "maximum": high, **told}, about)


_YEARS = r"^ *([0-9]{4} *([-–] *([0-9]{4})?)?|[-–] *[0-9]{4}) *$"

FILTERS = (
    text("standard", "Only passages in this written standard or language.", most=3, pattern="^[A-Za-z]{2,3}$",
         description="a code such as nn, nb or en"),
    flag("findings", "Only findings: summary, key findings, conclusion."),
    text("series", "Only reports of series with this text in their names."),
    text("year", "Only reports of these years.", most=20, pattern=_YEARS,
         description="a year or a range such as 2023, 2020-2024 or 2020-"),
    flag("all_versions", "Also older versions of reports that have a newer one."),
    flag("exact", "Words as typed: no other form, standard, family or part."),
)  # fmt: skip
SORT = choice("sort", "The order; passages with all words come first in each.", map(str, Sort), str(Sort.RELEVANCE))


def query(most: int, *, required: bool = True) -> Parameter:
    """The query, of at most so many characters."""
    return text("q", "What is looked for, in the query language.", most=most, required=required)


def paging(most: int, default: int = 10) -> tuple[Parameter, Parameter]:
    """How many, and how many of the first to leave out."""
    return (
        number("limit", "How many.", 1, most, default),
        number("offset", "How many of the first to leave out.", 0, MOST_OFFSET, 0),
    )


def read(parameters: Iterable[Parameter], given: Mapping[str, str]) -> dict[str, Any]:
    """The value of each parameter.

    Args:
        parameters: those that can be given; what else is given does not count.
        given: of the address.

    Raises:
        ParameterError: one of them cannot be read.
    """
    return {parameter.name: parameter.read(given.get(parameter.name)) for parameter in parameters}


def read_strictly(parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The value of each parameter, where nothing else may be given: a program's mistake is told, not passed over.

    Args:
        parameters: those that can be given.
        given: names and values of the address.

    Raises:
        ParameterError: one of them cannot be read, is not known, or is given twice.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            raise ParameterError(_shown(name), f"there is no such parameter here; there are {', '.join(known)}.")
        if name in values:
            raise ParameterError(name, "it is given twice.")
        values[name] = value
    return {name: parameter.read_strictly(values.get(name)) for name, parameter in known.items()}


def _shown(name: str) -> str:
    """A name that somebody made up, as far as it can be shown."""
    return "".join(letter for letter in name[:_NAME] if letter.isprintable()) or "?"


def options(asked: Mapping[str, Any], **more: Any) -> Options:
    """The options of a search from what was read of FILTERS, SORT and paging."""
    plain = ("standard", "findings", "series", "exact", "all_versions", "limit", "offset", "group", "facets")
    taken = {name: asked[name] for name in plain if name in asked}
    if taken.get("standard"):
        taken["standard"] = taken["standard"].lower()
    years = _years(asked.get("year"))
    sort = Sort(asked.get("sort") or Sort.RELEVANCE)
    return Options(**{**taken, "years": years, "sort": sort, **more})


def _years(given: str | None) -> tuple[int | None, int | None] | None:
    """A year, or a range with an open end, as its first and last year."""
    if given is None:
        return None
    ends = [int(end) if end.strip() else None for end in re.split("[-–]", given)]
    return ends[0], ends[-1]
