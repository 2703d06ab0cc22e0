"""A résumé is told from an ad, and both from what is neither, before anything is judged."""

from __future__ import annotations

import pytest

from matcher import read_posting, read_profile
from matcher.errors import NotAnAd, NotAResume
from tests.samples import AS_OF, rows

INVOICE = """INVOICE 2026-0417

Bill to: Lakeview Medical Group, Accounts Payable
Copies of medical records, release of information, 145 pages at $0.25 a page
Certified mail, two envelopes, and notary fee for the custodian's affidavit
Subtotal $48.75, sales tax $3.90, total due $52.65 within thirty days of the date of this invoice
Late payments bear interest at one and a half per cent a month until they are received in full
Questions about this invoice: call the billing office, extension 204, weekdays from eight to four
Thank you for the prompt payment of the last three invoices, which is noted in the ledger with pleasure.
"""
RECIPE = """Buttermilk pancakes

Whisk two cups of flour, two spoons of sugar, one spoon of baking powder and a pinch of salt in a wide bowl.
In another bowl beat two eggs with two cups of buttermilk and a little melted butter until it is smooth.
Pour the wet into the dry and stir until no dry flour is left; a few lumps are fine and wanted.
Let the batter rest while the pan becomes hot. Pour a ladle of it for each one and wait until bubbles
come and go on top, then turn it and let the other side become brown. Eat them hot, with syrup and berries.
"""
NEWS = """Coding updates for the new fiscal year

The committee met in March and discussed several proposals about ICD-10-CM and ICD-10-PCS. New codes for
lymphoma in remission and for eating disorders were presented, and public comment was taken until May.
Facilities should expect the addenda in early summer, with the guidelines a few weeks later. Epic and Cerner
customers receive the tables with the autumn release. A summary of the changes to the HCC model, which
affects risk adjustment programs most, is published by the agency together with the final rule each April,
and the association offers a webinar on it for members at no charge in September of the same year.
"""


@pytest.mark.parametrize("text", [INVOICE, RECIPE, NEWS, *(row["text"] for row in rows("ads")[:12])])
def test_what_is_no_resume_is_refused(text: str) -> None:
    with pytest.raises(NotAResume):
        read_profile(text, AS_OF)


@pytest.mark.parametrize("text", [RECIPE, *(row["text"] for row in rows("resumes")[:12])])
def test_what_is_no_ad_is_refused(text: str) -> None:
    with pytest.raises(NotAnAd):
        read_posting(text)


@pytest.mark.parametrize("row", rows("resumes"), ids=lambda row: row["id"])
def test_no_resume_is_refused_as_something_else(row: dict[str, str]) -> None:
    assert read_profile(row["text"], AS_OF).document.text


@pytest.mark.parametrize("row", rows("ads"), ids=lambda row: row["id"])
def test_no_ad_is_refused_as_something_else(row: dict[str, str]) -> None:
    assert read_posting(row["text"]).document.text


UNDATED = """Dana Example, RHIT

Summary
Records specialist who likes hard charts and clean indexes. Responsible for release of information in a
clinic of nine physicians, for chart completion and for the retention schedule, which was three years behind.

Skills
Release of information, chart analysis, HIPAA, Epic, Microsoft Excel

Education
Associate of Applied Science in Health Information Technology, Example Community College
"""


def test_a_resume_without_a_date_is_one() -> None:
    assert [h.concept for h in read_profile(UNDATED, AS_OF).holdings if h.kind == "credential"] == ["rhit"]


@pytest.mark.parametrize("text", ["RHIT", "Coder since 2019. CPC.", "Knows Epic.", "No CPC yet."])
def test_a_few_words_say_too_little_to_be_refused(text: str) -> None:
    assert read_profile(text, AS_OF).document.text == text
    assert read_posting(text).document.text == text


def test_the_ad_pasted_below_a_resume_does_not_make_an_ad_of_it() -> None:
    resume, ad = rows("resumes")[0]["text"], rows("ads")[0]["text"]

    assert read_profile(f"{resume}\n\n{ad}", AS_OF).positions
