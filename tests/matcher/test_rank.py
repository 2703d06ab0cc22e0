"""The order of a pile: by what is shown of what is asked, and by nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.rank import places, standing
from matcher.report import FitReport, Posting, Profile
from tests.samples import adding, either, fitted, has, named, posting, profile, resumes, role, worked
from tests.strategies import holdings, postings, profiles, shown, steady

JOB = posting(either(named("rhit")), either(named("ccs")), either(named("epic"), modality="preferred"))
CODER = fitted(profile(has("rhit"), worked("2019-01", "2022-12")), JOB)
standings = st.lists(st.tuples(*[st.integers(0, 2)] * 3), max_size=12)


def met(*concepts: str, ad: Posting = JOB) -> FitReport:
    return fitted(profile(*map(has, concepts)), ad)


def rank(*reports: FitReport) -> list[int]:
    return places([standing(report) for report in reports])


# --- what a report stands on --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"qualified": "yes", "score": 10.0}, {"qualified": "no", "score": 99.0}),
        ({"qualified": "yes", "score": 10.0}, {"qualified": "unknown", "score": 99.0}),
        ({"score": 50.01}, {"score": 50.0, "could_be": 90.0}),
        ({"score": 50.0, "could_be": 80.0}, {"score": 50.0, "could_be": 79.99}),
        ({"score": 0.0}, {"score": None, "could_be": None, "qualified": "yes"}),
    ],
)
def test_the_weightier_decides_before_the_lighter(better: dict[str, Any], worse: dict[str, Any]) -> None:
    assert rank(replace(CODER, **worse), replace(CODER, **better)) == [2, 1]


def test_more_required_lines_met_come_before_a_higher_score() -> None:
    two, one = met("rhit", "ccs"), met("rhit")

    assert rank(replace(one, qualified="no", score=90.0), replace(two, qualified="no", score=10.0)) == [2, 1]


def test_preferred_lines_decide_between_equals() -> None:
    without, with_ = met("rhit", "ccs"), met("rhit", "ccs", "epic")

    assert rank(without, replace(with_, score=without.score, could_be=without.could_be)) == [2, 1]


def test_saying_nothing_ranks_no_higher_than_saying_that_it_is_not_so() -> None:
    assert rank(replace(CODER, qualified="unknown"), replace(CODER, qualified="no")) == [1, 1]


def test_a_substitute_stands_as_high_as_what_was_asked() -> None:
    asked, instead = met("rhit"), met("rhia")

    assert [v.result for v in instead.verdicts][:1] == ["substitute"]
    assert rank(asked, instead) == [1, 1]


def test_nothing_but_what_is_shown_of_what_is_asked_counts() -> None:
    other = replace(CODER, candidate_role=role("roi-specialist", "senior"), beyond=("hipaa",), pay=None, warnings=())

    assert standing(other) == standing(CODER)


@pytest.mark.parametrize("report", [fitted(person, JOB) for person in resumes()[:8]] + [fitted(profile(), posting())])
def test_a_standing_travels_as_whole_numbers(report: FitReport) -> None:
    told = json.loads(json.dumps(standing(report)))

    assert tuple(told) == standing(report)
    assert all(type(number) is int for number in told)


@steady
@given(postings(), profiles, shown)
def test_showing_more_never_loses_a_required_line_of_the_standing(ad: Posting, person: Profile, more: Any) -> None:
    before, after = (standing(fitted(one, ad)) for one in (person, adding(person, more)))

    assert after[:4] >= before[:4]


@steady
@given(profiles, holdings)
def test_a_better_report_never_ranks_lower(person: Profile, more: Any) -> None:
    before, after = fitted(person, JOB), fitted(adding(person, more), JOB)
    place_before, place_after = rank(before, after)

    assert place_after <= place_before


# --- the places that follow ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ([], []),
        ([(1,)], [1]),
        ([(3,), (2,), (2,), (1,)], [1, 2, 2, 4]),
        ([(1,), (2,), (3,)], [3, 2, 1]),
        ([(0, 9), (1, 0)], [2, 1]),
        ([(5,), (5,), (5,)], [1, 1, 1]),
        ([[2, 1], (2, 1), [1, 9]], [1, 1, 3]),
    ],
)
def test_places(given_: list[Any], found: list[int]) -> None:
    assert places(given_) == found


@given(standings, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nobodys_place(these: list[Any], chance: Any) -> None:
    order = list(range(len(these)))
    chance.shuffle(order)

    assert places([these[i] for i in order]) == [places(these)[i] for i in order]


@given(standings)
def test_equals_share_a_place_and_nobody_else_does(these: list[Any]) -> None:
    found = places(these)

    assert all((a == b) == (found[i] == found[j]) for i, a in enumerate(these) for j, b in enumerate(these))


@given(standings)
def test_a_place_counts_who_stands_higher(these: list[Any]) -> None:
    assert places(these) == [1 + sum(other > one for other in these) for one in these]
