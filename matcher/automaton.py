"""The phrase table as arrays: words by 64-bit pieces, phrases as chains of word ids.

A word of up to 24 bytes is three 8-byte pieces and a length, compared exactly; a longer
one is no word of the taxonomy. Phrases are a trie whose edges are sorted ``state * words + word``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from taxonomy.lexicon import LAYERS, Lexicon, Name

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

_SLOTS = 1 << 17
_MIX = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
    np.uint64(0x27D4EB2F165667C5),
)
_KEEP = np.array([(1 << (8 * min(n, 8))) - 1 for n in range(26)], dtype=np.uint64)


@dataclass(frozen=True)
class Pieces:
    """The words of a text as numbers: three overlapping windows and the length."""

    first: Words
    middle: Words
    last: Words
    length: Ints


def pieces(windows: Words, start: Ints, end: Ints) -> Pieces:
    """Cut words out of a buffer of 8-byte windows (one at each byte); words over 24 bytes get length 25."""
    length = np.minimum(end - start, 25)
    first = windows[start] & _KEEP[length]
    last = np.where(length > 8, windows[np.maximum(end - 8, 0)], 0).astype(np.uint64)
    middle = np.where(length > 16, windows[np.minimum(start + 8, len(windows) - 1)], 0).astype(np.uint64)
    return Pieces(first, middle, last, length)


def windows_of(buffer: npt.NDArray[np.uint8]) -> Words:
    """An 8-byte window at every byte of ``buffer``, which must end in 8 spare bytes."""
    return np.ndarray((len(buffer) - 7,), dtype="<u8", buffer=buffer.data, strides=(1,))


def _slot(words: Pieces) -> Ints:
    mixed = (
        words.first * _MIX[0] ^ words.middle * _MIX[1] ^ words.last * _MIX[2] ^ words.length.astype(np.uint64) * _MIX[3]
    )
    mixed ^= mixed >> np.uint64(29)
    slot: Ints = ((mixed * _MIX[1]) >> np.uint64(47)).astype(np.int64)
    return slot


@dataclass(frozen=True)
class Automaton:
    """What the scanner walks; made once per taxonomy by :func:`automaton_of`."""

    names: tuple[Name, ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    head: Ints
    chain: Ints
    words: Pieces
    starts: Bools
    edge: Ints
    target: Ints
    first_name: Ints
    name_count: Ints
    name_id: Ints
    name_layer: Ints
    name_value: Ints
    case: Words
    case_capitals: Words
    any_case: Bools
    acronym: Bools
    dotted: Bools
    guarded: Bools
    in_line: Bools
    context: Words
    against: Words
    context_bit: Ints

    def word_ids(self, words: Pieces) -> Ints:
        """The taxonomy's number for each word, 0 for a stranger."""
        candidate = self.head[_slot(words)]
        todo = np.flatnonzero(candidate)
        found = np.zeros(len(candidate), dtype=np.int64)
        while len(todo):
            ids = candidate[todo]
            same = self._same(words, todo, ids)
            found[todo[same]] = ids[same]
            rest = todo[~same]
            candidate[rest] = self.chain[candidate[rest]]
            todo = rest[candidate[rest] > 0]
        return found

    def _same(self, words: Pieces, at: Ints, ids: Ints) -> Bools:
        same: Bools = (
            (words.first[at] == self.words.first[ids])
            & (words.last[at] == self.words.last[ids])
            & (words.middle[at] == self.words.middle[ids])
            & (words.length[at] == self.words.length[ids])
        )
        return same

    def step(self, state: Ints, word: Ints) -> Ints:
        """The next states, 0 where no phrase goes on."""
        wanted = state * len(self.words.length) + word
        at = np.minimum(np.searchsorted(self.edge, wanted), len(self.edge) - 1)
        following: Ints = np.where(self.edge[at] == wanted, self.target[at], 0)
        return following


def case_key(windows: Words, cased: Words, start: Ints, end: Ints) -> Words:
    """Which of a word's first eight letters are capitals, as a number."""
    key: Words = (windows[start] ^ cased[start]) & _KEEP[np.minimum(end - start, 8)]
    return key


