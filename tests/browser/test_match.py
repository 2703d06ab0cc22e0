"""One résumé against one ad, from the form to the words of a verdict: by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.desk import AD, PDF, PICTURE, RESUME, document, hand_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
TABS = 200  # more than any page here needs


def requirement(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=words))


def tab_to(page: Page, goal: Locator) -> None:
    """Presses Tab until the focus is there."""
    for _ in range(TABS):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{goal} cannot be reached by keyboard")


def test_a_report_says_what_is_met_and_missing_and_each_quote_leads_to_its_words_and_back(page: Page) -> None:
    hand_in(page)

    expect(page).to_have_title("Inpatient Coder: resume.pdf · himatch")
    expect(page.get_by_text("2 of 4 required lines not met:")).to_be_visible()
    card = requirement(page, "Associate's degree")
    expect(card.locator(".result")).to_have_text("✓ met")
    quote = card.get_by_role("link", name="A.A.S. Health Information Technology")
    quote.click()
    target = page.locator("mark:target")
    expect(target).to_be_in_viewport()
    expect(target).to_have_text("A.A.S. Health Information Technology")
    page.locator("mark:target + sup").get_by_role("link", name="r3, met").click()
    expect(card).to_be_in_viewport()
    assert page.url.endswith("#r3")


def test_the_whole_task_needs_nothing_but_a_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    files = page.get_by_label("Files: one, or a pile")
    tab_to(page, files)
    files.set_input_files(PDF)
    tab_to(page, page.get_by_label("Or paste the ad"))
    page.keyboard.insert_text(AD)
    tab_to(page, page.locator("summary", has_text="Date and weights"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Role alignment"))
    page.keyboard.insert_text("0")
    tab_to(page, page.get_by_role("button", name="Match", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator("#made")).to_contain_text("role alignment 0")
    card = requirement(page, "At least 3 years of inpatient coding")
    tab_to(page, card.get_by_role("link", name="Minimum 3 years"))
    page.keyboard.press("Enter")
    expect(page.locator("mark:target")).to_be_in_viewport()
    tab_to(page, page.locator("mark:target + sup a"))
    page.keyboard.press("Enter")
    expect(card).to_be_in_viewport()
    steps = page.locator("summary", has_text="Every step")
    tab_to(page, steps)
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").filter(has_text="Repeat these steps")).to_be_visible()


@pytest.mark.parametrize(
    ("resumes", "ad", "at", "reason"),
    [
        (PICTURE, AD, "Files: one, or a pile", "it is a picture (PNG)"),
        (document("empty.txt", " \n"), AD, "Files: one, or a pile", "it is empty"),
        ([], AD, "Files: one, or a pile", "no résumé was given"),
        (PDF, "", "Or paste the ad", "no ad was given"),
        (PDF, RESUME, "Or paste the ad", "this reads like a résumé"),
    ],
)
def test_what_cannot_be_matched_is_told_at_its_field_and_what_was_pasted_stays(
    page: Page, resumes: Any, ad: str, at: str, reason: str
) -> None:
    hand_in(page, resumes, ad)

    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text(reason, ignore_case=True)
    field = page.get_by_label(at)
    expect(field).to_have_attribute("aria-invalid", "true")
    described = str(field.get_attribute("aria-describedby")).split()[-1]
    expect(page.locator(f"#{described}")).to_contain_text(reason, ignore_case=True)
    expect(page.get_by_label("Or paste the ad")).to_have_value(ad)
    alert.get_by_role("link").click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_without_scripts_the_task_and_the_search_are_the_same(new_context: CreateContextCallback) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("Or paste one résumé").fill(RESUME)
    page.get_by_label("Or paste the ad").fill(AD)
    page.get_by_role("button", name="Match", exact=True).click()
    expect(page.get_by_text("2 of 4 required lines not met:")).to_be_visible()

    page.goto("/taxonomy")
    page.get_by_role("searchbox").fill("RHIT")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="RHIT", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registered Health Information Technician")


def test_the_search_of_the_taxonomy_answers_while_one_types(page: Page) -> None:
    page.goto("/taxonomy")

    page.get_by_role("searchbox").press_sequentially("rhit")

    expect(page.get_by_role("link", name="RHIT", exact=True).first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("rhit")
    expect(page).to_have_url(re.compile(r"\?q=rhit"))
    expect(page.get_by_role("searchbox")).to_be_focused()
