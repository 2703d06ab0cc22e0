"""A job ad -> :class:`Posting`: its title, what it asks, how strongly, and on what terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matcher.ask import in_setting
from matcher.clause import Reading, read
from matcher.demand import demands
from matcher.genre import refuse_no_ad
from matcher.lexeme import unit_of
from matcher.report import Ask, Condition, Document, Posting, Requirement, Role, Span
from matcher.scan import Hit, hits_of
from matcher.section import ASKING, Sentence, sentences, within
from matcher.spelling import near_misses, without_proper_names
from matcher.terms import posted_pay, state_of, workplace_of
from matcher.wording import sentence_of
from taxonomy.lexicon import lexicon_of
from taxonomy.load import Taxonomy

_TITLE_LABEL = re.compile(
    r"^\s*(?:job title|position title|title|position|job|role)\s*:\s*(.{3,120}?)\s*$", re.IGNORECASE | re.MULTILINE
)


_HEAD = 1500


def labelled(document: Document, title: str | None, place: str | None, pay: str | None) -> Document:
    """Fields that a source keeps apart become first lines of the text, so that they can be quoted."""
    head = "".join(
        f"{name}: {value.strip()}\n"
        for name, value in (("Job title", title), ("Location", place), ("Pay", pay))
        if value
    )
    if not head:
        return document
    text = head + "\n" + document.text
    return Document(
        text,
        document.sha256,
        document.kind,
        tuple(p + len(head) + 1 if p else 0 for p in document.pages),
        document.warnings,
    )


def posting_of(document: Document, taxonomy: Taxonomy) -> tuple[Posting, str]:
    """What an ad says, but for its role; and the text by which the role is judged. Raises NotAnAd."""
    text = document.text
    hits = without_proper_names(text, hits_of(text, lexicon_of(taxonomy)), taxonomy)
    parts = sentences(text, hits)
    hits = [*hits, *near_misses(text, hits, parts, taxonomy)]
    readings = _read_all(text, parts, hits, taxonomy)
    title = _title(text, readings)
    titled = [r for r in readings if title is not None and r[0].start <= title.start < r[0].end]
    gathered = demands(text, [r for r in readings if not titled or r is not titled[0]], taxonomy, titled)
    refuse_no_ad(text, parts, bool(gathered.requirements))
    posting = Posting(
        title=None if title is None else title.quote,
        role=None,  # type: ignore[arg-type]
        requirements=tuple(gathered.requirements),
        pay=posted_pay(text, [(s.start, s.end) for s in parts if s.section == "pay"]),
        state=_state(text, hits, taxonomy),
        workplace=workplace_of(hits),
        conditions=_conditions(text, hits),
        unrecognised=_unrecognised(text, readings),
        warnings=(*document.warnings, *gathered.warnings),
        document=document,
    )
    return posting, work_text(text, parts)


# A sentence is read where it holds a name, schooling, an amount of time, or a word that ties lines together.
_TELLING = ("concept", "degree", "issuer")
_TYING = (
    "one-of",
    "no-experience",
    "in-lieu",
    "combination",
    "question",
    "choice",
    "ladder",
    "no-more",
    "first-year",
    "probation",
)
_TIMES = ("year", "month", "week", "day")
_OR = re.compile(r"\W*(?:or|I)\b|.*\bor\W*$", re.IGNORECASE)


def _read_all(
    text: str, parts: Sequence[Sentence], hits: Sequence[Hit], taxonomy: Taxonomy
) -> list[tuple[Sentence, Reading]]:
    """Each sentence with what it says; one that stands in an ad a thousand times is read once."""
    out = []
    known: dict[object, Reading] = {}
    for part, inside in within(parts, hits):
        words = text[part.start : part.end]
        if not any(map(_tells, inside)) and not _OR.match(words):
            out.append((part, _NOTHING))
            continue
        asking = part.section in ASKING
        key = (words, asking, tuple((h.layer, h.means, h.start - part.start, h.end - part.start) for h in inside))
        if key not in known:
            known[key] = read(unit_of(words, inside, part.start), taxonomy, asking)
        out.append((part, known[key]))
    return out


_NOTHING = Reading(())


def _tells(hit: Hit) -> bool:
    return hit.layer in _TELLING or (hit.layer == "cue" and any(i in _TYING or i in _TIMES for i in hit.means))


def work_text(text: str, parts: Sequence[Sentence]) -> str:
    """The lines by which work is judged: duties and demands, without the employer's own story, pay and place."""
    return "\n".join(
        text[s.start : s.end] for s in parts if s.section not in ("about", "benefits", "pay", "references")
    )


