"""Pay is drawn where it lies: nothing but the answer's own amounts, on one scale, inside the frame."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.page.chart import pay_chart, pay_view
from matcher import pay_band, role_of, to_json
from matcher.report import PostedPay
from taxonomy import load_taxonomy
from tests.strategies import steady

TAXONOMY = load_taxonomy()
AMOUNTS = st.integers(5_000, 900_000).map(float)
AD = "Coder\n$60,000 to $70,000 a year"


@cache
def expected() -> Any:
    """A band as the answer holds it."""
    return to_json(pay_band(role_of("Inpatient Coder"), as_of=date(2026, 11, 1)))


def band(low: float | None = None, high: float | None = None, **changed: Any) -> Any:
    """The band with its own parts changed, and ``low`` to ``high`` as the posted pay."""
    quote = {"start": 6, "end": 31, "quote": AD[6:31]}
    posted = {"low": low, "high": high, "period": "year", "annual_low": low, "annual_high": high, "evidence": [quote]}
    return {**expected(), "posted": posted if low or high else None, **changed}


@steady
@given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(sorted), st.none() | AMOUNTS, st.none() | AMOUNTS)
def test_everything_lies_inside_the_frame(edges: list[float], low: float | None, high: float | None) -> None:
    chart = pay_chart(band(low, high) | dict(zip(("low", "typical", "high"), edges, strict=True)))

    bars = [bar for bar in (chart.band, chart.posted) if bar]
    assert all(0 <= tick.at <= 100 for tick in (*chart.published, chart.typical, *chart.axis))
    assert all(bar.left >= 0 and bar.left + bar.width <= 100.5 and bar.width > 0 for bar in bars)
    assert 1 <= len(chart.axis) <= 6


@steady
@given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(sorted))
def test_more_dollars_lie_farther_to_the_right(edges: list[float]) -> None:
    chart = pay_chart(band(edges[0], edges[2], typical=edges[1]))

    assert [tick.name for tick in chart.published] == ["p10", "p25", "median", "p75", "p90"]
    assert [tick.at for tick in chart.published] == sorted(tick.at for tick in chart.published)
    assert chart.posted is not None
    assert chart.posted.left <= chart.typical.at <= chart.posted.left + chart.posted.width + 0.01


@steady
@given(AMOUNTS, AMOUNTS)
def test_labels_that_are_drawn_do_not_run_into_each_other(low: float, high: float) -> None:
    chart = pay_chart(band(*sorted((low, high))))

    wide = [tick.at for tick in chart.published if tick.room != "none"]
    narrow = [tick.at for tick in chart.published if tick.room == "all"]
    assert all(abs(a - b) >= 9 for a, b in combinations(wide, 2))
    assert all(abs(a - b) >= 24 for a, b in combinations(narrow, 2))
    assert "median" in {tick.name for tick in chart.published if tick.room == "all"}


def test_the_amounts_drawn_are_the_published_ones() -> None:
    published = [step for step in expected()["steps"] if step["what"].startswith("published ")]

    chart = pay_chart(band())

    assert [tick.amount for tick in chart.published] == [f"${step['value']:,.0f}" for step in published]
    assert chart.published_words == f"US, {published[0]['figure']['year']}, {published[0]['figure']['source']}"


@pytest.mark.parametrize(
    ("low", "high", "words", "left_open", "right_open"),
    [
        (60000.0, 70000.0, "$60,000 to $70,000", False, False),
        (95000.0, None, "from $95,000", False, True),
        (None, 40000.0, "up to $40,000", True, False),
    ],
)
def test_an_open_end_of_the_posted_pay_runs_to_the_edge(
    low: float | None, high: float | None, words: str, left_open: bool, right_open: bool
) -> None:
    posted = pay_chart(band(low, high)).posted

    assert posted is not None
    assert (posted.words, posted.open_low, posted.open_high) == (words, left_open, right_open)
    assert posted.width > 5
    assert (posted.left == 0) == left_open
    assert (posted.left + posted.width == 100) == right_open


def test_who_does_not_see_the_chart_is_told_it() -> None:
    told = pay_chart(band(60000.0, 70000.0, posted_vs_band="above")).told

    assert "p10 $" in told
    assert "typically $" in told
    assert "Posted: $60,000 to $70,000 a year. In short, the posted pay lies above what is expected." in told


def test_every_step_is_a_row_with_its_value_and_source() -> None:
    view = pay_view(band(60000.0, 70000.0), AD)

    assert view is not None
    assert len(view.steps) == len(expected()["steps"])
    assert [row.name for row in view.steps[:2]] == ["published p10", "published p25"]
    assert {row.source for row in view.steps if row.name.startswith("published")} == {view.chart.published_words[10:]}
    assert [row.source for row in view.steps if row.name == "rounding"] == [""]
    assert [line.link for line in view.evidence] == ["#posting-6"]


def test_where_the_edges_may_lie_is_told_only_where_it_is_known() -> None:
    error = {"low": [39000.0, 41000.0], "typical": [44000.0, 46000.0], "high": [48000.0, 52000.0]}

    told = dict(pay_view(band(error=error, coverage=0.8)).facts)
    assert told["Give or take"].startswith("low $39,000 to $41,000, typical ")
    assert told["Give or take"].endswith(" (80% coverage)")
    assert "Give or take" not in dict(pay_view(band()).facts)


def test_where_no_figure_is_published_nothing_is_drawn() -> None:
    assert pay_view(None) is None


def test_a_band_without_published_steps_is_drawn_all_the_same() -> None:
    flat = {"low": 4e4, "typical": 4e4, "high": 4e4, "steps": [{"what": "median", "value": 45000.0, "figure": None}]}

    chart = pay_chart(band() | flat)

    assert (chart.published, chart.posted, chart.published_words) == ((), None, "")
    assert chart.band.width > 0


def test_the_posted_pay_is_read_as_the_contract_gives_it() -> None:
    posted = to_json(PostedPay(28.5, 36.75, "hour", 59280.0, 76440.0, ()))

    view = pay_view({**expected(), "posted": posted}, AD)

    assert view is not None
    assert view.posted == "$28.50 to $36.75 an hour = $59,280 to $76,440 a year"
