"""A server behind the guards, and an open line to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.api.guard.server import Server, application, line_to, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(application()) as server:
        yield server


@pytest.fixture
def line(server: Server) -> Iterator[socket.socket]:
    with line_to(server.port) as line:
        yield line
