"""Amounts in words and digits: lengths of time, and numbers that disagree with themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_VALUE = {word: float(at) for at, word in enumerate(_WORDS)} | {
    "thirty": 30.0,
    "twenty-four": 24.0,
    "ninety": 90.0,
    "sixty": 60.0,
}
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?|{'|'.join(sorted(_VALUE, key=len, reverse=True))})"
_BRACKET = rf"(?:\s?\(\s?({_NUMBER})\s?\+?\s?\))?"
# "a year" counts as one only where it is plainly an amount, not "$20 an hour" or "twice a year".
_ARTICLES = ("a", "an")
_COUNTED = re.compile(r"(?:^|\b(?:of|least|within|over|than)\s)$", re.IGNORECASE)
_MONTHS = {"y": 12.0, "m": 1.0, "w": 12 / 52, "d": 12 / 365}

# "three (3) to five (5)+ full years": a number, its bracket, an upper end and its bracket, a bracketed range, the unit.
_SPAN = re.compile(
    rf"(?<![\w.$,])({_NUMBER}|an?\b){_BRACKET}\+?"
    rf"(?:\s?(?:-|–|—|to|or)\s?({_NUMBER}){_BRACKET}\+?)?"
    rf"(?:\s?\(\s?({_NUMBER})\s?(?:-|–|to)\s?({_NUMBER})\s?\))?"
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
        if found.group(1).lower() in _ARTICLES and not _COUNTED.search(text[: found.start()]):
            continue
        word, digit, high, high_digit, low_pair, high_pair = (_value(g) for g in found.groups()[:6])
        unit = found.group(7)[0].lower()
        low = next(v for v in (low_pair, digit, word) if v is not None)
        top = next((v for v in (high_pair, high_digit, high) if v is not None), None)
        mismatch = any(
            a is not None and b is not None and a != b for a, b in ((word, digit), (high, high_digit), (word, low_pair))
        )
        months = _MONTHS[unit]
        one = Duration(found.start(), found.end(), low * months, None if top is None else top * months, unit, mismatch)
        first = first or one
        yield one
    if first is not None:
        yield from _unsaid(text, first)


# "seven years of experience, at least three in management": the years go without saying.
_REST = re.compile(
    rf"\b(?:at least|minimum of|including|of which)\s({_NUMBER})(?=\s(?:in|of which|as|of those|with|spent)\b)",
    re.IGNORECASE,
)


def _unsaid(text: str, said: Duration) -> Iterator[Duration]:
    for found in _REST.finditer(text, said.end):
        years = _value(found.group(1))
        if years is not None and said.unit == "y" and years * 12 <= said.low:
            yield Duration(found.start(1), found.end(1), years * 12, None, "y", False)


def _value(text: str | None) -> float | None:
    if text is None:
        return None
    word = text.lower()
    return 1.0 if word in _ARTICLES else _VALUE[word] if word in _VALUE else float(word)
