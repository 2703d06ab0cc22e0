"""A résumé -> :class:`Profile`: holdings, schooling, positions and years, in allow-listed facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from matcher.clause import read
from matcher.genre import refuse_no_resume
from matcher.holding import holdings
from matcher.lexeme import Unit, unit_of
from matcher.personal import covered
from matcher.position import Job, RoleOf, jobs, position_of, words_of, years_of
from matcher.report import Document, Position, Profile, Role, Span, StatedYears, Years
from matcher.scan import Hit, hits_of
from matcher.schooling import education
from matcher.section import Sentence, sentences, within
from matcher.spelling import near_misses, without_proper_names
from matcher.terms import state_of
from taxonomy.lexicon import lexicon_of
from taxonomy.load import Taxonomy

_LONG_LINE = 700
_STATED_IN = ("summary", "skills", "unknown", "qualifications", "about", "duties")
NO_ROLE = Role(None, False, None, None, None, None, 0.0, "none")


def profile_of(document: Document, taxonomy: Taxonomy, role_of: RoleOf, as_of: date) -> Profile:
    """What a résumé says. ``role_of`` judges a title with its duties. Raises NotAResume."""
    text = document.text
    own = covered(text, taxonomy)
    hits = hits_of(own, lexicon_of(taxonomy))
    shadow = _broken(own, hits)
    hits = hits if shadow == own else hits_of(shadow, lexicon_of(taxonomy))
    hits = without_proper_names(shadow, hits, taxonomy)
    parts = sentences(shadow, hits)
    hits = sorted([*hits, *near_misses(shadow, hits, parts, taxonomy)], key=lambda h: h.start)
    units = _units(shadow, parts, hits)
    found = jobs(shadow, parts, hits, as_of)
    positions = tuple(position_of(text, own, job, hits, taxonomy, role_of, as_of) for job in found)
    schooling = education(text, units, as_of)
    held = holdings(text, units, taxonomy, as_of)
    stated = _stated(text, units, taxonomy)
    refuse_no_resume(text, parts, schooling, held, stated)
    years = years_of(positions, stated, taxonomy, as_of)
    head = text[: next((p.start for p in parts if p.section not in ("unknown", "pay")), 400)][:400]
    return Profile(
        holdings=held,
        education=schooling,
        positions=positions,
        years=years,
        role=_present_role(own, own[: len(head)], found, positions, years, role_of, as_of),
        state=state_of(head, [h for h in hits if h.end <= len(head)], taxonomy),
        warnings=document.warnings,
        document=document,
    )


# What a sentence must hold to be taken apart: a name, schooling, an amount of time, or the status of a name near it.
_TELLING = ("concept", "degree", "field")
_SAYING = ("year", "month", "held", "expired", "in-progress", "in-progress-of", "eligible", "active", "restored")


def _units(text: str, parts: Sequence[Sentence], hits: Sequence[Hit]) -> list[tuple[Sentence, Unit]]:
    out = []
    for part, inside in within(parts, hits):
        words = text[part.start : part.end]
        told = any(h.layer in _TELLING or (h.layer == "cue" and any(i in _SAYING for i in h.means)) for h in inside)
        out.append((part, unit_of(words, inside, part.start) if told else Unit(words, (), (), (), ())))
    return out


def _broken(text: str, hits: Sequence[Hit]) -> str:
    """The text with line breaks put in place of spaces around the headings of lines that run on; offsets stay."""
    lines = text.split("\n")
    if max(map(len, lines)) < _LONG_LINE:
        return text
    chars = list(text)
    long = [len(line) >= _LONG_LINE for line in lines]
    degrees = {h.start for h in hits if h.layer == "degree"}
    for hit in hits:
        if hit.layer != "heading" or not long[hit.line] or not (_stands_out(text, hit) or hit.end + 1 in degrees):
            continue
        for at in (hit.start - 1, hit.end if text[hit.end : hit.end + 1] != ":" else hit.end + 1):
            if 0 <= at < len(chars) and chars[at] == " ":
                chars[at] = "\n"
    return "".join(chars)


# How the headings of résumés whose lines run on are written; elsewhere these are plain words.
_TITLED = re.compile(r"[A-Z][A-Za-z/&]*(?: (?:and |of |& )?[A-Z][A-Za-z/&]*)*")
_RUN_ON = ("education", "experience", "certifications", "skills", "summary", "other", "references")
_PLAIN_HEADINGS = frozenset(
    (
        "education,work experience,professional experience,employment history,skills,technical skills,certifications,"
        "certifications/licenses,certifications and licenses,additional information,professional summary,awards,"
        "references,military service,education and training"
    ).split(",")
)
_NO_HEADING_AFTER = frozenset(
    "of in the for and continuing patient medical health higher special physical nursing clinical an a with to".split()
)


def _stands_out(text: str, hit: Hit) -> bool:
    """Whether a heading phrase inside a running line is the heading: in capitals, between other thoughts."""
    quote = text[hit.start : hit.end]
    if hit.means[0] not in _RUN_ON or not _TITLED.fullmatch(quote):
        return False
    if quote.lower() not in _PLAIN_HEADINGS:
        return False
    before = text[max(0, hit.start - 40) : hit.start].split()
    after = text[hit.end : hit.end + 3].lstrip(" :")[:1]
    several = " " in quote or "/" in quote
    last = before[-1] if before else ""
    apart = not last or (
        last[-1] not in ",&/-:("
        and last.lower() not in _NO_HEADING_AFTER
        and (several or not last[:1].isupper() or last[-1] in ".)")
    )
    return apart and (after.isupper() or after.isdigit() or after in ("", "•", "*"))


def _stated(text: str, units: Sequence[tuple[Sentence, Unit]], taxonomy: Taxonomy) -> tuple[StatedYears, ...]:
    """Years claimed in words, kept apart from dated work."""
    out: list[StatedYears] = []
    for sentence, unit in units:
        if sentence.section not in _STATED_IN or not any(x.kind == "duration" for x in unit.lexemes):
            continue
        for clause in read(unit, taxonomy, asking=False).clauses:
            for ask in (a for alt in clause.any_of for a in alt):
                if ask.kind == "experience" and ask.min_years:
                    start, end = sentence.start + clause.start, sentence.start + clause.end
                    out.append(StatedYears(ask.min_years, ask.concept, (Span(start, end, text[start:end]),)))
    return tuple(dict.fromkeys(out))


def _present_role(
    text: str,
    head: str,
    found: Sequence[Job],
    positions: Sequence[Position],
    years: Years,
    role_of: RoleOf,
    as_of: date,
) -> Role:
    """The role of the work done last: what is still going on first, then what ended latest.

    Where that lies outside the field, it is the work in the field that the head of the résumé asks for.

    A title that leaves the level open ("consultant") has it from the years in health information.
    """
    if not positions:
        return _target(head, role_of) or NO_ROLE
    now = f"{as_of.year}-{as_of.month:02d}"
    ends = [(now if p.end == "present" else p.end or "", p.start or "") for p in positions]
    latest = max(range(len(positions)), key=lambda at: ends[at])
    role = role_of(*words_of(text, found[latest]), years.him or 0.0)
    return role if role.in_scope else _target(head, role_of) or role


def _target(head: str, role_of: RoleOf) -> Role | None:
    """The work in health information that a headline asks for ("Open to: HIM technician"), below the name."""
    for line in head.split("\n")[1:8]:
        for part in re.split(r"[:,|•]", line):
            words = part.split()
            role = role_of(part.strip(), "", None) if 2 <= len(words) <= 6 else NO_ROLE
            if role.in_scope and role.family is not None:
                return role
    return None
