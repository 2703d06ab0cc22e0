"""What schemathesis cannot know of us: how a stream of ads is written, what documents say, why they may be refused."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
import schemathesis
from hypothesis import strategies as st

from tests.strategies import ad_texts, resume_texts

NDJSON = "application/x-ndjson"
TEXTS = {"resume": resume_texts(), "ad": ad_texts()}
# The schema says what a request is made of; these are of what its documents say, and of weights that are all 0.
OF_CONTENT = {
    *("not_a_resume", "not_an_ad", "no_text_found", "empty", "corrupt", "encrypted", "unsupported"),
    *("too_large", "too_complex", "wrong_weights"),
}
LINES = st.one_of(
    ad_texts().map(lambda text: json.dumps({"text": text})),
    st.builds(lambda text, given: json.dumps({"id": 7, "text": text, "title": given}), ad_texts(), st.text(max_size=9)),
    st.sampled_from(("{", "[]", "NaN", '{"text": ""}', '{"text": "\\ud800"}', '{"colour": 1}', "", "[" * 3_000)),
    st.text(max_size=40),
)
STREAMS = st.builds(
    lambda first, lines: "\n".join([*first, *lines]),
    st.one_of(st.just(()), resume_texts().map(lambda text: (json.dumps({"resume": text}),))),
    st.lists(LINES, max_size=8),
)


@schemathesis.serializer(NDJSON)
def lines_out(_: schemathesis.SerializationContext, value: Any) -> dict[str, Any]:
    """A stream as it is sent; what is not even text goes out as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return {"data": text.encode("utf-8", "replace")}


@schemathesis.hook
def flatmap_body(context: schemathesis.HookContext, body: Any) -> st.SearchStrategy[Any]:
    """Every other body with documents that read like some: of drawn characters alone almost none is let in."""
    if context.operation is not None and context.operation.path == "/v1/score":
        return st.one_of(st.just(body), STREAMS)
    if not isinstance(body, dict) or not any(_is_text(body.get(name)) for name in TEXTS):
        return st.just(body)
    texts = {name: text for name, text in TEXTS.items() if _is_text(body.get(name))}
    return st.one_of(st.just(body), st.fixed_dictionaries(texts).map(lambda drawn: body | drawn))


@schemathesis.hook
def filter_case(_: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """In a form a number is a text, so is null, and a text is a document: none of them is wrong there."""
    if case.media_type != "multipart/form-data" or not isinstance(case.body, dict):
        return True
    return all(_is_right_in_a_form(name, value) for name, value in case.body.items())


def _is_right_in_a_form(name: str, value: Any) -> bool:
    if name == "resumes":
        return isinstance(value, list) and all(_is_right_in_a_form("resume", one) for one in value)
    if name in TEXTS:
        return isinstance(value, str | bytes) and not _is_text(value)  # drawn files are of their own kind of str
    return name == "weights" or isinstance(value, str | bytes)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and type(value) is str and len(value) > 0


@schemathesis.check
def what_fits_the_schema_is_refused_for_its_content_alone(
    _: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """A request that is as described is never told that it is not."""
    if case.meta is not None and case.meta.generation.mode.is_positive and response.status_code in (400, 413, 415, 422):
        problem = response.json()

        assert problem["reason"] in OF_CONTENT, problem["detail"]


@schemathesis.check
def a_problem_is_told_by_its_reason(
    _: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """A problem names its own status and a hint, and is the problem that the schema lists for this operation."""
    if response.headers.get("content-type") == ["application/problem+json"]:
        problem = response.json()
        described = case.operation.definition.raw["responses"].get(str(response.status_code))

        assert problem["status"] == response.status_code
        assert problem["hint"]
        assert described is None or problem["reason"] in described["description"], problem["reason"]


@schemathesis.check
def a_stream_is_answered_line_by_line(
    _: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Every line of a stream is a row as described, in order."""
    if response.status_code == 200 and response.headers["content-type"] == [NDJSON]:
        rows = [json.loads(line) for line in response.content.splitlines()]
        for row in rows:
            _row(json.dumps(case.operation.schema.raw_schema["components"])).validate(row)

        assert [row["line"] for row in rows] == sorted({row["line"] for row in rows})


@cache
def _row(components: str) -> jsonschema_rs.Validator:
    schema = {"$ref": "#/components/schemas/AdRow", "components": json.loads(components)}
    return jsonschema_rs.Draft202012Validator(schema)
