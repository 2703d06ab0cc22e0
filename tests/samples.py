"""What the tests speak of: the documents of ``tests/data`` read once, and small values made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from matcher import read_posting, read_profile
from matcher.classifier import load_model
from matcher.document import text_document
from matcher.entry import versions
from matcher.fit import fit
from matcher.gap import judge
from matcher.position import years_of
from matcher.profile import NO_ROLE
from matcher.report import (
    Ask,
    Document,
    Education,
    FitReport,
    Holding,
    Modality,
    Position,
    Posting,
    Profile,
    Requirement,
    RequirementKind,
    Role,
    Shown,
    Span,
    StatedYears,
    Status,
    Verdict,
    Years,
)
from matcher.wording import sentence_of
from taxonomy import Taxonomy, load_taxonomy
from taxonomy.concept import Degree

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
AS_OF = date(2026, 11, 21)
TAXONOMY = load_taxonomy()
VERSIONS = versions(TAXONOMY, load_model())


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The labelled documents of one file of ``tests/data``."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return tuple(json.loads(line) for line in lines if line.strip())


@cache
def ads() -> tuple[Posting, ...]:
    """Every sample ad as it is read, with its title, place and pay given apart where the sample has them so."""
    given = (("title", "title"), ("place", "location"), ("pay", "pay_text"))
    return tuple(read_posting(row["text"], **{to: row.get(key) for to, key in given}) for row in rows("ads"))


@cache
def resumes() -> tuple[Profile, ...]:
    """Every sample résumé as it is read."""
    return tuple(read_profile(row["text"], AS_OF) for row in rows("resumes"))


def walk(value: object) -> Iterator[object]:
    """A value and all that it is made of; documents are left out."""
    yield value
    if is_dataclass(value) and not isinstance(value, Document):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from walk(item)


def spans(value: object) -> list[Span]:
    """Every span anywhere in a value."""
    return [part for part in walk(value) if isinstance(part, Span)]


# --- what is asked ----------------------------------------------------------------------------------


def credential(concept: str, **more: Any) -> Ask:
    return Ask("credential", concept, **more)


def named(concept: str) -> Ask:
    """An ask for a credential, skill or tool by its id."""
    return Ask(TAXONOMY.kind(concept), concept)


def years(least: float | None, of: str | None = None, **more: Any) -> Ask:
    return Ask("experience", of, min_years=least, **more)


def degree(level: Degree, *of: str, equivalent: bool = False) -> Ask:
    return Ask("education", degree=level, fields=of, equivalent=equivalent)


def either(*any_of: Ask | tuple[Ask, ...], modality: Modality = "required", ident: str = "r1") -> Requirement:
    """A requirement of alternatives, each an ask or several together."""
    rows = tuple(alt if isinstance(alt, tuple) else (alt,) for alt in any_of)
    leading = {alt[0].kind for alt in rows}
    kind: RequirementKind = leading.pop() if len(leading) == 1 else "mixed"
    return Requirement(ident, kind, modality, rows, sentence_of(rows, modality, TAXONOMY), (Span(0, 3, "The"),))


def role(ident: str | None = "inpatient-coder", level: Any = "mid") -> Role:
    """The role of this id as the taxonomy has it."""
    if ident is None:
        return NO_ROLE
    entry = TAXONOMY.roles[ident]
    family = None if entry.family == "other" else entry.family
    return Role(family, family is not None, level, entry.track, None, entry.soc, 0.9, "title", role=ident)


def posting(*asked: Requirement | Ask, of: Role | None = None) -> Posting:
    """An ad that asks for these; requirements are numbered in order."""
    made = (either(one) if isinstance(one, Ask) else one for one in asked)
    numbered = tuple(replace(one, id=f"r{n}") for n, one in enumerate(made, 1))
    document = text_document("The ad that asks for all this.")
    return Posting("Coder", of or role(), numbered, None, None, None, (), (), (), document)


# --- what is shown ----------------------------------------------------------------------------------


def has(concept: str, status: Status = "held") -> Holding:
    return Holding(concept, TAXONOMY.kind(concept), status, None, None, (_words(concept),))


def studied(
    level: Degree | None, field: str | None = None, status: Any = "completed", year: int | None = 2019
) -> Education:
    return Education(level, field, status, year, (_words(level or "schooling"),))


def worked(since: str, to: str, *shows: str, of: Role | None = None, title: str = "Coder") -> Position:
    """A job from one month to another ("2019-01", "present"), which shows these functions and tools."""
    shown = tuple(Shown(concept, (_words(concept),)) for concept in shows)
    return Position(title, of or role(), since, to, None, (_words(title), _words(f"{since} {to}")), shown)


def says(amount: float, of: str | None = None) -> StatedYears:
    return StatedYears(amount, of, (_words(f"{amount:g} years"),))


def profile(*shown: Holding | Education | Position | StatedYears, text: str = "A résumé.") -> Profile:
    """A résumé that shows these, its years counted from its positions."""
    empty = Profile((), (), (), Years(None, None, {}, ()), NO_ROLE, None, (), text_document(text))
    return adding(empty, *shown)


def adding(to: Profile, *shown: Holding | Education | Position | StatedYears) -> Profile:
    """The profile with more in it, its years counted afresh."""
    return recounted(
        to,
        holdings=(*to.holdings, *(s for s in shown if isinstance(s, Holding))),
        education=(*to.education, *(s for s in shown if isinstance(s, Education))),
        positions=(*to.positions, *(s for s in shown if isinstance(s, Position))),
        stated=(*to.years.stated, *(s for s in shown if isinstance(s, StatedYears))),
    )


def recounted(of: Profile, *, stated: tuple[StatedYears, ...] | None = None, **parts: Any) -> Profile:
    """The profile with parts put in place of its own, its years counted afresh."""
    changed = replace(of, **parts)
    said = of.years.stated if stated is None else stated
    return replace(changed, years=years_of(changed.positions, said, TAXONOMY, AS_OF))


def _words(quote: str) -> Span:
    return Span(0, len(quote), quote)


# --- the answer -------------------------------------------------------------------------------------


def fitted(candidate: Profile, ad: Posting, taxonomy: Taxonomy = TAXONOMY, **more: Any) -> FitReport:
    """The report without its pay band."""
    return fit(candidate, ad, taxonomy, VERSIONS, AS_OF, **more)


def verdict(
    asked: Requirement | Ask, *shown: Holding | Education | Position | StatedYears, taxonomy: Taxonomy = TAXONOMY
) -> Verdict:
    """How one requirement is judged for a résumé that shows these."""
    requirement = either(asked) if isinstance(asked, Ask) else asked
    return judge([requirement], profile(*shown), taxonomy)[0].verdict
