"""A JobPosting says what its fields say, however they are shaped, and no more than once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher import read_document, read_posting, read_profile, to_json
from matcher.errors import NotAResume
from matcher.parse import jobposting, values
from matcher.parse.html import read, text_of
from matcher.parse.jobposting import chosen, lines_of, offer_of, postings_in, scripted
from matcher.parse.shape import Limits
from tests.samples import AS_OF, ads, rows

KEYS = (
    "title", "description", "qualifications", "responsibilities", "skills", "educationRequirements", "baseSalary",
    "experienceRequirements", "jobLocation", "jobLocationType", "applicantLocationRequirements", "employmentType",
)  # fmt: skip


def lines(**fields: Any) -> list[str]:
    """The lines of a posting with these fields, without the empty ones."""
    said = "\n".join(lines_of(offer_of({"@type": "JobPosting", **fields}, text_of)))
    return [line for line in said.split("\n") if line]


def money(**value: Any) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "currency": "USD", "value": {"@type": "QuantitativeValue", **value}}


@pytest.mark.parametrize(
    "found",
    [
        {"@type": "JobPosting"},
        [{"@type": "Person"}, {"@type": ["Thing", "JobPosting"]}],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, {"@type": "JobPosting"}]},
        {"@type": "schema:JobPosting"},
        {"@type": "http://schema.org/JobPosting"},
        {"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/JobPosting"}},
    ],
)
def test_a_posting_is_found_wherever_it_stands(found: Any) -> None:
    assert len(postings_in(found)) == 1


@pytest.mark.parametrize(
    "found", [None, 7, "JobPosting", [], {"@type": "Person"}, {"type": "JobPosting"}, {"@type": [1, None]}]
)
def test_nothing_else_is_a_posting(found: Any) -> None:
    assert postings_in(found) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " Coder\n II "}, ["Job title: Coder II"]),
        ({"schema:title": "Coder II"}, ["Job title: Coder II"]),
        ({"https://schema.org/employmentType": "FULL_TIME"}, ["Employment type: full-time"]),
        ({"title": {"@value": "Coder II", "@language": "en"}}, ["Job title: Coder II"]),
        ({"employmentType": ["PART_TIME", "per diem", "OTHER"]}, ["Employment type: part-time, per diem"]),
        ({"jobLocationType": "TELECOMMUTE"}, ["Workplace: remote"]),
        ({"jobLocation": {"address": {"addressLocality": "Troy", "addressRegion": "US-OH"}}}, ["Location: Troy, OH"]),
        ({"jobLocation": [{"address": "Troy, OH"}, {"name": "Dayton, OH"}]}, ["Location: Troy, OH; Dayton, OH"]),
        ({"applicantLocationRequirements": {"@type": "State", "name": "Texas"}}, ["Applicant location: Texas"]),
        ({"hiringOrganization": {"name": "Epic Care"}, "estimatedSalary": money(value=30, unitText="HOUR")}, []),
        ({"description": "Codes charts.\nQueries R&amp;D."}, ["Codes charts.", "Queries R&D."]),
        ({"description": "<p>Codes.</p><ul><li>RHIT<li>CCS &amp; CPC</ul>"}, ["Codes.", "• RHIT", "• CCS & CPC"]),
        ({"description": "&lt;p&gt;Codes.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;RHIT&lt;/ul&gt;"}, ["Codes.", "• RHIT"]),
        ({"description": "<b>Duties</b>\nCodes charts."}, ["Duties", "Codes charts."]),
        ({"qualifications": "RHIT required."}, ["Qualifications", "RHIT required."]),
        ({"qualifications": {"@type": "Credential", "name": "RHIT"}}, ["Qualifications", "RHIT"]),
        ({"skills": ["CPT", {"@type": "DefinedTerm", "name": "Epic"}]}, ["Skills", "CPT", "Epic"]),
        ({"responsibilities": "<ul><li>Codes</ul>"}, ["Responsibilities", "• Codes"]),
        ({"educationRequirements": "Associate degree in HIT"}, ["Education", "Associate degree in HIT"]),
        ({"educationRequirements": {"credentialCategory": "high school"}}, ["Education required", "high school"]),
        (
            {"educationRequirements": [{"credentialCategory": f"{name} degree"} for name in ("associate", "bachelor")]},
            ["Education required", "associate degree or bachelor degree"],
        ),
        ({"educationRequirements": "no requirements", "experienceRequirements": {"monthsOfExperience": 0}}, []),
        ({"experienceRequirements": "Two years of coding"}, ["Experience", "Two years of coding"]),
        ({"experienceRequirements": {"monthsOfExperience": "24"}}, ["Experience required", "2 years of experience"]),
        ({"experienceRequirements": {"monthsOfExperience": 18}}, ["Experience required", "18 months of experience"]),
        (
            {
                "educationRequirements": {"credentialCategory": "bachelor degree"},
                "experienceRequirements": {"monthsOfExperience": 60},
                "experienceInPlaceOfEducation": True,
            },
            ["Education required", "bachelor degree or 5 years of experience"],
        ),
    ],
)  # fmt: skip
def test_each_field_becomes_lines(fields: dict[str, Any], said: list[str]) -> None:
    assert lines(**fields) == said


@pytest.mark.parametrize(
    ("salary", "said"),
    [
        (money(minValue=28.5, maxValue=36, unitText="HOUR"), "$28.50 - $36 per hour"),
        (money(minValue="58,000", maxValue="$72,000", unitText="YEARLY"), "$58,000 - $72,000 per year"),
        (money(value=61000, unitText="ANNUAL"), "$61,000 per year"),
        (money(minValue=30, unitText="PER_HOUR"), "from $30 per hour"),
        (money(maxValue=30, unitText="hour"), "up to $30 per hour"),
        ({"currency": "USD", "minValue": 4000, "maxValue": 5000, "unitText": "MONTH"}, "$4,000 - $5,000 per month"),
        ({"value": 85000}, "$85,000"),
        ({"value": "$25 - $30", "unitText": "HOUR"}, "$25 - $30 per hour"),
        (85000, "$85,000"),
        ("$28 to $36 an hour", "$28 to $36 an hour"),
        (money(minValue=0, maxValue=0, unitText="HOUR"), None),
        (money(value=1e400, unitText="YEAR"), None),
        (money(value=-5), None),
        ({**money(value=50000, unitText="YEAR"), "currency": "CAD"}, None),
    ],
)
def test_pay_is_said_as_ads_print_it(salary: Any, said: str | None) -> None:
    assert lines(baseSalary=salary) == ([] if said is None else [f"Pay: {said}"])


def test_pay_in_another_currency_is_left_out_with_a_note() -> None:
    offer = offer_of({"baseSalary": {**money(value=50000), "currency": "EUR"}}, text_of)

    assert [code for code, _ in offer.notes] == ["other_currency"]


BACHELOR = {"educationRequirements": {"credentialCategory": "bachelor degree"}}
TWO_YEARS = {"experienceRequirements": {"monthsOfExperience": 24}}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"description": "RHIT required.\nCPT.", "qualifications": "RHIT required"}, ["RHIT required.", "CPT."]),
        ({"description": "CPT.", "qualifications": "CPT\nRHIT"}, ["CPT.", "Qualifications", "RHIT"]),
        ({"qualifications": "RHIT", "skills": "RHIT\nCPT"}, ["Qualifications", "RHIT", "Skills", "CPT"]),
        ({"description": "Bachelor’s or 4 years.", **BACHELOR}, ["Bachelor’s or 4 years."]),
        ({"description": "Experience: 2 years.", **TWO_YEARS}, ["Experience: 2 years."]),
        ({"description": "CPT.", **BACHELOR}, ["CPT.", "Education required", "bachelor degree"]),
        (
            {"description": "A 2 year lease.", **TWO_YEARS},
            ["A 2 year lease.", "Experience required", "2 years of experience"],
        ),
    ],
)
def test_nothing_is_said_twice(fields: dict[str, Any], said: list[str]) -> None:
    assert lines(**fields) == said


def test_text_that_a_field_hides_is_left_out_with_a_note() -> None:
    offer = offer_of({"description": "<p>Codes.</p><p style='display:none'>CCS CPC</p>"}, text_of)

    assert offer.text == "Codes."
    assert [code for code, _ in offer.notes] == ["hidden_text"]


@pytest.mark.parametrize(
    "value",
    [None, True, 7, "", "x", [], {}, [[]], [{}], {"name": []}, {"value": {"value": [{}]}}, [None, {"address": [1]}]],
)
@pytest.mark.parametrize("key", KEYS)
def test_fields_of_any_shape_are_read(key: str, value: Any) -> None:
    assert "Codes." in lines(**{"description": "Codes.", key: value}) or key == "description"


@pytest.mark.parametrize(
    "script",
    [
        '<!--\n{"@type": "JobPosting"}\n-->',
        '//<![CDATA[\n{"@type": "JobPosting"}\n//]]>',
        '{"@type": "JobPosting", "description": "two\nlines"};',
        '{"@type": "JobPosting", "baseSalary": NaN}',
        "{&quot;@type&quot;: &quot;JobPosting&quot;}",
    ],
)
def test_scripts_are_read_as_publishers_write_them(script: str) -> None:
    found, notes = scripted([script])

    assert (len(found), notes) == (1, ())


def test_the_posting_that_the_page_shows_is_taken() -> None:
    postings = [{"@type": "JobPosting", "title": "Clerk"}, {"@type": "JobPosting", "title": "Coder II"}]

    assert chosen(postings, "Coder II, Columbus")[0]["title"] == "Coder II"
    assert chosen(postings)[0]["title"] == "Clerk"


# --- pages -----------------------------------------------------------------------------------------

NAVIGATION = "<nav><ul><li>Home<li>Careers<li>Sign in<li>Clerk, Dayton</ul></nav>"
AD = (
    "<p>Lakeview is looking for a coder of clinic visits who likes quiet work.</p>"
    "<ul><li>RHIT or CCS required by the time of hire<li>Two years of outpatient coding are required</ul>"
)
DATA = {"@type": "JobPosting", "title": "Coder II", "description": AD, "jobLocationType": "TELECOMMUTE"}


def page(data: Any, body: str) -> tuple[str, list[str]]:
    script = data if isinstance(data, str) else json.dumps(data)
    parsed = read(f"<html><script type='application/ld+json'>{script}</script><body>{body}".encode(), Limits())
    return parsed.pages[0], [code for code, _ in parsed.notes]


@pytest.mark.parametrize(
    "body", ["", NAVIGATION, NAVIGATION + AD, "<h1>Coder II</h1>" + AD + "<footer>Cookies</footer>"]
)
def test_the_data_is_read_where_the_page_says_little_more(body: str) -> None:
    text, codes = page(DATA, body)

    assert text.startswith("Job title: Coder II\nWorkplace: remote\n\nLakeview is looking")
    assert (text.count("RHIT"), "Sign in" in text, codes) == (1, False, ["json_ld_read"])


def test_a_page_that_says_more_is_read_with_the_data_before_it() -> None:
    more = "".join(f"<p>Number {n} of the duties is to code a visit of another clinic by noon.</p>" for n in range(9))
    teaser = {**DATA, "description": "Lakeview is looking for a coder of clinic visits who likes quiet work."}
    text, codes = page({**teaser, "qualifications": "CPC preferred"}, NAVIGATION + "<h1>Coder II</h1>" + AD + more)

    assert text.startswith("Job title: Coder II\nWorkplace: remote\n\n• Home")
    assert text.endswith("Qualifications\nCPC preferred")
    assert (text.count("RHIT"), text.count("quiet work"), codes) == (1, 1, ["json_ld_added"])


def test_data_of_another_job_is_not_used() -> None:
    other = "".join(f"<p>Number {n} of the duties is to file a chart of another clinic by noon.</p>" for n in range(9))
    text, codes = page(DATA, other)

    assert "Coder II" not in text
    assert codes == ["json_ld_differs"]


@pytest.mark.parametrize(
    "data",
    ['{"@type": "JobPosting", "title": ', '{"@type": "JobPosting", "x": ' + "[" * 200_000, '"JobPosting"' * 100_000],
    ids=["cut", "deep", "huge"],
)
def test_broken_data_leaves_the_page_as_it_is_and_says_so(data: str) -> None:
    assert page(data, AD)[1] == ["json_ld_broken"]
    assert page(data, AD)[0] == text_of(AD)[0]


@pytest.mark.parametrize("data", ['{"@type": "Person"}', "[[[", "null", ""])
def test_data_of_other_things_is_passed_over(data: str) -> None:
    assert page(data, AD) == (text_of(AD)[0], [])


def test_the_limits_of_looking_are_kept() -> None:
    wide = [{"@type": "Thing"}] * 5 * jobposting.MOST_THINGS

    assert postings_in([wide, {"@type": "JobPosting"}]) == [{"@type": "JobPosting"}]
    assert len(values.listed(list(range(10_000)))) == values.MOST_LISTED


# --- through the door ------------------------------------------------------------------------------

SPACES = " " * 300_000
HOSTILE = {
    "tags": json.dumps({**DATA, "description": "<b>" * 100_000}),
    "escaped": json.dumps({**DATA, "description": "&lt;b&gt;x" * 60_000}),
    "unclosed": json.dumps({**DATA, "description": "<a " * 200_000}),
    "objects": '{"@type":"JobPosting","a":' + '{"a":' * 90_000 + "1" + "}" * 90_000 + "}",
    "digits": '{"@type":"JobPosting","baseSalary":' + "9" * 100_000 + "}",
    "blanks": f"{SPACES}JobPosting{SPACES}x",
    "comments": "<!--" * 60_000 + "JobPosting" + "/*" * 60_000 + SPACES,
    "words": json.dumps({**DATA, "skills": [f"s{n} a b" for n in range(40_000)], "baseSalary": "1," * 50_000}),
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE)
def test_hostile_data_costs_no_page_its_text(script: str) -> None:
    document = read_document(f"<script type=application/ld+json>{script}</script><h1>Coder II</h1>{AD}".encode())

    assert "RHIT or CCS required" in document.text or "Job title: Coder II" in document.text
    assert document.warnings


@pytest.mark.parametrize("number", range(0, len(rows("ads")), 3))
def test_an_ad_reads_the_same_as_data_and_as_text(number: int) -> None:
    row, ad = rows("ads")[number], ads()[number]
    data = {**DATA, "title": row["title"], "description": row["text"], "jobLocationType": None}
    given = {"jobLocation": {"address": row.get("location")}, "baseSalary": row.get("pay_text")}
    again = read_posting(read_document(json.dumps({**data, **given}).encode()))

    assert [(r.modality, r.any_of) for r in again.requirements] == [(r.modality, r.any_of) for r in ad.requirements]
    assert (again.title, again.state, again.workplace) == (ad.title, ad.state, ad.workplace)
    assert (again.pay and again.pay.annual_low) == (ad.pay and ad.pay.annual_low)


def test_facts_of_the_data_alone_are_read_and_quoted() -> None:
    data = {**DATA, "baseSalary": money(minValue=28.5, maxValue=36, unitText="HOUR"), **BACHELOR}
    ad = read_posting(json.dumps(data))

    assert (ad.title, ad.workplace) == ("Coder II", "remote")
    assert ad.pay is not None
    assert ad.pay.evidence[0].quote == "$28.50 - $36 per hour"
    assert [s.quote for r in ad.requirements for s in r.evidence if r.kind == "education"] == ["bachelor degree"]


def test_a_pasted_posting_says_what_its_file_says() -> None:
    text = json.dumps(DATA)

    assert to_json(read_posting(text)) == to_json(read_posting(read_document(text.encode())))


def test_a_page_that_calls_itself_a_posting_is_no_resume() -> None:
    resume = "<h2>Experience</h2><p>Medical Coder, Lakeview, 2019 - 2021<p>Clerk, Brookside, 2017 - 2019"
    data = {**DATA, "description": "Medical Coder, 2010 - 2024. RHIA, CCS, CPC."}
    unseen = f"<script type=application/ld+json>{json.dumps(data)}</script>{resume}".encode()

    with pytest.raises(NotAResume):
        read_profile(read_document(unseen), AS_OF)
