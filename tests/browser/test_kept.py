"""Nothing of what somebody handed in is there for who comes next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.desk import AD, RESUME, document, hand_in
from tests.browser.states import STATES

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WORD = "Quibblethwaite"


def test_nothing_of_an_upload_is_in_any_later_page(page: Page, new_context: CreateContextCallback) -> None:
    hand_in(page, document(f"{WORD}.txt", f"{WORD}\n{RESUME}"), f"{AD}\n{WORD}")
    expect(page.locator(".report")).to_contain_text(WORD)

    for next_one in (page, new_context().new_page()):
        for state in STATES.values():
            state(next_one)
            assert WORD not in next_one.content()


def test_nothing_is_stored_in_the_browser(page: Page) -> None:
    hand_in(page)
    expect(page.locator(".report")).to_be_visible()

    # The vendored script notes the path that it is at; it has no more to note.
    assert page.evaluate("[{...localStorage}, {...sessionStorage}]") == [
        {},
        {"htmx-current-path-for-history": "/match"},
    ]
    assert page.context.cookies() == []


def test_going_back_to_a_report_shows_no_copy_of_it(page: Page) -> None:
    hand_in(page, document("a.txt", f"{WORD}\n{RESUME}"))
    expect(page.locator(".report")).to_contain_text(WORD)
    page.goto("/how")

    # The browser has no copy: it would have to send the form again, and asks first.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
