"""RTF files say what their reader sees, headers and cells with it."""

from __future__ import annotations

import pytest

from matcher.parse.rtf import read
from matcher.parse.shape import Limits

COLOURS = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"


def text(body: str) -> tuple[str, list[str]]:
    found = read(rb"{\rtf1\ansi " + body.encode("ascii") + b"}", Limits())
    return found.pages[0].strip(), [code for code, _ in found.notes]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (r"\pard Jordan\par RHIT\par", "Jordan\nRHIT"),
        (r"{\header\pard Jordan\par}{\footerf\pard x\par}RHIT", "Jordan\nx\nRHIT"),
        (r"\trowd RHIT\cell AHIMA\cell 2019\cell\row CPC\cell\row", "RHIT  AHIMA  2019  \nCPC"),
        (r"{\listtext\f1 \'b7\tab}Coded charts\par", "• Coded charts"),
        (r"r\'e9sum\u233?\emdash{\*\generator x}{\info{\title y}}", "résumé—"),
        (COLOURS + r"\cf1 RHIT", "RHIT"),
        (COLOURS + r"\highlight1\cf2 RHIT", "RHIT"),
    ],
)
def test_the_body_is_read_as_it_is_laid_out(body: str, found: str) -> None:
    assert text(body) == (found, [])


@pytest.mark.parametrize(
    "hidden", [r"{\v CCS\'20CPC}", r"\v CCS CPC\v0 ", COLOURS + r"{\cf2 CCS CPC}", r"{\v {\b CCS} CPC}"]
)
def test_text_that_no_reader_sees_is_left_out_and_that_is_said(hidden: str) -> None:
    assert text(rf"Jordan {hidden}Ellis") == ("Jordan Ellis", ["hidden_text"])
