"""What an error of ours looks like over HTTP: a problem (RFC 9457) for the API, a page for a reader."""

from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalogue.errors import FunnError, IndexStaleError, StoreBusyError, StoreError, UnknownReportError, UsageError
from web.desk import RETRY_S, BusyError
from web.errors import NothingFoundError, UnknownPassageError
from web.language import LANGUAGES, chosen
from web.parameters import ParameterError
from web.service import service_of

MEDIA_TYPE = "application/problem+json"
ABOUT = "/api/v1/docs"  # where each code is written about


class Problem(NamedTuple):
    """What went wrong.

    Attributes:
        status: of HTTP.
        code: short and stable, for programs.
        detail: a sentence for a person, in English.
        retry_s: seconds after which to come again, or None.
        parameter: that cannot be read, or "".
        allow: methods that can be used, or "".
    """

    status: int
    code: str
    detail: str
    retry_s: int | None = None
    parameter: str = ""
    allow: str = ""


METHODS = "GET, HEAD"
NOT_FOUND = Problem(404, "not-found", "There is nothing at this address.")
NOT_ALLOWED = Problem(405, "not-allowed", "The service only reads: ask with GET or HEAD.", allow=METHODS)
NOTHING_FOUND = Problem(404, "nothing-found", "No passage answers, so there is no file.")
UNKNOWN_REPORT = Problem(404, "unknown-report", "No report of the collection has this id.")
UNKNOWN_PASSAGE = Problem(404, "unknown-passage", "No passage of the collection has this id.")
NO_BODY = Problem(413, "no-body", "The service only reads: a request must have no content.")
TOO_LONG = Problem(414, "too-long", "The address is too long: make the query shorter.")
MISDIRECTED = Problem(421, "misdirected", "The service does not go by this name: ask it by its own.")
BAD_HOST = Problem(400, "bad-host", "The request does not say whom it asks.")
BUSY = Problem(429, "busy", f"Too many requests at once: come again in {RETRY_S} seconds.", RETRY_S)
ERROR = Problem(500, "error", "Something went wrong here; it is in the log.")
UNAVAILABLE = Problem(503, "collection-unavailable", "The collection cannot be searched at the moment.", 30)
SLOW = Problem(503, "too-slow", "The answer took too long and was given up: ask for less, or come again later.", 10)
# Those that the API can answer, to be written about.
TOLD = (
    NOT_FOUND, UNKNOWN_REPORT, UNKNOWN_PASSAGE, NOTHING_FOUND, NOT_ALLOWED, NO_BODY, TOO_LONG, MISDIRECTED, BAD_HOST,
    Problem(422, "bad-parameter", "A parameter cannot be read, is missing or is not known; `parameter` names it."),
    Problem(422, "cannot-be", "What was asked for cannot be; the sentence tells why."),
    BUSY, ERROR, UNAVAILABLE, SLOW,
)  # fmt: skip
_WRITTEN_ABOUT = frozenset(problem.code for problem in TOLD)


_OF_ERRORS: dict[type[Exception], Problem] = {
    BusyError: BUSY,
    UnknownReportError: UNKNOWN_REPORT,
    UnknownPassageError: UNKNOWN_PASSAGE,
    NothingFoundError: NOTHING_FOUND,
    StoreError: UNAVAILABLE,
    StoreBusyError: UNAVAILABLE,
    IndexStaleError: UNAVAILABLE,
}
_OF_STATUS = {problem.status: problem for problem in (NOT_FOUND, NOT_ALLOWED)}


def problem_of(error: Exception) -> Problem:
    """What an error means for whoever asked; nothing of the machine is told."""
    match error:
        case ParameterError():
            return Problem(422, "bad-parameter", f"{error.name}: {error.reason}", parameter=error.name)
        case HTTPException():
            return _OF_STATUS.get(error.status_code) or Problem(error.status_code, "http", error.detail)
        case UsageError() if type(error) not in _OF_ERRORS:
            return Problem(422, "cannot-be", str(error))
        case _:
            return _OF_ERRORS.get(type(error), ERROR)


async def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that an error ended."""
    problem = problem_of(error)
    if problem.status >= ERROR.status:
        request.state.trouble = str(error)  # for the log only
    return answer_with(request, problem)


def answer_with(request: Request, problem: Problem) -> Response:
    """A problem as whoever asked can read it: a page for a reader, in the language of the address or of the browser."""
    path = request.scope["path"]
    language = path.split("/", 2)[1] if path.startswith("/") else ""
    reads = language in LANGUAGES or "text/html" in request.headers.get("accept", "")
    if language == "api" or not reads:
        return as_json(problem, getattr(request.state, "request_id", ""))
    if language not in LANGUAGES:
        language = chosen(request.headers.get("accept-language", ""))
    request.scope["path_params"] = {**request.path_params, "language": language}
    page = service_of(request).page(request, "problem.html", status=problem.status, problem=problem)
    page.headers.update(_headers(problem))
    return page


def as_json(problem: Problem, request_id: str = "") -> JSONResponse:
    """The problem as `application/problem+json`."""
    told: dict[str, Any] = {
        "type": f"{ABOUT}#{problem.code}" if problem.code in _WRITTEN_ABOUT else "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **({"parameter": problem.parameter} if problem.parameter else {}),
        **({"request_id": request_id} if request_id else {}),
    }
    return JSONResponse(told, problem.status, _headers(problem), MEDIA_TYPE)


def _headers(problem: Problem) -> dict[str, str]:
    return {
        "cache-control": "no-store",
        **({} if problem.retry_s is None else {"retry-after": str(problem.retry_s)}),
        **({"allow": problem.allow} if problem.allow else {}),
    }


HANDLED: tuple[type[Exception], ...] = (
    FunnError, BusyError, ParameterError, UnknownPassageError, NothingFoundError, HTTPException,
)  # fmt: skip
