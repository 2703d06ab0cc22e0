"""A worker that hangs or dies costs one question at most, and is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api.work.message import Answer, Paper
from api.work.pool import Pool
from matcher.errors import NotAResume, TooComplex
from taxonomy.errors import TaxonomyError

GRINDING = "RHIT and CCS with 2 years or " * 6_000


def with_pool(work: Callable[[Pool], Awaitable[None]], size: int = 1, answer_within: float = 10.0) -> None:
    async def run() -> None:
        pool = Pool(size, answer_within)
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.stop()

    asyncio.run(run())


async def title(pool: Pool, said: str = "Coder III") -> bytes:
    return (await pool.ask("role", title=said)).body


def test_questions_asked_at_once_each_get_their_own_answer() -> None:
    async def work(pool: Pool) -> None:
        titles = ["Coder III", "ROI Specialist", "Biller", "Cancer Registrar", "HIM Director"] * 4
        alone = {said: await title(pool, said) for said in titles}

        assert await asyncio.gather(*(title(pool, said) for said in titles)) == [alone[said] for said in titles]

    with_pool(work, size=2)


def test_an_error_of_a_task_is_raised_where_it_was_asked() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(NotAResume):
            await pool.ask("profile", {"resume": Paper(" ")}, as_of="2026-01-01")

        assert b"coding" in await title(pool)

    with_pool(work)


def test_a_question_that_takes_too_long_is_given_up_and_the_worker_replaced() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(TooComplex):
            await pool.ask("posting", {"ad": Paper(GRINDING)}, given={})

        assert b"coding" in await title(pool)
        assert pool.load().workers == 1

    with_pool(work, answer_within=0.2)


def test_a_worker_that_died_in_its_sleep_is_noticed() -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._workers
        os.kill(worker.process.pid, signal.SIGKILL)
        await worker.process.wait()

        assert b"coding" in await title(pool)

    with_pool(work)


def test_a_worker_that_dies_over_a_question_fails_that_question_alone() -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._workers
        asked = asyncio.create_task(pool.ask("posting", {"ad": Paper(GRINDING)}, given={}))
        await asyncio.sleep(0.05)
        os.kill(worker.process.pid, signal.SIGKILL)

        with pytest.raises(TooComplex):
            await asked
        assert b"coding" in await title(pool)

    with_pool(work)


def test_nobody_gets_the_answer_to_a_question_that_was_given_up() -> None:
    async def work(pool: Pool) -> None:
        asked = asyncio.create_task(title(pool, "Biller"))
        await asyncio.sleep(0)
        asked.cancel()

        assert b'"family":"coding"' in await title(pool, "Coder III")

    with_pool(work)


def test_a_broken_overlay_keeps_the_pool_from_starting(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.toml"
    overlay.write_text("[credentials.rhit]\nmeets = ['hippa']\n")

    async def run() -> None:
        await Pool(1, 5.0, {"overlay": str(overlay)}).start()

    with pytest.raises(TaxonomyError):
        asyncio.run(run())


def test_the_load_says_who_waits() -> None:
    async def work(pool: Pool) -> None:
        asked: list[asyncio.Task[Answer]] = [asyncio.create_task(pool.ask("role", title="Coder")) for _ in range(3)]
        await asyncio.sleep(0)

        assert (pool.load().workers, pool.load().waiting) == (1, 2)
        await asyncio.gather(*asked)
        assert (pool.load().busy, pool.load().waiting) == (0, 0)

    with_pool(work)
