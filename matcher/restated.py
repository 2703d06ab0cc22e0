"""What an ad says twice: kinds defined or named anew, demands implied by narrower ones, two strengths for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.draft import Draft, core, core_set
from matcher.report import Ask
from taxonomy.concept import Credential
from taxonomy.load import Taxonomy

Alternative = tuple[Ask, ...]
# By group and modality: the kinds with an issuer, and the sentence that named each first.
_Issued = dict[tuple[str, str], dict[Alternative, int]]
_STRENGTH = {"required": 2, "preferred": 1, "mentioned": 0}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two lines that do not agree, how they were read, and where they stand."""

    message: str
    spans: tuple[tuple[int, int], ...]


def named_anew(drafts: Sequence[Draft], members: Mapping[str, Sequence[Alternative]], taxonomy: Taxonomy) -> None:
    """Put in place of a kind of credential what the ad says elsewhere that it means.

    ``members`` are the lists by group ("mastery level certifications include CCS, CPC ..."). A kind named
    without its issuer is the kind of that issuer named before: "HIM certification through AHIMA ... the HIM
    certification".
    """
    issued: _Issued = {}
    for draft in drafts:
        if draft.modality == "mentioned":
            continue
        draft.any_of = tuple(dict.fromkeys(new for alt in draft.any_of for new in _meant(alt, draft, issued, taxonomy)))
        for alt in draft.any_of:
            entry = _kind(alt, taxonomy)
            if entry is not None and entry.issuer:
                issued.setdefault((entry.group, draft.modality), {}).setdefault(alt, draft.sentence)
    for draft in drafts:
        if draft.modality != "mentioned" and members:
            draft.any_of = tuple(dict.fromkeys(new for alt in draft.any_of for new in _members(alt, members, taxonomy)))


def _kind(alternative: Alternative, taxonomy: Taxonomy) -> Credential | None:
    """The kind of credential that an alternative is, if it is one and nothing else."""
    entry = taxonomy.credentials.get(alternative[0].concept or "") if len(alternative) == 1 else None
    return entry if entry is not None and entry.generic else None


def _meant(alternative: Alternative, draft: Draft, issued: _Issued, taxonomy: Taxonomy) -> Sequence[Alternative]:
    entry = _kind(alternative, taxonomy)
    if entry is None or entry.issuer:
        return (alternative,)
    before = [a for a, at in issued.get((entry.group, draft.modality), {}).items() if at != draft.sentence]
    return before or (alternative,)


def _members(
    alternative: Alternative, members: Mapping[str, Sequence[Alternative]], taxonomy: Taxonomy
) -> Sequence[Alternative]:
    entry = _kind(alternative, taxonomy)
    listed = members.get(entry.group) if entry is not None else None
    terms = alternative[0]
    if not listed:
        return (alternative,)
    return [tuple(replace(a, status=terms.status, within_months=terms.within_months) for a in alt) for alt in listed]


def without_repeats(drafts: Sequence[Draft], taxonomy: Taxonomy) -> tuple[list[Draft], list[Doubt]]:
    """The same demand once, as strongly as it is stated, without what a narrower one implies; and what disagrees."""
    doubts: list[Doubt] = []
    chosen: dict[object, Draft] = {}
    for draft in drafts:
        if draft.modality == "mentioned":
            draft.any_of = tuple(
                tuple(replace(a, within_months=None, status="held") for a in alt) for alt in draft.any_of
            )
        before = chosen.setdefault(tuple(sorted(str(core(alt)) for alt in draft.any_of)), draft)
        if before is not draft:
            doubts += _reconciled(before, draft)
    kept = list(chosen.values())
    for wide in [d for d in kept if _only_credentials(d)]:
        narrow = next(_narrower(wide, kept, taxonomy), None)
        if narrow is not None:
            kept = [d for d in kept if d is not wide]
            doubts += _told(wide, narrow, taxonomy)
            narrow.spans += wide.spans
    asked = {core(alt) for d in kept if d.modality != "mentioned" for alt in d.any_of}
    kept = [d for d in kept if d.modality != "mentioned" or not all(core(alt) in asked for alt in d.any_of)]
    return kept, [*doubts, *_years_apart(kept)]


def _years_apart(drafts: Sequence[Draft]) -> Iterator[Doubt]:
    """The same work asked for with different years in two lines: both stand, and the reader is told."""
    first: dict[object, Draft] = {}
    for draft in drafts:
        ask = draft.any_of[0][0]
        alone = len(draft.any_of) == 1 == len(draft.any_of[0]) and ask.kind == "experience" and ask.concept is not None
        if not alone or draft.modality == "mentioned":
            continue
        before = first.setdefault((ask.concept, ask.setting, draft.modality), draft)
        if before.any_of[0][0].min_years != ask.min_years and before.sentence != draft.sentence:
            yield Doubt("different years are asked for the same work", (before.spans[0], draft.spans[0]))


def _reconciled(before: Draft, draft: Draft) -> Iterator[Doubt]:
    """Two of one demand become the stronger; two strengths are a doubt."""
    if before.modality != draft.modality and "mentioned" not in (before.modality, draft.modality):
        message = "required in one line and preferred in another; read as required"
        yield Doubt(message, (before.spans[0], draft.spans[0]))
    if _STRENGTH[draft.modality] > _STRENGTH[before.modality]:
        before.modality, before.any_of = draft.modality, draft.any_of
        before.spans = draft.spans + before.spans
    elif draft.modality == before.modality:
        before.spans += draft.spans


def _only_credentials(draft: Draft) -> bool:
    return draft.modality != "mentioned" and all(a.kind == "credential" for alt in draft.any_of for a in alt)


def _all_kinds(draft: Draft, taxonomy: Taxonomy) -> bool:
    return all(_kind(alt, taxonomy) is not None for alt in draft.any_of)


def _narrower(wide: Draft, drafts: Sequence[Draft], taxonomy: Taxonomy) -> Iterator[Draft]:
    """Demands as strong that nobody meets without meeting the wide one: kinds by their members, else line by line."""
    kinds = _all_kinds(wide, taxonomy)
    if not kinds and len(wide.any_of) < 2:
        return
    for other in drafts:
        if other is wide or other.modality != wide.modality or core_set(other) == core_set(wide):
            continue
        apart = kinds or (other.sentence != wide.sentence and _only_credentials(other))
        if apart and all(any(_meets(alt, w, taxonomy) for w in wide.any_of) for alt in other.any_of):
            yield other


def _meets(alternative: Alternative, wanted: Alternative, taxonomy: Taxonomy) -> bool:
    return all(any(_is_one(a, w, taxonomy) for a in alternative) for w in wanted)


def _is_one(ask: Ask, wanted: Ask, taxonomy: Taxonomy) -> bool:
    """Whether a credential is the one wanted, or one of the kind that is wanted."""
    if ask.kind != "credential" or ask.concept is None or wanted.concept is None:
        return False
    kind = taxonomy.credentials[wanted.concept].generic
    return ask.concept == wanted.concept or (kind and wanted.concept in taxonomy.satisfies(ask.concept))


def _told(wide: Draft, narrow: Draft, taxonomy: Taxonomy) -> Iterator[Doubt]:
    if not any(_kind(alt, taxonomy) for alt in wide.any_of):
        message = "one line allows more credentials than another; the narrower was read"
        yield Doubt(message, (wide.spans[0], narrow.spans[0]))
