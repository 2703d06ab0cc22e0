"""Holders of a key are served, and nobody else; without keys, this machine is."""

from __future__ import annotations

import base64
import hashlib
import json
import logging

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api.guard.keys import new_key
from api.settings import KeyHash
from tests.api.guard.server import KEY, KEYS, application

OTHER = "him_other"
LINE = f"other:{hashlib.sha256(OTHER.encode()).hexdigest()}"
LOCAL = "http://127.0.0.1"


def basic(pair: bytes) -> bytes:
    return b"Basic " + base64.b64encode(pair)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(keys=(*KEYS, LINE)))


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("authorization", b"Bearer him_desk", 200),
        ("authorization", b"bearer   him_desk ", 200),
        ("authorization", b"Bearer him_other", 200),
        ("authorization", basic(b"any name:him_desk"), 200),
        ("authorization", basic(b":him_desk"), 200),
        ("x-api-key", b"him_desk", 200),
        ("authorization", b"Bearer him_des", 401),
        ("authorization", b"Bearer him_deskk", 401),
        ("authorization", b"Bearer HIM_DESK", 401),
        ("authorization", b"Bearer", 401),
        ("authorization", b"", 401),
        ("authorization", b"him_desk", 401),
        ("authorization", b"Digest him_desk", 401),
        ("authorization", b"Bearer " + LINE.partition(":")[2].encode(), 401),  # the hash is no key
        ("authorization", b"Basic him_desk", 401),
        ("authorization", b"Basic ====", 401),
        ("authorization", b"Basic \xff\xfe", 401),
        ("authorization", basic(b"him_desk"), 401),
        ("authorization", basic(b"him_desk:"), 401),
        ("authorization", basic(b"name:him_desk:more"), 401),
        ("authorization", basic(b"\xff\xfe:\xff"), 401),
        ("authorization", b"Bearer \xff\xfe\x80", 401),
        ("x-api-key", "him_dësk".encode(), 401),
        ("x-api-key", b"", 401),
        ("cookie", b"him_desk", 401),
    ],
)
def test_a_key_is_asked_for(client: TestClient, name: str, value: bytes, status: int) -> None:
    answer = client.get("/long/1", headers=[(name.encode(), value)])

    assert answer.status_code == status
    assert status == 200 or (answer.json()["reason"] == "no_key" and "www-authenticate" in answer.headers)


@pytest.mark.parametrize(
    "path", ["/long/1", "/", "/nowhere", "/metrics", "/healthz/", "//healthz", "/healthz/../long/1"]
)
def test_every_address_but_the_two_asks_for_a_key(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 404  # the route is not in this application; nobody asked for a key


def test_a_right_key_beside_a_wrong_one_is_enough(client: TestClient) -> None:
    answer = client.get("/long/1", headers={"authorization": "Bearer no", "x-api-key": KEY})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("server", "status"),
    [
        ("http://127.0.0.1", 200),
        ("http://127.8.8.8", 200),
        ("http://[::1]", 200),
        ("http://10.0.0.1", 401),
        ("http://0.0.0.0", 401),
        ("http://[2001:db8::1]", 401),
    ],
)
def test_without_keys_only_this_machine_is_served(server: str, status: int) -> None:
    """What counts is the address that the server was reached at, not what the request says of itself."""
    client = TestClient(application(), base_url=server)
    headers = {"host": "localhost", "x-forwarded-for": "127.0.0.1", "forwarded": "for=127.0.0.1"}

    assert client.get("/healthz", headers=headers).status_code == status
    assert client.get("/long/1", headers=headers).status_code == status


def test_the_log_knows_the_holder_and_never_the_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "himatch"):
        TestClient(application(keys=KEYS)).get("/long/1", headers={"x-api-key": KEY})
        TestClient(application(), base_url=LOCAL).get("/long/1")

    assert [record.msg["who"] for record in caplog.records if record.name == "himatch"] == ["desk", None]  # type: ignore[index, call-overload]


def test_a_new_key_opens_with_its_own_line() -> None:
    new = new_key("desk")
    client = TestClient(application(keys=(new.line,)))

    assert TypeAdapter(KeyHash).validate_python(new.line) == new.line
    assert new.key not in new.line
    assert client.get("/long/1", headers={"x-api-key": new.key}).status_code == 200
    assert client.get("/long/1", headers={"x-api-key": new.line}).status_code == 401


def test_new_keys_are_long_and_never_the_same() -> None:
    keys = {new_key("desk").key for _ in range(1000)}

    assert len(keys) == 1000
    assert all(key.startswith("him_") and len(base64.urlsafe_b64decode(key[4:])) >= 16 for key in keys)


def test_a_refusal_tells_nothing_of_the_keys(client: TestClient) -> None:
    answer = client.post("/read/x", content=b"a", headers={"x-api-key": "him_wrong"})

    assert answer.headers["connection"] == "close"
    assert not any(word in json.dumps(answer.json()) for word in ("him_wrong", "desk", LINE))
