"""Data files -> a checked :class:`Taxonomy`; what cannot stand is refused by file, name and line."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import hashlib
import re
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from taxonomy import concept as shapes
from taxonomy.concept import (
    Credential,
    Cue,
    DegreeLevel,
    Entry,
    Field,
    Issuer,
    Metro,
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
from taxonomy.fold import fold_name

DATA = Path(__file__).parent / "data"
ConceptKind = Literal["credential", "skill", "tool"]

# Which file holds which sections; a section without a name is the file's own tables.
_FILES: dict[str, dict[str, tuple[str, type[Any]]]] = {
    "credentials.toml": {"": ("credentials", Credential)},
    "skills.toml": {"": ("skills", Skill)},
    "tools.toml": {"": ("tools", Tool)},
    "settings.toml": {"": ("settings", Setting)},
    "degrees.toml": {"degree": ("degrees", DegreeLevel), "field": ("fields", Field)},
    "issuers.toml": {"": ("issuers", Issuer)},
    "roles.toml": {"": ("roles", Role)},
    "titles.toml": {"": ("titles", Title)},
    "places.toml": {"state": ("states", State), "metro": ("metros", Metro)},
    "cues.toml": {"cue": ("cues", Cue), "heading": ("headings", Cue), "context": ("contexts", Cue), "condition": ("conditions", Cue), "workplace": ("workplaces", Cue)},
    "resources.toml": {"": ("resources", Resource)},
    "notes.toml": {"": ("notes", shapes.Note)},
    "sources.toml": {"": ("sources", Source)},
}
_SECTIONS = {name: shape for sections in _FILES.values() for name, shape in sections.values()}


@dataclass(frozen=True)
class Joint:
    """A written form that names several things at once: "ICD-10-CM/PCS"."""

    names: tuple[str, ...]
    means: tuple[str, ...]


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
    resources: Mapping[str, Resource]
    notes: Mapping[str, shapes.Note]
    sources: Mapping[str, Source]
    joint: tuple[Joint, ...]
    pay: tuple[PayFigure, ...]
    version: str

    @cached_property
    def concepts(self) -> dict[str, Credential | Skill | Tool]:
        """Credentials, skills and tools in one table, by id."""
        return {**self.credentials, **self.skills, **self.tools}

    def kind(self, concept: str) -> ConceptKind:
        """Which of the three kinds a concept is; KeyError for an unknown id."""
        entry = self.concepts[concept]
        return "credential" if isinstance(entry, Credential) else "skill" if isinstance(entry, Skill) else "tool"

    def label(self, concept: str) -> str:
        """The name that people are shown: the short form where everybody uses it."""
        entry = self.concepts[concept]
        if isinstance(entry, Credential):
            short = [n for n in (*entry.exact, *entry.ambiguous, *entry.aliases) if n.isupper() or (n[:3].isupper() and len(n) < 8)]
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
        return self._by_name.get(fold_name(name))

    def aliases(self) -> list[str]:
        """Every written form of every credential, skill and tool."""
        return [name for entry in self.concepts.values() for name in names_of(entry)]

    @lru_cache(maxsize=4096)  # noqa: B019 - a taxonomy lives as long as its process
    def satisfies(self, concept: str) -> dict[str, tuple[str, ...]]:
        """Every concept whose ask ``concept`` answers, with the relations that lead there.

        An empty path, or one of ``broader`` steps only, is the thing itself or a kind of it;
        a path with ``meets`` or ``renamed`` is a substitution and must be shown as one.
        """
        found: dict[str, tuple[str, ...]] = {concept: ()}
        queue = [concept]
        while queue:
            here = queue.pop(0)
            for relation, there in self._steps(here):
                if there not in found:
                    found[there] = (*found[here], f"{here} {relation} {there}")
                    queue.append(there)
        return found

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


def names_of(entry: Entry) -> tuple[str, ...]:
    """All written forms of an entry, its own and its former ones."""
    return (*entry.aliases, *entry.exact, *entry.ambiguous, *entry.former)


@lru_cache(maxsize=8)
def load_taxonomy(overlay: Path | None = None, data: Path = DATA) -> Taxonomy:
    """The shipped taxonomy, with an employer's own file laid over it.

    An overlay is one TOML file whose tables are ``[credentials.rhit]``, ``[tools.our-system]`` ...:
    keys it names replace those of the shipped entry, new tables are new entries.
    Raises TaxonomyError with file, table, line and hint.
    """
    raw, joint, digest = _read_all(data)
    if overlay is not None:
        _lay_over(raw, overlay, digest)
    tables = {name: _typed(name, tables) for name, tables in raw.items()}
    taxonomy = Taxonomy(
        **{name: {i: e for i, (e, _) in table.items()} for name, table in tables.items()},
        joint=joint,
        pay=_read_pay(data / "pay.csv", digest),
        version=digest.hexdigest()[:12],
    )
    check_references(taxonomy, {name: {i: where for i, (_, where) in table.items()} for name, table in tables.items()})
    return taxonomy


@dataclass(frozen=True)
class Where:
    """The place in a file that an entry was read from, for messages."""

    file: str
    table: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.table}]"


_Raw = dict[str, dict[str, tuple[dict[str, Any], Where]]]


def _read_all(data: Path) -> tuple[_Raw, tuple[Joint, ...], Any]:
    raw: _Raw = {name: {} for name in _SECTIONS}
    joint: list[Joint] = []
    digest = hashlib.sha256()
    for name, sections in _FILES.items():
        path = data / name
        content, tables = _read_toml(path)
        digest.update(content.encode())
        joint += [Joint(tuple(j["names"]), tuple(j["means"])) for j in tables.pop("joint", [])]
        lines = _lines_of(content)
        for key, (section, _) in sections.items():
            for ident, entry in (tables if key == "" else tables.get(key, {})).items():
                table = f"{key}.{ident}" if key else ident
                raw[section][ident] = (entry, Where(name, table, lines.get(table, lines.get(ident, 1))))
    return raw, tuple(joint), digest


def _read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        content = path.read_text(encoding="utf-8")
        return content, tomllib.loads(content)
    except OSError as error:
        raise TaxonomyError(f"{path.name}: cannot be read ({error.strerror})\nhint: give the path of a TOML file") from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"{path.name}: is not UTF-8 text\nhint: save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(f"{path.name}: {error}\nhint: a table's name is its id and stands once; strings stand in quotes") from error


def _lines_of(content: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(content.splitlines(), 1):
        table = re.match(r'\[{1,2}([^\]]+)\]|"([^"]+)"\s*=|([\w-]+)\s*=\s*\{', line)
        if table:
            found.setdefault((table[1] or table[2] or table[3]).replace('"', ""), number)
    return found


def _lay_over(raw: _Raw, overlay: Path, digest: Any) -> None:
    content, sections = _read_toml(overlay)
    digest.update(content.encode())
    lines = _lines_of(content)
    for section, tables in sections.items():
        if section not in raw:
            raise TaxonomyError(f"{overlay.name}: [{section}] is no part of the taxonomy\nhint: {_did_you_mean(section, raw)}")
        for ident, entry in tables.items():
            where = Where(overlay.name, f"{section}.{ident}", lines.get(f"{section}.{ident}", 1))
            before = raw[section].get(ident, ({}, where))[0]
            raw[section][ident] = ({**before, **entry}, where)


def _typed(section: str, tables: Mapping[str, tuple[dict[str, Any], Where]]) -> dict[str, tuple[Any, Where]]:
    shape = _SECTIONS[section]
    adapter = _adapter(shape)
    known = {f.name for f in dataclasses.fields(shape)}
    done: dict[str, tuple[Any, Where]] = {}
    for ident, (entry, where) in tables.items():
        if not isinstance(entry, dict):
            raise TaxonomyError(f"{where} is no table\nhint: write [{where.table}] and its keys below it")
        for key in entry.keys() - known:
            raise TaxonomyError(f"{where} has a key {key!r} that {shape.__name__} does not know\nhint: {_did_you_mean(key, known)}")
        try:
            done[ident] = (adapter.validate_python(entry), where)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the table"
            raise TaxonomyError(f"{where} {key}: {first['msg'].lower()}\nhint: see {shape.__name__} in taxonomy/concept.py") from error
    return done


@lru_cache(maxsize=32)
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    options = sorted(known)
    close = difflib.get_close_matches(word, options, 1)
    return f"did you mean {close[0]!r}?" if close else f"one of {', '.join(options[:12])}"


def _read_pay(path: Path, digest: Any) -> tuple[PayFigure, ...]:
    content = path.read_text(encoding="utf-8")
    digest.update(content.encode())
    adapter = _adapter(PayFigure)
    figures = []
    for number, row in enumerate(csv.DictReader(content.splitlines()), 2):
        values: dict[str, Any] = {k: (v if v != "" else None) for k, v in row.items() if k is not None}
        for text in ("note", "industry", "place", "population"):
            values[text] = values.get(text) or ""
        values = {k: v for k, v in values.items() if v is not None or k in ("year", "amount", "low", "high")}
        values["confirmed"] = values.get("confirmed", "true") != "false"
        values["open_top"] = values.get("open_top") == "true"
        try:
            figures.append(adapter.validate_python(values))
        except ValidationError as error:
            first = error.errors()[0]
            raise TaxonomyError(f"pay.csv:{number}: {first['loc'][0] if first['loc'] else 'row'}: {first['msg'].lower()}\nhint: see PayFigure in taxonomy/concept.py") from error
    return tuple(figures)


def check_references(taxonomy: Taxonomy, where: Mapping[str, Mapping[str, Where]]) -> None:
    """Refuse a reference that leads nowhere, and a name owned twice without context to tell the owners apart."""
    _check_relations(taxonomy, where)
    _check_sources(taxonomy, where)
    _check_owners(taxonomy, where)


def _check_relations(taxonomy: Taxonomy, where: Mapping[str, Mapping[str, Where]]) -> None:
    concepts = taxonomy.concepts.keys()
    targets: dict[str, dict[str, Iterable[str]]] = {
        "credentials": {"broader": concepts, "renamed": concepts, "meets": taxonomy.credentials, "issuer": taxonomy.issuers},
        "skills": {"broader": concepts, "renamed": concepts, "related": concepts, "setting": taxonomy.settings},
        "tools": {"broader": concepts, "renamed": concepts},
        "fields": {"broader": taxonomy.fields},
        "settings": {"broader": taxonomy.settings},
        "roles": {"does": taxonomy.skills},
        "titles": {"role": taxonomy.roles},
        "metros": {"state": taxonomy.states},
    }
    for section, keys in targets.items():
        for ident, entry in getattr(taxonomy, section).items():
            for key, known in keys.items():
                for target in _many(getattr(entry, key)):
                    if target not in known:
                        raise TaxonomyError(f"{where[section][ident]} {key} names {target!r}, which does not exist\nhint: {_did_you_mean(target, known)}")
    for joint in taxonomy.joint:
        for target in joint.means:
            if target not in concepts:
                raise TaxonomyError(f"skills.toml: [[joint]] means {target!r}, which does not exist\nhint: {_did_you_mean(target, concepts)}")


def _many(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _check_sources(taxonomy: Taxonomy, where: Mapping[str, Mapping[str, Where]]) -> None:
    for section in _SECTIONS:
        for ident, entry in getattr(taxonomy, section).items():
            cited = getattr(entry, "source", None)
            if cited is None:
                continue
            if not cited:
                raise TaxonomyError(f"{where[section][ident]} names no source\nhint: add a key of sources.toml, or own-knowledge with confirmed = false")
            for key in cited:
                if key not in taxonomy.sources:
                    raise TaxonomyError(f"{where[section][ident]} cites {key!r}, which is not in sources.toml\nhint: {_did_you_mean(key, taxonomy.sources)}")
            if tuple(cited) == ("own-knowledge",) and getattr(entry, "confirmed", False):
                raise TaxonomyError(f"{where[section][ident]} rests on own knowledge alone\nhint: add a source, or confirmed = false")


def _check_owners(taxonomy: Taxonomy, where: Mapping[str, Mapping[str, Where]]) -> None:
    owners: dict[str, list[tuple[str, str, bool]]] = {}
    for section in ("credentials", "skills", "tools"):
        for ident, entry in getattr(taxonomy, section).items():
            guarded = {fold_name(n) for n in (*entry.exact, *entry.ambiguous, *entry.former)} if entry.context else set()
            for name in {fold_name(n) for n in names_of(entry)}:
                owners.setdefault(name, []).append((section, ident, name in guarded))
    for name, group in owners.items():
        if len(group) > 1 and not all(guarded for _, _, guarded in group):
            first, second = group[0], group[1]
            raise TaxonomyError(
                f"{where[second[0]][second[1]]} owns the name {name!r}, and so does {where[first[0]][first[1]]}\n"
                "hint: drop it from one, or list it under exact or ambiguous in both and name the context that tells them apart"
            )
