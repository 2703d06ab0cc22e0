"""The whole answer for the golden pair, and how to write it anew: ``python -m tests.golden.write``.

Write it only after reading the difference line by line: it is what the project promises of one
résumé and one ad. Versions are left blank, so that an edit of the taxonomy that changes no answer
changes no line here.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from matcher import match, read_posting, read_profile, to_json
from matcher.report import FitReport, Posting, Profile, Versions

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
EXPECTED = HERE / "report.json"
AS_OF = date(2026, 11, 21)


@cache
def ad() -> Posting:
    return read_posting((EXAMPLES / "ad.txt").read_text(encoding="utf-8"))


@cache
def resume() -> Profile:
    return read_profile((EXAMPLES / "resume.txt").read_text(encoding="utf-8"), AS_OF)


@cache
def report() -> FitReport:
    return match(resume(), ad(), AS_OF)


def unversioned() -> Any:
    """The contract's JSON of the golden pair, without what produced it."""
    blank = Versions(**{field.name: "" for field in fields(Versions)})
    return to_json(replace(report(), versions=blank))


def text() -> str:
    """The expected file, byte for byte."""
    return json.dumps(unversioned(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    EXPECTED.write_text(text(), encoding="utf-8")
