"""A demand in the making, and how two of them compare."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.report import Ask, Modality, RequirementKind

HARD = ("credential", "education", "experience")


@dataclass(slots=True)
class Draft:
    """Alternatives, and the words they stand in.

    ``stated`` has its own word of strength; ``bare`` holds names alone; ``loose`` is a list without a joint;
    ``others`` speaks of other people.
    """

    any_of: tuple[tuple[Ask, ...], ...]
    modality: Modality
    spans: list[tuple[int, int]]
    sentence: int
    line: int
    stated: bool
    bare: bool
    loose: bool
    others: bool = False


def first_kinds(draft: Draft) -> set[str]:
    """The kinds of what each alternative names first."""
    return {a.kind for alt in draft.any_of for a in alt[:1]}


def is_years(draft: Draft) -> bool:
    """Whether years of work are asked."""
    return any(a.kind == "experience" for alt in draft.any_of for a in alt)


def core(alternative: tuple[Ask, ...]) -> tuple[object, ...]:
    """What makes two alternatives the same demand, whatever their terms."""
    return tuple((a.kind, a.concept, a.degree, a.min_years) for a in alternative)


def core_set(draft: Draft) -> set[tuple[object, ...]]:
    """The cores of all alternatives."""
    return {core(alt) for alt in draft.any_of}


def due(ask: Ask, months: int | None) -> Ask:
    """An ask with a term after hire, where it is a credential that has none yet."""
    if months is None or ask.kind != "credential" or ask.within_months is not None:
        return ask
    return replace(ask, within_months=months)


def with_terms(ask: Ask, terms: Ask | None) -> Ask:
    """An ask with the terms that another line gives it: later, or eligible."""
    if terms is None or ask.kind != "credential":
        return ask
    softer = terms if terms.status == "eligible" else ask
    return replace(ask, status=softer.status, within_months=terms.within_months or ask.within_months)


def without_narrower(any_of: tuple[tuple[Ask, ...], ...]) -> tuple[tuple[Ask, ...], ...]:
    """ "High school, or high school with a coding course": the same degree in any field says it all."""
    open_degrees = {
        alt[0].degree for alt in any_of if len(alt) == 1 and alt[0].kind == "education" and not alt[0].fields
    }
    return tuple(alt for alt in any_of if len(alt) > 1 or not alt[0].fields or alt[0].degree not in open_degrees)


def kind_of(draft: Draft) -> RequirementKind:
    """The kind of a demand, or mixed where its alternatives are of different kinds."""
    kinds = {a.kind for alt in draft.any_of for a in alt[:1]}
    return next(iter(kinds)) if len(kinds) == 1 else "mixed"
