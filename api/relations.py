"""The taxonomy turned round: for each entry, who names it, what it answers, and what answers an ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from taxonomy import Taxonomy
from taxonomy.concept import Cue, Note, Source
from taxonomy.concept import Entry as Named
from taxonomy.fold import fold_name

Tier = Literal["alias", "exact", "ambiguous", "former", "joint", "phrase"]

# Every kind of entry and the section that holds it; where two kinds have an id, the first of them owns the bare id.
KINDS = {
    "credential": "credentials",
    "skill": "skills",
    "tool": "tools",
    "setting": "settings",
    "degree": "degrees",
    "field": "fields",
    "issuer": "issuers",
    "role": "roles",
    "title": "titles",
    "state": "states",
    "metro": "metros",
    "resource": "resources",
    "note": "notes",
    "source": "sources",
    "cue": "cues",
    "heading": "headings",
    "context": "contexts",
    "condition": "conditions",
    "workplace": "workplaces",
    "spelling": "spellings",
}
CONCEPTS = ("credential", "skill", "tool")


@dataclass(frozen=True, slots=True)
class Ref:
    """An entry as others point at it.

    ``label`` is the short name where everybody uses it, ``full`` the whole one; ``url`` is its page.
    """

    id: str
    kind: str
    label: str
    full: str
    confirmed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of an entry, and the tier it is read by (see taxonomy/concept.py)."""

    text: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Relation:
    """Entries that this one names under ``key``, or (``back``) that name this one so; ``words`` are for people."""

    key: str
    back: bool
    words: str
    entries: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """An ask that an entry answers, or an entry that answers its ask: the relations between, and the same in words."""

    entry: Ref
    path: tuple[str, ...]
    how: str
    substitute: bool


_Owners = Mapping[str, tuple[Ref, ...]]


@dataclass(frozen=True)
class Index:
    """A taxonomy turned round. ``names`` are what entries are looked up by: folded, as written, and whose it is."""

    owners: _Owners
    relations: Mapping[tuple[str, str], tuple[Relation, ...]]
    answering: Mapping[str, tuple[Answering, ...]]
    cited: Mapping[str, dict[str, int]]
    names: tuple[tuple[str, str, Ref], ...]

    def first(self, ident: str, kind: str | None = None) -> Ref:
        """The entry of an id: of this kind, or of the one that owns the bare id."""
        return next(ref for ref in self.owners[ident] if kind in (None, ref.kind))


@lru_cache(maxsize=4)
def index(taxonomy: Taxonomy) -> Index:
    """The index of a taxonomy, made once."""
    refs = [ref_of(i, kind, v, taxonomy) for kind, s in KINDS.items() for i, v in getattr(taxonomy, s).items()]
    owners: dict[str, tuple[Ref, ...]] = {}
    for ref in refs:
        owners[ref.id] = (*owners.get(ref.id, ()), ref)
    names = tuple(n for ref in refs for n in _searched(ref, taxonomy))
    return Index(owners, _related(refs, owners, taxonomy), _answered(taxonomy), _citing(refs, taxonomy), names)


def value_of(ref: Ref, taxonomy: Taxonomy) -> Any:
    """The entry itself, as its file says it."""
    return getattr(taxonomy, KINDS[ref.kind])[ref.id]


def ref_of(ident: str, kind: str, value: Any, taxonomy: Taxonomy) -> Ref:
    """An entry as others point at it."""
    full = _full(ident, value)
    label = taxonomy.label(ident) if kind in CONCEPTS else full
    return Ref(ident, kind, label, full, getattr(value, "confirmed", True), _url(ident, kind, taxonomy))


def _url(ident: str, kind: str, taxonomy: Taxonomy) -> str:
    owner = next(kind for kind, section in KINDS.items() if ident in getattr(taxonomy, section))
    return f"/taxonomy/{quote(ident, safe='')}" + ("" if owner == kind else f"?kind={kind}")


def _full(ident: str, value: Any) -> str:
    if isinstance(value, Source):
        return value.title
    return value.text if isinstance(value, Note) else getattr(value, "label", ident)


def concept(ident: str, taxonomy: Taxonomy) -> Ref:
    """A credential, skill or tool as others point at it."""
    return ref_of(ident, taxonomy.kind(ident), taxonomy.concepts[ident], taxonomy)


TIERS: dict[str, Tier] = {"aliases": "alias", "exact": "exact", "ambiguous": "ambiguous", "former": "former"}


def written(ref: Ref, taxonomy: Taxonomy) -> Iterator[Name]:
    """Every written form of an entry."""
    value = value_of(ref, taxonomy)
    if isinstance(value, Named):
        yield from (Name(text, tier) for key, tier in TIERS.items() for text in getattr(value, key))
    if isinstance(value, Cue):
        yield from (Name(text, "phrase") for text in value.phrases)
    if ref.kind in CONCEPTS:
        yield from (Name(text, "joint") for joint in taxonomy.joint if ref.id in joint.means for text in joint.names)


# --- who names it ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tie:
    """A key by which entries of some kinds name entries of others, and how that is said from either end."""

    key: str
    of: tuple[str, ...]
    to: tuple[str, ...]
    words: str
    back: str


