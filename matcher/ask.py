"""What one segment names, as asks: credentials, schooling, years with their scope, skills and tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matcher.deadline import after_hire, deadline_of, is_deadline
from matcher.lexeme import Lexeme, Unit
from matcher.report import Ask, Kind
from matcher.segment import FILLERS, is_strength, strength_of
from taxonomy.concept import Degree, Skill
from taxonomy.load import Taxonomy

_MOST_YEARS = 30.0


@dataclass(frozen=True, slots=True)
class Item:
    """A demand in the making: the asks it may mean, where it stands, and the lexemes it took.

    ``many`` says how several asks of one item stand together: any of them, or all.
    ``example`` stands behind "such as".
    """

    asks: tuple[Ask, ...]
    start: int
    end: int
    first: int
    last: int
    many: Literal["or", "and"] = "or"
    example: bool = False


def items_of(lexemes: Sequence[Lexeme], unit: Unit, taxonomy: Taxonomy, asking: bool) -> list[Item]:
    """The demands of a segment in order. ``asking``: it stands where an ad lists what it wants."""
    examples = next((at for at, x in enumerate(lexemes) if x.is_cue("such-as")), len(lexemes))
    taken: set[int] = set()
    found: list[Item] = []
    terms = Ask("credential", status="eligible" if after_hire(lexemes) else "held", within_months=deadline_of(lexemes))
    for at, lexeme in enumerate(lexemes):
        item: Item | None = None
        if lexeme.kind == "duration":
            item = _experience(at, lexemes, unit, taxonomy, asking, taken)
        elif lexeme.kind == "degree":
            item = _education(at, lexemes, unit)
        elif lexeme.kind == "concept" and not _in_field(lexeme, lexemes, unit) and not _is_people(lexeme, taxonomy):
            item = _concept(at, lexemes, terms, taxonomy)
        if item is not None:
            if at > examples and _is_trade(item, examples, lexemes):
                continue
            found.append(replace(item, example=at > examples and item.asks[0].kind in ("skill", "tool")))
    free = [i for i in found if i.first not in taken or i.asks[0].kind == "experience"]
    issued = [_by_issuer(item, lexemes, taxonomy) for item in _once(free)]
    return _spelled_out(issued, lexemes, taxonomy)


def _is_trade(item: Item, examples: int, lexemes: Sequence[Lexeme]) -> bool:
    """Whether a name behind "such as" is a trade: "clinical experience such as RN" asks for no licence."""
    worked = any(x.is_cue("experience") for x in lexemes[max(0, examples - 2) : examples])
    return worked and item.asks[0].kind == "credential"


# --- names ----------------------------------------------------------------------------------


def _concept(at: int, lexemes: Sequence[Lexeme], terms: Ask, taxonomy: Taxonomy) -> Item:
    """The item of one name; ``terms`` are those of the whole segment: eligible is enough, or within some months."""
    lexeme = lexemes[at]
    kind: Kind = taxonomy.kind(lexeme.ids[0])
    if kind != "credential":
        return Item(tuple(Ask(kind, c) for c in lexeme.ids), lexeme.start, lexeme.end, at, at, "and")
    status = "eligible" if _eligible(at, lexemes) else terms.status
    equivalent = any(x.is_cue("equivalent") for x in lexemes[at + 1 : at + 4])
    ask = replace(terms, status=status, equivalent=equivalent)
    return Item(tuple(replace(ask, concept=c) for c in lexeme.ids), lexeme.start, lexeme.end, at, at)


def _eligible(at: int, lexemes: Sequence[Lexeme]) -> bool:
    """ "RHIT eligible", "eligible for the RHIT exam", "RHIT certified or eligible", "RHIA/RHIT eligible"."""
    for x in lexemes[at + 1 : at + 6]:
        if x.is_cue("eligible"):
            return True
        if (x.kind == "concept" and not lexemes[at + 1].is_joint("/")) or x.is_joint(";", "(", ","):
            break
    before = range(max(0, at - 4), at)
    return any(
        lexemes[i].is_cue("eligible") and not any(y.kind == "concept" for y in lexemes[max(0, i - 2) : i])
        for i in before
    )


def _is_people(lexeme: Lexeme, taxonomy: Taxonomy) -> bool:
    """ "Coders" are people: no skill is asked by naming them."""
    return lexeme.is_cue("people") and taxonomy.kind(lexeme.ids[0]) == "skill"


def _once(found: Sequence[Item]) -> list[Item]:
    """A name and its acronym behind it are one: "Certified Coding Specialist (CCS)", "RHIT or RHIT eligible"."""
    out: list[Item] = []
    for item in found:
        before = out[-1] if out else None
        if before is not None and _same(before, item):
            softer = before.asks[0] if before.asks[0].status == "eligible" else item.asks[0]
            asks = tuple(replace(a, status=softer.status) for a in before.asks)
            out[-1] = replace(before, asks=asks, end=item.end, last=item.last)
        else:
            out.append(item)
    return out


def _same(one: Item, other: Item) -> bool:
    named = [a.concept for a in one.asks]
    return one.asks[0].kind != "experience" and named[0] is not None and named == [a.concept for a in other.asks]


def _by_issuer(item: Item, lexemes: Sequence[Lexeme], taxonomy: Taxonomy) -> Item:
    """ "Coding certification through AHIMA or AAPC": a kind of credential, by each issuer named beside it."""
    entry = taxonomy.credentials.get(item.asks[0].concept or "")
    if entry is None or not entry.generic:
        return item
    near = [i for i, x in enumerate(lexemes) if x.kind == "issuer" and _beside(i, item, lexemes)]
    own = {i: c for i in near for issuer in lexemes[i].ids if (c := _kind_by(item.asks[0].concept, issuer, taxonomy))}
    if not own:
        return item
    known = {item.first: item.asks[0].concept} if entry.issuer else {}
    order = dict.fromkeys(c for _, c in sorted({**own, **known}.items()) if c)
    asks = tuple(replace(item.asks[0], concept=c) for c in order)
    return replace(item, asks=asks, first=min(item.first, *own), last=max(item.last, *own))


def _beside(at: int, item: Item, lexemes: Sequence[Lexeme]) -> bool:
    low, high = (item.last + 1, at) if at > item.last else (at + 1, item.first)
    return all(
        x.kind in ("joint", "issuer") or x.ids[0] in FILLERS or x.is_cue("held", "with", "required", "preferred")
        for x in lexemes[low:high]
    )


def _kind_by(concept: str | None, issuer: str, taxonomy: Taxonomy) -> str | None:
    """The kind of ``concept`` that ``issuer`` grants."""
    entry = taxonomy.credentials[concept or ""]
    if entry.issuer == issuer:
        return concept
    kin = (
        i
        for i, other in taxonomy.credentials.items()
        if other.generic and other.issuer == issuer and other.group == entry.group
    )
    return next(kin, None)


def _spelled_out(found: Sequence[Item], lexemes: Sequence[Lexeme], taxonomy: Taxonomy) -> list[Item]:
    """ "Coding credential (CPC, CCS or RHIT)": the list in the bracket says what the kind means."""
    out: list[Item] = []
    for at, item in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if (
            following is not None
            and is_kind(item, taxonomy)
            and not is_kind(following, taxonomy)
            and following.asks[0].kind == "credential"
        ):
            between = lexemes[item.last + 1 : following.first]
            if any(x.is_joint("(", ":") or x.is_cue("include") for x in between) and not any(
                x.is_joint(")") for x in between
            ):
                continue
        out.append(item)
    return out


def is_kind(item: Item, taxonomy: Taxonomy) -> bool:
    """Whether an item names a kind of credential rather than one."""
    entries = [taxonomy.credentials.get(a.concept or "") for a in item.asks]
    return all(e is not None and e.generic for e in entries)


# --- schooling ---------------------------------------------------------------------------------


def _in_field(lexeme: Lexeme, lexemes: Sequence[Lexeme], unit: Unit) -> bool:
    """A name that is the field of a degree ("degree in medical coding") is no demand of its own."""
    if not any(f.start < lexeme.end and f.end > lexeme.start for f in unit.fields):
        return False
    degrees = [x for x in lexemes if x.kind == "degree"]
    return any(0 <= lexeme.start - d.end <= 60 or 0 <= d.start - lexeme.end <= 3 for d in degrees)


def _education(at: int, lexemes: Sequence[Lexeme], unit: Unit) -> Item:
    lexeme = lexemes[at]
    stops = (
        x.start for x in lexemes[at + 1 :] if x.kind in ("degree", "duration") or is_strength(x) or x.is_joint(";")
    )
    until = next(stops, len(unit.text))
    fields = [f for f in unit.fields if lexeme.end <= f.start < until or 0 <= lexeme.start - f.end <= 2]
    degree: Degree = lexeme.ids[0]  # type: ignore[assignment]
    equivalent = degree != "hs" and any(x.is_cue("equivalent") for x in lexemes[at + 1 :] if x.start < until)
    named = tuple(dict.fromkeys(i for f in fields for i in f.ids))
    end = max([lexeme.end, *(f.end for f in fields)])
    return Item((Ask("education", degree=degree, fields=named, equivalent=equivalent),), lexeme.start, end, at, at)


# --- years ------------------------------------------------------------------------------------


def _experience(
    at: int, lexemes: Sequence[Lexeme], unit: Unit, taxonomy: Taxonomy, asking: bool, taken: set[int]
) -> Item | None:
    duration = lexemes[at].duration
    if duration is None or duration.unit not in "ym" or duration.years > _MOST_YEARS or is_deadline(at, lexemes):
        return None
    scope = _scope(at, lexemes, taxonomy)
    settings = _settings(at, lexemes, unit)
    if not _is_work(at, lexemes, unit, asking, bool(scope or settings)):
        return None
    taken.update(scope)
    setting = _one_setting(settings, taxonomy)
    concepts = _specific([c for i in scope for c in lexemes[i].ids], setting, taxonomy)
    equivalent = any(x.is_cue("equivalent") for x in lexemes[at + 1 :])
    ask = Ask("experience", min_years=duration.years, max_years=duration.max_years, equivalent=equivalent)
    asks = tuple(replace(ask, concept=c, setting=_own_setting(c, taxonomy) or setting) for c in concepts or (None,))
    ends = [at, *scope]
    return Item(asks, min(lexemes[i].start for i in ends), max(lexemes[i].end for i in ends), at, at)


def _is_work(at: int, lexemes: Sequence[Lexeme], unit: Unit, asking: bool, scoped: bool) -> bool:
    """Whether an amount of time is years of work: it says experience, or it is asked for with what it is of."""
    if any(x.is_cue("renewal") for x in lexemes[max(0, at - 2) : at + 2]) or any(
        x.is_cue("within") for x in lexemes[max(0, at - 2) : at]
    ):
        return False
    around = unit.text[max(0, lexemes[at].start - 60) : lexemes[at].end + 120].lower()
    if any(x.is_cue("experience") for x in lexemes) or "experience" in around:
        return True
    counted = any(x.is_cue("at-least") for x in lexemes[max(0, at - 2) : at + 2])
    asked = asking or strength_of(lexemes) is not None
    return (
        (asked and (scoped or counted or len(lexemes) <= 8)) or (counted and scoped) or (scoped and len(lexemes) <= 10)
    )


_SCOPE_WORDS = frozenset(
    "of in as with for a an the working work performing doing using progressive full time hands on related "
    "relevant recent direct acute care hospital setting facility professional practice health system medical "
    "previous prior paid at across both either large ".split()
)


def _scope(at: int, lexemes: Sequence[Lexeme], taxonomy: Taxonomy) -> list[int]:
    """The names whose years these are: one unbroken list after them, else the names before."""
    after = [i for i in _list_after(at, lexemes, taxonomy) if not _is_soft(lexemes[i].ids[0], taxonomy)]
    if after:
        return after
    before = [
        i
        for i in range(max(0, at - 8), at)
        if lexemes[i].kind == "concept" and taxonomy.kind(lexemes[i].ids[0]) != "credential"
    ]
    return [i for i in before if not _is_soft(lexemes[i].ids[0], taxonomy)]


# "One year of experience that indicates knowledge of coding" is a year of work, and asks the knowledge beside it.
_KNOWING = frozenset(
    "knowledge understanding indicates demonstrates demonstrating proficiency ability familiarity".split()
)


def _list_after(at: int, lexemes: Sequence[Lexeme], taxonomy: Taxonomy) -> list[int]:
    found: list[int] = []
    gap = 0
    for i in range(at + 1, len(lexemes)):
        x = lexemes[i]
        if x.kind in ("duration", "degree") or is_strength(x) or x.is_joint(";") or (found and x.is_cue("with")):
            break
        if x.kind == "word" and x.ids[0] in _KNOWING:
            break
        if x.kind == "concept":
            if taxonomy.kind(x.ids[0]) == "credential" or gap > (1 if found else 9):
                break
            found.append(i)
            gap = 0
        elif x.is_joint(",") and not found:
            gap += 4
        elif x.is_cue("experience"):
            gap += bool(found)
        elif not (
            x.is_cue("active", "people") or x.is_joint("and", "or", ",", "/", "(", ")") or x.ids[0] in _SCOPE_WORDS
        ):
            gap += 1
    return found


def _is_soft(concept: str, taxonomy: Taxonomy) -> bool:
    entry = taxonomy.concepts[concept]
    return isinstance(entry, Skill) and entry.category == "soft"


def _settings(at: int, lexemes: Sequence[Lexeme], unit: Unit) -> list[str]:
    """The settings named after these years and before the next amount, degree or strength; else those before."""
    stops = (x.start for x in lexemes[at + 1 :] if x.kind in ("duration", "degree") or is_strength(x))
    until = next(stops, len(unit.text))
    after = [s.ids[0] for s in unit.settings if lexemes[at].end <= s.start < until]
    return after or [s.ids[0] for s in unit.settings if 0 <= lexemes[at].start - s.end <= 40]


def _one_setting(settings: Sequence[str], taxonomy: Taxonomy) -> str | None:
    """The narrowest setting where they lie within each other; none where the ad names several."""
    wider = {b for s in settings for b in (taxonomy.settings[s].broader if s in taxonomy.settings else ())}
    narrow = {s for s in settings if s not in wider}
    return next(iter(narrow)) if len(narrow) == 1 else None


def _specific(concepts: Sequence[str], setting: str | None, taxonomy: Taxonomy) -> list[str]:
    """Drop the general where the special is named; a function in a setting is that setting's function."""
    named = list(dict.fromkeys(concepts))
    wider = {b for c in named for b in taxonomy.satisfies(c) if b != c}
    return list(dict.fromkeys(in_setting(c, setting, taxonomy) for c in named if c not in wider))


def in_setting(concept: str, setting: str | None, taxonomy: Taxonomy) -> str:
    """The narrower function that ``concept`` is in ``setting``: coding, inpatient -> inpatient-coding."""
    if setting is None or _own_setting(concept, taxonomy) is not None:
        return concept
    settings = {setting, *(taxonomy.settings[setting].broader if setting in taxonomy.settings else ())}
    narrow = (i for i, s in taxonomy.in_settings.items() if s.setting in settings and concept in s.broader)
    return next(narrow, concept)


def _own_setting(concept: str | None, taxonomy: Taxonomy) -> str | None:
    entry = taxonomy.skills.get(concept or "")
    return entry.setting if entry else None
