"""What a taxonomy holds, and what its keeper should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from taxonomy.load import DATA, Taxonomy, load_taxonomy

SECTIONS = (
    "credentials", "skills", "tools", "settings", "degrees", "fields", "issuers", "roles", "titles",
    "states", "metros", "cues", "headings", "contexts", "resources", "notes", "sources", "pay",
)  # fmt: skip


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
    tables = {section: getattr(taxonomy, section) for section in SECTIONS if section != "pay"}
    counts = {name: sum(not getattr(e, "confirmed", True) for e in table.values()) for name, table in tables.items()}
    return {name: count for name, count in counts.items() if count}


def _remarks(taxonomy: Taxonomy) -> Iterator[str]:
    cited = {s for section in SECTIONS if section not in ("pay", "sources") for e in getattr(taxonomy, section).values() for s in getattr(e, "source", ())}
    cited |= {figure.source for figure in taxonomy.pay}
    for key in sorted(taxonomy.sources.keys() - cited):
        yield f"sources.toml: [{key}] is cited by nothing"
    for key in sorted({f.source for f in taxonomy.pay} - taxonomy.sources.keys()):
        yield f"pay.csv cites {key!r}, which is not in sources.toml"
