"""The phrase table as arrays: words by 64-bit keys, phrases as chains of word numbers.

A word of up to 8 bytes is its own key; a longer one, up to 24, is told by its last 8 bytes and a
64-bit hash of the whole. Phrases are a trie: a state for each beginning of a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from taxonomy.lexicon import LAYERS, Guard, Layer, Lexicon, Name

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

LONGEST = 24
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
_KEEP = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
# The bit that makes a letter small; every other byte of a word has it already.
_SMALL = np.uint64(0x2020202020202020)
# A word of up to 8 bytes is its own key, its top bit clear since it is ASCII; the key of a longer one has it set.
_MIXED = np.uint64(1 << 63)


# --- two shapes of table ------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """A hash table from 64-bit keys, none of them 0, to the numbers 1, 2, 3 ...; what it does not hold is 0."""

    key: Words
    head: npt.NDArray[np.int32]
    before: Ints
    shift: np.uint64

    def find(self, keys: Words) -> Ints:
        """The number of each key."""
        number: Ints = self.head.take(((keys * _MIX[0]) >> self.shift).view(np.int64)).astype(np.int64)
        wrong = places((self.key.take(number) != keys) & (number > 0))
        while len(wrong):
            number[wrong] = self.before[number[wrong]]
            wrong = wrong[(self.key[number[wrong]] != keys[wrong]) & (number[wrong] > 0)]
        return number


def _table(keys: Words) -> Table:
    """The table in which the first key is number 1."""
    bits = len(keys).bit_length() + 3
    shift = np.uint64(64 - bits)
    slot = ((keys * _MIX[0]) >> shift).view(np.int64)
    order = np.argsort(slot, kind="stable")
    shared = slot[order[1:]] == slot[order[:-1]]
    before = np.zeros(len(keys) + 1, dtype=np.int64)
    before[order[1:][shared] + 1] = order[:-1][shared] + 1
    last = np.append(~shared, True)[: len(keys)]
    head = np.zeros(1 << bits, dtype=np.int32)
    head[slot[order[last]]] = order[last] + 1
    return Table(np.append(np.zeros(1, dtype=np.uint64), keys), head, before, shift)


@dataclass(frozen=True)
class Fan:
    """One or several numbers for some rows: ``item[first[row]]`` and the ``count[row] - 1`` after it."""

    first: Ints
    count: Ints
    item: Ints

    def spread(self, rows: Ints) -> tuple[Ints, Ints]:
        """The items of ``rows`` that all have some, and for each its place in ``rows``; in no order."""
        first, count = self.first[rows], self.count[rows]
        place = np.arange(len(rows))
        found, items = [place], [self.item[first]]
        for nth in range(1, int(count.max(initial=0))):
            place = place[places(count[place] > nth)]
            found.append(place)
            items.append(self.item[first[place] + nth])
        return np.concatenate(found), np.concatenate(items)


def _fan(row: Ints, item: Ints, rows: int) -> Fan:
    """The fan of these pairs; the items of one row keep their order."""
    count = np.bincount(row, minlength=rows)
    return Fan(np.cumsum(count) - count, count, item[np.argsort(row, kind="stable")])


# --- words ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """Words as 64-bit keys; ``long`` are those of over 8 bytes, and ``tail`` the last 8 bytes of these."""

    key: Words
    long: Ints
    tail: Words


def cut(windows: Words, start: Ints, end: Ints) -> Cut:
    """Words cut out of a text, in small letters."""
    length = end - start
    key = (windows[start] | _SMALL) & _KEEP.take(length, mode="clip")
    long = places(length > 8)
    tail = windows[end[long] - 8] | _SMALL
    key[long] = (key[long] * _MIX[0] + tail * _MIX[1] + length[long].astype(np.uint64) * _MIX[2]) | _MIXED
    longer = places(length > 16)
    key[longer] = (key[longer] ^ (windows[start[longer] + 8] | _SMALL) * _MIX[3]) | _MIXED
    return Cut(key, long, tail)


def windows_of(text: bytes) -> Words:
    """The 8 bytes from each byte of a text on, as numbers."""
    return np.ndarray((len(text) + 1,), dtype="<u8", buffer=text + bytes(8), strides=(1,))


def case_key(windows: Words, start: Ints, end: Ints) -> Words:
    """Which of a word's first eight letters are capitals, as a number."""
    key: Words = ~windows[start] & _SMALL & _KEEP.take(end - start, mode="clip")
    return key


# --- the automaton ----------------------------------------------------------------------------

# What a state may be, added up: a phrase goes on; a name in any writing, or one bound by capitals or dots;
# a context word that some guard looks for in its line or those beside it, or in the whole text.
GROWS, FREE, STRICT, NEAR, FAR = 1, 2, 4, 8, 16


