"""An answer that goes out while its request still comes in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Flow(Response):
    """Sends each part as soon as it is there.

    The framework's own streaming answer reads the request meanwhile, to notice a sender who leaves,
    and so takes away what is still to be read.
    """

    def __init__(
        self,
        parts: AsyncIterator[bytes],
        media_type: str,
        headers: Mapping[str, str] | None = None,
        status_code: int = 200,
    ) -> None:
        self.parts = parts
        self.status_code = status_code
        self.media_type = media_type
        self.background = None
        self.init_headers(headers)

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Sends the parts; a sender who leaves ends it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for part in self.parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except ClientDisconnect:
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
