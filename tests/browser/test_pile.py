"""A pile against one ad: its progress, the ranking, the filters, what is taken along, and each report."""

from __future__ import annotations

import csv
import http.client
import io
import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.desk import AD, PICTURE, hand_in, pile
from tests.browser.states import STATES

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def ranked(page: Page) -> Page:
    """Eight résumés and a picture, ranked."""
    hand_in(page, [*pile(), PICTURE])
    expect(page.get_by_role("heading", name="Ranking")).to_be_visible(timeout=60_000)
    return page


def candidates(page: Page) -> Locator:
    return page.locator(".candidate:visible")


def names(page: Page) -> list[str]:
    return candidates(page).locator("th.file").all_inner_texts()


def saved(page: Page, words: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name=words).click()
    return coming.value.path().read_bytes()


def test_a_pile_is_ranked_and_what_could_not_be_read_stands_apart(ranked: Page) -> None:
    places = [int(words) for words in ranked.locator(".candidate .place").all_inner_texts() if words.isdigit()]

    assert sorted(names(ranked)) == sorted(file["name"] for file in pile())
    assert places == sorted(places)
    expect(ranked.get_by_text("8 résumés ranked:")).to_be_visible()
    apart = ranked.get_by_role("region", name="Not read").get_by_role("listitem")
    expect(apart).to_have_count(1)
    expect(apart).to_contain_text("it is a picture (PNG)")
    expect(ranked.get_by_role("log")).to_be_hidden()


def test_where_nothing_is_scored_nobody_is_judged(page: Page) -> None:
    STATES["shortlist without scores"](page)

    expect(page.get_by_role("status").first).to_contain_text("3 résumés read: none of them is judged.")
    assert {words.strip() for words in page.locator(".candidate td.qualified").all_inner_texts()} == {"not judged"}


def test_progress_is_shown_while_the_ranking_is_still_to_come(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Files: one, or a pile").set_input_files(pile(20) * 3)
    page.get_by_label("Or paste the ad").fill(AD)
    page.get_by_role("button", name="Match", exact=True).click(no_wait_after=True)

    page.wait_for_function("() => document.querySelector('.arrival') && !document.querySelector('.shortlist')")
    expect(page.get_by_role("status").first).to_contain_text("60 résumés ranked:", timeout=120_000)


def test_the_first_file_is_told_before_the_ranking_is_made(server: str) -> None:
    pieces = list(_pieces_of_answer(server, pile(20) * 2))

    first = next(at for at, piece in enumerate(pieces) if b'class="arrival"' in piece)
    assert b'id="ranking"' not in b"".join(pieces[: first + 1])
    assert b'id="ranking"' in b"".join(pieces)


def _pieces_of_answer(server: str, files: list[FilePayload]) -> Iterator[bytes]:
    """What comes, as it comes."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, 'name="ad"', AD.encode())]
    parts += [_part(boundary, f'name="resumes"; filename="{at}.txt"', f["buffer"]) for at, f in enumerate(files)]
    line = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    kind = {"content-type": f"multipart/form-data; boundary={boundary}"}
    line.request("POST", "/match", b"".join(parts) + f"--{boundary}--\r\n".encode(), kind)
    answer = line.getresponse()
    while piece := answer.read1():
        yield piece
    line.close()


def _part(boundary: str, name: str, content: bytes) -> bytes:
    return f"--{boundary}\r\ncontent-disposition: form-data; {name}\r\n\r\n".encode() + content + b"\r\n"


def _check_filters(page: Page) -> None:
    """Each way to choose leaves those whom it names, and says how many."""
    everyone = names(page)
    for words in ("Qualified", "Unknown", "Not qualified"):
        option = page.locator(".options .option", has_text=re.compile(rf"\W {words} \d+$"))
        option.click()
        shown = int(re.findall(r"\d+", option.inner_text())[-1])
        expect(candidates(page)).to_have_count(shown)
        expect(page.locator(".shown")).to_have_text(" of 8 shown")
    page.get_by_role("button", name="Show everyone").click()
    assert names(page) == everyone


def test_who_is_qualified_can_be_shown_alone(ranked: Page) -> None:
    _check_filters(ranked)


def test_who_lacks_a_line_of_the_ad_can_be_shown_alone_by_keyboard(ranked: Page) -> None:
    ranked.locator("summary", has_text="What the ad asks").focus()
    ranked.keyboard.press("Enter")
    option = ranked.get_by_role("radio", name=re.compile("lack r2"))
    lacking = int(re.findall(r"\d+", option.locator("xpath=..").inner_text())[0])
    option.focus()
    ranked.keyboard.press("Space")

    expect(candidates(ranked)).to_have_count(lacking)
    for row in candidates(ranked).all():
        expect(row.locator(".lacking")).to_contain_text("At least 3 years of inpatient coding")


def test_without_scripts_a_pile_is_ranked_and_filtered_alike(new_context: CreateContextCallback) -> None:
    page = new_context(java_script_enabled=False).new_page()
    hand_in(page, pile())
    expect(page.get_by_role("heading", name="Ranking")).to_be_visible(timeout=60_000)

    _check_filters(page)


def test_the_ranking_can_be_taken_along_as_csv(ranked: Page) -> None:
    note, columns, *table = csv.reader(io.StringIO(saved(ranked, "Save as CSV").decode("utf-8-sig")))

    assert "A decision about a person is a person's to make." in note[0]
    assert [row[columns.index("file")] for row in table] == names(ranked)
    assert [row[columns.index("score")] for row in table] == _scores(ranked, as_shown=False)


def test_the_ranking_can_be_taken_along_for_excel(ranked: Page) -> None:
    book = openpyxl.load_workbook(io.BytesIO(saved(ranked, "Save as Excel (XLSX)")))

    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in cells if "file" in row)
    table = cells[cells.index(head) + 1 :]
    assert [row[head.index("file")] for row in table] == names(ranked)
    assert [f"{row[head.index('score')]:.2f}" for row in table] == _scores(ranked)


def _scores(page: Page, as_shown: bool = True) -> list[str]:
    said = page.locator(".candidate td.score").evaluate_all("cells => cells.map(cell => cell.firstChild.data.trim())")
    return said if as_shown else [str(float(score)) for score in said]


def test_the_full_report_opens_beside_the_ranking_and_has_the_same_score(ranked: Page) -> None:
    row = candidates(ranked).nth(2)

    with ranked.context.expect_page() as opened:
        row.get_by_role("button", name="Full report").click()

    report = opened.value
    expect(report.locator(".score-number")).to_have_text(_scores(ranked)[2])
    expect(report.get_by_role("heading", level=1)).to_contain_text("Inpatient Coder")
    expect(row).to_be_visible()


def test_each_line_of_a_candidate_can_be_opened_with_its_words(ranked: Page) -> None:
    row = candidates(ranked).first

    row.locator("summary").press("Enter")

    expect(row.locator(".lines blockquote").first).to_be_visible()
    expect(row.locator(".lines > li")).to_have_count(5)
