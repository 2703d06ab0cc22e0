"""A page of HTML says what a browser shows, one line for each block, item and row."""

from __future__ import annotations

import pytest

from matcher.parse.html import read, text_of
from matcher.parse.shape import Limits


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Jordan\n  <b>Ellis</b>,\tRHIT</p><p>Coder", "Jordan Ellis, RHIT\nCoder"),
        ("Jordan<br>Ellis<br><br>RHIT", "Jordan\nEllis\n\nRHIT"),
        ("<ul><li>Coded charts<li><p>Trained coders</p></ul>", "• Coded charts\n• Trained coders"),
        ("<ul><li>Coding<ul><li>CPT</ul></ul>", "• Coding\n• CPT"),
        (
            "<table><tr><th>RHIT<td>AHIMA<td>2019<tr><td><p>CPC</p><td><div>AAPC</div></table>",
            "RHIT  AHIMA  2019\nCPC  AAPC",
        ),
        ("<table><tr><td>2019<td><p>Coder<p>Lakeview</table>", "2019\nCoder\nLakeview"),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "a  b  c"),
        ("<p>Duties</p><h2>Skills</h2>CPT", "Duties\n\nSkills\nCPT"),
        ("<pre>RHIT   2019\nCPC    2021</pre>", "RHIT   2019\nCPC    2021"),
        ("R&amp;D &#8211; caf&eacute;&nbsp;x", "R&D – café\xa0x"),
        ("<title>x</title><style>p{}</style><script>y</script><p>RHIT<!-- z --><noscript>n</noscript>", "RHIT"),
        ("<tr><td>a<td>b", "ab"),
    ],
)
def test_lines_follow_the_blocks(markup: str, text: str) -> None:
    assert text_of(markup) == (text, [])


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display:none'>CCS CPC</p>",
        "<div style='visibility: hidden'><p>CCS CPC</p></div>",
        "<p hidden>CCS CPC</p>",
        "<span style='font-size:0'>CCS CPC</span>",
        "<span style='position:absolute; left:-9999px'>CCS CPC</span>",
        "<p style='color:#fff'>CCS CPC</p>",
        "<p style='color: rgb(255, 255, 255)'>CCS CPC</p>",
        "<font color='white'>CCS CPC</font>",
        "<style>.x, .y { display : none }</style><p class='x'>CCS CPC</p>",
        "<p class='x' style='color:white'>CCS CPC</p>",
    ],
)
def test_what_a_browser_does_not_show_is_hidden(markup: str) -> None:
    assert text_of(f"<p>Jordan</p>{markup}") == ("Jordan", ["CCS CPC"])


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='background:navy'><p style='color:#fff'>CCS CPC</p></div>",
        "<table bgcolor=navy><tr><td><font color=white>CCS CPC</font></table>",
        "<style>.x { background: navy }</style><p class=x style='color:white'>CCS CPC</p>",
        "<p style='color:#333; background-color:#fff; opacity:0.9; font-size:10px'>CCS CPC</p>",
        "<style>@media print { .x { display: none } }</style><p class=x>CCS CPC</p>",
        "<style>p:unknown(( { display: none }</style><p>CCS CPC</p>",
    ],
)
def test_what_a_browser_shows_is_kept(markup: str) -> None:
    assert text_of(markup) == ("CCS CPC", [])


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("<meta charset=utf-8><p>résumé".encode(), []),
        ("<meta charset=iso-8859-1><p>résumé – “RHIT”".encode("cp1252"), []),
        ("<meta charset=utf-8><p>résumé".encode("cp1252"), ["encoding_guessed"]),
        ("<meta charset=nonsense><p>résumé".encode(), []),
        ("<p>résumé".encode("utf-16"), []),
    ],
)
def test_a_page_is_decoded_as_it_says_where_that_is_true(data: bytes, note: list[str]) -> None:
    found = read(data, Limits())

    assert found.pages[0].startswith("résumé")
    assert [code for code, _ in found.notes] == note
