"""The score: one published table of considerations, apportioned from the ad alone.

Each consideration's docstring is shown to recruiters; its weight is the default, which a caller
may change and which every report echoes. A consideration that the ad gives no cause for hands its
weight to the others in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from matcher.copied import Reread, without_copied
from matcher.errors import WrongWeights
from matcher.gap import Credit, Judged, credits_of, judge
from matcher.report import (
    FitReport,
    Holding,
    Inputs,
    NextStep,
    PayBand,
    Point,
    Posting,
    Profile,
    Qualified,
    Requirement,
    Verdict,
    Versions,
    Warning,
)
from taxonomy.load import Taxonomy

_HUNDREDTHS = 10_000
_LEVELS = {"entry": 0, "mid": 1, "senior": 2}


# --- the considerations: which requirements each one speaks of ----------------------------------


def required_credentials(requirement: Requirement) -> bool:
    """Credentials that the ad requires. Nothing else makes up for one that is missing."""
    return requirement.modality == "required" and _kind(requirement) == "credential"


def required_experience(requirement: Requirement) -> bool:
    """Years of work that the ad requires: years shown over years asked, never more than all of it."""
    return requirement.modality == "required" and _kind(requirement) == "experience"


def required_education(requirement: Requirement) -> bool:
    """Schooling that the ad requires; a higher degree in the field counts, a lower one does not."""
    return requirement.modality == "required" and _kind(requirement) == "education"


def required_skills(requirement: Requirement) -> bool:
    """Skills and tools that the ad requires, each once, however often the résumé repeats it."""
    return requirement.modality == "required" and _kind(requirement) in ("skill", "tool")


def preferred(requirement: Requirement) -> bool:
    """What the ad would like to see. It is never treated as required."""
    return requirement.modality == "preferred"


def _kind(requirement: Requirement) -> str:
    """A line of alternatives of several kinds is one of credentials where it names any, else of what it names first."""
    kinds = [ask.kind for alternative in requirement.any_of for ask in alternative]
    mixed = "credential" if "credential" in kinds else kinds[0]
    return mixed if requirement.kind == "mixed" else requirement.kind


def role_alignment(posting: Posting, profile: Profile) -> Fraction:
    """Whether the best position reached is of the ad's family of work (half for another in health information)."""
    roles = [p.role for p in profile.positions if p.role is not None and p.role.in_scope]
    if any(r.family == posting.role.family for r in roles):
        return Fraction(1)
    return Fraction(1, 2) if roles else Fraction(0)


def level_alignment(posting: Posting, profile: Profile) -> Fraction:
    """Whether the best level reached in health information is the ad's or above (half for one below)."""
    reached = [
        _LEVELS[p.role.level] for p in profile.positions if p.role is not None and p.role.in_scope and p.role.level
    ]
    if not reached or posting.role.level is None:
        return Fraction(0)
    below = _LEVELS[posting.role.level] - max(reached)
    return Fraction(1) if below <= 0 else Fraction(1, 2) if below == 1 else Fraction(0)


_OF_REQUIREMENTS: dict[str, tuple[Callable[[Requirement], bool], int]] = {
    "required_credentials": (required_credentials, 35),
    "required_experience": (required_experience, 20),
    "required_education": (required_education, 10),
    "required_skills": (required_skills, 15),
    "preferred": (preferred, 10),
}
_OF_ROLES: dict[str, tuple[Callable[[Posting, Profile], Fraction], int]] = {
    "role_alignment": (role_alignment, 6),
    "level_alignment": (level_alignment, 4),
}


@dataclass(frozen=True, slots=True)
class Consideration:
    """One row of the published table."""

    name: str
    weight: int
    promise: str


def considerations() -> tuple[Consideration, ...]:
    """The table that every score is made of, with default weights."""
    rows = [
        (name, weight, function.__doc__) for name, (function, weight) in (*_OF_REQUIREMENTS.items(), *_OF_ROLES.items())
    ]
    return tuple(Consideration(name, weight, doc or "") for name, weight, doc in rows)


def check_weights(weights: Mapping[str, float] | None) -> dict[str, float]:
    """Default weights with the caller's laid over them. Raises WrongWeights."""
    table = {c.name: float(c.weight) for c in considerations()}
    for name, weight in (weights or {}).items():
        if name not in table:
            raise WrongWeights(f"{name!r} is no consideration\nhint: one of {', '.join(table)}")
        if not 0 <= weight <= 1000:
            raise WrongWeights(f"the weight of {name} is {weight}\nhint: give a number from 0 to 1000")
        table[name] = float(weight)
    if not any(table.values()):
        raise WrongWeights("every weight is 0\nhint: give at least one consideration a weight")
    return table


# --- apportioning -----------------------------------------------------------------------------------


