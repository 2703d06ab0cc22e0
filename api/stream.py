"""A stream of ads, a line of JSON each -> a stream of answers in the same order, no faster than they are read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.answers import AdRow
from api.bodies import ResumeLine, body_of
from api.desk import FrontDesk
from api.problem import problem_of
from api.work.message import Paper
from api.work.tasks import line_bytes
from matcher.errors import TooComplex, TooLarge
from taxonomy.errors import HimatchError

_AT_ONCE = 16  # lines that one worker is given


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines that follow one another; ``first`` is the number of the first. ``error`` stands for all of them."""

    first: int
    data: tuple[bytes, ...]
    error: HimatchError | None = None


async def rows(chunks: AsyncIterator[bytes], desk: FrontDesk, as_of: str) -> AsyncIterator[bytes]:
    """The answers to a stream of ads, as they come."""
    # As many batches at work as there are workers; with the queue full, nothing more is read from the sender.
    answers: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue(desk.settings.workers)
    reader = asyncio.create_task(_read(chunks, desk, as_of, answers))
    try:
        while (answer := await answers.get()) is not None:
            if found := await answer:
                yield found
        await reader
    finally:
        reader.cancel()


async def _read(
    chunks: AsyncIterator[bytes], desk: FrontDesk, as_of: str, answers: asyncio.Queue[asyncio.Task[bytes] | None]
) -> None:
    resume: Paper | None = None
    try:
        async for lines in _batches(chunks, desk.settings.line):
            if lines.first == 1 and lines.error is None:
                resume, lines = _resume(lines)
            await answers.put(asyncio.create_task(_answer(desk, lines, resume, as_of)))
    finally:
        await answers.put(None)


def _resume(lines: _Lines) -> tuple[Paper | None, _Lines]:
    """The résumé that a stream may begin with, and what follows it."""
    try:
        first = body_of(ResumeLine, lines.data[0])
    except HimatchError:  # it is no résumé; if it is no ad either, it is told as a line of ads
        return None, lines
    return Paper(first.resume), _Lines(2, lines.data[1:])


async def _batches(chunks: AsyncIterator[bytes], longest: int) -> AsyncIterator[_Lines]:
    """Whole lines, as they arrive; a line that is too long is told once, and the rest of it passed over."""
    number, rest, over = 1, b"", False
    try:
        async for chunk in chunks:
            *whole, rest = (rest + chunk).split(b"\n")
            if over and whole:
                whole, over, number = whole[1:], False, number + 1
            for lines in _grouped(number, whole, longest):
                yield lines
            number += len(whole)
            if not over and len(rest) > longest:
                yield _too_long(number, longest)
                over = True
            rest = b"" if over else rest
        for lines in _grouped(number, [rest] if rest.strip() else [], longest):
            yield lines
    except HimatchError as error:  # the sender went too slow, or over a limit: what came before stands
        yield _Lines(number, (), error)


def _grouped(number: int, lines: Sequence[bytes], longest: int) -> Iterator[_Lines]:
    """Lines in groups for a worker; one that is too long stands apart."""
    for long, numbered in groupby(enumerate(lines, number), key=lambda pair: len(pair[1]) > longest):
        same = list(numbered)
        for at in range(0, len(same), 1 if long else _AT_ONCE):
            first = same[at][0]
            yield _too_long(first, longest) if long else _Lines(first, tuple(x for _, x in same[at : at + _AT_ONCE]))


def _too_long(number: int, longest: int) -> _Lines:
    return _Lines(number, (), TooLarge(f"line {number} is longer than {longest:,} bytes"))


async def _answer(desk: FrontDesk, lines: _Lines, resume: Paper | None, as_of: str) -> bytes:
    if lines.error is not None:
        return _problem(lines.first, lines.error)
    try:
        return await _scored(desk, lines, resume, as_of)
    except TooComplex as error:  # one of the lines is at fault, and must not take the others with it
        if len(lines.data) == 1:
            return _problem(lines.first, error)
        alone = [_Lines(lines.first + at, (line,)) for at, line in enumerate(lines.data)]
        return b"".join([await _alone(desk, line, resume, as_of) for line in alone])
    except HimatchError as error:  # the résumé cannot be read, so no line can be answered
        return b"".join(_problem(lines.first + at, error) for at, line in enumerate(lines.data) if line.strip())


async def _alone(desk: FrontDesk, line: _Lines, resume: Paper | None, as_of: str) -> bytes:
    try:
        return await _scored(desk, line, resume, as_of)
    except HimatchError as error:
        return _problem(line.first, error)


async def _scored(desk: FrontDesk, lines: _Lines, resume: Paper | None, as_of: str) -> bytes:
    papers = {"ads": Paper(b"\n".join(lines.data))} | ({"resume": resume} if resume else {})
    return (await desk.pool.ask("score", papers, as_of=as_of, first=lines.first)).body


def _problem(line: int, error: HimatchError) -> bytes:
    return line_bytes(AdRow(line, None, None, None, None, problem_of(error)))
