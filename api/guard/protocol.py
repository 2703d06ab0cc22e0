"""A connection that keeps to its time: uvicorn's own protocol, with deadlines for who sends and for who reads.

uvicorn bounds neither how long a request's head may take, nor its size, nor how long an answer may stay unread;
idle connections it closes itself (``timeout_keep_alive``).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = 64 * 1024  # bytes of a request's head: its line and its headers
HEADERS = 100
LINGER = 1.0  # seconds between two looks at whether a refused sender is still sending
ROUNDS = 30  # looks, until the line is cut anyway
_PACE = 16_000  # bytes a second that a refused sender keeps up, as in guard/body.py
_FRAMES = 8  # bytes of chunk lines to a byte of content, at most
# What the kernel holds of an unread answer. Left alone it grows to megabytes, and drains too seldom to be watched.
_UNREAD = 128 * 1024


def protocol(patience: float) -> type[DeadlineProtocol]:
    """The protocol of a server whose clients may keep it waiting ``patience`` seconds, for ``uvicorn.Config``."""
    return type("DeadlineProtocol", (DeadlineProtocol,), {"patience": patience})


class _Line(asyncio.Transport):
    """The transport of a connection, which is left with care: ``leave`` is what closing it means."""

    def __init__(self, inner: asyncio.Transport, leave: Callable[[], None]) -> None:
        super().__init__()
        self.inner, self._leave, self.left = inner, leave, False

    def close(self) -> None:
        if self.left or self.inner.is_closing():
            self.inner.close()
        else:
            self.left = True
            self._leave()

    def is_closing(self) -> bool:
        return self.left or self.inner.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self.inner.get_extra_info(name, default)

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.inner.write(data)

    def pause_reading(self) -> None:
        self.inner.pause_reading()

    def resume_reading(self) -> None:
        self.inner.resume_reading()

    def abort(self) -> None:
        self.inner.abort()


class DeadlineProtocol(HttpToolsProtocol):
    """One connection: its head comes in time and in size, its answers are read, or it is closed."""

    patience: ClassVar[float] = 8.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock: a head is due."""
        self._line = _Line(transport, self._leave)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._in_head = True  # or before one; else in a body, or behind it
        self._turns = self._content = self._loose = self._passed = 0
        self._rounds = ROUNDS
        self.ws_protocol_class = None  # a web socket would pass by every guard that asks for "http"
        if (line := transport.get_extra_info("socket")) is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
        super().connection_made(self._line)
        self._due("head", self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop every clock."""
        for name in list(self._timers):
            self._settled(name)
        self._unset_keepalive_if_required()  # uvicorn leaves it running after a reset
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the sender was refused; then it is passed over."""
        if self._line.left:
            self._passed += len(data)
            return
        if self._in_head and "head" not in self._timers:
            self._due("head", self._late)
        turns, self._content = self._turns, 0
        super().data_received(data)
        self._loose = self._weight(len(data)) if self._turns == turns else 0
        if self._loose > HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def _weight(self, size: int) -> int:
        """Bytes that are no content, since there was enough of it last: of a head, of a trailer, of chunk lines."""
        return max(0, self._loose + size - self._content - _FRAMES * self._content)

    def send_400_response(self, msg: str) -> None:
        """Tell that the request cannot be read, unless that would end up in the middle of another answer."""
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """A head begins, maybe right behind another request."""
        super().on_message_begin()
        if "head" not in self._timers:
            self._due("head", self._late)

    def on_headers_complete(self) -> None:
        """The head is here. Raises ValueError, which answers 400, where it is too large."""
        self._settled("head")
        self._in_head = False
        self._turns += 1
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD or len(self.headers) > HEADERS:
            raise ValueError("the head of the request is too large")
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Some of the body is here."""
        self._content += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here; what comes next is a head."""
        self._in_head = True
        self._turns += 1
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Leave, where the answer did not wait for the body: what follows would be taken for an idle connection."""
        super().on_response_complete()
        if self._is_cut_short() and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self.transport.close()

    def pause_writing(self) -> None:
        """The client does not keep up with its answer."""
        super().pause_writing()
        self._watch("read")

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        self._settled("read")

    def _late(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._due("head", self._late)  # an answer is on its way; the next head may wait as long
        else:
            self.transport.close()

    def _leave(self) -> None:
        """Close; but who is still sending would lose an answer to a closed line, so it is heard out, if it is quick."""
        self._settled("head")
        if not self._is_cut_short():
            self._hang_up()
            return
        with suppress(OSError):  # the client was faster to leave
            if self._line.inner.can_write_eof():
                self._line.inner.write_eof()
        self._line.inner.resume_reading()
        self._due("left", self._hear_out, LINGER)

    def _is_cut_short(self) -> bool:
        return self.cycle is not None and self.cycle.response_complete and self.cycle.more_body

    def _hear_out(self) -> None:
        if self._passed < _PACE * LINGER or self._rounds == 0:
            self._hang_up()
            return
        self._passed, self._rounds = 0, self._rounds - 1
        self._due("left", self._hear_out, LINGER)

    def _hang_up(self) -> None:
        self._line.inner.close()
        self._watch("left")

    def _watch(self, name: str) -> None:
        """Cut the line, unless some more of what was written is read until the next look, and the next."""
        self._due(name, partial(self._look, name, self._line.inner.get_write_buffer_size()))

    def _look(self, name: str, before: int) -> None:
        if self._line.inner.get_write_buffer_size() < before:
            self._watch(name)
        else:
            self._line.inner.abort()

    def _due(self, name: str, act: Callable[[], object], seconds: float | None = None) -> None:
        self._settled(name)
        self._timers[name] = self.loop.call_later(self.patience if seconds is None else seconds, self._ring, name, act)

    def _ring(self, name: str, act: Callable[[], object]) -> None:
        del self._timers[name]
        act()

    def _settled(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            timer.cancel()
