"""A posting's requirements against a profile: one verdict each, with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.report import Ask, Education, Holding, Profile, Requirement, Result, Span, Verdict
from matcher.wording import ask_in_words, months_in_words, years_in_words
from taxonomy.concept import Door
from taxonomy.load import Taxonomy

_ORDER: tuple[Result, ...] = ("met", "substitute", "unknown", "partial", "missing")
_AFTER_HIRE = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a profile answers one ask: credit from 0 to 1, and what shows it."""

    result: Result
    credit: float
    shown: tuple[Span, ...] = ()
    nearest: Holding | None = None
    how: str | None = None
    could_be: float = 0.0  # the credit if all that is unknown were met; never below it


Credit = tuple[float, float]  # earned, and what it could be if all that is unknown were met


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict without its points yet, the credit it earns, and what it could earn if all unknown were met."""

    verdict: Verdict
    credit: float
    could_be: float


def judge(requirements: Iterable[Requirement], profile: Profile, taxonomy: Taxonomy) -> tuple[Judged, ...]:
    """A verdict for each requirement that is asked (not merely mentioned)."""
    case = _case(profile, taxonomy)
    return tuple(_judged(r, case) for r in requirements if r.modality != "mentioned")


def credits_of(requirements: Iterable[Requirement], profile: Profile, taxonomy: Taxonomy) -> dict[str, Credit]:
    """The credit of each requirement that is asked, and what it could be: what verdicts are scored by."""
    asked = (r for r in requirements if r.modality != "mentioned")
    case = _case(profile, taxonomy)
    return {r.id: _credit(_answers(r, case)) for r in asked}


def _answers(requirement: Requirement, case: _Case) -> list[Answer]:
    return [_together([_answer(a, case) for a in alt]) for alt in requirement.any_of]


def _credit(answers: Sequence[Answer]) -> Credit:
    return max(a.credit for a in answers), max(_could_be(a) for a in answers)


def _judged(requirement: Requirement, case: _Case) -> Judged:
    answers = _answers(requirement, case)
    best = min(answers, key=lambda a: (-a.credit, _ORDER.index(a.result)))
    nearest = None if best.credit >= 1 else _closest(answers, requirement)
    shown = best.shown or tuple(dict.fromkeys(s for a in answers for s in a.shown))[:3]
    closes = None if best.result in ("met", "substitute") else _closes_by(requirement, case)
    if best.how:
        closes = best.how if closes is None else f"{best.how}; {closes}"
    verdict = Verdict(requirement.id, best.result, requirement, shown, nearest, closes, 0.0)
    return Judged(verdict, *_credit(answers))


def _closest(answers: Sequence[Answer], requirement: Requirement) -> Holding | None:
    """The thing found that comes nearest: what is asked for itself, held otherwise, before its kin."""
    asked = {a.concept for alt in requirement.any_of for a in alt}
    found = [a.nearest for a in answers if a.nearest is not None]
    return next((h for h in found if h.concept in asked), next(iter(found), None))


def _could_be(answer: Answer) -> float:
    return 1.0 if answer.result == "unknown" else max(answer.could_be, answer.credit)


def _together(answers: Sequence[Answer]) -> Answer:
    """All of an alternative's asks: as good as the weakest."""
    shown = tuple(dict.fromkeys(s for a in answers for s in a.shown))
    nearest = next((a.nearest for a in answers if a.nearest), None)
    how = "; ".join(dict.fromkeys(a.how for a in answers if a.how)) or None
    credit = min(a.credit for a in answers)
    results = {a.result for a in answers}
    if results <= {"met", "substitute"}:
        return Answer("substitute" if "substitute" in results else "met", 1.0, shown, nearest, how)
    if results <= {"met", "substitute", "unknown"}:
        return Answer("unknown", 0.0, shown, nearest, how)
    result: Result = "partial" if credit > 0 else "missing"
    return Answer(result, credit, shown, nearest, how, min(_could_be(a) for a in answers))


@dataclass(frozen=True, slots=True)
class _Case:
    """A profile as it is judged: what each of its holdings answers, and by which relations, looked up once."""

    profile: Profile
    taxonomy: Taxonomy
    found: dict[str, list[tuple[Holding, tuple[str, ...]]]]


def _case(profile: Profile, taxonomy: Taxonomy) -> _Case:
    found: dict[str, list[tuple[Holding, tuple[str, ...]]]] = {}
    for holding in profile.holdings:
        for concept in taxonomy.satisfies(holding.concept):
            path = _path(holding.concept, concept, taxonomy)
            if path is not None:
                found.setdefault(concept, []).append((holding, path))
    return _Case(profile, taxonomy, found)


