"""The entry points: what the doors and other programs call, with the shipped taxonomy and model as defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

from matcher import pay as pay_module
from matcher import role as role_module
from matcher.classifier import Model, load_model
from matcher.document import read_document, text_document
from matcher.errors import NotAResume
from matcher.fit import fit
from matcher.pay import pay_band as band_of
from matcher.posting import in_the_role, labelled, posting_of, role_cues
from matcher.profile import profile_of
from matcher.report import Document, FitReport, Inputs, PayBand, Posting, Profile, Role, Versions
from matcher.version import VERSION
from taxonomy import Taxonomy, load_taxonomy
from taxonomy.concept import Level

__all__ = ["match", "pay_band", "read_posting", "read_profile", "role_of", "to_json", "versions"]


def read_posting(
    ad: str | Document,
    *,
    title: str | None = None,
    place: str | None = None,
    pay: str | None = None,
    taxonomy: Taxonomy | None = None,
    model: Model | None = None,
) -> Posting:
    """What a job ad says. ``title``, ``place`` and ``pay`` are given where the source has them apart.

    Raises NotAnAd for what holds no words.
    """
    taxonomy, model = taxonomy or load_taxonomy(), model or load_model()
    document = labelled(_document(ad), title, place, pay)
    posting, work = posting_of(document, taxonomy)
    years, entry_door = role_cues(posting.requirements)
    judged = role_module.role_of(
        posting.title or "", work, taxonomy=taxonomy, model=model, min_years=years, entry_door=entry_door
    )
    return replace(
        posting,
        role=_located(judged, document.text),
        requirements=in_the_role(posting.requirements, judged, taxonomy),
        versions=versions(taxonomy, model),
        inputs=Inputs(posting_sha256=document.sha256),
    )


def read_profile(
    resume: str | Document, as_of: date, *, taxonomy: Taxonomy | None = None, model: Model | None = None
) -> Profile:
    """What a résumé says on the day ``as_of``, in allow-listed facts. Raises NotAResume."""
    known, trained = taxonomy or load_taxonomy(), model or load_model()
    document = _document(resume)
    if any(warning.code in OWN_DATA for warning in document.warnings):
        raise NotAResume("this page calls itself a job posting (in its JSON-LD), and not a résumé")

    @lru_cache(maxsize=128)
    def judge(title: str, duties: str, years: float | None) -> Role:
        counted = years if years is not None and role_module.leaves_level_open(title, taxonomy=known) else None
        judged = role_module.role_of(title, duties, taxonomy=known, model=trained, min_years=counted)
        return _located(judged, document.text)

    profile = profile_of(document, known, judge, as_of)
    made_of = Inputs(resume_sha256=document.sha256, as_of=as_of.isoformat())
    return replace(profile, versions=versions(known, trained), inputs=made_of)


# Data that a page shows to nobody but search engines: an ad may be read by it, a résumé never.
OWN_DATA = ("json_ld_read", "json_ld_added")
_RECORDS = ("JobPosting", '"basics"')


def _document(given: str | Document) -> Document:
    """A text as it stands, or what it says where it is a JobPosting or a JSON Résumé."""
    if not isinstance(given, str):
        return given
    if given.lstrip()[:1] in ("{", "[") and any(mark in given for mark in _RECORDS):
        return read_document(given.encode("utf-8", "replace"))
    return text_document(given)


def _located(role: Role, text: str) -> Role:
    """The role with its words at their place in the document; words that cannot be placed are left out."""
    placed = []
    for span in role.because:
        at = text.find(span.quote)
        if at >= 0 and span.quote:
            placed.append(replace(span, start=at, end=at + len(span.quote)))
    return replace(role, because=tuple(dict.fromkeys(placed)))


def match(
    profile: Profile,
    posting: Posting,
    as_of: date,
    *,
    weights: Mapping[str, float] | None = None,
    taxonomy: Taxonomy | None = None,
    model: Model | None = None,
) -> FitReport:
    """A résumé against an ad: score, verdicts with quotes, pay band, next steps. Raises WrongWeights."""
    taxonomy, model = taxonomy or load_taxonomy(), model or load_model()
    pay = pay_band(posting.role, as_of, state=posting.state, posting=posting, taxonomy=taxonomy)
    again = partial(read_profile, as_of=as_of, taxonomy=taxonomy, model=model)
    return fit(profile, posting, taxonomy, versions(taxonomy, model), as_of, pay, weights, again)


def role_of(
    title: str,
    text: str = "",
    *,
    taxonomy: Taxonomy | None = None,
    model: Model | None = None,
    min_years: float | None = None,
) -> Role:
    """The family, level and track of a job by its title and text; its spans point into the title, then the text."""
    return role_module.role_of(
        title, text, taxonomy=taxonomy or load_taxonomy(), model=model or load_model(), min_years=min_years
    )


def pay_band(
    role: Role,
    as_of: date,
    *,
    state: str | None = None,
    metro: str | None = None,
    industry: str | None = None,
    posting: Posting | None = None,
    level: Level | None = None,
    taxonomy: Taxonomy | None = None,
) -> PayBand | None:
    """The expected yearly pay for a role, from published figures; None where nothing is published."""
    if not role.in_scope:
        return None
    posted = posting.pay if posting else None
    return band_of(
        role,
        taxonomy or load_taxonomy(),
        as_of,
        state=state,
        metro=metro,
        industry=industry,
        posted=posted,
        level=level,
    )


def versions(taxonomy: Taxonomy, model: Model) -> Versions:
    """What an answer was made with."""
    return Versions(VERSION, taxonomy.version, model.version)


_APART = frozenset({"document"})


def to_json(value: Any) -> Any:
    """Any answer as plain dicts, lists and numbers, in the contract's names; documents are left out."""
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [to_json(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): to_json(v) for k, v in value.items()}
    return {name: to_json(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in _APART)


HOURS = pay_module.HOURS
