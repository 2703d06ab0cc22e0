"""Requests drawn from the server's own description, every answer held against it: ``make contract CASES=20000``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from api.guard.keys import new_key
from tests.contract.running import ROOT, Running, running

HERE = Path(__file__).parent
_CASES = re.compile(r"(\d[\d,]*) generated")
KEY = new_key("contract")
SETTINGS: dict[str, dict[str, object]] = {
    "usual": {"workers": 2},
    "with keys": {"workers": 2, "keys": f'["{KEY.line}"]'},
    # Every limit is met: what is too large, too many, too much at once.
    "tight": {"workers": 1, "upload": 2048, "pile": 8192, "pile_files": 2, "line": 1024, "queue": 3},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many requests were sent, whether every answer was as described, and what schemathesis says of it."""

    cases: int
    holds: bool
    told: str


def conforms(
    server: Running, examples: int, seed: int, key: str | None = None, described: str | None = None
) -> Outcome:
    """Asks a server ``examples`` drawn requests for each operation, beside those that cover its schema.

    ``described`` is a file with another description than its own.
    """
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml"), "run"),
        *(
            described or f"{server.url}/openapi.json",
            "--url",
            server.url,
            "--phases",
            "examples,coverage,fuzzing",
            "--no-color",
        ),
        *("--max-examples", str(examples), "--workers", "1"),
        *("--seed", str(seed), "--generation-database", "none"),
        *(("--header", f"Authorization: Bearer {key}") if key else ()),
    ]
    environment = os.environ | {"CONTRACT_HOOKS": str(HERE / "hooks.py"), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=server.home, env=environment, capture_output=True, text=True, check=False)
    found = _CASES.search(run.stdout)
    return Outcome(int(found[1].replace(",", "")) if found else 0, run.returncode == 0, run.stdout + run.stderr)


def rounds(home: Path, examples: int) -> Iterator[tuple[str, Outcome]]:
    """One set-up after another, each time with other requests, for as long as somebody asks."""
    for seed in count():
        for name, settings in SETTINGS.items():
            with running(home / f"{seed} {name}", **settings) as server:
                yield name, conforms(server, examples, seed, KEY.key if "keys" in settings else None)


def main(cases: int) -> int:
    """Ask at least so many requests; 1 where an answer was not as described."""
    sent = 0
    with tempfile.TemporaryDirectory() as home:
        for name, outcome in rounds(Path(home), 300):
            sent += outcome.cases
            print(f"{name}: {outcome.cases} cases, {sent} in all", flush=True)  # noqa: T201
            if not outcome.holds or not outcome.cases:
                print(outcome.told)  # noqa: T201
                return 1
            if sent >= cases:
                return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
