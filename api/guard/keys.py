"""Who may ask: holders of a key, of which only the hash is kept; without keys, this machine alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import NoKey
from api.guard.refusal import noted, refuse
from api.settings import is_loopback

OPEN = ("/healthz", "/readyz")  # told to anybody: whether the server lives
_BYTES = 24  # 192 bits of chance
_UNKNOWN = "this server answers holders of a key"
_UNSAFE = "this server has no keys, and answers its own machine alone\nhint: set HIMATCH_KEYS to ask from another one"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key, to be handed over once, and the line of the settings that knows it again."""

    key: str
    line: str


def new_key(name: str) -> NewKey:
    """A new key that nobody can guess, for the holder ``name``."""
    key = f"him_{secrets.token_urlsafe(_BYTES)}"
    return NewKey(key, f"{name}:{hashlib.sha256(key.encode()).hexdigest()}")


class Keys:
    """Requests with one of the keys, whose holder is noted as ``who``; without keys, requests to a loopback address."""

    def __init__(self, app: ASGIApp, keys: Sequence[str]) -> None:
        self._app = app
        self._keys = [(name, digest.encode()) for name, _, digest in (line.partition(":") for line in keys)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = noted(scope)
        state["who"] = (scope.get("client") or ("",))[0]
        if (refused := self._refusal(scope, state)) is not None:
            await refuse(scope, send, refused)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope, state: dict[str, object]) -> NoKey | None:
        if not self._keys:
            return None if is_loopback((scope.get("server") or ("",))[0]) else NoKey(_UNSAFE)
        if (holder := self._holder(scope)) is not None:
            state["who"] = state["key"] = holder
            return None
        return None if scope["path"] in OPEN else NoKey(_UNKNOWN)

    def _holder(self, scope: Scope) -> str | None:
        holder = None
        for shown in _shown(scope):
            digest = hashlib.sha256(shown).hexdigest().encode()
            for name, known in self._keys:  # to the end, so that the time tells nothing of which key it was
                holder = name if hmac.compare_digest(digest, known) else holder
        return holder


def _shown(scope: Scope) -> Iterator[bytes]:
    """What may be a key among the headers, whatever else it is."""
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            yield value.strip()
        elif name == b"authorization":
            scheme, _, rest = value.strip().partition(b" ")
            if scheme.lower() == b"bearer":
                yield rest.strip()
            elif scheme.lower() == b"basic":
                yield _password(rest.strip())


def _password(pair: bytes) -> bytes:
    try:
        return base64.b64decode(pair, validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
