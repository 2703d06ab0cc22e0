"""The server as one application: routes, pages, guards around them, workers behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from api import facts, operator, pages, routes
from api.bodies import refusal
from api.desk import FrontDesk
from api.errors import NotAllowed, NotFound, WrongRequest
from api.guard.metrics import Metrics
from api.guard.wall import wall
from api.openapi import described, problems
from api.problem import problem_of
from api.settings import Settings
from api.telling import told
from api.work.pool import Pool
from matcher.version import VERSION
from taxonomy import load_taxonomy
from taxonomy.errors import HimatchError

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings | None = None, today: Callable[[], date] = date.today) -> FastAPI:
    """The application of one server, set up by ``settings`` or the environment. ``today`` is its clock."""
    at = settings or Settings()
    metrics = Metrics()
    pool = Pool(at.workers, at.answer_within, _setup(at), metrics.document)
    metrics.watch({name: partial(_level, pool, name) for name in ("workers", "busy", "waiting")})
    guards = wall(at, metrics, partial(_most, at))
    app = FastAPI(
        title="himatch",
        version=VERSION,
        lifespan=_working,
        responses=problems(),
        docs_url=None,
        redoc_url=None,
        middleware=guards,
    )
    app.state.failed = None
    app.state.desk, app.state.metrics = FrontDesk(at, pool, load_taxonomy(at.overlay), today), metrics
    for part in (routes, facts, operator, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (HimatchError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _told)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def _setup(settings: Settings) -> dict[str, Any]:
    """What a worker is told of the settings."""
    own = {"overlay": settings.overlay, "model": settings.model}
    return {name: str(path) for name, path in own.items() if path} | {"upload": settings.upload}


def _level(pool: Pool, name: str) -> float:
    return float(getattr(pool.load(), name))


def _most(settings: Settings, path: str) -> int | None:
    """The bytes that a body may have: no limit for a stream, whose lines have one."""
    if path == "/v1/score":
        return None
    # Two documents and what a form needs around them.
    return settings.pile if path in ("/v1/rank", "/match") else 2 * settings.upload + (1 << 16)


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    pool: Pool = app.state.desk.pool
    try:
        await pool.start()
    except HimatchError as error:  # the server only says that it did not start
        app.state.failed = error
        await pool.stop()
        raise
    try:
        yield
    finally:
        await pool.stop()


async def _told(request: Request, error: Exception) -> Response:
    problem = problem_of(_ours(error))
    request.scope.setdefault("state", {})["reason"] = problem.reason  # for the log
    answer = told(problem, request.scope)
    answer.headers.update(getattr(error, "headers", None) or {})  # which methods an address answers
    return answer


def _ours(error: Exception) -> HimatchError:
    """The framework's errors as our own."""
    if isinstance(error, HimatchError):
        return error
    if isinstance(error, RequestValidationError):
        return refusal(error.errors()[0])
    status = getattr(error, "status_code", 0)
    if status == 405:
        return NotAllowed("this address does not answer that method")
    return NotFound("there is nothing at this address") if status == 404 else WrongRequest("the request cannot be read")