_OWN = ("setting", "degree", "field", "issuer")  # they are broader or renamed among their own kind
# Credentials, skills and tools are broader, renamed and meet among each other: Taxonomy.satisfies follows these.
TIES = (
    *(Tie("broader", (kind,), (kind,), "A kind of", "Kinds of it") for kind in _OWN),
    *(Tie("renamed", (kind,), (kind,), "Now called", "Took the place of") for kind in _OWN),
    Tie("issuer", ("credential",), ("issuer",), "Granted by", "Credentials that it grants"),
    Tie("setting", ("skill",), ("setting",), "Done in the setting", "Work done in this setting"),
    Tie("related", ("skill",), CONCEPTS, "Goes with", "Named beside it by"),
    Tie("does", ("role",), ("skill",), "Time in this role counts as time in", "Roles whose time counts as time in it"),
    Tie("role", ("title",), ("role",), "Names the role", "Titles that name this role"),
    Tie("state", ("metro",), ("state",), "Lies in", "Cities and metro areas"),
    Tie("teaches", ("resource",), CONCEPTS, "Teaches", "Where to learn it"),
    Tie("about", ("note",), tuple(KINDS), "Is about", "What the sources say besides"),
)


_Pair = tuple[Ref, Ref, str, str, str]  # who names whom, under which key, and how that is said from either end
_Sides = dict[tuple[str, bool, str], list[Ref]]


def _related(refs: Iterable[Ref], owners: _Owners, taxonomy: Taxonomy) -> dict[tuple[str, str], tuple[Relation, ...]]:
    grouped: dict[tuple[str, str], _Sides] = {}
    for ref in refs:
        for here, there, key, words, back in (*_tied(ref, owners, taxonomy), *_doors(ref, owners, taxonomy)):
            for one, other, side in ((here, there, (key, False, words)), (there, here, (key, True, back))):
                grouped.setdefault((one.kind, one.id), {}).setdefault(side, []).append(other)
    return {owner: tuple(_relations(sides)) for owner, sides in grouped.items()}


def _relations(sides: _Sides) -> Iterator[Relation]:
    for (key, back, words), others in sides.items():
        named = dict.fromkeys(others)
        if words:
            yield Relation(key, back, words, tuple(sorted(named, key=lambda r: r.label.casefold()) if back else named))


def _tied(ref: Ref, owners: _Owners, taxonomy: Taxonomy) -> Iterator[_Pair]:
    value = value_of(ref, taxonomy)
    for tie in (tie for tie in TIES if ref.kind in tie.of):
        for ident in _many(getattr(value, tie.key)):
            yield ref, next(o for o in owners[ident] if o.kind in tie.to), tie.key, tie.words, tie.back


def _doors(ref: Ref, owners: _Owners, taxonomy: Taxonomy) -> Iterator[_Pair]:
    """What counts towards a credential; from its own end its doors are told whole."""
    keys = {"degree": ("degree",), "field": ("field",), "credential": ("credential",), "of": CONCEPTS}
    for door in getattr(value_of(ref, taxonomy), "doors", ()):
        for key, kinds in keys.items():
            for ident in _many(getattr(door, key)):
                yield (
                    ref,
                    next(o for o in owners[ident] if o.kind in kinds),
                    "doors",
                    "",
                    "Helps to become eligible for",
                )


def _many(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _citing(refs: Iterable[Ref], taxonomy: Taxonomy) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    cited = [(ref.kind, key) for ref in refs for key in getattr(value_of(ref, taxonomy), "source", ())]
    for kind, key in (*cited, *(("figure", figure.source) for figure in taxonomy.pay)):
        counts.setdefault(key, Counter())[kind] += 1
    return {key: dict(kinds) for key, kinds in counts.items()}


# --- what answers what ------------------------------------------------------------------------------


def answers(ref: Ref, taxonomy: Taxonomy) -> Iterator[Answering]:
    """The asks that an entry answers beside its own."""
    if ref.kind in CONCEPTS:
        for other, path in taxonomy.satisfies(ref.id).items():
            if path:
                yield _answering(other, path, taxonomy)


def _answered(taxonomy: Taxonomy) -> dict[str, tuple[Answering, ...]]:
    found: dict[str, list[Answering]] = {}
    for other in taxonomy.concepts:
        for ident, path in taxonomy.satisfies(other).items():
            if path:
                said = replace(_answering(ident, path, taxonomy), entry=concept(other, taxonomy))
                found.setdefault(ident, []).append(said)
    return {ident: tuple(answering) for ident, answering in found.items()}


def _answering(ident: str, path: tuple[str, ...], taxonomy: Taxonomy) -> Answering:
    substitute = not all(" broader " in step for step in path)
    return Answering(concept(ident, taxonomy), path, "; ".join(_step(s, taxonomy) for s in path), substitute)


_STEPS = {
    "broader": "is a kind of",
    "meets": "answers an ask for",
    "renamed": "is now called",
    "renamed from": "was once called",
}


def _step(step: str, taxonomy: Taxonomy) -> str:
    """A step of ``Taxonomy.satisfies`` in words: "rhia meets rhit" -> "RHIA answers an ask for RHIT"."""
    here, _, rest = step.partition(" ")
    relation, _, there = rest.rpartition(" ")
    return f"{taxonomy.label(here)} {_STEPS[relation]} {taxonomy.label(there)}"


def _searched(ref: Ref, taxonomy: Taxonomy) -> Iterator[tuple[str, str, Ref]]:
    named = written(ref, taxonomy)
    folded: dict[str, str] = {}
    for name in (ref.label, ref.full, *(name.text for name in named), ref.id):
        folded.setdefault(fold_name(name), name)
    return ((fold, name, ref) for fold, name in folded.items())
