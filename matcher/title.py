"""The grammar of job titles: rank words, grades, and the words that name a function.

"Supervisor, Coding" and "Coding Supervisor" read alike, "Assistant Director" is a director,
"Assistant to the Director" an assistant, "Coder 2" is "Coder II". Requisition numbers, pay,
shifts and the like are cut away; what stands in parentheses stays, for it carries the function.
All words are data: ``data/title_words.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from matcher.report import Rank
from matcher.vocabulary import JOINING as EMPTY
from matcher.vocabulary import singular
from taxonomy.concept import Family, Level
from taxonomy.fold import fold

WORDS = Path(__file__).parent / "data" / "title_words.toml"
FAMILIES: tuple[Family, ...] = get_args(Family)
JOINING = EMPTY - {"it"}  # "IT" is a trade
FIRST_NAMED = 0.5  # what is named first is a little more the job
UMBRELLA = 0.5
FURTHER = 0.4
_WORD = re.compile(r"(?:[a-z]\.){2,}[a-z]?|[a-z0-9+#]+(?:'s\b)?|&")
_T = TypeVar("_T")


class Word(NamedTuple):
    """One word of a title in its plain form, and the offsets it came from."""

    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """A phrase that names a function: of which family (its number) or role, how strongly, and where it stands."""

    phrase: str
    family: int
    weight: float
    role: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The tables of ``title_words.toml``, with every phrase in the form in which titles are compared."""

    strip: re.Pattern[str]
    dull: Mapping[str, bool]
    words: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    ranks: Mapping[str, Rank | None]
    order: tuple[Rank, ...]
    management: frozenset[Rank]
    levels: Mapping[Rank, Level]
    nouns: frozenset[str]
    vague: frozenset[str]
    settings: frozenset[str]
    grades: Mapping[str, Level]
    not_after: frozenset[str]
    not_before: frozenset[str]
    names: Mapping[str, tuple[int, float, str | None]]
    umbrella: frozenset[str]
    classes: frozenset[str]
    roles: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says: its plain words, rank, grade, and what speaks for each family.

    ``key`` holds the words sorted, so that word order does not matter; ``noun`` says
    whether an occupation noun is there. Spans are offsets into the title as given.
    """

    words: tuple[Word, ...]
    key: str
    rank: Rank | None
    rank_at: Word | None
    grade: Level | None
    noun: bool
    hits: tuple[Hit, ...]

    @property
    def is_class(self) -> bool:
        """Whether the title names only a class of several functions: a medical records technician may code."""
        return bool(self.hits) and all(hit.phrase in title_words().classes for hit in self.hits)

    @property
    def evidence(self) -> list[float]:
        """Points per family, in the order of ``FAMILIES``: the strongest phrase counts whole, further ones less."""
        points = [0.0] * len(FAMILIES)
        for hit in sorted(self.hits, key=lambda h: -h.weight):
            points[hit.family] += hit.weight * (FURTHER if points[hit.family] else 1.0)
        return points


def read_title(title: str) -> TitleReading:
    """Reads a title as a recruiter would; an empty one has no words and says nothing."""
    table = title_words()
    words = plain_words(title, table)
    texts = [word.text for word in words]
    rank, rank_at = _rank(words, texts, table)
    return TitleReading(
        tuple(words),
        " ".join(sorted(set(texts))),
        rank,
        rank_at,
        _grade(words, title, table),
        not table.nouns.isdisjoint(texts),
        _hits(words, texts, table),
    )


def rank_level(rank: Rank | None) -> Level | None:
    """The level that a rank word alone decides, or None."""
    return None if rank is None else title_words().levels.get(rank)


def leads_people(rank: Rank | None) -> bool:
    """Whether a rank manages people; a lead, an auditor and an officer do not."""
    return rank in title_words().management


# --- words -------------------------------------------------------------------


def plain_words(title: str, table: TitleWords) -> list[Word]:
    """The words that tell of the work, each in one way of writing, with their offsets in ``title``."""
    folded, back = (title.lower(), range(len(title) + 1)) if title.isascii() else fold(title)
    if any(c.isdigit() or c in "$#" for c in folded):
        folded = table.strip.sub(lambda m: " " * len(m[0]), folded)
    found = [_word(m, back, table) for m in _WORD.finditer(folded)]
    return [word for word in _without(_respelled(found, table.phrases), table.dull) if word.text not in JOINING]


def _word(match: re.Match[str], back: Sequence[int], table: TitleWords) -> Word:
    text = match[0]
    owner = text.removesuffix("'s")
    plain = "and" if text == "&" else _plain(owner.replace(".", ""), table.words)
    if owner != text and plain in table.ranks:
        plain = text  # a director's assistant directs nobody
    return Word(plain, back[match.start()], back[match.end() - 1] + 1)


def _plain(word: str, respelled: Mapping[str, str]) -> str:
    one = singular(word)
    return respelled.get(word) or respelled.get(one, one)


def _respelled(words: Sequence[Word], phrases: Mapping[str, tuple[str, ...]]) -> list[Word]:
    """Words with every phrase that has another name put under that name."""
    out: list[Word] = []
    last = 0
    for start, end, names in found_phrases([w.text for w in words], phrases):
        out += words[last:start]
        out += [Word(name, words[start].start, words[end - 1].end) for name in names]
        last = end
    return [*out, *words[last:]]


def _without(words: Sequence[Word], dull: Mapping[str, bool]) -> list[Word]:
    out: list[Word] = []
    last = 0
    for start, end, _ in found_phrases([w.text for w in words], dull):
        out += words[last:start]
        last = end
    return [*out, *words[last:]]


def found_phrases(words: Sequence[str], table: Mapping[str, _T], longest: int = 7) -> list[tuple[int, int, _T]]:
    """The phrases of a table among the words, the longest first at each place, none overlapping."""
    found, i, count = [], 0, len(words)
    while i < count:
        for end in range(min(count, i + longest), i, -1):
            phrase = " ".join(words[i:end])
            if phrase in table:
                found.append((i, end, table[phrase]))
                i = end
                break
        else:
            i += 1
    return found


# --- rank, grade, function ---------------------------------------------------


def _rank(words: Sequence[Word], texts: list[str], table: TitleWords) -> tuple[Rank | None, Word | None]:
    """The highest rank word, and where it stands; what follows "assistant to" is another's rank."""
    until = texts.index("assistantto") + 1 if "assistantto" in texts else len(texts)
    met = {rank: (start, end) for start, end, rank in reversed(found_phrases(texts[:until], table.ranks))}
    highest = next((rank for rank in table.order if rank in met), None)
    if highest is None:
        return None, None
    start, end = met[highest]
    return highest, Word(highest, words[start].start, words[end - 1].end)


