"""Every answer tells the browser what it may not do with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Response
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from tests.api.guard.server import LIMIT, application

NAMES = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "x-frame-options",
    "cache-control",
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "base.css").write_text("body {}", encoding="utf-8")
    app = application()
    app.mount("/static", StaticFiles(directory=tmp_path))

    @app.get("/own")
    async def own() -> Response:
        return Response(headers={"Cache-Control": "max-age=1", "Content-Security-Policy": "sandbox"})

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/long/1", {}, 200),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/nothing", {}, 404),
        ("DELETE", "/long/1", {}, 405),
        ("GET", "/long/1", {"host": "evil.example"}, 403),
        ("POST", "/read/x", {"content-length": str(LIMIT + 1)}, 413),
        ("POST", "/broken", {}, 500),
        ("GET", "/static/none.css", {}, 404),
    ],
)
def test_every_answer_has_them(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.request(method, path, headers=headers)

    assert answer.status_code == status
    assert set(answer.headers) >= NAMES
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_style_sheets_may_be_kept_and_asked_after(client: TestClient) -> None:
    first = client.get("/static/base.css")
    again = client.get("/static/base.css", headers={"if-none-match": first.headers["etag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["cache-control"] == again.headers["cache-control"] == "public, max-age=3600"


def test_what_an_answer_says_itself_stands(client: TestClient) -> None:
    answer = client.get("/own")

    assert answer.headers["cache-control"] == "max-age=1"
    assert answer.headers["content-security-policy"] == "sandbox"
