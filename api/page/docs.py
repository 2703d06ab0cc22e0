"""The page of the API: its OpenAPI description as a person reads it, with a command to try for each address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

SERVER = "http://127.0.0.1:8000"
# What to type where asking for the address alone would not do.
_TRY = {
    "/v1/match": (
        "curl -F resume=@resume.pdf -F ad=@ad.txt {}",
        'curl --json \'{{"resume": "RHIT, 2019", "ad": "RHIT required."}}\' {}',
    ),
    "/v1/profiles": ("curl -F resume=@resume.pdf {}",),
    "/v1/postings": ("curl -F ad=@ad.txt -F place='Fresno, CA' {}",),
    "/v1/rank": ("curl -F ad=@ad.txt -F resumes=@first.pdf -F resumes=@others.zip {}",),
    "/v1/score": ("curl -H content-type:application/x-ndjson --data-binary @ads.ndjson {}",),
    "/v1/taxonomy": ("curl '{}?q=release+of+information'",),
    "/v1/taxonomy/{ident}": ("curl {}/v1/taxonomy/rhit",),
    "/v1/role": ("curl '{}?title=Coder+III'",),
    "/v1/pay": ("curl '{}?role=coding&level=mid&state=CA'",),
}
_FILES = {"resume": "A file, or a text.", "ad": "A file, or a text.", "resumes": "Files, ZIPs of files, or texts."}
_PLACES = {"query": "in the address", "path": "part of the address", "header": "a header"}


@dataclass(frozen=True, slots=True)
class Field:
    """Something that an address takes."""

    name: str
    where: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it does, how to try it, what it takes and gives."""

    anchor: str
    method: str
    path: str
    words: tuple[str, ...]
    tries: tuple[str, ...]
    fields: tuple[Field, ...]
    bodies: str
    gives: str

    @property
    def promise(self) -> str:
        """What it does, in its first sentence."""
        return re.split(r"(?<=\.)\s|:", self.words[0])[0].rstrip(".") + "."


@dataclass(frozen=True, slots=True)
class Group:
    """Addresses that belong together."""

    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The whole page. ``problems`` are the statuses of answers that tell of a problem, with their reasons."""

    words: str
    groups: tuple[Group, ...]
    problems: tuple[tuple[str, str], ...]
    server: str = SERVER


def docs_page(described: Json) -> DocsPage:
    """The OpenAPI description laid out, in its own order."""
    found = [(raw["tags"][0], _operation(method, path, raw)) for method, path, raw in _each(described)]
    titles = dict.fromkeys(title for title, _ in found)
    groups = (Group(title, tuple(o for of, o in found if of == title)) for title in titles)
    return DocsPage(_plain(described["info"]["description"]), tuple(groups), _problems(described))


def _each(described: Json) -> Iterator[tuple[str, str, Json]]:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            yield method, path, operation


def _operation(method: str, path: str, operation: Json) -> Operation:
    words = operation.get("description") or operation["summary"]
    body = operation.get("requestBody", {}).get("content", {})
    form = body.get("multipart/form-data", {}).get("schema", {})
    return Operation(
        anchor=re.sub(r"[^a-z0-9]+", "-", f"{method}-{path}".lower()).strip("-"),
        method=method.upper(),
        path=path,
        words=tuple(_plain(" ".join(part.split())) for part in words.split("\n\n")),
        tries=_tries(path),
        fields=(*map(_parameter, operation.get("parameters", ())), *_of_form(form)),
        bodies=" or ".join(body),
        gives=_gives(operation["responses"]["200"]),
    )


def _tries(path: str) -> tuple[str, ...]:
    address = SERVER if "{" in path else SERVER + path
    return tuple(said.format(address) for said in _TRY.get(path, ("curl {}",)))


def _parameter(raw: Json) -> Field:
    schema = raw.get("schema", {})
    words = raw.get("description") or schema.get("description") or _values(schema)
    return Field(raw["name"], _PLACES[raw["in"]], raw.get("required", False), _plain(words))


def _values(schema: Json) -> str:
    """What may stand there, where nothing is said about it."""
    kinds = [schema, *schema.get("anyOf", ())]
    said = [value for kind in kinds for value in kind.get("enum", ())]
    if said:
        return f"One of: {', '.join(map(str, said))}."
    if any(kind.get("format") == "date" for kind in kinds):
        return "A day, such as 2026-11-21; today if left out."
    if "maximum" in schema:
        return f"A number from {schema.get('minimum', 0)} to {schema['maximum']}; {schema.get('default')} if left out."
    return "A text."


def _of_form(form: Json) -> Iterator[Field]:
    for name, schema in form.get("properties", {}).items():
        words = schema.get("description") or _FILES.get(name) or _values(schema)
        yield Field(name, "a field", name in form.get("required", ()), _plain(words))


def _gives(answer: Json) -> str:
    """The type that an answer has, as the description names it."""
    schemas = [content.get("schema", {}) for content in answer.get("content", {}).values()]
    names = [str(schema.get("$ref") or schema.get("items", {}).get("$ref") or "") for schema in schemas]
    named = [name.rpartition("/")[2] for name in names if name]
    return f"a list of {named[0]}" if named and "items" in schemas[0] else named[0] if named else ""


def _problems(described: Json) -> tuple[tuple[str, str], ...]:
    """Every status of a problem that some address answers with, and the reasons for it."""
    told: dict[str, set[str]] = {}
    for _, _, operation in _each(described):
        for status, answer in operation["responses"].items():
            if "application/problem+json" in answer.get("content", {}):
                told.setdefault(status, set()).update(_reasons(answer["description"]))
    return tuple((status, ", ".join(sorted(told[status]))) for status in sorted(told))


def _reasons(words: str) -> Sequence[str]:
    return words.rpartition(": ")[2].rstrip(".").split(", ")


def _plain(words: str) -> str:
    return words.replace("`", "")
