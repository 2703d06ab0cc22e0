"""Requirements as CTDL: what they ask can be read back, by CTDL's own terms as far as those reach."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from matcher.ctdl import asked_by, to_ctdl
from matcher.report import Ask, Requirement
from tests.samples import TAXONOMY, ads, credential, degree, either, named, posting, rows, years

# The terms of ConditionProfile, and of what it points at, that are written; see the module for where they were read.
TERMS = {
    *("@context", "@id", "@type", "ceterms:name", "ceterms:description", "ceterms:condition", "ceterms:experience"),
    *("ceterms:yearsOfExperience", "ceterms:audienceLevelType", "ceterms:targetCredential", "ceterms:targetCompetency"),
    *("ceterms:alternativeCondition", "ceterms:alternateName", "ceterms:framework", "ceterms:targetNode"),
    *("ceterms:targetNodeName", "ceterms:requires", "ceterms:recommends"),
}
ADS = [row["id"] for row in rows("ads")]


def as_sent(requirement: Requirement) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(to_ctdl(requirement, TAXONOMY), allow_nan=False))
    return sent


def terms_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from terms_in(one)


def paths_of(condition: dict[str, Any]) -> list[dict[str, Any]]:
    paths: list[dict[str, Any]] = condition.get("ceterms:alternativeCondition", [condition])
    return paths


def named_in(path: dict[str, Any]) -> set[str]:
    """The concepts of one path, by CTDL's terms alone."""
    targets = [*path.get("ceterms:targetCredential", ()), *path.get("ceterms:targetCompetency", ())]
    return {target["himatch:concept"] for target in targets if "himatch:concept" in target}


@pytest.mark.parametrize("number", range(len(ADS)), ids=ADS)
def test_nothing_of_an_ad_is_lost(number: int) -> None:
    for requirement in ads()[number].requirements:
        sent = as_sent(requirement)

        assert asked_by(sent) == requirement.any_of
        assert sent["ceterms:description"]["en-US"] == requirement.sentence
        assert sent["ceterms:name"]["en-US"].lower() == requirement.modality


@pytest.mark.parametrize("number", range(len(ADS)), ids=ADS)
def test_alternatives_credentials_skills_and_years_stand_in_terms_of_ctdl(number: int) -> None:
    for requirement in ads()[number].requirements:
        paths = paths_of(as_sent(requirement))

        assert len(paths) == len(requirement.any_of)
        for path, asks in zip(paths, requirement.any_of, strict=True):
            least = [a.min_years for a in asks if a.kind == "experience" and a.min_years is not None]
            assert named_in(path) == {a.concept for a in asks if a.kind in ("credential", "skill", "tool")}
            assert path.get("ceterms:yearsOfExperience") == (max(least) if least else None)


@pytest.mark.parametrize("number", range(len(ADS)), ids=ADS)
def test_only_known_terms_are_used(number: int) -> None:
    used = set(terms_in(to_ctdl(ads()[number], TAXONOMY))) - {"en-US"}

    assert {term for term in used if term.startswith(("ceterms:", "@"))} <= TERMS


def test_an_ad_is_a_job_with_its_conditions_by_strength() -> None:
    asked = [
        either(named("ccs")),
        either(named("rhit"), modality="preferred"),
        either(named("cpt"), modality="mentioned"),
    ]
    job = to_ctdl(posting(*asked), TAXONOMY)

    assert job["@type"] == "ceterms:Job"
    assert [named_in(c) for c in job["ceterms:requires"]] == [{"ccs"}]
    assert [named_in(c) for c in job["ceterms:recommends"]] == [{"rhit"}]
    assert [named_in(c) for c in job["himatch:mentions"]] == [{"cpt"}]


@pytest.mark.parametrize(
    ("asked", "term", "value"),
    [
        (credential("ccs"), "ceterms:targetCredential", "ceterms:Certification"),
        (credential("coding-credential"), "ceterms:targetCredential", "ceterms:Credential"),
        (degree("associate", "health-information"), "ceterms:targetCredential", "ceterms:AssociateDegree"),
        (degree("bachelor"), "ceterms:audienceLevelType", "audLevel:BachelorsDegreeLevel"),
        (years(2, "inpatient-coding"), "ceterms:experience", "at least 2 years of inpatient coding"),
        (named("epic"), "ceterms:targetCompetency", "Epic"),
        (credential("ccs", within_months=12), "ceterms:condition", "CCS (within 12 months of hire)"),
    ],
)
def test_what_is_asked_has_its_term(asked: Ask, term: str, value: str) -> None:
    assert value in json.dumps(as_sent(either(asked))[term])


def test_several_amounts_of_experience_in_one_path_are_kept() -> None:
    sent = as_sent(either((years(5), years(2, "cdi"))))

    assert sent["ceterms:yearsOfExperience"] == 5
    assert "; " in sent["ceterms:experience"]["en-US"]
    assert asked_by(sent) == ((years(5), years(2, "cdi")),)
