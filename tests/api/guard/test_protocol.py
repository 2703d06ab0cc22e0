"""A connection keeps to its time: heads, bodies and answers that dawdle are cut off, and nobody else is."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx2 as httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from api.guard import protocol as deadlines
from tests.api.guard.server import PATIENCE, Server, application, heard, line_to, protocols, serving

SOON = 8 * PATIENCE  # generous: the machine may be busy
HEALTH = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
POST = b"POST /read/x HTTP/1.1\r\nhost: localhost\r\n"


@pytest.mark.parametrize(
    "sent",
    [b"", b"G", b"GET / HTTP/1.1\r\nhost: localhost\r\nx-a: b", b"\r\n", HEALTH + b"GET /", HEALTH + b"\r\n"],
    ids=["nothing", "a letter", "half a head", "a blank line", "half a second head", "a blank line behind a request"],
)
def test_a_head_that_does_not_come_is_not_waited_for(line: socket.socket, sent: bytes) -> None:
    line.sendall(sent)
    began = time.monotonic()
    heard(line)

    assert PATIENCE * 0.8 < time.monotonic() - began < SOON


def test_a_head_that_drips_is_not_waited_for(line: socket.socket) -> None:
    began = time.monotonic()
    _drip(line, HEALTH * 5, PATIENCE / 10)

    assert time.monotonic() - began < SOON


def test_blank_lines_do_not_keep_a_connection(line: socket.socket) -> None:
    line.sendall(HEALTH)
    began = time.monotonic()
    _drip(line, b"\r\n" * 100, PATIENCE / 5)

    assert time.monotonic() - began < SOON


def test_a_connection_serves_one_request_after_another(line: socket.socket) -> None:
    for _ in range(4):
        line.sendall(HEALTH)
        time.sleep(PATIENCE / 2)
        assert line.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_an_answer_may_take_longer_than_a_head(line: socket.socket) -> None:
    line.sendall(b"POST /slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
    time.sleep(PATIENCE / 10)
    line.sendall(b"\r\n")  # as some old clients do

    assert heard(line).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx-long: " + b"a" * 300_000,
        b"GET /" + b"a" * 300_000,
        b"GET / HTTP/1.1\r\nx-long: " + b"a" * deadlines.HEAD + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * (deadlines.HEADERS + 1) + b"\r\n",
        POST + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx-trailer: " + b"a" * 600_000,
        POST + b"transfer-encoding: chunked\r\n\r\n" + (b"1;" + b"e" * 1000 + b"\r\na\r\n") * 600,
        b"GET / HTTP/1.1\r\nhost localhost\r\n\r\n",
    ],
    ids=[
        "a long header",
        "a long address",
        "just too long",
        "many headers",
        "a trailer",
        "chunk extensions",
        "no HTTP",
    ],
)
def test_a_head_that_is_too_large_is_refused(line: socket.socket, sent: bytes) -> None:
    began = time.monotonic()
    with suppress(ConnectionError):  # refused before the end of it
        line.sendall(sent)
    said = heard(line)

    assert not said or said.startswith(b"HTTP/1.1 400 ")
    assert time.monotonic() - began < SOON


def test_a_head_may_be_as_large_as_the_limit(line: socket.socket) -> None:
    many = b"".join(b"x-%d: %s\r\n" % (number, b"a" * 600) for number in range(deadlines.HEADERS - 2))
    line.sendall(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" + many + b"\r\n")

    assert heard(line).startswith(b"HTTP/1.1 200 ")


def test_small_chunks_are_no_head(line: socket.socket) -> None:
    chunks = b"1\r\na\r\n" * 90_000
    head = b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    line.sendall(POST + head + chunks + b"0\r\n\r\n")

    assert b'{"bytes":90000}' in heard(line)


def test_who_does_not_read_the_answer_is_cut_off(server: Server) -> None:
    with deaf(server.port) as line:
        line.sendall(b"GET /endless HTTP/1.1\r\nhost: localhost\r\n\r\n")
        _until(lambda: any(one.flow.write_paused for one in _open()))
        _until(lambda: not _open())


def test_who_leaves_the_last_of_an_answer_unread_is_cut_off(server: Server) -> None:
    """Of some of these, the system takes all but so little that uvicorn would not notice, and wait for good."""
    with ExitStack() as lines:
        for size in range(0, 1_000_000, 25_000):
            line = lines.enter_context(deaf(server.port))
            line.sendall(b"GET /long/%d HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n" % size)
        _until(lambda: len(_open()) > 5)
        _until(lambda: not _open())


@contextmanager
def deaf(port: int) -> Iterator[socket.socket]:
    """A connection of which nothing is read, and that holds little."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        yield line


