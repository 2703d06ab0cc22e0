"""All guards in their order, for ``FastAPI(middleware=...)``."""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware

from api.guard.body import BodyLimits
from api.guard.gate import Gate
from api.guard.headers import SecurityHeaders
from api.guard.keys import Keys
from api.guard.logs import RequestLog
from api.guard.metrics import Metrics
from api.guard.origin import Hosts
from api.settings import Settings


def wall(settings: Settings, metrics: Metrics, most: Callable[[str], int | None]) -> list[Middleware]:
    """The guards around an application, outermost first: whoever is refused costs no more than what lies outside."""
    return [
        Middleware(SecurityHeaders),  # around the log, which answers what nobody caught
        Middleware(RequestLog, seen=metrics.seen),
        Middleware(Hosts, hosts=settings.hosts),
        Middleware(Keys, keys=settings.keys),
        Middleware(Gate, capacity=settings.queue, share=settings.share, level=metrics.in_hand),
        Middleware(BodyLimits, most=most, patience=settings.patience),
    ]
