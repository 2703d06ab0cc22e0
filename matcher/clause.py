"""The grammar of one sentence: what is asked, how strongly, in which alternatives.

``sentence := segment (strength segment)*``, cut in matcher/segment.py. Inside a segment, names are
joined by three joints that bind in this order: ``with`` (both, in one alternative), ``or``
(alternatives), ``and`` (two requirements). A comma takes the joint that ends its list.
A pure function of the sentence: each distinct one is read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.ask import Item, items_of
from matcher.deadline import bare_deadline, deadline_of
from matcher.joint import Alternatives, Tie, conjuncts
from matcher.lexeme import Lexeme, Unit
from matcher.report import Ask, Modality
from matcher.segment import FILLERS, Segment, segments, strength_of
from taxonomy.fold import tokens
from taxonomy.load import Taxonomy

_PEOPLE_REACH = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand of a sentence. ``modality`` None is left to the section.

    ``in_lieu`` adds alternatives to an earlier demand; one without ``any_of`` is a deadline that names
    nothing of its own; ``bare`` holds nothing but names; ``loose`` is a list without a joint;
    ``others`` speaks of other people's credentials; ``joins`` begins with "or"; ``words`` counts its
    lexemes; ``claimed`` has words that only a demand has ("active", "unencumbered"); ``spells`` are the
    groups of credentials whose kind this list says the members of; ``lieu_of`` is the kind of demand that it
    stands in lieu of, where it says so.
    """

    any_of: Alternatives
    modality: Modality | None
    start: int
    end: int
    in_lieu: bool = False
    bare: bool = False
    loose: bool = False
    others: bool = False
    joins: bool = False
    within_months: int | None = None
    words: int = 0
    claimed: bool = False
    spells: tuple[str, ...] = ()
    lieu_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a sentence says: its clauses, and how it ties to the lines around it.

    ``adds_up`` tells how schooling and work may be combined, ``asks_anew`` ends that; ``ladder`` is the
    demand of one grade of several, ``no_more`` says that a grade asks nothing of its own; ``named`` holds
    anything recognised, asked for or not; ``chooses`` puts a question whose answers stand below it,
    ``answers`` is such an answer ("I have ..."), ``denies`` one that says no.
    """

    clauses: tuple[Clause, ...]
    opens_list: bool = False
    opens_with: Modality | None = None
    starts_or: bool = False
    ends_or: bool = False
    within_months: int | None = None
    mismatches: tuple[tuple[int, int], ...] = ()
    adds_up: bool = False
    asks_anew: bool = False
    ladder: bool = False
    no_more: bool = False
    named: bool = False
    chooses: bool = False
    answers: bool = False
    denies: bool = False


def read(unit: Unit, taxonomy: Taxonomy, asking: bool) -> Reading:
    """The demands of one sentence. ``asking``: it stands where an ad lists what it wants."""
    lexemes = _no_asides(unit.lexemes)
    clauses = [c for segment in segments(lexemes) for c in _clauses(segment, unit, taxonomy, asking)]
    words = [x for x in lexemes if not x.is_joint(":", ",", "(", ")", ";") and x.ids[0] != "."]
    return Reading(
        clauses=tuple(_tied(clauses, taxonomy)),
        opens_list=_opens_list(lexemes, taxonomy),
        opens_with=strength_of(lexemes),
        starts_or=bool(words) and words[0].is_joint("or"),
        ends_or=bool(words) and words[-1].is_joint("or"),
        within_months=deadline_of(lexemes),
        mismatches=tuple((d.start, d.end) for d in unit.mismatches),
        adds_up=any(x.is_cue("combination") for x in unit.lexemes),
        asks_anew=any(x.is_cue("question") or x.ids[0] == "i" for x in lexemes[:2]),
        chooses=any(x.is_cue("choice") for x in lexemes),
        answers=bool(words) and words[0].ids[0] == "i",
        denies=any(x.ids[0] in _NO for x in words[:4]) or any(x.is_cue("none") for x in words[:3]),
        ladder=any(x.is_cue("ladder") for x in lexemes),
        no_more=any(x.is_cue("no-more") for x in lexemes),
        named=any(x.kind in ("concept", "degree", "duration") for x in lexemes),
    )


_NO = ("not", "cannot", "don't", "don’t", "none", "neither")


def _no_asides(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The cues that hold "required" in another sense are words."""
    return [replace(x, kind="word") if x.is_cue("as-required", "not-work", "education-work") else x for x in lexemes]


def _opens_list(lexemes: Sequence[Lexeme], taxonomy: Taxonomy) -> bool:
    """ "One of the following credentials:" - with the list itself on the lines below."""
    start = next((at for at, x in enumerate(lexemes) if x.is_cue("one-of")), None)
    if start is None:
        return False
    named = [x for x in lexemes[start:] if x.kind in ("concept", "degree", "duration")]
    own = [
        x
        for x in named
        if not (x.ids[0] in taxonomy.credentials and taxonomy.credentials[x.ids[0]].generic) and x.kind != "duration"
    ]
    return not own


