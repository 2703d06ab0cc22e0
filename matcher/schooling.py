"""The schooling that a résumé shows: degree, field, status and year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.dates import Day, days, ranges
from matcher.lexeme import Lexeme, Unit
from matcher.report import Education, Span
from matcher.section import Sentence
from taxonomy.concept import Degree

_SECTIONS = ("education", "unknown", "summary", "certifications", "qualifications")


def education(text: str, read: Sequence[tuple[Sentence, Unit]], as_of: date) -> tuple[Education, ...]:
    """Each degree or programme once, from the lines of education and from those that name a degree with its field."""
    out: list[Education] = []
    for at, (sentence, unit) in enumerate(read):
        if sentence.section not in _SECTIONS:
            continue
        beside = [(s, u) for s, u in read[max(0, at - 1) : at + 3] if s.section == sentence.section]
        for number, lexeme in enumerate(unit.lexemes):
            if lexeme.kind == "degree" and not _repeats(number, unit.lexemes):
                one = _education(text, sentence, unit, number, beside, as_of)
                if one is not None:
                    out.append(one)
    return _once(out)


def _repeats(at: int, lexemes: Sequence[Lexeme]) -> bool:
    """The same degree named again at once: "Bachelor of Science (B.S.)", "BS degree"."""
    before = [x for x in lexemes[max(0, at - 4) : at] if x.kind == "degree"]
    return any(x.ids == lexemes[at].ids and lexemes[at].start - x.end < 24 for x in before)


def _education(
    text: str,
    sentence: Sentence,
    unit: Unit,
    at: int,
    beside: Sequence[tuple[Sentence, Unit]],
    as_of: date,
) -> Education | None:
    lexeme = unit.lexemes[at]
    degree: Degree = lexeme.ids[0]  # type: ignore[assignment]
    stop = next((x.start for x in unit.lexemes[at + 1 :] if x.kind == "degree" and x.ids != lexeme.ids), len(unit.text))
    field = _field(lexeme, stop, unit, sentence, beside)
    schooled = sentence.section == "education"
    when = _year(unit.text[lexeme.start : stop], as_of) or _year(unit.text[: lexeme.start], as_of)
    if when is None and schooled:
        when = _neighbour_year(sentence, beside, as_of)
    vague = field is None and when is None and degree != "hs"
    if not schooled and (vague or (degree == "certificate" and (field is None or when is None))):
        return None
    words = unit.lexemes[max(0, at - 6) :]
    current = schooled and any(
        x.is_cue("active") or x.ids[0] == "present" for x in words if lexeme.start < x.start < stop
    )
    unfinished = (
        current
        or any(x.is_cue("in-progress", "in-progress-of") for x in words if x.start < stop)
        or (
            schooled
            and any(
                x.is_cue("in-progress")
                for s, u in beside
                if s.line == sentence.line + 1 and not _has_degree(u)
                for x in u.lexemes
            )
        )
    )
    future = when is not None and (when.year, when.month or 1) > (as_of.year, as_of.month)
    end = max([lexeme.end, *(f.end for f in unit.fields if lexeme.end <= f.start < stop)])
    span = Span(
        sentence.start + lexeme.start, sentence.start + end, text[sentence.start + lexeme.start : sentence.start + end]
    )
    return Education(
        degree, field, "in_progress" if unfinished or future else "completed", when.year if when else None, (span,)
    )


def _field(
    lexeme: Lexeme, stop: int, unit: Unit, sentence: Sentence, beside: Sequence[tuple[Sentence, Unit]]
) -> str | None:
    inside = [f for f in unit.fields if lexeme.start <= f.start and f.end <= lexeme.end]
    if inside:
        return inside[0].ids[0]
    after = [f for f in unit.fields if lexeme.end - 1 <= f.start < stop and f.ids[0] != "related-field"]
    if after:
        return after[0].ids[0]
    before = [f for f in unit.fields if f.end <= lexeme.start and lexeme.start - f.end < 40]
    if before:
        return before[-1].ids[0]
    below = [u for s, u in beside if s.line == sentence.line + 1 and not _has_degree(u)]
    return next((f.ids[0] for u in below for f in u.fields if f.start < 40), None)


def _has_degree(unit: Unit) -> bool:
    return any(x.kind == "degree" for x in unit.lexemes)


def _year(text: str, as_of: date) -> Day | None:
    spans = list(ranges(text, as_of))
    if spans and spans[-1].to is not None:
        return spans[-1].to
    found = days(text, as_of)
    return found[-1][2] if found else None


def _neighbour_year(sentence: Sentence, beside: Sequence[tuple[Sentence, Unit]], as_of: date) -> Day | None:
    for s, u in beside:
        if s.start != sentence.start and abs(s.line - sentence.line) <= 1 and not _has_degree(u):
            found = _year(u.text, as_of)
            if found is not None:
                return found
    return None


def _once(found: Sequence[Education]) -> tuple[Education, ...]:
    seen: dict[tuple[str | None, str | None], Education] = {}
    for one in found:
        seen.setdefault((one.degree, one.field), one)
    fielded = {d for d, f in seen if f is not None}
    return tuple(e for (degree, field), e in seen.items() if field is not None or degree not in fielded)
