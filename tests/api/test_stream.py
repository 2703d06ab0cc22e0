"""A stream of ads gives a line for each, in order, equal to the single call, whatever a line holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from matcher import match, pay_band, read_posting, read_profile, to_json
from tests.samples import AS_OF, rows

NDJSON = {"content-type": "application/x-ndjson"}
RESUME = rows("resumes")[0]["text"]


def answered(client: TestClient, *lines: object) -> list[dict[str, Any]]:
    body = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    answer = client.post("/v1/score", content=body, headers=NDJSON)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def plain(value: object) -> Any:
    return json.loads(json.dumps(to_json(value)))


def test_each_line_is_the_single_call(client: TestClient) -> None:
    ads = rows("ads")

    found = answered(client, *({"id": ad["id"], "text": ad["text"], "title": ad.get("title")} for ad in ads))

    assert [row["line"] for row in found] == [*range(1, len(ads) + 1)]
    for row, ad in zip(found, ads, strict=True):
        posting = read_posting(ad["text"], title=ad.get("title"))
        assert row["id"] == ad["id"]
        assert row["posting"] == plain(posting)
        assert row["pay"] == plain(pay_band(posting.role, AS_OF, state=posting.state, posting=posting))
        assert row["report"] is None


def test_a_stream_that_begins_with_a_resume_is_matched_against_it(client: TestClient) -> None:
    ads = rows("ads")[:3]

    found = answered(client, {"resume": RESUME}, *({"text": ad["text"]} for ad in ads))

    reports = [match(read_profile(RESUME, AS_OF), read_posting(ad["text"]), AS_OF) for ad in ads]
    assert [row["line"] for row in found] == [2, 3, 4]
    assert [row["report"] for row in found] == plain(reports)


AD = {"text": "Coder II\nRHIT required."}
BAD: list[tuple[object, str]] = [
    (b"{", "bad_json"),
    (b"[]", "wrong_request"),
    (b'{"text": NaN}', "wrong_request"),
    (b"[" * 5_000, "too_deep"),
    ({"text": ""}, "wrong_request"),
    ({"text": "  "}, "not_an_ad"),
    ({"text": "RHIT", "colour": "red"}, "unknown_field"),
    (b'{"text": "\\udc00"}', "lone_surrogate"),
    (b'{"text": "' + b"x" * (1 << 20) + b'"}', "too_large"),
    (b"\xff\xfe", "bad_json"),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[reason + str(at) for at, (_, reason) in enumerate(BAD)])
def test_a_bad_line_is_told_alone(client: TestClient, line: object, reason: str) -> None:
    found = answered(client, AD, line, AD)

    assert [row["line"] for row in found] == [1, 2, 3]
    assert [row["problem"] and row["problem"]["reason"] for row in found] == [None, reason, None]


def test_empty_lines_are_passed_over_and_counted(client: TestClient) -> None:
    assert [row["line"] for row in answered(client, b"", AD, b"  ", AD)] == [2, 4]


def test_a_stream_without_an_end_of_line_is_whole(client: TestClient) -> None:
    answer = client.post("/v1/score", content=json.dumps(AD).encode(), headers=NDJSON)

    assert json.loads(answer.text)["posting"]["title"] == "Coder II"


def test_an_empty_stream_gives_nothing(client: TestClient) -> None:
    assert client.post("/v1/score", content=b"", headers=NDJSON).content == b""


def test_a_resume_that_cannot_be_read_is_told_on_every_line(client: TestClient) -> None:
    found = answered(client, {"resume": "   "}, AD, AD)

    assert [(row["line"], row["problem"]["reason"]) for row in found] == [(2, "not_a_resume"), (3, "not_a_resume")]


def test_lines_may_come_in_pieces(client: TestClient) -> None:
    whole = b"".join(json.dumps({"text": ad["text"]}).encode() + b"\n" for ad in rows("ads")[:4])
    pieces = (whole[at : at + 700] for at in range(0, len(whole), 700))

    answer = client.post("/v1/score", content=pieces, headers=NDJSON)

    assert answer.content == client.post("/v1/score", content=whole, headers=NDJSON).content
