"""Texts -> columns of spans: one buffer, vectorised, the same code for one text and for a thousand.

A phrase is a chain of words with nothing but one to three characters of space, hyphen, slash,
apostrophe or underscore between them (or one dot or asterisk): a comma or a line's end breaks it. In each layer the
longest phrase wins, from the left. Names that need it are then held against their context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matcher.automaton import (
    CASE_STEP,
    FAR,
    FREE,
    GROWS,
    NEAR,
    STRICT,
    Automaton,
    Bools,
    Bytes,
    Ints,
    Words,
    automaton_of,
    case_key,
    cut,
    firsts,
    packed,
    places,
    windows_of,
)
from taxonomy.fold import WORD, unaccent
from taxonomy.lexicon import LAYERS, Layer, Lexicon

Columns = npt.NDArray[np.int32]

_NEWLINE, _DOT, _QUESTION = b"\n.?"
_BATCH = 7 << 16  # characters that are scanned at once: enough to forget the price of a call, few enough for a cache


@dataclass(frozen=True)
class Spans:
    """Columns, one row a hit, ordered by text, then start, then layer.

    ``start`` and ``end`` are offsets into the hit's own text; ``value`` indexes ``values``:
    (layer, ids); ``line`` counts the newlines before the hit in its text.
    """

    text: Columns
    start: Columns
    end: Columns
    value: Columns
    line: Columns
    values: tuple[tuple[Layer, tuple[str, ...]], ...]

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
    found = [_scan(texts[first:last], first, automaton) for first, last in _batches(texts)]
    text, start, end, value, line = found[0] if len(found) == 1 else np.concatenate(found, axis=1)
    return Spans(text, start, end, value, line, automaton.values)


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


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of texts, first and one past the last, that are scanned together; at least one."""
    first = size = 0
    for at, text in enumerate(texts):
        if size and size + len(text) > _BATCH:
            yield first, at
            first, size = at, 0
        size += len(text)
    yield first, len(texts)


def _scan(texts: Sequence[str], first: int, automaton: Automaton) -> Columns:
    buffer = _buffer(texts)
    words = _words(buffer, automaton)
    chains = _chains(words, automaton)
    hits = _longest(_named(chains, buffer, words, automaton), automaton)
    return _columns(_in_context(hits, chains, buffer, words, automaton), first, buffer, words, automaton)


# --- the buffer: one folded byte a character ------------------------------------------------


@dataclass(frozen=True)
class _Buffer:
    """Folded texts, each with a newline behind it: as bytes, and as numbers of eight bytes.

    ``begins`` are the texts' offsets in code points; ``breaks`` says where the newlines are, ``first_line`` in which
    line each text begins, ``text_of_line`` the reverse, with -1 behind the last line. ``shift`` leads back to code
    points, where some character folded to none or to several.
    """

    folded: bytes
    windows: Words
    begins: Ints
    breaks: Ints
    first_line: Ints
    text_of_line: Ints
    shift: _Shift | None


@dataclass(frozen=True)
class _Shift:
    """The way back from bytes to code points: characters that are not one byte, where their bytes begin, how many."""

    point: Ints
    byte: Ints
    width: Ints

    def back(self, at: Ints) -> Ints:
        """The code point that each byte came from."""
        last = np.searchsorted(self.byte, at, side="right") - 1
        origin: Ints = self.point[last] + np.maximum(at - self.byte[last] - self.width[last] + 1, 0)
        return origin


def _buffer(texts: Sequence[str]) -> _Buffer:
    joined = "\n".join((*texts, ""))
    folded, shift = (joined.encode("ascii"), None) if joined.isascii() else _folded(joined)
    breaks = places(np.frombuffer(folded, dtype=np.uint8) == _NEWLINE)
    begins = np.cumsum(np.array([0, *(len(text) + 1 for text in texts)], dtype=np.int64))
    first_line = np.searchsorted(breaks if shift is None else shift.back(breaks), begins)
    text_of_line = np.append(np.repeat(np.arange(len(texts)), np.diff(first_line)), -1)
    return _Buffer(folded, windows_of(folded), begins, breaks, first_line, text_of_line, shift)


