"""Characters on a page, in the order they were drawn -> lines in the order they are read.

Lengths are in points and y grows downwards. ``em`` is the height of a character's box.
Drawing order is trusted where it agrees with the page: most programs write a column,
a cell, a paragraph at a time. Where it does not, what stands above comes first, and
what stands to the left.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Gaps, in ems. The first three part words, and are counted from the gap that is usual inside words.
LEAST_GAP, MOST_GAP = 0.1, 0.25  # where the file draws no blanks; what lies between is measured on the page
LOOSE_GAP = 0.17  # where it does, so that loose letters are no words
DRAWN_BLANKS = 0.05  # share of characters with a blank before them, from which on the file draws its blanks
CELL_GAP = 1.2  # from here on, another cell, or another column
PARAGRAPH_GAP = 0.6  # between the boxes of two lines
ZIPPED_ROWS, ZIPPED_SHARE = 5, 0.25  # rows of two columns, and cells of them that begin inside a sentence
BLOCKS_PER_SLIP = 20  # where blocks are drawn before the one above them more often, drawing is in no order at all
MOST_BLOCKS = 400  # comparing every pair beyond this would cost more than it mends

BULLETS = "•●○◦▪■□▫‣⁃∙·➢➤►▶▸✓✔❖◆◇⚫⬤"
MAYBE_BULLETS = "-–—*o§"
NUMBERED = re.compile(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s")
UNFINISHED = re.compile(r"(^|\s)(a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with|&)$|[,/(&–-]$", re.IGNORECASE)
ADDRESS = re.compile(r"\S*(@|://|www\.|\.com\b)", re.IGNORECASE)
# What follows a hyphen that was there before the line was broken.
COMPOUND = re.compile(
    r"(based|driven|level|related|time|term|up|in|out|to|of|the|oriented|wide|free|specific|focused|paced|on|"
    r"effective|making|solving|side|end|house|site|line|day|year|month|hour|person|building|party)\b"
)


# A line at least this long may go on with a capital or a digit: a list of short items is not a paragraph.
PROSE = 45
EARLY_BREAK = 0.2  # of its length a line of a list item may leave unused
PROSE_SHARE = 0.4  # share of lines without room for one more word, from which on a block is prose
SOFT_HYPHEN = "\xad"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_PART = re.compile(r"([^\W\d_]*[a-z])[-\xad]$")


class Glyph(NamedTuple):
    """One character that a reader sees, and its box; ``spaced`` when a blank was drawn before it."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    font: int
    spaced: bool


class Box(NamedTuple):
    """A rectangle on the page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Line:
    """One line of a column; ``mark`` is its bullet, ``start`` where its first word begins."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    start: float
    first: float
    fonts: tuple[int, int]
    mark: str = ""


@dataclass(slots=True)
class Block:
    """Lines that stand under one another, and the box around them."""

    lines: list[Line]
    x0: float
    y0: float
    x1: float
    y1: float


def text_of(glyphs: Sequence[Glyph], dots: Sequence[Box] = ()) -> str:
    """The text of one page: a line for each heading, list item, paragraph and row of a table.

    ``dots`` are small painted shapes, which are bullets where they stand before a line.
    """
    runs = list(runs_of(glyphs))
    spacing = _Spacing.of(runs)
    lines = list(_lines(_unzipped([_Run.of(run, spacing) for run in runs])))
    blocks = _uncrossed(_blocks(_bulleted(lines, dots)))
    return "\n".join(_paragraphs(_in_reading_order(blocks)))


