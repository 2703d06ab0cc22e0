"""A body comes in time and in size, or its sender is told so; nothing of what is too much is held."""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.api.guard.server import LIMIT, PATIENCE, Server, heard, line_to

ROOT = Path(__file__).parents[3]
SOON = 8 * PATIENCE
MEGABYTE = 1 << 20
HOST = b"host: localhost\r\n"
CHUNKED = b"transfer-encoding: chunked\r\n\r\n"


def post(path: bytes, rest: bytes) -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + rest


def status(said: bytes) -> int:
    return int(said.split(b" ", 2)[1])


def reason(said: bytes) -> str:
    return str(json.loads(said.partition(b"\r\n\r\n")[2])["reason"])


def test_a_body_within_the_limit_is_read_and_the_connection_kept(server: Server) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    with closing(line):
        for size in (0, 1, LIMIT):
            line.request("POST", "/read/x", b"a" * size)
            answer = line.getresponse()

            assert json.loads(answer.read()) == {"bytes": size}
            assert answer.getheader("connection") is None


def test_a_length_over_the_limit_is_refused_before_anything_is_sent(line: socket.socket) -> None:
    line.sendall(post(b"/read/x", b"expect: 100-continue\r\ncontent-length: %d\r\n\r\n" % (LIMIT + 1)))
    said = heard(line)

    assert (status(said), reason(said)) == (413, "too_large")
    assert b"connection: close" in said


def test_a_body_without_length_is_refused_where_it_goes_over_the_limit(line: socket.socket) -> None:
    line.sendall(post(b"/read/x", CHUNKED) + b"%x\r\n" % (LIMIT + 1) + b"a" * (LIMIT + 1))
    said = heard(line)

    assert (status(said), reason(said)) == (413, "too_large")
    assert b"connection: close" in said


@pytest.mark.parametrize("path", [b"/read/x", b"/stream"])
def test_a_body_that_stops_is_not_waited_for(line: socket.socket, path: bytes) -> None:
    line.sendall(post(path, b"content-length: 9\r\n\r\na"))
    began = time.monotonic()
    said = heard(line)

    assert PATIENCE * 0.8 < time.monotonic() - began < SOON
    assert status(said) == (408 if path == b"/read/x" else 200)  # the stream had begun to answer, and is cut
    assert not said.endswith(b"0\r\n\r\n")


def test_a_body_that_drips_is_not_waited_for(line: socket.socket) -> None:
    line.sendall(post(b"/read/x", b"content-length: 900\r\n\r\n"))
    began = time.monotonic()
    with suppress(ConnectionError):
        for _ in range(900):
            line.sendall(b"a")
            time.sleep(PATIENCE / 10)

    assert time.monotonic() - began < SOON


def test_a_body_that_keeps_up_may_take_long(line: socket.socket) -> None:
    pieces = int(4 * PATIENCE / 0.1)
    line.sendall(post(b"/read/x", b"content-length: %d\r\nconnection: close\r\n\r\n" % (pieces * 4000)))
    for _ in range(pieces):
        line.sendall(b"a" * 4000)
        time.sleep(0.1)

    assert status(heard(line)) == 200


def test_a_stream_may_be_slow_as_long_as_it_is_never_silent(line: socket.socket) -> None:
    line.sendall(post(b"/stream", CHUNKED))
    for _ in range(8):
        line.sendall(b"1\r\na\r\n")
        time.sleep(PATIENCE / 3)
    line.sendall(b"0\r\n\r\n")
    said = heard(line)

    assert said.endswith(b"0\r\n\r\n")
    assert re.findall(rb"\n(\d+)\n", said) == [b"1"] * 8 + [b"0"]  # nothing was swallowed


def test_who_leaves_in_the_middle_is_no_error(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "himatch"):
        for path in (b"/read/x", b"/stream"):
            with line_to(server.port) as line:
                line.sendall(post(path, b"content-length: 9\r\n\r\na"))
                time.sleep(PATIENCE / 5)
        time.sleep(PATIENCE / 2)
    said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]

    assert [line["reason"] for line in said] == ["gone", "gone"]
    assert [record.name for record in caplog.records if record.levelno > logging.INFO] == []


@pytest.fixture(scope="module")
def other() -> Iterator[tuple[int, int]]:
    """A server in a process of its own: its id and its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.guard.server", "8"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout:
        port = int(process.stdout.readline())
    yield process.pid, port
    process.terminate()
    process.wait(20)


@pytest.mark.parametrize(
    "head",
    [
        post(b"/read/x", b"content-length: %d\r\n\r\n" % (300 * MEGABYTE)),
        post(b"/read/x", CHUNKED + b"%x\r\n" % (300 * MEGABYTE)),
        post(b"/unread", CHUNKED + b"%x\r\n" % (300 * MEGABYTE)),
        b"GET /healthz HTTP/1.1\r\n" + HOST + CHUNKED + b"%x\r\n" % (300 * MEGABYTE),
        post(b"/stream", CHUNKED + b"%x\r\n" % (300 * MEGABYTE)),
    ],
    ids=["with its length", "in chunks", "to who does not read it", "of a GET", "as a stream that nobody hears"],
)
def test_three_hundred_megabytes_take_up_little_memory(other: tuple[int, int], head: bytes) -> None:
    process, port = other
    before = _peak(process)
    with line_to(port) as line:
        line.settimeout(3)
        line.sendall(head)
        with suppress(OSError):
            for _ in range(300):
                line.sendall(b"a" * MEGABYTE)

    assert _peak(process) - before < 50 * MEGABYTE


def _peak(process: int) -> int:
    """The most memory that a process has had, in bytes."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", told)[0]) * 1024
