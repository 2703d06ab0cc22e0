"""Our written lines -> documents to learn from, put together with a fixed seed."""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taxonomy.concept import Family, Level, Track

SHORTEST = 3  # words; a shorter line says nothing
PER_GRADE, PER_OCCUPATION, BLANK = 60, 24, 400  # documents of each kind
GRADES = ("entry", "mid", "senior", "management")


@dataclass(frozen=True, slots=True)
class Line:
    """One written line: of which work, at which grade (or "any"), and whether it is a duty, an ask or a title."""

    text: str
    family: Family
    occupation: str
    grade: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One document to learn from; level and track are None where the work is out of scope."""

    title: str
    text: str
    family: Family
    level: Level | None = None
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A written line that is not learned from, and why."""

    why: str
    where: str
    text: str


@dataclass(frozen=True)
class Texts:
    """All that is written to learn from: lines of work, lines that any ad carries, and words never to be seen."""

    lines: tuple[Line, ...]
    common: Mapping[str, Sequence[str]]
    graded: Mapping[str, Sequence[str]]
    never: frozenset[str]
    dropped: tuple[Dropped, ...]
    digest: str

    def all_lines(self) -> list[str]:
        """Every line once, the common ones too."""
        common = [said for part in (self.common, self.graded) for lines in part.values() for said in lines]
        return list(dict.fromkeys([line.text for line in self.lines] + common))


def read_texts(folder: Path) -> Texts:
    """The files of ``folder/text`` and ``folder/never.toml``, without repeats and lines too short to tell."""
    tables, digest = {}, hashlib.sha256()
    for path in sorted([*(folder / "text").glob("*.toml"), folder / "never.toml"]):
        digest.update(path.read_bytes())
        tables[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
    common, graded, never = (tables.pop(name) for name in ("boilerplate", "levels", "never"))
    lines, dropped = _without_repeats(line for table in tables.values() for line in _lines_of(table))
    words = frozenset(word for group in never.values() for word in group)
    return Texts(tuple(lines), common, graded, words, tuple(dropped), digest.hexdigest()[:12])


def _lines_of(table: dict[str, Any]) -> Iterable[Line]:
    family = table["family"]
    if family == "other":
        for occupation, entry in table.items():
            if occupation != "family":
                yield from (Line(text, "other", occupation, "any", "duty") for text in entry["lines"])
                yield from (Line(text, "other", occupation, "any", "title") for text in entry["titles"])
        return
    for kind, section in (("duty", "lines"), ("ask", "asks"), ("title", "titles")):
        for grade, said in table[section].items():
            yield from (Line(text, family, family, grade, kind) for text in said)


def _without_repeats(lines: Iterable[Line]) -> tuple[list[Line], list[Dropped]]:
    kept: dict[str, Line] = {}
    dropped = []
    for line in lines:
        if line.text.casefold() in kept:
            dropped.append(Dropped("repeats another line", line.occupation, line.text))
        elif line.kind != "title" and len(line.text.split()) < SHORTEST:
            dropped.append(Dropped("too short", line.occupation, line.text))
        else:
            kept[line.text.casefold()] = line
    return list(kept.values()), dropped


def compose(
    texts: Texts, lines: Sequence[Line], seed: int, per_grade: int = PER_GRADE, blank: int = BLANK
) -> list[Sample]:
    """Documents made of some of the lines, in a fixed order: so many for each grade of each family.

    ``blank`` documents hold only what any ad carries; they are other work, for nothing in them is ours.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    done: list[Sample] = []
    for family in dict.fromkeys(line.family for line in lines if line.family != "other"):
        own = [line for line in lines if line.family == family]
        for grade in GRADES:
            done += [_document(texts, own, family, grade, chance) for _ in range(per_grade)]
    for occupation in dict.fromkeys(line.occupation for line in lines if line.family == "other"):
        own = [line for line in lines if line.occupation == occupation]
        done += [_document(texts, own, "other", "any", chance) for _ in range(PER_OCCUPATION)]
    empty = (Sample("", "\n".join(_common(texts, chance, 8, False)), "other") for _ in range(blank))
    return [*done, *empty]


def singles(lines: Sequence[Line]) -> list[Sample]:
    """Each line as a document of its own, for a few words must tell the work too."""
    return [Sample("", line.text, line.family, *_level_of(line.family, line.grade)) for line in lines]


def _document(texts: Texts, own: Sequence[Line], family: Family, grade: str, chance: random.Random) -> Sample:
    fitting = [line for line in own if line.grade in ("any", grade)]
    duties = [line.text for line in fitting if line.kind == "duty"]
    graded = [line.text for line in fitting if line.kind == "duty" and line.grade == grade != "any"]
    asks = [line.text for line in fitting if line.kind == "ask"]
    titles = [line.text for line in own if line.kind == "title" and line.grade == grade]
    title = chance.choice(titles) if titles else ""
    in_health = family != "other" or any("patient" in line.text.lower() for line in own)
    said = [
        *_some(duties, chance, 1, 12),
        *_some(graded, chance, 1, 4),
        *_some(asks, chance, 0, 4),
        *_some(_graded_common(texts, grade), chance, 0, 3),
        *_common(texts, chance, chance.choice((0, 2, 4, 8)), in_health),
    ]
    chance.shuffle(said)
    text = "\n".join(([title] if chance.random() < 0.4 else []) + list(dict.fromkeys(said)))
    level, track = _level_of(family, grade)
    return Sample(title, text, family, level, track)


def _level_of(family: Family, grade: str) -> tuple[Level | None, Track | None]:
    if family == "other" or grade == "any":
        return None, None
    levels: dict[str, Level] = {"entry": "entry", "mid": "mid", "senior": "senior", "management": "senior"}
    return levels[grade], "management" if grade == "management" else "individual"


def _some(lines: Sequence[str], chance: random.Random, low: int, high: int) -> list[str]:
    most = min(high, len(lines))
    return chance.sample(list(lines), chance.randint(min(low, most), most)) if lines else []


def _graded_common(texts: Texts, grade: str) -> list[str]:
    own = texts.graded.get(grade, ())
    return [*own, *(texts.graded["individual"] if grade not in ("any", "management") else ())]


def _common(texts: Texts, chance: random.Random, most: int, in_health: bool) -> list[str]:
    """Lines that any ad may carry; those of health care mostly where the work is in health care."""
    groups = ["any", "any", "federal"] if chance.random() < 0.15 else ["any"]
    if in_health or chance.random() < 0.2:
        groups.append("health")
    return _some([line for group in groups for line in texts.common[group]], chance, min(1, most), most)
