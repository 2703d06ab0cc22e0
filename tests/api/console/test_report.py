"""The report is for people: a word beside every mark, every quote its own, plain on any terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from api.console.layout import quoted
from api.console.report import pay_text, report_text, warnings_text
from api.words import money_range, plain, posted_words
from matcher.report import (
    Ask,
    BandError,
    Document,
    FitReport,
    Holding,
    Hourly,
    Inputs,
    Modality,
    NextStep,
    PayBand,
    Point,
    PostedPay,
    Requirement,
    Result,
    Role,
    Span,
    Step,
    Verdict,
    Versions,
    Warning,
)
from taxonomy.concept import PayFigure

AD = Document("Biller\n\nRequired\nCPB or 2 years of denials work.\nHS diploma.\nEpic a plus.\n", "a" * 64)
RESUME = Document("Denials Clerk\n2024 - present\nStudying for the CPB exam\nHigh school diploma\n", "b" * 64)


def shown(view: Any, width: int = 80) -> str:
    console = Console(width=width, color_system=None, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(view)
    return captured.get()


def span(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote), quote)


def requirement(ident: str, sentence: str, quote: str, modality: Modality = "required") -> Requirement:
    return Requirement(ident, "mixed", modality, ((Ask("credential", "cpb"),),), sentence, (span(AD, quote),))


def verdict(asked: Requirement, result: Result, quote: str | None = None, points: float = 0.0) -> Verdict:
    words = (span(RESUME, quote),) if quote else ()
    return Verdict(asked.id, result, asked, words, None, None, points)


CPB = requirement("r1", "CPB, or 2 years of denials work", "CPB or 2 years of denials work.")
DIPLOMA = requirement("r2", "High school diploma", "HS diploma.")
EPIC = requirement("r3", "Epic", "Epic a plus.", "preferred")
STUDYING = Holding("cpb", "credential", "in_progress", None, None, (span(RESUME, "Studying for the CPB exam"),))
BILLING = Role("billing", True, "mid", "individual", None, "43-3021", 0.9, "title", (span(AD, "Biller"),))
MEDIAN = PayFigure(
    id="m", occupation="43-3021", population="", place="US", industry="", year=2024, statistic="median", amount=45000,
    low=None, high=None, open_top=False, per="year", source="bls-oews-2024",
)  # fmt: skip
BAND = PayBand(
    40000, 45000, 50000, Hourly(19.23, 21.63, 24.04), "mid", "43-3021", "US", "2026-11",
    (Step("median", 45000, MEDIAN), Step("aged by the index", 1.07)),
    error=BandError((39000, 41000), (44000, 46000), (48000, 52000)), coverage=0.8,
)  # fmt: skip
REPORT = FitReport(
    score=45.0,
    could_be=70.0,
    qualified="no",
    points=(Point("Required credentials", 0.0, 55.0, ("r1",)), Point("Required education", 45.0, 45.0, ("r2",))),
    verdicts=(
        replace(verdict(CPB, "missing"), nearest=STUDYING, closes_by="pass the CPB exam"),
        verdict(DIPLOMA, "met", "High school diploma", 45.0),
        verdict(EPIC, "unknown"),
    ),
    met=("r2",),
    missing_required=("r1",),
    missing_preferred=(),
    unknown=("r3",),
    beyond=("cpt",),
    candidate_role=BILLING,
    posting_role=BILLING,
    pay=BAND,
    next_steps=(NextStep("Pass the CPB exam", 55.0, 100.0, None, "4 months", "aapc-cpb"),),
    warnings=(Warning("year_only", "Dates without months.", (span(RESUME, "2024 - present"),)),),
    versions=Versions("0", "t", "m"),
    inputs=Inputs("b" * 64, "a" * 64, "2026-11-21"),
)


def test_the_headline_says_score_and_what_is_in_the_way() -> None:
    top = shown(report_text(REPORT, RESUME, AD)).partition("REQUIRED")[0]

    assert "Score: 45.00 of 100; could be 70.00" in top
    assert "Qualified: no. 1 of 2 required lines not met:" in top
    assert "✗ missing    r1  CPB, or 2 years of denials work" in top


def test_every_verdict_has_its_word_its_quotes_and_what_would_close_it() -> None:
    text = shown(report_text(REPORT, RESUME, AD, {"cpb": "CPB", "cpt": "CPT"}.get))

    assert "the ad      “CPB or 2 years of denials work.”" in text
    assert "nearest     CPB, in progress: “Studying for the CPB exam”" in text
    assert "to close it pass the CPB exam" in text
    assert "✓ met        r2  High school diploma (+45.00 points)" in text
    assert "? unknown    r3  Epic" in text
    assert "the résumé  does not say" in text
    assert "SHOWN AND NOT ASKED FOR\n  CPT" in text


@pytest.mark.parametrize("result", ["met", "substitute", "partial", "missing", "unknown"])
def test_a_result_is_readable_without_its_mark(result: Result) -> None:
    text = shown(report_text(replace(REPORT, verdicts=(verdict(CPB, result),)), RESUME, AD))

    assert f" {result} " in text


def test_no_score_says_why() -> None:
    reason = Warning("out_of_scope", "the ad is for other work")
    unscored = replace(
        REPORT, score=None, could_be=None, qualified="unknown", verdicts=(), points=(), warnings=(reason,)
    )
    text = shown(report_text(unscored, RESUME, AD))

    assert "No score: the ad is for other work." in text
    assert "HOW THE SCORE ADDS UP" not in text


@pytest.mark.parametrize(
    ("qualified", "results", "words"),
    [
        ("yes", ("met", "substitute"), "Qualified: yes. Every required line is met."),
        (
            "unknown",
            ("met", "unknown"),
            "Qualified: unknown. The résumé does not say enough about 1 of 2 required lines:",
        ),
        ("no", ("partial", "unknown"), "Qualified: no. 1 of 2 required lines not met:"),
    ],
)
def test_qualified_is_said_in_words(qualified: Any, results: tuple[Result, Result], words: str) -> None:
    verdicts = (verdict(CPB, results[0]), verdict(DIPLOMA, results[1]))

    assert words in shown(report_text(replace(REPORT, qualified=qualified, verdicts=verdicts), RESUME, AD))


def test_the_parts_of_the_score_stand_under_each_other_with_their_sum() -> None:
    text = shown(report_text(REPORT, RESUME, AD))
    table = text[text.index("HOW THE SCORE ADDS UP") : text.index("PAY\n")].split()

    assert [word for word in table if word.count(".") == 1] == ["0.00", "55.00", "45.00", "45.00", "45.00", "100.00"]


def test_pay_shows_each_step_and_the_posted_pay_beside() -> None:
    posted = PostedPay(28.5, 36.75, "hour", 59280, 76440, (Span(0, 24, "$28.50 - $36.75 per hour"),))
    text = shown(pay_text(replace(BAND, posted=posted, posted_vs_band="above")), 120)

    assert "$40,000 to $50,000 a year, typically $45,000" in text
    assert "1. median: $45,000 [bls-oews-2024]" in text
    assert "2. aged by the index: 1.07" in text
    assert "$28.50 to $36.75 an hour = $59,280 to $76,440 a year: “$28.50 - $36.75 per hour”" in text
    assert "lies above" in text


def test_steps_of_one_kind_share_a_line_in_the_report() -> None:
    steps = (
        Step("published p25: coders, May 2025", 40000, MEDIAN),
        Step("published median: coders, May 2025", 45000, MEDIAN),
        Step("slice low: mid level, percentile 35", 35),
        Step("slice high: mid level, percentile 60", 60),
        Step("ageing 2025-06: wages +1 %", 1.01),
        Step("ageing: 3 months", 1.01),
    )
    text = shown(pay_text(replace(BAND, steps=steps), every_step=False), 120)

    assert "1. published: coders, May 2025: p25 $40,000, median $45,000 [bls-oews-2024]" in text
    assert "2. slice: mid level, percentile: low 35, high 60" in text
    assert "3. ageing: 3 months: 1.01" in text


def test_no_figure_is_said_and_nothing_invented() -> None:
    assert shown(pay_text(None)) == "  No published figure fits this job, so no pay is expected.\n"


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = replace(CPB, sentence="word " * 60, evidence=(Span(0, 400, "x" * 400),))
    text = shown(report_text(replace(REPORT, verdicts=(verdict(long, "missing"),)), RESUME, AD), width)

    assert max(map(len, text.splitlines())) <= width


def test_a_quote_stands_in_its_line_once() -> None:
    words = quoted((span(AD, "CPB"), span(AD, "denials")), AD)

    assert words.plain == "“CPB or 2 years of denials work.”"


def test_a_quote_of_many_pages_names_its_page() -> None:
    document = Document("RHIT\nRHIA\n", "c", pages=(0, 5))

    assert quoted((Span(5, 9, "RHIA"),), document).plain == "“RHIA” (page 2)"


def test_a_span_of_another_document_is_quoted_as_it_is() -> None:
    assert quoted((Span(0, 4, "RHIT"),), AD).plain == "“RHIT”"


@pytest.mark.parametrize("hostile", ["\x1b[31mRHIT\x1b[0m", "RH\u202eIT", "[red]RHIT[/red]", "RHIT\x07\r\nx", "\x9b2J"])
def test_a_document_cannot_steer_the_terminal(hostile: str) -> None:
    text = shown(warnings_text((Warning("c", hostile, (Span(0, len(hostile), hostile),)),)))

    assert not {"\x1b", "\x07", "\r", "\u202e", "\x9b"} & set(text)
    assert plain("[red]RHIT[/red]") == "[red]RHIT[/red]"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (20.0, 25.5, "$20.00 to $25.50"),
        (50000, 50000, "$50,000"),
        (None, 90000, "up to $90,000"),
        (41000, None, "from $41,000"),
    ],
)
def test_money_is_said_as_people_say_it(low: float | None, high: float | None, words: str) -> None:
    assert money_range(low, high) == words


def test_yearly_pay_is_said_once() -> None:
    assert posted_words(PostedPay(50000, 60000, "year", 50000, 60000, ())) == "$50,000 to $60,000 a year"
