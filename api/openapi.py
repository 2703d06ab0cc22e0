"""What the generated description of the API lacks: bodies that are JSON or a form, problems, keys, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from re import sub
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from api import bodies, errors
from api.answers import AdRow
from api.errors import ANSWERS
from api.guard.keys import OPEN
from api.problem import MEDIA_TYPE, Problem
from matcher import errors as documents
from matcher.classifier import ModelError
from matcher.fit import considerations
from matcher.version import VERSION
from taxonomy.errors import HimatchError, TaxonomyError

_REF = "#/components/schemas/{model}"
_FILE = {"type": "string", "format": "binary"}
_TEXTS = {"resume": bodies.RESUME, "ad": bodies.AD, "resumes": [bodies.RESUME]}
_MODELS = (
    *(bodies.MatchBody, bodies.ProfileBody, bodies.PostingBody, bodies.RankBody),
    *(bodies.AdLine, bodies.ResumeLine, AdRow, Problem),
)
# What is asked by ``include`` alone, or was not there to be told.
_OPTIONAL = {"MatchAnswer": ("texts", "profile", "posting")}
# The text itself is never part of an answer unless asked for.
_LEFT_OUT = {"Profile": "document", "Posting": "document"}
_ABOUT = (
    "Reads résumés and job ads of US health information management and matches them, with the words that each claim "
    "rests on. Offsets are half-open, in code points of the text that was read (`include=text` returns it). Nothing "
    "that is sent is kept. Every problem is `application/problem+json` with a stable `reason`; an address that is "
    "nobody's answers 404 (`not_found`), a method that it does not have 405 (`method_not_allowed`)."
)
_TAGS = {
    "answers": "What is asked about documents: résumés, ads, piles and streams of them.",
    "what the answers rest on": "The taxonomy, the roles, the published pay, and the table that scores are made of.",
    "for who runs it": "Whether the server lives, and how it is doing.",
}
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key of the server's operator."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key, for some proxies."},
    "browser": {"type": "http", "scheme": "basic", "description": "Any name, and the key as the password."},
}
_HEADERS = {
    "X-Request-Id": ("Names the request in the server's log.", "^[0-9a-f]{16}$"),
    "Retry-After": ("Seconds until it is worth asking again.", "^[0-9]+$"),
    "WWW-Authenticate": ("How to show a key.", "^Basic "),
    "himatch-versions": ("The program, taxonomy and model that the answer was made with.", "^himatch="),
}

# --- what goes wrong --------------------------------------------------------------------------------------

_EVERYWHERE: tuple[type[HimatchError], ...] = (errors.NoKey, errors.WrongHost, errors.Fault)
# Of the errors over HTTP these are told of an address, and no operation has them.
ELSEWHERE = (errors.NotAllowed,)
# Only the command meets these; or they keep the server from its start.
NEVER = (
    *(HimatchError, errors.WrongFile, errors.CheckFailed, errors.WrongSettings),
    *(TaxonomyError, ModelError, documents.UnreadableDocument),
)
LOADED = (errors.TooManyAtOnce, errors.Busy)
ASKED = (errors.WrongRequest, documents.TooComplex)
SENT = (
    *LOADED,
    *(errors.TooSlow, documents.TooLarge, errors.BadJson, errors.TooDeep, errors.LoneSurrogate, errors.NotFinite),
    *(errors.UnknownField, errors.WrongMediaType, errors.WrongRequest),
    *(documents.Unsupported, documents.Encrypted, documents.Corrupt, documents.Empty, documents.NoText),
    documents.TooComplex,
)


def problems(*kinds: type[HimatchError]) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, beside those of every route, by status."""
    reasons: dict[int, set[str]] = {}
    for kind in (*kinds, *_EVERYWHERE):
        reasons.setdefault(ANSWERS[kind].status, set()).add(kind.reason)
    return {status: _problem(status, sorted(names)) for status, names in sorted(reasons.items())}