@lru_cache(maxsize=4)
def automaton_of(lexicon: Lexicon) -> Automaton:
    """Compile a phrase table; the same table gives the same arrays."""
    vocabulary = sorted({w for n in lexicon.names for w in n.words if len(w) <= 24})
    ids = {word: number for number, word in enumerate(vocabulary, 1)}
    names = tuple(n for n in lexicon.names if all(w in ids for w in n.words))
    words = _vocabulary_pieces(vocabulary)
    head, chain = _table(words)
    edges, ends = _trie(names, ids)
    order = sorted(edges)
    values = tuple(dict.fromkeys((n.layer, n.means) for n in names))
    number = {value: at for at, value in enumerate(values)}
    states = max(edges.values(), default=0) + 1
    count = np.array([len(ends.get(s, ())) for s in range(states)], dtype=np.int64)
    bits = {context: at for at, context in enumerate(lexicon.contexts)}
    width = max(1, -(-len(bits) // 64))
    starts = np.zeros(len(vocabulary) + 1, dtype=np.bool_)
    starts[[ids[n.words[0]] for n in names]] = True
    return Automaton(
        names=names,
        values=values,
        head=head,
        chain=chain,
        words=words,
        starts=starts,
        edge=np.array([s * (len(ids) + 1) + w for s, w in order], dtype=np.int64),
        target=np.array([edges[key] for key in order], dtype=np.int64),
        first_name=np.cumsum(count) - count,
        name_count=count,
        name_id=np.array([n for s in range(states) for n in ends.get(s, ())], dtype=np.int64),
        name_layer=np.array([LAYERS.index(n.layer) for n in names], dtype=np.int64),
        name_value=np.array([number[n.layer, n.means] for n in names], dtype=np.int64),
        case=np.array([_case_of(n.written) for n in names], dtype=np.uint64),
        case_capitals=np.array([_case_of(_capitals(n)) for n in names], dtype=np.uint64),
        any_case=np.array([n.written is None for n in names], dtype=np.bool_),
        acronym=np.array([is_acronym(n) for n in names], dtype=np.bool_),
        dotted=np.array([n.dotted for n in names], dtype=np.bool_),
        guarded=np.array([n.guard is not None for n in names], dtype=np.bool_),
        in_line=np.array([n.guard is not None and n.guard.in_line for n in names], dtype=np.bool_),
        context=_mask([n.guard.context if n.guard else () for n in names], bits, width),
        against=_mask([n.guard.against if n.guard else () for n in names], bits, width),
        context_bit=np.array([bits.get(n.means[0], -1) if n.layer == "context" else -1 for n in names], dtype=np.int64),
    )


def _vocabulary_pieces(vocabulary: list[str]) -> Pieces:
    joined = " ".join(["", *vocabulary])
    buffer = np.frombuffer(joined.encode("ascii") + bytes(8), dtype=np.uint8)
    lengths = np.array([len(w) for w in vocabulary], dtype=np.int64)
    end = np.cumsum(lengths + 1)
    cut = pieces(windows_of(buffer), end - lengths, end)
    blank = np.zeros(1, dtype=np.uint64)
    return Pieces(*(np.concatenate([blank.astype(a.dtype), a]) for a in (cut.first, cut.middle, cut.last, cut.length)))


def _table(words: Pieces) -> tuple[Ints, Ints]:
    head = np.zeros(_SLOTS, dtype=np.int64)
    chain = np.zeros(len(words.length), dtype=np.int64)
    for ident, slot in enumerate(_slot(words)[1:].tolist(), 1):
        chain[ident] = head[slot]
        head[slot] = ident
    return head, chain


def _trie(names: tuple[Name, ...], ids: dict[str, int]) -> tuple[dict[tuple[int, int], int], dict[int, list[int]]]:
    edges: dict[tuple[int, int], int] = {}
    ends: dict[int, list[int]] = {}
    for at, name in enumerate(names):
        state = 0
        for word in name.words:
            state = edges.setdefault((state, ids[word]), len(edges) + 1)
        ends.setdefault(state, []).append(at)
    return edges, ends


# Case keys of a phrase's words are folded into one number, the same way here and in the scanner.
CASE_STEP = np.uint64(0x100000001B3)


def _case_of(written: tuple[str, ...] | None) -> int:
    key = 0
    for word in written or ():
        bits = sum(0x20 << (8 * i) for i, c in enumerate(word[:8]) if c.isupper())
        key = (key * int(CASE_STEP) + bits) & 0xFFFFFFFFFFFFFFFF
    return key


def is_acronym(name: Name) -> bool:
    """A guarded name in capitals of three letters and more: read in a line that has no capitals at all."""
    letters = "".join(name.written or ())
    return name.guard is not None and not name.as_written and letters.isupper() and len(letters) >= 3


def _capitals(name: Name) -> tuple[str, ...] | None:
    if name.written is None or name.as_written:
        return name.written
    return tuple(word.upper() for word in name.written)


def _mask(words: list[tuple[str, ...]], bits: dict[str, int], width: int) -> Words:
    mask = np.zeros((len(words), width), dtype=np.uint64)
    for at, group in enumerate(words):
        for word in group:
            mask[at, bits[word] // 64] |= np.uint64(1 << (bits[word] % 64))
    return mask
