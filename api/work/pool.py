"""A few worker processes, each with one question at a time; one that takes too long is killed and replaced."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.errors import Fault
from api.guard.logs import OWN
from api.work.message import Answer, Paper, Question, answer_of, question_frames
from matcher.errors import TooComplex, UnreadableDocument
from taxonomy.errors import HimatchError

LENGTH = 4  # bytes that say how long a frame is; matcher/parse/frames.py
HOME = Path(__file__).resolve().parents[2]
START = "import sys; sys.path[:0] = sys.argv[1:]; from api.work.worker import main; main()"
START_WITHIN = 60.0  # seconds
RETIRES_AFTER = 5_000  # questions: memory that fragments is given back

_log = logging.getLogger(OWN)


@dataclass(frozen=True, slots=True)
class Load:
    """How many workers stand ready or at work, and how many questions wait for one."""

    workers: int
    busy: int
    waiting: int


class Pool:
    """Workers that answer questions in the order in which they are asked."""

    def __init__(
        self,
        size: int,
        answer_within: float,
        setup: Mapping[str, Any] | None = None,
        count: Callable[[str, str], object] | None = None,
    ) -> None:
        """``setup`` is what ``tasks.desk`` takes; ``count`` is told the kind of each document and what became of it."""
        self._size = size
        self._answer_within = answer_within
        self._setup = setup or {}
        self._count = count or _uncounted
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers: set[_Worker] = set()
        self._busy = self._waiting = 0
        self._minding: set[asyncio.Task[None]] = set()
        self._closed = False
        self.versions: Mapping[str, str] = {}  # of himatch, taxonomy and model, as the workers have them

    async def start(self) -> None:
        """Starts every worker, and returns when all stand ready. Raises what keeps one from its work."""
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    async def stop(self) -> None:
        """Ends every worker."""
        self._closed = True
        for task in self._minding:
            task.cancel()
        await asyncio.gather(*self._minding, return_exceptions=True)  # each ends what it has begun to start
        for worker in [*self._workers]:
            await worker.kill()
        self._workers.clear()

    def load(self) -> Load:
        """How it stands."""
        return Load(len(self._workers), self._busy, self._waiting)

    async def ask(self, task: str, papers: Mapping[str, Paper] | None = None, **arguments: Any) -> Answer:
        """The answer to one question, when its turn comes. Raises what the task raises, TooComplex and Fault."""
        frames = question_frames(Question(task, papers or {}, arguments))
        worker = await self._next()
        # Whoever asked may go away meanwhile; the worker still has to be heard out before it is asked again.
        said = await asyncio.shield(asyncio.ensure_future(self._exchange(worker, frames)))
        try:
            answer = answer_of(said)
        except UnreadableDocument as error:
            self._count("unknown", error.reason)
            raise
        for kind in answer.notes.get("documents", ()):
            self._count(kind, "read")
        return answer

    async def _next(self) -> _Worker:
        self._waiting += 1
        try:
            while (worker := await self._free.get()) not in self._workers:
                pass  # it died while it had nothing to do, and was replaced
        finally:
            self._waiting -= 1
        return worker

    async def _exchange(self, worker: _Worker, frames: Sequence[bytes]) -> list[bytes]:
        self._busy += 1
        fresh = False
        try:
            async with asyncio.timeout(self._answer_within):
                said = await worker.exchange(frames)
            fresh = worker.asked < RETIRES_AFTER
        except TimeoutError:
            raise TooComplex(
                f"it takes longer than {self._answer_within:g} s to answer\nhint: send less text"
            ) from None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            _log.error({"event": "worker_ended", "error": type(error).__name__})
            raise TooComplex("it takes more memory to answer than there is\nhint: send less text") from error
        finally:
            self._busy -= 1
            if fresh:
                self._free.put_nowait(worker)
            else:
                await worker.kill()
        return _faultless(said)

    async def _add(self) -> None:
        worker, self.versions = await _started(self._setup)
        self._workers.add(worker)
        self._free.put_nowait(worker)
        task = asyncio.create_task(self._mind(worker))
        self._minding.add(task)
        task.add_done_callback(self._minding.discard)

    async def _mind(self, worker: _Worker) -> None:
        """Waits for the end of a worker, whatever ends it, and puts another in its place."""
        await worker.process.wait()
        self._workers.discard(worker)
        while not self._closed:
            try:
                await self._add()
                return
            except (HimatchError, OSError) as error:  # the machine is out of processes or memory: it may recover
                _log.error({"event": "worker_missing", "error": type(error).__name__})
                await asyncio.sleep(1)


def _uncounted(kind: str, result: str) -> None: ...


def _faultless(frames: list[bytes]) -> list[bytes]:
    head = json.loads(frames[0])
    if "fault" in head:
        _log.error({"event": "fault"} | head["fault"])
        raise Fault("something went wrong here")
    return frames


class _Worker:
    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process, self.questions, self.answers = process, process.stdin, process.stdout
        self.asked = 0

    async def exchange(self, frames: Sequence[bytes]) -> list[bytes]:
        self.asked += 1
        await self.send([str(len(frames)).encode(), *frames])
        return [await self.receive(), await self.receive()]

    async def send(self, frames: Sequence[bytes]) -> None:
        self.questions.writelines(part for frame in frames for part in (len(frame).to_bytes(LENGTH, "big"), frame))
        await self.questions.drain()

    async def receive(self) -> bytes:
        size = int.from_bytes(await self.answers.readexactly(LENGTH), "big")
        return await self.answers.readexactly(size)

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.questions.close()
        await self.process.wait()


async def _started(setup: Mapping[str, Any]) -> tuple[_Worker, Mapping[str, str]]:
    # No environment: a worker needs none, and the keys of the set-up are none of its business.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", "-c", START, str(HOME), *(path for path in sys.path if path.startswith("/")),
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={"OMP_NUM_THREADS": "1"}, start_new_session=True,
    )  # fmt: skip
    worker = _Worker(process)
    try:
        async with asyncio.timeout(START_WITHIN):
            await worker.send([json.dumps(setup).encode()])
            ready = answer_of(_faultless([await worker.receive(), await worker.receive()]))
    except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as error:
        await worker.kill()
        raise Fault(f"the process that reads and matches does not start: {sys.executable}") from error
    except BaseException:  # whoever gives the start up, or broke its set-up, must not leave a process behind
        await worker.kill()
        raise
    return worker, ready.notes
