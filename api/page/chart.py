"""What a job should pay, in words, as rows, and as places along a line of dollars that a template draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from api.page.marks import Cited, cited
from api.words import COMPARED, edges_words, expected_words, figure_words, money, money_range, plain, posted_words
from matcher.report import PostedPay

_LADDER = ("p10", "p25", "median", "p75", "p90")
_FIRST = ("median", "p10", "p90", "p25", "p75")  # in the order in which they get room for a label
_WIDE, _NARROW = 9.0, 24.0  # percent of the width that a label needs beside its neighbour
_MARGIN = 3.0  # percent of the width left free at both ends


@dataclass(frozen=True, slots=True)
class Tick:
    """A place along the line: ``at`` percent of its width. ``room`` is "all", "wide" or "none" of the screens."""

    at: float
    name: str
    amount: str
    room: str = "all"

    @property
    def anchor(self) -> str:
        """Which end of a label stands at the tick, so that none runs over the edge."""
        return "start" if self.at < 12 else "end" if self.at > 88 else "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """A range along the line, in percent of its width; an open end runs to the edge."""

    left: float
    width: float
    words: str
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Published percentiles, the expected band and the posted pay over one scale of yearly dollars."""

    published: tuple[Tick, ...]
    published_words: str
    band: Bar
    typical: Tick
    posted: Bar | None
    axis: tuple[Tick, ...]
    told: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step from published figures to the band."""

    name: str
    what: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PayView:
    """The expected pay, what it stands for, the posted pay beside it, and every step that led to it."""

    facts: tuple[tuple[str, str], ...]
    posted: str
    evidence: tuple[Cited, ...]
    compared: str
    chart: Chart
    steps: tuple[StepRow, ...]


def pay_view(pay: Mapping[str, Any] | None, text: str = "") -> PayView | None:
    """A pay band of the answer, laid out; None where there is none. ``text`` is the ad's."""
    if pay is None:
        return None
    posted = pay["posted"]
    return PayView(
        facts=tuple((name, words) for name, words in _facts(pay) if words),
        posted=posted_words(_posted(posted)) if posted else "",
        evidence=cited(posted["evidence"], text, "posting") if posted else (),
        compared=COMPARED.get(pay["posted_vs_band"] or "", ""),
        chart=pay_chart(pay),
        steps=tuple(map(_row, pay["steps"])),
    )


