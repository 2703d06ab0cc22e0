"""Two versions of a taxonomy: which entries came, went, and changed in what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from taxonomy.check import SECTIONS
from taxonomy.load import Taxonomy


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs; ``keys`` names what changed, as (key, before, after)."""

    section: str
    id: str
    what: Literal["added", "removed", "changed"]
    keys: tuple[tuple[str, str, str], ...] = ()


def diff(old: Taxonomy, new: Taxonomy) -> tuple[Change, ...]:
    """Every entry that differs between two taxonomies, section by section."""
    tables = ((section, _table(old, section), _table(new, section)) for section in SECTIONS)
    return tuple(change for section, before, after in tables for change in _section(section, before, after))


def _table(taxonomy: Taxonomy, section: str) -> dict[str, Any]:
    entries = getattr(taxonomy, section)
    if section == "pay":
        return {figure.id: figure for figure in entries}
    return {form.names[0]: form for form in entries} if section == "joint" else dict(entries)


def _section(section: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for ident in sorted(old.keys() | new.keys()):
        if ident not in old:
            yield Change(section, ident, "added")
        elif ident not in new:
            yield Change(section, ident, "removed")
        elif old[ident] != new[ident]:
            yield Change(section, ident, "changed", tuple(_keys(old[ident], new[ident])))


def _keys(old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    for f in dataclasses.fields(old):
        before, after = getattr(old, f.name), getattr(new, f.name)
        if before != after:
            yield f.name, str(before), str(after)
