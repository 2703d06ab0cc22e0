"""The jobs that a résumé lists: title, dates, months, role, and the functions they exercise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.ask import in_setting
from matcher.dates import Range, day_of, ranges, union_months
from matcher.report import Position, Role, Shown, Span, StatedYears, Years
from matcher.scan import Hit
from matcher.section import Sentence
from taxonomy.concept import Skill
from taxonomy.load import Taxonomy

RoleOf = Callable[[str, str, float | None], Role]

# Sections that list other things with dates.
_NOT_WORK = ("education", "certifications", "skills", "references", "other", "pay")
_PARTS = re.compile(r"\s*(?:[|•·;\t]|\s[-–—]\s|,\s|\s{2,}|\sat\s(?=[A-Z])|\s@\s|[–—])\s*")
_MOST_TITLE = 90
_LEAST_TITLE = -1.0
_MOST_DUTIES = 6000


@dataclass(frozen=True, slots=True)
class Job:
    """One dated job as it was cut out of the text: where its title, dates and duties stand."""

    title: tuple[int, int]
    when: Range
    duties: tuple[tuple[int, int], ...]


def jobs(text: str, parts: Sequence[Sentence], hits: Sequence[Hit], as_of: date) -> list[Job]:
    """Every dated job outside study, certificates and references, in the text's order."""
    section = _section_at(parts)
    found = [r for r in ranges(text, as_of) if section(r.start) not in _NOT_WORK]
    nouns = [h for h in hits if h.layer == "cue" and h.means[0] in ("title-noun", "employer-noun")]
    out = []
    for at, when in enumerate(found):
        floor = found[at - 1].end if at else 0
        ceiling = found[at + 1].start if at + 1 < len(found) else len(text)
        least = _LEAST_TITLE - (1.5 if section(when.start) == "experience" else 0.0)
        title = _title(text, when, (floor, ceiling), nouns, least)
        if title is not None:
            out.append((title, when))
    return [_with_duties(out, at, text, parts) for at in range(len(out))]


def _section_at(parts: Sequence[Sentence]) -> Callable[[int], str]:
    def section(at: int) -> str:
        before = [p for p in parts if p.start <= at]
        return before[-1].section if before else "unknown"

    return section


def _with_duties(found: Sequence[tuple[tuple[int, int], Range]], at: int, text: str, parts: Sequence[Sentence]) -> Job:
    title, when = found[at]
    head = max(title[1], when.end)
    until = min(found[at + 1][0][0], found[at + 1][1].start) if at + 1 < len(found) else len(text)
    duties = tuple(
        (max(p.start, head), min(p.end, until))
        for p in parts
        if p.end > head and p.start < until and p.section not in _NOT_WORK
    )
    return Job(title, when, tuple(d for d in duties if d[0] < d[1]))


def _title(text: str, when: Range, room: tuple[int, int], nouns: Sequence[Hit], least: float) -> tuple[int, int] | None:
    """The stretch near the dates that reads most like a job title: same line, then above, then below."""
    floor, ceiling = room
    line = text.rfind("\n", 0, when.start) + 1
    line_end = _line_end(text, when.end)
    places = [(max(line, floor), when.start), (when.end, min(line_end, ceiling))]
    above = line - 1
    for _ in range(3):
        if above <= floor:
            break
        begin = text.rfind("\n", 0, above) + 1
        places.append((max(begin, floor), above))
        above = begin - 1
    below = line_end + 1
    for _ in range(2):
        if below >= min(ceiling, len(text)):
            break
        places.append((below, min(_line_end(text, below), ceiling)))
        below = _line_end(text, below) + 1
    scored = [
        (score - rank * 0.4, span) for rank, place in enumerate(places) for score, span in _scored(text, place, nouns)
    ]
    best = max(scored, key=lambda s: s[0], default=None)
    return best[1] if best and best[0] > least else None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _scored(text: str, place: tuple[int, int], nouns: Sequence[Hit]) -> list[tuple[float, tuple[int, int]]]:
    start, end = place
    if end - start > 3 * _MOST_TITLE:
        start = end - 2 * _MOST_TITLE
    out = []
    at = start
    for part in [*_PARTS.finditer(text, start, end), None]:
        stop = part.start() if part else end
        span = _trimmed(text, at, stop)
        if span is not None:
            out.append((_score(text, span, nouns), span))
        at = part.end() if part else end
    return out


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    edge = " \t\n,;:|•·–—-*()[]"
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge.replace(")", ""):
        end -= 1
    if end - start < 3 or not any(c.isalpha() for c in text[start:end]):
        return None
    return start, end