def apportion(total: int, shares: Sequence[Fraction]) -> list[int]:
    """``total`` in whole parts as the shares ask, by largest remainder; the earlier wins a tie."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    exact = [total * share / whole for share in shares]
    parts = [int(e) for e in exact]
    order = sorted(range(len(shares)), key=lambda i: (-(exact[i] - parts[i]), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that earns points: hundredths at stake, and by what."""

    what: str
    of: int
    requirement: str | None


def _lines(posting: Posting, weights: Mapping[str, float]) -> list[_Line]:
    """The ad's hundredths, line by line: a group's weight is shared equally among its requirements."""
    rows: list[tuple[str, str | None, Fraction]] = []
    asked = [r for r in posting.requirements if r.modality != "mentioned"]
    for name, (speaks_of, _) in _OF_REQUIREMENTS.items():
        group = [r for r in asked if speaks_of(r)]
        rows += [(name, r.id, Fraction(weights[name]) / len(group)) for r in group]
    if posting.role.family is not None and posting.role.in_scope:
        rows.append(("role_alignment", None, Fraction(weights["role_alignment"])))
        if posting.role.level is not None:
            rows.append(("level_alignment", None, Fraction(weights["level_alignment"])))
    parts = apportion(_HUNDREDTHS, [share for _, _, share in rows])
    return [_Line(what, of, requirement) for (what, requirement, _), of in zip(rows, parts, strict=True)]


# --- the match ----------------------------------------------------------------------------------------