def _title(text: str, readings: Sequence[tuple[Sentence, Reading]]) -> Span | None:
    """The title that a label names, or else the first line where it reads like one."""
    found = _TITLE_LABEL.search(text)
    if found and found.start() < _HEAD:
        return Span(found.start(1), found.end(1), found[1])
    if len(readings) < 2:
        return None
    first, reading = readings[0]
    if first.section != "unknown" or first.bullet or text[: first.start].strip() or _demands(reading):
        return None
    quote = text[first.start : first.end].rstrip(".")
    return Span(first.start, first.start + len(quote), quote) if _like_title(quote) else None


def _demands(reading: Reading) -> bool:
    asks = [a for c in reading.clauses for alt in c.any_of for a in alt]
    return any(c.modality for c in reading.clauses) or any(a.kind in ("education", "experience") for a in asks)


def _like_title(line: str) -> bool:
    words = line.split()
    capital = sum(w[:1].isupper() or not w[:1].isalpha() for w in words)
    return 0 < len(words) <= 14 and not line.endswith((":", ",")) and (capital * 2 > len(words) or len(words) <= 5)


def _state(text: str, hits: Sequence[Hit], taxonomy: Taxonomy) -> str | None:
    found = re.match(r"(?:Job title: [^\n]*\n)?Location: ([^\n]*)\n", text)
    if found:
        inside = [h for h in hits if h.layer == "place" and found.start(1) <= h.start < found.end(1)]
        place = state_of(found[1], (), taxonomy)
        states = {h.means[0] for h in inside}
        return place or (next(iter(states)) if len(states) == 1 else None)
    return state_of(text, hits, taxonomy)


def _conditions(text: str, hits: Sequence[Hit]) -> tuple[Condition, ...]:
    found: dict[str, list[Span]] = {}
    for hit in hits:
        if hit.layer == "condition":
            spans = found.setdefault(hit.means[0], [])
            if len(spans) < 3:
                spans.append(Span(hit.start, hit.end, text[hit.start : hit.end]))
    return tuple(Condition(kind, tuple(spans)) for kind, spans in sorted(found.items()))


def _unrecognised(text: str, readings: Sequence[tuple[Sentence, Reading]]) -> tuple[str, ...]:
    """Lines that stand among the demands and in which nothing was recognised."""
    lines = (
        text[s.start : s.end].strip() for s, r in readings if s.section in ASKING and not r.named and not r.opens_list
    )
    return tuple(dict.fromkeys(line[:200] for line in lines if len(line.split()) >= 2))[:40]


def role_cues(requirements: Sequence[Requirement]) -> tuple[float | None, bool]:
    """For the level: the most years that a required line asks, and whether high school without experience is enough."""
    years = [
        min(a.min_years for alt in r.any_of for a in alt if a.kind == "experience" and a.min_years is not None)
        for r in requirements
        if r.modality == "required"
        and any(a.kind == "experience" and a.min_years is not None for alt in r.any_of for a in alt)
    ]
    hard = [r for r in requirements if r.modality == "required"]
    schooled = any(
        a.kind == "education" and a.degree not in ("hs", None) for r in hard for alt in r.any_of for a in alt
    )
    certified = any(r.kind == "credential" for r in hard)
    most = max(years, default=None)
    return most, not schooled and not certified and not most and any(
        a.degree == "hs" for r in hard for alt in r.any_of for a in alt
    )


def in_the_role(requirements: Sequence[Requirement], role: Role, taxonomy: Taxonomy) -> tuple[Requirement, ...]:
    """Years that name a setting alone ("2 years inpatient") are years of the job's own function there."""
    known = taxonomy.roles.get(role.role or "")
    does = known.does if known else ()

    def settled(ask: Ask) -> Ask:
        if ask.kind != "experience" or ask.concept is not None or ask.setting is None:
            return ask
        wide = {w for d in does for w in taxonomy.satisfies(d)}
        narrow = (n for d in sorted(wide) if (n := in_setting(d, ask.setting, taxonomy)) != d)
        return replace(ask, concept=next(narrow, None))

    return tuple(
        _rephrased(r, tuple(tuple(settled(a) for a in alt) for alt in r.any_of), taxonomy) for r in requirements
    )


def _rephrased(requirement: Requirement, any_of: tuple[tuple[Ask, ...], ...], taxonomy: Taxonomy) -> Requirement:
    if any_of == requirement.any_of:
        return requirement
    return replace(requirement, any_of=any_of, sentence=sentence_of(any_of, requirement.modality, taxonomy))
