"""The log: a line of JSON for each request, without anything that came with the request.

No path, query, header, address, text or exception message is written: routes are told by their templates, exceptions
by their kind and place.
"""

from __future__ import annotations

import logging
import logging.config
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from pythonjsonlogger.json import JsonFormatter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Fault, answer_to
from api.guard.place import kind_and_place
from api.guard.refusal import noted, refuse
from taxonomy.errors import HimatchError

OWN = "himatch"
UNMATCHED = "unmatched"
STATIC = "/static/{path}"
_log = logging.getLogger(OWN)
# What uvicorn says of itself. Its other messages are written as they stand in its source, without what fills them.
_FILLED = ("Started server process", "Finished server process", "Uvicorn running on")


def configure(level: str) -> None:
    """Write every log to stderr as lines of JSON, from ``level`` up."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": LogLine}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                OWN: {"level": level.upper()},
                "uvicorn": {"level": level.upper(), "handlers": [], "propagate": True},
                "uvicorn.error": {"level": level.upper(), "handlers": [], "propagate": True},
                "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            },
        }
    )


class LogLine(JsonFormatter):
    """One line of the log."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, of which only our own may say what they like."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name == OWN and isinstance(record.msg, dict):
            said |= record.msg
        else:
            said |= {"event": "server", "logger": record.name, "message": _safe(record)}
        if record.exc_info and record.exc_info[1] is not None:
            said |= kind_and_place(record.exc_info[1])
        return self.serialize_log_record(said)


def _safe(record: logging.LogRecord) -> str:
    """The message, as far as it cannot hold what a request brought: asyncio for one puts reprs into it."""
    if not record.name.startswith("uvicorn"):
        return ""
    template = str(record.msg)
    if template.startswith(_FILLED):
        return record.getMessage()
    return template.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Handled:
    """One request as it is logged and counted."""

    id: str
    method: str
    route: str
    status: int | None  # None: the client left before there was one
    seconds: float
    bytes_in: int
    bytes_out: int
    who: str | None
    reason: str | None


class RequestLog:
    """A line for each request, its id in the answer; what nobody caught is logged by place and answered 500.

    ``seen`` is told each request when it is over.
    """

    def __init__(self, app: ASGIApp, seen: Callable[[Handled], object] = lambda _: None) -> None:
        self._app, self._seen = app, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        meter = _Meter(receive, send)
        noted(scope)["id"] = meter.id
        try:
            await self._answered(scope, meter)
        finally:
            handled = meter.handled(scope)
            self._seen(handled)
            _log.info(_line(handled))

    async def _answered(self, scope: Scope, meter: _Meter) -> None:
        try:
            await self._app(scope, meter.receive, meter.send)
        except Exception as error:  # noqa: BLE001  # our fault: what a client may do wrong has its own classes
            told = _told(error, meter.id)
            noted(scope)["reason"] = told.reason
            if meter.status is None:
                await refuse(scope, meter.send, told)
            # Otherwise the server cuts the line, since the answer ends too early.


def _told(error: Exception, ident: str) -> HimatchError:
    """The error itself, where it is one to tell; else a Fault, and a line in the log."""
    answer = answer_to(error)
    if isinstance(error, HimatchError) and answer is not None and answer.status < 500:
        return error
    _log.error({"event": "fault", "id": ident} | kind_and_place(error))
    return Fault(f"the request could not be answered; its id is {ident}")


class _Meter:
    """What goes in and out for one request."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._began = perf_counter()
        self._in = self._out = 0
        self.id = secrets.token_hex(8)
        self.status: int | None = None

    async def receive(self) -> Message:
        message = await self._receive()
        self._in += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", self.id.encode())]}
        self._out += len(message.get("body", b""))
        await self._send(message)

    def handled(self, scope: Scope) -> Handled:
        state = noted(scope)
        who, reason = state.get("key"), state.get("reason")
        return Handled(
            id=self.id,
            method=_method(scope),
            route=_route(scope),
            status=self.status,
            seconds=perf_counter() - self._began,
            bytes_in=self._in,
            bytes_out=self._out,
            who=None if who is None else str(who),
            reason=None if reason is None else str(reason),
        )


def _line(handled: Handled) -> dict[str, object]:
    return {
        "event": "request",
        "id": handled.id,
        "method": handled.method,
        "route": handled.route,
        "status": handled.status,
        "ms": round(handled.seconds * 1000, 1),
        "bytes_in": handled.bytes_in,
        "bytes_out": handled.bytes_out,
        "who": handled.who,
        "reason": handled.reason,
    }


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "other"


def _route(scope: Scope) -> str:
    """The template of the route that answered, never the path that was asked for."""
    template = getattr(scope.get("route"), "path", None)
    if isinstance(template, str):
        return template
    return STATIC if scope["path"].startswith("/static/") else UNMATCHED
