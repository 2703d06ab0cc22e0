"""What reading an ad costs: it grows as the ad does."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from matcher import read_posting

_REPEATED = {
    "one line of names and years": lambda n: "RHIT and CCS with 2 years or " * n,
    "the same line again": lambda n: "Coder II: RHIT.\n" * n,
    "lines that differ": lambda n: "".join(
        f"- {i % 30 + 1} years of coding or CPC and RHIT, or CCS\n" for i in range(n)
    ),
    "alternatives line by line": lambda n: "RHIT and 2 years of coding; CPC and 1 year of auditing; OR,\n" * n,
    "rows of a table": lambda n: "Name | Required | Preferred\n" + "Certification | CPC | CCS or RHIT\n" * n,
    "answers": lambda n: "Choose the option that best describes you.\n" + "I have an RHIT and 2 years of coding.\n" * n,
}


def _steps(work: Callable[[], object]) -> int:
    """The calls that ``work`` makes: what it costs, on any machine."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.slow
@pytest.mark.parametrize("text", [pytest.param(make, id=name) for name, make in _REPEATED.items()])
def test_an_ad_twice_as_long_takes_about_twice_the_steps(text: Callable[[int], str]) -> None:
    head = "Medical Coder\nQualifications\n"
    read_posting(head + "RHIT required.")
    short, double = (_steps(lambda n=n: read_posting(head + text(n))) for n in (600, 1200))  # type: ignore[misc]

    assert double < 3 * short
