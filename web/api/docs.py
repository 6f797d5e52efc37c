"""The API on a page: every question with a form to try it, every answer's keys. Works without scripts, asks nobody else."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.errors import IndexStaleError, StoreError
from catalogue.listing import Wanted, listed
from web import problems
from web.api.document import document
from web.api.endpoint import JSON, PREFIX, Endpoint
from web.api.schemas import SCHEMAS
from web.api.table import endpoints
from web.desk import BusyError, Desk
from web.parameters import Parameter, ParameterError
from web.service import asked, service_of
from web.settings import Settings


class Field(NamedTuple):
    """A parameter as a form asks for it.

    Attributes:
        name: of the parameter.
        about: what it does.
        kind: what its values are, for a reader.
        values: that can be chosen; () where it is written.
        example: what stands in the form.
        required: whether it must be given.
    """

    name: str
    about: str
    kind: str
    values: tuple[str, ...]
    example: str
    required: bool


class Shown(NamedTuple):
    """A question as it is shown.

    Attributes:
        name: of the operation.
        path: whole.
        about: what it answers.
        fields: to ask by.
        example: an address that can be tried.
        answers: name of the answer's schema, "" for a file.
    """

    name: str
    path: str
    about: str
    fields: tuple[Field, ...]
    example: str
    answers: str


class Key(NamedTuple):
    """A key of an answer.

    Attributes:
        name: of the key.
        kind: what its value is, for a reader.
        of: name of the schema that its value, or each of its values, has; "" for none.
        about: what it tells.
    """

    name: str
    kind: str
    of: str
    about: str


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return Response(_text(service_of(request).settings), media_type=JSON)


@cache
def _text(settings: Settings) -> str:
    return json.dumps(document(settings), ensure_ascii=False, indent=1)


async def page(request: Request) -> Response:
    """The page; or, from one of its forms, to what was asked for."""
    service = service_of(request)
    given = dict(request.query_params)
    if "try" in given:
        return RedirectResponse(_tried(endpoints(service.settings), given), 303)
    ids = await _ids(request)
    return service.page(
        request,
        "api.html",
        endpoints=[_shown(one, ids) for one in endpoints(service.settings)],
        schemas={name: _keys(schema) for name, schema in SCHEMAS.items() if "properties" in schema},
        abouts={name: schema.get("description", "") for name, schema in SCHEMAS.items()},
        problems=problems.TOLD,
    )


def _tried(known: tuple[Endpoint, ...], given: Mapping[str, str]) -> str:
    """The address that a form asks for, without the fields that were left empty.

    Raises:
        ParameterError: there is no such question.
    """
    one = next((one for one in known if one.name == given["try"]), None)
    if one is None:
        raise ParameterError("try", "there is no such question.")
    return _address(one, given)


def _address(one: Endpoint, values: Mapping[str, str]) -> str:
    asked_for = {name: values[name] for name in (parameter.name for parameter in one.parameters) if values.get(name)}
    path = one.path.replace("{id}", quote(values.get("id") or "-", safe=""))
    return f"{PREFIX}{path}" + (f"?{urlencode(asked_for)}" if asked_for else "")


async def _ids(request: Request) -> tuple[str, str]:
    """Ids of a report and of a passage of it, to try with; "" where the collection cannot be read or is empty."""
    try:
        return await asked(request, _first)
    except (BusyError, StoreError, IndexStaleError):
        return "", ""


def _first(desk: Desk) -> tuple[str, str]:
    for report in listed(desk.catalogue, Wanted(), 1)[1]:
        query = "SELECT id FROM passage WHERE report = ? AND places <> '[]' ORDER BY position LIMIT 1 OFFSET 20"
        passage = desk.catalogue.db.execute(query, (report.id,)).fetchone()
        return report.id, passage[0] if passage else ""
    return "", ""


def _shown(one: Endpoint, ids: tuple[str, str]) -> Shown:
    report, passage = ids
    id_ = passage if one.path.startswith("/passages") else report
    parameters = (*((one.id,) if one.id else ()), *one.parameters)
    example = {"id": id_, **one.example}
    fields = tuple(_field(parameter, example.get(parameter.name, "")) for parameter in parameters)
    return Shown(one.name, f"{PREFIX}{one.path}", one.about, fields, _address(one, example), one.answers)


def _field(one: Parameter, example: str) -> Field:
    schema = one.schema
    values: tuple[str, ...] = tuple(schema.get("enum", ()))
    if schema["type"] == "boolean":
        values = ("true", "false")
    return Field(one.name, one.about, _kind_of_parameter(one), values, example, one.required)


def _kind_of_parameter(one: Parameter) -> str:
    schema = one.schema
    default = schema.get("default")
    usual = "" if default is None or default is False else f"; {default} unless given"
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']}{usual}"
    if schema["type"] == "boolean":
        return "true or false"
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}{usual}"
    return schema.get("description") or f"text of at most {schema['maxLength']} characters"


def _keys(schema: Mapping[str, Any]) -> tuple[Key, ...]:
    return tuple(
        Key(name, _kind(of), _target(of), of.get("description", "")) for name, of in schema["properties"].items()
    )


_KINDS = {"string": "text", "integer": "number", "number": "number", "boolean": "true or false", "null": "null"}


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, for a reader."""
    if "$ref" in schema:
        return ""
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if "array" in kinds:
        return f"list of {_kind(schema['items'])}".removesuffix(" of ") if not _target(schema) else "list of"
    if "object" in kinds:
        return "by name"
    return " or ".join(_KINDS[kind] for kind in kinds)


def _target(schema: Mapping[str, Any]) -> str:
    """The schema that a value, or each of its values, has."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    return _target(schema["items"]) if "items" in schema else ""