# --- clauses of a segment --------------------------------------------------------------------


def _clauses(segment: Segment, unit: Unit, taxonomy: Taxonomy, asking: bool) -> list[Clause]:
    lexemes = segment.lexemes
    if _no_experience(lexemes):
        return [Clause(((Ask("experience", min_years=0.0),),), "required", lexemes[0].start, lexemes[-1].end)]
    if _denied(lexemes):
        return _needs_none(lexemes, unit.text)
    if segment.dropped:
        return []
    items = items_of(lexemes, unit, taxonomy, asking)
    if not items:
        return _mere_deadline(segment)
    in_lieu = any(x.is_cue("in-lieu") for x in lexemes) and segment.modality != "preferred"
    spells = _spells(lexemes, items, taxonomy)
    explains = any(x.is_cue("definition") for x in lexemes) and not spells
    modality: Modality | None = "mentioned" if explains or (segment.aside and not in_lieu) else segment.modality
    start, end = lexemes[0].start, lexemes[-1].end
    bare = _bare(lexemes, items)
    claimed = any(x.is_cue("active") for x in lexemes)
    out: list[Clause] = []
    for any_of, group, loose in conjuncts(items, lexemes, Tie(in_lieu, segment.chained), taxonomy):
        named = "mentioned" if all(item.example for alternative in group for item in alternative) else modality
        clause = Clause(
            any_of,
            named,
            start,
            end,
            in_lieu=in_lieu,
            loose=loose,
            bare=bare,
            words=len(lexemes),
            claimed=claimed,
            spells=spells,
            lieu_of=_lieu_of(lexemes) if in_lieu else None,
        )
        others = _of_others(group, lexemes, unit.text, taxonomy)
        out.append(replace(clause, others=others, joins=_joins(lexemes[: group[0][0].first]) or _without(lexemes)))
    return out


_KINDS = {"degree": "education", "education": "education", "program": "education", "diploma": "education"}


def _lieu_of(lexemes: Sequence[Lexeme]) -> str | None:
    """What is stood in for: "may substitute for the degree"."""
    at = next(i for i, x in enumerate(lexemes) if x.is_cue("in-lieu"))
    for x in lexemes[at + 1 : at + 6]:
        if x.kind == "degree" or x.ids[0] in _KINDS:
            return "education"
        if x.is_cue("experience"):
            return "experience"
    return None


def _spells(lexemes: Sequence[Lexeme], items: Sequence[Item], taxonomy: Taxonomy) -> tuple[str, ...]:
    """ "Mastery level certifications include CCS, RHIT ...": the groups of the kinds that stand before the list."""
    first = next((i.first for i in items if i.asks[0].kind == "credential"), 0)
    entries = [taxonomy.credentials.get(x.ids[0]) for x in lexemes[:first] if x.kind == "concept"]
    if not any(x.is_cue("include") for x in lexemes[:first]):
        return ()
    return tuple(e.group for e in entries if e is not None and e.generic)


def _no_experience(lexemes: Sequence[Lexeme]) -> bool:
    """ "No experience necessary", "no previous HIM experience is needed"."""
    for at, x in enumerate(lexemes):
        if x.is_cue("no-experience"):
            return True
        if x.is_cue("none") and any(y.is_cue("experience") for y in lexemes[at + 1 : at + 4]):
            return any(y.is_cue("required", "not-required", "must") for y in lexemes[at + 1 :])
    return False


def _needs_none(lexemes: Sequence[Lexeme], text: str) -> list[Clause]:
    """ "No previous HIM experience is necessary" asks for none; "no certification required" asks nothing."""
    start, end = lexemes[0].start, lexemes[-1].end
    if not any(x.is_cue("experience") for x in lexemes) or not any(
        x.is_cue("required", "not-required") for x in lexemes
    ):
        return []
    return (
        [Clause(((Ask("experience", min_years=0.0),),), "required", start, end)]
        if "experience" in text[start:end]
        else []
    )


def _joins(before: Sequence[Lexeme]) -> bool:
    """ "or" stands first, or "without": the clause goes on an alternative begun earlier."""
    words = [x for x in before if not x.is_joint(",", "(", ")", ":")]
    return bool(words) and words[0].is_joint("or") and all(x.kind != "concept" for x in words)


def _without(lexemes: Sequence[Lexeme]) -> bool:
    """ "2 years with RHIT; 3 years without it": the second amount stands in for the first."""
    return any("education-work" in x.ids for x in lexemes) and any(x.kind == "duration" for x in lexemes)


def _denied(lexemes: Sequence[Lexeme]) -> bool:
    """ "No certification required": a denial stands right before the first name."""
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind in ("concept", "degree", "duration"):
            return any(x.is_cue("none") for x in lexemes[max(0, at - 3) : at])
    return False


