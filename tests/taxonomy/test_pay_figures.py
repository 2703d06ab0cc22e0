"""pay.csv says of every figure what it measures, and keeps the contradictions of its sources."""

from __future__ import annotations

import csv
from itertools import groupby, pairwise

import pytest

from taxonomy import load_taxonomy
from taxonomy.load import DATA

TAXONOMY = load_taxonomy()
PAY = {figure.id: figure for figure in TAXONOMY.pay}
LADDER = ("p10", "p25", "median", "p75", "p90")
YEARS = (2021, 2022, 2023, 2024, 2025)
OCCUPATIONS = (
    "29-2072", "29-9021", "11-9111", "43-3021", "13-1041", "43-4071", "31-9094",
    "43-6013", "15-1211", "15-1232", "31-9092", "15-2051", "43-0000", "00-0000",
)  # fmt: skip


def test_no_figure_is_listed_twice() -> None:
    with (DATA / "pay.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]

    assert len(ids) == len(set(ids)) == len(PAY)


def test_every_figure_names_a_source_that_is_described() -> None:
    assert {f.source for f in TAXONOMY.pay} <= TAXONOMY.sources.keys()


def test_every_figure_says_who_where_and_how_it_was_measured() -> None:
    for f in TAXONOMY.pay:
        assert f.population, f.id
        assert f.place == "US", f.id
        assert f.industry, f.id
        assert f.occupation == "eci-health-care" or f.occupation in TAXONOMY.roles or f.occupation[2] == "-", f.id


def test_a_figure_is_an_amount_or_a_range_and_never_both() -> None:
    for f in TAXONOMY.pay:
        ends = f.low is not None and f.high is not None and f.low < f.high
        assert ends == (f.statistic == "range"), f.id
        assert (f.amount is None) == (f.statistic == "range"), f.id


def test_only_a_change_may_be_negative() -> None:
    for f in TAXONOMY.pay:
        if f.amount is not None and f.amount <= 0:
            assert f.statistic == "growth" or f.id.endswith("-change"), f.id


def test_dollars_are_plausible_for_their_period() -> None:
    spans = {"year": (10_000, 400_000), "hour": (7, 150), "day": (100, 2_000)}
    for f in TAXONOMY.pay:
        if f.per in spans:
            low, high = spans[f.per]
            assert all(low <= amount <= high for amount in (f.amount, f.low, f.high) if amount is not None), f.id


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_the_official_wages_are_whole_for_five_years_and_rise_with_the_percentile(occupation: str) -> None:
    for year in YEARS:
        wages = [PAY[f"{occupation}-us-{year}-{statistic}"].amount or 0 for statistic in LADDER]

        assert all(below < above for below, above in pairwise(wages))
        assert PAY[f"{occupation}-us-{year}-mean"].per == "year"
        assert PAY[f"{occupation}-us-{year}-employment"].per == "jobs"


def test_an_official_figure_carries_the_year_of_its_source() -> None:
    official = [f for f in TAXONOMY.pay if f.source.startswith("bls-oews-")]

    assert len(official) >= len(OCCUPATIONS) * len(YEARS) * 7
    assert all(f.source == f"bls-oews-{f.year}" for f in official)


@pytest.mark.parametrize(
    ("ident", "amount"),
    [
        ("29-2072-us-2025-median", 51140),
        ("29-2072-us-2024-p90", 80950),
        ("29-2072-us-2021-employment", 180570),
        ("11-9111-us-2025-p10", 73390),
        ("29-2072-us-hospitals-2024-median", 56520),
        ("29-2072-us-2034-growth", 7),
        ("eci-health-care-us-2026-03", 1.0),
    ],
)
def test_well_known_figures_stand_as_published(ident: str, amount: float) -> None:
    assert PAY[ident].amount == amount


def test_the_quarters_of_the_index_follow_one_another() -> None:
    months = [int(f.id[-7:-3]) * 12 + int(f.id[-2:]) for f in TAXONOMY.pay if f.occupation == "eci-health-care"]

    assert all(later - earlier == 3 for earlier, later in pairwise(months))


def test_the_seeds_keep_their_contradictions() -> None:
    one, other = PAY["seed-001-median-2016"], PAY["seed-003-median-2015"]

    assert one.amount == other.amount == 37110
    assert one.year != other.year
    assert PAY["seed-002-average-52850"].year is None
    assert {PAY["seed-004-growth-2033"].amount, PAY["29-2072-us-2034-growth"].amount} == {9, 7}


def test_the_outlier_is_kept_and_marked() -> None:
    outlier = PAY["seed-002-average-81870"]

    assert (outlier.amount, outlier.year) == (81870, None)
    assert "outlier" in outlier.note
    assert PAY["seed-002-average-81870-hourly"].amount == 39.36


def test_a_wage_at_the_top_code_is_kept_as_a_least_amount() -> None:
    assert PAY["11-3021-us-2023-p90"].open_top
    assert PAY["11-3021-us-2023-p90"].amount == 239_200


def test_the_open_top_of_the_senior_band_is_not_lost() -> None:
    assert PAY["seed-004-senior-range"].open_top


def test_no_survey_is_shipped_whole() -> None:
    surveys = sorted(f.source for f in TAXONOMY.pay if "survey" in f.source)

    assert all(len(list(group)) <= 4 for _, group in groupby(surveys))


def test_what_is_only_quoted_is_not_confirmed() -> None:
    quoted = [f for f in TAXONOMY.pay if f.source == "bls-2025-quoted"]

    assert quoted
    assert not any(f.confirmed for f in quoted)
