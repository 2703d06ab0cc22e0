"""What the generated description of the API lacks: bodies that are JSON or a form, problems, keys, examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from api import bodies
from api.errors import ANSWERS
from api.problem import MEDIA_TYPE, Problem
from matcher.version import VERSION

_REF = "#/components/schemas/{model}"
_FILE = {"type": "string", "format": "binary"}
_BODIES = (bodies.MatchBody, bodies.ProfileBody, bodies.PostingBody, bodies.RankBody, bodies.AdLine, bodies.ResumeLine)
# What is asked by ``include`` alone, or was not there to be told.
_OPTIONAL = {"MatchAnswer": ("texts", "profile", "posting")}
# The text itself is never part of an answer unless asked for.
_LEFT_OUT = {"Profile": "document", "Posting": "document"}
_ABOUT = (
    "Reads résumés and job ads of US health information management and matches them, with the words that each claim "
    "rests on. Offsets are half-open, in code points of the text that was read (`include=text` returns it). Nothing "
    "that is sent is kept. Every problem is `application/problem+json` with a stable `reason`."
)
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "browser": {"type": "http", "scheme": "basic", "description": "Any name, and the key as the password."},
}


def takes(
    body: type[BaseModel], options: type[BaseModel], papers: Sequence[str], many: str | None = None
) -> dict[str, Any]:
    """The request body of a route that takes JSON, or a form with ``papers`` as files or texts."""
    fields = {name: _text_of(field) for name, field in options.model_json_schema()["properties"].items()}
    if "weights" in fields:
        fields["weights"] = {
            "type": "string",
            "description": "A JSON object of weights.",
            "examples": ['{"preferred":0}'],
        }
    files = {name: {"type": "array", "items": _FILE} if name == many else _FILE for name in papers}
    form = {
        "type": "object",
        "properties": files | fields,
        "required": list(papers),
        "additionalProperties": False,
    }
    content = {
        "application/json": {"schema": {"$ref": _REF.format(model=body.__name__)}},
        "multipart/form-data": {"schema": form},
    }
    return {"requestBody": {"required": True, "content": content}}


def _text_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a field of a form, where an empty field is one that was left out."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    kept = {key: value for key, value in options[0].items() if key in ("type", "format", "maxLength")}
    return kept | {"description": field.get("description", "")}


def takes_lines() -> dict[str, Any]:
    """The request body of a route that takes a stream of ads."""
    example = '{"id": 1, "text": "Coder II\\nRHIT required."}\n{"id": 2, "text": "Biller\\nCPB preferred."}\n'
    schema = {"type": "string", "description": "Lines of AdLine; the first may be a ResumeLine."}
    content = {"application/x-ndjson": {"schema": schema, "examples": {"two ads": {"value": example}}}}
    return {"requestBody": {"required": True, "content": content}}


def gives_lines() -> dict[int | str, dict[str, Any]]:
    """The answer of a route that streams one."""
    schema = {"type": "string", "description": "Lines of AdRow."}
    return {200: {"description": "A line for each ad.", "content": {"application/x-ndjson": {"schema": schema}}}}


def problems() -> dict[int | str, dict[str, Any]]:
    """The problems that any route may answer with, by status."""
    reasons: dict[int, list[str]] = {}
    for kind, answer in ANSWERS.items():
        reasons.setdefault(answer.status, []).append(kind.reason)
    content = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {
        status: {"description": f"One of the reasons: {', '.join(sorted(names))}.", "content": content}
        for status, names in sorted(reasons.items())
    }


def described(app: FastAPI) -> dict[str, Any]:
    """The whole description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(title="himatch", version=VERSION, description=_ABOUT, routes=app.routes)
        schemas = found.setdefault("components", {}).setdefault("schemas", {})
        _add(schemas)
        found["components"]["securitySchemes"] = _KEYS
        found["security"] = [{}, *({name: []} for name in _KEYS)]
        app.openapi_schema = found
    return app.openapi_schema


def _add(schemas: dict[str, Any]) -> None:
    for body in (*_BODIES, Problem):
        schema = TypeAdapter(body).json_schema(ref_template=_REF)
        schemas |= schema.pop("$defs", {})
        schemas[body.__name__] = schema
    for name, field in _LEFT_OUT.items():
        schemas[name]["properties"].pop(field, None)
        schemas[name]["required"] = [key for key in schemas[name]["required"] if key != field]
    for name, fields in _OPTIONAL.items():
        schemas[name]["required"] = [key for key in schemas[name]["required"] if key not in fields]
    for unused in ("HTTPValidationError", "ValidationError", "Document"):
        schemas.pop(unused, None)
