"""A small application behind all guards, and a real server for it, in a thread or a process of its own."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import ASGIApp

from api.errors import NotFound
from api.guard.metrics import Metrics
from api.guard.protocol import DeadlineProtocol, protocol
from api.guard.wall import wall
from api.settings import Settings
from taxonomy.errors import HimatchError

PATIENCE = 0.5
LIMIT = 100_000
KEY = "him_desk"
KEYS = (f"desk:{hashlib.sha256(KEY.encode()).hexdigest()}",)


def most(path: str) -> int | None:
    return None if path == "/stream" else LIMIT


def settings(**values: object) -> Settings:
    return Settings(**{"hosts": ("localhost", "127.0.0.1", "testserver"), "patience": PATIENCE, "keys": ()} | values)


def application(metrics: Metrics | None = None, **values: object) -> FastAPI:
    app = FastAPI(middleware=wall(settings(**values), metrics or Metrics(), most))

    @app.get("/healthz")
    async def health() -> dict[str, bool]:
        return {"lives": True}

    @app.get("/long/{size}")
    async def long(size: int) -> Response:
        return Response(b"x" * size)

    @app.get("/endless")
    async def endless() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            while True:
                yield b"x" * 16_000

        return StreamingResponse(parts())

    @app.post("/read/{name}")
    async def read(name: str, request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.post("/unread")
    async def unread() -> dict[str, bool]:
        return {"read": False}

    @app.post("/slow")
    async def slow(request: Request) -> dict[str, bool]:
        await request.body()
        await asyncio.sleep(3 * PATIENCE)
        return {"slow": True}

    @app.post("/stream")
    async def stream(request: Request) -> StreamingResponse:
        async def sizes() -> AsyncIterator[bytes]:
            async for chunk in request.stream():
                yield b"%d\n" % len(chunk)

        return StreamingResponse(sizes())

    @app.post("/broken")
    async def broken(request: Request) -> None:
        raise ValueError((await request.body()).decode())

    @app.post("/half")
    async def half(request: Request) -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"begun"
            raise ValueError("canary")

        return StreamingResponse(parts())

    @app.get("/nothing")
    async def nothing() -> None:
        raise NotFound("there is no such thing")

    @app.exception_handler(HimatchError)
    async def told(request: Request, error: HimatchError) -> JSONResponse:
        return JSONResponse({"reason": error.reason}, {"too_large": 413, "too_slow": 408}.get(error.reason, 404))

    return app


class WebSocket(asyncio.Protocol):
    """A protocol that must never be spoken."""


class Server(uvicorn.Server):
    """A server on a port that the system chose."""

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        kind = protocol(patience)
        how = {"http": kind, "ws": WebSocket, "lifespan": "off", "log_config": None, "timeout_keep_alive": 2}
        super().__init__(uvicorn.Config(app, port=0, **how))  # type: ignore[arg-type]

    @property
    def port(self) -> int:
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


@contextmanager
def serving(app: ASGIApp, patience: float = PATIENCE) -> Iterator[Server]:
    server = Server(app, patience)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def line_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def heard(line: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    said = b""
    try:
        while part := line.recv(65536):
            said += part
    except ConnectionResetError:
        pass
    return said


def protocols() -> list[DeadlineProtocol]:
    return [one for one in gc.get_objects() if isinstance(one, DeadlineProtocol)]


if __name__ == "__main__":
    server = Server(application(), float(sys.argv[1]))

    async def main() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        await serving

    asyncio.run(main())
