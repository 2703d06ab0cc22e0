"""How an error is answered over HTTP: problem+json (RFC 9457) with a reason for programs and a hint for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from api.errors import ANSWERS, Answer, Fault
from taxonomy.errors import HimatchError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 1  # seconds
_TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "This is not the server that was asked for",
    404: "There is no such thing",
    405: "This address does not answer that",
    408: "The request took too long to arrive",
    413: "The request is too large",
    415: "This kind of content is not read",
    422: "The request was read and cannot be answered",
    429: "Too many requests at once",
    500: "Something went wrong here",
    503: "The server is busy",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer. ``reason`` is stable and for programs; ``detail`` and ``hint`` are for people."""

    title: str
    status: int
    reason: str
    detail: str
    hint: str
    type: str = "about:blank"

    def body(self) -> bytes:
        """The problem as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "replace")

    def headers(self) -> dict[str, str]:
        """What goes before the body: the media type, and when or how to try again."""
        said = {"content-type": MEDIA_TYPE}
        if self.status in (429, 503):
            said["retry-after"] = str(RETRY_AFTER)
        if self.status == 401:
            # A browser asks its user for a name and a password: any name, and the key.
            said["www-authenticate"] = 'Basic realm="himatch", charset="UTF-8"'
        return said


def problem_of(error: HimatchError) -> Problem:
    """The answer to an error that we raise on purpose."""
    answer: Answer = ANSWERS.get(type(error)) or ANSWERS[Fault]
    detail = str(error).partition("\nhint: ")[0]
    return Problem(_TITLES[answer.status], answer.status, error.reason, detail, error.hint or answer.hint)