@dataclass(frozen=True)
class Names:
    """One row a name, numbered so that of two at one word the smaller goes first.

    That is the longer, then the guarded, then the first in the lexicon. ``value`` indexes the
    automaton's values, ``guard`` its guards.
    """

    layer: Ints
    value: Ints
    length: Ints
    guard: Ints
    case: Words
    case_capitals: Words
    any_case: Bools
    acronym: Bools
    dotted: Bools


@dataclass(frozen=True)
class Guards:
    """One row a guard; the first is none.

    Does it look at lines and not at the whole text, is it content without context, and what context words does
    it want and refuse. These are bits; words that the same phrases stand for share one.
    """

    in_line: Bools
    content: Bools
    wanted: Words
    refused: Words


@dataclass(frozen=True)
class Automaton:
    """What the scanner walks; made once per taxonomy by :func:`automaton_of`.

    Words that begin a phrase have the numbers up to ``last_opening``, and such a number is also the state that the
    word leads to; words that go on with one have those from ``first_inner``. ``kind``, ``free``, ``strict`` and
    ``context`` (a bit of the guards) have one row a state.
    """

    values: tuple[tuple[Layer, tuple[str, ...]], ...]
    word: Table
    tail: Words
    first_inner: int
    last_opening: int
    edge: Table
    kind: Bytes
    free: Fan
    strict: Fan
    context: Ints
    names: Names
    guards: Guards

    def word_ids(self, words: Cut) -> Ints:
        """The taxonomy's number for each word, 0 for a stranger."""
        found = self.word.find(words.key)
        number = found[words.long]
        found[words.long] = np.where(self.tail.take(number) == words.tail, number, 0)
        return found

    def step(self, state: Ints, word: Ints) -> Ints:
        """The next states, 0 where no phrase goes on."""
        return self.edge.find((state * len(self.tail) + word).view(np.uint64))