def fit(
    profile: Profile,
    posting: Posting,
    taxonomy: Taxonomy,
    versions: Versions,
    as_of: date,
    pay: PayBand | None = None,
    weights: Mapping[str, float] | None = None,
    reread: Reread | None = None,
) -> FitReport:
    """A résumé against an ad. The score is null where the ad is out of scope or asks nothing, with the reason.

    ``reread`` reads a résumé again, for one that holds words of the ad.
    """
    table = check_weights(weights)
    seen, copied = without_copied(profile, posting, taxonomy, as_of, reread)
    judged = judge(posting.requirements, seen, taxonomy)
    report = _report(judged, seen, posting, taxonomy, versions, as_of, pay, table)
    warnings = (*posting.warnings, *profile.warnings, *_years_differ(profile), *copied, *report.warnings)
    return replace(
        report,
        next_steps=_next_steps(report, judged, seen, posting, taxonomy, table),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _report(
    judged: Sequence[Judged],
    profile: Profile,
    posting: Posting,
    taxonomy: Taxonomy,
    versions: Versions,
    as_of: date,
    pay: PayBand | None,
    weights: dict[str, float],
) -> FitReport:
    at_stake = _lines(posting, weights)
    reason = _no_score(posting, at_stake)
    lines = [] if reason else at_stake
    credits = _credits(judged)
    earned = {line: _earned(line, credits, posting, profile) for line in lines}
    verdicts = tuple(_with_points(j.verdict, earned) for j in judged)
    score = None if reason else sum(got for got, _ in earned.values()) / 100
    could = None if reason else sum(most for _, most in earned.values()) / 100
    return FitReport(
        score=score,
        could_be=could,
        qualified=_qualified(verdicts),
        points=_points(earned),
        verdicts=verdicts,
        met=_ids(verdicts, "met", "substitute"),
        missing_required=tuple(
            v.requirement for v in verdicts if v.result in ("missing", "partial") and v.ask.modality == "required"
        ),
        missing_preferred=tuple(
            v.requirement for v in verdicts if v.result in ("missing", "partial") and v.ask.modality == "preferred"
        ),
        unknown=_ids(verdicts, "unknown"),
        beyond=_beyond(profile, posting, taxonomy),
        candidate_role=profile.role,
        posting_role=posting.role,
        pay=pay,
        next_steps=(),
        warnings=(reason,) if reason else (),
        versions=versions,
        inputs=Inputs(profile.document.sha256, posting.document.sha256, as_of.isoformat()),
        weights=weights,
    )


def _credits(judged: Sequence[Judged]) -> dict[str, Credit]:
    return {j.verdict.requirement: (j.credit, j.could_be) for j in judged}


def _no_score(posting: Posting, at_stake: Sequence[_Line]) -> Warning | None:
    if not posting.role.in_scope:
        return Warning(
            "out_of_scope", "the ad is not for work in health information, so it is not scored", posting.role.because
        )
    if not any(r.modality != "mentioned" for r in posting.requirements):
        return Warning("asks_nothing", "no requirement was found in the ad, so there is nothing to score")
    if not any(line.of for line in at_stake):
        return Warning("asks_nothing", "the ad asks nothing that these weights count, so there is nothing to score")
    return None


def _earned(line: _Line, earns: Mapping[str, Credit], posting: Posting, profile: Profile) -> tuple[int, int]:
    """Hundredths got, and hundredths if everything unknown were met."""
    if line.requirement is not None:
        got, most = earns[line.requirement]
        return _part(line.of, Fraction(got)), _part(line.of, Fraction(most))
    credit = _OF_ROLES[line.what][0](posting, profile)
    return _part(line.of, credit), line.of if not profile.positions else _part(line.of, credit)


def _part(of: int, credit: Fraction) -> int:
    return int(of * min(credit, Fraction(1)))


def _with_points(verdict: Verdict, earned: Mapping[_Line, tuple[int, int]]) -> Verdict:
    got = next((got for line, (got, _) in earned.items() if line.requirement == verdict.requirement), 0)
    return replace(verdict, points=got / 100)


def _points(earned: Mapping[_Line, tuple[int, int]]) -> tuple[Point, ...]:
    points = []
    for what in (*_OF_REQUIREMENTS, *_OF_ROLES):
        group = [(line, got) for line, (got, _) in earned.items() if line.what == what]
        if group:
            because = tuple(line.requirement or "the ad's role and the candidate's positions" for line, _ in group)
            points.append(
                Point(what, sum(got for _, got in group) / 100, sum(line.of for line, _ in group) / 100, because)
            )
    return tuple(points)


def _qualified(verdicts: Sequence[Verdict]) -> Qualified:
    required = {v.result for v in verdicts if v.ask.modality == "required"}
    return "no" if required & {"missing", "partial"} else "unknown" if "unknown" in required else "yes"


def _ids(verdicts: Sequence[Verdict], *results: str) -> tuple[str, ...]:
    return tuple(v.requirement for v in verdicts if v.result in results)


def _beyond(profile: Profile, posting: Posting, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Held credentials, skills and tools that the ad does not speak of."""
    asked = {a.concept for r in posting.requirements for alt in r.any_of for a in alt}
    return tuple(
        h.concept for h in profile.holdings if h.status == "held" and not asked & taxonomy.satisfies(h.concept).keys()
    )


def _years_differ(profile: Profile) -> tuple[Warning, ...]:
    """Years stated in words that go well beyond the dated ones are flagged, and counted."""
    total = profile.years.total
    if total is None:
        return ()
    high = [s for s in profile.years.stated if s.years > total + 1]
    message = f"more years are stated than the dated work adds up to ({total:g}); the larger was judged"
    return (Warning("stated_exceeds_dated", message, tuple(e for s in high for e in s.evidence)),) if high else ()


# --- what to do next ---------------------------------------------------------------------------------------


def _next_steps(
    report: FitReport,
    judged: Sequence[Judged],
    profile: Profile,
    posting: Posting,
    taxonomy: Taxonomy,
    weights: dict[str, float],
) -> tuple[NextStep, ...]:
    """Credentials, skills and tools that would raise the score most, each by matching the changed profile afresh."""
    if report.score is None:
        return ()
    steps, lines = [], _lines(posting, weights)
    total = round(report.score * 100)
    before = _credits(judged)
    for concept in _lacking(report, taxonomy):
        held = Holding(concept, taxonomy.kind(concept), "held", None, None, ())
        changed = replace(profile, holdings=(*profile.holdings, held))
        touched = [r for r in posting.requirements if _speaks_of(r, taxonomy.satisfies(concept))]
        credits = credits_of(touched, changed, taxonomy)
        gains = (
            _part(x.of, Fraction(credits[x.requirement][0])) - _part(x.of, Fraction(before[x.requirement][0]))
            for x in lines
            if x.requirement in credits
        )
        after = (total + sum(gains)) / 100
        if after > report.score:
            steps.append(_step(concept, report.score, after, taxonomy))
    return tuple(sorted(steps, key=lambda s: (-s.gain, s.do))[:5])


def _speaks_of(requirement: Requirement, concepts: Container[str | None]) -> bool:
    """Whether an ask of the requirement is one of these; what is held changes no other verdict."""
    return any(a.concept in concepts for alt in requirement.any_of for a in alt)


def _lacking(report: FitReport, taxonomy: Taxonomy) -> list[str]:
    """What single things the unmet lines ask for; nobody is told to become a nurse or a physician."""
    lines = [v for v in report.verdicts if v.result in ("missing", "partial")]
    names = (
        alt[0].concept
        for v in lines
        for alt in v.ask.any_of
        if len(alt) == 1 and alt[0].kind in ("credential", "skill", "tool")
    )
    found = [c for c in dict.fromkeys(names) if c is not None]
    return [c for c in found if c not in taxonomy.credentials or taxonomy.credentials[c].group != "licence"]


def _step(concept: str, before: float, after: float, taxonomy: Taxonomy) -> NextStep:
    entry = taxonomy.credentials.get(concept)
    label = taxonomy.label(concept)
    do = f"obtain {label}" if entry else f"gain and show {label}"
    return NextStep(do, round(after - before, 2), after, None, None, entry.source[0] if entry else None)
