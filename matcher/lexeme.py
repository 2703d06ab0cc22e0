"""One sentence as the grammar sees it: names, cues, amounts, joints, and other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matcher.quantity import Duration, durations
from matcher.scan import Hit

LexemeKind = Literal["concept", "degree", "issuer", "setting", "cue", "duration", "joint", "word"]

_TOKEN = re.compile(r"and/or|[\w+#]+(?:['’]\w+)?|[^\w\s]", re.IGNORECASE)
_JOINTS = {
    "and": "and",
    "&": "and",
    "or": "or",
    "and/or": "or",
    ",": ",",
    "/": "/",
    ";": ";",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    ":": ":",
    "|": ",",
}
_INSIDE = ("people", "supervise", "experience", "references")
_RANK = {"duration": 0, "concept": 1, "degree": 2, "cue": 3, "issuer": 4, "setting": 5}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a sentence; ``ids`` are the concepts or the cue that it stands for.

    ``also`` are cues inside a name: "coders" are people, "coding experience" is experience.
    """

    kind: LexemeKind
    ids: tuple[str, ...]
    start: int
    end: int
    duration: Duration | None = None
    also: tuple[str, ...] = ()

    def is_cue(self, *names: str) -> bool:
        """Whether this is one of the cues named."""
        own = self.ids if self.kind == "cue" else self.also
        return bool(own) and any(i in names for i in own)

    def is_joint(self, *marks: str) -> bool:
        """Whether this is one of the joints named."""
        return self.kind == "joint" and self.ids[0] in marks


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence's lexemes in order, with the fields and settings that stand beside them."""

    text: str
    lexemes: tuple[Lexeme, ...]
    fields: tuple[Lexeme, ...]
    settings: tuple[Lexeme, ...]
    mismatches: tuple[Duration, ...]


def unit_of(text: str, hits: Iterable[Hit], offset: int = 0) -> Unit:
    """The lexemes of ``text``; ``hits`` may carry offsets into a longer text that begins ``offset`` earlier."""
    spans = tuple(durations(text))
    named = [Lexeme(h.layer, h.means, h.start - offset, h.end - offset) for h in hits if h.layer in _RANK]  # type: ignore[arg-type]
    fields = tuple(Lexeme("word", h.means, h.start - offset, h.end - offset) for h in hits if h.layer == "field")
    spans = tuple(
        d
        for d in spans
        if not any(n.is_cue("not-work") and n.start <= d.end + 1 and n.end >= d.start - 1 for n in named)
    )
    counted = [Lexeme("duration", ("duration",), d.start, d.end, d) for d in spans]
    chosen = _apart([*counted, *(n for n in named if n.kind != "setting")])
    chosen = [c for c in chosen if not c.is_cue("year", "month", "week", "day", "hour")]
    settings = tuple(n for n in named if n.kind == "setting")
    return Unit(text, tuple(_with_words(text, chosen)), fields, settings, tuple(d for d in spans if d.mismatch))


def _apart(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The longer of two that overlap; of equals, the one that says more."""
    kept: list[Lexeme] = []
    for one in sorted(lexemes, key=lambda x: (x.start - x.end, _RANK[x.kind], x.start)):
        over = next((at for at, k in enumerate(kept) if one.start < k.end and one.end > k.start), None)
        if over is None:
            kept.append(one)
        elif one.is_cue(*_INSIDE):
            kept[over] = replace(kept[over], also=(*kept[over].also, *one.ids))
    return sorted(kept, key=lambda x: x.start)


def _with_words(text: str, chosen: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes with the words and joints between them."""
    out: list[Lexeme] = []
    waiting = iter(chosen)
    following = next(waiting, None)
    taken = 0
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        while following is not None and following.start <= start:
            out.append(following)
            taken = following.end
            following = next(waiting, None)
        if start >= taken and (following is None or end <= following.start):
            word = token.group().lower()
            mark = _JOINTS.get(word)
            out.append(Lexeme("joint" if mark else "word", (mark or word,), start, end))
    if following is not None:
        out += [following, *waiting]
    return out
