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
POSTING = {
    "@type": "JobPosting",
    "title": "Coder II",
    "hiringOrganization": {"name": "Lakeview"},
    "jobLocation": [{"address": {"addressLocality": "Columbus", "addressRegion": "OH"}}],
    "baseSalary": {"currency": "USD", "value": {"minValue": 28.5, "maxValue": 36, "unitText": "HOUR"}},
    "description": "<p>Codes visits.</p><ul><li>RHIT &amp; CCS</ul>",
    "educationRequirements": {"credentialCategory": "associate degree"},
    "experienceRequirements": {"monthsOfExperience": 24},
}
POSTING_LINES = """\
Title: Coder II
Company: Lakeview
Location: Columbus, OH
Pay: $28.5 - $36 per hour

Description
Codes visits.
• RHIT & CCS

Education
associate degree

Experience
24 months of experience"""


@pytest.mark.parametrize(
    ("record", "lines"),
    [
        (RESUME, RESUME_LINES),
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


@pytest.mark.parametrize(
    "record",
    [{"@type": "JobPosting", key: value} for key in POSTING for value in (1, [], {"name": []}, [[{}]], None, True)],
)
def test_a_record_of_broken_fields_is_still_read(record: Any) -> None:
    assert read(json.dumps(record).encode(), Limits()).kind == "json"
