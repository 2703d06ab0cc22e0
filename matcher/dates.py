"""Dates of work: ranges as people write them, and months counted once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SEASONS = {"winter": 1, "spring": 3, "summer": 6, "fall": 9, "autumn": 9}
# The names are matched in ASCII alone: a long s or a dotless i would pass for a letter, and then be no month.
_NAME = (
    r"(?a:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|winter|spring|summer|fall|autumn)\.?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DASH = "-‐‑‒–—―−－"
# "2018-03-15" is one day, not a range from 2018 to March of '15.
_ISO_DAY = r"(?:-\d\d-\d\d|/\d\d/\d\d|\.\d\d\.\d\d)(?!\d)"
_DATE = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?({_NAME})(?:\s?\d{{1,2}}(?:st|nd|rd|th)?)?,?\s?(?:of\s)?[’']?({_YEAR}|\d{{2}}(?!\d))"
    rf"|(\d{{1,2}})[/.-](?:\d{{1,2}}[/.-])?({_YEAR}|\d{{2}}(?!\d))"
    rf"|({_YEAR})(?:(?={_ISO_DAY}).(\d\d).\d\d|(?!{_ISO_DAY})(?:[/.-](\d{{1,2}})(?!\d))?)"
    r"|[’'‘](\d{2})(?![\w’']))"
)
_GROUPS = 8
_NOW = r"(present|current(?:ly)?|now|today|to date|date|ongoing|till date|till now|still employed)"
_RANGE = re.compile(
    rf"(?<![\w/$.-])(?:from\s)?{_DATE}\s*(?:->|→|[{_DASH}]|to\b|thru\b|through\b|until\b|till\b|/)+\s*(?:{_DATE}|{_NOW}\b)",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?<![\w/$.]){_DATE}(?![\w/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A month, or a year where ``month`` is None."""

    year: int
    month: int | None

    def __str__(self) -> str:
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02d}"


def day_of(written: str) -> Day:
    """The inverse of ``str(Day)``: "2019" or "2019-05"."""
    year, _, month = written.partition("-")
    return Day(int(year), int(month) if month else None)


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time in a text; ``to`` None is "present"."""

    start: int
    end: int
    since: Day
    to: Day | None

    def months(self, as_of: date) -> tuple[int, int]:
        """First and last month, both counted, as numbers of months since year 0; none lies after ``as_of``.

        A year alone stands for its middle, so that 2019 to 2021 is two years.
        """
        now = as_of.year * 12 + as_of.month - 1
        first = min(self.since.year * 12 + (self.since.month or 7) - 1, now)
        return first, max(first, min(self._last(), now) if self.to is not None else now)

    def _last(self) -> int:
        assert self.to is not None
        middle = 12 if self.since.month is not None and self.to.year == self.since.year else 6
        return self.to.year * 12 + (self.to.month or middle) - 1


def ranges(text: str, as_of: date) -> Iterator[Range]:
    """Every range of dates, in order; what runs backwards or begins after ``as_of`` is left out."""
    for m in _RANGE.finditer(text):
        since, to = _day(m.groups()[:_GROUPS], as_of), _day(m.groups()[_GROUPS:-1], as_of)
        if since is None or (to is None and not m[m.re.groups]):
            continue
        if to is not None and (to.year, to.month or 12) < (since.year, since.month or 1):
            continue
        if (since.year, since.month or 1) <= (as_of.year, as_of.month):
            yield Range(m.start(), m.end(), since, to)


def days(text: str, as_of: date) -> list[tuple[int, int, Day]]:
    """Every single date of a text: start, end, day."""
    found = ((m.start(), m.end(), _day(m.groups(), as_of)) for m in _ONE.finditer(text))
    return [(start, end, day) for start, end, day in found if day is not None]


def _day(groups: tuple[str | None, ...], as_of: date) -> Day | None:
    name, named_year, month, year, alone, iso_month, alone_month, short = groups
    if name is not None and named_year is not None:
        key = name.lower().rstrip(".")
        return Day(_full(named_year, as_of), _SEASONS.get(key) or _MONTHS[key[:3]])
    if month is not None and year is not None:
        number = int(month)
        return Day(_full(year, as_of), number) if 1 <= number <= 12 else None
    if alone is not None:
        number = int(iso_month or alone_month or 0)
        return Day(int(alone), number if 1 <= number <= 12 else None)
    return None if short is None else Day(_full(short, as_of), None)


def _full(year: str, as_of: date) -> int:
    """Two digits are the latest such year that is at most ten years ahead."""
    number = int(year)
    if number > 99:
        return number
    century = as_of.year // 100 * 100
    return century + number if century + number <= as_of.year + 10 else century - 100 + number


def union_months(stretches: Iterable[tuple[int, int]]) -> int:
    """Months covered by any of the stretches, each counted once; both ends count."""
    total, reach = 0, -1
    for first, last in sorted(stretches):
        if last > reach:
            total += last - max(first, reach + 1) + 1
            reach = last
    return total
