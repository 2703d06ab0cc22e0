"""Amounts in words and digits: lengths of time, and numbers that disagree with themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUE = {word: float(at) for at, word in enumerate(("zero", *_ONES, *_TEENS))} | {
    word: float(tens + ones)
    for ten, tens in _TENS.items()
    for word, ones in ((ten, 0), *((f"{ten}-{one}", at) for at, one in enumerate(_ONES, 1)))
}
# Words are matched in ASCII alone: a long s or a dotless i would pass for a letter, and then be no number.
_NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?|(?a:(?:{'|'.join(_TENS)})(?:[-‐‑ ](?:{'|'.join(_ONES)})\b)?"
    rf"|{'|'.join(_TEENS)}|{'|'.join(_ONES)}|zero))"
)
_HALF = r"([\s-]1/2|\s?½|\sand\s(?:a|one)[\s-]half)?"
_BRACKET = rf"(?:\s?\(\s?({_NUMBER})\s?\+?\s?\))?"
_DASH = "-‐‑‒–—―−－"
# "a year" counts as one only where it is plainly an amount, not "$20 an hour" or "twice a year".
_ARTICLES = ("a", "an")
_COUNTED = re.compile(r"(?:^|\b(?:of|least|within|over|than)\s)$", re.IGNORECASE)
_LONGEST_COUNTED = len(" within ")
_MONTHS = {"y": 12.0, "m": 1.0, "w": 12 / 52, "d": 12 / 365}

# "three (3) to five (5)+ full years": a number, its bracket, an upper end and its bracket, a bracketed range, the unit.
_SPAN = re.compile(
    rf"(?<![\w.$,])(?<!\d/)(between\s)?({_NUMBER}|an?\b){_HALF}{_BRACKET}\+?"
    rf"(?:(?:-?\s?(?:to|or)|\s?[{_DASH}]|\s(?(1)and|to))\s?({_NUMBER}){_BRACKET}\+?)?"
    rf"(?:\s?\(\s?({_NUMBER})\s?(?:[{_DASH}]|to)\s?({_NUMBER})\s?\))?"
    r"\s?(?:\+|plus\b|or more\b|or greater\b)?[\s-]?"
    r"(?:full|consecutive|calendar|business|solid|continuous|recent|progressive|combined|additional)?\s?"
    r"(years?|yrs?|months?|mos?|weeks?|wks?|days?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in a text: months from ``low`` to ``high``; ``unit`` is its letter y, m, w or d."""

    start: int
    end: int
    low: float
    high: float | None
    unit: str
    mismatch: bool

    @property
    def years(self) -> float:
        """The lower end in years, to two places."""
        return round(self.low / 12, 2)

    @property
    def max_years(self) -> float | None:
        """The upper end in years."""
        return None if self.high is None else round(self.high / 12, 2)


def durations(text: str) -> Iterator[Duration]:
    """Every length of time; where a word and its bracketed digit disagree the digit wins and it says so."""
    first: Duration | None = None
    for found in _SPAN.finditer(text):
        if found[2].lower() in _ARTICLES and not _COUNTED.search(
            text[max(0, found.start() - _LONGEST_COUNTED) : found.start()]
        ):
            continue
        one = _duration(found)
        first = first or one
        yield one
    if first is not None:
        yield from _unsaid(text, first)


def _duration(found: re.Match[str]) -> Duration:
    word = _number(found[2]) + (0.5 if found[3] else 0.0)
    digit, high, high_digit, low_pair, high_pair = (_value(found[g]) for g in (4, 5, 6, 7, 8))
    unit = found[9][0].lower()
    low = next((v for v in (low_pair, digit) if v is not None), word)
    top = next((v for v in (high_pair, high_digit, high) if v is not None), None)
    pairs = ((word, digit), (high, high_digit), (word, low_pair), (high, high_pair))
    mismatch = any(a is not None and b is not None and a != b for a, b in pairs)
    if top is not None:
        low, top = min(low, top), max(low, top)
    months = _MONTHS[unit]
    return Duration(found.start(2), found.end(), low * months, None if top is None else top * months, unit, mismatch)


# "seven years of experience, at least three in management": the years go without saying.
_REST = re.compile(
    rf"(?:\b(at least|minimum of|including|of which)|\b(?:with|and)|,)\s({_NUMBER}){_BRACKET}"
    r"(?=\s(?:of which|of those|of them)\b|(?(1)\s(?:in|as|with|spent)\b|(?!)))",
    re.IGNORECASE,
)


def _unsaid(text: str, said: Duration) -> Iterator[Duration]:
    for found in _REST.finditer(text, said.end):
        word, digit = _number(found[2]), _value(found[3])
        years, end = (word, found.end(2)) if digit is None else (digit, found.end())
        if said.unit == "y" and years * 12 <= said.low:
            yield Duration(found.start(2), end, years * 12, None, "y", digit not in (None, word))


def _value(text: str | None) -> float | None:
    return None if text is None else _number(text)


def _number(text: str) -> float:
    word = re.sub(r"[‐‑ ]", "-", text.lower())
    return 1.0 if word in _ARTICLES else _VALUE[word] if word in _VALUE else float(word)
