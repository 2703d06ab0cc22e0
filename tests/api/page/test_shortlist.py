"""The ranked page: what it says of a pile, that it grows line by line, and that nothing in a text acts."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from api.page.export import Table, as_csv
from api.page.progress import Arrival, file_name, in_blocks, page_context
from api.page.shortlist import FILTERED, Entry, Failure, Shortlist, shortlist_view
from api.page.templates import environment
from api.words import labels
from matcher import match, read_posting, read_profile, to_json
from matcher.fit import considerations
from matcher.rank import places, standing
from tests.samples import ROOT, TAXONOMY, rows

AS_OF = date(2026, 11, 1)
AD = (ROOT / "examples" / "ad.txt").read_text(encoding="utf-8")
STATIC = ROOT / "api" / "static"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
TWO_CODERS = (
    (
        "ann.pdf",
        "Experience\nInpatient Coder, Lakeview\n2019 - present\nRHIT, Epic\n\n"
        "Education\nA.A.S. Health Information Technology",
    ),
    ("bob.pdf", "Experience\nRecords Clerk, Lakeview\n2021 - present\nPursuing RHIT\nFiled and scanned charts."),
)
LOCKED = Failure("locked.pdf", {"detail": "'locked.pdf' has a password", "hint": "save it without a password"})


@cache
def ranked(ad: str, *resumes: tuple[str, str]) -> tuple[Entry, ...]:
    """The pile as it is answered, in the order given."""
    posting = read_posting(ad)
    reports = [match(read_profile(text, AS_OF), posting, AS_OF) for _, text in resumes]
    answers = [
        to_json(report) | {"texts": {"resume": text, "posting": ad}}
        for report, (_, text) in zip(reports, resumes, strict=True)
    ]
    found = places([standing(report) for report in reports])
    return tuple(Entry(name, a, p) for (name, _), a, p in zip(resumes, answers, found, strict=True))


@cache
def posted(ad: str) -> Any:
    return to_json(read_posting(ad))


def view(*resumes: tuple[str, str], ad: str = AD, unread: tuple[Failure, ...] = ()) -> Shortlist:
    entries = ranked(ad, *resumes)
    return shortlist_view(posted(ad), entries, unread, ad=ad, as_of=AS_OF.isoformat(), label=labels(TAXONOMY))


def blocks(shortlist: Shortlist, *names: str) -> list[bytes]:
    """The page as it is sent."""

    async def arriving() -> AsyncIterator[Arrival]:
        for number, name in enumerate(names, 1):
            yield Arrival(number, len(names), name)

    async def result() -> Shortlist:
        return shortlist

    async def sent() -> list[bytes]:
        context = page_context(shortlist.title, len(names), arriving(), result)
        return [block async for block in in_blocks(template(True).generate_async(context))]

    return asyncio.run(sent())


def page(shortlist: Shortlist, *names: str) -> str:
    return b"".join(blocks(shortlist, *names)).decode()


def template(enable_async: bool) -> Any:
    return environment(enable_async).get_template("shortlist.html")


def texts(html: str, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in HTMLParser(html).css(selector)]


# --- what is shown ------------------------------------------------------------------------------------


def test_the_best_stands_first() -> None:
    assert [(row.place, row.file) for row in view(*reversed(TWO_CODERS)).rows] == [(1, "ann.pdf"), (2, "bob.pdf")]


def test_the_order_of_arrival_changes_nothing() -> None:
    pile = tuple((row["id"], row["text"]) for row in rows("resumes")[:12])

    assert view(*reversed(pile)).rows == view(*pile).rows


def test_equals_stand_in_no_order_of_names() -> None:
    alike = [
        (f"{letter}.pdf", f"Experience\nClerk, Place {n}\n2021 - present\n") for n, letter in enumerate("abcdefgh")
    ]
    shown = view(*alike).rows

    assert {row.place for row in shown} == {1}
    assert [row.file for row in shown] != sorted(row.file for row in shown)


def test_each_line_of_the_ad_says_how_many_meet_it() -> None:
    shortlist = view(*((row["id"], row["text"]) for row in rows("resumes")[:12]))
    epic = next(asked for asked in shortlist.asked if asked.words == "Epic")

    assert all(asked.met + asked.short + asked.unknown == 12 for asked in shortlist.asked)
    assert epic.met == sum(line.result == "met" for row in shortlist.rows for line in row.lines if line.id == epic.id)


def test_what_is_mentioned_is_told_apart_and_not_judged() -> None:
    shortlist = view(*TWO_CODERS)

    assert shortlist.mentioned == ("Oracle Health (Cerner)",)
    assert {line.modality for row in shortlist.rows for line in row.lines} == {"required", "preferred"}


def test_a_line_tells_its_quote_its_nearest_and_what_would_close_it() -> None:
    credential = view(*TWO_CODERS).rows[1].lines[0]

    assert (credential.result, credential.quotes) == ("missing", ())
    assert credential.nearest == "RHIT, in progress: “Pursuing RHIT”"
    assert "hold RHIT" in (credential.closes_by or "")


def test_what_is_to_be_noted_of_the_ad_is_said_once() -> None:
    shortlist = view(*TWO_CODERS)

    assert len(shortlist.notes) == 1
    assert all(note not in shortlist.notes for row in shortlist.rows for note in row.notes)


def test_an_ad_that_is_not_scored_says_why_once() -> None:
    shortlist = view(*TWO_CODERS, ad="Wedding planner\n\nPlans weddings, flowers and music.\nRHIT required.")

    assert [row.score_words for row in shortlist.rows] == ["not scored"] * 2
    assert len([note for note in shortlist.notes if "not scored" in note.message]) == 1


def test_one_unread_file_leaves_the_rest_as_it_is() -> None:
    with_, without = view(*TWO_CODERS, unread=(LOCKED,)), view(*TWO_CODERS)

    assert with_.rows == without.rows
    assert (with_.unread[0].file, with_.unread[0].hint) == ("locked.pdf", "save it without a password")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.pdf", "a.pdf"),
        ("", "a file without a name"),
        ("\u202e\u200b\x00", "a file without a name"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\r\nb\tc.pdf", "a b c.pdf"),
        ("x" * 4096, "x" * 79 + "…"),
    ],
)
def test_a_name_is_one_short_line(name: str, shown: str) -> None:
    assert file_name(name) == shown


# --- what is taken along ------------------------------------------------------------------------------


def test_the_table_says_what_the_page_says() -> None:
    data = next(file for file in view(*TWO_CODERS).downloads if file.name.endswith(".csv"))
    found = csv_of(data.uri)

    assert found[1][:6] == ["place", "file", "qualified", "score", "could be", "required met"]
    assert [row[:3] for row in found[2:]] == [["1", "ann.pdf", "yes"], ["2", "bob.pdf", "no"]]
    assert len([name for name in found[1] if re.match(r"r\d+: ", name)]) == int(found[2][6])
    assert "untrusted" in found[0][0]
    assert posted(AD)["inputs"]["posting_sha256"] in found[0][0]


def csv_of(uri: str) -> list[list[str]]:
    text = base64.b64decode(uri.partition(";base64,")[2]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_our_own_sentences_need_no_apostrophe() -> None:
    for ad in rows("ads")[:15]:
        table = Table("note", ("asked",), tuple((r["sentence"],) for r in posted(ad["text"])["requirements"]))

        assert "'=" not in as_csv(table).decode()
        assert [r[0] for r in csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig")))][2:] == [
            row[0] for row in table.rows
        ]


# --- how it is sent -----------------------------------------------------------------------------------


def test_each_file_is_told_as_it_is_read() -> None:
    sent = blocks(view(*TWO_CODERS), "ann.pdf", "bob.pdf", "locked.pdf")
    told = [texts(block.decode(), ".arrival") for block in sent]

    assert [lines for lines in told if lines] == [
        ["1 of 3 read: ann.pdf"],
        ["2 of 3 read: bob.pdf"],
        ["3 of 3 read: locked.pdf"],
    ]
    assert b"<h1>" in sent[0]
    assert b'class="shortlist ' not in b"".join(sent[:4])


def test_nothing_of_the_ranking_is_asked_for_before_all_are_read() -> None:
    seen: list[str] = []

    async def arriving() -> AsyncIterator[Arrival]:
        for number in (1, 2):
            seen.append(f"read {number}")
            yield Arrival(number, 2, "a.pdf")

    async def result() -> Shortlist:
        seen.append("ranked")
        return view(*TWO_CODERS)

    async def send() -> None:
        async for block in in_blocks(template(True).generate_async(page_context("Job", 2, arriving(), result))):
            seen.extend(["sent"] if b'class="arrival"' in block else [])

    asyncio.run(send())

    assert seen == ["read 1", "sent", "read 2", "sent", "ranked"]


def test_the_page_is_the_same_without_an_event_loop() -> None:
    shortlist = view(*TWO_CODERS)
    context = page_context(shortlist.title, 1, [Arrival(1, 1, "ann.pdf")], lambda: shortlist)

    assert template(False).render(context) == page(shortlist, "ann.pdf")


def test_not_every_file_of_a_long_pile_is_read_out() -> None:
    aloud = [number for number in range(1, 26) if Arrival(number, 25, "a.pdf").aloud]

    assert aloud == [1, 10, 20, 25]
    assert Arrival(7, 25, "a.pdf", failed=True).aloud


# --- the page -----------------------------------------------------------------------------------------


def test_the_page_needs_no_inline_style_or_script() -> None:
    html = HTMLParser(page(view(*TWO_CODERS, unread=(LOCKED,)), "ann.pdf"))

    assert not html.css("[style], style, [onclick], [onload]")
    assert all(node.attributes.get("src") for node in html.css("script"))


def test_no_text_of_a_document_or_a_name_becomes_markup() -> None:
    hostile = (f"{HOSTILE}.pdf", f"Experience\nInpatient Coder {HOSTILE}\n2019 - present\nRHIT {HOSTILE}")
    failed = Failure(HOSTILE, {"detail": HOSTILE, "hint": HOSTILE})
    shortlist = view(hostile, ad=f"Inpatient Coder {HOSTILE}\n\nRHIT {HOSTILE} required.", unread=(failed,))
    html = page(shortlist, HOSTILE)

    assert "<img src=x" not in html
    assert "<script>" not in html
    assert {node.attributes.get("src") for node in HTMLParser(html).css("script")} == {"/static/htmx.min.js"}


def test_the_full_report_is_asked_for_with_the_texts_as_they_were_read() -> None:
    html = HTMLParser(page(view(*TWO_CODERS), "ann.pdf"))
    given = {node.attributes["name"]: node.attributes["value"] for node in html.css("#full-report input")}

    weights = {f"weight_{row.name}": str(row.weight) for row in considerations()}
    assert given == {"ad": AD, "as_of": "2026-11-01"} | weights
    assert [node.attributes["value"] for node in html.css('button[form="full-report"]')] == [t for _, t in TWO_CODERS]


def test_an_unread_file_is_listed_with_its_reason_and_what_to_do() -> None:
    assert texts(page(view(*TWO_CODERS, unread=(LOCKED,))), ".unread li") == [
        "locked.pdf 'locked.pdf' has a password Save it without a password"
    ]


def test_a_pile_of_which_nothing_could_be_read_is_no_table() -> None:
    html = page(view(unread=(LOCKED,)), "locked.pdf")

    assert texts(html, ".problem") == ["Nothing to rank. None of the files could be read; why stands below."]
    assert not texts(html, "table")


def test_each_filter_of_the_page_has_its_rule() -> None:
    sheet = (STATIC / "shortlist.css").read_text(encoding="utf-8")
    ruled = re.findall(r":has\(#lacks-(\d+):checked\) \.candidate:not\(\.lacks-\1\)", sheet)

    assert [int(number) for number in ruled] == list(range(1, FILTERED + 1))
    assert set(re.findall(r"#only-(\w+):checked\) \.candidate:not\(\.q-\1\)", sheet)) == {"yes", "unknown", "no"}


def test_an_ad_of_more_lines_than_there_are_filters_is_shown_whole() -> None:
    entry, verdict = ranked(AD, *TWO_CODERS)[0], ranked(AD, *TWO_CODERS)[0].answer["verdicts"][0]
    ids = [f"r{number}" for number in range(1, FILTERED + 6)]
    posting = {**posted(AD), "requirements": [verdict["ask"] | {"id": ident} for ident in ids]}
    answer = {**entry.answer, "verdicts": [verdict | {"requirement": ident} for ident in ids]}
    shortlist = shortlist_view(posting, [replace(entry, answer=answer)], (), ad=AD, as_of="2026-11-01")

    assert [asked.number for asked in shortlist.asked][FILTERED - 1 :] == [FILTERED, *[None] * 5]
    assert len(texts(page(shortlist), ".asked tbody tr")) == FILTERED + 5
