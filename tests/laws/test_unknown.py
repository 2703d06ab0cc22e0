"""Law 4. Unknown is not missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import match, read_posting, read_profile
from matcher.report import FitReport, Posting, Profile
from tests.samples import (
    AS_OF,
    ads,
    credential,
    degree,
    either,
    fitted,
    has,
    posting,
    profile,
    resumes,
    role,
    says,
    studied,
    verdict,
    worked,
    years,
)
from tests.strategies import degree_asks, postings, profiles, skill_asks, steady, year_asks

A_JOB = worked("2020-01", "present", "medical-coding")


@steady
@given(profiles, degree_asks)
def test_education_is_unknown_exactly_when_no_schooling_is_shown_for_a_flat_ask(resume: Profile, asked: Any) -> None:
    blank = replace(resume, education=())

    assert fitted(blank, posting(asked)).verdicts[0].result == "unknown"


@steady
@given(profiles, year_asks)
def test_experience_is_unknown_without_dated_work_or_years_in_words(resume: Profile, asked: Any) -> None:
    blank = profile(*resume.holdings, *resume.education)
    result = fitted(blank, posting(asked)).verdicts[0].result

    assert result == ("met" if asked.min_years == 0 else "unknown")


@pytest.mark.parametrize(
    ("asked", "shown", "result"),
    [
        (degree("associate"), (), "unknown"),
        (degree("associate"), (A_JOB, has("rhit")), "unknown"),
        (degree("associate"), (studied("hs"),), "missing"),
        (degree("associate"), (studied("associate", status="in_progress"),), "missing"),
        (degree("associate", "nursing"), (studied("associate"),), "unknown"),
        (years(2), (), "unknown"),
        (years(2), (has("rhit"), studied("master")), "unknown"),
        (years(2), (A_JOB,), "met"),
        (years(2), (says(3),), "met"),
        (years(2), (worked("2015-01", "2025-01", of=role(None)),), "missing"),
        (years(2, "inpatient-coding"), (A_JOB,), "missing"),
        (credential("rhit"), (), "missing"),
        (credential("rhit"), (studied("associate"), A_JOB), "missing"),
    ],
)  # fmt: skip
def test_what_is_not_said_is_unknown_and_what_falls_short_is_missing(
    asked: Any, shown: tuple[Any, ...], result: str
) -> None:
    assert verdict(asked, *shown).result == result


@steady
@given(profiles, st.one_of(skill_asks, st.builds(credential, st.sampled_from(("rhit", "ccs", "cpc")))))
def test_credentials_skills_and_tools_are_always_judged(resume: Profile, asked: Any) -> None:
    assert fitted(resume, posting(asked)).verdicts[0].result != "unknown"


def rule(report: FitReport) -> str:
    required = {v.result for v in report.verdicts if v.ask.modality == "required"}
    return "no" if required & {"missing", "partial"} else "unknown" if "unknown" in required else "yes"


@steady
@given(profiles, postings())
def test_qualified_follows_from_the_required_lines_and_each_line_stands_in_one_list(
    resume: Profile, ad: Posting
) -> None:
    report = fitted(resume, ad)
    lists = (*report.met, *report.missing_required, *report.missing_preferred, *report.unknown)

    assert report.qualified == rule(report)
    assert sorted(lists) == sorted(r.id for r in ad.requirements if r.modality != "mentioned")


@steady
@given(profiles, postings())
def test_nothing_could_be_better_where_everything_is_known(resume: Profile, ad: Posting) -> None:
    known = profile(A_JOB, *resume.holdings, studied("hs", "nursing"), *(e for e in resume.education if e.field))
    flat = tuple(
        replace(r, any_of=tuple(tuple(replace(a, equivalent=False) for a in alt) for alt in r.any_of))
        for r in ad.requirements
    )
    report = fitted(known, replace(ad, requirements=flat))

    assert report.could_be == report.score
    assert report.unknown == ()


@pytest.mark.parametrize(
    ("asked", "shown", "score", "could_be"),
    [
        ((degree("bachelor"),), (), 0, 100),
        ((years(5),), (), 0, 100),
        ((credential("rhit"),), (), 0, 22),
        ((either((credential("ccs"), years(2))),), (A_JOB,), 0, 0),
        ((either(credential("ccs"), degree("bachelor")),), (A_JOB,), 0, 100),
        ((either((credential("rhit", within_months=6), degree("bachelor"))),), (A_JOB, has("rhit", "eligible")), 0, 50),
    ],
)  # fmt: skip
def test_could_be_is_the_score_if_every_unknown_were_met(asked: Any, shown: Any, score: int, could_be: int) -> None:
    """The roles, unknown without a job, weigh ten against the 35, 20 or 10 of what is asked."""
    report = fitted(
        profile(*shown),
        posting(*asked),
        weights={"role_alignment": 0.0, "level_alignment": 0.0} if could_be != 22 else None,
    )

    assert (report.score, round(report.could_be or 0)) == (score, could_be)


@pytest.mark.parametrize(
    ("ad", "code"),
    [
        (posting(credential("rhit"), of=role(None)), "out_of_scope"),
        (posting(), "asks_nothing"),
        (posting(either(credential("rhit"), modality="mentioned")), "asks_nothing"),
    ],
)
def test_a_null_score_says_why(ad: Posting, code: str) -> None:
    report = fitted(profile(A_JOB), ad)

    assert (report.score, report.could_be) == (None, None)
    assert code in {w.code for w in report.warnings}


@steady
@given(profiles, postings())
def test_the_score_is_null_only_out_of_scope_or_where_nothing_is_asked(resume: Profile, ad: Posting) -> None:
    report = fitted(resume, ad)
    codes = {w.code for w in report.warnings}

    assert (report.score is None) == bool(codes & {"out_of_scope", "asks_nothing"})
    assert (report.score is None) == (not ad.role.in_scope or all(r.modality == "mentioned" for r in ad.requirements))


def test_sample_ads_of_the_field_are_all_scored() -> None:
    asking = [ad for ad in ads() if ad.role.in_scope and any(r.modality != "mentioned" for r in ad.requirements)]

    assert len(asking) >= len(ads()) * 3 // 4
    assert [ad.title for ad in asking if match(resumes()[0], ad, AS_OF).score is None] == []


def test_a_resume_of_a_name_and_skills_leaves_schooling_and_years_open() -> None:
    ad = read_posting(
        "Inpatient Coder\n\nRequirements\n- Associate degree in HIM\n- 3 years of inpatient coding\n- Meditech"
    )
    report = match(read_profile("Jordan Ellis\n\nSkills\nMeditech", AS_OF), ad, AS_OF)

    assert [v.result for v in report.verdicts] == ["unknown", "unknown", "met"]
    assert report.qualified == "unknown"
    assert (report.could_be or 0) > (report.score or 0)