def _score(text: str, span: tuple[int, int], nouns: Sequence[Hit]) -> float:
    words = text[span[0] : span[1]].split()
    inside = [h for h in nouns if h.start >= span[0] and h.end <= span[1]]
    titles = sum(h.means[0] == "title-noun" for h in inside)
    employers = sum(h.means[0] == "employer-noun" for h in inside)
    capital = sum(w[:1].isupper() or not w[:1].isalpha() for w in words) / len(words)
    long = max(0, len(words) - 7) * 0.5
    sentence = 1.5 if text[span[1] - 1 : span[1]] == "." or text[span[0]].islower() else 0.0
    return (
        2.0 * min(titles, 2)
        - 0.9 * employers
        + (0.5 if capital > 0.6 else -0.5)
        - long
        - sentence
        - (0.0 if titles else 0.8)
    )


# --- what the jobs amount to ----------------------------------------------------------------------


def position_of(text: str, job: Job, hits: Sequence[Hit], taxonomy: Taxonomy, role_of: RoleOf, as_of: date) -> Position:
    """A job as a position: its role by title and duties, its months, and the functions that it shows."""
    title, duties = words_of(text, job)
    role = role_of(title, duties, None)
    first, last = job.when.months(as_of)
    inside = [h for h in hits if any(a <= h.start and h.end <= b for a, b in (job.title, *job.duties))]
    spans = tuple(Span(a, b, text[a:b]) for a, b in (job.title, (job.when.start, job.when.end)))
    end = "present" if job.when.to is None else str(job.when.to)
    return Position(
        title, role, str(job.when.since), end, last - first + 1, spans, _shows(text, role, inside, taxonomy)
    )


def words_of(text: str, job: Job) -> tuple[str, str]:
    """A job's title and its duties, as its role is judged by."""
    duties = "\n".join(text[a:b] for a, b in job.duties)[:_MOST_DUTIES]
    return text[job.title[0] : job.title[1]], duties


def _shows(text: str, role: Role, hits: Sequence[Hit], taxonomy: Taxonomy) -> tuple[Shown, ...]:
    """The functions and tools that a position exercises: those of its role, and those its own words name."""
    known = taxonomy.roles.get(role.role or "")
    shown: dict[str, list[Span]] = {c: [] for c in (known.does if known else ())}
    for hit in hits:
        if hit.layer == "concept":
            for concept in hit.means:
                if _counts(concept, taxonomy):
                    shown.setdefault(concept, []).append(Span(hit.start, hit.end, text[hit.start : hit.end]))
    for hit in hits:
        if hit.layer == "setting":
            for concept in [c for c in shown if _open(c, taxonomy)]:
                narrow = in_setting(concept, hit.means[0], taxonomy)
                if narrow != concept:
                    shown.setdefault(narrow, []).append(Span(hit.start, hit.end, text[hit.start : hit.end]))
    return tuple(Shown(concept, tuple(spans[:5])) for concept, spans in sorted(shown.items()))


def _counts(concept: str, taxonomy: Taxonomy) -> bool:
    entry = taxonomy.concepts[concept]
    return taxonomy.kind(concept) == "tool" or (isinstance(entry, Skill) and entry.category != "soft")


def _open(concept: str, taxonomy: Taxonomy) -> bool:
    """Whether a function can be narrowed by its setting (coding can; inpatient coding is)."""
    skill = taxonomy.skills.get(concept)
    return skill is not None and skill.setting is None


def years_of(positions: Sequence[Position], stated: tuple[StatedYears, ...], taxonomy: Taxonomy, as_of: date) -> Years:
    """Years from dated jobs, overlaps once: all, those in health information, and those of each function."""
    if not positions:
        return Years(None, None, {}, stated)
    when = [_stretch(p, as_of) for p in positions]
    him = [w for w, p in zip(when, positions, strict=True) if p.role is not None and p.role.in_scope]
    by_concept: dict[str, list[tuple[int, int]]] = {}
    for stretch, position in zip(when, positions, strict=True):
        for concept in {wide for s in position.shows for wide in taxonomy.satisfies(s.concept)}:
            by_concept.setdefault(concept, []).append(stretch)
    return Years(_years(when), _years(him), {c: _years(by_concept[c]) for c in sorted(by_concept)}, stated)


def _stretch(position: Position, as_of: date) -> tuple[int, int]:
    since = day_of(position.start or f"{as_of.year}-{as_of.month:02d}")
    to = None if position.end in (None, "present") else day_of(position.end or "")
    return Range(0, 0, since, to).months(as_of)


def _years(stretches: Sequence[tuple[int, int]]) -> float:
    return round(union_months(stretches) / 12, 1)