@lru_cache(maxsize=4)
def automaton_of(lexicon: Lexicon) -> Automaton:
    """Compile a phrase table; the same table gives the same arrays."""
    too_long = {w for n in lexicon.names for w in n.words if len(w) > LONGEST}
    usable = [n for n in lexicon.names if too_long.isdisjoint(n.words)]
    names = sorted(usable, key=lambda n: (-len(n.words), n.guard is None))
    opening, inner = {n.words[0] for n in names}, {w for n in names for w in n.words[1:]}
    vocabulary = [*sorted(opening - inner), *sorted(opening & inner), *sorted(inner - opening)]
    ids = {word: number for number, word in enumerate(vocabulary, 1)}
    values = {value: at for at, value in enumerate(dict.fromkeys((n.layer, n.means) for n in usable))}
    guards = {guard: at for at, guard in enumerate(dict.fromkeys((None, *(n.guard for n in names))))}
    words = _cut_out(vocabulary)
    columns = _columns(names, values, guards)
    edges, ends = _trie(
        np.array([ids[w] for n in names for w in n.words], dtype=np.int64), columns.length, len(ids) + 1
    )
    context, bits = _context_bits(names, ends, len(edges) + 1)
    kind, free, strict = _states(names, ends, edges // (len(ids) + 1), len(edges) + 1)
    return Automaton(
        values=tuple(values),
        word=_table(words.key),
        tail=_tails(words),
        first_inner=len(opening - inner) + 1,
        last_opening=len(opening),
        edge=_table(edges.view(np.uint64)),
        kind=kind,
        free=free,
        strict=strict,
        context=context,
        names=columns,
        guards=_guards(guards, bits),
    )


def _cut_out(vocabulary: Sequence[str]) -> Cut:
    text = "".join(f" {word}" for word in vocabulary).encode("ascii")
    length = np.array([len(word) for word in vocabulary], dtype=np.int64)
    end = np.cumsum(length + 1)
    return cut(windows_of(text), end - length, end)


def _tails(words: Cut) -> Words:
    """By number of the word; a short one has none."""
    tail = np.zeros(len(words.key) + 1, dtype=np.uint64)
    tail[words.long + 1] = words.tail
    return tail


def _trie(word: Ints, length: Ints, words: int) -> tuple[Ints, Ints]:
    """The edges of a trie, level by level, as ``state * words + word``; and the state in which each phrase ends.

    Edge and state have one number, from 1; so the states of the first level are the words that begin a phrase.
    The phrases come as all their words in a row, and the length of each.
    """
    first = np.cumsum(length) - length
    state, edges = np.zeros(len(length), dtype=np.int64), np.zeros(0, dtype=np.int64)
    for depth in range(int(length.max(initial=0))):
        on = places(length > depth)
        keys, which = np.unique(state[on] * words + word[first[on] + depth], return_inverse=True)
        state[on] = len(edges) + 1 + which
        edges = np.append(edges, keys)
    return edges, state


def _states(names: Sequence[Name], ends: Ints, grown: Ints, count: int) -> tuple[Bytes, Fan, Fan]:
    """The kind of each state, and the names that end there: those read in any writing, and the others."""
    guards = [g for g in {n.guard for n in names} if g is not None]
    near = {word for g in guards for word in (*g.against, *(g.context if g.in_line else ()))}
    far = {word for g in guards for word in g.context if not g.in_line}
    of = [_kind(n, near, far) for n in names]
    kind = np.zeros(count, dtype=np.uint8)
    kind[grown] = GROWS
    np.bitwise_or.at(kind, ends, np.array(of, dtype=np.uint8))
    free, strict = (
        np.array([at for at, flags in enumerate(of) if flags == flag], dtype=np.int64) for flag in (FREE, STRICT)
    )
    return kind, _fan(ends[free], free, count), _fan(ends[strict], strict, count)


def _kind(name: Name, near: Set[str], far: Set[str]) -> int:
    if name.layer == "context":
        return NEAR * (name.means[0] in near) + FAR * (name.means[0] in far)
    return FREE if name.written is None and not name.dotted else STRICT


def _context_bits(names: Sequence[Name], ends: Ints, count: int) -> tuple[Ints, list[frozenset[str]]]:
    """The bit of each state, and the context words of each bit."""
    said: dict[int, set[str]] = {}
    for name, state in zip(names, ends.tolist(), strict=True):
        if name.layer == "context":
            said.setdefault(state, set()).add(name.means[0])
    bits = {group: at for at, group in enumerate(dict.fromkeys(map(frozenset, said.values())))}
    context = np.zeros(count, dtype=np.int64)
    context[list(said)] = [bits[frozenset(group)] for group in said.values()]
    return context, list(bits)


def _columns(
    names: Sequence[Name], values: dict[tuple[Layer, tuple[str, ...]], int], guards: dict[Guard | None, int]
) -> Names:
    number = {layer: at for at, layer in enumerate(LAYERS)}
    return Names(
        layer=np.array([number[n.layer] for n in names], dtype=np.int64),
        value=np.array([values[n.layer, n.means] for n in names], dtype=np.int64),
        length=np.array([len(n.words) for n in names], dtype=np.int64),
        guard=np.array([guards[n.guard] for n in names], dtype=np.int64),
        case=np.array([_case_of(n.written) if n.written else 0 for n in names], dtype=np.uint64),
        case_capitals=np.array([_case_of(_capitals(n)) if n.written else 0 for n in names], dtype=np.uint64),
        any_case=np.array([n.written is None for n in names], dtype=np.bool_),
        acronym=np.array([is_acronym(n) for n in names], dtype=np.bool_),
        dotted=np.array([n.dotted for n in names], dtype=np.bool_),
    )


def _guards(guards: Iterable[Guard | None], bits: Sequence[frozenset[str]]) -> Guards:
    rows = list(guards)
    return Guards(
        in_line=np.array([g is not None and g.in_line for g in rows], dtype=np.bool_),
        content=np.array([g is None or not g.context for g in rows], dtype=np.bool_),
        wanted=_mask([g.context if g else () for g in rows], bits),
        refused=_mask([g.against if g else () for g in rows], bits),
    )


def _mask(words: Sequence[tuple[str, ...]], bits: Sequence[frozenset[str]]) -> Words:
    """A row of bits for each group of context words."""
    where: dict[str, list[int]] = {}
    for bit, group in enumerate(bits):
        for word in group:
            where.setdefault(word, []).append(bit)
    pairs = [(row, bit) for row, group in enumerate(words) for word in group for bit in where.get(word, ())]
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return packed(row, column, len(words), -(-max(len(bits), 1) // 64))


def packed(row: Ints, bit: Ints, rows: int, width: int) -> Words:
    """Rows of ``width`` times 64 bits with these set."""
    cells = np.zeros(rows * width, dtype=np.uint64)
    np.bitwise_or.at(cells, row * width + (bit >> 6), np.uint64(1) << (bit & 63).view(np.uint64))
    return cells.reshape(rows, width)


def places(marked: npt.NDArray[Any]) -> Ints:
    """Where it is true, or not 0."""
    return marked.nonzero()[0]


def firsts(ordered: Ints) -> Bools:
    """Whether each value is the first of its kind."""
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first


# Case keys of a phrase's words are folded into one number, the same way here and in the scanner.
CASE_STEP = np.uint64(0x100000001B3)


def _case_of(written: tuple[str, ...]) -> int:
    key = 0
    for word in written:
        bits = sum(0x20 << (8 * i) for i, c in enumerate(word[:8]) if c.isupper())
        key = (key * int(CASE_STEP) + bits) & 0xFFFFFFFFFFFFFFFF
    return key


def is_acronym(name: Name) -> bool:
    """A guarded name in capitals of three letters and more: read in a line that has no capitals at all."""
    if name.guard is None or name.written is None or name.as_written:
        return False
    letters = "".join(name.written)
    return letters.isupper() and len(letters) >= 3


def _capitals(name: Name) -> tuple[str, ...]:
    written = name.written or ()
    return written if name.as_written else tuple(word.upper() for word in written)
