"""The pages as docs/ shows them: written where HIMATCH_SCREENSHOTS is set, `make screenshots`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PDF, PICTURE, pile
from tests.browser.states import State, at, handed_in
from tests.samples import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("HIMATCH_SCREENSHOTS"), reason="HIMATCH_SCREENSHOTS is not set"),
]
FOLDER = ROOT / "docs" / "screenshots"
MOST = 350_000  # bytes


def shot(page: Page, name: str, whole: bool = False) -> None:
    path: Path = FOLDER / f"{name}.png"
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")

    assert path.stat().st_size < MOST


@pytest.mark.parametrize(
    ("name", "state", "height"),
    [
        ("home", at("/"), 1000),
        ("report", handed_in(PDF), 1500),
        ("shortlist", handed_in([*pile(), PICTURE], shows="#ranking"), 1300),
        ("taxonomy", at("/taxonomy?q=coder"), 900),
        ("entry", at("/taxonomy/rhit"), 1200),
        ("how", at("/how"), 1200),
    ],
)
def test_a_page_is_worth_showing(page: Page, name: str, state: State, height: int) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    state(page)

    shot(page, name)


def test_a_report_in_the_dark_is_worth_showing(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 1500})
    handed_in(PDF)(page)
    page.locator("#texts").evaluate("element => element.scrollIntoView()")

    shot(page, "report-dark")


def test_a_report_on_a_phone_is_worth_showing(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 1400})
    handed_in(PDF)(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    shot(page, "phone")