def answer(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> Answer:
    """How far the profile answers one ask."""
    return _answer(ask, _case(profile, taxonomy))


def _answer(ask: Ask, case: _Case) -> Answer:
    profile, taxonomy = case.profile, case.taxonomy
    if ask.kind == "education":
        return _education(ask, profile, taxonomy)
    if ask.kind == "experience":
        return _experience(ask, profile, taxonomy)
    if ask.kind == "credential":
        return _credential(ask, case)
    return _skill(ask, case)


# --- credentials, skills, tools -----------------------------------------------------------


def _credential(ask: Ask, case: _Case) -> Answer:
    found = case.found.get(ask.concept or "", [])
    held = [(h, p) for h, p in found if h.status == "held"]
    if held:
        return _by_relation(held)
    same = [h for h, p in found if not _substitutes(p)]
    eligible = [h for h in same if h.status == "eligible"]
    if ask.status == "eligible" and eligible:
        return Answer("met", 1.0, eligible[0].evidence, eligible[0], "the ad takes eligible candidates")
    later = [h for h in same if h.status in ("eligible", "in_progress")]
    if later and (ask.within_months is not None or ask.status == "eligible"):
        return Answer("partial", _AFTER_HIRE, later[0].evidence, later[0], "the ad lets it be obtained after hire")
    return Answer("missing", 0.0, (), _nearest(ask, case.profile, case.taxonomy))


def _path(held: str, asked: str | None, taxonomy: Taxonomy) -> tuple[str, ...] | None:
    """The relations from what is held to what is asked; None where there are none, or none that is confirmed."""
    path = taxonomy.satisfies(held).get(asked or "")
    if path is None or held == asked:
        return path
    return path if taxonomy.concepts[held].confirmed or not _substitutes(path) else None


def _substitutes(path: Sequence[str]) -> bool:
    return any(" broader " not in step for step in path)


def _by_relation(held: Sequence[tuple[Holding, tuple[str, ...]]]) -> Answer:
    holding, path = min(held, key=lambda pair: (_substitutes(pair[1]), len(pair[1])))
    result: Result = "substitute" if _substitutes(path) else "met"
    return Answer(
        result, 1.0, holding.evidence, holding, "by policy: " + ", ".join(path) if result == "substitute" else None
    )


def _nearest(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> Holding | None:
    """The holding closest to the ask: itself with another status, then what it can grow into, then its kind."""
    entry = taxonomy.credentials.get(ask.concept or "")
    if entry is None:
        return None
    own = [h for h in profile.holdings if h.concept == ask.concept or h.concept in entry.meets]
    kin = [
        h
        for h in profile.holdings
        if (other := taxonomy.credentials.get(h.concept)) and h.status != "denied" and other.group == entry.group
    ]
    return next(iter(own or kin), None)


def _skill(ask: Ask, case: _Case) -> Answer:
    profile, taxonomy = case.profile, case.taxonomy
    found = [(h, p) for h, p in case.found.get(ask.concept or "", ()) if h.status == "held"]
    if found:
        return _by_relation(found)
    for position in profile.positions:
        for shown in position.shows:
            path = _path(shown.concept, ask.concept, taxonomy)
            if path is not None and not _substitutes(path):
                return Answer("met", 1.0, shown.evidence[:1] or position.evidence[:1], None, "shown by the work itself")
    narrower = [
        h for h in profile.holdings if h.status == "held" and h.concept in taxonomy.satisfies(ask.concept or "")
    ]
    return Answer("missing", 0.0, (), narrower[0] if narrower else None)


# --- schooling ------------------------------------------------------------------------------


def _education(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> Answer:
    if not profile.education:
        return Answer("unknown", 0.0)
    answers = [_degree(ask, one, taxonomy) for one in profile.education]
    best = max(answers, key=lambda a: (-_ORDER.index(a.result), a.credit))
    if best.result == "missing" and ask.equivalent and (profile.years.him or profile.years.stated):
        return Answer("unknown", 0.0, best.shown, None, "the ad takes equivalent experience; a person must weigh it")
    return best


def _degree(ask: Ask, one: Education, taxonomy: Taxonomy) -> Answer:
    wanted = taxonomy.degrees[ask.degree].rank if ask.degree else 0
    have = taxonomy.degrees[one.degree].rank if one.degree else -1
    # Who studies for a degree has finished high school.
    if wanted == 0 and have > 0:
        return Answer("met", 1.0, one.evidence)
    if have < wanted or one.status != "completed":
        return Answer("missing", 0.0, one.evidence)
    if not ask.fields or "related-field" in ask.fields:
        return Answer("met", 1.0, one.evidence)
    if one.field is None:
        return Answer("unknown", 0.0, one.evidence, None, "the résumé does not name the degree's field")
    fits = any(field in _wider(one.field, taxonomy) for field in ask.fields)
    return Answer("met", 1.0, one.evidence) if fits else Answer("missing", 0.0, one.evidence)


def _wider(field: str, taxonomy: Taxonomy) -> set[str]:
    found, queue = {field}, [field]
    while queue:
        entry = taxonomy.fields.get(queue.pop())
        more = [b for b in (entry.broader if entry else ()) if b not in found]
        found.update(more)
        queue += more
    return found


# --- years ------------------------------------------------------------------------------------


def _experience(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> Answer:
    if ask.min_years == 0:
        return Answer("met", 1.0, (), None, "the ad asks for none")
    if not profile.positions and not profile.years.stated:
        return Answer("unknown", 0.0)
    years, shown = _shown_years(ask, profile, taxonomy)
    wanted = ask.min_years or 0.1
    if years >= wanted:
        return Answer("met", 1.0, shown)
    if years:
        return Answer("partial", years / wanted, shown, None, f"{years_in_words(years)} shown")
    return _elsewhere(ask, profile, taxonomy) or Answer("missing", 0.0)


def _elsewhere(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> Answer | None:
    """The same work in another setting: it earns nothing, and is shown beside what is missing."""
    asked = taxonomy.skills.get(ask.concept or "")
    if asked is None or asked.setting is None:
        return None
    wider, counted = taxonomy.satisfies(ask.concept or ""), profile.years.by_concept
    others = {c: s for c in counted if c not in wider and (s := taxonomy.skills.get(c)) is not None and s.setting}
    kin = [c for c, s in others.items() if set(s.broader) & set(asked.broader)]
    if not kin:
        return None
    most = max(kin, key=lambda c: counted[c])
    years, shown = _shown_years(replace(ask, concept=most), profile, taxonomy)
    how = f"{years_in_words(years)} of {taxonomy.label(most).lower()} shown, which is another setting"
    return Answer("missing", 0.0, shown, None, how)


def _shown_years(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> tuple[float, tuple[Span, ...]]:
    """The larger of dated and stated years, with the positions or words that show them."""
    if ask.concept is None:
        dated = profile.years.him or 0.0
        positions = [p for p in profile.positions if p.role is not None and p.role.in_scope]
    else:
        dated = profile.years.by_concept.get(ask.concept, 0.0)
        positions = [p for p in profile.positions if any(ask.concept in taxonomy.satisfies(s.concept) for s in p.shows)]
    stated = [
        s
        for s in profile.years.stated
        if ask.concept is None or (s.of is not None and ask.concept in taxonomy.satisfies(s.of))
    ]
    most = max(stated, key=lambda s: s.years, default=None)
    if most is not None and most.years > dated:
        return most.years, most.evidence
    return dated, tuple(p.evidence[0] for p in positions)[:3]


# --- what would close it ------------------------------------------------------------------------


def _closes_by(requirement: Requirement, case: _Case) -> str:
    ways = [
        " and ".join(_way(a, case.profile, case.taxonomy) for a in alt if _answer(a, case).credit < 1)
        for alt in requirement.any_of
    ]
    return " or ".join(dict.fromkeys(w for w in ways if w))


def _way(ask: Ask, profile: Profile, taxonomy: Taxonomy) -> str:
    words = ask_in_words(ask, taxonomy)
    if ask.kind == "credential" and ask.concept is not None and ask.concept in taxonomy.credentials:
        later = f" (the ad gives {months_in_words(ask.within_months)} after hire)" if ask.within_months else ""
        return f"hold {taxonomy.label(ask.concept)}{_door(ask.concept, profile, taxonomy)}{later}"
    return f"show {words}"


def _door(concept: str, profile: Profile, taxonomy: Taxonomy) -> str:
    stated = next(
        (h for h in profile.holdings if h.concept == concept and h.status in ("eligible", "in_progress")), None
    )
    if stated is not None:
        return f" (the résumé says {stated.status.replace('_', ' ')}: pass the exam)"
    doors = taxonomy.credentials[concept].doors
    opened = next((d for d in doors if d.degree != "hs" and _is_open(d, profile, taxonomy)), None)
    return f" (eligible now by {_door_in_words(opened, taxonomy)})" if opened else ""


def _is_open(door: Door, profile: Profile, taxonomy: Taxonomy) -> bool:
    if door.degree is not None:
        ask = Ask("education", degree=door.degree, fields=(door.field,) if door.field else ())
        if not any(_degree(ask, one, taxonomy).result == "met" for one in profile.education):
            return False
    if door.credential is not None and not any(
        h.status == "held" and door.credential in taxonomy.satisfies(h.concept) for h in profile.holdings
    ):
        return False
    if door.years is not None:
        ask = Ask("experience", door.of, min_years=door.years)
        return _experience(ask, profile, taxonomy).result == "met"
    return door.degree is not None or door.credential is not None


def _door_in_words(door: Door, taxonomy: Taxonomy) -> str:
    parts = []
    if door.degree is not None:
        parts.append(f"the {taxonomy.degrees[door.degree].label.lower()}")
    if door.credential is not None:
        parts.append(taxonomy.label(door.credential))
    if door.years is not None:
        parts.append(f"{door.years:g} years of experience")
    return " and ".join(parts)
