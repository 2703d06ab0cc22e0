"""Law 6. One matcher, both sides: what an ad's words are read as, a résumé's are read as too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import read_posting, read_profile
from matcher.scan import hits_by_text, scan
from taxonomy.concept import Credential, Entry
from taxonomy.fold import fold_name
from taxonomy.lexicon import lexicon_of
from taxonomy.load import names_of
from tests.samples import AS_OF, TAXONOMY
from tests.strategies import steady

DRESSES = [
    "{}", "{}, 2019", "2019 {}", "{} - 2021", "({})", "[{}]", "“{}”", "{} (AHIMA)", "- {}.", "* {}:", "{}®", "{};",
    "{}/other", "{}'s", "\u200b{}\u200b",
]  # fmt: skip
# Words that name a group of context words, so that a guarded name counts wherever it stands.
CONTEXT = {"@him": "health information management", "@certification": "certified", "@software": "software"}


@cache
def written() -> tuple[tuple[str, str, str], ...]:
    """Every name of every concept with the words about it that its guard asks for: (id, name, words)."""
    return tuple((i, name, _about(entry)) for i, entry in TAXONOMY.concepts.items() for name in names_of(entry))


def _about(entry: Entry) -> str:
    words = (
        CONTEXT.get(w) or " ".join(TAXONOMY.contexts[w[1:]].phrases[:2]) if w[0] == "@" else w for w in entry.context
    )
    return " ".join(words)


@cache
def recognised(dress: str) -> tuple[bool, ...]:
    texts = [f"{dress.format(name)} . {about}\n{about}" for _, name, about in written()]
    found = hits_by_text(scan(texts, lexicon_of(TAXONOMY)), len(texts))
    means = ({i for h in hits if h.layer == "concept" for i in h.means} for hits in found)
    return tuple(i in ids for (i, _, _), ids in zip(written(), means, strict=True))


@pytest.mark.parametrize("dress", DRESSES[1:])
def test_a_name_is_found_whatever_stands_around_it(dress: str) -> None:
    bare, dressed = recognised("{}"), recognised(dress)
    lost = [(i, name) for (i, name, _), was, now in zip(written(), bare, dressed, strict=True) if was and not now]

    assert lost == []


def test_nearly_every_written_form_is_found_when_it_stands_alone() -> None:
    assert sum(recognised("{}")) >= len(recognised("{}")) * 0.99


@pytest.mark.parametrize("name", ["RHIT", "CPC", "CIC", "EHR", "DRG", "chart audit", "release of information"])
def test_a_plural_is_the_same_name(name: str) -> None:
    concept = TAXONOMY.find(name)
    texts = [f"{form} certified coding software" for form in (f"{name}s", f"{name}s,", f"({name}s)")]
    found = hits_by_text(scan(texts, lexicon_of(TAXONOMY)), len(texts))

    assert [concept in {i for h in hits for i in h.means} for hits in found] == [True] * 3


def asked_in(ad: str) -> set[str]:
    asks = (a for r in read_posting(ad).requirements for alt in r.any_of for a in alt)
    return {a.concept for a in asks if a.concept is not None}


def shown_in(resume: str) -> set[str]:
    profile = read_profile(resume, AS_OF)
    return {h.concept for h in profile.holdings} | {s.concept for p in profile.positions for s in p.shows}


HEADINGS = {fold_name(phrase) for heading in TAXONOMY.headings.values() for phrase in heading.phrases}


def a_persons(ident: str, name: str) -> bool:
    """What a line of a résumé can show alone: not a kind of credential, a heading, or a name bound to its own line."""
    entry = TAXONOMY.concepts[ident]
    kind = isinstance(entry, Credential) and entry.generic
    return not kind and entry.context_in == "document" and fold_name(name) not in HEADINGS


PERSONAL = [entry for entry in written() if a_persons(entry[0], entry[1])]
LINES = [
    "{}, 2019",
    "{} (since 2021)",
    "{}, active",
    "- {}, 2021",
    "Current: {}; fluent Spanish",
    "{} | 2020",
    "{}, {}.",
    "(current) {}",
]


@steady
@given(st.sampled_from(PERSONAL), st.sampled_from(LINES))
def test_what_an_ad_is_read_to_ask_for_a_resume_is_read_to_show(entry: tuple[str, str, str], line: str) -> None:
    ident, name, about = entry
    ad = f"Medical Coder\n\nQualifications\nExperience with {name} required.\n\nAbout\n{about}"
    head = "Certifications" if TAXONOMY.kind(ident) == "credential" else "Skills"
    resume = f"Jordan Ellis\n\n{head}\n{line.format(name, name)}\n\nSummary\n{about}"

    assert ident not in asked_in(ad) or ident in shown_in(resume)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("rhit", ["RHIT", "R.H.I.T.", "rhit", "RHIT®", "RHIT, 2019", "RHIT (AHIMA)", "AHIMA RHIT #55512",
        "Registered Health Information Technician"]),
        ("ccs", ["CCS", "C.C.S.", "CCS/RHIT", "CCS – 2021", "Certified Coding Specialist (CCS)", "AHIMA-CCS"]),
        ("bls", ["BLS, 2024", "Basic Life Support (BLS)", "BLS for Healthcare Providers (AHA), 2024"]),
        ("icd-10-cm", ["ICD-10-CM", "ICD10CM", "ICD 10 CM", "ICD‑10‑CM", "ICD/10/CM", "ICD-10-CM/PCS"]),
        ("release-of-information", ["Release of Information", "release-of-information (ROI)",
        "RELEASE OF INFORMATION"]),
        ("solventum-360", ["3M 360 Encompass", "3M™ 360 Encompass™", "3M\u00a0360 Encompass"]),
    ],
)  # fmt: skip
def test_both_sides_read_the_same_writings(name: str, forms: list[str]) -> None:
    head = "Certifications" if TAXONOMY.kind(name) == "credential" else "Skills"
    asked = [name in asked_in(f"Medical Coder\n\n{head} required\n{form}\n") for form in forms]
    shown = [name in shown_in(f"Jordan Ellis\n\n{head}\n{form}\n") for form in forms]

    assert dict(zip(forms, shown, strict=True)) == dict.fromkeys(forms, True)
    assert dict(zip(forms, asked, strict=True)) == dict.fromkeys(forms, True)


def test_the_names_of_the_taxonomy_are_many() -> None:
    def kinds() -> Iterator[str]:
        return (TAXONOMY.kind(ident) for ident, _, _ in written())

    assert {"credential", "skill", "tool"} == set(kinds())
    assert len(written()) > 3000
