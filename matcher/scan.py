"""Texts -> columns of spans: one buffer, vectorised, the same code for one text and for a thousand.

A phrase is a chain of words with nothing but one to three characters of space, hyphen, slash,
apostrophe or underscore between them (or one dot or asterisk): a comma or a line's end breaks it. In each layer the
longest phrase wins, from the left. Names that need it are then held against their context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matcher.automaton import CASE_STEP, Automaton, Bools, Ints, Words, automaton_of, case_key, pieces, windows_of
from taxonomy.fold import WORD, unaccent
from taxonomy.lexicon import LAYERS, Layer, Lexicon

_CONTEXT = LAYERS.index("context")
_NEWLINE, _DOT, _STAR = 10, 46, 42
_SPARE = 8


@dataclass(frozen=True)
class Spans:
    """Columns, one row a hit, ordered by text, then start, then layer.

    ``start`` and ``end`` are offsets into the hit's own text; ``value`` indexes ``values``:
    (layer, ids); ``line`` counts the newlines before the hit in its text.
    """

    text: Ints
    start: Ints
    end: Ints
    value: Ints
    line: Ints
    values: tuple[tuple[str, tuple[str, ...]], ...]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """One recognised phrase of one text."""

    start: int
    end: int
    line: int
    layer: Layer
    means: tuple[str, ...]


def scan(texts: Sequence[str], lexicon: Lexicon) -> Spans:
    """Every phrase of the lexicon in every text, where it counts."""
    automaton = automaton_of(lexicon)
    buffer = _buffer(texts)
    words = _words(buffer, automaton)
    hits = _longest(_chains(words, automaton), automaton)
    return _columns(_in_context(hits, buffer, words, automaton), buffer, words, automaton)


def hits_of(text: str, lexicon: Lexicon) -> list[Hit]:
    """The phrases of one text, in order."""
    found = scan([text], lexicon)
    rows = zip(found.start.tolist(), found.end.tolist(), found.line.tolist(), found.value.tolist(), strict=True)
    return [Hit(start, end, line, *found.values[value]) for start, end, line, value in rows]


def hits_by_text(found: Spans, count: int) -> list[list[Hit]]:
    """The columns taken apart again: the phrases of each of ``count`` texts."""
    out: list[list[Hit]] = [[] for _ in range(count)]
    columns = (found.text, found.start, found.end, found.line, found.value)
    for text, start, end, line, value in zip(*(c.tolist() for c in columns), strict=True):
        out[text].append(Hit(start, end, line, *found.values[value]))
    return out


# --- the buffer: one folded byte a character -----------------------------------------


@dataclass(frozen=True)
class _Buffer:
    low: npt.NDArray[np.uint8]
    cased: npt.NDArray[np.uint8]
    origin: Ints | None
    begins: Ints
    size: int


_LOWER = np.array([ord(chr(b).lower()) if b < 128 else 32 for b in range(256)], dtype=np.uint8)


def _buffer(texts: Sequence[str]) -> _Buffer:
    joined = "\n".join(texts)
    begins = np.cumsum(np.array([0, *(len(t) + 1 for t in texts)], dtype=np.int64))
    spare = bytes(_SPARE)
    if joined.isascii():
        cased = np.frombuffer(joined.encode("ascii") + b"\n" + spare, dtype=np.uint8)
        return _Buffer(_LOWER[cased], cased, None, begins, len(joined) + 1)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded, width = _fold_points(points)
    origin = None if width is None else np.append(np.repeat(np.arange(len(points)), width), len(points))
    cased = np.concatenate([folded, np.frombuffer(b"\n" + spare, dtype=np.uint8)])
    return _Buffer(_LOWER[cased], cased, origin, begins, len(folded) + 1)


def _fold_points(points: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint8], Ints | None]:
    """ASCII bytes of code points; the second value counts bytes per point where any is not one."""
    strange = np.unique(points[points > 127])
    plain = {int(p): unaccent(chr(p)).encode("ascii") for p in strange}
    single = np.where(points < 128, points, 32).astype(np.uint8)
    rank = np.searchsorted(strange, points) if len(strange) else np.zeros(len(points), dtype=np.int64)
    odd = points > 127
    firsts = np.array([(plain[int(p)] or b" ")[0] for p in strange], dtype=np.uint8)
    single[odd] = firsts[rank[odd]]
    lengths = np.array([len(plain[int(p)]) for p in strange], dtype=np.int64)
    if (lengths == 1).all():
        return single, None
    width = np.ones(len(points), dtype=np.int64)
    width[odd] = lengths[rank[odd]]
    out = np.repeat(single, width)
    begin = np.cumsum(width) - width
    for at in np.flatnonzero(width > 1):
        more = plain[int(points[at])]
        out[begin[at] : begin[at] + len(more)] = np.frombuffer(more, dtype=np.uint8)
    return out, width


# --- words ------------------------------------------------------------------------------

_IS_WORD = np.array([chr(b) in WORD for b in range(256)], dtype=np.bool_)
_SOFT = np.array([chr(b) in " -/'_`" for b in range(256)], dtype=np.bool_)


@dataclass(frozen=True)
class _Words:
    start: Ints
    end: Ints
    ident: Ints
    joined: Bools
    case: Words
    dot: Bools
    plain: Bools


def _words(buffer: _Buffer, automaton: Automaton) -> _Words:
    low = buffer.low
    inside = _IS_WORD[low[: buffer.size]]
    inside[-1] = False
    edges = np.flatnonzero(np.diff(inside, prepend=False))
    start, end = edges[0::2], edges[1::2]
    windows = windows_of(low)
    ident = automaton.word_ids(pieces(windows, start, end))
    after = np.append(start[1:], buffer.size + 4) - end
    dot, star = (after == 1) & (low[end] == _DOT), (after == 1) & (low[end] == _STAR)
    case = case_key(windows, windows_of(buffer.cased), start, end)
    return _Words(start, end, ident, _soft(low, end, after) | dot | star, case, dot, _in_small_letters(buffer, start))


def _in_small_letters(buffer: _Buffer, start: Ints) -> Bools:
    """For each word, whether its line holds no capital at all: there capitals tell nothing."""
    breaks = np.flatnonzero(buffer.low[: buffer.size] == _NEWLINE)
    capitals = np.flatnonzero(buffer.low[: buffer.size] != buffer.cased[: buffer.size])
    small = np.ones(len(breaks) + 1, dtype=np.bool_)
    small[np.searchsorted(breaks, capitals)] = False
    plain: Bools = small[np.searchsorted(breaks, start)]
    return plain


def _soft(low: npt.NDArray[np.uint8], end: Ints, gap: Ints) -> Bools:
    soft: Bools = (gap <= 3) & _SOFT[low[end]]
    for extra in (1, 2):
        long = np.flatnonzero(soft & (gap > extra))
        soft[long] &= _SOFT[low[end[long] + extra]]
    return soft


# --- phrases ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Hits:
    """Candidate hits: the first word, the number of words, and the name."""

    word: Ints
    length: Ints
    name: Ints


def _chains(words: _Words, automaton: Automaton) -> _Hits:
    at = np.flatnonzero(automaton.starts[words.ident])
    state = automaton.step(np.zeros(len(at), dtype=np.int64), words.ident[at])
    at, state = at[state > 0], state[state > 0]
    case = words.case[at]
    dots = np.ones(len(at), dtype=np.bool_)
    found: list[tuple[Ints, Ints, Ints]] = []
    length = 1
    while len(at):
        found.append(_named(at, length, state, _Written(case, dots, words.plain[at]), automaton))
        last = at + length - 1
        on = np.flatnonzero(words.joined[last] & (last + 1 < len(words.ident)))
        following = words.ident[last[on] + 1]
        on, following = on[following > 0], following[following > 0]
        step = automaton.step(state[on], following)
        on, state = on[step > 0], step[step > 0]
        dots = dots[on] & words.dot[last[on]]
        at = at[on]
        case = case[on] * CASE_STEP + words.case[at + length]
        length += 1
    if not found:
        return _Hits(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    return _Hits(*(np.concatenate(column) for column in zip(*found, strict=True)))


@dataclass(frozen=True)
class _Written:
    """How candidate phrases are written: their capitals, dots between letters, and lines without any capital."""

    case: Words
    dots: Bools
    plain: Bools


def _named(at: Ints, length: int, state: Ints, how: _Written, automaton: Automaton) -> tuple[Ints, Ints, Ints]:
    """The names that end here, where capitals and dots allow."""
    count = automaton.name_count[state]
    ending = np.flatnonzero(count)
    row = np.repeat(ending, count[ending])
    offset = np.arange(len(row)) - np.repeat(np.cumsum(count[ending]) - count[ending], count[ending])
    name = automaton.name_id[automaton.first_name[state[row]] + offset]
    case = how.case[row]
    fits = automaton.any_case[name] | (case == automaton.case[name]) | (case == automaton.case_capitals[name])
    fits |= automaton.acronym[name] & how.plain[row] & (case == 0)
    fits &= ~automaton.dotted[name] | how.dots[row]
    return at[row[fits]], np.full(int(fits.sum()), length, dtype=np.int64), name[fits]


def _longest(hits: _Hits, automaton: Automaton) -> _Hits:
    """In each layer, from the left, the longest; names of one phrase stay together."""
    layer = automaton.name_layer[hits.name]
    order = np.lexsort((hits.name, -hits.length, hits.word, layer))
    word, length, layer, name = hits.word[order], hits.length[order], layer[order], hits.name[order]
    same = np.zeros(len(order), dtype=np.bool_)
    same[1:] = (word[1:] == word[:-1]) & (layer[1:] == layer[:-1])
    lead = np.flatnonzero(~same)
    group = np.cumsum(~same) - 1
    kept = _apart(word[lead], length[lead], layer[lead])
    keep = (kept[group] & (length == length[lead][group])) | (layer == _CONTEXT) if len(order) else same
    return _Hits(word[keep], length[keep], name[keep])


def _apart(word: Ints, length: Ints, layer: Ints) -> Bools:
    """Drop what begins inside an earlier kept phrase of its layer. Context words may overlap."""
    keep = np.ones(len(word), dtype=np.bool_)
    if not len(word):
        return keep
    base = int(word.max() + length.max()) + 2
    begin = layer * base + word
    reach = np.maximum.accumulate(begin + length)
    free = np.ones(len(word), dtype=np.bool_)
    free[1:] = begin[1:] >= reach[:-1]
    if free.all():
        return keep
    covered = 0
    heads = np.flatnonzero(~free)
    # Only clusters that overlap are walked one by one; they are short.
    for first in heads[np.append(True, np.diff(heads) > 1)].tolist():
        covered = int(begin[first - 1] + length[first - 1])
        at = first
        while at < len(word) and not free[at]:
            keep[at] = begin[at] >= covered
            covered = int(begin[at] + length[at]) if keep[at] else covered
            at += 1
    return keep


# --- context ------------------------------------------------------------------------------


def _in_context(hits: _Hits, buffer: _Buffer, words: _Words, automaton: Automaton) -> _Hits:
    """Keep the names that count where they stand; of several, the first with context that fits."""
    lines = np.flatnonzero(buffer.low[: buffer.size] == _NEWLINE)
    line = np.searchsorted(lines, words.start[hits.word])
    guarded = np.flatnonzero(automaton.guarded[hits.name])
    keep = np.ones(len(hits.name), dtype=np.bool_)
    if len(guarded):
        seen = _context_bits(hits, line, len(lines) + 1, automaton)
        text = _text_of_line(buffer, lines)
        keep[guarded] = _counts(hits.name[guarded], line[guarded], seen, text, automaton)
    kept = np.flatnonzero(keep & (automaton.name_layer[hits.name] != _CONTEXT))
    return _first_of_each(_Hits(hits.word[kept], hits.length[kept], hits.name[kept]), automaton)


def _context_bits(hits: _Hits, line: Ints, count: int, automaton: Automaton) -> Words:
    """For each line, the context words that stand in it."""
    bits = np.zeros((count, automaton.context.shape[1]), dtype=np.uint64)
    rows = np.flatnonzero(automaton.name_layer[hits.name] == _CONTEXT)
    bit = automaton.context_bit[hits.name[rows]]
    np.bitwise_or.at(bits, (line[rows], bit // 64), np.uint64(1) << (bit % 64).astype(np.uint64))
    return bits


def _text_of_line(buffer: _Buffer, lines: Ints) -> Ints:
    first = np.concatenate([np.zeros(1, dtype=np.int64), lines + 1])
    at = first if buffer.origin is None else buffer.origin[np.minimum(first, len(buffer.origin) - 1)]
    return np.searchsorted(buffer.begins, at, side="right") - 1


def _counts(name: Ints, line: Ints, seen: Words, text: Ints, automaton: Automaton) -> Bools:
    around = seen.copy()
    same_above = (text[1:] == text[:-1])[:, None]
    around[1:] |= np.where(same_above, seen[:-1], 0).astype(np.uint64)
    around[:-1] |= np.where(same_above, seen[1:], 0).astype(np.uint64)
    whole = np.zeros((int(text.max()) + 2, seen.shape[1]), dtype=np.uint64)
    np.bitwise_or.at(whole, text, seen)
    near = np.where(automaton.in_line[name][:, None], around[line], whole[text[line]])
    wanted, refused = automaton.context[name], automaton.against[name]
    helped = ((near & wanted) != 0).any(axis=1) | ~wanted.any(axis=1)
    counts: Bools = helped & ~((seen[line] & refused) != 0).any(axis=1)
    return counts


def _first_of_each(hits: _Hits, automaton: Automaton) -> _Hits:
    """One name a phrase and layer; a guarded one that counts goes before one that needs nothing."""
    order = np.lexsort((hits.name, ~automaton.guarded[hits.name], automaton.name_layer[hits.name], hits.word))
    word, layer = hits.word[order], automaton.name_layer[hits.name[order]]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (word[1:] != word[:-1]) | (layer[1:] != layer[:-1])
    chosen = order[first]
    return _Hits(hits.word[chosen], hits.length[chosen], hits.name[chosen])


# --- out ------------------------------------------------------------------------------------


def _columns(hits: _Hits, buffer: _Buffer, words: _Words, automaton: Automaton) -> Spans:
    start, end = words.start[hits.word], words.end[hits.word + hits.length - 1]
    if buffer.origin is not None:
        start, end = buffer.origin[start], buffer.origin[end - 1] + 1
    text = np.searchsorted(buffer.begins, start, side="right") - 1
    breaks = np.flatnonzero(buffer.low[: buffer.size] == _NEWLINE)
    line = np.searchsorted(breaks, words.start[hits.word])
    begin = buffer.begins[text]
    opening = begin if buffer.origin is None else np.searchsorted(buffer.origin, begin)
    value = automaton.name_value[hits.name]
    return Spans(text, start - begin, end - begin, value, line - np.searchsorted(breaks, opening), automaton.values)


@lru_cache(maxsize=1)
def layer_numbers() -> dict[str, int]:
    """The order of the layers, by name."""
    return {layer: number for number, layer in enumerate(LAYERS)}
