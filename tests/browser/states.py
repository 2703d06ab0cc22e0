"""Every page there is, in each of its states."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PDF, PICTURE, document, hand_in, pile
from tests.samples import ROOT

WEDDING = (ROOT / "tests" / "golden" / "wedding.txt").read_text(encoding="utf-8")
State = Callable[[Page], None]


def at(path: str) -> State:
    """A page that an address leads to."""
    return lambda page: page.goto(path) and None


def handed_in(resumes: object, ad: str | None = None, shows: str = ".report") -> State:
    """What the form leads to."""

    def state(page: Page) -> None:
        hand_in(page, resumes, *([ad] if ad else []))
        expect(page.locator(shows).first).to_be_visible(timeout=60_000)

    return state


def opened(state: State) -> State:
    """A page with all that it folds away."""

    def shown(page: Page) -> None:
        state(page)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")

    return shown


STATES: dict[str, State] = {
    "home": opened(at("/")),
    "home with a problem": handed_in(PICTURE, shows=".problem"),
    "report": opened(handed_in(PDF)),
    "report without a score": handed_in(PDF, WEDDING),
    "shortlist": opened(handed_in([*pile(), PICTURE], shows="#ranking")),
    "shortlist without scores": handed_in(pile(3), WEDDING, shows="#ranking"),
    "shortlist of nothing": handed_in([PICTURE, document("b.txt", " ")], shows="#unread"),
    "taxonomy": at("/taxonomy"),
    "search": at("/taxonomy?q=coder"),
    "search without a find": at("/taxonomy?q=zzzz"),
    "kind": at("/taxonomy?kind=credential"),
    "entry": at("/taxonomy/rhit"),
    "source entry": at("/taxonomy/bls-news-2025"),
    "how": at("/how"),
    "program": at("/source/matcher/fit.py"),
    "docs": at("/docs"),
    "nothing there": at("/nothing"),
}
every_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES)
