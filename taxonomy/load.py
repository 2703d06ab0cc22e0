"""Data files -> a checked :class:`Taxonomy`: references lead somewhere, facts have sources, names have one owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from taxonomy.concept import (
    Credential,
    Cue,
    DegreeLevel,
    Entry,
    Field,
    Issuer,
    Joint,
    Metro,
    Note,
    PayFigure,
    Resource,
    Role,
    Setting,
    Skill,
    Source,
    State,
    Title,
    Tool,
)
from taxonomy.errors import TaxonomyError
from taxonomy.files import SECTIONS, Where, did_you_mean, read_files
from taxonomy.fold import fold_name

DATA = Path(__file__).parent / "data"
ConceptKind = Literal["credential", "skill", "tool"]


@dataclass(frozen=True)
class Taxonomy:
    """Everything that the field knows, checked: entries by id, figures, and the words that find them."""

    credentials: Mapping[str, Credential]
    skills: Mapping[str, Skill]
    tools: Mapping[str, Tool]
    settings: Mapping[str, Setting]
    degrees: Mapping[str, DegreeLevel]
    fields: Mapping[str, Field]
    issuers: Mapping[str, Issuer]
    roles: Mapping[str, Role]
    titles: Mapping[str, Title]
    states: Mapping[str, State]
    metros: Mapping[str, Metro]
    cues: Mapping[str, Cue]
    headings: Mapping[str, Cue]
    contexts: Mapping[str, Cue]
    conditions: Mapping[str, Cue]
    workplaces: Mapping[str, Cue]
    spellings: Mapping[str, Cue]
    resources: Mapping[str, Resource]
    notes: Mapping[str, Note]
    sources: Mapping[str, Source]
    joint: tuple[Joint, ...]
    pay: tuple[PayFigure, ...]
    version: str

    @cached_property
    def concepts(self) -> dict[str, Credential | Skill | Tool]:
        """Credentials, skills and tools in one table, by id."""
        return {**self.credentials, **self.skills, **self.tools}

    @cached_property
    def in_settings(self) -> dict[str, Skill]:
        """The skills that are another one in one setting, by id."""
        return {ident: skill for ident, skill in self.skills.items() if skill.setting is not None}

    def kind(self, concept: str) -> ConceptKind:
        """Which of the three kinds a concept is; KeyError for an unknown id."""
        entry = self.concepts[concept]
        return "credential" if isinstance(entry, Credential) else "skill" if isinstance(entry, Skill) else "tool"

    def label(self, concept: str) -> str:
        """The name that people are shown: the short form where everybody uses it."""
        entry = self.concepts[concept]
        if isinstance(entry, Credential):
            short = [
                n
                for n in (*entry.exact, *entry.ambiguous, *entry.aliases)
                if n.isupper() or (n[:3].isupper() and len(n) < 8)
            ]
            own = [n for n in short if fold_name(n) == fold_name(concept)]
            return (own or short)[0] if short and not entry.generic else entry.label
        return entry.label

    @cached_property
    def _by_name(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for ident, entry in self.concepts.items():
            for name in (ident, entry.label, *names_of(entry)):
                found.setdefault(fold_name(name), ident)
        return found

    def find(self, name: str) -> str | None:
        """The id of the credential, skill or tool of this name, however it is written; None for a stranger."""
        return name if name in self.concepts else self._by_name.get(fold_name(name))

    def aliases(self) -> list[str]:
        """Every written form of every credential, skill and tool."""
        return [name for entry in self.concepts.values() for name in names_of(entry)]

    def satisfies(self, concept: str) -> dict[str, tuple[str, ...]]:
        """Every concept whose ask ``concept`` answers, with the relations that lead there.

        An empty path, or one of ``broader`` steps only, is the thing itself or a kind of it;
        a path with ``meets`` or ``renamed`` is a substitution and must be shown as one.
        """
        known = self._satisfied.get(concept)
        if known is not None:
            return known
        found: dict[str, tuple[str, ...]] = {concept: ()}
        queue = [concept]
        while queue:
            here = queue.pop(0)
            for relation, there in self._steps(here):
                if there not in found and _goes_on(found[here], relation):
                    found[there] = (*found[here], f"{here} {relation} {there}")
                    queue.append(there)
        self._satisfied[concept] = found
        return found

    @cached_property
    def _satisfied(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What was asked of ``satisfies`` before; the relations never change."""
        return {}

    def _steps(self, concept: str) -> Iterable[tuple[str, str]]:
        entry = self.concepts.get(concept)
        if entry is None:
            return
        yield from (("broader", there) for there in entry.broader)
        yield from (("renamed", there) for there in entry.renamed)
        yield from (("renamed from", ident) for ident in self._renamed_from.get(concept, ()))
        if isinstance(entry, Credential):
            yield from (("meets", there) for there in entry.meets)

    @cached_property
    def _renamed_from(self) -> dict[str, list[str]]:
        back: dict[str, list[str]] = {}
        for ident, entry in self.concepts.items():
            for there in entry.renamed:
                back.setdefault(there, []).append(ident)
        return back

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Taxonomy) and other.version == self.version


