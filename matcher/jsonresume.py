"""A profile as a JSON Résumé: work, schooling, certificates and skills, without a word about the person.

Schema 1.0.0, https://jsonresume.org/schema; read back by ``matcher/parse/records.py``. What it has no word for
(statuses, evidence, roles, months) stands under ``meta``, which the schema leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from matcher.entry import to_json
from matcher.report import Education, Holding, Position, Profile, Shown, Status
from matcher.scan import Hit, hits_of
from taxonomy.concept import Credential, Entry
from taxonomy.lexicon import Layer, lexicon_of
from taxonomy.load import Taxonomy, load_taxonomy, names_of

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
# A certificate of a JSON Résumé is one received: what is not held is said in words.
_SAID: dict[Status, str] = {
    "in_progress": "{} (in progress)",
    "eligible": "{} eligible",
    "expired": "{} (expired)",
    "trained": "Trained in {}",
    "denied": "No {}",
}
_ANNOTATED = ("holdings", "education", "positions", "years", "role", "versions", "inputs")


def to_jsonresume(profile: Profile, taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """The profile as a JSON Résumé that reads back as the same holdings, degrees, fields and jobs.

    It names nobody: no name, mail, telephone, address or school is in a profile.
    """
    words = _Words(taxonomy or load_taxonomy(), frozenset(h.concept for h in profile.holdings))
    held = [h for h in profile.holdings if h.status == "held"]
    parts = {
        "basics": _basics(profile.holdings, words),
        "work": [_job(p, {h.concept for h in held}, words) for p in profile.positions],
        "education": [_schooling(e, words) for e in profile.education],
        "certificates": [_certificate(h, words) for h in held if h.kind == "credential"],
        "skills": [
            {"name": name, "keywords": [words.of(h) for h in held if h.kind == kind]}
            for name, kind in (("Skills", "skill"), ("Systems", "tool"))
            if any(h.kind == kind for h in held)
        ],
    }
    meta = {"version": "v1.0.0", "himatch": {name: to_json(getattr(profile, name)) for name in _ANNOTATED}}
    return {"$schema": SCHEMA, **_filled(parts), "meta": meta}


def _basics(holdings: Iterable[Holding], words: _Words) -> dict[str, Any]:
    said = [_SAID[h.status].format(words.of(h)) for h in holdings if h.status != "held"]
    return _filled({"summary": "\n".join(f"{line}." for line in said)})


def _job(position: Position, held: set[str], words: _Words) -> dict[str, Any]:
    """A job with what its words show. One whose end is unknown has no dates: it would be taken to last."""
    shown = [s for s in position.shows if s.evidence and s.concept in held]
    known = position.end is not None
    return _filled(
        {
            "position": _NOT_TITLE.sub("", " ".join(position.title.split())),
            "startDate": position.start if known else None,
            "endDate": None if position.end == "present" else position.end,
            "highlights": [words.of(s) for s in shown],
        }
    )


# Dots that led to the dates; and who is named behind "Supervisor:" is not the candidate.
_NOT_TITLE = re.compile(r"[\s.…·_]{3,99}$|(?i:(?<=^supervisor)|(?<=^manager))\s?:.*")


def _schooling(education: Education, words: _Words) -> dict[str, Any]:
    """Degree and field in the résumé's own words where they stand together, or by their usual names."""
    study, area = words.parted(education)
    unfinished = " (in progress)" if education.status == "in_progress" else ""
    return _filled(
        {
            "area": area,
            "studyType": f"{study}{unfinished}".strip(),
            "endDate": str(education.year) if education.year else None,
        }
    )


def _certificate(holding: Holding, words: _Words) -> dict[str, Any]:
    entry = words.taxonomy.concepts[holding.concept]
    issuer = words.issuer(entry.issuer) if isinstance(entry, Credential) else ""
    return _filled({"name": words.of(holding), "date": holding.since, "issuer": issuer})


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value}


