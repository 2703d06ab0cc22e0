"""The jobs that a résumé lists: title, dates, months, role, and the functions they exercise."""

from __future__ import annotations

import re
from bisect import bisect_left
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
_NOT_WORK = ("education", "certifications", "skills", "references", "other", "personal", "pay")
_PARTS = re.compile(r"\s*(?:[|•·;\t]|\s[-–—]\s|,\s|\s{2,}|\sat\s(?=[A-Z])|\s@\s|[–—])\s*")
_MOST_TITLE = 90
_LEAST_TITLE = -1.0
_MOST_DUTIES = 6000
_RUN_ON = 300  # a longer line is a whole résumé without breaks


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
    nouns = [h for h in hits if h.layer == "cue" and any(m in ("title-noun", "employer-noun") for m in h.means)]
    found = [r for r in found if _is_work(text, r, hits, section(r.start))]
    out = []
    for at, when in enumerate(found):
        floor = found[at - 1].end if at else 0
        ceiling = found[at + 1].start if at + 1 < len(found) else len(text)
        least = _LEAST_TITLE - (1.5 if section(when.start) == "experience" else 0.0)
        title = _title(text, when, (floor, ceiling), nouns, least)
        if title is not None:
            out.append((title, when))
    return [_with_duties(out, at, text, parts) for at in range(len(out))]


def _is_work(text: str, when: Range, hits: Sequence[Hit], section: str) -> bool:
    """Whether a range stands with work: not with a leave, an exam, or the life of a credential."""
    line = text.rfind("\n", 0, when.start) + 1
    beside = between(hits, line, min(_line_end(text, when.end), when.end + 60))
    titled = any("title-noun" in h.means for h in beside if h.layer == "cue")
    if any("not-a-job" in h.means for h in beside if h.layer == "cue") and not titled:
        return False
    certified = [h for h in beside if h.layer == "concept" and h.end <= when.start and when.start - h.end <= 14]
    named = any(len(m) <= 8 or "certified" in m for h in certified for m in (text[h.start : h.end].lower(),))
    return not (named and section != "experience" and not _titled_between(line, when, beside))


def _titled_between(line: int, when: Range, beside: Sequence[Hit]) -> bool:
    return any(line <= h.start < when.start and h.layer == "cue" and "title-noun" in h.means for h in beside)


def between(hits: Sequence[Hit], start: int, end: int) -> list[Hit]:
    """The hits that stand within ``[start, end)``; ``hits`` are in the order of their starts."""
    first = bisect_left(hits, start, key=_start)
    last = bisect_left(hits, end, key=_start)
    return [h for h in hits[first:last] if h.end <= end]


def _start(hit: Hit) -> int:
    return hit.start


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
    places = _places(text, when, room)
    scored = [
        (score - rank * 0.4, span) for rank, place in enumerate(places) for score, span in _scored(text, place, nouns)
    ]
    best = max(scored, key=lambda s: s[0], default=None)
    return best[1] if best and best[0] > least else None


def _places(text: str, when: Range, room: tuple[int, int]) -> list[tuple[int, int]]:
    """Where a range's title may stand, best first: on its line, then above, then below.

    Where the line begins with dates the title follows them; where several ranges share a line
    each has its own side of it.
    """
    floor, ceiling = room
    line, end = text.rfind("\n", 0, when.start) + 1, _line_end(text, when.end)
    head = text[line : when.start]
    shared = (floor > line or ceiling < end) and end - line < _RUN_ON
    first = not re.search(r"[A-Za-z]{3}", text[line : min(when.start, _first_digit(text, line))]) and bool(
        text[when.end : end].strip()
    )
    before, after = (max(line, floor), when.start), (when.end, min(end, ceiling))
    if shared:
        return [after if first else before]
    if first and not re.search(r"[A-Za-z]{3}", head):
        return [after, *_above(text, line, floor, 2), *_below(text, end, ceiling)]
    return [before, after, *_above(text, line, floor, 3), *_below(text, end, ceiling)]


def _first_digit(text: str, at: int) -> int:
    found = re.compile(r"\d").search(text, at)
    return found.start() if found else len(text)


def _above(text: str, line: int, floor: int, most: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    end = line - 1
    while len(out) < most and end > floor:
        begin = text.rfind("\n", 0, end) + 1
        out.append((max(begin, floor), end))
        end = begin - 1
    return out


def _below(text: str, end: int, ceiling: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    at = end + 1
    while len(out) < 2 and at < min(ceiling, len(text)):
        out.append((at, min(_line_end(text, at), ceiling)))
        at = _line_end(text, at) + 1
    return out


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
    edge = " \t\n,;:|•·–—-*()[]/"
    number = re.compile(r"\s*\(?\d{1,2}[.)]\s+").match(text, start, end)
    start = number.end() if number else start
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge.replace(")", ""):
        end -= 1
    if end - start < 3 or not any(c.isalpha() for c in text[start:end]):
        return None
    return start, end


# What a federal résumé tells of a job beside its title; behind "Supervisor:" stands somebody else.
_LABEL = re.compile(
    r"(supervisor|manager|contact|reference|salary|pay|hours|grade|series|employer|company|address|phone|duties)\b[^:]{0,20}:",
    re.IGNORECASE,
)


def _score(text: str, span: tuple[int, int], nouns: Sequence[Hit]) -> float:
    words = text[span[0] : span[1]].split()
    inside = between(nouns, *span)
    titles = sum("title-noun" in h.means for h in inside)
    employers = sum("employer-noun" in h.means for h in inside)
    capital = sum(w[:1].isupper() or not w[:1].isalpha() for w in words) / len(words)
    long = max(0, len(words) - 7) * 0.5
    labelled = 4.0 if _LABEL.match(text, *span) else 0.0
    sentence = 1.5 if text[span[1] - 1 : span[1]] == "." or text[span[0]].islower() else 0.0
    return (
        2.0 * min(titles, 2)
        - 0.9 * employers
        + (0.5 if capital > 0.6 else -0.5)
        - long
        - sentence
        - labelled
        - (0.0 if titles else 0.8)
    )


# --- what the jobs amount to ----------------------------------------------------------------------


def position_of(
    text: str, own: str, job: Job, hits: Sequence[Hit], taxonomy: Taxonomy, role_of: RoleOf, as_of: date
) -> Position:
    """A job as a position: its role by title and duties, its months, and the functions that it shows.

    ``own`` is ``text`` with the person's own data covered: what roles are judged by.
    """
    role = role_of(*words_of(own, job), None)
    title = text[job.title[0] : job.title[1]]
    first, last = job.when.months(as_of)
    inside = [h for part in sorted((job.title, *job.duties)) for h in between(hits, *part)]
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
