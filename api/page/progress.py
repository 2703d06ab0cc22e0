"""A page that grows while a pile is read: what its template is given, and how its pieces are sent."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass

from api.words import plain

_ALOUD = 10  # each so many files are told to who listens to the page
_BLOCK = 1 << 14  # characters sent at once


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of the progress: so many ``of`` all are ``done``, the last of them the file of this name."""

    done: int
    of: int
    name: str
    failed: bool = False

    @property
    def file(self) -> str:
        """The name, short and on one line."""
        return file_name(self.name)

    @property
    def aloud(self) -> bool:
        """Whether it is read out: not every line of a long pile."""
        return self.failed or self.done % _ALOUD == 0 or self.done in (1, self.of)


def file_name(name: str, most: int = 80) -> str:
    """What a file is called, on one line of at most so many characters; it is shown, and opens nothing."""
    return shortened(plain(name), most) or "a file without a name"


def shortened(text: str, most: int) -> str:
    """The text, or its beginning where it is longer than ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def page_context(title: str | None, count: int, arriving: object, result: Callable[[], object]) -> dict[str, object]:
    """What shortlist.html is given: the ad's title, how many files there are, the Arrivals and then the Shortlist.

    ``arriving`` may be an async iterable, and ``result`` give an awaitable, where the template is of an async
    environment. The template puts ``flush``, an empty piece, where what stands so far must reach the reader.
    """
    name = shortened(plain(title or ""), 120) or "untitled job"
    return {"title": name, "count": count, "arriving": arriving, "result": result, "flush": "", "here": "match"}


async def in_blocks(pieces: AsyncIterable[str]) -> AsyncIterator[bytes]:
    """The pieces of a template as blocks to send: each line of progress at once, all else by the block."""
    held: list[str] = []
    size = 0
    async for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size and (not piece or size >= _BLOCK):
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    if size:
        yield "".join(held).encode("utf-8", "replace")
