"""The routes for who runs the server: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.desk import Desk
from api.errors import Busy
from api.openapi import problems

router = APIRouter(tags=["for who runs it"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", responses=problems(Busy))
async def readyz(desk: Desk) -> dict[str, str | int]:
    """At least one worker stands ready; 503 while none does."""
    workers = desk.pool.load().workers
    if not workers:
        raise Busy("no worker stands ready yet")
    return {"status": "ready", "workers": workers, **desk.pool.versions}


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Counts and times of requests, refusals, documents and workers, for Prometheus."""
    return Response(request.app.state.metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
