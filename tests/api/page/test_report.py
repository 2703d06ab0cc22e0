"""The report's page says what the answer says, on the words it rests on, and nothing hostile in a text can act."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import api
from api.page.marks import Cited, cited, visible
from api.page.report import report_view
from api.page.templates import environment
from api.words import labels
from matcher import match, read_posting, read_profile, to_json
from matcher.fit import considerations
from taxonomy import load_taxonomy

API = Path(api.__file__).parent
PAGES = environment()
LABEL = labels(load_taxonomy())
AS_OF = date(2026, 11, 1)

AD = """Inpatient Coder

Qualifications
CCS, RHIT or RHIA required.
Must obtain CCS within 12 months of hire if not currently certified.
Minimum 3 years of acute care inpatient coding experience.
Associate degree in HIM or equivalent experience.
CDIP or CCDS preferred.
Background check required.

Pay
$28.50 - $36.75 per hour.
"""
RESUME = """Experience

Outpatient Coder, Lakeview Medical Group
2021 - present
- Assign ICD-10-CM and CPT codes in Epic

Education
A.A.S. Health Information Technology, 2019

Certifications
CPC-A, AAPC, 2020
RHIT eligible
"""
BARE = "Skills\nMedical coding, HIPAA\n\nCertifications\nRHIT\n"
HOSTILE = (
    """<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %}\n=cmd|' /C calc'!A0\n"""
    + "W" * 4096
    + "\n\u202ereversed \u2067never closed\nbell\x07 escape\x1b[31m\n\nExperience\n\n"
    "Inpatient Coder, <b>General</b> Hospital\n2019 - present\n- ICD-10-PCS <svg onload=alert(3)>\n\n"
    "Certifications\nRHIA </mark></div><script>alert(4)</script>\n"
)
WEDDING = "Wedding Planner\n\nRequirements\nThree years of planning weddings required.\n"
PAIRS = {
    "near": (RESUME, AD),
    "bare": (BARE, AD),
    "hostile": (HOSTILE, HOSTILE.replace("Experience", "Required") + AD),
    "wedding": (BARE, WEDDING),
}


@cache
def answer(name: str) -> Any:
    """One pair, matched, as HTTP gives it with everything included."""
    resume, ad = PAIRS[name]
    profile, posting = read_profile(resume, AS_OF), read_posting(ad)
    texts = {"resume": profile.document.text, "posting": posting.document.text}
    whole = {"texts": texts, "profile": to_json(profile), "posting": to_json(posting)}
    return to_json(match(profile, posting, AS_OF)) | whole


def page(template: str, **context: Any) -> LexborHTMLParser:
    return LexborHTMLParser(PAGES.get_template(template).render(**context))


def report(name: str) -> LexborHTMLParser:
    return page("report.html", view=report_view(answer(name), LABEL))


every_pair = pytest.mark.parametrize("name", PAIRS)


# --- what is said -------------------------------------------------------------------------------------


def test_the_headline_says_the_score_and_what_is_in_the_way() -> None:
    head = report_view(answer("near"), LABEL, name="a.pdf").headline

    short = [
        v["requirement"] for v in answer("near")["verdicts"] if v["requirement"] in answer("near")["missing_required"]
    ]
    assert head.title == "Inpatient Coder: a.pdf"
    assert head.score == f"{answer('near')['score']:.2f}"
    assert head.qualified == "no"
    assert re.fullmatch(rf"{len(short)} of \d required lines not met:", head.why)
    assert [line.id for line in head.in_the_way] == short


def test_what_could_be_is_said_only_where_it_differs() -> None:
    assert report_view(answer("near"), LABEL).headline.could_be == ""
    assert report_view(answer("bare"), LABEL).headline.could_be == f"{answer('bare')['could_be']:.2f}"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"qualified": "yes"}, "Every required line is met."),
        ({"qualified": "yes", "verdicts": []}, "The ad requires nothing."),
        ({"qualified": "unknown"}, "The résumé does not say enough about 0 of 3 required lines:"),
    ],
)
def test_why_somebody_is_qualified_or_is_not(change: dict[str, Any], why: str) -> None:
    assert report_view(answer("near") | change, LABEL).headline.why == why


def test_an_ad_that_is_not_scored_says_why() -> None:
    head = report_view(answer("wedding"), LABEL).headline

    assert (head.score, head.in_the_way) == ("", ())
    assert head.no_score == "the ad is not for work in health information, so it is not scored"
    assert "No score" in report("wedding").css_first(".headline").text()


@every_pair
def test_each_requirement_stands_on_the_page_with_its_result_as_a_word(name: str) -> None:
    shown = report(name)

    for verdict in answer(name)["verdicts"]:
        line = shown.css_first(f"#{verdict['requirement']}")
        assert line is not None
        if verdict["ask"]["modality"] != "mentioned":
            assert line.css_first(".result").text().split()[-1] == verdict["result"]
            closing = verdict["closes_by"] or ""
            assert closing[1:] in line.text() or closing == f"show {line.css_first('h4 bdi').text()}"


def test_what_is_hardest_to_come_by_stands_first_of_what_is_in_the_way() -> None:
    kinds = ("skill", "education", "experience", "credential")
    lacking = [v for v in answer("near")["verdicts"] if v["result"] == "missing"][:1] * 4
    turned = [
        v | {"requirement": kind, "ask": v["ask"] | {"kind": kind}} for v, kind in zip(lacking, kinds, strict=True)
    ]

    head = report_view(answer("near") | {"qualified": "no", "verdicts": turned}, LABEL).headline
    assert [line.id for line in head.in_the_way] == list(reversed(kinds))


def test_many_quotes_of_one_line_are_folded_away_and_none_is_lost() -> None:
    cited = cited_lines(9)

    shown = LexborHTMLParser(PAGES.get_template("_quotes.html").module.quotes(cited))
    assert len(shown.css(".quote")) == 9
    assert [len(shown.css("details .quote")), shown.css_first("summary").text()] == [6, "6 more places"]


def cited_lines(count: int) -> tuple[Cited, ...]:
    text = "\n".join(f"line {number}" for number in range(count))
    starts = [at for at in range(len(text)) if text.startswith("line", at)]
    return cited([{"start": at, "end": at + 4, "quote": "line"} for at in starts], text, "resume")


def test_the_score_is_the_sum_of_the_parts_shown() -> None:
    view = report_view(answer("near"), LABEL)

    assert f"{sum(float(part.got) for part in view.parts):.2f}" == view.score
    assert all(part.got_bar <= part.of_bar <= 100 for part in view.parts)
    assert {ident for part in view.parts for ident in part.requirements} <= {
        v["requirement"] for v in answer("near")["verdicts"]
    }


def test_terms_of_the_job_and_what_nobody_asked_for_are_told() -> None:
    view = report_view(answer("near"), LABEL)

    assert [condition.message for condition in view.conditions] == ["background check"]
    assert [ident for ident, _ in view.beyond] == answer("near")["beyond"]
    assert len(view.notes) == len(answer("near")["warnings"])
    assert [step.do for step in view.next_steps] == [step["do"] for step in answer("near")["next_steps"]]


# --- where it is said -----------------------------------------------------------------------------------


@every_pair
def test_the_marked_texts_are_the_texts(name: str) -> None:
    shown = report(name)

    for side in ("posting", "resume"):
        body = shown.css_first(f"[aria-labelledby={side}-title].text-body")
        for back in body.css("sup"):
            back.decompose()
        assert body.text() == visible(answer(name)["texts"][side])


@every_pair
def test_every_link_within_the_page_leads_somewhere_and_no_id_is_there_twice(name: str) -> None:
    shown = report(name)

    ids = Counter(node.attributes["id"] for node in shown.css("[id]"))
    links = {str(node.attributes["href"]) for node in shown.css("a[href^='#']")}
    assert [ident for ident, times in ids.items() if times > 1] == []
    assert {link[1:] for link in links} - ids.keys() == set()


def test_quotes_lead_to_the_text_and_back() -> None:
    shown = report("near")

    for verdict in answer("near")["verdicts"]:
        for span in verdict["ask"]["evidence"]:
            mark = shown.css_first(f"mark#posting-{span['start']}")
            assert mark is not None
            assert span["quote"].startswith(mark.text())
        assert shown.css_first(f".text-body a.back[href='#{verdict['requirement']}']") is not None


def test_a_warning_about_the_resume_leads_into_the_resume() -> None:
    start = RESUME.index("RHIT eligible")
    span = {"start": start, "end": start + 13, "quote": "RHIT eligible"}

    view = report_view(answer("near") | {"warnings": [{"code": "x", "message": "look", "evidence": [span]}]}, LABEL)

    assert [line.link for line in view.notes[0].evidence] == [f"#resume-{start}"]


# --- nothing acts -----------------------------------------------------------------------------------------


@every_pair
def test_nothing_in_a_text_becomes_an_element_or_a_script(name: str) -> None:
    shown = report(name)

    assert [node.attributes.get("src") for node in shown.css("script")] == ["/static/htmx.min.js"]
    assert shown.css("main img, main b b, main svg[onload], main iframe, style") == []
    assert [a for node in shown.css("*") for a in node.attributes if a == "style" or a.startswith("on")] == []


def test_characters_that_steer_are_seen() -> None:
    html = PAGES.get_template("report.html").render(view=report_view(answer("hostile"), LABEL))

    assert not set(html) & set("\u202e\u2067\x07\x1b")


def test_the_vendored_script_is_the_one_whose_hash_the_page_names() -> None:
    digest = b64encode(hashlib.sha384((API / "static" / "htmx.min.js").read_bytes()).digest()).decode()

    assert page("problem.html", problem=PROBLEM).css_first("script").attributes["integrity"] == f"sha384-{digest}"
    assert digest in (API / "static" / "VENDORED.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", sorted(path.name for path in (API / "static").glob("*.css")))
def test_a_style_sheet_loads_nothing(sheet: str) -> None:
    text = (API / "static" / sheet).read_text(encoding="utf-8")

    assert re.findall(r"@import|url\(", text) == []


# --- the form, and errors -----------------------------------------------------------------------------------

PROBLEM = SimpleNamespace(title="Not <b>read</b>", status=422, detail="<i>no</i> résumé", hint="look & see")


def test_the_form_has_every_field_with_a_label_and_the_default_weights() -> None:
    form = page("home.html", considerations=considerations()).css_first("form")

    names = [str(node.attributes["name"]) for node in form.css("[name]")]
    labelled = {str(node.attributes["for"]) for node in form.css("label")}
    weights = [f"weight_{row.name}" for row in considerations()]
    assert names == ["resumes", "resume", "ad_file", "ad", "as_of", *weights]
    assert labelled == set(names)
    assert form.attributes["enctype"] == "multipart/form-data"
    assert [form.css_first(f"[name={name}]").attributes["value"] for name in weights] == [
        str(row.weight) for row in considerations()
    ]


@pytest.mark.parametrize("field", ["resume", "ad", "as_of", "weights"])
def test_a_problem_is_told_at_its_field_and_nothing_typed_is_lost(field: str) -> None:
    typed = {"resume": "</textarea><script>", "ad": "\nCoder", "as_of": "2026-01-02", "weights": {"preferred": "0"}}

    shown = page("home.html", considerations=considerations(), problem=PROBLEM, field=field, form=typed)

    assert shown.css_first(f"#{field}-problem").text().split() == "<i>no</i> résumé Look & see".split()
    assert shown.css_first(f"[role=alert] a[href='#{field}']") is not None
    assert shown.css_first(f"#{field}") is not None
    assert [shown.css_first(f"textarea[name={name}]").text() for name in ("resume", "ad")] == [
        "</textarea><script>",
        "\nCoder",
    ]
    assert shown.css_first("[name=as_of]").attributes["value"] == "2026-01-02"
    assert shown.css_first("[name=weight_preferred]").attributes["value"] == "0"


def test_a_problem_of_no_field_is_told_above_the_form() -> None:
    shown = page("home.html", considerations=considerations(), problem=PROBLEM)

    assert "<i>no</i> résumé" in shown.css_first("[role=alert]").text()
    assert shown.css(".field-problem") == []


def test_a_problem_has_a_page_that_says_what_to_do() -> None:
    shown = page("problem.html", problem=PROBLEM)

    assert shown.css_first("h1").text() == "Not <b>read</b>"
    assert "look & see" in shown.css_first("[role=alert]").text()


def test_every_page_says_that_nothing_is_kept_and_who_decides() -> None:
    said = page("problem.html", problem=PROBLEM).css_first("footer").text()

    assert "Nothing uploaded is kept" in said
    assert "A decision about a person is a person’s to make" in said


def test_the_page_of_a_report_does_not_hang_on_the_order_of_its_quotes() -> None:
    turned = answer("near") | {
        "verdicts": [
            v | {"ask": v["ask"] | {"evidence": v["ask"]["evidence"][::-1]}} for v in answer("near")["verdicts"]
        ]
    }

    one, other = report_view(answer("near"), LABEL), report_view(turned, LABEL)
    assert [replace(t, title="") for t in one.texts] == [replace(t, title="") for t in other.texts]
