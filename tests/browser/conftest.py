"""A real server and a real browser: Debian's chromium, used as a person uses it.

These tests have a run of their own, ``-m browser``: playwright leaves an event loop running in the thread of the
tests that follow, and ``asyncio.run`` refuses to start there.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, Request

from api.app import create_app
from api.guard.protocol import protocol
from api.settings import Settings
from tests.samples import AS_OF

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the whole application, on a port that the system chose and with a clock that stands still."""
    app = create_app(Settings(workers=1, answer_within=60, keys=()), today=lambda: AS_OF)
    kind = protocol(patience=10)
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=kind, ws="none", log_config=None, server_header=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"none of {', '.join(NAMES)} is installed")
    return {**browser_type_launch_args, "executable_path": found, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    return server


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "en-US",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@dataclass
class Watch:
    """What a page must not do, as far as it did."""

    server: str
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listens to all pages of a context, those of new tabs too."""
        context.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        # A policy that stops something says so on the console, as an error.
        context.on("console", lambda said: self._console(said.type, said.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._asked)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not REFUSED.match(text):
            self.errors.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.server}/", "data:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def watch(server: str) -> Watch:
    return Watch(server)


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page that opens no dialog, reports no error, breaks no policy and asks nobody else: in every test."""
    watch.over(context)
    yield context.new_page()
    for one in context.pages:
        one.wait_for_timeout(100)  # what loads or fires late
    assert (watch.dialogs, watch.errors, watch.elsewhere) == ([], [], [])
