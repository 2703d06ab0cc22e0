"""Spelling: a product misspelt beside one that is spelt right, and products that are people's names.

Only names of five letters and more, only in lines that hold an exactly recognised tool or skill or
stand under a heading of skills or certifications, never a word that is known, and never a word that
stands beside an unknown capitalised one, as in a person's name. The first letter must be right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from matcher.scan import Hit
from matcher.section import Sentence
from taxonomy.concept import Skill
from taxonomy.fold import fold_name
from taxonomy.lexicon import lexicon_of
from taxonomy.load import Taxonomy

_LEAST = 5
_TWO_SLIPS = 9  # from this length on, two slips are still the same name
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]{4,}")
_GUESSED = ("code-system", "privacy-law", "health-it")


@dataclass(frozen=True, eq=False)
class Spellings:
    """The names that may be guessed, by first letter, and the words that never are a slip."""

    names: dict[str, tuple[tuple[str, str], ...]]
    known: frozenset[str]


@lru_cache(maxsize=4)
def spellings_of(taxonomy: Taxonomy) -> Spellings:
    """The spellings of a taxonomy: its one-word tools and code sets that are no ordinary words."""
    ordinary = set(taxonomy.spellings["ordinary"].phrases)
    known = {w for name in lexicon_of(taxonomy).names if not name.as_written for w in name.words} | ordinary
    known |= {w for title in taxonomy.titles for w in title.split()}
    names: dict[str, list[tuple[str, str]]] = {}
    for ident, entry in taxonomy.concepts.items():
        if ident in taxonomy.tools or (isinstance(entry, Skill) and entry.category in _GUESSED):
            for name in (*entry.aliases, *entry.exact, *entry.former):
                word = fold_name(name)
                if len(word) >= _LEAST and word.isalpha() and word not in ordinary:
                    names.setdefault(word[0], []).append((word, ident))
    return Spellings({letter: tuple(sorted(set(group))) for letter, group in names.items()}, frozenset(known))


def near_misses(text: str, hits: Sequence[Hit], parts: Sequence[Sentence], taxonomy: Taxonomy) -> list[Hit]:
    """Hits for misspelt names, where they may be guessed."""
    spellings = spellings_of(taxonomy)
    sure = {h.line for h in hits if h.layer == "concept" and any(c not in taxonomy.credentials for c in h.means)}
    taken = sorted((h.start, h.end) for h in hits if h.layer == "concept")
    found = []
    for part in parts:
        if part.line in sure or part.section in ("skills", "certifications"):
            found += [h for h in _in(text, part, spellings) if _is_free(h, taken)]
    return found


def _is_free(hit: Hit, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a hit overlaps none of the stretches, which are in order and apart."""
    at = bisect_left(taken, (hit.end, 0))
    return at == 0 or taken[at - 1][1] <= hit.start


def _in(text: str, part: Sentence, spellings: Spellings) -> Iterator[Hit]:
    for m in _WORD.finditer(text, part.start, part.end):
        word = m.group().lower()
        if word in spellings.known or not word.isalpha() or (guess := _guess(word, spellings)) is None:
            continue
        if _in_a_name(text, m.start(), m.end(), spellings):
            continue
        yield Hit(m.start(), m.end(), part.line, "concept", (guess,))


def without_proper_names(text: str, hits: Sequence[Hit], taxonomy: Taxonomy) -> list[Hit]:
    """The hits without names that are somebody's or some body's here: "Chris McKesson", "Coding Academy of Ohio"."""
    surnames = taxonomy.spellings["surnames"].phrases
    organisations = taxonomy.spellings["organisations"].phrases
    spellings = spellings_of(taxonomy)

    def proper(hit: Hit) -> bool:
        if hit.layer not in ("concept", "degree") or not text[hit.start].isupper():
            return False
        behind = re.match(r" ([A-Z][A-Za-z]+)", text[hit.end : hit.end + 24])
        if behind is not None and behind[1].lower() in organisations:
            return True
        return fold_name(text[hit.start : hit.end]) in surnames and _in_a_name(text, hit.start, hit.end, spellings)

    return [hit for hit in hits if not proper(hit)]


@lru_cache(maxsize=8192)
def _guess(word: str, spellings: Spellings) -> str | None:
    """The one name that a word is a slip of; None where there is none, or more than one."""
    slips = 1 if len(word) < _TWO_SLIPS else 2
    near = {
        ident
        for name, ident in spellings.names.get(word[0], ())
        if OSA.distance(word, name, score_cutoff=slips) <= slips
    }
    return next(iter(near)) if len(near) == 1 else None


def _in_a_name(text: str, start: int, end: int, spellings: Spellings) -> bool:
    """Whether a capitalised word that nobody knows stands right before or behind, as in "Pat Carner"."""
    before = re.search(r"\b([A-Z][a-z]+) $", text[max(0, start - 24) : start])
    after = re.match(r" ([A-Z][a-z]+)\b", text[end : end + 24])
    return any(m is not None and m[1].lower() not in spellings.known for m in (before, after))
