"""What was found as a file, in each format of `funn export`: the same bytes, with links that others can follow."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from search.answer import link_to
from search.export.write import Choices, contents
from search.find import find
from web import parameters
from web.desk import Desk
from web.errors import NothingFoundError
from web.public import cited, public
from web.service import asked, base_of, service_of
from web.settings import Settings

_NAME = 60  # characters of a file's name


class _Format(NamedTuple):
    """A kind of file.

    Attributes:
        media_type: of the answer.
        needs: the library without which it cannot be written, or "".
    """

    media_type: str
    needs: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMATS = {
    "csv": _Format("text/csv; charset=utf-8"),
    "jsonl": _Format("application/x-ndjson"),
    "xlsx": _Format(f"{_OFFICE}.spreadsheetml.sheet", "openpyxl"),
    "md": _Format("text/markdown; charset=utf-8"),
    "html": _Format("text/html; charset=utf-8"),
    "docx": _Format(f"{_OFFICE}.wordprocessingml.document", "docx"),
    "ris": _Format("application/x-research-info-systems"),
    "bib": _Format("application/x-bibtex"),
    "json": _Format("application/vnd.citationstyles.csl+json"),
    "txt": _Format("text/plain; charset=utf-8"),
}


class File(NamedTuple):
    """A file to take along.

    Attributes:
        body: its bytes.
        media_type: of them.
        name: what to call it.
        passages: how many passages, or how many passages' reports, it holds.
        cut: whether there would be more.
    """

    body: bytes
    media_type: str
    name: str
    passages: int
    cut: bool

    def response(self) -> Response:
        """The file, to be saved; how much is in it stands in the headers."""
        headers = {
            "content-disposition": disposition(self.name),
            "funn-passages": str(self.passages),
            "funn-cut": str(self.cut).lower(),
        }
        return Response(self.body, headers=headers, media_type=self.media_type)


@cache
def formats() -> tuple[str, ...]:
    """The formats that can be written here; some need libraries that need not be installed."""
    return tuple(name for name, one in _FORMATS.items() if not one.needs or find_spec(one.needs) is not None)


def media_types() -> list[str]:
    """The media types of the formats, without their parameters."""
    return [_FORMATS[name].media_type.partition(";")[0] for name in formats()]


@cache
def known(settings: Settings) -> tuple[parameters.Parameter, ...]:
    """What an export can be asked for."""
    about = "How many passages; all that hold every word, when none does all that hold some, unless it is given."
    return (
        parameters.query(settings.query_length),
        parameters.choice("format", "The kind of file.", formats(), "csv"),
        *parameters.FILTERS,
        parameters.SORT,
        parameters.number("limit", about, 1, settings.export_size, None),
        parameters.choice("language", "The written standard of citations and headings.", ("nn", "nb"), "nb"),
        parameters.flag("excel", "CSV with semicolons and a byte order mark."),
    )


def export(given: Mapping[str, Any], desk: Desk, base: str, most: int) -> File:
    """The file that was asked for.

    Args:
        given: what was read of `known`.
        desk: to search at.
        base: of our own addresses.
        most: passages in a file.

    Raises:
        NothingFoundError: no passage answers.
    """
    limit = given["limit"]
    options = parameters.options(given, limit=limit or most)
    answer = find(given["q"], desk.catalogue, desk.engine, options)
    whole = [hit for hit in answer.hits if not hit.missing]
    hits = whole if whole and limit is None else list(answer.hits)
    if not hits:
        raise NothingFoundError
    cut = limit is None and answer.more and len(hits) == len(answer.hits)
    found = [(hit.passage, cited(hit.report), link_to(hit.passage, public(hit.report, base))) for hit in hits]
    kind = given["format"]
    body = contents(f".{kind}", found, Choices(given["q"], given["language"], given["excel"]))
    return File(body, _FORMATS[kind].media_type, f"{file_stem(given['q'])}.{kind}", len(hits), cut)


async def exported(request: Request) -> Response:
    """A file with what was found, for a reader."""
    settings = service_of(request).settings
    given = parameters.read(known(settings), request.query_params)
    base = base_of(request)
    file = await asked(request, lambda desk: export(given, desk, base, settings.export_size), long=True)
    return file.response()


def file_stem(query: str) -> str:
    """What to call a file of what answers a query: letters, digits and hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", query))
    return "-".join(["funn", *words]).lower()[:_NAME].rstrip("-")


def disposition(name: str) -> str:
    """Content-Disposition of a file to be saved (RFC 6266), its name in ASCII and in full (RFC 8187)."""
    plain = "".join(_ASCII.get(letter, letter) for letter in unicodedata.normalize("NFKD", name))
    plain = re.sub(r"[^A-Za-z0-9._-]", "", plain) or "funn"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


_ASCII = {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"}
