"""By when a thing may be obtained after hire."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.lexeme import Lexeme


def deadline_of(lexemes: Sequence[Lexeme]) -> int | None:
    """Months after hire; of two deadlines ("eligible within 1 year, certified within 2") the later."""
    found = [
        max(1, round(x.duration.low))
        for at, x in enumerate(lexemes)
        if x.duration is not None and is_deadline(at, lexemes)
    ]
    if any(x.is_cue("first-year") for x in lexemes):
        found.append(12)
    return max(found, default=None)


def bare_deadline(lexemes: Sequence[Lexeme]) -> int | None:
    """The same of a stretch that names nothing else: "- Within 6 months"."""
    within = [
        x.duration
        for at, x in enumerate(lexemes)
        if x.duration and any(y.is_cue("within") for y in lexemes[max(0, at - 2) : at])
    ]
    found = [max(1, round(d.low)) for d in within]
    return max(found, default=None) or deadline_of(lexemes)


def after_hire(lexemes: Sequence[Lexeme]) -> bool:
    """Whether a thing may be obtained later by a term without a number: "by the end of probation"."""
    return any(x.is_cue("probation") for x in lexemes) and any(x.is_cue("obtain", "within", "at-hire") for x in lexemes)


def is_deadline(at: int, lexemes: Sequence[Lexeme]) -> bool:
    """Whether the amount at ``at`` is a term after hire and not years of work."""
    before, after = lexemes[max(0, at - 3) : at], lexemes[at + 1 : at + 5]
    if any(x.is_cue("hire") for x in after) or any(x.is_cue("probation") for x in lexemes[max(0, at - 4) : at + 5]):
        return True
    within = any(x.is_cue("within") for x in before)
    return within and (any(x.is_cue("obtain") for x in lexemes[:at]) or any(x.kind == "concept" for x in lexemes))
