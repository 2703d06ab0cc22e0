"""The one child process that parses for this process: started at the first document, killed when it takes too long."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, cast

from .frames import receive, send
from .shape import MEGABYTE, Limits, Parsed, Refusal

RETIRES_AFTER = 500  # documents: memory that libraries lose is given back
MOST = 8 * MEGABYTE  # of one answer: 200,000 characters at twelve bytes, and room
HOME = Path(__file__).resolve().parents[2]
START = "import sys; sys.path[:0] = sys.argv[1:]; from matcher.parse.child import main; main()"


def parsed(kind: str, data: bytes, limits: Limits) -> Parsed:
    """What the child makes of the bytes, within ``limits.seconds``. Raises Refusal."""
    with _lock:
        child = _started()
        answer = _understood(child.ask(kind, data, limits))
        if answer is None or child.asked >= RETIRES_AFTER:
            stop()
    if answer is None:
        raise Refusal("too_complex", f"{child.end(limits)}\nhint: export it again, or save it as plain text")
    if isinstance(answer, Refusal):
        raise answer
    return answer


def stop() -> None:
    """Ends the child; the next document starts another."""
    global _child
    child, _child = _child, None
    if child is not None:
        child.kill()


def _understood(answer: bytes | None) -> Parsed | Refusal | None:
    """The answer as our own types; None where a child gone wrong said anything else."""
    try:
        found = json.loads(answer or b"")
        if "reason" in found:
            return Refusal(str(found["reason"]), str(found["message"]))
        notes = tuple((str(code), str(message)) for code, message in found["notes"])
        return Parsed(tuple(map(str, found["pages"])), notes, str(found["kind"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


class _Child:
    def __init__(self) -> None:
        # -I, -S and no environment: neither the working directory nor start-up files count, and no secret goes along.
        command = [sys.executable, "-I", "-S", "-c", START, str(HOME), *filter(os.path.isabs, sys.path)]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, and no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
        self.requests = cast("IO[bytes]", self.process.stdin)
        self.answers = cast("IO[bytes]", self.process.stdout)
        self.asked = 0
        self.late = False

    def ask(self, kind: str, data: bytes, limits: Limits) -> bytes | None:
        """Its answer; None when it died over the question, or was killed because time was up."""
        timer = threading.Timer(limits.seconds, self._time_is_up)
        timer.start()
        try:
            self._await_start()
            send(self.requests, json.dumps({"kind": kind, "limits": asdict(limits)}).encode())
            send(self.requests, data)
            answer = receive(self.answers, MOST)
        except BrokenPipeError:
            return None
        finally:
            timer.cancel()
        return answer

    def _await_start(self) -> None:
        if not self.asked and receive(self.answers, MOST) is None and not self.late:
            raise RuntimeError(f"the process that reads documents does not start: {sys.executable}")
        self.asked += 1

    def _time_is_up(self) -> None:
        self.late = True
        self.process.kill()

    def end(self, limits: Limits) -> str:
        """Why it gave no answer, in words."""
        if self.late:
            return f"it takes longer than {limits.seconds:g} s to read"
        return "reading it takes more memory than a document may, or breaks the reader"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.answers.close()
        with suppress(BrokenPipeError):  # what was still to be sent is of no use to anyone
            self.requests.close()


_child: _Child | None = None
_lock = threading.Lock()


def _started() -> _Child:
    global _child
    if _child is None or _child.process.poll() is not None:
        stop()
        _child = _Child()
    return _child


def _forget() -> None:
    """In a forked copy of this process: the child belongs to the original."""
    global _child, _lock
    _child, _lock = None, threading.Lock()


atexit.register(stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
