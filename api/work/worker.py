"""A process that reads and matches: questions come in on its input, answers go out on its output."""

from __future__ import annotations

import gc
import json
import os
from typing import BinaryIO

from api.guard.place import kind_and_place
from api.work.message import Answer, Paper, Question, answer_frames, question_of
from api.work.tasks import Desk, answer, desk
from matcher import to_json
from matcher.entry import versions
from matcher.errors import TooComplex
from matcher.parse.frames import receive, send
from taxonomy.errors import HimatchError

MOST = 1 << 30
MEMORY = 4 << 30  # bytes of address space; numpy and its threads reserve one of them
_WARMTH = (
    "Coder\nRHIT required. 2 years of coding experience.",
    "<html><p>RHIT, 2020</p><p>Coder, 2020 - 2024</p></html>",
)


def main() -> None:
    """Answers until its input ends. The first message is the set-up, and the first answer says that it stands."""
    questions, answers = _pipes()
    _limit_memory()
    try:
        at = desk(**json.loads(receive(questions, MOST) or b"{}"))
        _warm(at)
    except HimatchError as error:
        _reply(answers, answer_frames(error))
        return
    _reply(answers, answer_frames(Answer(notes=to_json(versions(at.taxonomy, at.model)))))
    while (frames := _asked(questions)) is not None:
        _reply(answers, _answered(at, frames))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The input and the output, out of reach of anything that prints."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    return questions, answers


def _limit_memory() -> None:
    """No text may take the machine with it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _warm(at: Desk) -> None:
    """One match, so that the first of a user's is as quick as the next; what is loaded by then is kept for good."""
    ad, resume = _WARMTH
    papers = {"resume": Paper(resume.encode()), "ad": Paper(ad)}
    answer(at, Question("match", papers, {"as_of": "2026-01-01", "given": {}}))
    gc.collect()
    gc.freeze()


def _asked(questions: BinaryIO) -> list[bytes] | None:
    count = receive(questions, MOST)
    if count is None:
        return None
    frames = [receive(questions, MOST) for _ in range(int(count))]
    return [frame for frame in frames if frame is not None] if None not in frames else None


def _answered(at: Desk, frames: list[bytes]) -> list[bytes]:
    try:
        return answer_frames(answer(at, question_of(frames)))
    except HimatchError as error:
        return answer_frames(error)
    except (MemoryError, RecursionError):
        return answer_frames(TooComplex("it takes more memory to answer than a document may\nhint: send less text"))
    except Exception as error:  # noqa: BLE001 - our own fault: the caller is told that much, and the operator where
        return [json.dumps({"fault": kind_and_place(error)}).encode(), b""]


def _reply(answers: BinaryIO, frames: list[bytes]) -> None:
    for frame in frames:
        send(answers, frame)
