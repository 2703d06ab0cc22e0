"""The examples do what they say, against a real server."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from urllib.error import HTTPError

import pytest
import uvicorn

from api.app import create_app
from api.guard.protocol import protocol
from api.serve import key_for
from api.settings import Settings
from tests.samples import AS_OF

EXAMPLES = Path(__file__).parents[1] / "examples"
CLIENT = EXAMPLES / "client.py"
DESK = key_for("desk")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the whole application, behind a key."""
    settings = Settings(workers=1, keys=(DESK.line,))
    how = {"http": protocol(settings.patience), "log_config": None, "ws": "none"}
    one = uvicorn.Server(uvicorn.Config(create_app(settings, today=lambda: AS_OF), port=0, **how))  # type: ignore[arg-type]
    thread = threading.Thread(target=lambda: asyncio.run(one.serve()))
    thread.start()
    while not one.started and thread.is_alive():
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{one.servers[0].sockets[0].getsockname()[1]}"
    finally:
        one.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def client(server: str, resume: Path, key: str | None) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(
        [sys.executable, str(CLIENT), server, str(resume), str(EXAMPLES / "ad.txt")],
        env=bare | {"PYTHONIOENCODING": "utf-8"} | ({"HIMATCH_KEY": key} if key else {}),
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_the_client_prints_score_and_what_is_missing_in_both_documents_words(server: str) -> None:
    said = client(server, EXAMPLES / "resume.pdf", DESK.key)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("score 35.0 of 100, qualified: no\n")
    assert said.stdout.count("\nmissing: ") == 2
    assert "the ad: “CCS, RHIT or RHIA required.”" in said.stdout
    assert "the résumé: “Outpatient Coder”" in said.stdout


def test_the_client_says_why_a_file_was_refused(server: str, tmp_path: Path) -> None:
    picture = tmp_path / "Maria Example.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    said = client(server, picture, DESK.key)

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("415 unsupported: ")
    assert "\nhint: " in said.stderr
    assert "Maria" not in said.stderr


def test_the_client_says_that_it_needs_a_key(server: str) -> None:
    said = client(server, EXAMPLES / "resume.pdf", None)

    assert (said.returncode, said.stderr.partition(":")[0]) == (1, "401 no_key")


@contextmanager
def busy(times: int) -> Iterator[tuple[str, list[int]]]:
    """A server that is busy so many times, and then answers."""
    asked: list[int] = []

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(len(self.rfile.read(int(self.headers["content-length"]))))
            is_busy = len(asked) <= times
            body = b"{}"
            self.send_response(503 if is_busy else 200)
            self.send_header("retry-after", "0.01")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join(20)


def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


FILES = {"resume": EXAMPLES / "resume.pdf", "ad": EXAMPLES / "ad.txt"}


def test_the_client_asks_again_when_a_busy_server_says_so() -> None:
    with busy(2) as (address, asked):
        assert module().ask(address, FILES, None) == {}

    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_the_client_gives_up_in_the_end() -> None:
    with busy(10) as (address, asked), pytest.raises(HTTPError) as refused:
        module().ask(address, FILES, None, tries=3)
    refused.value.close()

    assert (refused.value.code, len(asked)) == (503, 3)


def test_the_form_ends_where_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"RHIT\r\n")
    body, kind = module().form({"resume": tmp_path / "a.txt"})
    edge = kind.partition("boundary=")[2].encode()

    assert body.startswith(b"--" + edge + b"\r\n")
    assert body.endswith(b"\r\n\r\nRHIT\r\n\r\n--" + edge + b"--\r\n")
    assert json.dumps(body.decode()).count("resume.txt") == 1
