"""A scanner that is slow and obviously right: what matcher/scan.py must agree with.

It folds character by character, walks word by word, tries every name at every word, and
judges context by looking at the lines themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.scan import Hit
from taxonomy.fold import WORD, unaccent
from taxonomy.lexicon import LAYERS, Lexicon, Name

SOFT = " -/'_"


@dataclass(frozen=True)
class Word:
    """One word of a text: folded, as capitalised, where it stands, and the folded gap behind it."""

    folded: str
    cased: str
    start: int
    end: int
    line: int
    gap: str


def slow_scan(text: str, lexicon: Lexicon) -> list[Hit]:
    words = list(_words(text))
    found = list(_candidates(words, lexicon))
    context = [(words[at].line, name.means[0]) for at, _, name in found if name.layer == "context"]
    longest = [hit for layer in LAYERS for hit in _longest([f for f in found if f[2].layer == layer])]
    kept: dict[tuple[int, str], tuple[int, int, Name, int]] = {}
    for at, length, name in longest:
        if name.layer == "context" or not _counts(name, words[at].line, context):
            continue
        rank = lexicon.names.index(name) + (0 if name.guard else len(lexicon.names))
        key = (at, name.layer)
        if key not in kept or rank < kept[key][3]:
            kept[key] = (at, length, name, rank)
    hits = [_hit(words, at, length, name) for at, length, name, _ in kept.values()]
    return sorted(hits, key=lambda h: (h.start, LAYERS.index(h.layer)))


def _hit(words: list[Word], at: int, length: int, name: Name) -> Hit:
    return Hit(words[at].start, words[at + length - 1].end, words[at].line, name.layer, name.means)


def _words(text: str) -> Iterator[Word]:
    plain = [(c, offset) for offset, char in enumerate(text) for c in unaccent(char)]
    line, at = 0, 0
    found: list[tuple[str, int, int, int, int]] = []
    while at < len(plain):
        char, _ = plain[at]
        if char.lower() in WORD:
            end = at
            while end < len(plain) and plain[end][0].lower() in WORD:
                end += 1
            found.append(("".join(c for c, _ in plain[at:end]), plain[at][1], plain[end - 1][1] + 1, line, end))
            at = end
        else:
            line += char == "\n"
            at += 1
    begins = [f[4] - len(f[0]) for f in found] + [len(plain) + 9]
    for number, (cased, start, end, where, stop) in enumerate(found):
        gap = "".join(c for c, _ in plain[stop : begins[number + 1]])
        yield Word(cased.lower(), cased, start, end, where, gap)


def _candidates(words: list[Word], lexicon: Lexicon) -> Iterator[tuple[int, int, Name]]:
    by_first: dict[str, list[Name]] = {}
    for name in lexicon.names:
        by_first.setdefault(name.words[0], []).append(name)
    for at, word in enumerate(words):
        for name in by_first.get(word.folded, ()):
            length = len(name.words)
            stretch = words[at : at + length]
            if len(stretch) == length and _reads(stretch, name):
                yield at, length, name


def _reads(stretch: list[Word], name: Name) -> bool:
    if any(w.folded != n for w, n in zip(stretch, name.words, strict=True)) or any(len(w) > 24 for w in name.words):
        return False
    gaps = [w.gap for w in stretch[:-1]]
    if not all(g == "." or (0 < len(g) <= 3 and all(c in SOFT for c in g)) for g in gaps):
        return False
    if name.dotted and any(g != "." for g in gaps):
        return False
    if name.written is None:
        return True
    cased = [w.cased for w in stretch]
    capitals = name.written if name.as_written else tuple(w.upper() for w in name.written)
    return _same_capitals(cased, name.written) or _same_capitals(cased, capitals)


def _same_capitals(cased: list[str], written: tuple[str, ...]) -> bool:
    """Capitals are compared in the first eight letters of each word."""
    return all([c.isupper() for c in a[:8]] == [c.isupper() for c in b[:8]] for a, b in zip(cased, written, strict=True))


def _longest(found: list[tuple[int, int, Name]]) -> list[tuple[int, int, Name]]:
    longest: dict[int, int] = {}
    for at, length, _ in found:
        longest[at] = max(length, longest.get(at, 0))
    reach, kept = 0, set()
    for at in sorted(longest):
        if at >= reach:
            kept.add(at)
            reach = at + longest[at]
    return [(at, length, name) for at, length, name in found if at in kept and length == longest[at]]


def _counts(name: Name, line: int, context: list[tuple[int, str]]) -> bool:
    if name.guard is None:
        return True
    if any(where == line and word in name.guard.against for where, word in context):
        return False
    if not name.guard.context:
        return True
    near = (word for where, word in context if not name.guard.in_line or abs(where - line) <= 1)
    return any(word in name.guard.context for word in near)
