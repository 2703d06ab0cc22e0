"""Requests that are meant for this server, by its own name, and that no page of another site sends."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import WrongHost
from api.guard.keys import OPEN
from api.guard.refusal import refuse

_READING = ("GET", "HEAD", "OPTIONS")


class Hosts:
    """Requests addressed to one of ``hosts`` (``*`` is any), and, where they ask for work, sent by our own pages.

    A name of somebody else's that leads to this machine is refused, and so is a form of another site.
    Programs send no Origin, and are not held to one.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(_bracketed(host.lower().encode()) for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (refused := self._refusal(scope)) is None:
            await self._app(scope, receive, send)
        else:
            await refuse(scope, send, refused)

    def _refusal(self, scope: Scope) -> WrongHost | None:
        hosts = _all(scope, b"host")
        if scope["path"] not in OPEN and not (len(hosts) == 1 and self._is_ours(hosts[0])):
            return WrongHost("the request is not addressed to this server")
        if scope["method"] not in _READING and _is_foreign(scope, hosts):
            return WrongHost("the request comes from a page of another site")
        return None

    def _is_ours(self, host: bytes) -> bool:
        return b"*" in self._hosts or _name(host) in self._hosts


def _is_foreign(scope: Scope, hosts: Sequence[bytes]) -> bool:
    """Whether a browser says so. ``null`` is the origin of who hides it, so it is never ours."""
    strange = any(origin.partition(b"://")[2] not in hosts for origin in _all(scope, b"origin"))
    return strange or b"cross-site" in _all(scope, b"sec-fetch-site")


def _name(host: bytes) -> bytes:
    """A host without its port: ``[::1]:8000`` -> ``[::1]``."""
    if host.startswith(b"["):
        inner, closed, port = host.partition(b"]")
        return inner + b"]" if closed and (not port or _is_port(port)) else b""
    name, colon, port = host.partition(b":")
    return name if not colon or _is_port(colon + port) else b""


def _is_port(text: bytes) -> bool:
    return text.startswith(b":") and text[1:].isdigit()


def _bracketed(host: bytes) -> bytes:
    return b"[" + host + b"]" if b":" in host and not host.startswith(b"[") else host


def _all(scope: Scope, name: bytes) -> list[bytes]:
    return [value.strip().lower() for found, value in scope["headers"] if found == name]
