"""What a job should pay: published wages of the occupation, sliced by level, aged to a date, every step shown.

1. The percentiles p10 to p90 of one year and place, whole, from one source.
2. Level or rank -> a slice of them: entry p10-p35, mid p35-p60, senior p60-p90.
3. Wages between the published percentiles: log wage, linear in the normal score.
4. Place, industry and ageing, each a factor; then rounded to 10 dollars.

A step's ``what`` begins with a fixed label and a colon; :func:`recompute` reads the
steps by these labels and gives the band again, so what is shown is what was done.
Figures that are not confirmed are never part of a band. Source: taxonomy/data/pay.csv.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from statistics import NormalDist
from typing import Literal

from matcher.report import Hourly, PayBand, PostedPay, Role, Step
from taxonomy import Taxonomy
from taxonomy.concept import Level, PayFigure

HOURS = 2080  # BLS's year-round, full-time hours: annual wages are hourly ones times this
EDGES = ("low", "typical", "high")

_PERCENTS = {"p10": 10.0, "p25": 25.0, "median": 50.0, "p75": 75.0, "p90": 90.0}
_INDEX = "eci-health-care"
_OEWS_MONTH = 5  # the wage survey's reference month is May
_LONGEST = 36  # months: an older figure says too little about today
_ROUND = 10.0
_MANAGERS = "11-9111"
_SPECIALISTS = "29-2072"

# On the wages of May 2024 these slices give the level bands that seed 004 prints.
_LEVELS: dict[Level, tuple[float, float]] = {"entry": (10.0, 35.0), "mid": (35.0, 60.0), "senior": (60.0, 90.0)}
# 11-9111 counts hospital executives too, so HIM managers stand low in it.
_RANKS: dict[str, tuple[float, float]] = {
    "supervisor": (75.0, 90.0),
    "manager": (10.0, 40.0),
    "director": (40.0, 75.0),
    "chief": (40.0, 75.0),
    "head": (40.0, 75.0),
}
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of an occupation's wages that a job is expected in, in percentiles."""

    soc: str
    level: Level
    low: float
    high: float
    because: str


def pay_band(
    role: Role,
    taxonomy: Taxonomy,
    as_of: date,
    state: str | None = None,
    metro: str | None = None,
    industry: str | None = None,
    posted: PostedPay | None = None,
    level: Level | None = None,
) -> PayBand | None:
    """Expected yearly pay of a role in US dollars of ``as_of``, from published figures.

    ``state`` is a postal code, ``metro`` an OEWS area code, ``industry`` a name of pay.csv;
    where none is published for them, the next wider figure stands and a step says so.
    ``level`` asks for another level than the role's own. None where the role is out of
    scope, has no level, or nothing is published for its occupation: it does not guess.
    """
    cut = _slice(role, level)
    if cut is None:
        return None
    places = tuple(place for place in (f"area:{metro}" if metro else None, state) if place)
    band = _band(cut, taxonomy, as_of.replace(day=1), places, industry)
    if band is None or posted is None:
        return band
    return replace(band, posted=posted, posted_vs_band=_compare(posted, band))


def recompute(steps: Iterable[Step]) -> tuple[float, float, float]:
    """The low, typical and high that these steps give: equal to the band they came with."""
    at = {step.what.partition(":")[0]: step.value for step in steps}
    points = [(percent, at[f"published {name}"]) for name, percent in _PERCENTS.items()]
    factor = at["place"] * at.get("industry", 1.0) * at["ageing"]
    low, typical, high = (round(quantile(points, at[f"slice {edge}"]), 2) * factor for edge in EDGES)
    return _rounded(low, at["rounding"]), _rounded(typical, at["rounding"]), _rounded(high, at["rounding"])


def quantile(points: Sequence[tuple[float, float]], percent: float) -> float:
    """The wage at a percentile: log wage piecewise linear in the normal score, flat beyond the ends.

    ``points`` are (percent, wage), rising.
    """
    inside = min(max(percent, points[0][0]), points[-1][0])
    below, above = next(pair for pair in pairwise(points) if pair[0][0] <= inside <= pair[1][0])
    left, right, here = (_NORMAL.inv_cdf(p / 100) for p in (below[0], above[0], inside))
    share = (here - left) / (right - left)
    return math.exp((1 - share) * math.log(below[1]) + share * math.log(above[1]))