def _problem(status: int, reasons: Sequence[str]) -> dict[str, Any]:
    told = {
        "description": f"One of the reasons: {', '.join(reasons)}.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }
    own = {429: "Retry-After", 503: "Retry-After", 401: "WWW-Authenticate"}.get(status)
    return told | ({"headers": {own: header(own)}} if own else {})


def header(name: str) -> dict[str, Any]:
    """A header that an answer always has."""
    description, pattern = _HEADERS[name]
    return {"description": description, "required": True, "schema": {"type": "string", "pattern": pattern}}


# --- what is sent, and what a stream answers --------------------------------------------------------------


def takes(
    body: type[BaseModel], options: type[BaseModel], papers: Sequence[str], many: str | None = None
) -> dict[str, Any]:
    """The request body of a route that takes JSON, or a form with ``papers`` as files or texts."""
    as_json: dict[str, Any] = {
        "schema": {"$ref": _REF.format(model=body.__name__)},
        "example": {name: field.examples[0] for name, field in body.model_fields.items() if field.examples},
    }
    as_form = {
        "schema": _form(options, papers, many),
        "example": {name: _TEXTS[name] for name in papers},
    } | ({"encoding": {"weights": {"contentType": "application/json"}}} if "weights" in options.model_fields else {})
    return {"requestBody": {"required": True, "content": {"application/json": as_json, "multipart/form-data": as_form}}}


def _form(options: type[BaseModel], papers: Sequence[str], many: str | None) -> dict[str, Any]:
    files: dict[str, Any] = {name: _FILE | {"description": "A file, or a text."} for name in papers}
    if many is not None:
        files[many] = {"type": "array", "items": _FILE, "minItems": 1, "description": "Files, ZIPs of files, or texts."}
    fields = {name: _text_of(field) for name, field in options.model_json_schema()["properties"].items()}
    if "weights" in fields:
        fields["weights"] = {"type": "object", "description": fields["weights"]["description"]} | _names()
    return {
        "type": "object",
        "properties": files | fields,
        "required": list(papers),
        "additionalProperties": False,
    }


def _text_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a field of a form, where an empty field is one that was left out."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    kept = {key: value for key, value in options[0].items() if key in ("type", "format", "maxLength", "pattern")}
    empty = {"anyOf": [kept, {"type": "string", "maxLength": 0}]} if "pattern" in kept else kept
    return empty | {"description": field.get("description", "")}


def _names() -> dict[str, Any]:
    weight = {"type": "number", "minimum": 0, "maximum": 1000}
    return {"properties": {row.name: weight for row in considerations()}, "additionalProperties": False}


def takes_lines() -> dict[str, Any]:
    """The request body of a route that takes a stream of ads."""
    example = '{"id": 1, "text": "Coder II\\nRHIT required."}\n{"id": 2, "text": "Biller\\nCPB preferred."}\n'
    schema = {"type": "string", "description": "Lines of AdLine; the first may be a ResumeLine."}
    content = {"application/x-ndjson": {"schema": schema, "examples": {"two ads": {"value": example}}}}
    return {"requestBody": {"description": "No line gives none.", "required": False, "content": content}}


def gives_lines() -> dict[int | str, dict[str, Any]]:
    """The answer of a route that streams one."""
    schema = {"type": "string", "description": "Lines of AdRow."}
    return {200: {"description": "A line for each ad.", "content": {"application/x-ndjson": {"schema": schema}}}}


# --- the whole --------------------------------------------------------------------------------------------


def described(app: FastAPI) -> dict[str, Any]:
    """The whole description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title="himatch",
            version=VERSION,
            description=_ABOUT,
            routes=app.routes,
            tags=[{"name": name, "description": said} for name, said in _TAGS.items()],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        _add(found.setdefault("components", {}).setdefault("schemas", {}))
        found["components"]["securitySchemes"] = _KEYS
        found["security"] = _security(bool(app.state.desk.settings.keys))
        for path, method, operation in _operations(found):
            _complete(path, method, operation, sorted(app.state.desk.taxonomy.states))
        app.openapi_schema = found
    return app.openapi_schema


def _security(has_keys: bool) -> list[dict[str, list[str]]]:
    """Any one of the ways to show a key; without keys there is nothing to show."""
    shown: list[dict[str, list[str]]] = [{name: []} for name in _KEYS]
    return shown if has_keys else [{}, *shown]


def _operations(found: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in found["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _complete(path: str, method: str, operation: dict[str, Any], states: Sequence[str]) -> None:
    # As the route's function is called: clients are generated with it for a name.
    operation["operationId"] = operation["operationId"].removesuffix(sub(r"\W", "_", path) + f"_{method}")
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["name"] == "state":
            parameter["schema"]["enum"] = states
    operation["responses"]["200"].setdefault("content", {"text/plain": {"schema": {"type": "string"}}})
    for answer in operation["responses"].values():
        answer.setdefault("headers", {})["X-Request-Id"] = header("X-Request-Id")
    if path in OPEN:
        operation["security"] = [{}]
        for status in ("401", "403"):
            operation["responses"].pop(status, None)


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that may be left out, but is never null."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    return {key: value for key, value in schema.items() if key != "anyOf"} | (options[0] if options else {})


def _add(schemas: dict[str, Any]) -> None:
    for model in _MODELS:
        schema = TypeAdapter(model).json_schema(mode="serialization", ref_template=_REF)
        made = {model.__name__: schema, **schema.pop("$defs", {})}
        schemas |= {name: value for name, value in made.items() if name not in schemas}
    for name in ("MatchBody", "RankBody"):
        schemas[name]["properties"]["weights"]["anyOf"][0] |= _names()
    schemas["Problem"]["properties"]["reason"]["enum"] = sorted({kind.reason for kind in ANSWERS if kind not in NEVER})
    for name, field in _LEFT_OUT.items():
        schemas[name]["properties"].pop(field, None)
        schemas[name]["required"] = [key for key in schemas[name]["required"] if key != field]
    for name, fields in _OPTIONAL.items():
        schemas[name]["required"] = [key for key in schemas[name]["required"] if key not in fields]
    for unused in ("HTTPValidationError", "ValidationError", "Document"):
        schemas.pop(unused, None)
