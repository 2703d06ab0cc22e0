"""Law 8. No clock, no chance: the same input and day give the same bytes in any process, on any machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from matcher import match, read_posting, read_profile, score_ads, to_json
from tests.samples import AS_OF, ROOT, ads, resumes, rows

SIZE = 8
FRESH = "from tests.laws.test_repeatable import digest; print(digest())"


def answers() -> list[Any]:
    """Everything that the entry points say of some sample documents, read afresh."""
    said = [read_profile(row["text"], AS_OF) for row in rows("resumes")[:SIZE]]
    asked = [read_posting(row["text"], title=row.get("title")) for row in rows("ads")[:SIZE]]
    reports = [match(resume, ad, AS_OF) for resume in said for ad in asked[:3]]
    table = score_ads(pl.DataFrame({"text": [row["text"] for row in rows("ads")[:SIZE]]}), said[0], as_of=AS_OF)
    return [to_json([said, asked, reports]), table.to_dicts()]


def digest() -> str:
    return hashlib.sha256(json.dumps(answers(), ensure_ascii=False).encode()).hexdigest()


@pytest.mark.parametrize(
    "world",
    [
        {"PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "TZ": "Pacific/Auckland",
        "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "POLARS_MAX_THREADS": "4", "OMP_NUM_THREADS": "4", "TZ": "America/Anchorage",
        "PYTHONOPTIMIZE": "1"},
    ],
    ids=["one thread", "four threads"],
)  # fmt: skip
def test_a_fresh_process_gives_the_same_bytes(world: dict[str, str]) -> None:
    path = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [sys.executable, "-c", FRESH], cwd=ROOT, env=path | world, capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == digest()


def test_asking_twice_gives_the_same_answer() -> None:
    assert digest() == digest()


def test_what_was_asked_before_does_not_matter() -> None:
    resume, ad = resumes()[5], ads()[9]
    before = to_json(match(resume, ad, AS_OF))
    for other in ads():
        match(resumes()[2], other, AS_OF)

    assert to_json(match(resume, ad, AS_OF)) == before


def test_the_day_given_is_the_only_day_there_is() -> None:
    text = "Jordan Ellis\n\nExperience\nInpatient Coder, Lakeview\nJanuary 2020 - present\n"
    years = [read_profile(text, AS_OF.replace(year=year)).years.total or 0 for year in (2022, 2026, 2040)]

    assert years == sorted(set(years))


def test_every_number_that_is_printed_is_short() -> None:
    """Probabilities are rounded to four places and money to cents, so no machine's last digit shows."""
    report = match(resumes()[5], ads()[9], AS_OF)
    roles = (report.candidate_role, report.posting_role, *(p.role for p in resumes()[5].positions if p.role))
    pay = report.pay

    assert [r for r in roles if round(r.probability, 4) != r.probability] == []
    assert pay is None or [v for v in (pay.low, pay.typical, pay.high) if round(v, 2) != v] == []
