"""What a taxonomy holds, and what its keeper should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taxonomy import files
from taxonomy.load import DATA, Taxonomy, load_taxonomy

SECTIONS = (*files.SECTIONS, "joint", "pay")


@dataclass(frozen=True, slots=True)
class Summary:
    """A taxonomy that loads: how many entries of each kind, how many unconfirmed, and remarks."""

    version: str
    counts: dict[str, int]
    unconfirmed: dict[str, int]
    remarks: tuple[str, ...]


def check(path: Path | None = None) -> Summary:
    """Load a data folder, or an overlay file over the shipped data. Raises TaxonomyError for what cannot stand."""
    if path is not None and path.is_dir():
        taxonomy = load_taxonomy(data=path)
    else:
        taxonomy = load_taxonomy(overlay=path, data=DATA)
    return Summary(taxonomy.version, _counts(taxonomy), _unconfirmed(taxonomy), tuple(_remarks(taxonomy)))


def _counts(taxonomy: Taxonomy) -> dict[str, int]:
    return {section: len(getattr(taxonomy, section)) for section in SECTIONS}


def _unconfirmed(taxonomy: Taxonomy) -> dict[str, int]:
    counts = {
        section: sum(not getattr(e, "confirmed", True) for e in _entries(section, taxonomy)) for section in SECTIONS
    }
    return {section: count for section, count in counts.items() if count}


def _entries(section: str, taxonomy: Taxonomy) -> tuple[Any, ...]:
    table = getattr(taxonomy, section)
    return table if isinstance(table, tuple) else tuple(table.values())


def _remarks(taxonomy: Taxonomy) -> Iterator[str]:
    cited: set[str] = {figure.source for figure in taxonomy.pay}
    for section in files.SECTIONS:
        cited.update(key for entry in _entries(section, taxonomy) for key in getattr(entry, "source", ()))
    for key in sorted(taxonomy.sources.keys() - cited):
        yield f"sources.toml: [{key}] is cited by nothing"
