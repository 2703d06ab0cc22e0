"""Dates as people write them, and months of work counted once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.dates import Day, Range, day_of, days, ranges, union_months
from tests.strategies import steady

AS_OF = date(2026, 11, 21)


def read(text: str, as_of: date = AS_OF) -> list[str]:
    """Each range as "since/to", with its months."""
    return [f"{r.since}/{r.to or 'present'} {_months(r, as_of)}" for r in ranges(text, as_of)]


def _months(one: Range, as_of: date) -> int:
    first, last = one.months(as_of)
    return last - first + 1


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("Mar 2018 - Jun 2022", "2018-03/2022-06 52"),
        ("March 2018 – June 2022", "2018-03/2022-06 52"),
        ("Mar. 2018—Jun. 2022", "2018-03/2022-06 52"),
        ("Sept 2018 - Sep 2018", "2018-09/2018-09 1"),
        ("January, 2019 through March, 2020", "2019-01/2020-03 15"),
        ("MAY 2019 TO JUNE 2020", "2019-05/2020-06 14"),
        ("from May 2019 to June 2020", "2019-05/2020-06 14"),
        ("May '19 - Jun ’21", "2019-05/2021-06 26"),
        ("May 19 - Jun 21", "2019-05/2021-06 26"),
        ("03/2018-06/2022", "2018-03/2022-06 52"),
        ("3/2018 – 6/2022", "2018-03/2022-06 52"),
        ("06/18 - 05/22", "2018-06/2022-05 48"),
        ("03-2018 to 06-2022", "2018-03/2022-06 52"),
        ("03.2018 - 06.2022", "2018-03/2022-06 52"),
        ("03/15/2018 - 06/30/2022", "2018-03/2022-06 52"),
        ("2018-03 - 2022-06", "2018-03/2022-06 52"),
        ("2018-03-15 - 2022-06-30", "2018-03/2022-06 52"),
        ("2018.03.15 – 2022.06.30", "2018-03/2022-06 52"),
        ("2018/03/15 to 2022/06/30", "2018-03/2022-06 52"),
        ("1 March 2018 - 28 February 2021", "2018-03/2021-02 36"),
        ("March 1, 2018 - February 28, 2021", "2018-03/2021-02 36"),
        ("Mar 1st 2018 - Feb 3rd, 2021", "2018-03/2021-02 36"),
        ("1st March of 2018 until 3rd February of 2021", "2018-03/2021-02 36"),
        ("2019–2021", "2019/2021 24"),
        ("2019 -2021", "2019/2021 24"),
        ("2019/2021", "2019/2021 24"),
        ("'19 - '21", "2019/2021 24"),
        ("’19–’21", "2019/2021 24"),
        ("Spring 2020 - Fall 2021", "2020-03/2021-09 19"),
        ("Winter 2019 to Summer of 2020", "2019-01/2020-06 18"),
        ("01/2015 - 2016", "2015-01/2016 18"),
        ("2015 - 03/2016", "2015/2016-03 9"),
        ("2019-2019", "2019/2019 1"),
        ("Mar 2018 ‐ Jun 2022", "2018-03/2022-06 52"),
        ("Mar 2018 ‑ Jun 2022", "2018-03/2022-06 52"),
        ("Mar 2018 − Jun 2022", "2018-03/2022-06 52"),
        ("Mar 2018 -- Jun 2022", "2018-03/2022-06 52"),
        ("Mar\u00a02018\u00a0–\u00a0Jun\u00a02022", "2018-03/2022-06 52"),
        ("Mar 2018 -\nJun 2022", "2018-03/2022-06 52"),
        ("Jun 1988 - May 1990", "1988-06/1990-05 24"),
        ("06/88 - 05/90", "1988-06/1990-05 24"),
    ],
)
def test_a_range_is_read_in_every_layout(text: str, range_: str) -> None:
    assert read(text) == [range_]


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("2019 to present", "2019/present 89"),
        ("2022-01 / present", "2022-01/present 59"),
        ("Sep 2023 -> Present", "2023-09/present 39"),
        ("Sep 2023 → PRESENT", "2023-09/present 39"),
        ("Sep 2023 - Current", "2023-09/present 39"),
        ("09/2023 – currently", "2023-09/present 39"),
        ("Sep 2023 to date", "2023-09/present 39"),
        ("Sep 2023 - to date", "2023-09/present 39"),
        ("Sep 2023 until now", "2023-09/present 39"),
        ("Sep 2023 till today", "2023-09/present 39"),
        ("Sep 2023 - ongoing", "2023-09/present 39"),
        ("Sep 2023-still employed", "2023-09/present 39"),
        ("2023-09-04 - present", "2023-09/present 39"),
        ("'23 – now", "2023/present 41"),
        ("Nov 2026 - present", "2026-11/present 1"),
        ("2026 - present", "2026/present 5"),
    ],
)
def test_what_goes_on_ends_on_the_day_of_reading(text: str, range_: str) -> None:
    assert read(text) == [range_]


@pytest.mark.parametrize(
    "text",
    [
        "2021 - 2019",
        "Jun 2022 - Mar 2018",
        "Dec 2026 - present",
        "2027 to 2028",
        "2030 - present",
        "13/2019 - 14/2020",
        "2019 2021",
        "2019, 2021",
        "May 2019",
        "2022-06-30",
        "2019-05",
        "1949 - 1950",
        "555-2019-2021",
        "$2019-2021",
        "A2019-2021",
        "614-555-0142",
        "ſep 2020 - ſep 2021",
        "3 to 5 years",
    ],
)
def test_no_range_is_read_from(text: str) -> None:
    assert read(text) == []


def test_the_months_ahead_are_not_counted() -> None:
    assert read("Jan 2026 - Dec 2030") == ["2026-01/2030-12 11"]
    assert read("2026 - present", date(2026, 3, 1)) == ["2026/present 1"]
    assert read("2026 - 2026", date(2026, 3, 1)) == ["2026/2026 1"]


def test_several_ranges_come_in_order_and_quote_their_own_words() -> None:
    text = "Coder, 03/2018 - 06/2020; then Mar 2021 to present"
    found = list(ranges(text, AS_OF))

    assert [text[r.start : r.end] for r in found] == ["03/2018 - 06/2020", "Mar 2021 to present"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RHIT, May 2019", ["2019-05"]),
        ("RHIT, Sept. 2019", ["2019-09"]),
        ("RHIT 2019", ["2019"]),
        ("RHIT '19", ["2019"]),
        ("Class of ’98", ["1998"]),
        ("expires 05/31/2027", ["2027-05"]),
        ("expires 5/27", ["2027-05"]),
        ("2022-06-30", ["2022-06"]),
        ("Spring 2020", ["2020-03"]),
        ("Fall of 2020", ["2020-09"]),
        ("1 March 2018", ["2018-03"]),
        ("March 1st, 2018", ["2018-03"]),
        ("2019–2021", ["2019", "2021"]),
        ("99/2019", []),
        ("$2019", []),
        ("ICD-10", []),
        ("may 5 be", []),
        ("may", []),
        ("6'2", []),
        ("", []),
    ],
)
def test_single_dates(text: str, found: list[str]) -> None:
    assert [str(day) for _, _, day in days(text, AS_OF)] == found


def test_two_digits_are_the_latest_year_within_ten_of_now() -> None:
    years = [day.year for _, _, day in days("5/26 5/36 5/37 5/99 5/00", AS_OF)]

    assert years == [2026, 2036, 1937, 1999, 2000]


@pytest.mark.parametrize("written", ["2019", "2019-05", "1998-12"])
def test_a_day_is_written_and_read_back(written: str) -> None:
    assert str(day_of(written)) == written
    assert day_of("2019-05") == Day(2019, 5)


# --- months, each once -------------------------------------------------------------------------------

stretches = st.lists(
    st.tuples(st.integers(23_000, 24_400), st.integers(0, 300)).map(lambda s: (s[0], s[0] + s[1])), max_size=8
)


@pytest.mark.parametrize(
    ("found", "months"),
    [
        ([], 0),
        ([(10, 10)], 1),
        ([(10, 21)], 12),
        ([(10, 21), (10, 21)], 12),
        ([(10, 21), (22, 33)], 24),
        ([(10, 21), (21, 33)], 24),
        ([(10, 40), (15, 20)], 31),
        ([(10, 11), (20, 21)], 4),
        ([(20, 21), (10, 11)], 4),
    ],
)
def test_both_ends_count_and_overlaps_once(found: list[tuple[int, int]], months: int) -> None:
    assert union_months(found) == months


@steady
@given(stretches)
def test_a_union_is_at_most_its_span_and_its_sum_and_at_least_its_longest(found: list[tuple[int, int]]) -> None:
    lengths = [last - first + 1 for first, last in found]
    span = max((last for _, last in found), default=-1) - min((first for first, _ in found), default=0) + 1

    assert max(lengths, default=0) <= union_months(found) <= min(span, sum(lengths))


@steady
@given(stretches.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_jobs_does_not_matter(both: tuple[list[tuple[int, int]], list[tuple[int, int]]]) -> None:
    found, shuffled = both

    assert union_months(shuffled) == union_months(found)


@steady
@given(stretches, st.tuples(st.integers(23_000, 24_400), st.integers(0, 300)))
def test_one_more_job_never_makes_less(found: list[tuple[int, int]], more: tuple[int, int]) -> None:
    assert union_months([*found, (more[0], sum(more))]) >= union_months(found)


_DAYS = st.builds(Day, st.integers(1950, 2049), st.one_of(st.none(), st.integers(1, 12)))


@steady
@given(_DAYS, st.one_of(st.none(), _DAYS), st.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_a_range_has_a_month_at_least_and_none_ahead(since: Day, to: Day | None, as_of: date) -> None:
    first, last = Range(0, 0, since, to).months(as_of)

    assert first <= last <= as_of.year * 12 + as_of.month - 1


FORMS = ["{:%b %Y}", "{:%B %Y}", "{:%m/%Y}", "{:%Y-%m}", "{:%m/%d/%Y}", "{:%Y-%m-%d}"]


@steady
@given(st.integers(1960, 2025), st.integers(1, 12), st.integers(0, 400), st.sampled_from(FORMS))
def test_every_pair_of_months_is_read_as_written(year: int, month: int, length: int, form: str) -> None:
    end = min(year * 12 + month - 1 + length, AS_OF.year * 12 + AS_OF.month - 1)
    to = date(end // 12, end % 12 + 1, 1)
    text = f"{form.format(date(year, month, 1))} - {form.format(to)}"

    assert read(text) == [f"{year}-{month:02d}/{to:%Y-%m} {end - (year * 12 + month - 1) + 1}"]


@steady
@given(st.text("JanMay2019 –-/'to.,\n²٣ſıK0", max_size=40))
def test_any_text_is_read(text: str) -> None:
    found = [*((r.start, r.end) for r in ranges(text, AS_OF)), *((a, b) for a, b, _ in days(text, AS_OF))]

    assert all(0 <= start < end <= len(text) for start, end in found)