def _folded(text: str) -> tuple[bytes, _Shift | None]:
    """A text as ASCII bytes that keep their case, and the way back."""
    folded = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8).copy()
    at = places(folded == _QUESTION)  # what has no ASCII, and question marks
    points = np.frombuffer(
        "".join([text[i] for i in at.tolist()]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    )
    strange, which = np.unique(points, return_inverse=True)
    plain = [unaccent(chr(point)).encode("ascii") for point in strange.tolist()]
    folded[at] = np.array([(p or b" ")[0] for p in plain], dtype=np.uint8)[which]
    width = np.array([len(p) for p in plain], dtype=np.int64)[which]
    odd = places(width != 1)
    if not len(odd):
        return folded.tobytes(), None
    at, width, instead = at[odd], width[odd], [plain[w] for w in which[odd].tolist()]
    begin = at + np.cumsum(width - 1) - (width - 1)
    return _spread(folded.tobytes(), at.tolist(), instead), _Shift(
        np.append(-1, at), np.append(-1, begin), np.append(1, width)
    )


def _spread(text: bytes, at: Sequence[int], instead: Sequence[bytes]) -> bytes:
    """A text with none or several bytes instead of those that stand at these places."""
    parts, begin = [], 0
    for place, other in zip(at, instead, strict=True):
        parts += [text[begin:place], other]
        begin = place + 1
    return b"".join((*parts, text[begin:]))


# --- words --------------------------------------------------------------------------------------

# What a byte is: of a word; soft, so that a phrase goes on across one to three; or one that it goes on across alone.
_IN_WORD, _SOFT, _ALONE = 1, 2, 4
_KIND = bytes(
    _IN_WORD * (c.lower() in WORD) + _SOFT * (c in " -/'_`") + _ALONE * (c in ".*") for c in map(chr, range(256))
)


@dataclass(frozen=True)
class _Words:
    """The words of a buffer: where they stand, their numbers in the taxonomy, and if a phrase may go on behind them."""

    start: Ints
    end: Ints
    ident: Ints
    joined: Bools
    line: Ints


def _words(buffer: _Buffer, automaton: Automaton) -> _Words:
    kind = np.frombuffer(b"\0" + buffer.folded.translate(_KIND) + b"\0", dtype=np.uint8)
    inside = (kind & _IN_WORD).view(np.bool_)
    edges = places(inside[1:] != inside[:-1])
    start, end = edges[0::2].copy(), edges[1::2].copy()
    ident = automaton.word_ids(cut(buffer.windows, start, end))
    joined = _joined(kind[1:], start, end)
    joined[:-1] &= ident[1:] >= automaton.first_inner
    return _Words(start, end, ident, joined, _counted(start, buffer.breaks))


def _counted(at: Ints, marks: Ints) -> Ints:
    """How many of ``marks`` stand before each of ``at``; both ascend."""
    return np.repeat(np.arange(len(marks) + 1), np.diff(np.searchsorted(at, marks), prepend=0, append=len(at)))


def _joined(kind: Bytes, start: Ints, end: Ints) -> Bools:
    """Whether a phrase may go on behind each word: one to three soft characters, or one dot or asterisk."""
    gap, behind = np.append(start[1:], len(kind) + 3) - end, kind[end]
    joined: Bools = (behind == _SOFT) & (gap <= 3)
    wide = places(joined & (gap > 1))
    after, third = end[wide] + 1, gap[wide] > 2
    joined[wide] = (kind[after] == _SOFT) & (kind[after + third] == _SOFT)
    joined |= (behind == _ALONE) & (gap == 1)
    return joined


# --- phrases --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Chains:
    """Chains of words that are a phrase of the taxonomy: the first word, the state that they lead to, and its kind."""

    word: Ints
    state: Ints
    kind: Bytes


def _chains(words: _Words, automaton: Automaton) -> _Chains:
    at = places((words.ident > 0) & (words.ident <= automaton.last_opening))
    state = words.ident[at]
    found = [(at[:0], state[:0], automaton.kind[:0])]
    while len(at):
        kind = automaton.kind[state]
        ending = places(kind > GROWS)
        found.append((at[ending], state[ending], kind[ending]))
        length = len(found) - 1
        on = places((kind & GROWS).view(np.bool_) & words.joined[at + (length - 1)])
        at = at[on]
        state = automaton.step(state[on], words.ident[at + length])
        on = places(state > 0)
        at, state = at[on], state[on]
    return _Chains(*(np.concatenate(column) for column in zip(*found, strict=True)))


# A hit is one number, first word | layer | name, so that sorting sorts by all three.
_NAME_BITS, _LAYER_BITS = 24, 4
_NAME, _LAYER = (1 << _NAME_BITS) - 1, (1 << _LAYER_BITS) - 1


def _named(chains: _Chains, buffer: _Buffer, words: _Words, automaton: Automaton) -> Ints:
    """The names that these chains are, where capitals and dots allow; as hits, in no order."""
    free, strict = (places((chains.kind & kind) != 0) for kind in (FREE, STRICT))
    row, name = automaton.free.spread(chains.state[free])
    word = chains.word[free[row]]
    row, bound = automaton.strict.spread(chains.state[strict])
    at = chains.word[strict[row]]
    fit = places(_fits(at, bound, buffer, words, automaton))
    word, name = np.append(word, at[fit]), np.append(name, bound[fit])
    return (((word << _LAYER_BITS) | automaton.names.layer[name]) << _NAME_BITS) | name


def _fits(word: Ints, name: Ints, buffer: _Buffer, words: _Words, automaton: Automaton) -> Bools:
    """Whether each name is written as it must be."""
    if not len(name):
        return np.zeros(0, dtype=np.bool_)
    names, length = automaton.names, automaton.names.length[name]
    first = np.cumsum(length) - length
    left = np.repeat(first + length, length) - np.arange(int(length.sum())) - 1  # words of the phrase behind each
    at = np.repeat(word + length - 1, length) - left
    case = case_key(buffer.windows, words.start[at], words.end[at]) * CASE_STEP ** left.astype(np.uint64)
    case = np.add.reduceat(case, first)
    dots = np.logical_and.reduceat((left == 0) | (_bytes(buffer)[words.end[at]] == _DOT), first)
    fits: Bools = names.any_case[name] | (case == names.case[name]) | (case == names.case_capitals[name])
    plain = places(names.acronym[name] & (case == 0))
    fits[plain] |= _in_small_letters(buffer, words.line[word[plain]])
    fits &= dots | ~names.dotted[name]
    return fits


def _bytes(buffer: _Buffer) -> Bytes:
    return np.frombuffer(buffer.folded, dtype=np.uint8)


def _in_small_letters(buffer: _Buffer, line: Ints) -> Bools:
    """Whether a line holds no capital at all: there capitals tell nothing."""
    lines, which = np.unique(line, return_inverse=True)
    begins, ends = np.append(0, buffer.breaks + 1)[lines].tolist(), buffer.breaks[lines].tolist()
    written = [buffer.folded[begin:end] for begin, end in zip(begins, ends, strict=True)]
    small: Bools = np.array([text == text.lower() for text in written], dtype=np.bool_)[which]
    return small


def _longest(hits: Ints, automaton: Automaton) -> Ints:
    """In each layer, from the left, the longest; names of one phrase stay together."""
    hits = np.sort(hits)
    place, length = hits >> _NAME_BITS, automaton.names.length[hits & _NAME]
    lead = firsts(place)
    leads = places(lead)
    most = length[leads]
    most *= _apart(place[leads] >> _LAYER_BITS, place[leads] & _LAYER, most)
    return hits[places(most[np.cumsum(lead) - 1] == length)]


def _apart(word: Ints, layer: Ints, length: Ints) -> Bools:
    """From the left, drop what begins inside an earlier kept phrase of its layer."""
    order = np.argsort(layer.astype(np.uint8), kind="stable")
    begin = (layer[order] << 40) + word[order]
    apart = np.ones(len(begin), dtype=np.bool_)
    apart[order] = _free(begin, begin + length[order])
    return apart


def _free(begin: Ints, end: Ints) -> Bools:
    """From the left, what does not begin before the end of the last one that was free."""
    free = np.ones(len(begin), dtype=np.bool_)
    free[1:] = begin[1:] >= np.maximum.accumulate(end)[:-1]
    crowded = ~free
    crowded[:-1] |= crowded[1:]
    crowd = places(crowded)
    kept = np.append(free[crowd], True)
    following = np.append(np.searchsorted(begin[crowd], end[crowd]), len(crowd))
    # What is free leads to the next that is; each round looks twice as far ahead.
    while not kept[reached := following[places(kept)]].all():
        kept[reached] = True
        following = following[following]
    free[crowd] = kept[:-1]
    return free


# --- context ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Hits:
    """Hits in the order of the text: the first word and the name."""

    word: Ints
    name: Ints


def _in_context(hits: Ints, chains: _Chains, buffer: _Buffer, words: _Words, automaton: Automaton) -> _Hits:
    """Keep the names that count where they stand; of several, the first with context that fits."""
    word, name = hits >> (_LAYER_BITS + _NAME_BITS), hits & _NAME
    guard = automaton.names.guard[name]
    keep = guard == 0
    guarded = places(guard)
    if len(guarded):
        keep[guarded] = _counts(guard[guarded], words.line[word[guarded]], chains, buffer, words, automaton)
    kept = places(keep)
    kept = kept[places(firsts(hits[kept] >> _NAME_BITS))]
    return _Hits(word[kept], name[kept])


def _counts(guard: Ints, line: Ints, chains: _Chains, buffer: _Buffer, words: _Words, automaton: Automaton) -> Bools:
    """Whether each guard is content with what stands in its line, and in the lines around or in the whole text."""
    guards, text = automaton.guards, buffer.text_of_line
    row = _rows_of(line, len(text))
    texts = int(row.max()) + 1
    bit, near = _marks(chains, NEAR, words, automaton)
    chosen = places(row[near])
    far_bit, far = _marks(chains, FAR, words, automaton)
    at, bits = np.append(row[near[chosen]], texts + text[far]), np.append(bit[chosen], far_bit)
    seen = packed(at, bits, texts + len(buffer.begins), guards.wanted.shape[1])
    own, around = seen[row[line]], seen[texts + text[line]]
    tight = places(guards.in_line[guard])
    here = line[tight]
    around[tight] = own[tight]
    for beside in (here - 1, here + 1):
        around[tight] |= seen[np.where(text[beside] == text[here], row[beside], 0)]
    helped = guards.content[guard] | (around & guards.wanted[guard]).any(axis=1)
    counts: Bools = helped & ~(own & guards.refused[guard]).any(axis=1)
    return counts


def _rows_of(lines: Ints, count: int) -> Ints:
    """A row for each of these lines and those beside them, from 1; 0, which stays empty, for the rest of ``count``."""
    chosen = np.zeros(count, dtype=np.bool_)
    for beside in (lines - 1, lines, lines + 1):
        chosen[beside] = True
    chosen[-1] = False
    return np.where(chosen, np.cumsum(chosen), 0)


def _marks(chains: _Chains, kind: int, words: _Words, automaton: Automaton) -> tuple[Ints, Ints]:
    """The context words of a kind: the bit of each, and its line."""
    on = places((chains.kind & kind) != 0)
    return automaton.context[chains.state[on]], words.line[chains.word[on]]


# --- out --------------------------------------------------------------------------------------------


def _columns(hits: _Hits, first: int, buffer: _Buffer, words: _Words, automaton: Automaton) -> Columns:
    start, end = words.start[hits.word], words.end[hits.word + automaton.names.length[hits.name] - 1]
    if buffer.shift is not None:
        start, end = buffer.shift.back(start), buffer.shift.back(end - 1) + 1
    line = words.line[hits.word]
    text = buffer.text_of_line[line]
    begin = buffer.begins[text]
    columns = (
        text + first,
        start - begin,
        end - begin,
        automaton.names.value[hits.name],
        line - buffer.first_line[text],
    )
    return np.array(columns, dtype=np.int32)


@lru_cache(maxsize=1)
def layer_numbers() -> dict[str, int]:
    """The order of the layers, by name."""
    return {layer: number for number, layer in enumerate(LAYERS)}
