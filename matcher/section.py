"""Headings -> stretches of a document: each sentence with the section and modality that it stands under."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matcher.columns import cells_of, columns_of
from matcher.report import Modality
from matcher.scan import Hit

# Headings that say how strongly, and headings that say what about.
_STRENGTH: dict[str, Modality] = {"required": "required", "preferred": "preferred"}
_TOPICS = ("education", "experience", "certifications", "skills", "qualifications")
ASKING = ("qualifications", "education", "experience", "certifications", "skills")
_LABELS = ("education", "experience", "certifications", "skills", "pay", "other", "references")

_BULLET = re.compile(
    r"[ \t]*(?:([•◦▪▫●○■□►▶‣⁃∙·➢➤✓✔❖◆◇★☆*–—o>-])(?=[ \t])|\(?([a-zA-Z]|\d{1,2}|[ivx]{1,4})[.)](?=[ \t]))?[ \t]*"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|min|yrs?|mos?|approx|dept|inc|co|st|no|ex|incl|dr|mr|mrs|ms|jr|sr|u\.s|pref|req|exp|cert|a\.a\.s|a\.s|b\.s|m\.s|a\.a|b\.a|ph\.d|[a-z])|\b(?:\w\.)+\w)$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?](?=\s+[\"'(“]?[A-Z0-9•$]|\s*$)|[.](?=[A-Z][a-z]+\s)")
# A bullet inside a line begins another item: "HS diploma * Coding certificate preferred * Bilingual".
_INLINE_BULLET = re.compile(r"\s[•*▪●◦■✓➢](?=\s)")
_ANY_STOP = re.compile(r"[.!?](?=\s|$)")
# A sentence longer than this is read in pieces, cut at spaces: what the grammar takes grows with its square.
_LONGEST = 2000
_COLON = re.compile(r"[^:–—]{0,20}?(?:[:–—]|\s-\s)\s*")
_GLUE = frozenset("and or the of for & s a our your to with in at this job position role candidate section on".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a line without a stop, and where it stands.

    ``depth`` counts indentation, two for each bullet level; ``bullet`` is the mark or number;
    ``strength`` is what its heading says of modality; ``label`` marks a section named on this very line.
    """

    start: int
    end: int
    line: int
    section: str
    strength: Modality | None
    depth: int
    bullet: str
    first: bool
    label: bool


@dataclass(frozen=True, slots=True)
class _State:
    section: str = "unknown"
    strength: Modality | None = None
    nested: bool = False
    fresh: bool = False


def sentences(text: str, hits: Sequence[Hit]) -> list[Sentence]:
    """The text's sentences in order, without the headings themselves."""
    headings: dict[int, list[Hit]] = {}
    for hit in hits:
        if hit.layer == "heading":
            headings.setdefault(hit.line, []).append(hit)
    named = {h.line for h in hits if h.layer in ("concept", "degree", "issuer")}
    if sum(map(str.isupper, text)) > sum(map(str.islower, text)):
        named = set(range(text.count("\n") + 1))  # in a text all in capitals they mark nothing
    out: list[Sentence] = []
    state = _State()
    columns: _Columns | None = None
    for number, (start, end) in enumerate(_lines(text)):
        here = headings.get(number, [])
        columns, row = _row(text, start, end, number, here, columns)
        if row is not None:
            out += row
            continue
        said = _said_below(text, start, end, here)
        if said is not None and out and out[-1].line == number - 1 and not out[-1].bullet:
            out[-1] = replace(out[-1], strength=said, section=_asking(out[-1].section))
            continue
        state, found = _line(text, start, end, number, here, state, number in named)
        out += found
    return out


_Columns = tuple[Modality | None, ...]
_ALONE = re.compile(r"\s*(?:[-–—]\s*|\()(?P<word>[^-–—():]{1,40}?)\)?\.?\s*$")


def _said_below(text: str, start: int, end: int, headings: Sequence[Hit]) -> Modality | None:
    """A line that holds nothing but "- Required" or "(Preferred)": how strongly the line above it is meant."""
    if len(headings) != 1 or headings[0].means[0] not in _STRENGTH:
        return None
    found = _ALONE.match(text, start, end)
    whole = found is not None and found.span("word") == (headings[0].start, headings[0].end)
    return _STRENGTH[headings[0].means[0]] if whole else None


def _row(
    text: str, start: int, end: int, number: int, headings: Sequence[Hit], columns: _Columns | None
) -> tuple[_Columns | None, list[Sentence] | None]:
    """The sentences of a row in a table of strengths, and the strengths of its columns; None where there is no row."""
    head = columns_of(text, start, end, headings)
    if head is not None:
        return head, []
    cells = None if columns is None else cells_of(text, start, end, columns, headings)
    if cells is None:
        return None, None
    rows = [
        Sentence(c.start, c.end, number, _asking(c.topic), c.strength, 0, "", at == 0, False)
        for at, c in enumerate(cells)
    ]
    return columns, rows


def _asking(section: str | None) -> str:
    return section if section is not None and section in ASKING else "qualifications"


