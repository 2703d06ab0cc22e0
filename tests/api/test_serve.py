"""The server as its operator meets it: a process that starts, answers, logs, ends, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.errors import WrongSettings
from api.serve import check, key_for
from api.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
HIMATCH = (sys.executable, "-m", "api")
HASH = hashlib.sha256(b"him_desk").hexdigest()
PROC = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")


@dataclass
class Running:
    """A server of its own, the port that it told, and what it said."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path

    def get(self, path: str) -> tuple[int, dict[str, object]]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("GET", path)
        answer = line.getresponse()
        try:
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.said.read_text(encoding="utf-8").splitlines()]


@contextmanager
def running(folder: Path, *, workers: int = 1) -> Iterator[Running]:
    said = folder / "stderr"
    with said.open("wb") as stderr, (folder / "stdout").open("wb") as stdout:
        process = subprocess.Popen(
            [*HIMATCH, "serve", "--port", "0"], cwd=ROOT, env=environment(HIMATCH_WORKERS=str(workers)),
            stdout=stdout, stderr=stderr,
        )  # fmt: skip
    try:
        yield Running(process, _port(process, said), said)
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], said: Path) -> int:
    found: list[str] = []

    def told() -> bool:
        assert process.poll() is None, said.read_text(encoding="utf-8")
        found[:] = re.findall(r"running on http://127\.0\.0\.1:(\d+)", said.read_text(encoding="utf-8"))
        return bool(found)

    wait_until(told)
    return int(found[0])


def environment(**more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HIMATCH_")}
    return bare | more


def wait_until(holds: Callable[[], bool], within: float = 30.0) -> None:
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def family(pid: int) -> set[int]:
    """The processes below one, and below those."""
    below = {int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()}
    return below.union(*(family(one) for one in below))


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "State:\tZ" not in state  # ended, and not yet buried by whoever inherited it


def read_a_document(server: Running) -> None:
    """Makes the worker start its parser."""
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    body = b'--x\r\ncontent-disposition: form-data; name="resume"; filename="r.html"\r\n\r\n'
    body += b"<html><p>Coder, 2020 - 2024</p><p>RHIT</p></html>\r\n--x--\r\n"
    line.request("POST", "/v1/profiles", body, {"content-type": "multipart/form-data; boundary=x"})

    assert line.getresponse().status == 200

    line.close()


@PROC
@pytest.mark.slow
def test_a_server_answers_logs_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with running(tmp_path, workers=2) as server:
        assert server.get("/healthz") == (200, {"status": "alive"})
        status, ready = server.get("/readyz")
        read_a_document(server)
        processes = family(server.process.pid)
        server.process.send_signal(signal.SIGTERM)

        assert (status, ready["workers"]) == (200, 2)
        assert len(processes) >= 3  # two workers, a parser
        assert server.process.wait(30) == 0
        wait_until(lambda: not any(map(lives, processes)))
        assert {line["event"] for line in server.lines()} == {"server", "request"}
        assert (tmp_path / "stdout").read_bytes() == b""


@PROC
@pytest.mark.slow
def test_a_server_that_is_killed_leaves_no_worker_behind(tmp_path: Path) -> None:
    with running(tmp_path, workers=2) as server:
        read_a_document(server)
        processes = family(server.process.pid)
        server.process.kill()
        server.process.wait()

        assert len(processes) >= 3
        wait_until(lambda: not any(map(lives, processes)))


@pytest.mark.slow
def test_a_server_that_is_interrupted_ends_without_a_traceback(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.process.send_signal(signal.SIGINT)

        assert server.process.wait(30) == 0
        assert "Traceback" not in server.said.read_text(encoding="utf-8")


def ended(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HIMATCH, "serve", *arguments], cwd=ROOT, env=environment(HIMATCH_WORKERS="1", **variables),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_server_that_others_can_reach_does_not_start_without_keys() -> None:
    said = ended("--host", "0.0.0.0", "--port", "0")  # noqa: S104 - it is to be refused

    assert said.returncode == 2
    assert said.stderr.splitlines()[-1].startswith("hint: himatch new-key")
    assert (said.stdout, "Traceback" in said.stderr) == ("", False)


@pytest.mark.slow
def test_a_server_without_its_model_says_so_and_does_not_start(tmp_path: Path) -> None:
    said = ended("--port", "0", HIMATCH_MODEL=str(tmp_path))

    assert said.returncode == 4
    assert said.stderr.splitlines()[-1].startswith("hint: ")


@pytest.mark.slow
def test_a_server_whose_port_is_taken_says_so_and_does_not_start() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = ended("--port", str(port))

    assert said.returncode == 2
    assert str(port) in said.stderr.splitlines()[-2]


@pytest.mark.parametrize(
    ("host", "keys", "starts"),
    [
        ("127.0.0.1", (), True),
        ("localhost", (), True),
        ("0.0.0.0", (), False),  # noqa: S104 - only looked at
        ("::", (), False),
        ("himatch.example.org", (), False),
        ("0.0.0.0", (f"desk:{HASH}",), True),  # noqa: S104
    ],
)
def test_only_this_machine_may_ask_without_a_key(host: str, keys: tuple[str, ...], starts: bool) -> None:
    at = Settings(host=host, keys=keys)
    if starts:
        check(at)
        return
    with pytest.raises(WrongSettings, match="no key is set"):
        check(at)


def test_a_new_key_is_let_in_by_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = CliRunner().invoke(app, ["new-key", "front-desk"]).stdout
    key = re.search(r"^key, to be shown once: (\S+)$", said, re.MULTILINE)
    line = re.search(r"^for HIMATCH_KEYS: +(\[.*\])$", said, re.MULTILINE)
    assert key is not None
    assert line is not None
    monkeypatch.setenv("HIMATCH_KEYS", line[1])
    client = TestClient(create_app(read_settings()), base_url="http://127.0.0.1")

    assert key[1] not in line[1]
    assert client.get("/v1/considerations").status_code == 401
    assert client.get("/metrics").status_code == 401
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics", headers={"authorization": f"Bearer {key[1]}"}).status_code == 200


def test_two_keys_of_one_holder_are_both_let_in_while_one_is_changed_for_the_other() -> None:
    old, new = key_for("desk"), key_for("desk")
    client = TestClient(create_app(Settings(keys=(old.line, new.line))), base_url="http://127.0.0.1")

    assert {client.get("/metrics", headers={"x-api-key": made.key}).status_code for made in (old, new)} == {200}


def test_no_key_is_made_twice() -> None:
    assert len({key_for("desk").key for _ in range(100)}) == 100


@pytest.mark.parametrize("name", ["", "Front", "front desk", "-desk", "a" * 41, "desk:1", "désk", "desk\n"])
def test_a_name_that_the_settings_would_not_take_gets_no_key(name: str) -> None:
    with pytest.raises(WrongSettings):
        key_for(name)


def test_the_command_line_does_not_load_the_server_to_say_what_it_can() -> None:
    heavy = ("fastapi", "starlette", "uvicorn", "numpy", "polars", "sklearn", "jinja2", "pydantic", "asyncio")
    code = "import sys, api.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(heavy) & set(loaded.stdout.split()) == set()
