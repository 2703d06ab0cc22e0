"""What a recruiter has on the desk, and the ways to hand it in."""

from __future__ import annotations

import re
from itertools import cycle
from typing import Any

from playwright.sync_api import FilePayload, Page

from tests.make import docx, p
from tests.samples import ROOT, rows

PDF = ROOT / "examples" / "resume.pdf"
AD = (ROOT / "examples" / "ad.txt").read_text(encoding="utf-8")
RESUME = (ROOT / "examples" / "resume.txt").read_text(encoding="utf-8")
PICTURE = FilePayload(name="photo.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + bytes(40))


MIXED = ("rs01", "rs07", "rs08", "rs09", "rs12", "rs28", "rs31", "rs37")  # of all three answers to "qualified"


def document(name: str, text: str) -> FilePayload:
    """A text as a file to choose: DOCX by its name, or plain."""
    content = docx("".join(map(p, _escaped(text).split("\n")))) if name.endswith(".docx") else text.encode()
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=content)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pile(size: int = 8) -> list[FilePayload]:
    """Made résumés under the names of their made people."""
    given = sorted(rows("resumes"), key=lambda row: row["id"] not in MIXED)
    named = [row["text"] for row in given if _name(row["text"])]
    kinds = cycle(("txt", "docx"))
    return [document(f"{_name(text)}.{kind}", text) for text, kind in zip(named[:size], kinds, strict=False)]


def _name(text: str) -> str:
    """Two or three words, where a résumé begins with them and something else comes after."""
    found = re.match(r"(\w[\w.-]*(?: \w[\w.-]*){1,2})(?=,|\n| - )", text)
    return found[1].title() if found else ""


def hand_in(page: Page, resumes: Any = PDF, ad: str = AD) -> None:
    """Chooses the files, pastes the ad, and sends the form."""
    page.goto("/")
    page.get_by_label("Files: one, or a pile").set_input_files(resumes)
    page.get_by_label("Or paste the ad").fill(ad)
    page.get_by_role("button", name="Match", exact=True).click()
