"""What another version of the taxonomy would read differently in given documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.scan import hits_of
from taxonomy import Taxonomy
from taxonomy.lexicon import lexicon_of


@dataclass(frozen=True, slots=True)
class Flip:
    """A document that reads differently: the concepts that are newly found, and those no longer found."""

    name: str
    found: tuple[str, ...]
    lost: tuple[str, ...]


def flips(documents: Iterable[tuple[str, str]], old: Taxonomy, new: Taxonomy) -> tuple[Flip, ...]:
    """The documents (name, text) in which two taxonomies do not find the same concepts."""
    out = []
    for name, text in documents:
        before, after = _concepts(text, old), _concepts(text, new)
        if before != after:
            out.append(Flip(name, tuple(sorted(after - before)), tuple(sorted(before - after))))
    return tuple(out)


def _concepts(text: str, taxonomy: Taxonomy) -> set[str]:
    return {c for hit in hits_of(text, lexicon_of(taxonomy)) if hit.layer == "concept" for c in hit.means}
