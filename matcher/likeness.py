"""How like a title is to the titles that the taxonomy knows.

All known titles are compared at once by edit distance over their sorted words, and the five
nearest are compared again word by word, so that "Police Records Clerk" is not taken for a
"Records Clerk". Word order, spelling slips and abbreviations make no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from matcher.title import FAMILIES, TitleReading, read_title, title_words
from taxonomy import Taxonomy
from taxonomy.concept import Level, Track

NEAREST = 5
LIKE = 0.6  # below this a likeness says nothing
GENERIC = 0.35  # weight of a word that any field uses: specialist, manager, II
SETTING = 0.5  # and of one that tells where the work is, not what it is: medical, hospital
SLIP = 84  # edit likeness, of 100, from which two words are one with a slip of the pen


class KnownTitle(NamedTuple):
    """A title of the taxonomy as it is compared: its sorted words, and what it names."""

    key: str
    words: frozenset[str]
    family: int
    role: str
    level: Level | None
    track: Track
    soc: str | None


class Near(NamedTuple):
    """A known title and how like it is, from 0 to 1; 1 is the same words."""

    title: KnownTitle
    likeness: float


@dataclass(frozen=True)
class TitleIndex:
    """All known titles, one for each set of words, in the order of the taxonomy."""

    titles: tuple[KnownTitle, ...]
    keys: tuple[str, ...]
    places: dict[str, int]


@lru_cache(maxsize=4)
def title_index(taxonomy: Taxonomy) -> TitleIndex:
    """The titles of a taxonomy, read once; of two with the same words the first stands."""
    known: dict[str, KnownTitle] = {}
    for said, title in taxonomy.titles.items():
        role = taxonomy.roles[title.role]
        key = read_title(said).key
        named = KnownTitle(
            key,
            frozenset(key.split()),
            FAMILIES.index(role.family),
            title.role,
            title.level,
            "management" if "management" in (title.track, role.track) else "individual",
            title.soc or role.soc,
        )
        known.setdefault(key, named)
    known.pop("", None)
    titles = tuple(known.values())
    return TitleIndex(titles, tuple(known), {key: place for place, key in enumerate(known)})


def nearest(readings: Sequence[TitleReading], index: TitleIndex) -> list[tuple[Near, ...]]:
    """For each title the known titles nearest to it, the most like first; none for an empty one."""
    keys = [reading.key for reading in readings]
    asked = list(dict.fromkeys(key for key in keys if key and key not in index.places))
    rows = process.cdist(asked, index.keys, scorer=fuzz.ratio, dtype=np.uint8, workers=1)
    found = {key: _ranked(key, row, index) for key, row in zip(asked, rows, strict=True)}
    found |= {key: (Near(index.titles[index.places[key]], 1.0),) for key in keys if key in index.places}
    return [found.get(key, ()) for key in keys]


def _ranked(key: str, row: npt.NDArray[np.uint8], index: TitleIndex) -> tuple[Near, ...]:
    least = np.partition(row, -NEAREST)[-NEAREST] if len(row) > NEAREST else 0
    places = np.flatnonzero(row >= max(int(least), 50))
    best = places[np.argsort(-row[places].astype(np.int16), kind="stable")][:NEAREST]
    words = frozenset(key.split())
    near = [Near(index.titles[p], 0.4 * int(row[p]) / 100 + 0.6 * _shared(words, index.titles[p].words)) for p in best]
    return tuple(sorted(near, key=lambda n: -n.likeness))


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of weight that two sets of words have in common, slips of the pen forgiven."""
    common = 2 * sum(_weight(word) for word in ours & theirs)
    left = theirs - ours
    for word in ours - theirs:
        slip = next((other for other in sorted(left) if _slip(word, other)), None)
        common += 0 if slip is None else _weight(word) + _weight(slip)
    return common / (sum(map(_weight, ours)) + sum(map(_weight, theirs)))


def _slip(word: str, other: str) -> bool:
    return len(word) > 4 and not word.endswith("'s") and fuzz.ratio(word, other) >= SLIP


def _weight(word: str) -> float:
    return _generic().get(word, 1.0)


@lru_cache(maxsize=1)
def _generic() -> dict[str, float]:
    table = title_words()
    generic = table.nouns | table.ranks.keys() | table.grades.keys() | table.vague
    return dict.fromkeys(table.settings, SETTING) | dict.fromkeys(generic, GENERIC)


def likeness_by_family(near: Sequence[Near]) -> npt.NDArray[np.float64]:
    """From 0 to 1 for each family: how like the title is to the nearest known title of it."""
    found = np.zeros(len(FAMILIES), dtype=np.float64)
    for title, likeness in near:
        found[title.family] = max(found[title.family], (likeness - LIKE) / (1 - LIKE))
    return found
