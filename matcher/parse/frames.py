"""Messages on a pipe: four bytes of length, then as many bytes. No pickle: neither side runs what the other sends."""

from __future__ import annotations

from typing import IO

LENGTH = 4


def send(pipe: IO[bytes], message: bytes) -> None:
    """Writes one message. Raises BrokenPipeError when nobody reads."""
    pipe.write(len(message).to_bytes(LENGTH, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> bytes | None:
    """The next message; None when the other side has gone, or announces more than ``most`` bytes."""
    head = pipe.read(LENGTH)
    size = int.from_bytes(head, "big")
    if len(head) < LENGTH or size > most:
        return None
    message = pipe.read(size)
    return message if len(message) == size else None