def _facts(pay: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    hourly, error = pay["hourly"], pay["error"]
    yield "Expected", expected_words(pay["low"], pay["high"], pay["typical"], " a year")
    yield "By the hour", expected_words(hourly["low"], hourly["high"], hourly["typical"])
    yield "That is for", f"{pay['level']} level, SOC {pay['soc']}, {pay['area']}, in {pay['as_of']}"
    if error:
        yield "Give or take", edges_words({name: error[name] for name in ("low", "typical", "high")}, pay["coverage"])


def _posted(raw: Mapping[str, Any]) -> PostedPay:
    return PostedPay(**{**raw, "evidence": ()})


def _row(step: Mapping[str, Any]) -> StepRow:
    name, _, what = plain(step["what"]).partition(": ")
    return StepRow(name, what, figure_words(step["value"]), plain(step["figure"]["source"]) if step["figure"] else "")


def pay_chart(pay: Mapping[str, Any]) -> Chart:
    """Where each figure of a pay band stands along the line; every amount drawn is the answer's own."""
    published = {name: step for name in _LADDER for step in pay["steps"] if _begins(step, f"published {name}")}
    amounts = {name: step["value"] for name, step in published.items()}
    posted = pay["posted"]
    ends = [*_ends(posted)] if posted else []
    scale = _Scale.over([pay["low"], pay["typical"], pay["high"], *amounts.values(), *ends])
    band = Bar(*scale.between(pay["low"], pay["high"]), money_range(pay["low"], pay["high"]))
    return Chart(
        published=_labelled({name: scale.at(amount) for name, amount in amounts.items()}, amounts),
        published_words=_years(published.values()),
        band=band,
        typical=Tick(scale.at(pay["typical"]), "typically", money(pay["typical"])),
        posted=_posted_bar(posted, scale) if ends else None,
        axis=tuple(Tick(scale.at(amount), "", f"${amount / 1000:g}k") for amount in scale.round_amounts()),
        told=_told(pay, amounts),
    )


def _ends(posted: Mapping[str, Any]) -> Iterable[float]:
    """Both ends of the posted pay; for an open one, room to show that it goes on."""
    low, high = posted["annual_low"], posted["annual_high"]
    if low is not None:
        yield from (low, low * 1.15 if high is None else low)
    if high is not None:
        yield from (high, high * 0.85 if low is None else high)


def _begins(step: Mapping[str, Any], name: str) -> bool:
    return str(step["what"]).partition(":")[0] == name


def _years(steps: Iterable[Mapping[str, Any]]) -> str:
    figures = [step["figure"] for step in steps if step["figure"]]
    said = (f"{figure['place']}, {figure['year']}, {figure['source']}" for figure in figures)
    return "; ".join(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    @staticmethod
    def over(amounts: Sequence[float]) -> _Scale:
        low, high = min(amounts), max(amounts)
        return _Scale(low, high if high > low else low + 1)

    def at(self, amount: float) -> float:
        share = (amount - self.low) / (self.high - self.low)
        return round(_MARGIN + share * (100 - 2 * _MARGIN), 2)

    def between(self, low: float, high: float) -> tuple[float, float]:
        left, right = self.at(low), self.at(high)
        return left, round(max(right - left, 0.5), 2)

    def round_amounts(self) -> tuple[int, ...]:
        """Round amounts within the scale, six at most."""
        step = next(s for n in count(3) for s in (10**n, 2 * 10**n, 5 * 10**n) if (self.high - self.low) / s <= 5)
        first = -int(-self.low // step) * step
        return tuple(range(first, int(self.high) + 1, step))


def _posted_bar(posted: Mapping[str, Any], scale: _Scale) -> Bar:
    low, high = posted["annual_low"], posted["annual_high"]
    left = 0.0 if low is None else scale.at(low)
    right = 100.0 if high is None else scale.at(high)
    return Bar(left, round(max(right - left, 0.5), 2), money_range(low, high), low is None, high is None)


def _labelled(places: Mapping[str, float], amounts: Mapping[str, float]) -> tuple[Tick, ...]:
    """Ticks from left to right; one too near to another that is labelled keeps its mark and loses its words."""
    wide, narrow = _with_room(places, _WIDE), _with_room(places, _NARROW)
    rooms = {name: "all" if name in narrow else "wide" if name in wide else "none" for name in places}
    ticks = (Tick(at, name, money(amounts[name]), rooms[name]) for name, at in places.items())
    return tuple(sorted(ticks, key=lambda tick: tick.at))


def _with_room(places: Mapping[str, float], gap: float) -> list[str]:
    kept: list[str] = []
    for name in _FIRST:
        if name in places and all(abs(places[name] - places[other]) >= gap for other in kept):
            kept.append(name)
    return kept


def _told(pay: Mapping[str, Any], amounts: Mapping[str, float]) -> str:
    """The chart for who does not see it."""
    ladder = ", ".join(f"{name} {money(amount)}" for name, amount in amounts.items())
    posted, compared = pay["posted"], COMPARED.get(pay["posted_vs_band"] or "", "")
    said = [
        f"Published wages by the year: {ladder}." if ladder else "",
        f"Expected: {money_range(pay['low'], pay['high'])}, typically {money(pay['typical'])}.",
        f"Posted: {posted_words(_posted(posted))}." if posted else "The ad states no pay.",
        f"In short, {compared}." if compared else "",
    ]
    return " ".join(filter(None, said))
