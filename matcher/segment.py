"""A sentence cut by the words that say how strongly: "RHIT required; RHIA preferred" is two segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.lexeme import Lexeme
from matcher.report import Modality

# Words that stand behind what they govern, and words that stand before it.
TRAILING: dict[str, Modality] = {"required": "required", "preferred": "preferred"}
LEADING: dict[str, Modality] = {"must": "required", "prefer": "preferred"}
_STRENGTH = TRAILING | LEADING

# Words that say nothing of their own between names.
FILLERS = frozenset(
    "a an the in of for as by from through via is are be to current currently certification certifications certified "
    "credential credentials license licensed licensure exam designation certificate certificates status - – . * level "
    "coding or and additional other following years year".split()
)


@dataclass(slots=True)
class Segment:
    """A stretch of lexemes under one strength. ``dropped``: not required; ``aside``: named in passing;
    ``chained``: one of several that "or" joins."""

    lexemes: list[Lexeme]
    modality: Modality | None = None
    dropped: bool = False
    aside: bool = False
    chained: bool = False


def segments(lexemes: Sequence[Lexeme]) -> list[Segment]:
    """The segments of a sentence; brackets that say their own strength come last."""
    outer, inner = _brackets(lexemes)
    return _chain([s for s in _settled(_cut(outer)) if s.lexemes]) + inner


def _chain(parts: list[Segment]) -> list[Segment]:
    """Mark the segments that "or" ties to a neighbour: "a bachelor's degree; or an associate's and 2 years"."""
    begins = [next((x.is_joint("or") for x in p.lexemes if not x.is_joint(",")), False) for p in parts]
    ends = [bool(p.lexemes) and p.lexemes[-1].is_joint("or") for p in parts]
    for at, part in enumerate(parts):
        before = begins[at] or (at > 0 and ends[at - 1])
        part.chained = before or (at + 1 < len(parts) and (begins[at + 1] or ends[at]))
    return parts


def strength_of(lexemes: Iterable[Lexeme]) -> Modality | None:
    """The first word of strength among lexemes."""
    return next((_STRENGTH[i] for x in lexemes if is_strength(x) for i in x.ids if i in _STRENGTH), None)


def is_strength(x: Lexeme) -> bool:
    """Whether a lexeme says how strongly."""
    return x.is_cue(*_STRENGTH)


def names(lexemes: Sequence[Lexeme]) -> bool:
    """Whether anything is named: a concept, a degree, or years that are no deadline."""
    for at, x in enumerate(lexemes):
        if x.kind in ("concept", "degree") or x.is_cue("no-experience"):
            return True
        if x.kind == "duration" and not any(y.is_cue("within") for y in lexemes[max(0, at - 2) : at]):
            return True
    return False


@dataclass(slots=True)
class _Cutter:
    """Where the cut stands: what is done, what is open, and the strength that leads it."""

    done: list[Segment]
    current: Segment
    leading: Modality | None = None
    dropping: bool = False

    def close(self) -> None:
        if self.current.lexemes:
            self.current.modality = self.current.modality or self.leading
            self.current.dropped |= self.dropping
            self.done.append(self.current)
        self.current = Segment([])


def _cut(lexemes: Sequence[Lexeme]) -> list[Segment]:
    cut = _Cutter([], Segment([]))
    listed = False
    for at, x in enumerate(lexemes):
        listed |= x.is_cue("one-of")
        colon = at + 1 < len(lexemes) and lexemes[at + 1].is_joint(":")
        if x.is_joint(";"):
            if listed:
                cut.current.lexemes.append(replace(x, ids=(",",)))
            else:
                cut.close()
        elif x.is_joint(",") and cut.current.aside:
            cut.close()
        elif x.is_cue("not-required"):
            _not_required(cut, x, colon)
        elif x.is_cue(*TRAILING):
            _behind_or_before(cut, x, colon, _answer(lexemes[at + 2 : at + 3]) if colon else None)
        elif x.is_cue(*LEADING):
            cut.close()
            cut.leading = strength_of([x])
            cut.current.lexemes.append(x)
        elif x.is_cue("condition"):
            cut.close()
            cut.current = Segment([x], aside=True)
        else:
            cut.current.lexemes.append(x)
    cut.close()
    return cut.done


def _not_required(cut: _Cutter, x: Lexeme, colon: bool) -> None:
    """ "BLS not required" drops what stands before; "Not required: BLS" what follows."""
    if colon and not names(cut.current.lexemes):
        cut.close()
        cut.dropping = True
        return
    cut.current.lexemes.append(x)
    cut.current.dropped = True
    cut.close()


def _answer(behind: Sequence[Lexeme]) -> bool | None:
    """What a form says behind "Required:": yes, no, or nothing of the kind."""
    word = behind[0].ids[0] if behind else ""
    return (
        True
        if word in ("yes", "y")
        else False
        if word in ("no", "n", "none") or any(x.is_cue("none") for x in behind)
        else None
    )


def _behind_or_before(cut: _Cutter, x: Lexeme, colon: bool, answer: bool | None) -> None:
    """ "RHIT required" closes what stands before; "Required: RHIT" opens what follows; "Required: No" drops."""
    if names(cut.current.lexemes) and (not colon or answer is not None):
        cut.current.lexemes.append(x)
        cut.current.modality = strength_of([x])
        cut.current.dropped |= answer is False
        cut.close()
        cut.leading = None
        return
    if names(cut.current.lexemes):
        cut.current.modality = strength_of([x])
    cut.close()
    cut.leading, cut.dropping = strength_of([x]), False


def _settled(parts: list[Segment]) -> list[Segment]:
    """A segment of words alone belongs to the names before it; one with a term after hire stands for itself."""
    out: list[Segment] = []
    for part in parts:
        apart = names(part.lexemes) or any(
            x.is_cue("in-lieu") or x.kind == "duration" or x.is_cue("first-year") for x in part.lexemes
        )
        if not out or apart:
            out.append(part)
        elif part.dropped:
            out[-1].dropped = out[-1].dropped or out[-1].modality is None
        else:
            out[-1].lexemes += part.lexemes
            out[-1].modality = out[-1].modality or part.modality
    return out


def _brackets(lexemes: Sequence[Lexeme]) -> tuple[list[Lexeme], list[Segment]]:
    """Take out brackets that hold names with their own strength, or names in passing."""
    outer: list[Lexeme] = []
    inner: list[Segment] = []
    at = 0
    while at < len(lexemes):
        close = _closing(lexemes, at) if lexemes[at].is_joint("(") else None
        inside = list(lexemes[at + 1 : close]) if close else []
        if close and names(inside) and (_has_own(inside) or _in_passing(inside)):
            own = (
                [s for s in _settled(_cut(inside)) if s.lexemes] if _has_own(inside) else [Segment(inside, aside=True)]
            )
            inner += own
            at = close + 1
        else:
            outer.append(lexemes[at])
            at += 1
    return outer, inner


def _has_own(inside: Sequence[Lexeme]) -> bool:
    """Whether a bracket says its own strength: "(CRC preferred)", "(CPC-A will not be considered)"."""
    return any(is_strength(x) or x.is_cue("not-required") for x in inside)


def _closing(lexemes: Sequence[Lexeme], at: int) -> int | None:
    return next((i for i in range(at + 1, len(lexemes)) if lexemes[i].is_joint(")")), None)


def _in_passing(lexemes: Sequence[Lexeme]) -> bool:
    """ "(Cerner conversion underway)", "(e.g. Epic)": names with other words around them, or as examples."""
    if any(x.kind == "duration" or x.is_cue("obtain", "eligible", "in-lieu") for x in lexemes):
        return False
    if any(x.is_cue("such-as") for x in lexemes):
        return True
    return sum(x.kind == "word" and x.ids[0].isalpha() and x.ids[0] not in FILLERS for x in lexemes) >= 2
