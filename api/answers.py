"""Answers that hold more than one value of the contract."""

from __future__ import annotations

from dataclasses import dataclass

from api.problem import Problem
from matcher.report import FitReport, PayBand, Posting, Profile


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that offsets point into, in code points."""

    resume: str
    posting: str


@dataclass(frozen=True, slots=True)
class MatchAnswer(FitReport):
    """A fit report, with what ``include`` asked to add."""

    texts: Texts | None = None
    profile: Profile | None = None
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One résumé of a pile in its place; equals share one."""

    place: int
    name: str
    report: FitReport


@dataclass(frozen=True, slots=True)
class Unread:
    """One résumé of a pile that could not be read, and why."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Ranking:
    """A pile of résumés against one ad, best first."""

    as_of: str
    posting: Posting
    results: tuple[Ranked, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class AdRow:
    """The answer to one line of a stream of ads: what it says and should pay, or its problem.

    ``report`` is there where the stream began with a résumé.
    """

    line: int
    id: str | int | None
    posting: Posting | None
    pay: PayBand | None
    report: FitReport | None
    problem: Problem | None
