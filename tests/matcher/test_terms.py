"""Pay, place and workplace as ads print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.scan import hits_of
from matcher.terms import YEARLY, posted_pay, state_of, workplace_of
from taxonomy.lexicon import lexicon_of
from tests.samples import TAXONOMY
from tests.strategies import steady


def pay(text: str) -> str | None:
    """The pay in brief: "22.5-31.75 hour", an open end left blank."""
    found = posted_pay(text)
    if found is None:
        return None
    low, high = ("" if v is None else f"{v:g}" for v in (found.low, found.high))
    return f"{low} {found.period}" if low == high else f"{low}-{high} {found.period}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$22.50 - $31.75/hr", "22.5-31.75 hour"),
        ("$22.50-$31.75 per hour", "22.5-31.75 hour"),
        ("$22.50 to 31.75 hourly", "22.5-31.75 hour"),
        ("$22.50/hr - $31.75/hr", "22.5-31.75 hour"),
        ("$22.50 ‑ $31.75", "22.5-31.75 hour"),
        ("$22.50 − $31.75", "22.5-31.75 hour"),
        ("The pay is between $28 and $35 per hour", "28-35 hour"),
        ("$28 through $35 an hour", "28-35 hour"),
        ("$30.00 (min) - $40.00 (max) hourly", "30-40 hour"),
        ("Pay: 22.14 - 28.78/hour", "22.14-28.78 hour"),
        ("$48K–$62K", "48000-62000 year"),
        ("$48-62K", "48000-62000 year"),
        ("$48-62,000", "48000-62000 year"),
        ("$48k to $62k a year", "48000-62000 year"),
        ("$52,000 - $78,000 annually", "52000-78000 year"),
        ("$52,000.00-$78,000.00/yr.", "52000-78000 year"),
        ("USD 52,000 - 78,000", "52000-78000 year"),
        ("US$52,000 to US$78,000 per year", "52000-78000 year"),
        ("Grade 107: $25.10 - $37.65", "25.1-37.65 hour"),
        ("GS-9 $55,924 - $72,703", "55924-72703 year"),
        ("Salary DOE, $50,000 - $60,000", "50000-60000 year"),
        ("$1,000 - $1,500 weekly", "1000-1500 week"),
        ("$4,000 to $5,000 a month", "4000-5000 month"),
    ],
)
def test_a_range_of_pay(text: str, found: str) -> None:
    assert pay(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$30/hour", "30 hour"),
        ("$30 an hour", "30 hour"),
        ("$30/h", "30 hour"),
        ("Hourly Rate: $28.00", "28 hour"),
        ("Pay: 30/hour", "30 hour"),
        ("Pay: 30 hourly", "30 hour"),
        ("$55K/yr", "55000 year"),
        ("US$55,000 per year", "55000 year"),
        ("$60,000/annum", "60000 year"),
        ("$250 per day", "250 day"),
        ("up to $35/hr", "-35 hour"),
        ("Salary: up to $75,000", "-75000 year"),
        ("starting at $24.00 per hour", "24- hour"),
        ("Pay: starting at $24.00", "24- hour"),
        ("from $28 per hour", "28- hour"),
        ("Pay: $21.50+", "21.5- hour"),
        ("$21.50+/hr", "21.5- hour"),
        ("$21.50/hr+ DOE", "21.5- hour"),
        ("$28/hr + benefits", "28 hour"),
        ("Minimum $25.10/hr, midpoint $31.40/hr, maximum $37.70/hr", "25.1-37.7 hour"),
    ],
)
def test_a_single_figure_and_an_open_end(text: str, found: str) -> None:
    assert pay(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Salary range: $52,000 - $78,000 annually ($25.00 - $37.50 hourly)", "52000-78000 year"),
        ("$25.00 - $37.50 hourly / $52,000 annually", "25-37.5 hour"),
        ("$70,000 annually; $30.00 - $31.00 hourly", "30-31 hour"),
        ("$25/hr plus $5,000 sign-on bonus", "25 hour"),
        ("Shift differential of $3.00 per hour; base $28.00 per hour", "28 hour"),
        ("Pay: $20.00-$30.00\nSign on bonus: $2,000", "20-30 hour"),
        ("Pay: $20.00-$30.00\nK-12 tuition help", "20-30 hour"),
        ("$145,000 - $185,000 + bonus", "145000-185000 year"),
        ("Bonus: $4,000\nSalary: $64,000", "64000 year"),
    ],
)
def test_of_several_figures_the_range_is_the_pay(text: str, found: str) -> None:
    assert pay(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Salary: DOE",
        "Pay grade 12",
        "Pay Grade: GS-9",
        "$5,000 sign-on bonus",
        "Sign-on bonus: $5,000",
        "sign on bonus of up to $10,000",
        "$18 per chart",
        "$1.25/chart",
        "Paid $4.50 per encounter",
        "$25 per visit",
        "$3.00/hr shift differential",
        "Shift differential: $3.00 an hour",
        "Tuition reimbursement up to $5,250 per year",
        "401(k) match up to $5,000",
        "Relocation $10,000",
        "$25 gift card",
        "$100 application fee",
        "hospital with $2 billion revenue",
        "a budget of $2.5 million",
        "$200,000,000 in collections",
        "Median $50,000",
        "salary range for 40 hours",
        "Rate of pay depends. 12 hour shifts",
        "annual leave of 25 days",
        "pay starts after 90 days",
        "52,000 - 78,000 per year",
        "Req 55000-65000",
        "614-555-0142",
        "$60,000 - $50,000",
        "$99,999,999 a year",
        "$0 an hour",
        "$1 an hour",
        "$" + "9" * 400 + " a year",
    ],
)
def test_no_pay_is_read_from(text: str) -> None:
    assert pay(text) is None


def test_pay_is_quoted_and_made_yearly_at_2080_hours() -> None:
    text = "Coder. Pay: 22.50 - 31.75/hour, DOE"
    found = posted_pay(text)

    assert found is not None
    assert (found.annual_low, found.annual_high) == (46800.0, 66040.0)
    assert [(text[s.start : s.end], s.quote) for s in found.evidence] == [("22.50 - 31.75/hour", "22.50 - 31.75/hour")]


def test_a_heading_of_pay_speaks_for_the_lines_below_it() -> None:
    text = "Wages\nabout $64,000"

    assert posted_pay(text) is None
    assert posted_pay(text, [(6, len(text))]) is not None
    assert posted_pay(text, [(0, 3)]) is None


FORMS = ["${:.2f} - ${:.2f}/hr", "${:.2f} to {:.2f} per hour", "Pay: {:.2f}–{:.2f} an hour"]


@steady
@given(st.integers(10, 90), st.integers(0, 60), st.sampled_from(FORMS))
def test_every_range_by_the_hour_is_read(low: int, more: int, form: str) -> None:
    found = posted_pay(form.format(low, low + more))

    assert found is not None
    assert (found.low, found.high, found.period) == (low, low + more, "hour")
    assert found.annual_high == (low + more) * YEARLY["hour"]


@steady
@given(st.text("$USD19,.0kK+ -–/()toupayhourinmx\n%", max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = posted_pay(text, [(0, len(text))])

    assert found is None or all(text[s.start : s.end] == s.quote == s.quote.strip() for s in found.evidence)


# --- place ----------------------------------------------------------------------------------------------


def state(text: str) -> str | None:
    return state_of(text, hits_of(text, lexicon_of(TAXONOMY)), TAXONOMY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Columbus, OH", "OH"),
        ("Columbus,OH 43215", "OH"),
        ("St. Louis, MO", "MO"),
        ("Winston-Salem, NC", "NC"),
        ("Coeur d’Alene, ID", "ID"),
        ("Salt Lake City, UT", "UT"),
        ("Location: Ohio", "OH"),
        ("Based in Texas", "TX"),
        ("Remote (CA)", "CA"),
        ("Remote - TX", "TX"),
        ("LOCATION: FL", "FL"),
        ("Offices in Columbus, OH and Dayton, OH", "OH"),
        ("Columbus, OH and Austin, TX", None),
        ("Springfield, ZZ", None),
        ("columbus, OH", None),
        ("Proficient in CPT, MS Excel", None),
        ("RHIT, OR CCS", None),
        ("Not able to hire in Los Angeles, CA", None),
        ("", None),
    ],
)
def test_the_one_state_that_a_text_names(text: str, found: str | None) -> None:
    assert state(text) == found


# --- workplace --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This job is fully remote.", "remote"),
        ("Work from home", "remote"),
        ("Hybrid: two days in the office", "hybrid"),
        ("On-site in our hospital", "onsite"),
        ("Remote, after six weeks on-site", "onsite"),
        ("Remote. Remote. On-site training", "remote"),
        ("Remote or hybrid", "hybrid"),
        ("Codes charts", None),
        ("", None),
    ],
)
def test_where_the_work_is_done(text: str, found: str | None) -> None:
    assert workplace_of(hits_of(text, lexicon_of(TAXONOMY))) == found