def _grade(words: Sequence[Word], title: str, table: TitleWords) -> Level | None:
    """The grade at the end of a name ("Coder II"); where several are announced, the lowest."""
    found: list[Level] = []
    for i, word in enumerate(words[1:], 1):
        after = words[i + 1].text if i + 1 < len(words) else ""
        if word.text in table.grades and words[i - 1].text not in table.not_after and after not in table.not_before:
            if word.text.isdigit() and _part_of_a_figure(title, word):
                continue
            found.append(table.grades[word.text])
    order = get_args(Level)
    return min(found, key=order.index, default=None)


def _part_of_a_figure(title: str, word: Word) -> bool:
    around = title[max(0, word.start - 2) : word.start], title[word.end : word.end + 2]
    return bool(re.search(r"[\d][-.:]$", around[0]) or re.match(r"[-.:]\d|\+", around[1]))


def _hits(words: Sequence[Word], texts: list[str], table: TitleWords) -> tuple[Hit, ...]:
    met = found_phrases(texts, table.names)
    once = {" ".join(texts[start:end]): (start, end, name) for start, end, name in reversed(met)}
    fields = {name[0] for _, _, name in once.values() if name[1] >= 3 and FAMILIES[name[0]] != "other"}
    hits: list[Hit] = []
    for phrase, (start, end, (family, weight, role)) in sorted(once.items(), key=lambda item: item[1][0]):
        share = UMBRELLA if phrase in table.umbrella and fields - {family} else 1.0
        first = FIRST_NAMED if not hits else 0.0
        hits.append(Hit(phrase, family, weight * share + first, role, words[start].start, words[end - 1].end))
    return tuple(hits)


# --- tables ------------------------------------------------------------------


@lru_cache(maxsize=1)
def title_words() -> TitleWords:
    """The shipped tables of title words."""
    raw = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    respelled: dict[str, str] = raw["expand"]["words"]
    renamed = raw["expand"]["phrases"]
    phrases = {_said(said, respelled): tuple(_said(meant, respelled).split()) for said, meant in renamed}

    def name(phrase: str) -> str:
        words = [Word(word, 0, 0) for word in _said(phrase, respelled).split()]
        return " ".join(word.text for word in _respelled(words, phrases) if word.text not in JOINING)

    return TitleWords(
        strip=re.compile("|".join(raw["strip"]["patterns"])),
        dull={_said(phrase, respelled): True for phrase in raw["strip"]["phrases"]},
        words=respelled,
        phrases=phrases,
        ranks=_rank_table(raw["rank"], name),
        order=tuple(raw["rank"]["order"]),
        management=frozenset(raw["rank"]["management"]),
        levels=dict.fromkeys(raw["rank"]["senior"], "senior") | dict.fromkeys(raw["rank"]["entry"], "entry"),
        nouns=frozenset(map(name, raw["noun"]["words"])),
        vague=frozenset(map(name, raw["noun"]["vague"])),
        settings=frozenset(map(name, raw["noun"]["settings"])),
        grades={word: level for level in get_args(Level) for word in raw["grade"][level]},
        not_after=frozenset(raw["grade"]["not_after"]),
        not_before=frozenset(raw["grade"]["not_before"]),
        names=_name_table(raw, name),
        umbrella=frozenset(map(name, raw["umbrella"]["phrases"] + raw["umbrella"]["places"])),
        classes=frozenset(map(name, raw["umbrella"]["classes"])),
        roles=raw["role"],
    )


def _said(phrase: str, respelled: Mapping[str, str]) -> str:
    """A phrase of the tables, each word in its plain form."""
    return " ".join(_plain(word, respelled) for word in phrase.split())


def _rank_table(raw: dict[str, Any], name: Callable[[str], str]) -> dict[str, Rank | None]:
    table: dict[str, Rank | None] = {name(word): rank for rank, words in raw["words"].items() for word in words}
    return table | dict.fromkeys(map(name, raw["plain"]["phrases"]))


def _name_table(raw: dict[str, Any], name: Callable[[str], str]) -> dict[str, tuple[int, float, str | None]]:
    own = {name(p): (FAMILIES.index(f), w, None) for f, said in raw["words"].items() for p, w in said.items()}
    other = {name(p): (FAMILIES.index("other"), w, r) for r, said in raw["other"].items() for p, w in said.items()}
    if both := own.keys() & other.keys():
        raise ValueError(f"title_words.toml: {', '.join(sorted(both))} stands in the field and out of it")
    return own | other
