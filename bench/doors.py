"""How the server does under load: ``python -m bench.doors``; the numbers are in docs/performance.md.

The server runs as an operator runs it, in processes of its own; the clients run here, on the same cores,
so that a busy client counts against the server too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
MEGABYTE = 1 << 20


@dataclass(slots=True)
class Answers:
    """What clients met: seconds of each accepted answer, and how many of each status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        if status == 200:
            self.seconds.append(seconds)

    def said(self) -> str:
        p99 = quantiles(self.seconds, n=100)[98]
        statuses = ", ".join(f"{count:,} x {status}" for status, count in sorted(self.statuses.items()))
        return f"p50 {1000 * median(self.seconds):.1f} ms, p99 {1000 * p99:.1f} ms; {statuses}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one line for each promise."""
    parser = argparse.ArgumentParser(prog="python -m bench.doors", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the 50 clients ask")
    options = parser.parse_args(arguments)
    texts, document = _texts(), _form(("resume", "resume.pdf"), ("ad", "ad.txt"))
    with _server() as (process, port):
        _say(f"two texts          {_one_after_another(port, texts, 300).said()}")
        _say(f"a PDF and a text   {_one_after_another(port, document, 100).said()}")
        before = _memory(process)
        crowd = asyncio.run(_crowd(port, texts, 50, options.seconds))
        _say(
            f"50 clients, {options.seconds:.0f} s  {crowd.said()}; {len(crowd.seconds) / options.seconds:.0f} answers/s"
        )
        _say(f"memory             {before:.0f} MB before, {_memory(process):.0f} MB after, all processes together")
        _half_open(port, texts)
        _large_body(process, port)
        _pile(port)
    return 0


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "api", "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    assert process.stderr is not None
    try:
        yield process, _port(process.stderr)
    finally:
        process.terminate()
        process.wait(30)


def _port(log: Iterator[str]) -> int:
    found = next(match for line in log if (match := re.search(r"running on http://127\.0\.0\.1:(\d+)", line)))
    # The log must go on being read, or the server would wait for us.
    subprocess.Popen(["cat"], stdin=log, stdout=subprocess.DEVNULL)  # type: ignore[call-overload]  # noqa: S607
    return int(found[1])


# --- requests -----------------------------------------------------------------------------------------


def _texts() -> bytes:
    said = {"resume": (EXAMPLES / "resume.txt").read_text("utf-8"), "ad": (EXAMPLES / "ad.txt").read_text("utf-8")}
    return _request("/v1/match", "application/json", json.dumps(said).encode())


def _form(*parts: tuple[str, str], path: str = "/v1/match") -> bytes:
    line = b"--b\r\n"
    body = b"".join(
        line
        + f'Content-Disposition: form-data; name="{name}"; filename="{at}-{file}"\r\n\r\n'.encode()
        + (EXAMPLES / file).read_bytes()
        + b"\r\n"
        for at, (name, file) in enumerate(parts)
    )
    return _request(path, "multipart/form-data; boundary=b", body + b"--b--\r\n")


def _request(path: str, media: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _one_after_another(port: int, request: bytes, times: int) -> Answers:
    async def ask() -> Answers:
        found = Answers()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(times + 20):
            began = time.perf_counter()
            status = await _exchange(reader, writer, request)
            if number >= 20:
                found.add(status, time.perf_counter() - began)
        writer.close()
        return found

    return asyncio.run(ask())


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    await reader.readexactly(int(size[1]) if size else 0)
    return int(head.split(b" ", 2)[1])


async def _crowd(port: int, request: bytes, clients: int, seconds: float) -> Answers:
    found, until = Answers(), time.perf_counter() + seconds

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            status = await _exchange(reader, writer, request)
            found.add(status, time.perf_counter() - began)
            if status in (429, 503):
                await asyncio.sleep(1)
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(clients)))
    return found


# --- attacks ------------------------------------------------------------------------------------------


def _half_open(port: int, request: bytes) -> None:
    """1,000 connections that send half a head, and one good client beside them."""
    alone = _one_after_another(port, request, 200)

    async def attack() -> tuple[Answers, list[float]]:
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(1000)]
        began, closed = time.perf_counter(), []

        async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"POST /v1/match HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
            await reader.read()
            closed.append(time.perf_counter() - began)
            writer.close()

        waiting = [asyncio.create_task(wait(*line)) for line in lines]
        among = await asyncio.to_thread(_one_after_another, port, request, 200)
        await asyncio.gather(*waiting, return_exceptions=True)
        return among, closed

    among, closed = asyncio.run(attack())
    _say(f"1,000 half-open    all closed after {max(closed):.1f} s ({len(closed):,} of 1,000)")
    _say(f"  a good client    alone: {alone.said()}")
    _say(f"                   among them: {among.said()}")


def _large_body(process: subprocess.Popen[str], port: int) -> None:
    """300 MB, announced and in chunks without announcement."""
    for announced in (True, False):
        before, most = _memory(process), 0.0
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        line.putrequest("POST", "/v1/match")
        line.putheader("Content-Type", "application/json")
        length = ("Content-Length", str(300 * MEGABYTE)) if announced else ("Transfer-Encoding", "chunked")
        line.putheader(*length)
        line.endheaders()
        try:
            for _ in range(300):
                line.send(b"x" * MEGABYTE if announced else b"100000\r\n" + b"x" * MEGABYTE + b"\r\n")
                most = max(most, _memory(process) - before)
        except OSError:
            pass  # it closed the line, as it should
        try:
            said = str(line.getresponse().status)
        except OSError:
            said = "closed"
        how = "announced" if announced else "in chunks"
        _say(f"300 MB {how:<12}answer {said}, memory grew by {max(most, 0):.1f} MB at most")


def _pile(port: int) -> None:
    """50 PDFs on the page: when the first line of progress is there, and when the ranking is."""
    request = _form(*[("resumes", "resume.pdf")] * 50, ("ad_file", "ad.txt"), path="/match")

    async def ask() -> tuple[float, float, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began, page, first = time.perf_counter(), b"", 0.0
        writer.write(request.replace(b"Host: localhost\r\n", b"Host: localhost\r\nConnection: close\r\n"))
        while part := await reader.read(1 << 16):
            page += part
            if not first and b'class="arrival"' in page:
                first = time.perf_counter() - began
        return first, time.perf_counter() - began, page

    first, whole, page = asyncio.run(ask())
    _say(f"a pile of 50 PDFs  first progress after {first:.2f} s, ranking after {whole:.1f} s ({len(page) >> 10} kB)")


# --- the server's memory ----------------------------------------------------------------------------------


def _memory(process: subprocess.Popen[str]) -> float:
    """The resident memory of a process and all below it, in MB."""
    return sum(_resident(pid) for pid in _family(process.pid)) / MEGABYTE


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _resident(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) << 10 if found else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a table for people


if __name__ == "__main__":
    sys.exit(main())
