"""Requirements as ConditionProfiles of the Credential Transparency Description Language (CTDL), in JSON-LD.

Terms were read in the Credential Registry's own listing of the class (credreg.net/ctdl/mapping, ConditionProfile:
``name description condition experience yearsOfExperience audienceLevelType targetCredential targetCompetency
alternativeCondition``), the list of credential classes (credreg.net/page/typeslist), the concept scheme AudienceLevel
(credreg.net/ctdl/terms/AudienceLevel), and ``requires`` of ceterms:Job in the Registry's public import models.
``recommends`` was read on credentials only. Of alternative conditions "any one path fulfills the parent condition";
what stands in one profile holds together. What CTDL has no term for (a deadline after hire, "or equivalent",
eligibility, a setting, which experience is meant) stands as ``himatch:asks``, in the words of ``matcher/report.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.entry import to_json
from matcher.report import Ask, Posting, Requirement
from matcher.wording import ask_in_words
from taxonomy.concept import Degree
from taxonomy.load import Taxonomy, load_taxonomy

# Ours beside theirs; asks and spans are JSON as it stands, which a reader of JSON-LD 1.1 hands on untouched.
_OURS = {f"himatch:{name}": {"@id": f"himatch:{name}", "@type": "@json"} for name in ("asks", "evidence")}
CONTEXT = ["https://credreg.net/ctdl/schema/context/json", {"himatch": "urn:himatch:", **_OURS}]
_DEGREES: dict[Degree | None, str] = {
    "hs": "ceterms:SecondarySchoolDiploma",
    "certificate": "ceterms:Certificate",
    "associate": "ceterms:AssociateDegree",
    "bachelor": "ceterms:BachelorDegree",
    "master": "ceterms:MasterDegree",
    "doctorate": "ceterms:DoctoralDegree",
    None: "ceterms:Degree",
}
_LEVELS: dict[Degree | None, str] = {
    "hs": "audLevel:SecondaryLevel",
    "associate": "audLevel:AssociatesDegreeLevel",
    "bachelor": "audLevel:BachelorsDegreeLevel",
    "master": "audLevel:MastersDegreeLevel",
    "doctorate": "audLevel:DoctoralDegreeLevel",
}
# Groups whose members are no certifications in CTDL's sense: time-limited, renewable, granted by a body of the field.
_OTHER = {"licence": "ceterms:License", "vendor": "ceterms:Credential", "life-support": "ceterms:Credential"}


def to_ctdl(what: Requirement | Posting, taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """A requirement as a ConditionProfile, or a posting as a Job with all of its requirements as such.

    Required lines stand under ``requires``, preferred ones under ``recommends``, and what the ad
    only mentions under ``himatch:mentions``.
    """
    known = taxonomy or load_taxonomy()
    body = _job(what, known) if isinstance(what, Posting) else _condition(what, known)
    return {"@context": CONTEXT, **body}


def asked_by(profile: Mapping[str, Any]) -> tuple[tuple[Ask, ...], ...]:
    """What a ConditionProfile of ``to_ctdl`` asks, as it was: an OR of ANDs."""
    paths = profile.get("ceterms:alternativeCondition", [profile])
    return tuple(tuple(_ask_of(ask) for ask in path["himatch:asks"]) for path in paths)


def _ask_of(said: Mapping[str, Any]) -> Ask:
    return Ask(**{**said, "fields": tuple(said.get("fields", ()))})


_PLACES = {"required": "ceterms:requires", "preferred": "ceterms:recommends", "mentioned": "himatch:mentions"}


def _job(posting: Posting, taxonomy: Taxonomy) -> dict[str, Any]:
    job: dict[str, Any] = {"@type": "ceterms:Job"}
    if posting.title is not None:
        job["ceterms:name"] = _said(posting.title)
    for modality, term in _PLACES.items():
        asked = [_condition(r, taxonomy) for r in posting.requirements if r.modality == modality]
        if asked:
            job[term] = asked
    return job


def _condition(requirement: Requirement, taxonomy: Taxonomy) -> dict[str, Any]:
    head = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": _said(requirement.modality.capitalize()),
        "ceterms:description": _said(requirement.sentence),
    }
    marks = {"himatch:id": requirement.id, "himatch:evidence": to_json(requirement.evidence)}
    if len(requirement.any_of) == 1:
        return {**head, **_terms(requirement.any_of[0], taxonomy), **marks}
    return {**head, "ceterms:alternativeCondition": [_path(alt, taxonomy) for alt in requirement.any_of], **marks}


def _path(asks: Sequence[Ask], taxonomy: Taxonomy) -> dict[str, Any]:
    words = " with ".join(ask_in_words(ask, taxonomy) for ask in asks)
    said = _said(words[:1].upper() + words[1:])
    return {"@type": "ceterms:ConditionProfile", "ceterms:description": said, **_terms(asks, taxonomy)}


def _terms(asks: Sequence[Ask], taxonomy: Taxonomy) -> dict[str, Any]:
    """What is asked together, in CTDL's terms where it has them; of several amounts of experience the longest."""
    years = [a.min_years for a in asks if a.kind == "experience" and a.min_years is not None]
    levels = [_LEVELS[a.degree] for a in asks if a.kind == "education" and a.degree in _LEVELS]
    experience = [ask_in_words(a, taxonomy) for a in asks if a.kind == "experience"]
    terms: dict[str, Any] = {
        "ceterms:targetCredential": [_credential(a, taxonomy) for a in asks if a.kind in ("credential", "education")],
        "ceterms:targetCompetency": [_aligned(a, taxonomy) for a in asks if a.kind in ("skill", "tool")],
        "ceterms:audienceLevelType": [_level(name) for name in levels],
        "ceterms:experience": _said("; ".join(experience)) if experience else None,
        "ceterms:condition": _listed([ask_in_words(a, taxonomy) for a in asks if _is_qualified(a)]),
        "himatch:asks": [_exact(a) for a in asks],
    }
    filled = {name: value for name, value in terms.items() if value}
    return {**filled, "ceterms:yearsOfExperience": max(years)} if years else filled


