"""Many résumés against one ad: taken out of archives, judged side by side, put in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.problem import Problem, problem_of
from api.settings import Settings
from api.work.message import Answer, Paper
from api.work.pool import Pool
from matcher.errors import TooLarge
from matcher.rank import places
from taxonomy.errors import HimatchError


@dataclass(frozen=True, slots=True)
class Judged:
    """One résumé of a pile: where it stood in the pile, and its answer or why there is none."""

    at: int
    name: str
    answer: Answer | None
    problem: Problem | None


async def unpacked(pool: Pool, papers: Sequence[Paper], settings: Settings) -> list[Paper]:
    """The résumés of a pile: each ZIP among them is replaced by its files. Raises TooLarge."""
    pile: list[Paper] = []
    for paper in papers:
        pile += await _files(pool, paper, settings)
        if len(pile) > settings.pile_files:
            raise TooLarge(f"the pile holds more than {settings.pile_files} résumés\nhint: send it in parts")
    return pile


async def _files(pool: Pool, paper: Paper, settings: Settings) -> list[Paper]:
    if isinstance(paper.content, str) or not paper.content.startswith(b"PK\x03\x04"):
        return [paper]
    try:
        answer = await pool.ask("unpack", {"archive": paper}, most=settings.pile, files=settings.pile_files)
    except TooLarge:
        raise
    except HimatchError:
        return [paper]  # a broken archive is one résumé that cannot be read, and is told as such
    files, start = answer.notes["files"], 0
    if files is None:
        return [paper]
    found = []
    for name, size in files:
        found.append(Paper(answer.body[start : start + size], name))
        start += size
    return found


async def judged(pool: Pool, ad: Paper, pile: Sequence[Paper], **how: Any) -> AsyncIterator[Judged]:
    """Each résumé of a pile as soon as it is judged, in whatever order; ``how`` is as for the task ``match``."""
    # No more at once than there are workers: a pile must not keep single requests waiting.
    turns = asyncio.Semaphore(max(1, pool.load().workers))

    async def judge(at: int, paper: Paper) -> Judged:
        async with turns:
            return await _judged(pool, ad, at, paper, how)

    tasks = [asyncio.create_task(judge(at, paper)) for at, paper in enumerate(pile)]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()


async def _judged(pool: Pool, ad: Paper, at: int, paper: Paper, how: dict[str, Any]) -> Judged:
    name = paper.name or f"résumé {at + 1}"
    try:
        return Judged(at, name, await pool.ask("match", {"resume": paper, "ad": ad}, **how), None)
    except HimatchError as error:
        return Judged(at, name, None, problem_of(error))


def ranked(pile: Sequence[Judged]) -> list[tuple[int, Judged]]:
    """Those that were read, best first, each with its place; equals share one and stand as they were sent."""
    read = [(one, one.answer) for one in sorted(pile, key=lambda one: one.at) if one.answer is not None]
    order = places([answer.notes["standing"] for _, answer in read])
    return sorted(zip(order, (one for one, _ in read), strict=True), key=lambda placed: placed[0])
