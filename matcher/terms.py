"""The terms of a job as the ad prints them: pay, place, workplace."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matcher.report import PostedPay, Span
from matcher.scan import Hit
from taxonomy.load import Taxonomy

Period = Literal["hour", "day", "week", "month", "year"]
Workplace = Literal["onsite", "hybrid", "remote"]

# BLS: "year-round, full-time hours figure of 2,080 hours"; 260 days and 52 weeks follow from it.
_WORKPLACES: tuple[Workplace, ...] = ("hybrid", "remote", "onsite")
YEARLY: dict[str, int] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}

_DASH = "-‐‑‒–—―−－"
_AMOUNT = r"(?:(US\s?\$|\$|USD)\s?)?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(?:[^\S\n]?([kK])\b)?"
_PERIOD = (
    r"(?:\+?\s?(?:p?/|per|an?|each)?\s?(hours?|hourly|hrs?|years?|yearly|yrs?|annually|annual|annum|"
    r"months?|monthly|weeks?|weekly|days?|daily|(?<=/)h)\b\.?)?"
)
_PER = re.compile(r"(?:/|\b(?:per|an?|each))\s?$", re.IGNORECASE)
_PERIODS: dict[str, Period] = {"h": "hour", "y": "year", "a": "year", "m": "month", "w": "week", "d": "day"}
_BRACKET = r"(?:\s?\((?:min|max|minimum|maximum|entry|top|low|high)[^()]{0,12}\))?"
_PAY = re.compile(
    rf"(?<![\w.,$#-]){_AMOUNT}{_PERIOD}{_BRACKET}"
    rf"(?:\s?(?:[{_DASH}]|to|through|and)\s?[-–]?\s{{0,2}}{_AMOUNT}{_PERIOD}{_BRACKET})?(\+|\s\+(?!\s?\w))?",
    re.IGNORECASE,
)
_ABOUT_PAY = re.compile(
    r"\b(?:pay|salary|salaries|compensation|range|rate|wage|wages|hourly|earn|earnings|starting|hiring|base|annual|annually|offer|usd)\b",
    re.IGNORECASE,
)
_NOT_PAY_BEFORE = re.compile(
    r"\b(?:bonus|sign-?on|differential|relocation|tuition|stipend|referral|revenue|budget|"
    r"reimburse\w*|savings|grew|million|billion|fine|retention|raised|valued|assets|grants?|"
    r"up to \d+ hours|collected|collections of|recovered|saved|copay|deductible|per chart|median|"
    r"average|mean)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_NOT_PAY_AFTER = re.compile(
    r"^\s?(?:(?!plus|and\b|with\b|\+)(?:[a-z-]+\s){0,3}(?:bonus|sign-?on|differential|relocation|tuition|stipend|referral|million|billion|[MB]\b|revenue|budget|reimburse\w*|contribution|credit|retention)|(?:per|/|a)\s?(?:chart|encounter|case|record|account|page|line|click|visit|claim)\b|%)",
    re.IGNORECASE,
)
_ONLY_TOP = re.compile(r"\b(?:up to|maximum(?: of)?|as much as|no more than|max)\s?:?\s?$", re.IGNORECASE)
_ONLY_LOW = re.compile(
    r"\b(?:starting (?:at|from|pay|rate|salary)(?: of| is)?|starts? at|from|at least|minimum(?: of)?|"
    r"beginning at|no less than|begins at)\s?:?\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    low: float | None
    high: float | None
    period: Period
    start: int
    end: int
    rank: tuple[bool, bool]


def posted_pay(text: str, labelled: Sequence[tuple[int, int]] = ()) -> PostedPay | None:
    """The job's pay as printed; None where the ad states none. Bonuses, differentials and piece rates are no pay.

    ``labelled`` are stretches that stand under a heading of pay. A range with its period is
    preferred to a single figure. Amounts without a period go by their size: under 200 by the
    hour, 15,000 and more by the year (DOMAIN: ads and their wording).
    """
    found = list(_amounts(text, labelled))
    if not found:
        return None
    best = _ends_joined(max(found, key=lambda f: (f.rank, -f.start)), found)
    span = Span(best.start, best.end, text[best.start : best.end])
    factor = YEARLY[best.period]
    low, high = (None if v is None else round(v * factor, 2) for v in (best.low, best.high))
    return PostedPay(best.low, best.high, best.period, low, high, (span,))


def _ends_joined(best: _Found, found: Sequence[_Found]) -> _Found:
    """ "Minimum $25.10/hr, midpoint $31.40/hr, maximum $37.70/hr" is one range."""
    if best.high is not None or best.low is None:
        return best
    tops = [f for f in found if f.low is None and f.period == best.period and 0 < f.start - best.end < 80]
    return replace(best, high=tops[0].high, end=tops[0].end) if tops else best


def _amounts(text: str, labelled: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    stretches = sorted(labelled)
    for m in _PAY.finditer(text):
        before = _line_before(text, m.start(), 90)
        after = text[m.end() : m.end() + 40].split("\n")[0]
        if _NOT_PAY_BEFORE.search(before[-70:]) or (not m[11] and _NOT_PAY_AFTER.search(after)):
            continue
        one = _read(m, before, bool(_ABOUT_PAY.search(before)) or _within(m.start(), stretches))
        if one is not None:
            yield one


def _line_before(text: str, at: int, reach: int) -> str:
    """What stands before an offset in its line, at most ``reach`` characters."""
    floor = max(0, at - reach)
    return text[max(floor, text.rfind("\n", floor, at) + 1) : at]


def _within(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the stretches, which are in order and apart."""
    number = bisect_right(stretches, at, key=lambda s: s[0]) - 1
    return number >= 0 and at < stretches[number][1]


