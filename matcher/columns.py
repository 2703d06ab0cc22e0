"""A table whose columns say how strongly: what stands under "Required" is required, under "Preferred" preferred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.report import Modality
from matcher.scan import Hit

_SEPARATOR = re.compile(r"[|\t]")
_MARKS = frozenset(("x", "✓", "✔", "☑", "☒", "●", "•", "yes", "y"))
_WIDEST_HEAD = 40
_STRENGTH: dict[str, Modality] = {"required": "required", "preferred": "preferred"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that asks something: where it stands, how strongly by its column, and the topic of its row."""

    start: int
    end: int
    strength: Modality
    topic: str | None


def columns_of(text: str, start: int, end: int, headings: Sequence[Hit]) -> tuple[Modality | None, ...] | None:
    """The strength of each column where a line is the head of such a table; None where it is not."""
    found = [_strength(a, b, headings) for a, b in _cells(text, start, end)]
    stated = [s for s in found if s is not None]
    return tuple(found) if len(found) <= len(stated) + 1 and len(set(stated)) == 2 == len(stated) else None


def cells_of(
    text: str, start: int, end: int, columns: Sequence[Modality | None], headings: Sequence[Hit]
) -> list[Cell] | None:
    """The cells of a row that ask; None where the line is no row of the table."""
    cells = _cells(text, start, end)
    if len(cells) == len(columns) + 1 and None not in columns:
        columns = (None, *columns)  # the empty head over the rows' own names was left out
    if len(cells) != len(columns) or len(cells) < 2:
        return None
    named = next((c for c, column in zip(cells, columns, strict=True) if column is None), None)
    topic = None if named is None else _topic(*named, headings)
    return list(_asking(text, cells, columns, named, topic))


def _asking(
    text: str,
    cells: Sequence[tuple[int, int]],
    columns: Sequence[Modality | None],
    named: tuple[int, int] | None,
    topic: str | None,
) -> Iterator[Cell]:
    marked: list[Modality] = []
    for (start, end), strength in zip(cells, columns, strict=True):
        if strength is not None and text[start:end].lower() in _MARKS:
            marked.append(strength)
        elif strength is not None and start < end:
            yield Cell(start, end, strength, topic)
    if marked and named is not None:
        yield Cell(*named, "required" if "required" in marked else marked[0], None)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a line without the blanks around them; bars at both ends part nothing."""
    start, end = _trimmed(text, start, end) if text[start:end].lstrip().startswith("|") else (start, end)
    if text[start : start + 1] == "|":
        start, end = start + 1, end - (end - start > 1 and text[end - 1] == "|")
    cuts = [m.start() for m in _SEPARATOR.finditer(text, start, end)]
    pairs = zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True)
    return [_trimmed(text, a, b) for a, b in pairs] if cuts else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _strength(start: int, end: int, headings: Sequence[Hit]) -> Modality | None:
    inside = [h for h in headings if start <= h.start and h.end <= end] if end - start <= _WIDEST_HEAD else []
    return next((_STRENGTH[h.means[0]] for h in inside if h.means[0] in _STRENGTH), None)


def _topic(start: int, end: int, headings: Sequence[Hit]) -> str | None:
    return next((h.means[0] for h in headings if start <= h.start and h.end <= end), None)
