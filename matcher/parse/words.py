"""Characters on a page -> words that stand close together on one row.

Lengths are in points and y grows downwards. An ``em`` is the height of a character's box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Gaps, in ems. The first three part words, and are counted from the gap that is usual inside words.
LEAST_GAP, MOST_GAP = 0.1, 0.25  # where the file draws no blanks; what lies between is measured on the page
LOOSE_GAP = 0.17  # where it does, so that loose letters are no words
DRAWN_BLANKS = 0.05  # share of characters with a blank before them, from which on the file draws its blanks
CELL_GAP = 1.2  # from here on, another cell, or another column
OVERPRINT = 1.2  # how far back a character may stand and still follow: ligatures come as letters in one box

BULLETS = "•●○◦▪■□▫‣⁃∙·➢➤►▶▸✓✔❖◆◇⚫⬤"
MAYBE_BULLETS = "-–—*o§"


class Glyph(NamedTuple):
    """One character and its box, ``em`` high; ``spaced`` when a blank was drawn before it."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    spaced: bool


class Box(NamedTuple):
    """A rectangle on the page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Run:
    """Words that stand close together on one row."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    first: float

    @classmethod
    def of(cls, run: list[Glyph], spacing: Spacing) -> Run:
        text = _words(run, spacing)
        first = len(text.split(" ", 1)[0]) - 1
        # Accents and brackets reach over the line: the middle one of three characters says where it runs.
        middle = sorted((run[0], run[len(run) // 2], run[-1]), key=lambda glyph: glyph.em)[1]
        return cls(text, run[0].x0, middle.y0, run[-1].x1, middle.y1, middle.em, run[first].x1 - run[0].x0)


def runs_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand close together on one row, in the order of drawing."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (not _follows(run[-1], glyph) or (len(run) == 1 and _stands_alone(run[0], glyph))):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(left: Glyph, right: Glyph) -> bool:
    em = left.em
    if not -OVERPRINT * em < right.x0 - left.x1 < CELL_GAP * em:
        return False
    return min(left.y1, right.y1) - max(left.y0, right.y0) > 0.5 * min(em, right.em)


def _stands_alone(glyph: Glyph, after: Glyph) -> bool:
    apart = after.spaced or after.x0 - glyph.x1 > 0.15 * after.em
    return apart and is_mark(glyph.char)


def is_mark(text: str) -> bool:
    """True for a single character that may be a bullet."""
    return len(text) == 1 and (text in BULLETS or text in MAYBE_BULLETS or _is_private(text))


def as_bullet(char: str) -> str:
    """The bullet as people can read it: symbol fonts keep theirs where nothing else can."""
    return "•" if char in BULLETS or _is_private(char) else char


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


@dataclass(frozen=True, slots=True)
class Spacing:
    """What a gap means on this page, in ems: from ``cut`` on it parts two words.

    ``lean`` is how far a character reaches over what follows, as the "f" of some fonts does.
    """

    cut: float
    lean: dict[str, float]

    @classmethod
    def of(cls, runs: Sequence[list[Glyph]]) -> Spacing:
        gaps: dict[str, list[float]] = defaultdict(list)
        for run in runs:
            for left, right in pairwise(run):
                if not right.spaced:
                    gaps[left.char].append((right.x0 - left.x1) / left.em)
        base = _low([gap for found in gaps.values() for gap in found])
        lean = {key: min(0.0, _low(found) - base) for key, found in gaps.items()}
        blanks = sum(glyph.spaced for run in runs for glyph in run) > DRAWN_BLANKS * sum(map(len, runs))
        upright = [gap - lean[key] for key, found in gaps.items() for gap in found]
        valley = LOOSE_GAP if blanks else min(max(_valley(upright) - base, LEAST_GAP), MOST_GAP)
        return cls(base + valley, lean)

    def after(self, left: Glyph, right: Glyph) -> float:
        return (right.x0 - left.x1) / left.em - self.lean.get(left.char, 0.0)


def _low(gaps: list[float]) -> float:
    return sorted(gaps)[len(gaps) * 3 // 10] if gaps else 0.0


def _valley(values: list[float]) -> float:
    """Where small values end and large ones begin: the cut that leaves two halves most unlike (Otsu's)."""
    values = sorted(values)
    total, below, best, valley = sum(values), 0.0, -1.0, 0.0
    for count, (value, following) in enumerate(pairwise(values), 1):
        below += value
        unlike = count * (len(values) - count) * (below / count - (total - below) / (len(values) - count)) ** 2
        if unlike > best:
            best, valley = unlike, (value + following) / 2
    return valley


def _words(run: list[Glyph], spacing: Spacing) -> str:
    """The run's characters with a blank wherever one was drawn, or where a gap is left for one."""
    if _spread(run):
        return _unspread(run)
    gaps = [spacing.after(left, right) for left, right in pairwise(run)]
    within = [gap for gap, glyph in zip(gaps, run[1:], strict=True) if not glyph.spaced]
    # Letters set wide apart, as in many headings, have a gap of their own.
    wide = _low(within) + LEAST_GAP if len(within) >= 4 else 0.0
    cut = max(spacing.cut, wide)
    return run[0].char + "".join(
        f" {glyph.char}" if glyph.spaced or gap > cut else glyph.char for gap, glyph in zip(gaps, run[1:], strict=True)
    )


def _spread(run: list[Glyph]) -> bool:
    """True for a heading set as "S K I L L S", a blank after every letter."""
    return len(run) >= 4 and all(glyph.spaced for glyph in run[1:]) and all(glyph.char.isalpha() for glyph in run)


def _unspread(run: list[Glyph]) -> str:
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    word = 1.6 * _low(gaps)
    return run[0].char + "".join(
        f" {glyph.char}" if gap > word else glyph.char for gap, glyph in zip(gaps, run[1:], strict=True)
    )