def within(parts: Sequence[Sentence], hits: Sequence[Hit]) -> Iterator[tuple[Sentence, list[Hit]]]:
    """Each sentence with the hits that stand in it."""
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        by_line.setdefault(hit.line, []).append(hit)
    for part in parts:
        yield part, [h for h in by_line.get(part.line, ()) if h.start >= part.start and h.end <= part.end]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _line(
    text: str, start: int, end: int, number: int, headings: list[Hit], state: _State, named: bool
) -> tuple[_State, list[Sentence]]:
    mark = _BULLET.match(text, start, end)
    begin = mark.end() if mark else start
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin >= end:
        return state, []
    bullet = (mark.group(1) or mark.group(2) or "") if mark else ""
    indent = len(text[start:begin].expandtabs(4)) - (1 if bullet else 0)
    depth = indent + (2 if bullet else 0)
    if _is_heading(text, begin, end, headings):
        return _enter(state, headings), []
    if not bullet and not named and _is_strange_heading(text[begin:end]):
        return _State(), []
    out: list[Sentence] = []
    outer = state
    for first, (s, e) in enumerate(_split(text, begin, end, headings)):
        alone = _heading_from(headings, s)
        if alone is not None and alone.start == s and e < end and text[alone.end : e].strip() == ".":
            state = outer = _enter(state, [alone])
            continue
        lead = _label(text, s, e, headings)
        label = lead is not None
        if lead is not None:
            outer_next = _enter(state, [lead])
            s = _past_colon(text, lead.end, e)
            state = outer_next
            if lead.means[0] not in _LABELS:
                outer = outer_next
        if s < e:
            out.append(Sentence(s, e, number, state.section, state.strength, depth, bullet, first == 0, label))
    return (replace(outer, fresh=False) if out else outer), out


def _split(text: str, begin: int, end: int, headings: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    at = begin
    lower = not any(c.isupper() for c in text[begin:end])
    stops = [(m.end(), m.end()) for m in (_ANY_STOP if lower else _STOP).finditer(text, begin, end)]
    stops = [
        (a, b) for a, b in stops if text[a - 1] != "." or a == end or not _is_abbreviation(text, begin, a - 1, headings)
    ]
    stops += [(m.start(), m.end()) for m in _INLINE_BULLET.finditer(text, begin, end)]
    at = begin
    for stop, onward in sorted(stops):
        yield from _portions(text, at, stop)
        at = max(at, onward)
        while at < end and text[at].isspace():
            at += 1
    yield from _portions(text, at, end)


def _portions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence whole, or cut at spaces where it is longer than anybody writes."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = start + _LONGEST if space < 0 else space
        yield start, cut
        start = cut + (space >= 0)
    if start < end:
        yield start, end


def _heading_from(headings: Sequence[Hit], at: int) -> Hit | None:
    """The first heading of a line that begins at or after an offset."""
    number = bisect_left(headings, at, key=lambda h: h.start)
    return headings[number] if number < len(headings) else None


def _is_abbreviation(text: str, begin: int, dot: int, headings: Sequence[Hit]) -> bool:
    """Whether the dot belongs to "yrs." or "e.g.", and no heading with a colon follows it."""
    following = _heading_from(headings, dot + 1)
    labelled = following is not None and following.start <= dot + 3 and text[following.end : following.end + 1] == ":"
    return bool(_ABBREVIATED.search(text[max(begin, dot - 8) : dot])) and not labelled


def _is_heading(text: str, begin: int, end: int, headings: Sequence[Hit]) -> bool:
    """Nothing on the line but headings and glue, and it begins with one."""
    if not headings or end - begin > 80 or re.search(r"\w", text[begin : headings[0].start]):
        return False
    rest = (
        text[begin : headings[0].start]
        + " ".join(text[a.end : b.start] for a, b in pairwise(headings))
        + " "
        + text[headings[-1].end : end]
    )
    words = re.findall(r"[\w&]+", rest.lower())
    return all(word in _GLUE for word in words) and len(words) <= 4 and not re.search(r"[$]|\.\s*$", text[begin:end])


def _is_strange_heading(line: str) -> bool:
    """A short line all in capitals that names nothing: a heading that nobody listed ("PAID WORK")."""
    words = line.strip(" :-–—=|*#").split()
    return 0 < len(words) <= 5 and all(w.isalpha() and w.isupper() for w in words) and len("".join(words)) >= 6


def _label(text: str, start: int, end: int, headings: Sequence[Hit]) -> Hit | None:
    """A heading at the head of a sentence with a colon or a dash behind it: "Certification: CPC required"."""
    hit = _heading_from(headings, start)
    if hit is None or hit.start >= end or re.search(r"\w", text[start : hit.start]):
        return None
    behind = text[hit.end : min(end, hit.end + 24)]
    colon = re.match(r"\s?(?:\([^)]{0,16}\)\s?)?:", behind)
    dash = re.match(r"\s[-–—]\s", behind) and text[hit.start].isupper()
    return hit if colon or dash else None


def _past_colon(text: str, at: int, end: int) -> int:
    found = _COLON.match(text, at, end)
    return found.end() if found else at


def _enter(state: _State, headings: Sequence[Hit]) -> _State:
    """The section and strength under these headings.

    A heading of strength alone ("Desired:") keeps the topic it stands in. A topic straight
    under a heading of strength is its part and so keeps the strength, as do the topics after it.
    """
    kinds = [h.means[0] for h in headings]
    strength = next((_STRENGTH[k] for k in kinds if k in _STRENGTH), None)
    topic = next((k for k in kinds if k not in _STRENGTH), None)
    if strength is not None:
        within = state.section if state.section in ASKING and topic is None else "qualifications"
        return _State(topic or within, strength, nested=False, fresh=True)
    if topic in _TOPICS and state.strength is not None and (state.fresh or state.nested):
        return _State(topic, state.strength, nested=True, fresh=True)
    return _State(topic or "unknown", None, fresh=True)
