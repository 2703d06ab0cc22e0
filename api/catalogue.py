"""What the answers rest on, as data: entries with their relations and sources, roles, the table of considerations."""

from __future__ import annotations

import dataclasses
import inspect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from api.errors import NotFound
from api.relations import (
    CONCEPTS,
    KINDS,
    TIERS,
    TIES,
    Answering,
    Name,
    Ref,
    Relation,
    answers,
    concept,
    index,
    ref_of,
    value_of,
    written,
)
from api.words import plain
from matcher import fit
from taxonomy import Taxonomy
from taxonomy.concept import Door, Level, Track
from taxonomy.fold import fold_name

How = Literal["exact", "prefix", "contains", "similar"]

SHOWN = (
    "matcher/fit.py",
    "matcher/gap.py",
    "matcher/rank.py",
    "matcher/pay.py",
)  # what /source shows, and nothing else


@dataclass(frozen=True, slots=True)
class Way:
    """One way to become eligible for a credential: all that it names, together; ``words`` say it in one line."""

    degree: Ref | None
    field: Ref | None
    credential: Ref | None
    years: float | None
    of: Ref | None
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where a fact was read."""

    id: str
    title: str
    year: int | None
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known of one id.

    ``answers`` are the asks that it answers; ``kinds`` and ``substitutes`` are what answers an ask
    for it, as a kind of it, or by policy or under an old name. ``cited`` counts, for a source,
    the entries of each kind that rest on it. ``also`` are other kinds of entry with the same id.
    """

    id: str
    kind: str
    label: str
    full: str
    confirmed: bool
    url: str
    names: tuple[Name, ...]
    facts: dict[str, Any]
    relations: tuple[Relation, ...]
    answers: tuple[Answering, ...]
    kinds: tuple[Answering, ...]
    substitutes: tuple[Answering, ...]
    doors: tuple[Way, ...]
    sources: tuple[SourceEntry, ...]
    cited: dict[str, int]
    also: tuple[Ref, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a search found, the name that it was found by, and how near that is."""

    entry: Ref
    name: str
    how: How


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A kind of job; ``titles`` counts the titles that name it."""

    id: str
    label: str
    family: str
    level: Level | None
    track: Track
    soc: str | None
    titles: int
    confirmed: bool
    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """A family of work, with how many roles and titles it has."""

    id: str
    roles: int
    titles: int


@dataclass(frozen=True, slots=True)
class ConsiderationEntry:
    """One row of the table that every score is made of, and the line of the program that it is."""

    name: str
    weight: int
    promise: str
    file: str
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class KindEntry:
    """How many entries of a kind there are, and how many of them no source confirms."""

    kind: str
    entries: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a taxonomy holds."""

    version: str
    kinds: tuple[KindEntry, ...]
    figures: int
    sources: tuple[SourceEntry, ...]


# --- one entry ------------------------------------------------------------------------------------


def entry_of(name: str, taxonomy: Taxonomy, kind: str | None = None) -> Entry:
    """The entry of an id (of this kind, where two kinds have it), or of a name. Raises NotFound with what is near."""
    ident = _ident(name, taxonomy, kind)
    ref = index(taxonomy).first(ident, kind)
    value = value_of(ref, taxonomy)
    answering = index(taxonomy).answering.get(ident, ()) if ref.kind in CONCEPTS else ()
    return Entry(
        **{field.name: getattr(ref, field.name) for field in dataclasses.fields(Ref)},
        names=tuple(written(ref, taxonomy)),
        facts=_facts(value),
        relations=index(taxonomy).relations.get((ref.kind, ident), ()),
        answers=tuple(answers(ref, taxonomy)),
        kinds=tuple(a for a in answering if not a.substitute),
        substitutes=tuple(a for a in answering if a.substitute),
        doors=tuple(_way(door, taxonomy) for door in getattr(value, "doors", ())),
        sources=_cited(getattr(value, "source", ()), taxonomy),
        cited=index(taxonomy).cited.get(ident, {}) if ref.kind == "source" else {},
        also=tuple(r for r in index(taxonomy).owners[ident] if r != ref),
        version=taxonomy.version,
    )


def _ident(name: str, taxonomy: Taxonomy, kind: str | None) -> str:
    owners = index(taxonomy).owners
    spellings = (name, name.upper(), name.lower(), taxonomy.find(name) or name)
    for ident in spellings:
        if any(kind in (None, ref.kind) for ref in owners.get(ident, ())):
            return ident
    raise stranger(name, taxonomy, (kind,) if kind else tuple(KINDS))


def stranger(name: str, taxonomy: Taxonomy, kinds: Collection[str]) -> NotFound:
    """The refusal of a name that is nobody's, with the names of these kinds that are near."""
    near = [repr(found.name) for found in search(name, taxonomy) if found.entry.kind in kinds][:3]
    hint = f"did you mean {' or '.join(near)}?" if near else "the files of taxonomy/data hold what is known"
    return NotFound(f"nothing is called {plain(name)[:80]!r}\nhint: {hint}")


_APART = ("label", "title", "text", "source", "confirmed", "doors", "meets", "phrases")


def _facts(value: Any) -> dict[str, Any]:
    """What an entry says of itself and nothing else tells: neither its names, nor its relations, nor its sources."""
    told = {*_APART, *TIERS, *(tie.key for tie in TIES)}
    values = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.name not in told}
    if not values.get("context"):
        values.pop("context_in", None)
    return {name: fact for name, fact in values.items() if fact not in (None, "", (), False)}


