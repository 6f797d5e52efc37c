"""What an error of ours looks like over HTTP: a problem (RFC 9457) for the API, a page for a reader."""

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalogue.errors import FunnError, IndexStaleError, StoreError, UnknownReportError, UsageError
from web.desk import RETRY_S, BusyError
from web.parameters import ParameterError
from web.service import service_of


class Problem(NamedTuple):
    """What went wrong.

    Attributes:
        status: of HTTP.
        code: short and stable, for programs.
        detail: a sentence for a person, in English.
        retry_s: seconds after which to come again, or None.
    """

    status: int
    code: str
    detail: str
    retry_s: int | None = None


NOT_FOUND = Problem(404, "not-found", "There is nothing at this address.")


def problem_of(error: Exception) -> Problem:
    """What an error means for whoever asked; nothing of the machine is told."""
    match error:
        case BusyError():
            problem = Problem(429, "busy", f"Too many requests at once: come again in {RETRY_S} seconds.", RETRY_S)
        case ParameterError():
            problem = Problem(422, "bad-parameter", f"{error.name}: {error.reason}")
        case UnknownReportError():
            problem = Problem(404, "unknown-report", "No report of the collection has this id.")
        case UsageError():
            problem = Problem(422, "cannot-be", str(error))
        case StoreError() | IndexStaleError():
            problem = Problem(503, "collection-unavailable", "The collection cannot be searched at the moment.", 30)
        case HTTPException(status_code=NOT_FOUND.status):
            problem = NOT_FOUND
        case HTTPException():
            problem = Problem(error.status_code, "http", error.detail)
        case _:
            problem = Problem(500, "error", "Something went wrong here; it is in the log.")
    return problem


async def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that an error ended."""
    problem = problem_of(error)
    headers = {} if problem.retry_s is None else {"retry-after": str(problem.retry_s)}
    if request.url.path.startswith("/api/") or "language" not in request.path_params:
        return as_json(problem, headers)
    page = service_of(request).page(request, "problem.html", status=problem.status, problem=problem)
    page.headers.update(headers)
    return page


def as_json(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as `application/problem+json`."""
    told = {"type": "about:blank", "title": problem.code, "status": problem.status, "detail": problem.detail}
    return JSONResponse(told, problem.status, headers, "application/problem+json")


HANDLED: tuple[type[Exception], ...] = (FunnError, BusyError, ParameterError, HTTPException)
