"""The process that parses: reads a document from its input, writes the text to its output, and knows nothing else."""

from __future__ import annotations

import gc
import json
import os
from importlib import import_module
from typing import Any, BinaryIO

from .confine import confine, renew_processor_time
from .frames import receive, send
from .shape import Limits, Parsed, Refusal

READY = b"ready"
PARSERS = {"pdf": "pdf", "package": "office", "rtf": "rtf", "html": "html", "json": "records"}
MOST = 1 << 30


def main() -> None:
    """Answers until its input ends."""
    requests, answers = _pipes()
    confine()
    # A document lives for milliseconds: looking for circles in it takes longer than dropping it does.
    gc.disable()
    send(answers, READY)
    while (head := receive(requests, MOST)) is not None and (data := receive(requests, MOST)) is not None:
        renew_processor_time()
        send(answers, json.dumps(_answer(json.loads(head), data)).encode())
        del data
        gc.collect()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The input and the output, out of reach of any library that prints."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    return requests, answers


def _answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        parsed = parse(head["kind"], data, Limits(**head["limits"]))
    except Refusal as refusal:
        return {"reason": refusal.reason, "message": refusal.message}
    return {"pages": parsed.pages, "notes": parsed.notes, "kind": parsed.kind}


def parse(kind: str, data: bytes, limits: Limits) -> Parsed:
    """What the parser of ``kind`` makes of the bytes. Raises Refusal, whatever went wrong."""
    parser = import_module(f".{PARSERS[kind]}", __package__)
    try:
        return _cut(parser.read(data, limits), limits)
    except Refusal:
        raise
    except (MemoryError, RecursionError) as error:
        raise Refusal("too_complex", "it takes more memory to read than a document may") from error
    except Exception as error:  # parsers raise whatever a broken file makes them raise: the file is at fault
        raise Refusal("corrupt", f"it is broken ({type(error).__name__})\nhint: save it again") from error


def _cut(parsed: Parsed, limits: Limits) -> Parsed:
    """The pages up to one character over the limit, by which the parent sees that there was more."""
    pages, left = [], limits.characters + 1
    for page in parsed.pages:
        pages.append(page[:left])
        left = max(0, left - len(page))
    return Parsed(tuple(pages), parsed.notes, parsed.kind)
