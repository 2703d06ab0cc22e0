"""What a worker is asked and what it answers, as frames on a pipe: one of JSON, then one for each run of bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.errors import ANSWERS, Fault
from taxonomy.errors import HimatchError

_KINDS = {kind.reason: kind for kind in ANSWERS}


@dataclass(frozen=True, slots=True)
class Paper:
    """A résumé, an ad or a file of many as it was sent: a text, or bytes with the name that the sender gave them."""

    content: str | bytes
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One task of ``api.work.tasks``, with what it is about and how it is asked."""

    task: str
    papers: Mapping[str, Paper] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` goes out as it is; ``notes`` are for the one who asked."""

    body: bytes = b""
    notes: Mapping[str, Any] = field(default_factory=dict)


def question_frames(question: Question) -> list[bytes]:
    """A question on its way out."""
    said = [[key, paper.name, isinstance(paper.content, str)] for key, paper in question.papers.items()]
    head = {"task": question.task, "papers": said, "arguments": dict(question.arguments)}
    return [_packed(head), *map(_bytes, question.papers.values())]


def question_of(frames: Sequence[bytes]) -> Question:
    """A question as it arrived."""
    head = json.loads(frames[0])
    papers = {
        key: Paper(blob.decode("utf-8", "surrogatepass") if is_text else blob, name)
        for (key, name, is_text), blob in zip(head["papers"], frames[1:], strict=True)
    }
    return Question(head["task"], papers, head["arguments"])


def answer_frames(answer: Answer | HimatchError) -> list[bytes]:
    """An answer, or why there is none, on its way out."""
    if isinstance(answer, HimatchError):
        return [_packed({"reason": answer.reason, "message": str(answer)}), b""]
    return [_packed({"notes": dict(answer.notes)}), answer.body]


def answer_of(frames: Sequence[bytes]) -> Answer:
    """An answer as it arrived. Raises the error that it tells of, as its own kind."""
    head, body = json.loads(frames[0]), frames[1]
    if "reason" in head:
        raise _KINDS.get(head["reason"], Fault)(head["message"])
    return Answer(body, head["notes"])


def _packed(head: dict[str, Any]) -> bytes:
    return json.dumps(head, separators=(",", ":")).encode()


def _bytes(paper: Paper) -> bytes:
    return paper.content.encode("utf-8", "surrogatepass") if isinstance(paper.content, str) else paper.content
