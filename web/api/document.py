"""The OpenAPI 3.1 document, made of the same table that requests are read by."""

from typing import Any

from web import exports, problems
from web.api.endpoint import JSON, PREFIX, Endpoint
from web.api.schemas import SCHEMAS
from web.api.table import endpoints
from web.parameters import Parameter
from web.problems import MEDIA_TYPE, Problem
from web.settings import Settings

VERSION = "1.0"
_ABOUT = (
    "Passages of reports in Nynorsk and Bokmål, as the commands of Funn find them. Reads only. Answers have a weak ETag: "
    "ask again with If-None-Match. Parameters that are not known are refused. Keys of answers are only added to."
)
_REF = "#/components"


def document(settings: Settings) -> dict[str, Any]:
    """The document of a service with these limits."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Funn",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": settings.base_url or "/"}],
        "paths": {f"{PREFIX}{one.path}": {"get": _operation(one)} for one in endpoints(settings)},
        "components": {
            "schemas": SCHEMAS,
            "responses": {_name(problem): _problem(problem) for problem in _by_status()},
            "headers": _HEADERS,
        },
    }


_HEADERS = {
    "ETag": {"description": "Of this answer and this state of the collection.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds after which to come again.", "schema": {"type": "integer"}},
    "Funn-Passages": {"description": "How many passages the file holds.", "schema": {"type": "integer"}},
    "Funn-Cut": {"description": "Whether there would be more.", "schema": {"enum": ["true", "false"]}},
    "X-Request-Id": {"description": "Of the request, as it stands in the log.", "schema": {"type": "string"}},
    "Allow": {"description": "The methods that can be used.", "schema": {"type": "string"}},
}


def _operation(one: Endpoint) -> dict[str, Any]:
    found = {
        "description": one.about,
        "headers": _headers("ETag", "X-Request-Id", *(() if one.answers else ("Funn-Passages", "Funn-Cut"))),
        "content": {JSON: {"schema": {"$ref": f"{_REF}/schemas/{one.answers}"}}} if one.answers else _files(),
    }
    failed = {str(problem.status): {"$ref": f"{_REF}/responses/{_name(problem)}"} for problem in _by_status()}
    if not one.missing:
        del failed["404"]
    return {
        "operationId": one.name,
        "summary": one.about,
        "parameters": [
            *([_parameter(one.id, "path", {})] if one.id else []),
            *(_parameter(parameter, "query", one.example) for parameter in one.parameters),
        ],
        "responses": {"200": found, "304": {"description": "The answer that If-None-Match names is still the answer."}}
        | failed,
    }


def _files() -> dict[str, Any]:
    return {kind: {"schema": {}} for kind in exports.media_types()}


def _parameter(one: Parameter, place: str, example: "dict[str, str] | Any") -> dict[str, Any]:
    schema = {key: value for key, value in one.schema.items() if key != "description"}
    examples = {"example": schema_value(one, example[one.name])} if one.name in example else {}
    return {
        "name": one.name,
        "in": place,
        "required": one.required,
        "description": one.about,
        "schema": schema,
        **examples,
    }


def schema_value(one: Parameter, text: str) -> Any:
    """An example as the parameter's schema has it."""
    return one.read_strictly(text)


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"{_REF}/headers/{name}"} for name in names}


def _by_status() -> list[Problem]:
    """A problem of each status, the first of several."""
    return list({problem.status: problem for problem in reversed(problems.TOLD)}.values())[::-1]


def _name(problem: Problem) -> str:
    return f"Problem{problem.status}"


def _problem(problem: Problem) -> dict[str, Any]:
    same = [one for one in problems.TOLD if one.status == problem.status]
    named = ["X-Request-Id"]
    named += ["Retry-After"] if problem.retry_s is not None else []
    named += ["Allow"] if problem.allow else []
    return {
        "description": " ".join(f"{one.code}: {one.detail}" for one in same),
        "headers": _headers(*named),
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}/schemas/Problem"}}},
    }
