"""A body that comes in time and in size. What is too large is refused before it is read, or as soon as it is seen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import TooSlow
from api.guard.refusal import has_body, header, noted, refuse
from matcher.errors import TooLarge
from taxonomy.errors import HimatchError

PACE = 16_000  # bytes a second that the sender of a long body keeps up


class BodyLimits:
    """Bodies of at most ``most(path)`` bytes, sent at a fair pace; None is a stream of any length, never long silent.

    The route meets the error where it reads. A client that leaves while it sends is no error at all.
    """

    def __init__(self, app: ASGIApp, most: Callable[[str], int | None], patience: float) -> None:
        self._app, self._most, self._patience = app, most, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, send, self._most(scope["path"]), self._patience)
        try:
            body.announced()
            await self._app(scope, body.receive, body.send)
        except HimatchError as error:
            if body.is_answered or error is not body.error:
                raise
            await refuse(scope, send, error)
        except (ClientDisconnect, _Gone):
            if not body.is_gone:
                raise


class _Gone(OSError):
    """The client has left."""


class _Body:
    """One body on its way in, and the answer that goes out for it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int | None, patience: float) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._most, self._patience = most, patience
        self._received, self._waited = 0, 0.0
        self._is_whole = not has_body(scope)
        self.error: HimatchError | None = None
        self.is_gone = self.is_answered = self.is_done = False
        if most is None:
            # Before 2.4 Starlette listens for the client to leave while it streams an answer, and so swallows
            # what comes in. In 2.4 sending to who has left raises OSError instead, as it does here.
            scope["asgi"] = {**scope.get("asgi", {}), "spec_version": "2.4"}

    def announced(self) -> None:
        """Raise TooLarge where the head already says so."""
        said = header(self._scope, b"content-length") or b""
        if said.isdigit():
            self._weigh(int(said[:20]))

    async def receive(self) -> Message:
        """What came. Raises TooLarge and TooSlow."""
        if self._is_whole:
            return self._seen(await self._receive())
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(self._left()):
                message = await self._receive()
        except TimeoutError:
            raise self._refused(TooSlow("the rest of the request did not come in time")) from None
        self._waited += clock() - began
        return self._seen(message)

    def _left(self) -> float:
        """Only the time that the sender took counts against it, not what the route did in between."""
        if self._most is None:
            return self._patience
        return self._patience + self._received / PACE - self._waited

    def _seen(self, message: Message) -> Message:
        if message["type"] == "http.disconnect":
            self._is_whole = True
            self._left_early()
        else:
            self._is_whole = not message.get("more_body", False)
            self._received += len(message.get("body", b""))
            self._weigh(self._received)
        return message

    def _left_early(self) -> None:
        if not self.is_done:  # the server says the same of who has its answer
            self.is_gone = True
            noted(self._scope)["reason"] = "gone"

    def _weigh(self, size: int) -> None:
        if self._most is not None and size > self._most:
            raise self._refused(TooLarge(f"the request is larger than {self._most:,} bytes"))

    def _refused(self, error: HimatchError) -> HimatchError:
        self.error = error
        noted(self._scope)["reason"] = error.reason
        return error

    async def send(self, message: Message) -> None:
        """Pass the answer on. Where the body did not come whole the connection ends with it."""
        if self.is_gone:
            raise _Gone("the client has left")
        if message["type"] == "http.response.start":
            self.is_answered = True
            if not self._is_whole or self.error is not None:
                message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
        elif not message.get("more_body", False):
            self.is_done = True
        await self._send(message)