def test_who_reads_slowly_gets_the_whole_answer(server: Server) -> None:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        line.connect(("127.0.0.1", server.port))
        line.sendall(b"GET /long/3000000 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        size = 0
        while part := line.recv(65536):
            size += len(part)
            time.sleep(PATIENCE / 20)

    assert size > 3_000_000


def test_an_answer_to_a_body_that_is_not_read_arrives(line: socket.socket) -> None:
    """Closing at once would have the system throw the answer away, with what the client is still sending."""
    line.sendall(b"POST /unread HTTP/1.1\r\nhost: localhost\r\ncontent-length: 90000\r\n\r\n" + b"a" * 1000)
    for _ in range(4):
        time.sleep(deadlines.LINGER / 10)
        line.sendall(b"a" * 1000)  # neither a broken pipe
    said = b""
    while part := line.recv(65536):  # nor a reset
        said += part

    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in said
    assert said.endswith(b'{"read":false}')


async def unread(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize("app", [application(), unread], ids=["guarded", "bare"])
def test_a_body_that_nobody_reads_does_not_keep_a_connection(app: ASGIApp) -> None:
    began = time.monotonic()
    with serving(app) as server, line_to(server.port) as line:
        line.sendall(b"POST /unread HTTP/1.1\r\nhost: localhost\r\ncontent-length: 90000\r\n\r\n")
        _drip(line, b"a" * 200, PATIENCE / 5)

    assert time.monotonic() - began < deadlines.LINGER + SOON


def test_an_upgrade_is_not_made(line: socket.socket) -> None:
    """A web socket would pass by the guards, which ask for HTTP."""
    line.sendall(
        b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n"
        b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n"
    )

    assert heard(line).startswith(b"HTTP/1.1 200 ")


def test_no_clock_runs_on_after_its_connection(server: Server) -> None:
    lines = [line_to(server.port) for _ in range(20)]
    for number, line in enumerate(lines):
        line.sendall([HEALTH, HEALTH[:9], POST + b"content-length: 9\r\n\r\na"][number % 3])
    _until(lambda: len(_open()) >= len(lines))
    loop = _open()[0].loop
    for line in lines:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # leave with a reset
        line.close()
    _until(lambda: not _open())
    running = [timer for timer in loop._scheduled if not timer.cancelled() and "Protocol" in repr(timer)]  # type: ignore[attr-defined]

    assert running == []


@pytest.mark.slow
def test_a_thousand_half_open_connections_are_closed_while_others_are_served() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with serving(application(), patience=8) as server:
            lines = [line_to(server.port) for _ in range(1000)]
            began = time.monotonic()
            for line in lines:
                line.sendall(b"GET / HTTP/1.1\r\nx-half: ")
            served = _served(server.port, seconds=5)
            ends = [heard(line) for line in lines]
            took = time.monotonic() - began
            for line in lines:
                line.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert ends == [b""] * 1000
    assert took < 10
    assert served == {200}


def _served(port: int, seconds: float) -> set[int]:
    """What a good client is answered meanwhile, which waits for nothing longer than a second."""
    began, met = time.monotonic(), set()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=1) as client:
        while time.monotonic() - began < seconds:
            met.add(client.get("/healthz").status_code)
    return met


def _open() -> list[deadlines.DeadlineProtocol]:
    return [one for one in protocols() if one.parser is not None and hasattr(one, "_timers")]


def _drip(line: socket.socket, letters: bytes, pause: float) -> None:
    """Send a letter at a time, until the other side has had enough."""
    with pytest.raises(ConnectionError):  # noqa: PT012 - which of the letters it is does not matter
        for letter in letters:
            line.sendall(bytes([letter]))
            time.sleep(pause)


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + SOON + deadlines.LINGER
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)
