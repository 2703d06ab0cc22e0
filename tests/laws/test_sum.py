"""Law 2. The score is exactly the sum of what the points got, in whole hundredths apportioned from the ad alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import match
from matcher.fit import considerations
from matcher.report import FitReport, Posting, Profile
from tests.samples import AS_OF, ads, credential, fitted, has, posting, profile, resumes
from tests.strategies import postings, profiles, steady

OF_ROLES = ("role_alignment", "level_alignment")
weights = st.fixed_dictionaries({c.name: st.integers(1, 1000).map(float) for c in considerations()})


def hundredths(value: float) -> int:
    """A number of two places as a whole number; what has more places is refused."""
    whole = round(value * 100)
    assert whole / 100 == value
    return whole


def assert_adds_up(report: FitReport) -> None:
    if report.score is None or report.could_be is None:
        assert (report.score, report.could_be, report.points) == (None, None, ())
        return
    assert hundredths(report.score) == sum(hundredths(p.got) for p in report.points)
    assert sum(hundredths(p.of) for p in report.points) == 100_00
    assert all(0 <= p.got <= p.of for p in report.points)
    assert report.score <= hundredths(report.could_be) / 100 <= 100


def assert_points_cite_verdicts_or_roles(report: FitReport) -> None:
    points = {v.requirement: hundredths(v.points) for v in report.verdicts}
    cited = [ident for p in report.points if p.what not in OF_ROLES for ident in p.because]
    assert sorted(cited) == sorted(points if report.points else ())
    for point in report.points:
        if point.what in OF_ROLES:
            assert all("role" in why or "position" in why for why in point.because)
            assert point.because
        else:
            assert hundredths(point.got) == sum(points[ident] for ident in point.because)


@steady
@given(profiles, postings())
def test_the_score_is_the_sum_of_its_points(resume: Profile, ad: Posting) -> None:
    report = fitted(resume, ad)

    assert_adds_up(report)
    assert_points_cite_verdicts_or_roles(report)


@steady
@given(profiles, postings(), weights)
def test_the_score_is_the_sum_of_its_points_under_any_weights(
    resume: Profile, ad: Posting, given_: dict[str, float]
) -> None:
    report = fitted(resume, ad, weights=given_)

    assert_adds_up(report)
    assert report.weights == given_


def test_the_score_of_sample_documents_is_the_sum_of_its_points() -> None:
    for number, resume in enumerate(resumes()):
        report = match(resume, ads()[(number * 13 + 5) % len(ads())], AS_OF)

        assert_adds_up(report)
        assert_points_cite_verdicts_or_roles(report)


@steady
@given(profiles, profiles, postings())
def test_what_is_at_stake_follows_from_the_ad_alone(one: Profile, other: Profile, ad: Posting) -> None:
    at_stake = [[(p.what, p.of, p.because) for p in fitted(resume, ad).points] for resume in (one, other)]

    assert at_stake[0] == at_stake[1]


@pytest.mark.parametrize("lines", [3, 7, 11, 13])
def test_hundredths_that_do_not_divide_evenly_are_still_given_out_whole(lines: int) -> None:
    asked = ("rhit", "ccs", "cpc", "coc", "cic", "crc", "cdip", "ccds", "chps", "ods-c", "cca", "ccs-p", "rhia")[:lines]
    report = fitted(profile(*(has(c) for c in asked)), posting(*(credential(c) for c in asked)))

    assert_adds_up(report)
    assert sum(hundredths(v.points) for v in report.verdicts) == hundredths(report.points[0].of)


@pytest.mark.parametrize(
    "weights", [{"preferred": 1.0}, {"role_alignment": 0.0, "level_alignment": 0.0, "preferred": 5.0}]
)
def test_weights_that_leave_nothing_at_stake_in_an_ad_give_no_score_of_zero_out_of_zero(
    weights: dict[str, float],
) -> None:
    others = {c.name: 0.0 for c in considerations()}
    report = fitted(profile(has("rhit")), posting(credential("rhit")), weights=others | weights)

    assert_adds_up(report)
