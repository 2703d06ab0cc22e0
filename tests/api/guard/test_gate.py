"""No more is taken on than can be done, and nobody takes all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.guard.gate import Gate


class Hall:
    """Requests that wait until they are let go, behind a gate."""

    def __init__(self, capacity: int, share: int) -> None:
        self.levels: list[int] = []
        self.gate = Gate(self._work, capacity, share, self.levels.append)
        self.go = asyncio.Event()
        self.error: BaseException | None = None

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        await self.go.wait()
        if self.error is not None:
            raise self.error
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def ask(self, who: str, method: str = "POST") -> int:
        """The status that one request is answered with. What it sends is never read."""
        said: list[Message] = []

        async def receive() -> Message:
            raise AssertionError

        async def send(message: Message) -> None:
            said.append(message)

        headers = [(b"content-length", b"9")]
        await self.gate({"type": "http", "method": method, "headers": headers, "state": {"who": who}}, receive, send)
        names = dict(said[0]["headers"])
        assert said[0]["status"] == 200 or {b"retry-after", b"connection"} <= names.keys()
        return int(said[0]["status"])

    async def ask_all(self, whos: Sequence[str]) -> list[int]:
        """What each is answered, of all that ask at once."""
        asked = [asyncio.create_task(self.ask(who)) for who in whos]
        await asyncio.sleep(0)
        self.go.set()
        return list(await asyncio.gather(*asked))


@pytest.mark.parametrize(
    ("whos", "statuses"),
    [
        ("aab", [200, 200, 200]),
        ("aaab", [200, 200, 429, 200]),
        ("aabbc", [200, 200, 200, 200, 503]),
        ("aabba", [200, 200, 200, 200, 503]),
        ("abcde", [200, 200, 200, 200, 503]),
    ],
)
def test_more_than_the_share_or_the_capacity_is_told_to_come_again(whos: str, statuses: list[int]) -> None:
    async def asked() -> list[int]:
        return await Hall(capacity=4, share=2).ask_all(whos)

    assert asyncio.run(asked()) == statuses


def test_who_only_looks_is_let_through() -> None:
    async def asked() -> int:
        hall = Hall(capacity=1, share=1)
        waiting = asyncio.create_task(hall.ask("a"))
        await asyncio.sleep(0)
        looking = asyncio.create_task(hall.ask("a", "GET"))
        hall.go.set()
        await waiting
        return await looking

    assert asyncio.run(asked()) == 200


@pytest.mark.parametrize("error", [None, ValueError(), asyncio.CancelledError()], ids=["answer", "fault", "cancelled"])
def test_a_place_comes_back_whatever_happens(error: BaseException | None) -> None:
    async def levels() -> tuple[list[int], int]:
        hall = Hall(capacity=2, share=2)
        hall.error = error
        hall.go.set()
        for _ in range(3):
            await asyncio.gather(hall.ask("a"), return_exceptions=True)
        return hall.levels, hall.gate.in_hand

    assert asyncio.run(levels()) == ([1, 0] * 3, 0)