def _is_qualified(ask: Ask) -> bool:
    """Whether an ask carries a condition of its own that a target cannot say."""
    return ask.status != "held" or ask.within_months is not None or ask.equivalent


def _credential(ask: Ask, taxonomy: Taxonomy) -> dict[str, Any]:
    if ask.kind == "education":
        plain = Ask("education", degree=ask.degree, fields=ask.fields)
        return {"@type": _DEGREES[ask.degree], "ceterms:name": _said(ask_in_words(plain, taxonomy))}
    entry = taxonomy.credentials.get(ask.concept or "")
    kind = "ceterms:Credential" if entry is None or entry.generic else _OTHER.get(entry.group, "ceterms:Certification")
    name = taxonomy.label(ask.concept) if ask.concept else "a credential"
    full = {"ceterms:alternateName": _listed([entry.label])} if entry is not None and entry.label != name else {}
    return {"@type": kind, "ceterms:name": _said(name), **full, **_concept(ask)}


def _aligned(ask: Ask, taxonomy: Taxonomy) -> dict[str, Any]:
    name = taxonomy.label(ask.concept) if ask.concept else ask.kind
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": _said(name), **_concept(ask)}


def _concept(ask: Ask) -> dict[str, str]:
    return {"himatch:concept": ask.concept} if ask.concept else {}


def _level(name: str) -> dict[str, Any]:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": "https://credreg.net/ctdl/terms/AudienceLevel",
        "ceterms:targetNode": name,
    }


_PLAIN = to_json(Ask("skill"))


def _exact(ask: Ask) -> dict[str, Any]:
    """An ask without what every ask says: only its kind and what differs from the usual."""
    return {name: value for name, value in to_json(ask).items() if name == "kind" or value != _PLAIN[name]}


def _said(words: str) -> dict[str, str]:
    """A text as CTDL has it: by language."""
    return {"en-US": words}


def _listed(words: Sequence[str]) -> dict[str, list[str]] | None:
    return {"en-US": list(words)} if words else None
