"""Characters on a page, in the order they were drawn -> its text, as it is read: whole sentences, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .columns import CELL, Block, Line, columns_of
from .words import Box, Glyph, Run, Spacing, runs_of

PARAGRAPH_GAP = 0.6  # ems between the boxes of two lines
# A line at least this long may go on with a capital or a digit: a list of short items is not a paragraph.
PROSE = 45  # characters
PROSE_SHARE = 0.4  # share of lines without room for one more word, from which on a block is prose
EARLY_BREAK = 0.2  # of its length a line of a list item may leave unused
MARGIN = 10.0  # points: lines that begin this close together end at one margin
SOFT_HYPHEN = "\xad"
NUMBERED = re.compile(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s")
UNFINISHED = re.compile(r"(^|\s)(a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with|&)$|[,/(&–-]$", re.IGNORECASE)
ADDRESS = re.compile(r"\S*(@|://|www\.|\.com\b)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_PART = re.compile(r"([^\W\d_]*[a-z])[-\xad]$")
# What follows a hyphen that was there before the line was broken.
COMPOUND = re.compile(
    r"(based|driven|level|related|time|term|up|in|out|to|of|the|oriented|wide|free|specific|focused|paced|on|"
    r"effective|making|solving|side|end|house|site|line|day|year|month|hour|person|building|party)\b"
)


def text_of(glyphs: Sequence[Glyph], dots: Sequence[Box] = ()) -> str:
    """The text of one page: a line for each heading, list item, paragraph and row of a table.

    ``dots`` are small painted shapes, which are bullets where they stand before a line.
    """
    runs = list(runs_of(glyphs))
    spacing = Spacing.of(runs)
    return "\n".join(_paragraphs(columns_of([Run.of(run, spacing) for run in runs], dots)))


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
    margins = _margins(block)
    rooms = [margins[round(line.start / MARGIN)] - line.x1 for line in block.lines]
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


def _margins(block: Block) -> dict[int, float]:
    """Where the lines end that begin in one place, by that place; rows of cells end elsewhere."""
    ends: dict[int, float] = {}
    for line in block.lines:
        place = round(line.start / MARGIN)
        for near in (place - 1, place, place + 1):
            ends[near] = max(ends.get(near, 0.0), 0.0 if CELL in line.text else line.x1)
    return ends


def _wraps(flow: list[Line], line: Line, room: float, no_room: bool, prose: bool) -> bool:
    """True where ``line`` goes on with the sentence of ``flow``."""
    last, item = flow[-1], bool(flow[0].mark)
    if line.mark or CELL in last.text or not _in_one_column(last, line):
        return False
    broken = last.text[-1] in "-\xad" and line.text[0].islower()
    # The first word of a wrapped line had no room on the line before: a line that left room ended on purpose.
    # Among items with bullets a line without one goes on; some programs break lines early to even them out.
    early = item and room < EARLY_BREAK * (last.x1 - last.start)
    if not (no_room or broken or early):
        return False
    return _goes_on(last, line, item or prose)


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
