"""What is written as a JSON Résumé reads back as the same facts, and names nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher import read_document, read_profile
from matcher.jsonresume import to_jsonresume
from matcher.report import Position, Profile
from tests.samples import AS_OF, TAXONOMY, has, profile, resumes, rows, studied, worked

# The fields of schema 1.0.0, https://jsonresume.org/schema, that are written.
FIELDS = {
    "work": {"position", "startDate", "endDate", "highlights"},
    "education": {"area", "studyType", "endDate"},
    "certificates": {"name", "date", "issuer"},
    "skills": {"name", "keywords"},
}
RESUMES = [row["id"] for row in rows("resumes")]
# A job title that names a skill only beside other words of the field, which stand nearer to it here.
GAINED = {"rs08": {("him-operations", "held")}}


def read_back(written: dict[str, Any]) -> Profile:
    return read_profile(read_document(json.dumps(written).encode()), AS_OF)


def holdings(of: Profile) -> set[tuple[str, str]]:
    return {(h.concept, h.status) for h in of.holdings}


def studies(of: Profile) -> set[tuple[str | None, str | None, str]]:
    return {(e.degree, e.field, e.status) for e in of.education}


def dates(of: Profile) -> list[tuple[str | None, str | None]]:
    return [(p.start, p.end) for p in of.positions]


@pytest.mark.parametrize("number", range(len(RESUMES)), ids=RESUMES)
def test_what_is_written_is_read_again(number: int) -> None:
    resume = resumes()[number]
    again = read_back(to_jsonresume(resume, TAXONOMY))

    assert holdings(again) - GAINED.get(RESUMES[number], set()) == holdings(resume)
    assert studies(again) == studies(resume)
    assert dates(again) == dates(resume)


@pytest.mark.parametrize("number", range(len(RESUMES)), ids=RESUMES)
def test_it_keeps_to_the_fields_of_the_schema_and_names_nobody(number: int) -> None:
    written = to_jsonresume(resumes()[number], TAXONOMY)

    assert set(written) <= {"$schema", "basics", "meta", *FIELDS}
    assert set(written.get("basics", {})) <= {"summary"}
    assert all(set(item) <= fields for key, fields in FIELDS.items() for item in written.get(key, []))
    assert "@" not in json.dumps({key: value for key, value in written.items() if key != "$schema"})


@pytest.mark.parametrize("status", ["held", "in_progress", "eligible", "expired", "trained", "denied"])
def test_a_certificate_is_one_that_is_held(status: Any) -> None:
    resume = profile(has("ccs", status), worked("2019-01", "present", title="Medical Coder"), has("cpt"))
    written = to_jsonresume(resume, TAXONOMY)

    assert [c["name"] for c in written.get("certificates", [])] == (
        ["Certified Coding Specialist (CCS)"] if status == "held" else []
    )
    assert ("ccs", status) in holdings(read_back(written))


def test_our_annotations_stand_under_meta() -> None:
    written = to_jsonresume(resumes()[0], TAXONOMY)
    ours = written["meta"]["himatch"]

    assert written["meta"]["version"] == "v1.0.0"
    assert {h["concept"] for h in ours["holdings"]} == {h.concept for h in resumes()[0].holdings}
    assert all(p["months"] and p["role"] for p in ours["positions"])
    assert all(h["evidence"] for h in ours["holdings"])


def test_a_job_whose_end_is_unknown_is_not_said_to_last() -> None:
    job = Position("Medical Coder", None, "2019-01", None, None, worked("2019-01", "2020-01").evidence)

    assert to_jsonresume(profile(job), TAXONOMY)["work"] == [{"position": "Medical Coder"}]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Coder I .........", "Coder I"),
        ("Supervisor: Ms. C. Landry", "Supervisor"),
        ("HIM Clerk: Files", "HIM Clerk: Files"),
    ],
)
def test_a_title_is_without_leaders_and_without_a_supervisors_name(title: str, written: str) -> None:
    resume = profile(worked("2019-01", "present", title=title))

    assert to_jsonresume(resume, TAXONOMY)["work"][0]["position"] == written


def test_schooling_under_way_says_so() -> None:
    written = to_jsonresume(profile(studied("associate", "health-information", "in_progress", None)), TAXONOMY)

    assert written["education"] == [
        {"area": "Health information management or technology", "studyType": "Associate's degree (in progress)"}
    ]
