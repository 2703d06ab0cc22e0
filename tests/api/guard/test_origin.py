"""Requests that were not meant for this server, or that another site's page sends, are refused."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.guard.server import application

HOSTS = ("localhost", "127.0.0.1", "[::1]", "::2", "Desk.Example")


def status(method: str, path: str, *headers: tuple[str, str], hosts: tuple[str, ...] = HOSTS) -> int:
    client = TestClient(application(hosts=hosts), base_url="http://127.0.0.1")
    answer = client.request(method, path, headers=list(headers))
    refused = answer.status_code == 403

    assert refused == (answer.headers.get("content-type") == "application/problem+json")
    return answer.status_code


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", 200),
        ("LocalHost:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("[::2]:8000", 200),
        ("desk.example", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("evil.example:localhost", 403),
        ("localhost:8000:9000", 403),
        ("localhost:evil", 403),
        ("localhost:", 403),
        ("user@localhost", 403),
        ("localhost, evil.example", 403),
        ("[::1]evil", 403),
        ("[::1", 403),
        ("::1", 403),
        ("", 403),
        ("*", 403),
    ],
)
def test_a_request_is_addressed_to_one_of_our_names(host: str, expected: int) -> None:
    assert status("GET", "/long/1", ("host", host)) == expected
    assert status("GET", "/healthz", ("host", host)) == 200


def test_any_name_will_do_where_the_set_up_says_so() -> None:
    assert status("GET", "/long/1", ("host", "evil.example"), hosts=("*",)) == 200


def test_two_names_are_none() -> None:
    assert status("GET", "/long/1", ("host", "localhost"), ("host", "evil.example")) == 403


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 200),
        ({"origin": "http://localhost:8000"}, 200),
        ({"origin": "https://LOCALHOST:8000"}, 200),  # behind a proxy that speaks TLS
        ({"origin": "http://localhost:8000", "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": "http://localhost:3000"}, 403),
        ({"origin": "http://localhost"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost:8000.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://localhost:8000", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_work_is_not_done_for_pages_of_other_sites(headers: dict[str, str], expected: int) -> None:
    sent = [("host", "localhost:8000"), *headers.items()]

    assert status("POST", "/read/x", *sent) == expected
    assert status("GET", "/long/1", *sent) == 200  # a link may lead here from anywhere


def test_no_other_site_is_let_in() -> None:
    client = TestClient(application(), base_url="http://127.0.0.1")
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answers = [client.options("/read/x", headers=asked), client.get("/long/1", headers=asked)]

    assert [answer.status_code for answer in answers] == [405, 200]
    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control")]
