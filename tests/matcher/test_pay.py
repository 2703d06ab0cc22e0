"""What a job should pay follows from published figures, step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.pay import EDGES, HOURS, pay_band, quantile, recompute
from matcher.report import PayBand, PostedPay, Rank, Role
from taxonomy import Taxonomy, load_taxonomy
from taxonomy.concept import Level, PayFigure

TAXONOMY = load_taxonomy()
MAY_2024, MAY_2025, NOVEMBER_2026 = date(2024, 5, 1), date(2025, 5, 1), date(2026, 11, 21)
SOCS = sorted({f.occupation for f in TAXONOMY.pay if f.source == "bls-oews-2021"})
LEVELS = get_args(Level)


def role(level: Level | None = "mid", soc: str | None = "29-2072", rank: Rank | None = None, **more: Any) -> Role:
    return Role("coding", more.pop("in_scope", True), level, None, rank, soc, 0.9, "title", **more)


def band(asked: Role, as_of: date = MAY_2025, **more: Any) -> PayBand:
    found = pay_band(asked, TAXONOMY, as_of, **more)
    assert found is not None
    return found


def edges(of: PayBand) -> tuple[float, float, float]:
    return of.low, of.typical, of.high


def values(of: PayBand) -> dict[str, float]:
    return {step.what.partition(":")[0]: step.value for step in of.steps}


def said(of: PayBand, label: str) -> str:
    return next(step.what for step in of.steps if step.what.startswith(f"{label}:"))


def with_pay(*changed: PayFigure, without: str = "-") -> Taxonomy:
    kept = [f for f in TAXONOMY.pay if not f.id.startswith(without) and f.id not in {c.id for c in changed}]
    return replace(TAXONOMY, pay=(*kept, *changed), version=repr((changed, without)))


def figure(ident: str) -> PayFigure:
    return next(f for f in TAXONOMY.pay if f.id == ident)


@pytest.mark.parametrize(
    ("level", "low", "high"), [("entry", 35000, 45000), ("mid", 45000, 55000), ("senior", 55000, 80000)]
)
def test_the_levels_of_seed_004_come_out_of_the_published_wages_of_2024(level: Level, low: int, high: int) -> None:
    found = band(role(level), MAY_2024)

    assert found.low == pytest.approx(low, rel=0.03)
    assert found.high == pytest.approx(high, rel=0.03)


@given(
    level=st.sampled_from(LEVELS),
    soc=st.sampled_from(SOCS),
    rank=st.none() | st.sampled_from(get_args(Rank)),
    as_of=st.dates(date(2021, 5, 1), date(2035, 1, 1)),
    industry=st.none() | st.sampled_from(["hospitals", "offices-of-physicians", "a trade: unheard of"]),
    state=st.none() | st.just("CA"),
)
def test_every_number_of_a_band_can_be_multiplied_up_again_from_its_steps(
    level: Level, soc: str, rank: Rank | None, as_of: date, industry: str | None, state: str | None
) -> None:
    found = band(role(level, soc, rank), as_of, industry=industry, state=state)
    at = values(found)
    factor = at["place"] * at.get("industry", 1.0) * at["ageing"]

    assert edges(found) == tuple(round(at[f"wage {edge}"] * factor / 10) * 10 for edge in EDGES)
    assert recompute(found.steps) == edges(found)
    assert found.low <= found.typical <= found.high


@given(st.sampled_from(SOCS), st.sampled_from(LEVELS), st.dates(date(2024, 5, 1), date(2030, 1, 1)))
def test_the_ageing_factor_is_the_product_of_its_quarters(soc: str, level: Level, as_of: date) -> None:
    found = band(role(level, soc), as_of)
    product = 1.0
    for step in found.steps:
        if step.what.startswith("ageing ") and step.what.partition(":")[0] != "ageing":
            product *= step.value

    assert values(found)["ageing"] == round(product, 6)


def test_every_published_step_carries_the_figure_it_was_read_from() -> None:
    for step in band(role(), NOVEMBER_2026, industry="hospitals").steps:
        if step.what.startswith(("published", "industry median", "industry all", "ageing 20")):
            assert step.figure is not None
            assert step.figure.confirmed


def test_no_figure_of_a_seed_or_survey_is_part_of_a_band() -> None:
    for soc in SOCS:
        for industry in (None, "hospitals", "professional-scientific-technical"):
            sources = {s.figure.source for s in band(role(soc=soc), NOVEMBER_2026, industry=industry).steps if s.figure}

            assert all(source.startswith("bls-") for source in sources)
            assert "bls-2025-quoted" not in sources


def test_the_levels_touch_and_the_typical_is_the_middle_percentile() -> None:
    entry, mid, senior = (band(role(level)) for level in ("entry", "mid", "senior"))

    assert entry.high == mid.low
    assert mid.high == senior.low
    assert values(mid)["slice typical"] == 47.5


@pytest.mark.parametrize(
    ("rank", "soc", "occupation", "low", "high"),
    [
        ("supervisor", "29-2072", "29-2072", 75, 90),
        ("supervisor", "11-9111", "29-2072", 75, 90),
        ("supervisor", "29-9021", "29-9021", 75, 90),
        ("manager", "29-2072", "11-9111", 10, 40),
        ("manager", None, "11-9111", 10, 40),
        ("director", "11-9111", "11-9111", 40, 75),
        ("chief", "11-9111", "11-9111", 40, 75),
        (None, "11-9111", "11-9111", 10, 40),
        ("lead", "29-2072", "29-2072", 60, 90),
        (None, "13-1041", "13-1041", 60, 90),
    ],
)
def test_a_rank_decides_the_occupation_and_the_slice(
    rank: Rank | None, soc: str | None, occupation: str, low: int, high: int
) -> None:
    found = band(role("senior", soc, rank))

    assert found.soc == occupation
    assert (values(found)["slice low"], values(found)["slice high"]) == (low, high)


def test_another_level_may_be_asked_for_and_leaves_the_rank_behind() -> None:
    assert edges(band(role("mid"), level="senior")) == edges(band(role("senior")))
    assert edges(band(role("senior", rank="supervisor"), level="mid")) == edges(band(role("mid")))


@pytest.mark.parametrize(
    "asked",
    [
        role(level=None),
        role(soc=None),
        role(soc="99-9999"),
        role(in_scope=False),
        role("senior", rank="manager", in_scope=False),
    ],
)
def test_there_is_no_band_without_a_level_a_published_occupation_and_a_job_in_scope(asked: Role) -> None:
    assert pay_band(asked, TAXONOMY, MAY_2025) is None


def test_wages_of_the_future_are_not_used() -> None:
    assert said(band(role(), date(2025, 4, 30)), "published median").endswith("May 2024")
    assert said(band(role(), date(2025, 5, 1)), "published median").endswith("May 2025")
    assert pay_band(role(), TAXONOMY, date(2021, 4, 30)) is None


def test_a_year_that_lacks_a_percentile_is_passed_over() -> None:
    found = pay_band(role(), with_pay(without="29-2072-us-2025-p90"), MAY_2025)

    assert found is not None
    assert said(found, "published p10").endswith("May 2024")


def test_nothing_is_aged_in_the_month_of_the_survey() -> None:
    assert values(band(role(), MAY_2025))["ageing"] == 1.0


def test_ageing_counts_the_months_of_each_published_quarter() -> None:
    at = values(band(role(), date(2026, 3, 31)))

    assert at["ageing 2025-06"] == round(1.011 ** (1 / 3), 6)
    assert at["ageing 2025-09"] == 1.009
    assert at["ageing"] == pytest.approx(1.011 ** (1 / 3) * 1.009 * 1.008 * 1.010, abs=1e-5)


def test_past_the_last_quarter_the_index_is_extrapolated_and_the_step_says_so() -> None:
    found = band(role(), NOVEMBER_2026)

    assert said(found, "ageing beyond 2026-03").endswith("extrapolated")
    assert values(found)["ageing beyond 2026-03"] == round((1.011 * 1.009 * 1.008 * 1.010) ** (8 / 12), 6)


def test_figures_are_aged_by_three_years_at_most() -> None:
    assert edges(band(role(), date(2028, 5, 1))) == edges(band(role(), date(2040, 1, 1)))
    assert "36 are the most" in said(band(role(), date(2040, 1, 1)), "ageing")


def test_months_that_no_quarter_covers_change_nothing() -> None:
    found = pay_band(role(), with_pay(without="eci-"), NOVEMBER_2026)

    assert found is not None
    assert values(found)["ageing"] == 1.0
    assert "18 months" in said(found, "ageing without index")


def test_a_place_without_figures_is_answered_with_the_whole_country_and_says_so() -> None:
    found = band(role(), state="CA")

    assert (found.area, edges(found)) == ("US", edges(band(role())))
    assert "no figures are held for CA" in said(found, "place")
    assert "area:31080" in said(band(role(), state="CA", metro="31080"), "place")


def test_figures_of_the_state_itself_come_first() -> None:
    own = [replace(figure(f"29-2072-us-2025-{s}"), id=f"ca-{s}", place="CA", amount=50000.0 + n)
           for n, s in enumerate(("p10", "p25", "median", "p75", "p90"))]  # fmt: skip
    found = pay_band(role(), with_pay(*own), MAY_2025, state="CA")

    assert found is not None
    assert (found.area, round(found.typical, -2)) == ("CA", 50000)


def test_the_industry_is_the_ratio_of_its_median_to_that_of_all() -> None:
    at = values(band(role(), industry="hospitals"))

    assert at["industry"] == round(at["industry median"] / at["industry all"], 6) == round(56520 / 50250, 6)


def test_an_industry_without_a_figure_changes_nothing_and_says_so() -> None:
    found = band(role(), industry="lighthouses")

    assert edges(found) == edges(band(role()))
    assert "no median is held for lighthouses" in said(found, "industry")


def test_a_wage_at_the_top_code_is_said_to_be_a_least_amount() -> None:
    found = band(role("senior", "11-3021"), date(2024, 4, 30))

    assert said(found, "published p90").endswith("at least this much")
    assert values(found)["published p90"] == 239_200


@pytest.mark.parametrize(
    ("low", "high", "stands"),
    [
        (20000, 30000, "below"),
        (90000, 99000, "above"),
        (30000, 60000, "within"),
        (None, 30000, "below"),
        (90000, None, "above"),
        (30000, None, "within"),
        (None, None, None),
    ],
)
def test_posted_pay_is_set_beside_the_band(low: float | None, high: float | None, stands: str | None) -> None:
    posted = PostedPay(low, high, "year", low, high, ())
    found = band(role(), posted=posted)

    assert (found.posted, found.posted_vs_band) == (posted, stands)


def test_the_hourly_band_is_the_yearly_one_over_2080_hours() -> None:
    found = band(role())

    assert found.hourly.low * HOURS == pytest.approx(found.low, abs=0.005 * HOURS)
    assert (found.as_of, found.currency, found.per) == ("2025-05", "USD", "year")
    assert found.error is None


POINTS = ((10.0, 37000.0), (25.0, 43490.0), (50.0, 51140.0), (75.0, 64820.0), (90.0, 81150.0))


@given(st.floats(0.1, 99.9), st.floats(0.1, 99.9))
def test_a_higher_percentile_never_earns_less(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert quantile(POINTS, low) <= quantile(POINTS, high) * (1 + 1e-12)


def test_the_quantiles_pass_through_what_is_published_and_end_with_it() -> None:
    assert [round(quantile(POINTS, p), 6) for p, _ in POINTS] == [wage for _, wage in POINTS]
    assert quantile(POINTS, 1) == pytest.approx(37000)
    assert quantile(POINTS, 99) == pytest.approx(81150)
    assert all(a < quantile(POINTS, (p + q) / 2) < b for (p, a), (q, b) in pairwise(POINTS))