def _way(door: Door, taxonomy: Taxonomy) -> Way:
    first = index(taxonomy).first
    return Way(
        degree=first(door.degree, "degree") if door.degree else None,
        field=first(door.field, "field") if door.field else None,
        credential=first(door.credential, "credential") if door.credential else None,
        years=door.years,
        of=concept(door.of, taxonomy) if door.of else None,
        note=door.note,
        words=_way_words(door, taxonomy),
    )


def _way_words(door: Door, taxonomy: Taxonomy) -> str:
    years = f"{door.years:g} years" + (f" of {taxonomy.label(door.of)}" if door.of else "") if door.years else None
    field = f" in {taxonomy.fields[door.field].label}" if door.field else ""
    degree = taxonomy.degrees[door.degree].label + field if door.degree else None
    held = taxonomy.label(door.credential) if door.credential else None
    return "; ".join(part for part in (degree, held, years, door.note) if part) or "open to all"


def _cited(keys: Iterable[str], taxonomy: Taxonomy) -> tuple[SourceEntry, ...]:
    cited = ((key, taxonomy.sources[key]) for key in keys)
    return tuple(SourceEntry(key, s.title, s.year, s.url, s.licence) for key, s in cited)


# --- many entries -----------------------------------------------------------------------------------


def entries(taxonomy: Taxonomy, kind: str) -> tuple[Ref, ...]:
    """All entries of a kind, by label."""
    table = getattr(taxonomy, KINDS[kind])
    refs = (ref_of(ident, kind, value, taxonomy) for ident, value in table.items())
    return tuple(sorted(refs, key=lambda ref: (ref.label.casefold(), ref.id)))


_HOW: tuple[How, ...] = ("exact", "prefix", "contains", "similar")
_LONGEST = 200  # characters: no name is longer
_SIMILAR = 72.0  # of 100: two letters of seven may differ


def search(words: str, taxonomy: Taxonomy, kind: str | None = None, limit: int = 50) -> tuple[Found, ...]:
    """Entries by name, alias or id, the nearest first; similar names only where nothing holds the words."""
    wanted = fold_name(words[:_LONGEST])
    if not wanted or limit < 1:
        return ()
    names = [name for name in index(taxonomy).names if kind in (None, name[2].kind)]
    hits = [hit for name in names if (hit := _hit(wanted, *name))] or list(_similar(wanted, names))
    best: dict[tuple[str, str], Found] = {}
    for _, found in sorted(hits, key=_order):
        best.setdefault((found.entry.kind, found.entry.id), found)
    return tuple(best.values())[:limit]


def _order(found: tuple[float, Found]) -> tuple[object, ...]:
    nearness, hit = found
    kind = list(KINDS).index(hit.entry.kind)
    return _HOW.index(hit.how), nearness, len(hit.name), kind, hit.entry.label.casefold(), hit.entry.id, hit.name


def _hit(wanted: str, folded: str, name: str, ref: Ref) -> tuple[float, Found] | None:
    if wanted not in folded:
        return None
    how: How = "exact" if folded == wanted else "prefix" if folded.startswith(wanted) else "contains"
    return 0.0, Found(ref, name, how)


def _similar(wanted: str, names: list[tuple[str, str, Ref]]) -> Iterator[tuple[float, Found]]:
    near = process.extract(wanted, [n[0] for n in names], scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=None)
    for folded, score, at in near:
        # Of names as near as each other, people mean the one that begins alike: "epik" is Epic, not EMPI.
        alike = score / 100 + JaroWinkler.similarity(wanted, folded)
        yield -alike, Found(names[at][2], names[at][1], "similar")


def overview(taxonomy: Taxonomy) -> Overview:
    """What a taxonomy holds: how many entries of each kind, and all sources."""
    kinds = (_counted(kind, getattr(taxonomy, section).values()) for kind, section in KINDS.items())
    return Overview(taxonomy.version, tuple(kinds), len(taxonomy.pay), _cited(taxonomy.sources, taxonomy))


def _counted(kind: str, values: Iterable[Any]) -> KindEntry:
    confirmed = [getattr(value, "confirmed", True) for value in values]
    return KindEntry(kind, len(confirmed), confirmed.count(False))


def roles(taxonomy: Taxonomy) -> tuple[RoleEntry, ...]:
    """Every role, in the order of the file: by family."""
    titles = Counter(title.role for title in taxonomy.titles.values())
    return tuple(
        RoleEntry(i, r.label, r.family, r.level, r.track, r.soc, titles[i], r.confirmed, _cited(r.source, taxonomy))
        for i, r in taxonomy.roles.items()
    )


def families(taxonomy: Taxonomy) -> tuple[FamilyEntry, ...]:
    """The families of work, with how many roles and titles each has."""
    of: dict[str, list[RoleEntry]] = {}
    for role in roles(taxonomy):
        of.setdefault(role.family, []).append(role)
    return tuple(FamilyEntry(family, len(group), sum(r.titles for r in group)) for family, group in of.items())


# --- how it judges ----------------------------------------------------------------------------------


def considerations() -> tuple[ConsiderationEntry, ...]:
    """The table that every score is made of, each row with the line of the program that it is."""
    file = SHOWN[0]
    rows = ((c, inspect.getsourcelines(getattr(fit, c.name))[1]) for c in fit.considerations())
    return tuple(ConsiderationEntry(c.name, c.weight, c.promise, file, n, f"/source/{file}#L{n}") for c, n in rows)


def source_lines(name: str) -> tuple[str, ...]:
    """The lines of one of the program's files that judge. Raises NotFound for any other name."""
    path = Path(fit.__file__).parents[1] / name
    if name not in SHOWN or not path.is_file():
        raise NotFound(f"{plain(name)[:80]!r} is not shown here\nhint: these are: {', '.join(SHOWN)}")
    return tuple(path.read_text(encoding="utf-8").splitlines())
