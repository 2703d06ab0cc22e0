"""What goes into a parser and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read. Sizes are in bytes, ``seconds`` on the wall.

    ``upload``, ``unpacked``, ``ratio`` (unpacked to packed) and ``entries`` refuse a
    document; ``pages`` and ``characters`` cut it short, and the document says so.
    """

    upload: int = 10 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    ratio: int = 100
    entries: int = 2_000
    pages: int = 50
    characters: int = 200_000
    seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text of each page, and what a reader should know, as (code, message)."""

    pages: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()
    kind: str = "text"


class Refusal(Exception):
    """A document that gives no text; ``reason`` names one class of ``matcher.errors``."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


EXCERPT = 60


def hidden_note(hidden: list[str]) -> tuple[tuple[str, str], ...]:
    """The warning that text which no reader would see was left out; nothing if there was none."""
    words = " ".join(hidden).split()
    if not words:
        return ()
    excerpt = " ".join(words)
    excerpt = excerpt if len(excerpt) <= EXCERPT else excerpt[:EXCERPT].rstrip() + "…"
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    return (("hidden_text", f"hidden text was left out, {count}: “{excerpt}”"),)
