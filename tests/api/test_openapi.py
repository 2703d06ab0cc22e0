"""The description of the API is whole and true: every route, every reason, and examples that are answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api import facts, operator, routes
from api.app import create_app
from api.errors import ANSWERS
from api.guard.keys import new_key
from api.openapi import ELSEWHERE, NEVER, described
from api.settings import Settings

APP = create_app(Settings(workers=1))
WHOLE = described(APP)
OPERATIONS = {
    f"{method.upper()} {path}": operation for path, item in WHOLE["paths"].items() for method, operation in item.items()
}
each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))


def body_of(operation: dict[str, Any], media: str) -> dict[str, Any] | None:
    content: dict[str, dict[str, Any]] = operation.get("requestBody", {}).get("content", {})
    return content.get(media)


def check(schema: dict[str, Any], value: object) -> None:
    jsonschema_rs.Draft202012Validator({"components": WHOLE["components"], **schema}).validate(value)


def with_body(media: str) -> list[Any]:
    found = ((name, body_of(operation, media)) for name, operation in OPERATIONS.items())
    return [pytest.param(name.partition(" ")[2], body, id=name) for name, body in found if body is not None]


# --- the form -----------------------------------------------------------------------------------------------


def test_the_description_is_one_of_openapi() -> None:
    schemathesis.openapi.from_dict(WHOLE).validate()


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(WHOLE)))

    assert named <= WHOLE["components"]["schemas"].keys()


def test_every_route_of_the_api_is_described() -> None:
    parts = (routes.router, facts.router, operator.router)
    all_routes = [route for part in parts for route in part.routes if isinstance(route, APIRoute)]

    assert {f"{m} {r.path_format}" for r in all_routes for m in r.methods} == OPERATIONS.keys()


@each_operation
def test_an_operation_has_its_words(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= {tag["name"] for tag in WHOLE["tags"]}
    for answer in operation["responses"].values():
        assert answer["description"]
        assert all(content["schema"] for content in answer["content"].values())
    assert all(parameter["description"] for parameter in operation.get("parameters", ()))


def test_operations_have_names_of_their_own_that_make_names_in_programs() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in names)


@pytest.mark.parametrize("name", WHOLE["components"]["schemas"])
def test_every_schema_is_one(name: str) -> None:
    jsonschema_rs.meta.validate({"$defs": {"x": WHOLE["components"]["schemas"][name]}})


# --- problems -----------------------------------------------------------------------------------------------


def reasons_of(operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for status, answer in operation["responses"].items():
        if "application/problem+json" in answer["content"]:
            yield from ((status, reason) for reason in re.findall(r"[a-z_]+(?=[,.])", answer["description"]))


def test_every_reason_is_named_where_it_can_be_met_with_its_status() -> None:
    named = {pair for operation in OPERATIONS.values() for pair in reasons_of(operation)}
    over_http = [kind for kind in ANSWERS if kind not in NEVER]

    assert named == {(str(ANSWERS[kind].status), kind.reason) for kind in over_http if kind not in ELSEWHERE}
    assert WHOLE["components"]["schemas"]["Problem"]["properties"]["reason"]["enum"] == sorted(
        kind.reason for kind in over_http
    )
    assert all(f"`{kind.reason}`" in WHOLE["info"]["description"] for kind in ELSEWHERE)


def test_a_server_with_keys_asks_for_one_everywhere_but_for_its_health() -> None:
    app = create_app(Settings(workers=1, keys=(new_key("desk").line,)))

    told = described(app)

    assert {} not in told["security"]
    assert {name for way in told["security"] for name in way} == set(told["components"]["securitySchemes"])
    assert {} in WHOLE["security"]
    for path, item in told["paths"].items():
        assert ("security" in item.get("get", {})) == (path in ("/healthz", "/readyz"))


# --- examples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "body"), with_body("application/json"))
def test_an_example_in_json_fits_and_is_answered(client: TestClient, path: str, body: dict[str, Any]) -> None:
    check(body["schema"], body["example"])

    assert client.post(path, json=body["example"]).status_code == 200


@pytest.mark.parametrize(("path", "body"), with_body("multipart/form-data"))
def test_an_example_of_a_form_fits_and_is_answered_as_texts_and_as_files(
    client: TestClient, path: str, body: dict[str, Any]
) -> None:
    example = body["example"]
    check(body["schema"], example)
    each = [(name, text) for name, said in example.items() for text in (said if isinstance(said, list) else [said])]
    files = [(name, (f"{name}.txt", text.encode())) for name, text in each]

    texts = client.post(path, data=example)

    assert texts.status_code == 200
    assert client.post(path, files=files).status_code == 200


def test_the_example_of_a_stream_is_answered_without_a_problem(client: TestClient) -> None:
    body = body_of(OPERATIONS["POST /v1/score"], "application/x-ndjson")
    assert body is not None
    (example,) = body["examples"].values()

    answer = client.post(
        "/v1/score", content=example["value"].encode(), headers={"content-type": "application/x-ndjson"}
    )

    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert len(rows) == len(example["value"].splitlines())
    for row in rows:
        check({"$ref": "#/components/schemas/AdRow"}, row)
        assert row["problem"] is None


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name.startswith("GET ")])
@pytest.mark.parametrize("only_required", [True, False], ids=["required", "all"])
def test_the_examples_of_parameters_are_answered(client: TestClient, name: str, only_required: bool) -> None:
    operation, path = OPERATIONS[name], name.partition(" ")[2]
    query = {}
    for parameter in operation.get("parameters", ()):
        said = parameter["schema"].get("examples", [None])[0]
        assert said is not None or not parameter["required"]
        if said is not None and (parameter["required"] or not only_required):
            check(parameter["schema"], said)
            query[parameter["name"]] = said
    path = path.format(ident=query.pop("ident", ""))

    answer = client.get(path, params=query)

    assert answer.status_code == 200, answer.text
    content = operation["responses"]["200"]["content"]
    assert answer.headers["content-type"].partition(";")[0] in content
    if "application/json" in content:
        check(content["application/json"]["schema"], answer.json())
