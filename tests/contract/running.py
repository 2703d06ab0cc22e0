"""The whole server in a process of its own, started as an operator starts it, in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

ROOT = Path(__file__).parents[2]
START_WITHIN = 60.0  # seconds
_PORT = re.compile(r"Uvicorn running on http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Running:
    """One server that runs. ``home`` holds what it says, its temp folder and its working directory."""

    home: Path
    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **more: object) -> httpx.Client:
        """A client that waits longer than the server may take."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, **more)  # type: ignore[arg-type]

    def said(self) -> str:
        """All that it wrote for its operator."""
        return "".join((self.home / name).read_text(encoding="utf-8") for name in ("out", "err"))

    def left(self) -> list[Path]:
        """The files in its temp folder and its working directory."""
        return [path for name in ("tmp", "cwd") for path in (self.home / name).rglob("*")]

    def memory(self) -> int:
        """The bytes of memory that its front process holds."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def running(home: Path, **settings: object) -> Iterator[Running]:
    """A server with these settings on a port that the system chose, until the block is left."""
    for name in ("tmp", "cwd"):
        (home / name).mkdir(parents=True)
    given = {f"HIMATCH_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(home / "tmp"), **given}
    with (home / "out").open("wb") as out, (home / "err").open("wb") as err:
        command = [sys.executable, "-m", "api", "serve", "--port", "0"]
        process = subprocess.Popen(command, cwd=home / "cwd", env=environment, stdout=out, stderr=err)
    try:
        yield Running(home, process, _port(home / "err", process))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if found := _PORT.search(log.read_text(encoding="utf-8")):
            return int(found[1])
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
