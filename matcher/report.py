"""The types that flow through the matcher, and nothing else.

Offsets are half-open, in code points of the document's text:
``text[span.start:span.end] == span.quote``, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from taxonomy.concept import Degree, Family, Level, PayFigure, Track

Kind = Literal["credential", "education", "experience", "skill", "tool"]
RequirementKind = Literal["credential", "education", "experience", "skill", "tool", "mixed"]
Modality = Literal["required", "preferred", "mentioned"]
Status = Literal["held", "in_progress", "eligible", "expired", "denied", "trained"]
Result = Literal["met", "substitute", "partial", "missing", "unknown"]
Qualified = Literal["yes", "no", "unknown"]
Rank = Literal[
    "trainee",
    "clerk",
    "assistant",
    "junior",
    "lead",
    "senior",
    "principal",
    "auditor",
    "educator",
    "supervisor",
    "manager",
    "director",
    "chief",
    "officer",
    "head",
]


@dataclass(frozen=True, slots=True)
class Span:
    """The words that a claim rests on: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader should know; ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, and where its pages begin.

    ``pages`` holds the offset at which each page starts; ``sha256`` is of the bytes read.
    """

    text: str
    sha256: str
    kind: str = "text"
    pages: tuple[int, ...] = (0,)
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced an answer."""

    himatch: str
    taxonomy: str
    model: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an answer was computed from; what had no part in it is null. ``as_of`` is the day that "present" means."""

    resume_sha256: str | None = None
    posting_sha256: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the role that was considered."""

    family: Family
    level: Level | None
    probability: float


@dataclass(frozen=True, slots=True)
class Role:
    """What kind of job this is, how sure that is, and which words decided."""

    family: Family | None
    in_scope: bool
    level: Level | None
    track: Track | None
    rank: Rank | None
    soc: str | None
    probability: float
    by: Literal["title", "text", "both", "none"]
    because: tuple[Span, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked for.

    ``within_months``: it may be obtained that long after hire. ``equivalent``: "or
    equivalent experience". ``max_years`` is printed and never judged.
    """

    kind: Kind
    concept: str | None = None
    status: Literal["held", "eligible"] = "held"
    within_months: int | None = None
    min_years: float | None = None
    max_years: float | None = None
    degree: Degree | None = None
    fields: tuple[str, ...] = ()
    setting: str | None = None
    equivalent: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the ad's demands: an OR (``any_of``) of ANDs of asks."""

    id: str
    kind: RequirementKind
    modality: Modality
    any_of: tuple[tuple[Ask, ...], ...]
    sentence: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PostedPay:
    """The pay that the ad states, as printed and by the year at 2,080 hours."""

    low: float | None
    high: float | None
    period: Literal["hour", "day", "week", "month", "year"]
    annual_low: float | None
    annual_high: float | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A term of the job that is no qualification: shift, travel, background check ..."""

    kind: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """What a job ad says."""

    title: str | None
    role: Role
    requirements: tuple[Requirement, ...]
    pay: PostedPay | None
    state: str | None
    workplace: Literal["onsite", "hybrid", "remote"] | None
    conditions: tuple[Condition, ...]
    unrecognised: tuple[str, ...]
    warnings: tuple[Warning, ...]
    document: Document
    versions: Versions | None = None
    inputs: Inputs = Inputs()


@dataclass(frozen=True, slots=True)
class Holding:
    """A credential, skill or tool that the résumé shows, with its status."""

    concept: str
    kind: Literal["credential", "skill", "tool"]
    status: Status
    since: str | None
    expires: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Education:
    """One degree or programme of the résumé."""

    degree: Degree | None
    field: str | None
    status: Literal["completed", "in_progress"]
    year: int | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A function or tool that a job exercises, with the words that say so; none where its role says it."""

    concept: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """One job held. ``months`` counts from the first day of ``start`` to the end of ``end``."""

    title: str
    role: Role | None
    start: str | None
    end: str | None
    months: int | None
    evidence: tuple[Span, ...]
    shows: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedYears:
    """Years that the résumé claims in words; ``of`` is a concept, or None for work at large."""

    years: float
    of: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """Years of work from dated positions (overlaps once), and those claimed in words."""

    total: float | None
    him: float | None
    by_concept: dict[str, float]
    stated: tuple[StatedYears, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a résumé says, in allow-listed facts."""

    holdings: tuple[Holding, ...]
    education: tuple[Education, ...]
    positions: tuple[Position, ...]
    years: Years
    role: Role
    state: str | None
    warnings: tuple[Warning, ...]
    document: Document
    versions: Versions | None = None
    inputs: Inputs = Inputs()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one requirement was judged, and on which words of the résumé."""

    requirement: str
    result: Result
    ask: Requirement
    shown: tuple[Span, ...]
    nearest: Holding | None
    closes_by: str | None
    points: float


@dataclass(frozen=True, slots=True)
class Point:
    """One consideration's share of the score: ``got`` of ``of``, and why."""

    what: str
    got: float
    of: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a published figure to a pay band."""

    what: str
    value: float
    figure: PayFigure | None = None


@dataclass(frozen=True, slots=True)
class Hourly:
    """A yearly band divided by 2,080 hours."""

    low: float
    typical: float
    high: float


@dataclass(frozen=True, slots=True)
class BandError:
    """Where each edge of a band may itself lie, as [low, high]."""

    low: tuple[float, float]
    typical: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PayBand:
    """Expected yearly pay in US dollars, with every step from published figures shown."""

    low: float
    typical: float
    high: float
    hourly: Hourly
    level: Level
    soc: str
    area: str
    as_of: str
    steps: tuple[Step, ...]
    error: BandError | None = None
    coverage: float | None = None
    posted: PostedPay | None = None
    posted_vs_band: Literal["below", "within", "above"] | None = None
    currency: str = "USD"
    per: str = "year"


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something the candidate could do, and what it would change, by recomputation."""

    do: str
    gain: float
    score_after: float | None
    level_after: Level | None = None
    typical_time: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class FitReport:
    """A résumé against an ad: the score, its parts, and a verdict with quotes for each requirement."""

    score: float | None
    could_be: float | None
    qualified: Qualified
    points: tuple[Point, ...]
    verdicts: tuple[Verdict, ...]
    met: tuple[str, ...]
    missing_required: tuple[str, ...]
    missing_preferred: tuple[str, ...]
    unknown: tuple[str, ...]
    beyond: tuple[str, ...]
    candidate_role: Role
    posting_role: Role
    pay: PayBand | None
    next_steps: tuple[NextStep, ...]
    warnings: tuple[Warning, ...]
    versions: Versions
    inputs: Inputs
    weights: dict[str, float] = field(default_factory=dict)