def _slice(role: Role, level: Level | None) -> Slice | None:
    wanted = level or role.level
    if wanted is None or not role.in_scope:
        return None
    rank = role.rank if wanted == role.level else None  # at another level the rank no longer holds
    if rank == "supervisor":
        # A supervisor is paid at the top of the occupation supervised, not as a manager of services.
        return Slice(_SPECIALISTS if role.soc in (None, _MANAGERS) else role.soc, wanted, *_RANKS[rank], "supervisors")
    if rank in _RANKS:
        return Slice(_MANAGERS, wanted, *_RANKS[rank], f"the rank of {rank}")
    if role.soc is None:
        return None
    if role.soc == _MANAGERS:
        return Slice(_MANAGERS, wanted, *_RANKS["manager"], "managers without a higher rank")
    return Slice(role.soc, wanted, *_LEVELS[wanted], f"{wanted} level")


@lru_cache(maxsize=4096)
def _band(cut: Slice, taxonomy: Taxonomy, as_of: date, places: tuple[str, ...], industry: str | None) -> PayBand | None:
    figures = _figures(taxonomy, cut.soc)
    area, wages = next(((p, found) for p in (*places, "US") if (found := _wages(figures, p, as_of))), ("US", {}))
    if not wages:
        return None
    steps = (
        *_published(wages),
        *_sliced(cut, wages),
        _placed(places, area),
        *_industry(figures, industry, as_of),
        *_aged(wages, taxonomy, as_of),
        Step(f"rounding: to the nearest {_ROUND:.0f} dollars", _ROUND),
    )
    low, typical, high = recompute(steps)
    hourly = Hourly(*(round(edge / HOURS, 2) for edge in (low, typical, high)))
    return PayBand(low, typical, high, hourly, cut.level, cut.soc, area, as_of.isoformat()[:7], steps)


@lru_cache(maxsize=256)
def _figures(taxonomy: Taxonomy, occupation: str) -> tuple[PayFigure, ...]:
    return tuple(figure for figure in taxonomy.pay if figure.occupation == occupation and figure.confirmed)


def _wages(figures: Iterable[PayFigure], place: str, as_of: date) -> dict[str, PayFigure]:
    """The five percentiles of the latest year that has them all from one source; empty where none has."""
    ladders: dict[tuple[int, str], dict[str, PayFigure]] = {}
    for figure in figures:
        kind = (figure.place, figure.industry, figure.per)
        if kind == (place, "all", "year") and figure.statistic in _PERCENTS and _known(figure, as_of):
            ladders.setdefault((figure.year or 0, figure.source), {})[figure.statistic] = figure
    whole = [key for key, ladder in ladders.items() if len(ladder) == len(_PERCENTS)]
    return ladders[max(whole)] if whole else {}


def _known(figure: PayFigure, as_of: date) -> bool:
    """Whether the figure has an amount and does not lie in the future of ``as_of``."""
    if figure.amount is None or figure.year is None:
        return False
    return (figure.year, _OEWS_MONTH) <= (as_of.year, as_of.month)


def _amount(figure: PayFigure) -> float:
    return figure.amount or 0.0


def _published(wages: dict[str, PayFigure]) -> Iterable[Step]:
    for name in _PERCENTS:
        figure = wages[name]
        least = ", at least this much" if figure.open_top else ""
        what = f"published {name}: {figure.occupation}, {figure.population}, {figure.place}, May {figure.year}{least}"
        yield Step(what, _amount(figure), figure)


def _sliced(cut: Slice, wages: dict[str, PayFigure]) -> Iterable[Step]:
    points = [(percent, _amount(wages[name])) for name, percent in _PERCENTS.items()]
    at = dict(zip(EDGES, (cut.low, (cut.low + cut.high) / 2, cut.high), strict=True))
    for edge, percent in at.items():
        yield Step(f"slice {edge}: {cut.because}, percentile {percent:g}", percent)
    for edge, percent in at.items():
        what = f"wage {edge}: the wage at percentile {percent:g}, before the factors below"
        yield Step(what, round(quantile(points, percent), 2))