@dataclass(frozen=True, slots=True)
class _Words:
    """Names for what a profile holds that claim nothing else: ``shown`` are the concepts that they may name too."""

    taxonomy: Taxonomy
    shown: frozenset[str]

    def of(self, thing: Holding | Shown) -> str:
        """The usual name that is read as this concept alone, or else the words of the résumé."""
        usual = self.taxonomy.label(thing.concept)
        names = sorted((usual, *_names(self.taxonomy.concepts[thing.concept])), key=_explains)
        found = self._first("concept", thing.concept, names, frozenset((thing.concept,)))
        if found is None:
            return thing.evidence[0].quote
        return f"{found} ({usual})" if usual.isupper() and found != usual else found

    def named(self, layer: Layer, ident: str | None) -> str:
        """The name of a degree or field that names no skill which is not shown; empty if none does."""
        tables = {"degree": self.taxonomy.degrees, "field": self.taxonomy.fields}
        entry: Entry | None = tables[layer].get(ident or "")
        if entry is None or ident is None:
            return ""
        head = entry.label.partition(",")[0]  # of "Certificate, vocational training or some college"
        names = sorted(_names(entry), key=lambda name: head.lower() not in name.lower())
        found = self._first(layer, ident, names, self.shown) or ""
        return found[:1].upper() + found[1:]

    def issuer(self, ident: str | None) -> str:
        """An issuer by its acronym, or else by a name that names nothing which is not shown: "AHIMA"."""
        entry = self.taxonomy.issuers.get(ident or "")
        names = sorted(_names(entry), key=lambda name: not name.isupper()) if entry else []
        read = _readings(self.taxonomy)
        return next((name for name in names if read[name].get("concept", set()) <= self.shown), "")

    def parted(self, education: Education) -> tuple[str, str]:
        """Degree and field as the résumé has them ("B.S. in Health Informatics"), or by their usual names."""
        quote = " ".join(education.evidence[0].quote.split())
        field = next((h for h in self._read(quote, "field") if h.means == (education.field,)), None)
        if field is None:
            return self._degree(quote, education), self.named("field", education.field)
        study = _TIE.sub("", quote[: field.start])
        if not self._says(study, education) and self._says(quote, education):
            return quote, ""  # "Medical coding certificate" is both
        return self._degree(study, education), quote[field.start : field.end]

    def _degree(self, words: str, education: Education) -> str:
        return words if self._says(words, education) else self.named("degree", education.degree)

    def _says(self, words: str, education: Education) -> bool:
        """Whether words name this degree, and no other field: "Associate of Arts" names one."""
        degrees, fields = ({m for h in self._read(words, layer) for m in h.means} for layer in _STUDIED)
        return degrees == {education.degree} and fields <= {education.field}

    def _first(self, layer: Layer, ident: str, names: Iterable[str], also: frozenset[str]) -> str | None:
        """The first name that means this, whether or not the words around it give it context, and nothing else."""
        read = ((name, _readings(self.taxonomy)[name]) for name in names)
        fit = [(n, r) for n, r in read if r.get(layer) == {ident} and r.get("concept", set()) <= also]
        if (
            layer == "concept"
        ):  # what is also a heading ("Healthcare experience") is none alone in its line: others first
            fit.sort(key=lambda pair: "heading" in pair[1])
        return next((n for n, _ in fit if self._read(n, layer)), None)

    def _read(self, words: str, layer: Layer) -> list[Hit]:
        return [hit for hit in hits_of(words, lexicon_of(self.taxonomy)) if hit.layer == layer]


_STUDIED: tuple[Layer, ...] = ("degree", "field")
_TIE = re.compile(r"[\s,;:(–-]{0,9}(?:\b(?:in|of))?[\s,;:(–-]{0,9}$")


def _names(entry: Entry) -> tuple[str, ...]:
    """An entry's names, its label first; those that explain themselves in brackets or after a comma last."""
    names = dict.fromkeys((entry.label, *names_of(entry)))
    return tuple(sorted(names, key=_explains))


def _explains(name: str) -> bool:
    return "," in name or "(" in name


@lru_cache(maxsize=4)
def _readings(taxonomy: Taxonomy) -> dict[str, dict[str, set[str]]]:
    """What each name is read as, by layer, in a document that holds every word of context."""
    tables = (taxonomy.concepts, taxonomy.degrees, taxonomy.fields, taxonomy.issuers)
    names = {name: None for table in tables for entry in table.values() for name in _names(entry)}
    names.update(dict.fromkeys(map(taxonomy.label, taxonomy.concepts)))
    contexts = (taxonomy.contexts[c[1:]].phrases if c[0] == "@" else (c,) for c in lexicon_of(taxonomy).contexts)
    around = (phrase for phrases in contexts for phrase in phrases)
    lines = [*names, *around]
    out: dict[str, dict[str, set[str]]] = {name: {} for name in names}
    text = "\n".join((*lines, ""))
    for hit in hits_of(text, lexicon_of(taxonomy)):
        partly = hit.layer == "heading" and text[hit.end] != "\n"
        if hit.line < len(names) and not partly:
            out[lines[hit.line]].setdefault(hit.layer, set()).update(hit.means)
    return out