# --- characters to words -------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Words that stand close together on one row."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    first: float
    fonts: tuple[int, int]

    @classmethod
    def of(cls, run: list[Glyph], spacing: _Spacing) -> _Run:
        text = _words(run, spacing)
        first = len(text.split(" ", 1)[0]) - 1
        # Accents and brackets reach over the line; the middle character says where it runs.
        y0, y1, em = sorted((glyph.y0, glyph.y1, glyph.y1 - glyph.y0) for glyph in run)[len(run) // 2]
        return cls(text, run[0].x0, y0, run[-1].x1, y1, em, run[first].x1 - run[0].x0, (run[0].font, run[-1].font))


def runs_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand close together on one row, in the order of drawing."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (not _follows(run[-1], glyph) or (len(run) == 1 and _is_mark(run[0], glyph))):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(left: Glyph, right: Glyph) -> bool:
    em = left.y1 - left.y0
    if not -1.2 * em < right.x0 - left.x1 < CELL_GAP * em:
        return False
    shared = min(left.y1, right.y1) - max(left.y0, right.y0)
    return shared > 0.5 * min(em, right.y1 - right.y0)


def _is_mark(glyph: Glyph, after: Glyph) -> bool:
    apart = after.spaced or after.x0 - glyph.x1 > 0.15 * (after.y1 - after.y0)
    return apart and (glyph.char in BULLETS or glyph.char in MAYBE_BULLETS or _is_private(glyph.char))


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


@dataclass(frozen=True, slots=True)
class _Spacing:
    """What a gap means on this page, in ems: from ``cut`` on it parts two words.

    ``lean`` is how far a character reaches over what follows, as the "f" of some fonts does.
    """

    cut: float
    lean: dict[tuple[int, str], float]

    @classmethod
    def of(cls, runs: Sequence[list[Glyph]]) -> _Spacing:
        gaps: dict[tuple[int, str], list[float]] = {}
        for run in runs:
            for left, right in pairwise(run):
                if not right.spaced:
                    gaps.setdefault((left.font, left.char), []).append((right.x0 - left.x1) / (left.y1 - left.y0))
        base = _low([gap for found in gaps.values() for gap in found])
        lean = {key: min(0.0, _low(found) - base) for key, found in gaps.items()}
        blanks = sum(glyph.spaced for run in runs for glyph in run) > DRAWN_BLANKS * sum(map(len, runs))
        upright = [gap - lean[key] for key, found in gaps.items() for gap in found]
        valley = LOOSE_GAP if blanks else min(max(_valley(upright) - base, LEAST_GAP), MOST_GAP)
        return cls(base + valley, lean)

    def after(self, left: Glyph, right: Glyph) -> float:
        return (right.x0 - left.x1) / (left.y1 - left.y0) - self.lean.get((left.font, left.char), 0.0)


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


def _words(run: list[Glyph], spacing: _Spacing) -> str:
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


# --- words to lines ------------------------------------------------------------------------


def _unzipped(runs: list[_Run]) -> list[_Run]:
    """The runs with columns apart that were drawn across, row by row; a table stays as it is.

    In a table the cells of a row belong together, and begin with a capital or a digit;
    where many begin inside a sentence, they go on with the line above.
    """
    rows = [i for i, (left, right) in enumerate(pairwise(runs)) if _beside(left, right)]
    edges = Counter(round(runs[i + 1].x0) for i in rows)
    for edge, _ in edges.most_common(1):
        rows = [i for i in rows if abs(runs[i + 1].x0 - edge) <= 2]
        inside = sum(runs[i].text[0].islower() + runs[i + 1].text[0].islower() for i in rows)
        if len(rows) >= ZIPPED_ROWS and inside >= ZIPPED_SHARE * 2 * len(rows):
            band = runs[rows[0] : rows[-1] + 2]
            if all(run.x1 < edge or run.x0 >= edge - 2 for run in band):
                left = [run for run in band if run.x0 < edge - 2]
                right = [run for run in band if run.x0 >= edge - 2]
                return [*runs[: rows[0]], *left, *right, *runs[rows[-1] + 2 :]]
    return runs


def _beside(left: _Run, right: _Run) -> bool:
    shared = min(left.y1, right.y1) - max(left.y0, right.y0)
    return shared > 0.5 * min(left.em, right.em) and right.x0 > left.x1


def _lines(runs: Iterable[_Run]) -> Iterator[Line]:
    line: Line | None = None
    for run in runs:
        if line is not None and _same_row(line, run):
            _extend(line, run)
            continue
        if line is not None:
            yield line
        line = Line(run.text, run.x0, run.y0, run.x1, run.y1, run.em, run.x0, run.first, run.fonts)
    if line is not None:
        yield line


def _same_row(line: Line, run: _Run) -> bool:
    shared = min(line.y1, run.y1) - max(line.y0, run.y0)
    return shared > 0.5 * min(line.em, run.em) and run.x0 > line.x1 - 0.3 * line.em


def _extend(line: Line, run: _Run) -> None:
    if not line.mark and _only_a_mark(line.text):
        line.mark, line.text = _mark(line.text), run.text
        line.start, line.first, line.fonts, line.em = run.x0, run.first, run.fonts, run.em
    else:
        near = run.x0 - line.x1 < CELL_GAP * line.em
        line.text += f" {run.text}" if near else f"  {run.text}"
    line.x1, line.fonts = run.x1, (line.fonts[0], run.fonts[1])
    line.y0, line.y1 = min(line.y0, run.y0), max(line.y1, run.y1)


def _only_a_mark(text: str) -> bool:
    return len(text) == 1 and (text in BULLETS or text in MAYBE_BULLETS or _is_private(text))


def _mark(char: str) -> str:
    # Symbol fonts keep their bullets in the private use area, where nothing else can read them.
    return "•" if char in BULLETS or _is_private(char) else char


def _bulleted(lines: list[Line], dots: Sequence[Box]) -> list[Line]:
    """The lines with the bullets that were drawn apart from them: as shapes, or as text in another place."""
    marks = [(Box(line.x0, line.y0, line.x1, line.y1), _mark(line.text)) for line in lines if _only_a_mark(line.text)]
    marks = sorted(marks + [(dot, "•") for dot in dots], key=_middle)
    kept = [line for line in lines if not _only_a_mark(line.text)]
    for line in kept:
        for box, mark in marks[bisect_left(marks, line.y0, key=_middle) : bisect_right(marks, line.y1, key=_middle)]:
            if not line.mark and -0.1 * line.em < line.x0 - box.x1 < 2.5 * line.em:
                line.mark = mark
    return kept


def _middle(mark: tuple[Box, str]) -> float:
    return (mark[0].y0 + mark[0].y1) / 2


# --- lines to blocks -----------------------------------------------------------------------


def _blocks(lines: Iterable[Line]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        if blocks and _continues(blocks[-1], line):
            _grow(blocks[-1], line)
        else:
            blocks.append(Block([line], line.x0, line.y0, line.x1, line.y1))
    return blocks


def _continues(block: Block, line: Line) -> bool:
    last = block.lines[-1]
    below = last.y0 + 0.3 * last.em < line.y0 < last.y1 + 2.5 * last.em
    return below and line.x0 < block.x1 and block.x0 < line.x1


def _grow(block: Block, line: Line) -> None:
    block.lines.append(line)
    block.x0, block.x1 = min(block.x0, line.x0), max(block.x1, line.x1)
    block.y0, block.y1 = min(block.y0, line.y0), max(block.y1, line.y1)


def _uncrossed(blocks: list[Block]) -> list[Block]:
    """The blocks, with those cut apart that a narrower block stands into: a wide text over two columns."""
    if len(blocks) > MOST_BLOCKS:
        return blocks
    return [part for block in blocks for part in _cut(block, [b for b in blocks if _stands_into(b, block)])]


def _stands_into(narrow: Block, wide: Block) -> bool:
    narrower = narrow.x1 - narrow.x0 < wide.x1 - wide.x0
    return narrower and narrow is not wide and _share_x(narrow, wide) and _share_y(narrow, wide)


def _cut(block: Block, others: list[Block]) -> list[Block]:
    edges = sorted(edge for other in others for edge in _edges(block, other))
    parts: dict[int, list[Line]] = {}
    for line in block.lines:
        parts.setdefault(bisect_left(edges, (line.y0 + line.y1) / 2), []).append(line)
    return [part for lines in parts.values() for part in _blocks(lines)]


def _edges(block: Block, other: Block) -> Iterator[float]:
    """Where ``other`` begins and ends beside the block, if the block runs across it before or after."""
    across = [line for line in block.lines if line.x0 < other.x1 and other.x0 < line.x1]
    if any(line.y0 < other.y0 for line in across):
        yield other.y0
    if any(line.y1 > other.y1 for line in across):
        yield other.y1


def _share_x(a: Block, b: Block) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1


def _share_y(a: Block, b: Block) -> bool:
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 1


def _in_reading_order(blocks: list[Block]) -> list[Block]:
    """What stands above first, then what stands to the left; as drawn where neither says.

    Where the drawing contradicts the page at every turn, as in files of design programs,
    a column is read to its end instead.
    """
    if len(blocks) > MOST_BLOCKS:
        return blocks
    waits = [{j for j, other in enumerate(blocks) if _before(other, block)} for block in blocks]
    trusted = sum(i + 1 in before for i, before in enumerate(waits)) <= 1 + len(blocks) // BLOCKS_PER_SLIP
    order: list[int] = []
    left = list(range(len(blocks)))
    while left:
        # A circle is possible where boxes overlap; it is broken in the order of drawing.
        free = [i for i in left if not waits[i]] or left[:1]
        last = blocks[order[-1]] if order else None
        chosen = free[0] if trusted else min(free, key=lambda i: _distance(last, blocks[i]))
        left.remove(chosen)
        order.append(chosen)
        for i in left:
            waits[i].discard(chosen)
    return [blocks[i] for i in order]


def _distance(last: Block | None, block: Block) -> tuple[bool, float, float]:
    return last is not None and not _share_x(last, block), block.y0, block.x0


def _before(a: Block, b: Block) -> bool:
    if _share_x(a, b):
        return not _share_y(a, b) and a.y0 < b.y0
    return _share_y(a, b) and a.x0 < b.x0


# --- lines to paragraphs -------------------------------------------------------------------


def _paragraphs(blocks: list[Block]) -> Iterator[str]:
    """Each paragraph on one line, and an empty line where the page leaves a gap."""
    vocabulary = Counter(word.lower() for block in blocks for line in block.lines for word in WORD.findall(line.text))
    last: Line | None = None
    for block in blocks:
        for flow in _flows(block):
            if last is not None and _apart(last, flow[0]):
                yield ""
            yield _flowed(flow, vocabulary)
            last = flow[-1]


def _apart(last: Line, line: Line) -> bool:
    return line.y0 - last.y1 > PARAGRAPH_GAP * last.em or line.y1 < last.y0


def _flows(block: Block) -> Iterator[list[Line]]:
    rooms = [_margin(line, block) - line.x1 for line in block.lines]
    full = [room < line.first + 0.2 * line.em for room, line in zip(rooms, block.lines[1:], strict=False)]
    prose = sum(full) >= PROSE_SHARE * len(block.lines)
    flow = [block.lines[0]]
    for line, room, no_room in zip(block.lines[1:], rooms, full, strict=False):
        if _wraps(flow, line, room, no_room, prose):
            flow.append(line)
        else:
            yield flow
            flow = [line]
    yield flow


def _margin(line: Line, block: Block) -> float:
    """Where the lines end that begin where this one does; rows of cells end elsewhere."""
    alike = (one.x1 for one in block.lines if abs(one.start - line.start) < one.em and "  " not in one.text)
    return max(alike, default=line.x1)


def _wraps(flow: list[Line], line: Line, room: float, no_room: bool, prose: bool) -> bool:
    """True where ``line`` goes on with the sentence of ``flow``."""
    last, item = flow[-1], bool(flow[0].mark)
    if line.mark or "  " in last.text or not _in_one_column(last, line):
        return False
    broken = last.text[-1] in "-\xad" and line.text[0].islower()
    # The first word of a wrapped line had no room on the line before: a line that left room ended on purpose.
    # Among items with bullets a line without one goes on; some programs break lines early to even them out.
    early = item and room < EARLY_BREAK * (last.x1 - last.start)
    if not (no_room or broken or early):
        return False
    return _goes_on(last, line, item or (prose and last.fonts[1] == line.fonts[0]))


def _in_one_column(last: Line, line: Line) -> bool:
    alike = abs(last.em - line.em) < 0.15 * last.em
    hangs = abs(line.x0 - last.start) < 0.5 * last.em or -4 * last.em < line.x0 - last.x0 < 0.5 * last.em
    return alike and hangs and line.y0 - last.y1 < PARAGRAPH_GAP * last.em


def _goes_on(last: Line, line: Line, prose: bool) -> bool:
    if NUMBERED.match(line.text) or ADDRESS.match(line.text):
        return False
    if line.text[0].islower() or line.text[0] in ",;)&/" or UNFINISHED.search(last.text):
        return True
    return prose and len(last.text) >= PROSE and last.text[-1] not in ".!?:;"


def _flowed(lines: list[Line], vocabulary: Counter[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _joined(text, line.text, vocabulary)
    return f"{lines[0].mark} {text}" if lines[0].mark else text


def _joined(text: str, rest: str, vocabulary: Counter[str]) -> str:
    """Two halves of a sentence; a hyphen at the break goes where it was only put in to break the word."""
    left, right = LAST_PART.search(text), WORD.match(rest)
    if left is None or right is None or not rest[0].islower():
        return f"{text}{rest}" if text.endswith(("-", "/")) and not text.endswith((" -", " /")) else f"{text} {rest}"
    if text[-1] == SOFT_HYPHEN or _was_one_word(left[1].lower(), right[0].lower(), vocabulary):
        return text[:-1] + rest
    return text + rest


def _was_one_word(left: str, right: str, vocabulary: Counter[str]) -> bool:
    if vocabulary[left + right]:
        return True
    # Each half is in the text once, at the break itself.
    two_words = vocabulary[f"{left}-{right}"] or (vocabulary[left] > 1 and vocabulary[right] > 1)
    return not two_words and COMPOUND.match(right) is None
