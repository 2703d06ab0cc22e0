"""Texts, names and addresses that are made to do harm: they are shown, and do nothing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.desk import AD, RESUME, document, hand_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ATTACKS = (
    "<script>alert(1)</script>",
    "</textarea></bdi></title><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<img src=http://evil.example/a.png>",
    "<svg/onload=alert(4)><svg><script>alert(5)</script></svg>",
    "\"' autofocus onfocus=alert(6) x='",
    "<a href=javascript:alert(7)>RHIT</a>",
    "<style>@import 'http://evil.example/b.css'; * { display: none }</style>",
    "<base href=http://evil.example/><form action=http://evil.example/><button>RHIA</button></form>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<div hx-get=http://evil.example/ hx-trigger=load hx-on::load=alert(8)></div>",
    "<iframe srcdoc='<script>parent.alert(9)</script>'></iframe>",
    "{{ 7 * 7191 }} {% raw %} ${7*7191} #{7*7191} <%= 7*7191 %>",
    '=HYPERLINK("http://evil.example/";"x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202egpj.nosrep\u202c \u2066\u200f\u061c\x1b[2J\ufeff",
)
HOSTILE = "\n".join(ATTACKS)
LONG = "A" * 4000


def harmless(page: Page) -> None:
    """Nothing of an attack became a part of the page; that nothing acted is what the page itself is watched for."""
    main = page.locator("main")
    assert (
        main.locator("script, img, iframe, style, base, meta, [onerror], [onload], [onfocus], [hx-get^=http]").count()
        == 0
    )
    assert page.locator("form[action*=evil], a[href^='javascript:'], a[href^='http://evil']").count() == 0
    assert "50337" not in page.locator("body").inner_text()


def resume_of(attack: str) -> str:
    return f"{attack}\n{RESUME}\nRHIT {attack}, 2020\nEpic {attack}\n"


def ad_of(attack: str) -> str:
    return f"Coder {attack}\n{AD}\nRHIA {attack} required.\nCPC {attack} preferred.\n"


def test_a_report_of_hostile_texts_is_harmless(page: Page) -> None:
    hand_in(page, document(f"{HOSTILE}.txt", "".join(map(resume_of, ATTACKS))), "".join(map(ad_of, ATTACKS)))

    expect(page.locator(".report")).to_be_visible(timeout=30_000)
    harmless(page)


def test_a_shortlist_of_hostile_texts_is_harmless_and_so_are_its_reports(page: Page) -> None:
    names = [f"{attack}.txt" for attack in ATTACKS] + [f"{LONG}.txt", f"{LONG}.png"]
    files = [document(name, resume_of(attack)) for name, attack in zip(names, (*ATTACKS, LONG, "\x89PNG"), strict=True)]
    hand_in(page, files, ad_of(HOSTILE.replace("\n", " ")))

    expect(page.get_by_role("heading", name="Ranking")).to_be_visible(timeout=60_000)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    harmless(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Full report").first.click()
    expect(opened.value.locator(".report")).to_be_visible(timeout=30_000)
    harmless(opened.value)


def test_a_form_that_comes_back_holds_hostile_texts_as_they_were_typed(page: Page) -> None:
    for attack in (*ATTACKS, HOSTILE):
        page.goto("/")
        page.get_by_label("Or paste the ad").fill(attack)
        page.get_by_label("Files: one, or a pile").set_input_files(document(f"{attack}.png", "\x89PNG"))
        typed = page.get_by_label("Or paste the ad").input_value()
        page.get_by_role("button", name="Match", exact=True).click()

        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("Or paste the ad")).to_have_value(typed)
        harmless(page)


@pytest.mark.parametrize("path", ["/taxonomy?q=", "/taxonomy?kind=", "/taxonomy/", "/source/", "/"])
def test_an_address_made_of_an_attack_is_harmless(page: Page, path: str) -> None:
    for attack in (*ATTACKS, LONG):
        page.goto(path + quote(attack, safe=""))

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        harmless(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_words_that_are_typed_are_harmless(page: Page) -> None:
    page.goto("/taxonomy")
    for attack in ATTACKS:
        with page.expect_response("**/taxonomy?*"):
            page.get_by_role("searchbox").fill(attack)
        harmless(page)


def test_the_watch_sees_what_it_is_there_for(page: Page, watch: Watch) -> None:
    page.goto("/how")

    page.evaluate(
        """() => {
            alert('seen');
            console.error('heard');
            document.body.append(Object.assign(document.createElement('img'), {src: 'http://evil.example/a.png'}));
        }"""
    )
    page.wait_for_timeout(300)

    assert watch.dialogs == ["seen"]
    assert watch.errors[0] == "heard"
    assert any("Content Security Policy" in error for error in watch.errors)
    watch.dialogs, watch.errors, watch.elsewhere = [], [], []