def _placed(places: tuple[str, ...], area: str) -> Step:
    if not places:
        return Step("place: none was given, so the figures of the whole US stand", 1.0)
    if area == places[0]:
        return Step(f"place: the figures are of {area} itself", 1.0)
    return Step(f"place: no figures are held for {places[0]}, so those of {area} stand as they are", 1.0)


def _industry(figures: tuple[PayFigure, ...], industry: str | None, as_of: date) -> Iterable[Step]:
    if industry is None:
        return
    kind = (industry, "US", "median", "year")
    own = [f for f in figures if (f.industry, f.place, f.statistic, f.per) == kind and _known(f, as_of)]
    for figure in sorted(own, key=lambda f: f.year or 0, reverse=True):
        every = _wages(figures, "US", date(figure.year or 0, 12, 1)).get("median")
        if every is not None and every.year == figure.year:
            yield Step(f"industry median: {industry}, May {figure.year}", _amount(figure), figure)
            yield Step(f"industry all: the median of all industries, May {figure.year}", _amount(every), every)
            yield Step(f"industry: the one over the other, for {industry}", round(_amount(figure) / _amount(every), 6))
            return
    yield Step(f"industry: no median is held for {industry} in this occupation, so it changes nothing", 1.0)


def _aged(wages: dict[str, PayFigure], taxonomy: Taxonomy, as_of: date) -> Iterable[Step]:
    """One step for each quarter that passed since the wages' May, and last their product."""
    year = wages["median"].year or 0
    asked = (as_of.year - year) * 12 + as_of.month - _OEWS_MONTH
    steps = tuple(_quarters(year, min(asked, _LONGEST), taxonomy))
    yield from steps
    capped = f"; {asked} have passed, {_LONGEST} are the most that are counted" if asked > _LONGEST else ""
    what = f"ageing: {min(asked, _LONGEST)} months from May {year}{capped}"
    yield Step(what, round(math.prod(step.value for step in steps), 6))


def _quarters(year: int, months: int, taxonomy: Taxonomy) -> Iterable[Step]:
    index = {figure.id[-7:]: figure for figure in _figures(taxonomy, _INDEX) if figure.statistic == "growth"}
    last = max(index, default="")
    passed = Counter(_quarter(year, _OEWS_MONTH + n) for n in range(1, months + 1))
    for quarter, count in passed.items():
        if quarter in index:
            rise = _amount(index[quarter])
            what = f"ageing {quarter}: health-care wages {rise:+.1f} % in the quarter, {count} of its 3 months counted"
            yield Step(what, round((1 + rise / 100) ** (count / 3), 6), index[quarter])
    before = sum(count for quarter, count in passed.items() if quarter not in index and (not last or quarter < last))
    if before:
        yield Step(f"ageing without index: {before} months that no held quarter covers change nothing", 1.0)
    beyond = sum(count for quarter, count in passed.items() if last and quarter > last)
    if beyond:
        rate = math.prod(1 + _amount(index[quarter]) / 100 for quarter in sorted(index)[-4:])
        what = f"ageing beyond {last}: {beyond} months at {100 * (rate - 1):.1f} % a year, the index's last 12 months"
        yield Step(f"{what}, extrapolated", round(rate ** (beyond / 12), 6))


def _quarter(year: int, month: int) -> str:
    """The last month of the quarter of a month, as "2026-03"; months run on past 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year}-{(month + 2) // 3 * 3:02d}"


def _rounded(dollars: float, to: float) -> float:
    return round(dollars / to) * to


def _compare(posted: PostedPay, band: PayBand) -> Literal["below", "within", "above"] | None:
    """Below or above where the posted range leaves the band out; an open end reaches as far as it likes."""
    low, high = posted.annual_low, posted.annual_high
    if low is None and high is None:
        return None
    if high is not None and high < band.low:
        return "below"
    return "above" if low is not None and low > band.high else "within"
