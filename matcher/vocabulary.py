"""The words that the role classifier may see: text -> the features of its vocabulary.

A feature is a word, or two words that follow each other in one sentence. Only words
that stand in our own training text are known, so a name or a place has no feature;
words that tell of a person or a place and not of work are struck out by
``data/never.toml``. A feature counts once, however often it is said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from taxonomy.fold import unaccent

Numbers = npt.NDArray[np.int64]

# Joining words: they hold no work of their own and are skipped, so that "release of information" is one pair.
_JOINING = """
of the and an to in for with or by on at as is are be been was were that this these those will from your our we
you it its their they can may must not any all each other such than then into who which when where while if but
so no
"""
JOINING = frozenset(_JOINING.split())
_TOKEN = re.compile(r"[a-z]{2,}|[.;:!?*|\n]")
_STRANGE = re.compile(r"[^\x00-\x7f]")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, and the marks that end a sentence; a wrapped line is one line."""
    return _TOKEN.findall(_unwrapped(_plain(text)).lower())


def offsets(text: str, positions: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Where the tokens of these positions stand in ``text``: position -> half-open offsets."""
    uneven = _uneven(text)
    matches = _TOKEN.finditer(_unwrapped(_plain(text)).lower())
    found, met = {}, 0
    for position in sorted(set(positions)):
        start, end = next(islice(matches, position - met, None)).span()
        found[position] = (_origin(start, uneven), _origin(end - 1, uneven) + 1)
        met = position + 1
    return found


def _plain(text: str) -> str:
    return text if text.isascii() else _STRANGE.sub(lambda strange: unaccent(strange[0]), text)


def _uneven(text: str) -> list[tuple[int, int, int]]:
    """The characters that are not one plain character: where each begins and ends in the plain text, and its offset."""
    found: list[tuple[int, int, int]] = []
    grown = 0
    for strange in () if text.isascii() else _STRANGE.finditer(text):
        length = len(unaccent(strange[0]))
        if length != 1:
            begins = strange.start() + grown
            found.append((begins, begins + length, strange.start()))
            grown += length - 1
    return found


def _origin(place: int, uneven: list[tuple[int, int, int]]) -> int:
    """The offset in the text of a character of the plain text."""
    last = bisect_right(uneven, place, key=itemgetter(0)) - 1
    if last < 0:
        return place
    _, ends, offset = uneven[last]
    return offset if place < ends else place - ends + offset + 1


def _unwrapped(text: str) -> str:
    """A line that goes on in lower case is one with the line before it; no character is added or lost."""
    lines = text.split("\n")
    wrapped = [i for i in range(1, len(lines)) if lines[i][:1].islower() and lines[i - 1][-1:].islower()]
    for i in reversed(wrapped):
        lines[i - 1 : i + 1] = [f"{lines[i - 1]} {lines[i]}"]
    return "\n".join(lines)


def singular(word: str) -> str:
    """A word without its plural ending, by rule and not by dictionary: "queries" -> "query"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def features(text: str) -> list[str]:
    """Every word and pair of words of a text, as it is written in a vocabulary; order and repeats as they stand."""
    words = [singular(t) if t.isalpha() else t for t in tokens(text) if t not in JOINING]
    pairs = [f"{a} {b}" for a, b in pairwise(words) if a.isalpha() and b.isalpha()]
    return [w for w in words if w.isalpha()] + pairs


@dataclass(frozen=True)
class Vocabulary:
    """The known words, sorted, then the known pairs, sorted; a feature's number is its place in the two together."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words) + len(self.pairs)

    @property
    def names(self) -> tuple[str, ...]:
        """All features in the order of their numbers."""
        return self.words + self.pairs

    @cached_property
    def _number(self) -> dict[str, int]:
        """Each written form of a known word -> its number."""
        forms = {form: n for n, word in enumerate(self.words) for form in _plurals(word)}
        return {**forms, **{word: n for n, word in enumerate(self.words)}, **dict.fromkeys(JOINING, _JOINS)}

    @cached_property
    def _pair_keys(self) -> Numbers:
        number = {word: n for n, word in enumerate(self.words)}
        split = (pair.split(" ") for pair in self.pairs)
        return np.array([number[a] * len(self.words) + number[b] for a, b in split], dtype=np.int64)

    def places(self, text: str) -> tuple[Numbers, Numbers]:
        """The features of a text, sorted and each once, and the tokens where each first stands, from and to."""
        number = self._number
        known = np.array([number.get(t, _UNKNOWN) for t in tokens(text)], dtype=np.int64)
        kept = np.flatnonzero(known != _JOINS)
        words = known[kept]
        numbers, at = self._pairs_in(words)
        single = np.flatnonzero(words >= 0)
        found, first = np.unique(np.concatenate([words[single], numbers]), return_index=True)
        begins, ends = np.concatenate([single, at])[first], np.concatenate([single, at + 1])[first]
        return found, np.stack([kept[begins], kept[ends]], axis=1)

    def _pairs_in(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """Numbers of the known pairs among neighbouring words, and where each begins."""
        if len(words) < 2 or not len(self._pair_keys):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        left, right = words[:-1], words[1:]
        keys = np.where((left >= 0) & (right >= 0), left * len(self.words) + right, -1)
        slots = np.minimum(np.searchsorted(self._pair_keys, keys), len(self._pair_keys) - 1)
        at = np.flatnonzero(self._pair_keys[slots] == keys)
        return slots[at] + len(self.words), at


_UNKNOWN, _JOINS = -1, -2


def _plurals(word: str) -> Sequence[str]:
    forms = (word, word + "s", word + "es", word[:-1] + "ies")
    return [form for form in forms if singular(form) == word]


def vocabulary_of(lines: Iterable[str], never: frozenset[str], limit: int = 20_000) -> Vocabulary:
    """All words of the lines, and the pairs that stand in two or more; the most frequent when over ``limit``."""
    counts = Counter(feature for line in dict.fromkeys(lines) for feature in set(features(line)))
    usable = [f for f, count in counts.items() if (count > 1 or " " not in f) and allowed(f, never)]
    kept = sorted(usable, key=lambda f: (-counts[f], f))[:limit]
    words = sorted(f for f in kept if " " not in f)
    known = set(words)
    return Vocabulary(tuple(words), tuple(sorted(f for f in kept if " " in f and set(f.split()) <= known)))


def allowed(feature: str, never: frozenset[str]) -> bool:
    """Whether no word of a feature is one that the classifier must never see."""
    return not any(word in never or word in JOINING for word in feature.split())
