"""The score is one published table of considerations; what a line is worth follows from the ad."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import WrongWeights
from matcher.fit import apportion, check_weights, considerations
from matcher.report import FitReport
from tests.samples import (
    adding,
    credential,
    degree,
    either,
    fitted,
    has,
    named,
    posting,
    profile,
    role,
    says,
    studied,
    worked,
    years,
)
from tests.strategies import postings, profiles, steady

A_JOB = worked("2020-01", "present", "medical-coding")


def of(report: FitReport) -> dict[str, float]:
    return {p.what: p.of for p in report.points}


def got(report: FitReport) -> dict[str, float]:
    return {p.what: p.got for p in report.points}


# --- the table --------------------------------------------------------------------------------------


def test_every_consideration_says_what_it_weighs() -> None:
    table = considerations()

    assert sum(c.weight for c in table) == 100
    assert [c.name for c in table if not c.promise.strip().endswith(".")] == []
    assert len({c.name for c in table}) == len(table)


def test_an_ad_that_asks_for_everything_is_worth_the_published_weights() -> None:
    ad = posting(
        credential("rhit"), years(2), degree("hs"), named("epic"), either(credential("ccs"), modality="preferred")
    )

    assert of(fitted(profile(), ad)) == {c.name: float(c.weight) for c in considerations()}


def test_what_the_ad_does_not_ask_for_gives_its_weight_to_the_rest() -> None:
    shares = of(fitted(profile(), posting(credential("rhit"), years(2))))

    assert set(shares) == {"required_credentials", "required_experience", "role_alignment", "level_alignment"}
    assert shares["required_credentials"] / shares["required_experience"] == pytest.approx(35 / 20, rel=1e-3)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (credential("rhit"), "required_credentials"),
        (either(credential("rhit"), degree("bachelor")), "required_credentials"),
        (years(2), "required_experience"),
        (degree("hs"), "required_education"),
        (named("hipaa"), "required_skills"),
        (named("epic"), "required_skills"),
        (either(credential("ccs"), modality="preferred"), "preferred"),
        (either(named("epic"), modality="preferred"), "preferred"),
        (either(degree("master"), modality="preferred"), "preferred"),
    ],
)
def test_each_kind_of_line_has_its_consideration(asked: Any, what: str) -> None:
    assert what in of(fitted(profile(), posting(asked)))


def test_a_line_of_schooling_or_years_is_no_credential() -> None:
    report = fitted(profile(A_JOB), posting(either(degree("bachelor"), years(5, "cdi"))))

    assert "required_credentials" not in of(report)


def test_a_group_is_shared_equally_among_its_lines() -> None:
    report = fitted(profile(has("rhit")), posting(credential("rhit"), credential("ccs"), years(2)))

    assert got(report)["required_credentials"] == pytest.approx(of(report)["required_credentials"] / 2, abs=0.01)


def test_small_skills_never_buy_back_a_required_credential() -> None:
    skills = ("epic", "cerner", "excel", "hipaa", "cpt", "icd-10-cm", "medical-coding")
    report = fitted(profile(*(has(s) for s in skills)), posting(credential("rhit"), *(named(s) for s in skills)))

    assert report.qualified == "no"
    assert report.missing_required == ("r1",)
    assert got(report)["required_skills"] == of(report)["required_skills"]


# --- weights ----------------------------------------------------------------------------------------


def test_weights_given_are_echoed_and_change_what_is_at_stake() -> None:
    report = fitted(profile(), posting(credential("rhit"), years(2)), weights={"required_experience": 35.0})
    shares = of(report)

    assert shares["required_credentials"] == pytest.approx(shares["required_experience"], abs=0.01)
    assert report.weights["required_experience"] == 35.0
    assert report.weights["required_credentials"] == 35.0


def test_a_weight_of_nothing_takes_a_consideration_out() -> None:
    report = fitted(
        profile(has("rhit"), A_JOB),
        posting(credential("rhit"), years(2)),
        weights={"role_alignment": 0.0, "level_alignment": 0.0},
    )

    assert report.score == 100


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"charm": 5.0}, "charm"),
        ({"preferred": -1.0}, "preferred"),
        ({"preferred": 1001.0}, "preferred"),
        ({"preferred": float("nan")}, "preferred"),
        ({"preferred": float("inf")}, "preferred"),
        ({c.name: 0.0 for c in considerations()}, "every"),
    ],
)
def test_weights_that_make_no_sense_are_refused_with_a_hint(weights: dict[str, float], said: str) -> None:
    with pytest.raises(WrongWeights, match=said) as refusal:
        check_weights(weights)

    assert refusal.value.hint


@given(st.integers(0, 10_000), st.lists(st.fractions(0, 100, max_denominator=50), max_size=30))
@steady
def test_whole_parts_add_up_and_none_is_off_by_one(total: int, shares: list[Fraction]) -> None:
    parts = apportion(total, shares)

    assert len(parts) == len(shares)
    assert sum(parts) == (total if sum(shares) else 0)
    assert [
        p for p, s in zip(parts, shares, strict=True) if sum(shares) and abs(p - total * s / sum(shares)) >= 1
    ] == []


# --- the roles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jobs", "family", "level"),
    [
        ([], 0, 0),
        ([("inpatient-coder", "senior")], 1, 1),
        ([("inpatient-coder", "mid")], 1, 0.5),
        ([("inpatient-coder", "entry")], 1, 0),
        ([("records-clerk", "senior")], 0.5, 1),
        ([(None, None)], 0, 0),
        ([("records-clerk", "entry"), ("medical-coder", "mid")], 1, 0.5),
        ([("inpatient-coder", "senior"), ("records-clerk", "entry")], 1, 1),
        ([("inpatient-coder", None)], 1, 0),
    ],
)
def test_the_best_position_reached_is_compared_with_the_ads(
    jobs: list[tuple[str | None, Any]], family: float, level: float
) -> None:
    held = [
        worked(f"{2010 + n}-01", f"{2010 + n}-11", of=role(ident, reached)) for n, (ident, reached) in enumerate(jobs)
    ]
    report = fitted(profile(*held), posting(credential("rhit"), of=role("inpatient-coder", "senior")))

    assert got(report)["role_alignment"] == pytest.approx(of(report)["role_alignment"] * family, abs=0.01)
    assert got(report)["level_alignment"] == pytest.approx(of(report)["level_alignment"] * level, abs=0.01)


def test_an_ad_whose_level_is_not_known_does_not_weigh_it() -> None:
    assert "level_alignment" not in of(fitted(profile(A_JOB), posting(credential("rhit"), of=role(level=None))))


# --- lists and warnings -----------------------------------------------------------------------------


def test_what_the_ad_does_not_speak_of_is_listed_as_beyond() -> None:
    report = fitted(
        profile(has("rhia"), has("epic"), has("ccs", "expired"), has("icd-10-cm")),
        posting(credential("rhit"), named("icd-10")),
    )

    assert report.beyond == ("epic",)


def test_years_stated_far_beyond_the_dated_ones_are_counted_and_flagged() -> None:
    report = fitted(
        profile(worked("2024-01", "2025-12", "medical-coding"), says(9, "medical-coding")),
        posting(years(5, "medical-coding")),
    )

    assert report.verdicts[0].result == "met"
    assert [w.evidence[0].quote for w in report.warnings if w.code == "stated_exceeds_dated"] == ["9 years"]


@pytest.mark.parametrize("shown", [[says(9)], [A_JOB, says(7)], [A_JOB]])
def test_years_that_agree_with_the_dates_or_stand_alone_are_not_flagged(shown: list[Any]) -> None:
    assert "stated_exceeds_dated" not in {w.code for w in fitted(profile(*shown), posting(years(5))).warnings}


def test_the_report_names_its_inputs_and_versions() -> None:
    candidate, ad = profile(A_JOB), posting(credential("rhit"))
    report = fitted(candidate, ad)

    assert (report.inputs.resume_sha256, report.inputs.posting_sha256) == (
        candidate.document.sha256,
        ad.document.sha256,
    )
    assert report.inputs.as_of == "2026-11-21"
    assert all((report.versions.himatch, report.versions.taxonomy, report.versions.model))


# --- what to do next --------------------------------------------------------------------------------


@steady
@given(profiles, postings())
def test_each_next_step_is_worth_what_matching_again_says(resume: Any, ad: Any) -> None:
    report = fitted(resume, ad)
    gains = [s.gain for s in report.next_steps]

    assert gains == sorted(gains, reverse=True)
    assert [s for s in report.next_steps if s.gain <= 0 or s.score_after is None] == []
    assert [s for s in report.next_steps if round((report.score or 0) + s.gain, 2) != s.score_after] == []


def test_holding_what_a_step_names_gives_the_score_that_it_promises() -> None:
    candidate, ad = profile(has("rhit", "eligible"), A_JOB), posting(credential("rhit"), years(2), named("epic"))
    steps = {step.do: step for step in fitted(candidate, ad).next_steps}
    step = next(step for do, step in steps.items() if "RHIT" in do)

    assert fitted(adding(candidate, has("rhit")), ad).score == step.score_after
    assert any("Epic" in do for do in steps)


def test_whoever_meets_everything_has_nothing_left_to_do() -> None:
    assert (
        fitted(
            profile(has("rhit"), A_JOB, studied("hs")), posting(credential("rhit"), years(2), degree("hs"))
        ).next_steps
        == ()
    )


def test_an_ad_out_of_scope_is_not_scored_but_still_judged() -> None:
    report = fitted(profile(has("rhit"), A_JOB), replace(posting(credential("rhit")), role=role(None)))

    assert (report.score, report.points, report.next_steps) == (None, (), ())
    assert [v.result for v in report.verdicts] == ["met"]