def _mere_deadline(segment: Segment) -> list[Clause]:
    months = bare_deadline(segment.lexemes)
    if months is None:
        return []
    return [Clause((), segment.modality, segment.lexemes[0].start, segment.lexemes[-1].end, within_months=months)]


def _bare(lexemes: Sequence[Lexeme], items: Sequence[Item]) -> bool:
    inside = {i for item in items for i in range(item.first, item.last + 1)}
    return all(
        at in inside or x.kind in ("joint", "issuer", "setting") or x.is_cue("active", "held") or x.ids[0] in FILLERS
        for at, x in enumerate(lexemes)
    )


def _of_others(group: Sequence[Sequence[Item]], lexemes: Sequence[Lexeme], text: str, taxonomy: Taxonomy) -> bool:
    """A credential of coders, staff or students, or one that is supervised or worked with."""
    items = [item for alternative in group for item in alternative]
    if any(item.asks[0].kind != "credential" for item in items):
        return False
    return all(others_name(item.first, item.last, lexemes, text, taxonomy) for item in items)


def others_name(first: int, last: int, lexemes: Sequence[Lexeme], text: str, taxonomy: Taxonomy) -> bool:
    """Whether the name of a credential at these lexemes speaks of other people."""
    if any(x.is_cue("supervise") for x in lexemes[:first]):
        return True
    if _is_plural(text[lexemes[last].start : lexemes[last].end], taxonomy):
        return True
    for x in lexemes[last + 1 : last + 1 + 4 * _PEOPLE_REACH]:
        if x.ids[0] == "for":
            return False  # "BLS for Healthcare Providers" is the card's own name
        if x.is_cue("people"):
            return True
        listed = x.kind in ("concept", "issuer") or x.is_joint("and", "or", ",", "/", ")") or x.is_cue("held", "active")
        if not listed and x.ids[0] not in FILLERS:
            break
    return any(x.is_cue("people") for x in lexemes[last + 1 : last + 1 + _PEOPLE_REACH])


def _is_plural(name: str, taxonomy: Taxonomy) -> bool:
    """ "CPCs", "certified coders": several people, not one credential; "BLS for Healthcare Providers" is one."""
    if taxonomy.find(name) is not None:
        return False
    if len(name) > 2 and name.endswith("s") and name[-2].isupper():
        return True
    last = tokens(name)[-1:]
    return bool(last) and last[0] in taxonomy.cues["people"].phrases


def _tied(clauses: Sequence[Clause], taxonomy: Taxonomy) -> list[Clause]:
    """A clause that begins with "or", or stands in lieu, adds its alternatives to the one before."""
    out: list[Clause] = []
    for clause in clauses:
        before = next((at for at in range(len(out) - 1, -1, -1) if _takes(out[at], clause)), None)
        if before is not None and (clause.joins or clause.in_lieu or not clause.any_of):
            out[before] = _merged(out[before], clause)
        elif out and _spells_out(out[-1], clause, taxonomy):
            out[-1] = replace(out[-1], any_of=clause.any_of, end=clause.end)
        else:
            out.append(clause)
    return out


def _takes(one: Clause, other: Clause) -> bool:
    """Whether a clause can take another's alternatives: what stands in lieu joins no mere wish."""
    if other.in_lieu and (one.modality == "preferred" or (other.lieu_of and one.any_of[0][0].kind != other.lieu_of)):
        return False
    return _kin(one, other) or (other.in_lieu and other.lieu_of is not None)


def _kin(one: Clause, other: Clause) -> bool:
    return not other.any_of or any(a.kind == b.kind for x in one.any_of for a in x for y in other.any_of for b in y)


def _merged(one: Clause, other: Clause) -> Clause:
    any_of = tuple(dict.fromkeys((*one.any_of, *other.any_of)))
    if other.within_months is not None:
        any_of = tuple(tuple(_later(a, other.within_months) for a in alt) for alt in any_of)
    # "RHIT preferred; one required within 18 months": what must come after hire is required.
    stronger = other.modality if not other.any_of and other.modality == "required" else None
    return replace(one, any_of=any_of, modality=stronger or one.modality or other.modality, end=max(one.end, other.end))


def _later(ask: Ask, months: int) -> Ask:
    return replace(ask, within_months=max(months, ask.within_months or 0)) if ask.kind == "credential" else ask


def _spells_out(one: Clause, other: Clause, taxonomy: Taxonomy) -> bool:
    """ "Coding certification required: CPC/CCS": the list says what the kind means."""
    kinds = [taxonomy.credentials.get(a.concept or "") for alt in one.any_of for a in alt]
    specific = [taxonomy.credentials.get(a.concept or "") for alt in other.any_of for a in alt]
    return (
        other.bare
        and (other.modality is None or other.modality == one.modality)
        and bool(kinds)
        and all(k is not None and k.generic for k in kinds)
        and all(s is not None and not s.generic for s in specific)
    )
