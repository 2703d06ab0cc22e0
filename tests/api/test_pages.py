"""The page takes what a recruiter has at hand, and tells beside the field what it could not take."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.samples import ROOT, rows

AD = (ROOT / "examples" / "ad.txt").read_text(encoding="utf-8")
RESUME = (ROOT / "examples" / "resume.txt").read_text(encoding="utf-8")
PDF = (ROOT / "examples" / "resume.pdf").read_bytes()
BROWSER = {"accept": "text/html,application/xhtml+xml"}
NO_FILE = ("", b"", "application/octet-stream")


def sent(client: TestClient, *resumes: tuple[str, bytes], **fields: str) -> Any:
    """The form as a browser sends it: file fields left empty are there all the same."""
    files = [("resumes", file) for file in resumes or [NO_FILE]] + [("ad_file", NO_FILE)]
    return client.post("/match", files=files, data={"resume": "", "ad": "", "as_of": ""} | fields, headers=BROWSER)


def title(page: Any) -> str:
    found = re.search("<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    assert found is not None
    return unescape(re.sub("<[^>]+>", "", found[1])).strip()


def test_one_resume_gives_a_report(client: TestClient) -> None:
    page = sent(client, ("cv.pdf", PDF), ad=AD)

    score = client.post("/v1/match", files={"resume": PDF}, data={"ad": AD}).json()["score"]
    assert page.status_code == 200
    assert f"{score:.2f}" in page.text


def test_a_pasted_resume_gives_a_report(client: TestClient) -> None:
    assert sent(client, resume=RESUME, ad=AD).status_code == 200


def test_a_file_and_a_pasted_resume_are_a_pile(client: TestClient) -> None:
    page = sent(client, ("cv.pdf", PDF), resume=RESUME, ad=AD)

    assert page.text.count('class="arrival"') == 2


def test_a_pile_gives_a_line_of_progress_each_and_then_the_ranking(client: TestClient) -> None:
    pile = [(f"{at}.txt", row["text"].encode()) for at, row in enumerate(rows("resumes")[:6])]

    page = sent(client, *pile, ("broken.pdf", PDF[:200]), ad=AD)

    assert page.text.count('class="arrival"') == 7
    assert page.text.index('class="arrival"') < page.text.index("shortlist.xlsx")
    assert all(name in page.text for name, _ in pile)
    assert "broken.pdf" in page.text[page.text.index('id="unread"') :]


def test_other_weights_and_another_day_are_taken(client: TestClient) -> None:
    page = sent(client, resume=RESUME, ad=AD, as_of="2024-05-06", weight_preferred="0", weight_required_experience="90")

    assert "2024-05-06" in page.text
    body = {"resume": RESUME, "ad": AD, "as_of": "2024-05-06", "weights": {"preferred": 0, "required_experience": 90}}
    assert f"{client.post('/v1/match', json=body).json()['score']:.2f}" in page.text


WRONG = [
    ("no résumé", {"ad": AD}, [], "resume", 422),
    ("no ad", {"resume": RESUME}, [], "ad", 422),
    ("an ad of blanks", {"resume": RESUME, "ad": "  "}, [], "ad", 422),
    ("an ad without words", {"resume": RESUME, "ad": "12 34"}, [], "ad", 422),
    ("a day that is none", {"resume": RESUME, "ad": AD, "as_of": "soon"}, [], "as_of", 422),
    ("a weight that is none", {"resume": RESUME, "ad": AD, "weight_preferred": "-5"}, [], "weights", 422),
    ("a weight of nothing", {"resume": RESUME, "ad": AD, "weight_charm": "5"}, [], "weights", 422),
    ("a broken PDF", {"ad": AD}, [("cv.pdf", PDF[:200])], "resume", 422),
    ("a picture", {"ad": AD}, [("cv.png", b"\x89PNG\r\n\x1a\n")], "resume", 415),
]


@pytest.mark.parametrize(("fields", "files", "field", "status"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
    client: TestClient, fields: dict[str, str], files: list[tuple[str, bytes]], field: str, status: int
) -> None:
    page = sent(client, *files, **fields)

    assert page.status_code == status
    assert f'id="{field}-problem"' in page.text
    kept = fields.get("resume", "").strip()
    assert kept.splitlines()[0] in unescape(page.text) if kept else True


PAGES = ["/", "/taxonomy", "/taxonomy?q=epik", "/taxonomy/rhit", "/how", "/source/matcher/fit.py", "/docs"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there(client: TestClient, address: str) -> None:
    page = client.get(address, headers=BROWSER)

    assert page.status_code == 200
    assert title(page)
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("address", ["/nowhere", "/taxonomy/zzzz", "/source/api/settings.py", "/static/../cli.py"])
def test_what_is_not_there_is_told_as_a_page_to_who_reads_pages(client: TestClient, address: str) -> None:
    page = client.get(address, headers=BROWSER)

    assert page.status_code == 404
    assert title(page)


def test_a_refusal_is_a_page_too_for_who_reads_pages(client: TestClient) -> None:
    foreign = client.post("/match", headers=BROWSER | {"origin": "http://elsewhere.example"})

    assert foreign.status_code == 403
    assert title(foreign)
