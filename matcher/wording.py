"""Requirements in one plain sentence that a recruiter can check against the ad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.report import Ask, Modality
from taxonomy.load import Taxonomy


def sentence_of(any_of: Sequence[Sequence[Ask]], modality: Modality, taxonomy: Taxonomy) -> str:
    """ "CCS (within 12 months of hire), RHIT, or CPC with 2 years of inpatient coding, required"."""
    shared = _shared_deadline(any_of)
    plain = tuple(tuple(replace(a, within_months=None) if shared else a for a in alt) for alt in any_of)
    joined = _listed([" with ".join(ask_in_words(a, taxonomy) for a in alt) for alt in plain], "or")
    term = f", within {months_in_words(shared)} of hire" if shared else ""
    return f"{joined[:1].upper()}{joined[1:]}{term}, {modality}"


def _shared_deadline(any_of: Sequence[Sequence[Ask]]) -> int | None:
    """The term that every alternative has, where there are several: it is said once."""
    terms = {a.within_months for alt in any_of for a in alt if a.kind == "credential"}
    held = all(a.status == "held" for alt in any_of for a in alt)
    return terms.pop() if len(any_of) > 1 and len(terms) == 1 and held else None


def _listed(parts: Sequence[str], word: str) -> str:
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def ask_in_words(ask: Ask, taxonomy: Taxonomy) -> str:
    """One ask in plain words."""
    if ask.kind == "education":
        return _education(ask, taxonomy)
    if ask.kind == "experience":
        return _experience(ask, taxonomy)
    name = taxonomy.label(ask.concept) if ask.concept else "a credential"
    if ask.status == "eligible":
        name += " (eligible is enough)" if ask.within_months is None else " (eligible"
    if ask.within_months is not None:
        when = f"within {months_in_words(ask.within_months)} of hire)"
        name += f" now, held {when}" if ask.status == "eligible" else f" ({when}"
    return name + (" or equivalent" if ask.equivalent else "")


def _education(ask: Ask, taxonomy: Taxonomy) -> str:
    degree = taxonomy.degrees[ask.degree].label if ask.degree else "a degree"
    fields = [_inside(taxonomy.fields[f].label) for f in ask.fields if f in taxonomy.fields]
    of = f" in {_listed(fields, 'or')}" if fields else ""
    return f"{degree}{of}{' or equivalent experience' if ask.equivalent else ''}"


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: acronyms keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _experience(ask: Ask, taxonomy: Taxonomy) -> str:
    of = taxonomy.label(ask.concept) if ask.concept else "work"
    setting = (
        f" ({_inside(taxonomy.settings[ask.setting].label)})" if _adds_setting(ask, taxonomy) and ask.setting else ""
    )
    if ask.min_years == 0:
        return "no experience needed"
    years = "experience" if ask.min_years is None else f"at least {years_in_words(ask.min_years)}"
    top = f" (the ad says up to {ask.max_years:g})" if ask.max_years is not None else ""
    return f"{years}{top} of {_inside(of)}{setting}"


def _adds_setting(ask: Ask, taxonomy: Taxonomy) -> bool:
    skill = taxonomy.skills.get(ask.concept or "")
    return ask.setting in taxonomy.settings and (skill is None or skill.setting != ask.setting)


def years_in_words(years: float) -> str:
    """ "2 years", "6 months"."""
    if years < 1:
        return months_in_words(round(years * 12))
    return f"{years:g} year{'' if years == 1 else 's'}"


def months_in_words(months: int) -> str:
    """ "1 month", "12 months"."""
    return f"{months} month{'' if months == 1 else 's'}"
