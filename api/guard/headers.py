"""What every answer tells a browser: that nothing of it is kept, framed, guessed at, or made to run."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not no-referrer: a browser that hides the referrer sends "Origin: null" with a form, even to its own site.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "x-frame-options": "DENY",
}
_KEPT = "public, max-age=3600"  # style sheets and scripts are the same for everybody
_STATIC = "/static/"


class SecurityHeaders:
    """Every answer with the headers that it does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(message, scope["path"])}
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)


def _completed(message: Message, path: str) -> list[tuple[bytes, bytes]]:
    headers = list(message.get("headers", ()))
    own = {name.lower() for name, _ in headers}
    is_kept = path.startswith(_STATIC) and message["status"] in (200, 206, 304)
    given = {**_ALWAYS, "cache-control": _KEPT if is_kept else "no-store"}
    return headers + [(name.encode(), value.encode()) for name, value in given.items() if name.encode() not in own]
