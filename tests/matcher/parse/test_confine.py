"""The process that parses reaches nothing: no network, no file, no other process, no memory without end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.document import read_document
from matcher.parse import worker
from tests.make import pdf, show

ROOT = Path(__file__).parents[3]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")


def run(code: str) -> str:
    """What is printed by ``code`` in a confined process, or the name of what it raised."""
    start = "import ctypes, mmap, os, socket, sys; from matcher.parse.confine import confine; confine()\n"
    guarded = "try:\n    print({})\nexcept Exception as error:\n    print(type(error).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", start + guarded.format(code)], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.strip() or f"ended by {done.returncode}"


@LINUX
@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.socket()",
        "open('x.txt', 'w')",
        "os.open('x.txt', os.O_CREAT)",
        "os.remove('x.txt')",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_python_code_reaches_nothing(code: str) -> None:
    assert run(code) == "PermissionError"


@LINUX
@pytest.mark.skipif(os.uname().machine not in ("x86_64", "aarch64"), reason="the filter knows two machines")
@pytest.mark.parametrize("call", ["socket(2, 1, 0)", "fork()", "execl(b'/bin/true', b'true', None)"])
def test_compiled_code_reaches_nothing(call: str) -> None:
    assert run(f"ctypes.CDLL(None).{call}") == "-1"


@LINUX
def test_memory_has_an_end() -> None:
    assert run("len(bytearray(1 << 31))") == "MemoryError"


@LINUX
def test_what_it_needs_still_works() -> None:
    assert run("open('pyproject.toml').read(15)") == "[build-system]"


@LINUX
def test_the_child_knows_no_secret_and_loads_no_more_than_it_needs() -> None:
    worker.stop()
    read_document(pdf(show("RHIT")))
    assert worker._child is not None
    process = Path(f"/proc/{worker._child.process.pid}")
    loaded = (process / "maps").read_text()

    assert (process / "environ").read_bytes() == b""
    assert "pdfium" in loaded
    assert not [name for name in ("numpy", "polars", "pydantic", "lxml") if name in loaded]


@LINUX
def test_a_fork_of_this_process_starts_a_child_of_its_own() -> None:
    data = pdf(show("RHIT"))
    read_document(data)
    child = os.fork()
    if child == 0:
        text = read_document(data).text
        worker.stop()
        os._exit(0 if text == "RHIT" else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert read_document(data).text == "RHIT"
