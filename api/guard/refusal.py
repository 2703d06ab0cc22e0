"""A request that is refused before, or instead of, the route that it was meant for."""

from __future__ import annotations

from starlette.types import Scope, Send

from api.problem import problem_of
from api.telling import told
from taxonomy.errors import HimatchError


async def refuse(scope: Scope, send: Send, error: HimatchError) -> None:
    """Send a whole problem; the connection ends with it where a body was still to come."""
    problem = problem_of(error)
    answer = told(problem, scope)
    if has_body(scope):
        answer.headers["connection"] = "close"
    noted(scope)["reason"] = problem.reason
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    await send({"type": "http.response.body", "body": answer.body if scope["method"] != "HEAD" else b""})


def has_body(scope: Scope) -> bool:
    """Whether the head of a request announces a body."""
    return header(scope, b"content-length") not in (None, b"0") or header(scope, b"transfer-encoding") is not None


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of a name, given in small letters."""
    return next((value for found, value in scope["headers"] if found == name), None)


def noted(scope: Scope) -> dict[str, object]:
    """What the guards tell each other, and the log, about a request."""
    state: dict[str, object] = scope.setdefault("state", {})
    return state
