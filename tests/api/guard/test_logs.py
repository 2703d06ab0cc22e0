"""The log says what happened, and nothing that came with a request."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.guard import logs
from api.guard.place import kind_and_place
from matcher.errors import Empty
from taxonomy import concept
from tests.api.guard.server import KEY, KEYS, LIMIT, application, heard, line_to, serving

CANARY = "cAnArY"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Afterwards the log is as the other tests expect it. A test sets it up itself, when its stderr is in place."""
    known = {name: logging.getLogger(name) for name in (None, logs.OWN, "uvicorn", "uvicorn.error", "uvicorn.access")}
    before = [(one, one.level, list(one.handlers), one.propagate) for one in known.values()]
    yield
    for one, level, handlers, propagate in before:
        one.setLevel(level)
        one.handlers, one.propagate = handlers, propagate


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    said = capsys.readouterr()

    assert said.out == ""
    return [json.loads(line) for line in said.err.splitlines()]


def client(level: str = "debug", **values: object) -> TestClient:
    logs.configure(level)
    return TestClient(application(**values), base_url="http://127.0.0.1")


def test_a_request_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    answer = client(keys=KEYS).post("/read/x", content=b"12345", headers={"x-api-key": KEY})
    (line,) = written(capsys)

    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") > 0
    assert line.pop("id") == answer.headers["x-request-id"]
    assert line == {
        "level": "info",
        "event": "request",
        "method": "POST",
        "route": "/read/{name}",
        "status": 200,
        "bytes_in": 5,
        "bytes_out": len(answer.content),
        "who": "desk",
        "reason": None,
    }


@pytest.mark.parametrize(
    ("method", "path", "headers", "route", "status", "reason"),
    [
        ("GET", "/long/7", {}, "/long/{size}", 200, None),
        ("GET", "/nowhere", {}, "unmatched", 404, None),
        ("GET", "/static/base.css", {}, "/static/{path}", 404, None),
        ("GET", "/long/7", {"host": "evil.example"}, "unmatched", 403, "wrong_host"),
        ("POST", "/read/x", {"content-length": str(LIMIT + 1)}, "unmatched", 413, "too_large"),
        ("POST", "/broken", {}, "/broken", 500, "fault"),
        ("CANARY", "/long/7", {}, "/long/{size}", 405, None),
    ],
)
def test_a_route_is_told_by_its_template(
    capsys: pytest.CaptureFixture[str],
    method: str,
    path: str,
    headers: dict[str, str],
    route: str,
    status: int,
    reason: str | None,
) -> None:
    client().request(method, path, headers=headers)
    line = written(capsys)[-1]

    assert (line["route"], line["status"], line["reason"]) == (route, status, reason)
    assert line["method"] == (method if method in ("GET", "POST") else "other")


def test_a_fault_is_told_by_its_place_and_answered_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    answer = client().post("/broken", content=CANARY)
    fault, request = written(capsys)

    assert (fault["event"], fault["level"], fault["error"]) == ("fault", "error", "ValueError")
    assert fault["id"] == request["id"] == answer.headers["x-request-id"]
    assert answer.status_code == 500
    assert answer.json()["reason"] == "fault"
    assert answer.headers["content-type"] == "application/problem+json"
    assert CANARY not in answer.text


def test_a_fault_in_the_middle_of_an_answer_cuts_it_short(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    with serving(application()) as server, line_to(server.port) as line:
        line.sendall(b"POST /half HTTP/1.1\r\nhost: localhost\r\n\r\n")
        said = heard(line)
    events = [line["event"] for line in written(capsys)]

    assert b"begun" in said
    assert not said.endswith(b"0\r\n\r\n")
    assert events.count("fault") == events.count("request") == 1


def test_nothing_that_comes_with_a_request_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    word = CANARY.encode()
    head = b" HTTP/1.1\r\nhost: localhost\r\nuser-agent: %s\r\nconnection: close\r\n" % word
    requests = [
        b"GET /%s?%s=%s" % (word, word, word) + head + b"cookie: %s\r\n\r\n" % word,
        b"POST /read/%s" % word + head + b"content-length: 6\r\n\r\n" + word,
        b"POST /broken?%s" % word + head + b"authorization: Bearer %s\r\ncontent-length: 6\r\n\r\n" % word + word,
        b"POST /half" + head + b"content-length: 6\r\n\r\n" + word,
        b"POST /read/%s" % word + head + b"content-length: 999999999\r\n\r\n" + word,
        b"POST /read/%s" % word + head + b"content-length: 60\r\n\r\n" + word,
        b"GET /" + head + b"host: %s\r\norigin: %s\r\n\r\n" % (word, word),
        b"GET / HTTP/1.1\r\nconnection: upgrade, close\r\nupgrade: %s\r\n\r\n" % word,
        b"%s / HTTP/9.9\r\n%s\r\n\r\n" % (word, word),
        b"GET http://%s:%s/ HTTP/1.1\r\n\r\n" % (word, word),
    ]
    logs.configure("debug")
    with serving(application()) as server:
        for sent in requests:
            with line_to(server.port) as line:
                line.sendall(sent)
                heard(line)
    lines = written(capsys)

    assert sum(line["event"] == "request" for line in lines) >= 7
    assert CANARY not in json.dumps(lines)
    assert "127.0.0.1" not in json.dumps([line for line in lines if line["event"] == "request"])


def test_other_voices_say_their_kind_and_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        logging.getLogger("asyncio").exception("Task exception was never retrieved: %r", error)
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n%s", error)
        logging.getLogger("multipart").warning("strange letter in %s", CANARY)
    logging.getLogger("uvicorn.error").error(f"Traceback (most recent call last):\n  ValueError: {CANARY}")
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s://%s:%d", "http", "::1", 8000)
    logging.getLogger("uvicorn.access").info("%s", CANARY)
    lines = written(capsys)

    assert CANARY not in json.dumps(lines)
    assert [line["error"] for line in lines[:2]] == ["ValueError"] * 2
    assert all(line["where"].startswith("test_logs.py:") for line in lines[:2])
    assert [line["message"] for line in lines] == [
        "",
        "Exception in ASGI application",
        "",
        "Traceback (most recent call last):",
        "Uvicorn running on http://::1:8000",
    ]


def test_a_level_keeps_out_what_is_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    client("warning").get("/long/1")

    assert written(capsys) == []


def test_an_error_is_placed_in_our_own_files() -> None:
    code = compile("def fail():\n\n    {}['key']", concept.__file__, "exec")
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - a frame that lies where we say
    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(_grouped(names["fail"]))

    assert kind_and_place(caught.value) == {"error": "KeyError", "where": "taxonomy/concept.py:3"}


async def _grouped(fail: Any) -> None:
    async def failing() -> None:
        fail()

    async with asyncio.TaskGroup() as group:
        group.create_task(failing())


def test_an_error_that_never_was_raised_is_nowhere() -> None:
    assert kind_and_place(Empty("")) == {"error": "Empty", "where": "nowhere"}
