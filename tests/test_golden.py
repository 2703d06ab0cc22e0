"""One résumé, one ad, and everything that is said of them."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from matcher import match, read_document, read_posting, read_profile
from matcher.classifier import load_model
from matcher.entry import versions
from matcher.report import Ask, Requirement, Verdict
from taxonomy import load_taxonomy
from tests.golden.write import AS_OF, EXAMPLES, EXPECTED, HERE, ad, report, resume, unversioned


def asks(requirement: Requirement) -> list[Ask]:
    return [ask for alternative in requirement.any_of for ask in alternative]


def line(concept: str) -> Verdict:
    """The one verdict on a requirement that asks for this."""
    (found,) = (v for v in report().verdicts if any(a.concept == concept for a in asks(v.ask)))
    return found


def asked(modality: str, kind: str) -> list[Requirement]:
    return [r for r in ad().requirements if (r.modality, r.kind) == (modality, kind)]


def quotes(of: Requirement) -> str:
    return " ".join(span.quote for span in of.evidence)


def test_the_whole_answer_is_the_one_written_down() -> None:
    """If the change is meant, read the difference, then ``python -m tests.golden.write``."""
    assert unversioned() == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_the_answer_names_what_produced_it() -> None:
    assert report().versions == versions(load_taxonomy(), load_model())
    assert all(asdict(report().versions).values())


# --- the credential line ----------------------------------------------------------------------------


def test_the_ad_requires_one_credential_in_four_alternatives() -> None:
    (credential,) = asked("required", "credential")

    assert [[a.concept for a in alt if a.kind == "credential"] for alt in credential.any_of] == [
        ["ccs"],
        ["rhit"],
        ["rhia"],
        ["cpc"],
    ]


def test_a_cpc_comes_with_two_years_of_inpatient_coding() -> None:
    (credential,) = asked("required", "credential")
    years = [a for a in credential.any_of[-1] if a.kind == "experience"]

    assert [(a.concept, a.min_years) for a in years] == [("inpatient-coding", 2)]


def test_the_twelve_months_belong_to_the_ccs_and_are_no_second_requirement() -> None:
    (credential,) = asked("required", "credential")

    assert {a.concept: a.within_months for a in asks(credential) if a.kind == "credential"} == {
        "ccs": 12,
        "rhit": None,
        "rhia": None,
        "cpc": None,
    }
    assert "within 12 months" in quotes(credential)


def test_the_two_lines_that_disagree_are_both_quoted() -> None:
    (warning,) = (w for w in report().warnings if w.code == "ambiguous_requirement")

    assert [span.quote for span in warning.evidence] == [
        "CCS, RHIT or RHIA required.",
        "Must obtain CCS within 12 months of hire if not currently certified.",
    ]


def test_eligible_is_not_held_and_an_apprentice_is_no_cpc() -> None:
    held = {h.concept: h.status for h in resume().holdings if h.kind == "credential"}

    assert held == {"cpc-a": "held", "rhit": "eligible"}
    assert line("ccs").result == "missing"
    assert line("ccs").points == 0


def test_the_nearest_thing_found_is_shown_with_its_words() -> None:
    nearest = line("ccs").nearest

    assert nearest is not None
    assert nearest.concept in ("rhit", "cpc-a")
    assert nearest.evidence[0].quote.startswith(("RHIT", "CPC-A"))


def test_what_would_close_the_credential_line_is_said() -> None:
    closes = line("ccs").closes_by or ""

    assert [name for name in ("CCS", "RHIT", "RHIA", "CPC") if name not in closes] == []
    assert "eligible" in closes


# --- the other lines --------------------------------------------------------------------------------


def test_inpatient_years_are_missing_and_outpatient_years_are_shown_beside() -> None:
    (years,) = (v for v in report().verdicts if v.ask.kind == "experience")

    assert [(a.concept, a.min_years) for a in asks(years.ask)] == [("inpatient-coding", 3)]
    assert years.result == "missing"
    assert "outpatient coding" in (years.closes_by or "")
    assert [span.quote for span in years.shown] == ["Outpatient Coder"]
    assert resume().years.by_concept["outpatient-coding"] > 5


def test_the_degree_is_met() -> None:
    (schooling,) = (v for v in report().verdicts if v.ask.kind == "education")

    assert [(a.degree, a.fields, a.equivalent) for a in asks(schooling.ask)] == [
        ("associate", ("health-information",), True)
    ]
    assert schooling.result == "met"
    assert [span.quote for span in schooling.shown] == ["A.A.S. Health Information Technology"]


def test_what_is_not_required_is_nowhere() -> None:
    assert [r for r in ad().requirements if any(a.concept == "bls" for a in asks(r))] == []


def test_cdip_or_ccds_is_one_preference_missed() -> None:
    assert [[a.concept for a in asks(r)] for r in ad().requirements if r.modality == "preferred"] == [["cdip", "ccds"]]
    assert line("cdip").result == "missing"
    assert report().missing_preferred == (line("cdip").requirement,)


def test_epic_is_met_and_cerner_is_only_mentioned() -> None:
    assert line("epic").result == "met"
    assert [[a.concept for a in asks(r)] for r in ad().requirements if r.modality == "mentioned"] == [["cerner"]]
    assert [v for v in report().verdicts if any(a.concept == "cerner" for a in asks(v.ask))] == []


def test_the_pay_is_by_the_year_at_two_thousand_and_eighty_hours() -> None:
    pay = ad().pay

    assert pay is not None
    assert (pay.low, pay.high, pay.period) == (28.5, 36.75, "hour")
    assert (pay.annual_low, pay.annual_high) == (59280, 76440)
    assert report().pay is not None
    assert report().pay.posted == pay  # type: ignore[union-attr]


def test_the_candidate_is_not_qualified_and_the_score_says_what_is_shown() -> None:
    assert report().qualified == "no"
    assert [v.ask.kind for v in report().verdicts if v.requirement in report().missing_required] == [
        "credential",
        "experience",
    ]
    assert 0 < (report().score or 0) < 50


def test_both_jobs_are_read_and_both_roles_are_coding() -> None:
    jobs = [(p.title, p.start, p.end, p.role.family if p.role else None) for p in resume().positions]

    assert jobs == [
        ("Outpatient Coder", "2021", "present", "coding"),
        ("Medical Records Clerk", "2019", "2021", "records"),
    ]
    assert (report().candidate_role.family, report().posting_role.family) == ("coding", "coding")


# --- the same in other clothes ----------------------------------------------------------------------


def one_paragraph() -> str:
    lines = [found.strip() for found in (EXAMPLES / "ad.txt").read_text(encoding="utf-8").split("\n") if found.strip()]
    return " ".join(
        found if found.endswith(".") else f"{found}:" if found in ("Qualifications", "Pay") else f"{found}."
        for found in lines
    )


@pytest.mark.parametrize(
    "text",
    [
        one_paragraph(),
        one_paragraph().replace("Pay: ", ""),
        (EXAMPLES / "ad.txt").read_text(encoding="utf-8").replace("\n", "\r\n"),
    ],
)
def test_the_ad_in_one_paragraph_asks_the_same(text: str) -> None:
    other = read_posting(text)

    assert [(r.kind, r.modality, r.any_of, r.sentence) for r in other.requirements] == [
        (r.kind, r.modality, r.any_of, r.sentence) for r in ad().requirements
    ]
    assert [quotes(r) for r in other.requirements] == [quotes(r) for r in ad().requirements]
    assert (other.pay and other.pay.annual_low, other.title) == (59280, ad().title)


def test_the_resume_as_a_pdf_gives_the_same_verdicts() -> None:
    printed = match(read_profile(read_document(EXAMPLES / "resume.pdf"), AS_OF), ad(), AS_OF)

    assert [(v.requirement, v.result, v.points) for v in printed.verdicts] == [
        (v.requirement, v.result, v.points) for v in report().verdicts
    ]
    assert (printed.score, printed.qualified) == (report().score, report().qualified)


def test_an_ad_for_a_wedding_planner_is_out_of_scope() -> None:
    wedding = match(resume(), read_posting((HERE / "wedding.txt").read_text(encoding="utf-8")), AS_OF)

    assert (wedding.posting_role.in_scope, wedding.posting_role.family) == (False, None)
    assert (wedding.score, wedding.could_be, wedding.pay) == (None, None, None)
    assert [w.code for w in wedding.warnings] == ["out_of_scope"]
    assert wedding.warnings[0].evidence
