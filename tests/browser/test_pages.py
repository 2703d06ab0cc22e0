"""Every page in every state: for all readers, on all screens and on paper, with nothing in it that could act."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Literal

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from api.guard.headers import POLICY
from tests.browser.desk import PDF
from tests.browser.states import STATES, State, every_state, handed_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAMES = "[...document.querySelectorAll('*')].flatMap(element => element.getAttributeNames())"
ACTING = "script:not([src]), style, [style], iframe, object, embed, base, meta[http-equiv], a[href^='javascript:' i]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_state
def test_axe_finds_nothing(page: Page, state: State, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    state(page)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@every_state
def test_nothing_scrolls_sideways_on_the_smallest_screen(page: Page, state: State) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    state(page)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert Axe().run(page).violations_count == 0


@every_state
def test_no_page_holds_a_script_or_style_of_its_own(page: Page, state: State) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if answer.request.is_navigation_request() else None)
    state(page)

    assert page.locator(ACTING).count() == 0
    assert [name for name in page.evaluate(NAMES) if name.startswith("on")] == []
    assert {answer.headers["content-security-policy"] for answer in answers} == {POLICY}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert "unsafe" not in POLICY


@every_state
def test_headings_and_landmarks_are_in_order(page: Page, state: State) -> None:
    state(page)

    depths = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(heading => Number(heading.tagName[1]))")
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
    assert [page.locator(mark).count() for mark in ("header.masthead", "main", "footer")] == [1, 1, 1]
    assert page.title().endswith("himatch")


def printed(page: Page) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages).split())


def test_a_report_on_paper_holds_all_of_it_and_no_buttons(page: Page) -> None:
    handed_in(PDF)(page)

    words = printed(page)

    assert "At least 3 years of inpatient coding" in words
    assert "Medical Records Clerk, Brookside Community Hospital" in words
    assert "published p10" in words
    assert "A decision about a person is a person’s to make." in words
    assert "Match another" not in words
    assert "Skip to the content" not in words


def test_a_shortlist_on_paper_holds_the_ranking(page: Page) -> None:
    STATES["shortlist"](page)
    names = page.locator(".candidate th.file").all_inner_texts()

    words = printed(page)

    assert all("".join(name.split()) in "".join(words.split()) for name in names)
    assert "Save as CSV" not in words
    assert "Full report" not in words