def _goes_on(path: tuple[str, ...], relation: str) -> bool:
    """Old names lead on to older ones and new to newer, never back: two products that one house took stay two."""
    if any(" renamed from " in step for step in path):
        return relation == "renamed from"
    return relation != "renamed from" or not any(" renamed " in step for step in path)


def names_of(entry: Entry) -> tuple[str, ...]:
    """All written forms of an entry, its own and its former ones."""
    return (*entry.aliases, *entry.exact, *entry.ambiguous, *entry.former)


def free_names(entry: Entry) -> tuple[str, ...]:
    """The names that count wherever they stand: the aliases, and former names that are no acronym."""
    return (*entry.aliases, *(name for name in entry.former if not name.isupper()))


@lru_cache(maxsize=8)
def load_taxonomy(overlay: Path | None = None, data: Path = DATA) -> Taxonomy:
    """The shipped taxonomy, with an employer's own file laid over it.

    An overlay is one TOML file whose tables are ``[credentials.rhit]``, ``[tools.our-system]`` ...:
    keys it names replace those of the shipped entry, new tables are new entries.
    Raises TaxonomyError with file, table, line and hint.
    """
    files = read_files(data, overlay)
    taxonomy = Taxonomy(**files.entries, joint=files.joint, pay=files.pay, version=files.version)
    check_references(taxonomy, files.where)
    return taxonomy


# --- what must hold between entries -----------------------------------------------------------

_Places = Mapping[str, Mapping[str, Where]]


def check_references(taxonomy: Taxonomy, where: _Places) -> None:
    """Refuse a reference that leads nowhere, and a name owned twice without context to tell the owners apart."""
    _check_relations(taxonomy, where)
    _check_doors(taxonomy, where)
    _check_joint(taxonomy, where)
    _check_contexts(taxonomy, where)
    _check_sources(taxonomy, where)
    _check_owners(taxonomy, where)


def _refuse(where: Where, key: str, target: str, known: Iterable[str]) -> None:
    if target not in known:
        raise TaxonomyError(
            f"{where} {key} names {target!r}, which does not exist\nhint: {did_you_mean(target, known)}"
        )


def _check_relations(taxonomy: Taxonomy, where: _Places) -> None:
    for section, keys in _targets(taxonomy).items():
        for ident, entry in getattr(taxonomy, section).items():
            for key, known in keys.items():
                for target in _many(getattr(entry, key)):
                    _refuse(where[section][ident], key, target, known)


