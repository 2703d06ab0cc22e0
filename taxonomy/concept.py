"""The shapes of what the field knows: one frozen type for each kind of entry.

Every entry is one table in a file of ``taxonomy/data``; the table's name is the
entry's id. An entry is found in text by its names, in three tiers:

``aliases``    stand alone and are read in any case ("release of information");
``exact``      are read only as they are written here, or in capitals ("CCS", "Epic");
``ambiguous``  are read in any case ("imaging").

``context`` and ``against`` bind the last two tiers: a name counts only where a
context word stands near (in the document, or in the line when ``context_in`` says
so) and never where a word of ``against`` stands in the same line. A word that
begins with ``@`` names a group of words in ``cues.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Degree = Literal["hs", "certificate", "associate", "bachelor", "master", "doctorate"]
Level = Literal["entry", "mid", "senior"]
Track = Literal["individual", "management"]
Family = Literal["records", "coding", "billing", "cdi", "registry", "informatics", "privacy", "transcription", "other"]
Statistic = Literal["median", "mean", "p10", "p25", "p75", "p90", "range", "growth", "count", "unstated"]
Per = Literal["year", "hour", "day", "month", "percent", "jobs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every named thing has: a label, its names in text, its relations, its sources.

    ``broader`` names the ids that this one is a kind of; ``renamed`` the ids of its
    successors; ``former`` lists old names (found in text like the others).
    An entry with ``confirmed = false`` is recognised but kept out of hard rules.
    """

    label: str
    source: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    context_in: Literal["line", "document"] = "document"
    against: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way to become eligible for a credential: all that it names, together."""

    degree: Degree | None = None
    field: str | None = None
    credential: str | None = None
    years: float | None = None
    of: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Entry):
    """A certification, registration or licence of a person.

    ``generic`` entries stand for a kind ("an AHIMA coding credential") that any
    credential with it in ``broader`` satisfies. ``meets`` lists other credentials
    whose ask this one satisfies (RHIA meets an RHIT ask), by policy of the source.
    ``terms`` says what the exam and the upkeep ask; ``cost`` is as published.
    """

    issuer: str | None = None
    group: Literal[
        "him",
        "coding",
        "billing",
        "cdi",
        "privacy",
        "registry",
        "data",
        "informatics",
        "transcription",
        "management",
        "vendor",
        "licence",
        "life-support",
        "it",
        "other",
    ]
    level: Level | None = None
    generic: bool = False
    meets: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    renewal_months: int | None = None
    terms: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Entry):
    """Something a person knows or does: a code system, a function, a law, an IT or soft skill.

    ``setting`` marks a function that is another one in one setting: inpatient coding
    is ``broader = ["medical-coding"]``, ``setting = "inpatient"``.
    """

    category: Literal[
        "code-system",
        "coding",
        "function",
        "revenue-cycle",
        "privacy-law",
        "health-it",
        "foundation",
        "management",
        "soft",
    ]
    setting: str | None = None
    related: tuple[str, ...] = ()
    standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Entry):
    """A product that people name in ads and résumés, with who makes it now."""

    category: Literal[
        "ehr",
        "ehr-module",
        "encoder",
        "cac",
        "cdi",
        "roi",
        "revenue-cycle",
        "imaging",
        "registry",
        "speech",
        "him-module",
        "office",
        "it",
        "other",
    ]
    vendor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A kind of job: its family, occupation code, and the functions that doing it exercises.

    ``does`` are skill ids: months in the role count as months of them.
    """

    label: str
    family: Family
    source: tuple[str, ...]
    soc: str | None = None
    level: Level | None = None
    track: Track = "individual"
    does: tuple[str, ...] = ()
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A job title as people write it, and the role it names."""

    role: str
    source: tuple[str, ...]
    level: Level | None = None
    track: Track = "individual"
    soc: str | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeLevel(Entry):
    """A level of schooling; ``rank`` orders them from high school (0) to doctorate (5)."""

    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Entry):
    """A field of study; ``broader`` leads to the wider field that an ad may accept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Entry):
    """Where the work is done: inpatient, outpatient, professional fee, emergency ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A US state or territory; the table's name is its postal code."""

    label: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metro:
    """A city or metro name and the one state that it means; ``area`` is its OEWS area code."""

    state: str
    source: tuple[str, ...]
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(Entry):
    """A body that grants credentials, or accredits programmes."""

    url: str = ""
    kind: Literal["issuer", "accreditor", "association", "government", "publisher"] = "issuer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that carry grammar rather than a concept; see ``cues.toml``."""

    phrases: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A written form that names several things at once: "ICD-10-CM/PCS"."""

    names: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something to learn from: a course, a book, a site, a community."""

    label: str
    kind: Literal["course", "book", "site", "video", "podcast", "community", "programme", "organisation"]
    source: tuple[str, ...]
    teaches: tuple[str, ...] = ()
    by: str = ""
    url: str = ""
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was read: title, year, address where there is one, licence."""

    title: str
    year: int | None = None
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFigure:
    """One published figure, with what it measures.

    ``amount`` is in US dollars per ``per`` (or percent, or jobs); a range has ``low``
    and ``high`` instead; ``open_top`` marks "80,000+". ``occupation`` is a SOC code or a role id.
    """

    id: str
    occupation: str
    population: str
    place: str
    industry: str
    year: int | None
    statistic: Statistic
    amount: float | None
    low: float | None
    high: float | None
    open_top: bool
    per: Per
    source: str
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the sources say that is no concept of its own, in one sentence of ours."""

    text: str
    source: tuple[str, ...]
    about: tuple[str, ...] = ()
