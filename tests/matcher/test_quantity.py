"""Lengths of time in words and digits, and numbers that disagree with themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.quantity import Duration, durations
from tests.strategies import steady


def only(text: str) -> Duration:
    (found,) = durations(text)
    return found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3 years", 3),
        ("3+ years", 3),
        ("3 + years", 3),
        ("3 yrs.", 3),
        ("3yrs", 3),
        ("3-year", 3),
        ("three years", 3),
        ("Three-year", 3),
        ("three (3) years", 3),
        ("three(3)years", 3),
        ("three (3)+ years", 3),
        ("three (3+) years", 3),
        ("3 (three) years", 3),
        ("3 or more years", 3),
        ("three or more years", 3),
        ("3 plus years", 3),
        ("3 full years", 3),
        ("3 consecutive years", 3),
        ("3 years' experience", 3),
        ("a minimum of 3 calendar years", 3),
        ("3.5 years", 3.5),
        ("1½ years", 1.5),
        ("1 1/2 years", 1.5),
        ("two and a half years", 2.5),
        ("one and a half (1.5) years", 1.5),
        ("twelve years", 12),
        ("twenty years", 20),
        ("twenty-five years", 25),
        ("twenty-five (25) years", 25),
        ("thirty one years", 31),
        ("forty years", 40),
        ("one year", 1),
        ("1\u00a0year", 1),
        ("year: 5 years", 5),
        ("six months", 0.5),
        ("18 months", 1.5),
        ("twenty-four months", 2),
        ("18 mos", 1.5),
        ("52 weeks", 1),
        ("ninety days", 0.25),
        ("ninety (90) days", 0.25),
        ("zero years", 0),
        ("٣ years", 3),
    ],
)
def test_a_length_of_time_in_years(text: str, years: float) -> None:
    found = only(text)

    assert (found.years, found.max_years, found.mismatch) == (years, None, False)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3-5 years", 3, 5),
        ("3 – 5 years", 3, 5),
        ("3—5 yrs", 3, 5),
        ("3‑5 years", 3, 5),
        ("3 − 5 years", 3, 5),
        ("3 to 5 years", 3, 5),
        ("3 to 5+ years", 3, 5),
        ("3 or 4 years", 3, 4),
        ("3- to 5-year", 3, 5),
        ("between 3 and 5 years", 3, 5),
        ("between three (3) and five (5) years", 3, 5),
        ("three to five years", 3, 5),
        ("three (3) to five (5) years", 3, 5),
        ("3 (three) to 5 (five) years", 3, 5),
        ("three to five (3-5) years", 3, 5),
        ("3-5 (three to five) years", 3, 5),
        ("one (1) - two (2) years", 1, 2),
        ("2 ½ to 3 years", 2.5, 3),
        ("5-3 years", 3, 5),
        ("6-18 months", 0.5, 1.5),
        ("six to twelve months", 0.5, 1),
    ],
)
def test_a_range_keeps_both_ends_in_order(text: str, low: float, high: float) -> None:
    found = only(text)

    assert (found.years, found.max_years, found.mismatch) == (low, high, False)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("two (3) years", 3, None),
        ("3 (two) years", 2, None),
        ("two (3) to five (5) years", 3, 5),
        ("two (2) to five (6) years", 2, 6),
        ("one to two (1-3) years", 1, 3),
        ("two to three (1-3) years", 1, 3),
    ],
)
def test_where_word_and_bracket_disagree_the_bracket_wins_and_it_says_so(text: str, low: float, high: float) -> None:
    found = only(text)

    assert (found.years, found.max_years, found.mismatch) == (low, high, True)


@pytest.mark.parametrize(
    "text",
    [
        "a year",
        "at least a year",
        "within a year of hire",
        "over a year",
        "more than a year",
        "a minimum of a year",
        "A year of coding",
    ],
)
def test_a_year_is_one_where_it_is_an_amount(text: str) -> None:
    assert only(text).years == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "years",
        "$20 an hour",
        "twice a year",
        "paid once a month",
        "per year",
        "1000 years",
        "1,000 years",
        "$3 years",
        "2019 years",
        "v3 years",
        "3.333 years",
        "24/7 days",
        "1st year",
        "(3) years",
        "² years",
        "ſix years",
        "sıx years",
        "40 hours",
    ],
)
def test_no_length_of_time_is_read_from(text: str) -> None:
    assert list(durations(text)) == []


def test_an_offset_covers_the_amount_and_no_more() -> None:
    text = "Minimum of three (3) years, between 6 and 12 months in ROI"

    assert [text[d.start : d.end] for d in durations(text)] == ["three (3) years", "6 and 12 months"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("seven years with at least three in management", [7, 3]),
        ("Seven (7) years of experience, at least three (3) in management", [7, 3]),
        ("7 years of experience including 3 as a lead", [7, 3]),
        ("five years of HIM work, of which two in coding", [5, 2]),
        ("7 years of experience with at least 3 years in coding", [7, 3]),
        ("7 years, at least nine in management", [7]),
        ("7 months, at least three in management", [7 / 12]),
        ("at least three in management", []),
        ("7 years, and at least three references", [7]),
    ],
)
def test_years_that_go_without_saying(text: str, found: list[float]) -> None:
    assert [d.years for d in durations(text)] == [round(y, 2) for y in found]


def test_a_share_that_disagrees_with_its_bracket_says_so() -> None:
    first, share = durations("7 years, at least three (2) in management")

    assert (first.mismatch, share.mismatch, share.years) == (False, True, 2)


@steady
@given(
    st.integers(1, 40),
    st.sampled_from(["{} years", "{}+ years", "{} or more years", "({}) {} yrs", "min. {} full years"]),
)
def test_every_number_of_years_is_read(number: int, form: str) -> None:
    assert [d.years for d in durations(form.format(number, number))] == [number]


@steady
@given(st.text("13½twenyhrafo -–(/)+,.²٣ſı yearsmonthsatleastin", max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = list(durations(text))

    assert all(0 <= d.start < d.end <= len(text) and d.low >= 0 for d in found)
    assert all(d.high is None or d.low <= d.high for d in found)
