"""A JSON Résumé or a JobPosting becomes the lines that a person would have written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.parse.records import read
from matcher.parse.shape import Limits

RESUME = {
    "basics": {
        "name": "Jordan Ellis", "label": "Medical coder", "email": "jordan@example.com",
        "location": {"city": "Columbus", "region": "OH"},
    },
    "work": [
        {"position": "Coder", "name": "Lakeview", "startDate": "2021-03", "highlights": ["Codes visits", 7, None]},
        {"position": "Clerk", "company": "Brookside", "startDate": "2019-05-01", "endDate": "2021"},
    ],
    "education": [{"studyType": "A.A.S.", "area": "Health Information Technology", "endDate": "2019-05"}],
    "certificates": [{"name": "RHIT", "issuer": "AHIMA", "date": "2019-08"}],
    "skills": [{"name": "Coding", "keywords": ["ICD-10-CM", "CPT"]}],
}  # fmt: skip
RESUME_LINES = """\
Jordan Ellis
Medical coder
jordan@example.com | Columbus, OH

Experience
Coder, Lakeview  March 2021 - Present
• Codes visits
• 7
Clerk, Brookside  May 2019 - 2021

Education
A.A.S., Health Information Technology  May 2019

Certifications
RHIT, AHIMA  August 2019

Skills
Coding
• ICD-10-CM
• CPT"""
OLD_RESUME = {
    "bio": {"name": "Jordan Ellis", "location": {"city": "Columbus", "state": "OH"}, "summary": "Codes clinic visits."},
    "work": [{"company": "Lakeview", "website": "http://lakeview.example", "position": "Coder", "startDate": "2019",
              "endDate": "2021-02-03T00:00:00Z", "summary": "Profee coding."}],
    "volunteer": [{"organization": "Food bank", "position": "Clerk", "startDate": "2018-01", "endDate": "2018-06"}],
    "certificates": ["CPC-A, AAPC, 2019"],
    "skills": ["CPT", {"name": "Systems", "level": "Daily use", "keywords": ["Epic"]}],
    "languages": [{"language": "Spanish", "fluency": "Native"}],
    "references": [{"name": "Pat Park, RHIA", "reference": "A fine coder."}],
}  # fmt: skip
OLD_LINES = """\
Jordan Ellis
Columbus, OH

Summary
Codes clinic visits.

Experience
Coder, Lakeview  2019 - February 2021
Profee coding.

Volunteer experience
Clerk, Food bank  January 2018 - June 2018

Certifications
CPC-A, AAPC, 2019

Skills
CPT
Systems, Daily use
• Epic

Languages
Spanish, Native"""
POSTING = {"@type": "JobPosting", "title": "Coder II", "description": "<p>Codes visits.</p>"}
POSTING_LINES = "Job title: Coder II\n\nCodes visits."


@pytest.mark.parametrize(
    ("record", "lines"),
    [
        (RESUME, RESUME_LINES),
        (OLD_RESUME, OLD_LINES),
        (
            {"$schema": "https://raw.example/resume-schema/v1.0.0", "work": [{"position": "Coder"}]},
            "\n\nExperience\nCoder",
        ),
        (POSTING, POSTING_LINES),
        ([{"@type": "Person"}, POSTING], POSTING_LINES),
        ({"@graph": [{**POSTING, "@type": ["Thing", "JobPosting"]}]}, POSTING_LINES),
    ],
)
def test_records_become_labelled_lines(record: Any, lines: str) -> None:
    assert read(json.dumps(record).encode(), Limits()).pages == (lines,)


@pytest.mark.parametrize("record", [{"name": "RHIT"}, ["RHIT"], {"basics": 1, "work": {"a": "b"}, "skills": [[]]}])
def test_json_of_any_other_shape_is_text(record: Any) -> None:
    assert read(json.dumps(record).encode(), Limits()).kind == "json"


@pytest.mark.parametrize("value", [1, [], {"name": []}, [[{}]], None, True, "", [None, 7, "x"]])
@pytest.mark.parametrize("key", [*RESUME, *OLD_RESUME])
def test_a_resume_of_broken_fields_is_still_read(key: str, value: Any) -> None:
    page = read(json.dumps({**RESUME, key: value}).encode(), Limits()).pages[0]

    assert "\nRHIT, AHIMA" in page or "\n• ICD-10-CM" in page


@pytest.mark.parametrize("broken", ['{"@type": "JobPosting", "title": "RHIT"', '{"basics": ' + "[" * 100_000])
def test_a_broken_record_is_read_as_its_text_and_says_so(broken: str) -> None:
    parsed = read(broken.encode(), Limits())

    assert parsed.pages == (broken,)
    assert [code for code, _ in parsed.notes] == ["json_broken"]


def test_several_postings_say_so() -> None:
    parsed = read(json.dumps([POSTING, {**POSTING, "title": "Clerk"}]).encode(), Limits())

    assert parsed.pages == (POSTING_LINES,)
    assert [code for code, _ in parsed.notes] == ["several_postings"]
