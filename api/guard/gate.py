"""How many may ask for work at once: all of them together, and each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import Busy, TooManyAtOnce
from api.guard.refusal import noted, refuse
from taxonomy.errors import HimatchError


class Gate:
    """At most ``capacity`` requests for work in hand, and ``share`` of them from one key or address.

    The others are told at once to ask again, before anything that they send is read. ``level`` is told
    how many are in hand whenever that changes.
    """

    def __init__(
        self, app: ASGIApp, capacity: int, share: int, level: Callable[[int], object] = lambda _: None
    ) -> None:
        self._app, self._capacity, self._share, self._level = app, capacity, share, level
        self._of: Counter[str] = Counter()

    @property
    def in_hand(self) -> int:
        """How many requests for work are being answered."""
        return self._of.total()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        who = str(noted(scope).get("who") or (scope.get("client") or ("",))[0])
        if (refused := self._refusal(who)) is not None:
            await refuse(scope, send, refused)
            return
        self._count(who, 1)
        try:
            await self._app(scope, receive, send)
        finally:
            self._count(who, -1)

    def _refusal(self, who: str) -> HimatchError | None:
        if self.in_hand >= self._capacity:
            return Busy("the server has as much in hand as it takes on")
        if self._of[who] >= self._share:
            return TooManyAtOnce(f"you have {self._share} requests in hand already")
        return None

    def _count(self, who: str, by: int) -> None:
        self._of[who] += by
        if not self._of[who]:
            del self._of[who]
        self._level(self.in_hand)
