"""Law 3. Showing more never lowers the score or loses a met requirement; showing less never raises it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.report import FitReport, Posting, Profile
from tests.samples import (
    adding,
    ads,
    credential,
    degree,
    fitted,
    has,
    posting,
    profile,
    recounted,
    resumes,
    role,
    says,
    studied,
    worked,
    years,
)
from tests.strategies import educations, holdings, positions, postings, profiles, stated_years, steady

QUALIFIED = {"no": 0, "unknown": 1, "yes": 2}


def assert_no_worse(after: FitReport, before: FitReport) -> None:
    """``after`` is the report of whoever shows more."""
    assert (after.score is None) == (before.score is None)
    assert (after.score or 0) >= (before.score or 0)
    assert set(after.met) >= set(before.met)
    assert before.qualified != "yes" or after.qualified == "yes"


@pytest.mark.parametrize(
    "more", [holdings, educations, positions(), stated_years], ids=["holding", "degree", "job", "years"]
)
def test_showing_more_never_makes_it_worse(more: st.SearchStrategy[Any]) -> None:
    @steady
    @given(profiles, postings(), more)
    def law(resume: Profile, ad: Posting, shown: Any) -> None:
        assert_no_worse(fitted(adding(resume, shown), ad), fitted(resume, ad))

    law()


def test_taking_anything_out_of_a_sample_resume_never_makes_it_better() -> None:
    for number, resume in enumerate(resumes()[::2]):
        ad = ads()[(number * 17 + 2) % len(ads())]
        whole = fitted(resume, ad)

        for less in _each_taken_out(resume):
            assert_no_worse(whole, fitted(less, ad))


def _each_taken_out(resume: Profile) -> Iterator[Profile]:
    for name in ("holdings", "education", "positions"):
        parts = getattr(resume, name)
        yield from (recounted(resume, **{name: parts[:at] + parts[at + 1 :]}) for at in range(len(parts)))
    stated = resume.years.stated
    yield from (recounted(resume, stated=stated[:at] + stated[at + 1 :]) for at in range(len(stated)))


@steady
@given(profiles, postings())
def test_a_year_more_of_every_job_never_makes_it_worse(resume: Profile, ad: Posting) -> None:
    earlier = tuple(
        replace(p, start=f"{int((p.start or '2000')[:4]) - 1}{(p.start or '')[4:]}") for p in resume.positions
    )

    assert_no_worse(fitted(recounted(resume, positions=earlier), ad), fitted(resume, ad))


@pytest.mark.parametrize(
    ("asked", "exact", "more"),
    [
        (degree("associate", "health-information"), studied("associate", "health-information"), studied("master",
        "health-information")),
        (degree("hs"), studied("hs"), studied("doctorate", "nursing")),
        (years(2, "inpatient-coding"), worked("2024-01", "2026-01", "inpatient-coding"), worked("1990-01", "present",
        "inpatient-coding")),
        (years(2, "inpatient-coding", max_years=5), says(3, "inpatient-coding"), says(30, "inpatient-coding")),
        (credential("cca"), has("cca"), has("ccs")),
        (credential("rhit"), has("rhit"), has("rhia")),
    ],
)  # fmt: skip
def test_more_than_asked_is_never_punished(asked: Any, exact: Any, more: Any) -> None:
    enough, plenty = (fitted(profile(shown), posting(asked)) for shown in (exact, more))

    assert (enough.qualified, plenty.qualified) == ("yes", "yes")
    assert (plenty.score or 0) >= (enough.score or 0)


def test_the_best_position_reached_counts_and_not_the_latest() -> None:
    senior = worked("2010-01", "2018-01", of=role("coding-manager", "senior"))
    since = worked("2018-02", "present", of=role("records-clerk", "entry"))
    ad = posting(credential("rhia"), of=role("coding-manager", "senior"))

    assert fitted(profile(senior, since), ad).score == fitted(profile(senior), ad).score
