"""A text cut at the ends of the quotes in it, so that quotes which overlap or nest can all be marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from api.words import MARKS

_WINDOW = 160  # characters of a line that are quoted whole
_STEERING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # directions
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}  # Unicode's pictures of them
_SIGNS = _CONTROLS | dict.fromkeys((*range(0x7F, 0xA0), *_STEERING, *range(0xD800, 0xE000)), 0xFFFD)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words ``text[start:end]``, what was found of them, and the id of what rests on them."""

    start: int
    end: int
    kind: str
    of: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text that the same quotes cover: all of it, or nothing of it.

    ``closing`` are the quotes that end with it.
    """

    start: int
    text: str
    quotes: tuple[Quote, ...] = ()
    closing: tuple[Quote, ...] = ()

    @property
    def shown(self) -> str:
        """The text, with a visible sign for each character that has none or that steers its neighbours."""
        return visible(self.text)

    @property
    def kind(self) -> str:
        """What was found of these words; "mixed" where results differ, "" where no quote covers them.

        A result goes before what is no result: a note, the pay.
        """
        kinds = {quote.kind for quote in self.quotes}
        kinds = kinds & MARKS.keys() or kinds
        return "mixed" if len(kinds) > 1 else next(iter(kinds), "")


@dataclass(frozen=True, slots=True)
class Cited:
    """A line of a text with the words meant, and where they stand in the whole ("" where they do not)."""

    link: str
    segments: tuple[Segment, ...]


def segments(text: str, quotes: Iterable[Quote]) -> tuple[Segment, ...]:
    """``text`` in pieces that join to it again, each with the quotes that cover it.

    A quote without words, or beyond the text, marks nothing.
    """
    known = sorted({q for q in quotes if 0 <= q.start < q.end <= len(text)}, key=lambda q: (q.start, -q.end, q.of))
    cuts = sorted({0, len(text), *(q.start for q in known), *(q.end for q in known)})
    return tuple(_swept(text, known, cuts))


def _swept(text: str, known: Sequence[Quote], cuts: Sequence[int]) -> Iterator[Segment]:
    opening = {start: tuple(group) for start, group in groupby(known, key=lambda q: q.start)}
    over: tuple[Quote, ...] = ()
    for start, end in pairwise(cuts):
        over = (*(q for q in over if q.end > start), *opening.get(start, ()))
        yield Segment(start, text[start:end], over, tuple(q for q in over if q.end == end))


def cited(spans: Sequence[Mapping[str, Any]], text: str, side: str) -> tuple[Cited, ...]:
    """Each line of ``text`` that ``spans`` lie in, once, with the words themselves marked.

    A span that is not of ``text`` is cited alone. ``side`` names the text in links: "#resume-85".
    """
    lines: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    alone = [span for span in spans if not is_of(span, text)]
    for span in spans:
        if span not in alone:
            lines.setdefault(_line_around(span["start"], span["end"], text), []).append(span)
    return (*(_cited(bounds, group, text, side) for bounds, group in lines.items()), *map(_alone, alone))


def is_of(span: Mapping[str, Any], text: str) -> bool:
    """Whether the words of ``span`` stand in ``text`` where it says."""
    return bool(span["quote"]) and text[span["start"] : span["end"]] == span["quote"]


def _line_around(start: int, end: int, text: str) -> tuple[int, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return (first, last) if last - first <= _WINDOW else (start, end)


def _cited(bounds: tuple[int, int], spans: Sequence[Mapping[str, Any]], text: str, side: str) -> Cited:
    first, last = bounds
    quotes = [Quote(span["start"] - first, span["end"] - first, "cited", "") for span in spans]
    return Cited(f"#{side}-{min(span['start'] for span in spans)}", segments(text[first:last], quotes))


def _alone(span: Mapping[str, Any]) -> Cited:
    return Cited("", (Segment(0, span["quote"], (Quote(0, len(span["quote"]), "cited", ""),)),))


def visible(text: str) -> str:
    """``text``, one character for one, where controls and direction marks are seen instead of obeyed."""
    return text.translate(_SIGNS)
