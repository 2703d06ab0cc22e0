"""Short texts with the reading that an expert gives them: every case of tests/data, one test each.

What is still read wrongly stands in the ledger below with its reason; a case that comes right must leave it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher.evaluate import check_case
from taxonomy import Taxonomy

DATA = Path(__file__).parent.parent / "data"

KNOWN_WRONG = {
    "rx248": "days in the office and days at home, told apart only by counting them",
    "rx314": "a product's name in small letters: epic, word and excel are words too",
    "hx010": "an ambiguous acronym behind a name, with nothing else in the text",
    "hx087": "a module of Epic is held, and Epic itself only through it",
}


def _cases(name: str) -> list[Any]:
    rows = (json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line.strip())
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", [*_cases("requirements.jsonl"), *_cases("holdings.jsonl")])
def test_a_case_is_read_as_an_expert_reads_it(case: dict[str, Any], taxonomy: Taxonomy) -> None:
    wrong = check_case(case, taxonomy)

    assert bool(wrong) == (case["id"] in KNOWN_WRONG), wrong
