"""Each requirement gets one verdict, with the words that it rests on and what would close it."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.gap import judge
from tests.samples import (
    TAXONOMY,
    credential,
    degree,
    either,
    has,
    named,
    profile,
    role,
    says,
    studied,
    verdict,
    worked,
    years,
)

IN_HIM = "health-information"


def result(asked: Any, *shown: Any) -> str:
    return verdict(asked, *shown).result


# --- credentials ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        (credential("rhit"), "held", "met"),
        (credential("rhit"), "eligible", "missing"),
        (credential("rhit"), "in_progress", "missing"),
        (credential("rhit"), "expired", "missing"),
        (credential("rhit"), "trained", "missing"),
        (credential("rhit"), "denied", "missing"),
        (credential("rhit", status="eligible"), "held", "met"),
        (credential("rhit", status="eligible"), "eligible", "met"),
        (credential("rhit", status="eligible"), "in_progress", "partial"),
        (credential("rhit", status="eligible"), "expired", "missing"),
        (credential("rhit", within_months=12), "held", "met"),
        (credential("rhit", within_months=12), "eligible", "partial"),
        (credential("rhit", within_months=12), "in_progress", "partial"),
        (credential("rhit", within_months=12), "expired", "missing"),
        (credential("rhit", within_months=12), "trained", "missing"),
    ],
)
def test_a_credential_counts_by_its_status_and_by_what_the_ad_allows(asked: Any, status: Any, expected: str) -> None:
    assert result(asked, has("rhit", status)) == expected


def test_what_may_be_obtained_after_hire_earns_half() -> None:
    requirement = either(credential("rhit", within_months=12))

    assert judge([requirement], profile(has("rhit", "eligible")), TAXONOMY)[0].credit == 0.5


def test_being_eligible_for_a_higher_credential_is_not_being_eligible_for_the_one_asked() -> None:
    assert result(credential("rhit", within_months=12), has("rhia", "eligible")) == "missing"


@pytest.mark.parametrize(
    ("shown", "nearest"),
    [
        ([has("rhit", "eligible"), has("cpc-a")], "rhit"),
        ([has("cpc-a"), has("rhit", "eligible")], "rhit"),
        ([has("rhit", "expired")], "rhit"),
        ([has("epic"), has("bls")], None),
        ([], None),
    ],
)
def test_the_nearest_is_what_is_asked_for_itself_before_its_kin(shown: list[Any], nearest: str | None) -> None:
    found = verdict(credential("rhit"), *shown).nearest

    assert (found and found.concept) == nearest


def test_an_apprentice_is_the_nearest_to_a_coder() -> None:
    found = verdict(either(credential("ccs"), credential("cpc")), has("cpc-a")).nearest

    assert found == has("cpc-a")


# --- skills and tools -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown", "expected"),
    [
        ("epic", [has("epic")], "met"),
        ("epic", [has("epic", "denied")], "missing"),
        ("epic", [has("meditech")], "missing"),
        ("ehr", [has("epic")], "met"),
        ("medical-coding", [has("inpatient-coding")], "met"),
        ("inpatient-coding", [has("medical-coding")], "missing"),
        ("inpatient-coding", [worked("2020-01", "2021-01", "inpatient-coding")], "met"),
        ("medical-coding", [worked("2020-01", "2021-01", "inpatient-coding")], "met"),
        ("epic", [worked("2020-01", "2021-01", "epic")], "met"),
        ("hipaa", [worked("2020-01", "2021-01", "medical-coding")], "missing"),
        ("hipaa", [], "missing"),
    ],
)
def test_a_skill_counts_where_it_is_listed_or_where_work_shows_it(asked: str, shown: list[Any], expected: str) -> None:
    assert result(named(asked), *shown) == expected


def test_the_wider_skill_is_shown_beside_the_narrower_one_that_is_missing() -> None:
    found = verdict(named("inpatient-coding"), has("medical-coding"))

    assert found.nearest == has("medical-coding")


# --- schooling --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown", "expected"),
    [
        (degree("associate", IN_HIM), [studied("associate", IN_HIM)], "met"),
        (degree("associate", IN_HIM), [studied("bachelor", IN_HIM)], "met"),
        (degree("bachelor", IN_HIM), [studied("associate", IN_HIM)], "missing"),
        (degree("associate", IN_HIM), [studied("associate", IN_HIM, "in_progress")], "missing"),
        (degree("associate", IN_HIM), [studied("bachelor", "business")], "missing"),
        (degree("associate", IN_HIM), [studied("bachelor")], "unknown"),
        (degree("associate", IN_HIM, "business"), [studied("associate", "business")], "met"),
        (degree("associate", IN_HIM, "related-field"), [studied("associate", "nursing")], "met"),
        (degree("bachelor"), [studied("bachelor", "nursing")], "met"),
        (degree("bachelor"), [studied("hs"), studied("bachelor", "nursing")], "met"),
        (degree("hs"), [studied("certificate")], "met"),
        (degree("hs"), [studied(None)], "missing"),
        (degree("hs"), [], "unknown"),
        (degree("bachelor", equivalent=True), [studied("hs")], "missing"),
        (degree("bachelor", equivalent=True), [studied("hs"), worked("2010-01", "2020-01")], "unknown"),
        (degree("bachelor", equivalent=True), [studied("hs"), says(10)], "unknown"),
        (degree("bachelor", equivalent=True), [studied("hs"), worked("2010-01", "2020-01", of=role(None))], "missing"),
    ],
)
def test_schooling_counts_by_level_field_and_status(asked: Any, shown: list[Any], expected: str) -> None:
    assert result(asked, *shown) == expected


def test_what_only_a_person_can_weigh_says_so() -> None:
    found = verdict(degree("bachelor", equivalent=True), studied("hs"), says(10))

    assert "person" in (found.closes_by or "")


# --- years ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown", "expected"),
    [
        (years(2), [worked("2020-01", "2021-12")], "met"),
        (years(2), [worked("2020-01", "2021-06")], "partial"),
        (years(2), [worked("2020-01", "2021-12", of=role(None))], "missing"),
        (years(2), [says(2)], "met"),
        (years(2), [says(1), worked("2020-01", "2021-12")], "met"),
        (years(2), [says(2, "medical-coding")], "met"),
        (years(2, "medical-coding"), [says(2)], "missing"),
        (years(2, "medical-coding"), [says(2, "inpatient-coding")], "met"),
        (years(2, "inpatient-coding"), [says(2, "medical-coding")], "missing"),
        (years(2, "medical-coding"), [worked("2020-01", "2021-12", "inpatient-coding")], "met"),
        (years(2, "inpatient-coding"), [worked("2020-01", "2021-12", "outpatient-coding")], "missing"),
        (years(2, "epic"), [worked("2020-01", "2021-12", "epic")], "met"),
        (years(2), [worked("2020-01", "2020-12"), worked("2023-01", "2023-12")], "met"),
        (years(2), [worked("2020-01", "2020-12"), worked("2020-01", "2020-12")], "partial"),
        (years(None, "medical-coding"), [worked("2020-01", "2020-03", "medical-coding")], "met"),
        (years(0), [], "met"),
        (years(2, max_years=4), [worked("2000-01", "2020-12")], "met"),
    ],
)
def test_years_count_in_the_work_that_is_asked_for(asked: Any, shown: list[Any], expected: str) -> None:
    assert result(asked, *shown) == expected


@pytest.mark.parametrize(("months", "credit"), [("06", 0.25), ("12", 0.5)])
def test_part_of_the_years_earns_that_part(months: str, credit: float) -> None:
    requirement = either(years(2, "cdi"))
    judged = judge([requirement], profile(worked("2020-01", f"2020-{months}", "cdi")), TAXONOMY)[0]

    assert judged.credit == credit
    assert "shown" in (judged.verdict.closes_by or "")


def test_years_in_another_setting_are_shown_beside_what_is_missing() -> None:
    found = verdict(
        years(3, "inpatient-coding"), worked("2020-01", "2023-12", "outpatient-coding", title="Outpatient Coder")
    )

    assert found.result == "missing"
    assert "4 years of outpatient coding" in (found.closes_by or "")
    assert [span.quote for span in found.shown] == ["Outpatient Coder"]


def test_the_larger_of_dated_and_stated_years_is_the_one_shown() -> None:
    dated = worked("2020-01", "2020-12", "cdi", title="CDI Specialist")

    assert [s.quote for s in verdict(years(5, "cdi"), dated, says(3, "cdi")).shown] == ["3 years"]
    assert [s.quote for s in verdict(years(5, "cdi"), dated, says(0.5, "cdi")).shown] == ["CDI Specialist"]


# --- alternatives -----------------------------------------------------------------------------------

BOTH = (credential("cpc"), years(2, "inpatient-coding"))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([has("rhit")], "met"),
        ([has("rhia")], "substitute"),
        ([has("cpc"), worked("2020-01", "2022-12", "inpatient-coding")], "met"),
        ([has("cpc"), worked("2020-01", "2020-12", "inpatient-coding")], "partial"),
        ([has("cpc")], "unknown"),
        ([has("cpc"), worked("2020-01", "2022-12", "cdi")], "missing"),
        ([worked("2020-01", "2022-12", "inpatient-coding")], "missing"),
        ([has("cpc-a"), worked("2020-01", "2022-12", "inpatient-coding")], "missing"),
        ([], "missing"),
    ],
)
def test_one_alternative_is_enough_and_all_of_it_is_needed(shown: list[Any], expected: str) -> None:
    assert result(either(credential("rhit"), BOTH), *shown) == expected


def test_nothing_is_judged_that_is_only_mentioned() -> None:
    asked = [either(credential("rhit"), modality="mentioned", ident="r1"), either(credential("ccs"), ident="r2")]

    assert [j.verdict.requirement for j in judge(asked, profile(), TAXONOMY)] == ["r2"]


# --- what would close it ----------------------------------------------------------------------------


def test_every_open_alternative_is_a_way_to_close_it() -> None:
    found = verdict(either(credential("rhit"), BOTH), has("cpc")).closes_by or ""

    assert "RHIT" in found
    assert "2 years of inpatient coding" in found
    assert "CPC" not in found


def test_an_open_door_to_an_exam_is_named() -> None:
    closed, opened = (
        verdict(credential("rhit"), studied(level, IN_HIM)).closes_by or "" for level in ("hs", "associate")
    )

    assert "associate" in opened.lower()
    assert "associate" not in closed.lower()


def test_what_the_resume_says_of_a_credential_is_repeated() -> None:
    assert "eligible" in (verdict(credential("rhit"), has("rhit", "eligible")).closes_by or "")


@pytest.mark.parametrize("shown", [[has("rhit")], [studied("associate", IN_HIM), has("rhit")]])
def test_what_is_met_needs_no_closing(shown: list[Any]) -> None:
    assert verdict(credential("rhit"), *shown).closes_by is None
