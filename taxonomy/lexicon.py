"""Every name, heading and cue of the taxonomy as one table of phrases: folded words -> what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, get_args

from taxonomy.concept import Cue, Entry
from taxonomy.fold import WORD, tokens, unaccent
from taxonomy.load import Taxonomy, free_names

Layer = Literal[
    "concept", "degree", "field", "setting", "issuer", "place", "cue", "heading", "condition", "workplace", "context"
]
LAYERS: tuple[Layer, ...] = get_args(Layer)


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a name counts: near one of ``context``, in a line with none of ``against``."""

    context: tuple[str, ...]
    in_line: bool
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One written form: its folded ``words``, what it means, and when it counts.

    ``written`` holds the words as capitalised in the taxonomy where the capitals matter
    (text in full capitals passes too, unless ``as_written``); ``dotted`` names are letters
    parted by dots ("R.H.I.T."). Several ``means`` are meant together ("ICD-10-CM/PCS").
    """

    words: tuple[str, ...]
    layer: Layer
    means: tuple[str, ...]
    written: tuple[str, ...] | None = None
    as_written: bool = False
    dotted: bool = False
    guard: Guard | None = None


@dataclass(frozen=True)
class Lexicon:
    """All names of a taxonomy, and the context words that guards speak of, in a fixed order."""

    names: tuple[Name, ...]
    contexts: tuple[str, ...]
    version: str

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.version == self.version


@lru_cache(maxsize=8)
def lexicon_of(taxonomy: Taxonomy) -> Lexicon:
    """The phrase table of a taxonomy; the same taxonomy gives the same table."""
    names = list(_all_names(taxonomy))
    contexts = _contexts(names)
    names += _context_names(taxonomy, contexts)
    return Lexicon(tuple(dict.fromkeys(n for n in names if n.words)), contexts, taxonomy.version)


def _all_names(taxonomy: Taxonomy) -> Iterator[Name]:
    for joint in taxonomy.joint:
        yield from (Name(tuple(tokens(n)), "concept", joint.means) for n in joint.names)
    tables: tuple[tuple[Layer, dict[str, Entry]], ...] = (
        ("concept", dict(taxonomy.concepts)),
        ("degree", dict(taxonomy.degrees)),
        ("field", dict(taxonomy.fields)),
        ("setting", dict(taxonomy.settings)),
        ("issuer", dict(taxonomy.issuers)),
    )
    for layer, entries in tables:
        for ident, entry in entries.items():
            yield from _of_entry(entry, layer, (ident,))
    phrases: tuple[tuple[Layer, dict[str, Cue]], ...] = (
        ("cue", dict(taxonomy.cues)),
        ("heading", dict(taxonomy.headings)),
        ("condition", dict(taxonomy.conditions)),
        ("workplace", dict(taxonomy.workplaces)),
    )
    for layer, cues in phrases:
        meanings: dict[tuple[str, ...], dict[str, None]] = {}
        for ident, cue in cues.items():
            for phrase in cue.phrases:
                for words in _number_free(tuple(tokens(phrase)), layer):
                    meanings.setdefault(words, {})[ident] = None
        yield from (Name(words, layer, tuple(idents)) for words, idents in meanings.items())
    for ident, state in taxonomy.states.items():
        yield _place(state.label, (ident,))
    for city, metro in taxonomy.metros.items():
        yield _place(city.title(), (metro.state, city))


def _place(name: str, means: tuple[str, ...]) -> Name:
    words = tuple(tokens(name))
    return Name(words, "place", means, _words_as_written(name, words))


def _number_free(words: tuple[str, ...], layer: Layer) -> tuple[tuple[str, ...], ...]:
    """A heading is the same in singular and plural."""
    if layer != "heading" or not words or len(words[-1]) < 5:
        return (words,)
    last = words[-1]
    other = last[:-1] if last.endswith("s") and not last.endswith("ss") else last + "s"
    return (words, (*words[:-1], other))


def _of_entry(entry: Entry, layer: Layer, means: tuple[str, ...]) -> Iterator[Name]:
    guard = Guard(entry.context, entry.context_in == "line", entry.against) if entry.context or entry.against else None
    former_exact = tuple(n for n in entry.former if n.isupper())
    for name in free_names(entry):
        yield from _forms(name, layer, means, exact=False, guard=None)
    for name in (*entry.exact, *former_exact):
        yield from _forms(name, layer, means, exact=True, guard=guard)
    for name in entry.ambiguous:
        yield from _forms(name, layer, means, exact=False, guard=guard)


def _forms(name: str, layer: Layer, means: tuple[str, ...], *, exact: bool, guard: Guard | None) -> Iterator[Name]:
    words = tuple(tokens(name))
    if not words:
        return
    # The plural of an acronym needs its capitals: "CHRIs" are credentials, Chris is a person.
    acronym = exact or name.isupper()
    written = _words_as_written(name, words) if acronym else None
    yield Name(words, layer, means, written if exact else None, guard=guard)
    for last in _plurals(words[-1]):
        many = (*words[:-1], last)
        shown = None if written is None else (*written[:-1], _like(written[-1], last))
        yield Name(many, layer, means, shown, as_written=acronym, guard=guard)
    if len(words) == 1 and words[0].isalpha() and 2 <= len(words[0]) <= 6 and name.replace(".", "").isupper():
        yield Name(tuple(words[0]), layer, means, tuple(words[0].upper()), dotted=True, guard=guard)


def _plurals(word: str) -> tuple[str, ...]:
    if not word.isalpha() or len(word) < 2 or word.endswith("s"):
        return ()
    return (word + "s",) if not word.endswith("y") or len(word) < 4 else (word + "s", word[:-1] + "ies")


def _like(written: str, plural: str) -> str:
    """A plural with the capitals of its singular; its ending is in small letters."""
    kept = len(written) if plural.startswith(written.lower()) else len(written) - 1
    return written[:kept] + plural[kept:]


def _words_as_written(name: str, words: Sequence[str]) -> tuple[str, ...]:
    plain = name if name.isascii() else "".join(unaccent(c) for c in name)
    letters = iter([c for c in plain if c.lower() in WORD])
    return tuple("".join(islice(letters, len(word))) for word in words)


def _contexts(names: Iterable[Name]) -> tuple[str, ...]:
    used = {c for n in names if n.guard for c in (*n.guard.context, *n.guard.against)}
    return tuple(sorted(used))


def _context_names(taxonomy: Taxonomy, contexts: Iterable[str]) -> Iterator[Name]:
    for word in contexts:
        phrases = taxonomy.contexts[word[1:]].phrases if word.startswith("@") else (word,)
        for phrase in phrases:
            words = tuple(tokens(phrase))
            yield Name(words, "context", (word,))
            many = _plurals(words[-1]) if words else ()
            yield from (Name((*words[:-1], last), "context", (word,)) for last in many)
