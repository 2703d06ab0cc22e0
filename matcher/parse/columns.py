"""Words on a page -> lines, and the lines of each column, cell or paragraph together, in reading order.

Drawing order is trusted where it agrees with the page: most programs write a column, a cell,
a paragraph at a time. Where it does not, what stands above comes first, and what stands to the left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .words import CELL_GAP, Box, Run, as_bullet, is_mark

ZIPPED_ROWS, ZIPPED_SHARE = 5, 0.25  # rows of two columns, and cells of them that begin inside a sentence
BLOCKS_PER_SLIP = 20  # where blocks are drawn before the one above them more often, drawing is in no order at all
MOST_BLOCKS = 400  # comparing every pair beyond this would cost more than it mends
BULLET_GAP = 2.5  # ems from a bullet to its line, at most
CELL = "  "


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
    mark: str = ""


@dataclass(slots=True)
class Block:
    """Lines that stand under one another, and the box around them."""

    lines: list[Line]
    x0: float
    y0: float
    x1: float
    y1: float


def columns_of(runs: list[Run], dots: Sequence[Box]) -> list[Block]:
    """The lines of a page in reading order; ``dots`` are shapes that are bullets where they stand before a line."""
    return _in_reading_order(_uncrossed(_blocks(_bulleted(list(_lines(_unzipped(runs))), dots))))


# --- lines ---------------------------------------------------------------------------------------


def _unzipped(runs: list[Run]) -> list[Run]:
    """The runs with columns apart that were drawn across, row by row; a table stays as it is.

    In a table the cells of a row belong together, and begin with a capital or a digit;
    where many begin inside a sentence, they go on with the line above.
    """
    rows = [i for i, (left, right) in enumerate(pairwise(runs)) if _beside(left, right)]
    if not rows:
        return runs
    (edge, _), *_ = Counter(round(runs[i + 1].x0) for i in rows).most_common(1)
    rows = [i for i in rows if abs(runs[i + 1].x0 - edge) <= 2]
    first, last = rows[0], rows[-1] + 2
    crossed = any(run.x0 < edge - 2 and run.x1 >= edge for run in runs[first:last])
    inside = sum(run.text[0].islower() for i in rows for run in runs[i : i + 2])
    if crossed or len(rows) < ZIPPED_ROWS or inside < ZIPPED_SHARE * 2 * len(rows):
        return runs
    return runs[:first] + sorted(runs[first:last], key=lambda run: run.x0 >= edge - 2) + runs[last:]


def _beside(left: Run, right: Run) -> bool:
    shared = min(left.y1, right.y1) - max(left.y0, right.y0)
    return shared > 0.5 * min(left.em, right.em) and right.x0 > left.x1


def _lines(runs: Iterable[Run]) -> Iterator[Line]:
    line: Line | None = None
    for run in runs:
        if line is not None and _same_row(line, run):
            _extend(line, run)
            continue
        if line is not None:
            yield line
        line = Line(run.text, run.x0, run.y0, run.x1, run.y1, run.em, run.x0, run.first)
    if line is not None:
        yield line


def _same_row(line: Line, run: Run) -> bool:
    shared = min(line.y1, run.y1) - max(line.y0, run.y0)
    return shared > 0.5 * min(line.em, run.em) and run.x0 > line.x1 - 0.3 * line.em


def _extend(line: Line, run: Run) -> None:
    if not line.mark and is_mark(line.text):
        line.mark, line.text = as_bullet(line.text), run.text
        line.start, line.first, line.em = run.x0, run.first, run.em
    else:
        near = run.x0 - line.x1 < CELL_GAP * line.em
        line.text += f" {run.text}" if near else f"{CELL}{run.text}"
    line.x1 = run.x1
    line.y0, line.y1 = min(line.y0, run.y0), max(line.y1, run.y1)


def _bulleted(lines: list[Line], dots: Sequence[Box]) -> list[Line]:
    """The lines with the bullets that were drawn apart from them: as shapes, or as text in another place."""
    found = [(Box(line.x0, line.y0, line.x1, line.y1), as_bullet(line.text)) for line in lines if is_mark(line.text)]
    marks = sorted(found + [(dot, "•") for dot in dots], key=_middle)
    kept = [line for line in lines if not is_mark(line.text)]
    for line in kept:
        level = marks[bisect_left(marks, line.y0, key=_middle) : bisect_right(marks, line.y1, key=_middle)]
        before = (bullet for box, bullet in level if -0.1 * line.em < line.x0 - box.x1 < BULLET_GAP * line.em)
        line.mark = line.mark or next(before, "")
    return kept


def _middle(mark: tuple[Box, str]) -> float:
    return (mark[0].y0 + mark[0].y1) / 2


# --- blocks --------------------------------------------------------------------------------------


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
