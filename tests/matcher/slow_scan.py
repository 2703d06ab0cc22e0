"""A scanner that is slow and obviously right: what matcher/scan.py must agree with.

It folds character by character, walks word by word, tries every name at every word, and
judges context by looking at the lines themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from matcher.scan import Hit
from taxonomy.fold import WORD, unaccent
from taxonomy.lexicon import LAYERS, Lexicon, Name

SOFT = " -/'_`"
LONGEST_WORD = 24


@dataclass(frozen=True)
class Word:
    """One word of a text: folded, as capitalised, where it stands, the folded gap behind it.

    ``plain`` says that its line holds no capital at all.
    """

    folded: str
    cased: str
    start: int
    end: int
    line: int
    gap: str
    plain: bool


@dataclass(frozen=True)
class Found:
    """A name that reads at word ``at`` and runs over ``length`` words."""

    at: int
    length: int
    name: Name


def slow_scan(text: str, lexicon: Lexicon) -> list[Hit]:
    """What scanning one text gives, found the long way."""
    words = list(_words(text))
    found = list(_candidates(words, _by_first_word(lexicon)))
    context = {(words[f.at].line, f.name.means[0]) for f in found if f.name.layer == "context"}
    kept: dict[tuple[int, str], Found] = {}
    for layer in LAYERS[:-1]:
        for one in _longest([f for f in found if f.name.layer == layer]):
            if _counts(one.name, words[one.at].line, context):
                kept[one.at, layer] = min(kept.get((one.at, layer), one), one, key=lambda f: _rank(f.name, lexicon))
    hits = [_hit(words, one) for one in kept.values()]
    return sorted(hits, key=lambda h: (h.start, LAYERS.index(h.layer)))


def _rank(name: Name, lexicon: Lexicon) -> tuple[bool, int]:
    """A guarded name that counts goes before one that needs nothing; else the order of the table."""
    return name.guard is None, _order(lexicon)[name]


def _hit(words: list[Word], found: Found) -> Hit:
    first, last = words[found.at], words[found.at + found.length - 1]
    return Hit(first.start, last.end, first.line, found.name.layer, found.name.means)


# --- the table ------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _by_first_word(lexicon: Lexicon) -> dict[str, list[Name]]:
    first: dict[str, list[Name]] = {}
    for name in lexicon.names:
        if all(len(word) <= LONGEST_WORD for word in name.words):
            first.setdefault(name.words[0], []).append(name)
    return first


@lru_cache(maxsize=4)
def _order(lexicon: Lexicon) -> dict[Name, int]:
    return {name: at for at, name in enumerate(lexicon.names)}


# --- words ------------------------------------------------------------------------------------


def _words(text: str) -> Iterator[Word]:
    folded = [(char, offset) for offset, original in enumerate(text) for char in unaccent(original)]
    flat = "".join(char for char, _ in folded)
    lines = list(accumulate((char == "\n" for char in flat), initial=0))
    plain = [line == line.lower() for line in flat.split("\n")]
    runs = list(_runs(flat))
    for (start, end), (following, _) in zip(runs, [*runs[1:], (len(flat), 0)], strict=False):
        cased = flat[start:end]
        where = folded[start][1], folded[end - 1][1] + 1
        yield Word(cased.lower(), cased, *where, lines[start], flat[end:following], plain[lines[start]])


def _runs(flat: str) -> Iterator[tuple[int, int]]:
    start = None
    for at, char in enumerate(flat + " "):
        inside = char.lower() in WORD
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            yield start, at
            start = None


# --- names ------------------------------------------------------------------------------------


def _candidates(words: list[Word], by_first: dict[str, list[Name]]) -> Iterator[Found]:
    for at, word in enumerate(words):
        for name in by_first.get(word.folded, ()):
            stretch = words[at : at + len(name.words)]
            if tuple(w.folded for w in stretch) == name.words and _joined(stretch, name) and _cased(stretch, name):
                yield Found(at, len(name.words), name)


def _joined(stretch: list[Word], name: Name) -> bool:
    gaps = [word.gap for word in stretch[:-1]]
    if name.dotted:
        return all(gap == "." for gap in gaps)
    return all(gap in (".", "*") or (1 <= len(gap) <= 3 and set(gap) <= set(SOFT)) for gap in gaps)


def _cased(stretch: list[Word], name: Name) -> bool:
    """As the taxonomy writes it, or in capitals; an acronym also where the whole line is in small letters."""
    if name.written is None:
        return True
    cased = [word.cased for word in stretch]
    capitals = name.written if name.as_written else tuple(word.upper() for word in name.written)
    if _same_capitals(cased, name.written) or _same_capitals(cased, capitals):
        return True
    return stretch[0].plain and _is_acronym(name)


def _is_acronym(name: Name) -> bool:
    """A guarded name in capitals, of three letters and more, that is no plural."""
    letters = "".join(name.written or ())
    return name.guard is not None and not name.as_written and letters.isupper() and len(letters) >= 3


def _same_capitals(cased: list[str], written: tuple[str, ...]) -> bool:
    """Capitals are compared in the first eight letters of each word."""
    pairs = zip(cased, written, strict=True)
    return all([c.isupper() for c in ours[:8]] == [c.isupper() for c in theirs[:8]] for ours, theirs in pairs)


def _longest(found: list[Found]) -> list[Found]:
    """From the left, the longest; what begins inside a kept phrase is dropped."""
    longest: dict[int, int] = {}
    for one in found:
        longest[one.at] = max(one.length, longest.get(one.at, 0))
    reach, kept = 0, set()
    for at in sorted(longest):
        if at >= reach:
            kept.add(at)
            reach = at + longest[at]
    return [one for one in found if one.at in kept and one.length == longest[one.at]]


# --- context ----------------------------------------------------------------------------------


def _counts(name: Name, line: int, context: set[tuple[int, str]]) -> bool:
    """The line holds nothing of ``against``; the text, or the line and its neighbours, holds some of ``context``."""
    guard = name.guard
    if guard is None:
        return True
    if any((line, word) in context for word in guard.against):
        return False
    if not guard.context:
        return True
    near = {word for where, word in context if not guard.in_line or abs(where - line) <= 1}
    return not near.isdisjoint(guard.context)