def _read(m: re.Match[str], before: str, about_pay: bool) -> _Found | None:
    dollar, unit = bool(m[1] or m[6]), m[10] or m[5] or ""
    low, high, said = *_values(m), _period(unit)
    if not dollar and not (about_pay and (m[4] or m[9] or (said and _is_rate(m, unit)))):
        return None
    period = said or _by_size(high or low)
    told = (said and dollar) or about_pay or (dollar and high is not None)
    if period is None or not told or not _plausible(high or low, period) or (high is not None and high < low):
        return None
    start, end = m.start(), m.start() + len(m.group().rstrip())
    rank = (high is not None, said is not None)
    if high is None and (top := _ONLY_TOP.search(before)):
        return _Found(None, low, period, start - len(top.group()), end, rank)
    if high is None and ("+" in m.group() or _ONLY_LOW.search(before)):
        return _Found(low, None, period, start, end, rank)
    return _Found(low, low if high is None else high, period, start, end, rank)


def _is_rate(m: re.Match[str], unit: str) -> bool:
    """ "30/hour" and "30 hourly" are rates, "40 hours" and "12 hour shifts" are lengths of time."""
    at = m.start(10 if m[10] else 5)
    return unit.lower().endswith(("ly", "annual", "annum")) or bool(_PER.search(m.string[max(0, at - 5) : at]))


def _values(m: re.Match[str]) -> tuple[float, float | None]:
    """Both ends; a thousand said of the upper end alone is meant of the lower too: "$52-78K", "$52-78,000"."""
    low, high = _value(m[2], m[3], m[4] or (m[9] if m[7] else None)), _value(m[7], m[8], m[9]) if m[7] else None
    shortened = high is not None and low < 1000 and high >= 10_000 and low * 1000 <= high
    return (low * 1000 if shortened else low), high


def _value(whole: str, cents: str | None, thousand: str | None) -> float:
    value = float(whole.replace(",", "") + (cents or ""))
    return value * 1000 if thousand and value < 1000 else value


def _period(word: str) -> Period | None:
    return _PERIODS.get(word[:1].lower())


def _by_size(amount: float) -> Period | None:
    return "hour" if 7 <= amount < 200 else "year" if amount >= 15_000 else None


def _plausible(amount: float, period: Period) -> bool:
    yearly = amount * YEARLY[period]
    return 10_000 <= yearly <= 1_000_000


# --- place ------------------------------------------------------------------------------------

# A city has small letters in its name, so that "CPT, MS Excel" and "RHIT, OR CCS" name no state.
_CITY_STATE = re.compile(
    r"\b[A-Z][A-Za-z.'’-]{0,30}[a-z.](?: [A-Z][A-Za-z.'’-]{1,30}){0,3},\s?([A-Z]{2})\b"
    r"(?![A-Za-z]| (?:Excel|Office|Word|Outlook))"
)
_EXCLUDED = re.compile(r"\b(?:not|cannot|unable|except|excluding|ineligible)\b[^.\n]*", re.IGNORECASE)
_REMOTE_STATE = re.compile(
    r"\b(?:[Rr]emote|REMOTE|[Ll]ocation|LOCATION)\b[^\n]{0,16}?[(:,–-]\s?([A-Z]{2})\b(?![A-Za-z-])"
)
_PLACE_LABEL = re.compile(
    r"\b(?:location|located|based|city|facility|site|office|work from|position is in|state of|"
    r"live in|reside in|residents of|hospital in|clinic in)\b",
    re.IGNORECASE,
)


def state_of(text: str, hits: Sequence[Hit], taxonomy: Taxonomy) -> str | None:
    """The one state that a text's places name: "City, ST" first, then names beside words of place; None for several."""
    spoken = _EXCLUDED.sub(lambda m: " " * len(m.group()), text)  # "not able to hire in CA or NY"
    written = {m[1] for form in (_CITY_STATE, _REMOTE_STATE) for m in form.finditer(spoken) if m[1] in taxonomy.states}
    if written:
        return next(iter(written)) if len(written) == 1 else None
    named = {h.means[0] for h in hits if h.layer == "place" and spoken[h.start] != " " and _beside_place_word(text, h)}
    return next(iter(named)) if len(named) == 1 else None


def _beside_place_word(text: str, hit: Hit) -> bool:
    return bool(_PLACE_LABEL.search(_line_before(text, hit.start, 60))) or hit.start < 200


def workplace_of(hits: Sequence[Hit]) -> Workplace | None:
    """Where the work is done: hybrid before onsite before remote when an ad names several."""
    named = {h.means[0] for h in hits if h.layer == "workplace"}
    for kind in _WORKPLACES:
        if kind in named:
            if kind == "remote" and "onsite" in named and not _mostly_remote(hits):
                return "onsite"
            return kind
    return None


def _mostly_remote(hits: Sequence[Hit]) -> bool:
    said = [h.means[0] for h in hits if h.layer == "workplace"]
    return said.count("remote") > said.count("onsite")
