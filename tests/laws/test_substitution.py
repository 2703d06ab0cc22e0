"""Law 10. Substitution is policy, never hidden: each has a direction, a source, and a line that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from matcher import match, read_posting, read_profile
from matcher.report import Posting, Profile
from taxonomy import Taxonomy, load_taxonomy
from tests.samples import AS_OF, TAXONOMY, credential, fitted, has, named, verdict
from tests.strategies import postings, profiles, steady

AD = "Coder\n\nRequirements\n- RHIT required\n- Medical coding experience\n"
RESUME = "Jordan Ellis, RHIA\n\nExperience\nMedical Coder, Lakeview\n2020 - present\n"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The taxonomy of an employer who takes no RHIA for an RHIT, and who takes a CPC-A for a CPC."""
    path: Path = tmp_path_factory.mktemp("overlay") / "house.toml"
    path.write_text("[credentials.rhia]\nmeets = []\n\n[credentials.cpc-a]\nmeets = ['cpc']\n", encoding="utf-8")
    return load_taxonomy(overlay=path)


@pytest.mark.parametrize(
    ("asked", "held", "result"),
    [
        ("rhit", "rhit", "met"),
        ("rhit", "rhia", "substitute"),
        ("rhia", "rhit", "missing"),
        ("cpc", "cpc-a", "missing"),
        ("cpc-a", "cpc", "substitute"),
        ("ccs", "ccs-p", "missing"),
        ("ccs-p", "ccs", "missing"),
        ("coc", "cpc", "missing"),
        ("rhit", "ccs", "missing"),
        ("ccs", "rhit", "missing"),
        ("coding-credential", "cpc", "met"),
        ("ahima-credential", "rhit", "met"),
        ("ahima-coding-credential", "cpc", "missing"),
        ("aapc-coding-credential", "ccs", "missing"),
        ("cdi-credential", "ccds", "met"),
        ("cdip", "cdi-credential", "missing"),
        ("ehr", "epic", "met"),
        ("epic", "ehr", "missing"),
        ("epic", "cerner", "missing"),
        ("cerner", "soarian", "substitute"),
        ("datavant", "ciox", "substitute"),
        ("icd-10", "icd-10-cm", "met"),
        ("icd-10-cm", "icd-10", "missing"),
        ("medical-coding", "inpatient-coding", "met"),
        ("inpatient-coding", "medical-coding", "missing"),
        ("inpatient-coding", "outpatient-coding", "missing"),
    ],
)
def test_what_answers_an_ask_for_what(asked: str, held: str, result: str) -> None:
    assert verdict(named(asked), has(held)).result == result


@pytest.mark.parametrize("status", ["eligible", "in_progress", "expired", "denied", "trained"])
@pytest.mark.parametrize("held", ["rhit", "rhia"])
def test_only_what_is_held_is_held(status: str, held: str) -> None:
    assert verdict(credential("rhit"), has(held, status)).result == "missing"  # type: ignore[arg-type]


def test_a_substitute_is_named_with_the_rule_that_lets_it_count() -> None:
    found = verdict(credential("rhit"), has("rhia"))

    assert found.closes_by is not None
    assert "rhia meets rhit" in found.closes_by
    assert [span.quote for span in found.shown] == ["rhia"]


@steady
@given(profiles, postings())
def test_every_substitution_is_shown(resume: Profile, ad: Posting) -> None:
    for found in fitted(resume, ad).verdicts:
        if found.result == "substitute":
            assert "policy" in (found.closes_by or "")
            assert found.shown


def test_what_is_met_as_asked_needs_no_policy() -> None:
    assert verdict(credential("rhit"), has("rhit"), has("rhia")).result == "met"
    assert verdict(credential("rhit"), has("rhit"), has("rhia")).closes_by is None


def test_an_employers_own_file_overrides_the_policy(strict: Taxonomy) -> None:
    assert verdict(credential("rhit"), has("rhia"), taxonomy=strict).result == "missing"
    assert verdict(credential("rhit"), has("rhit"), taxonomy=strict).result == "met"
    assert verdict(credential("cpc"), has("cpc-a"), taxonomy=strict).result == "substitute"


@pytest.mark.parametrize(
    ("with_overlay", "result", "qualified"), [(False, "substitute", "yes"), (True, "missing", "no")]
)
def test_the_override_reaches_the_whole_match(
    strict: Taxonomy, with_overlay: bool, result: str, qualified: str
) -> None:
    house = strict if with_overlay else TAXONOMY
    resume, ad = read_profile(RESUME, AS_OF, taxonomy=house), read_posting(AD, taxonomy=house)
    report = match(resume, ad, AS_OF, taxonomy=house)

    assert (report.verdicts[0].result, report.qualified) == (result, qualified)
    assert report.versions.taxonomy == house.version
    assert (house.version == TAXONOMY.version) == (not with_overlay)


def test_every_relation_rests_on_a_source() -> None:
    entries = [e for e in TAXONOMY.concepts.values() if getattr(e, "meets", ()) or e.renamed]

    assert [e.label for e in entries if not e.source] == []


def test_what_no_source_confirms_substitutes_for_nothing() -> None:
    doubtful = [c for c, e in TAXONOMY.concepts.items() if not e.confirmed]
    wrong = [
        (held, asked)
        for held in doubtful
        for asked, path in TAXONOMY.satisfies(held).items()
        if any(" broader " not in step for step in path) and verdict(named(asked), has(held)).result == "substitute"
    ]

    assert wrong == []


def test_a_product_stands_for_its_own_old_and_new_names_and_for_no_other_product_of_the_house() -> None:
    """Sunrise is Altera's and so is Paragon: whoever knows one does not know the other."""
    turned = [
        (held, asked)
        for held in TAXONOMY.tools
        for asked, path in TAXONOMY.satisfies(held).items()
        if any(" renamed from " in step for step in path)
        and any(" renamed " in s and " renamed from " not in s for s in path)
    ]

    assert turned == []
    assert verdict(named("paragon"), has("sunrise")).result == "missing"


def test_a_record_system_is_no_experience_of_billing() -> None:
    assert [
        c
        for c in ("medical-billing", "revenue-cycle")
        for t in ("allscripts", "epic", "cerner")
        if c in TAXONOMY.satisfies(t)
    ] == []