def _targets(taxonomy: Taxonomy) -> dict[str, dict[str, Iterable[str]]]:
    """For each section, the keys that name other entries, and the entries they may name."""
    concepts = taxonomy.concepts
    kind: dict[str, Iterable[str]] = {"broader": concepts, "renamed": concepts}
    own = {name: getattr(taxonomy, name) for name in ("settings", "degrees", "fields", "issuers")}
    return {
        "credentials": {**kind, "meets": taxonomy.credentials, "issuer": taxonomy.issuers},
        "skills": {**kind, "related": concepts, "setting": taxonomy.settings},
        "tools": kind,
        **{name: {"broader": table, "renamed": table} for name, table in own.items()},
        "roles": {"does": taxonomy.skills},
        "titles": {"role": taxonomy.roles},
        "metros": {"state": taxonomy.states},
        "resources": {"teaches": concepts},
        "notes": {"about": {ident for section in SECTIONS for ident in getattr(taxonomy, section)}},
    }


def _many(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _check_doors(taxonomy: Taxonomy, where: _Places) -> None:
    known = {"field": taxonomy.fields, "credential": taxonomy.credentials, "of": taxonomy.concepts}
    for ident, entry in taxonomy.credentials.items():
        for door in entry.doors:
            for key, table in known.items():
                for target in _many(getattr(door, key)):
                    _refuse(where["credentials"][ident], f"doors.{key}", target, table)


def _check_joint(taxonomy: Taxonomy, where: _Places) -> None:
    for number, joint in enumerate(taxonomy.joint):
        for target in joint.means:
            _refuse(where["joint"][str(number)], "means", target, taxonomy.concepts)


_NAMED = ("credentials", "skills", "tools", "settings", "degrees", "fields", "issuers")


def _check_contexts(taxonomy: Taxonomy, where: _Places) -> None:
    groups = [f"@{group}" for group in taxonomy.contexts]
    for section in _NAMED:
        for ident, entry in getattr(taxonomy, section).items():
            for key in ("context", "against"):
                for word in getattr(entry, key):
                    if word.startswith("@"):
                        _refuse(where[section][ident], key, word, groups)


def _check_sources(taxonomy: Taxonomy, where: _Places) -> None:
    for section in SECTIONS:
        for ident, entry in getattr(taxonomy, section).items():
            if hasattr(entry, "source"):
                _check_source(entry.source, getattr(entry, "confirmed", False), where[section][ident], taxonomy)
    for figure in taxonomy.pay:
        _check_source((figure.source,), figure.confirmed, where["pay"][figure.id], taxonomy)


def _check_source(cited: tuple[str, ...], confirmed: bool, where: Where, taxonomy: Taxonomy) -> None:
    if not cited:
        hint = "add a key of sources.toml, or own-knowledge with confirmed = false"
        raise TaxonomyError(f"{where} names no source\nhint: {hint}")
    for key in cited:
        if key not in taxonomy.sources:
            hint = did_you_mean(key, taxonomy.sources)
            raise TaxonomyError(f"{where} cites {key!r}, which is not in sources.toml\nhint: {hint}")
    if confirmed and set(cited) == {"own-knowledge"}:
        raise TaxonomyError(f"{where} rests on own knowledge alone\nhint: add a source, or confirmed = false")


def _check_owners(taxonomy: Taxonomy, where: _Places) -> None:
    owners: dict[str, list[tuple[Where, bool]]] = {}
    for section in ("credentials", "skills", "tools"):
        for ident, entry in getattr(taxonomy, section).items():
            folded = {name: fold_name(name) for name in names_of(entry)}
            free = {folded[name] for name in free_names(entry)}
            for name in dict.fromkeys(folded.values()):
                owners.setdefault(name, []).append((where[section][ident], name not in free and bool(entry.context)))
    for name, group in owners.items():
        if len(group) > 1 and not all(guarded for _, guarded in group):
            first, second = group[0][0], group[1][0]
            raise TaxonomyError(
                f"{second} owns the name {name!r}, and so does {first}\n"
                "hint: drop it from one, or list it under exact or ambiguous in both "
                "and name the context that tells them apart"
            )
