"""What the word processors' formats have in common: rows of a table, and colours nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

CELL = "  "
BULLET = "• "
TINY = 2.0  # points: nobody reads smaller text
PALE = 0xF0  # of 255: from here on in every channel, a colour passes for white
HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\b")
SHORT_HEX = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])\b")
RGB = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)")


def row(cells: Sequence[Sequence[str]]) -> list[str]:
    """One line for a row whose cells hold a line each; where a cell holds more, cell after cell."""
    filled = [lines for cell in cells if (lines := _trimmed(cell))]
    if all(len(lines) == 1 for lines in filled):
        return [CELL.join(lines[0] for lines in filled)]
    return [line for lines in filled for line in lines]


def _trimmed(cell: Sequence[str]) -> list[str]:
    lines = [line for line in cell if line.strip()]
    return [part for line in lines for part in line.split("\n")]


def upto(lines: Iterable[str], characters: int) -> Iterator[str]:
    """The lines until they hold more than so many characters: what follows would be cut off anyway."""
    for line in lines:
        yield line
        characters -= len(line) + 1
        if characters < -1:
            return


def is_white(colour: str | None) -> bool:
    """True for a colour, as a word, in hex or as rgb(), that cannot be told from white paper."""
    if colour is None:
        return False
    channels = _channels(colour.strip())
    return colour.strip().lower() in ("white", "snow", "ivory") or (bool(channels) and min(channels) >= PALE)


def _channels(colour: str) -> list[int]:
    if found := RGB.match(colour):
        return [int(channel) for channel in found.groups()]
    if found := HEX.match(colour):
        return [int(channel, 16) for channel in found.groups()]
    found = SHORT_HEX.match(colour)
    return [17 * int(channel, 16) for channel in found.groups()] if found else []
