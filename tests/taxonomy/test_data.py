"""What the shipped taxonomy knows: enough of the field, each fact with its source, no name that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from taxonomy import load_taxonomy
from taxonomy.check import SECTIONS, check
from taxonomy.concept import Entry
from taxonomy.fold import fold_name, tokens

TAXONOMY = load_taxonomy()
NAMED = ("credentials", "skills", "tools", "settings", "degrees", "fields", "issuers")


def named_entries(*sections: str) -> Iterator[tuple[str, Entry]]:
    return chain.from_iterable(getattr(TAXONOMY, section).items() for section in sections or NAMED)


# --- how much ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "least"),
    [("credentials", 115), ("skills", 165), ("tools", 140), ("titles", 650), ("roles", 60), ("states", 51)],
)
def test_the_field_is_covered(section: str, least: int) -> None:
    assert len(getattr(TAXONOMY, section)) >= least


@pytest.mark.parametrize(("section", "least"), [("credentials", 115), ("skills", 165), ("tools", 140), ("titles", 500)])
def test_most_of_it_is_confirmed_by_a_source(section: str, least: int) -> None:
    assert sum(entry.confirmed for entry in getattr(TAXONOMY, section).values()) >= least


def test_its_keeper_has_nothing_left_to_look_at() -> None:
    assert check().remarks == ()


# --- where from -------------------------------------------------------------------------------


def test_every_entry_cites_a_source_that_is_described() -> None:
    for section in set(SECTIONS) - {"sources", "pay", "joint", "cues", "headings", "contexts"}:
        for ident, entry in getattr(TAXONOMY, section).items():
            if hasattr(entry, "source"):
                assert entry.source, ident
                assert set(entry.source) <= TAXONOMY.sources.keys(), ident


def test_what_we_alone_know_is_not_confirmed() -> None:
    for ident, entry in named_entries(*NAMED, "roles", "titles"):
        if set(entry.source) == {"own-knowledge"}:
            assert not entry.confirmed, ident


def test_every_source_has_a_title() -> None:
    assert [key for key, source in TAXONOMY.sources.items() if not source.title.strip()] == []


# --- names ------------------------------------------------------------------------------------


def test_every_concept_has_a_name_that_is_found_in_text() -> None:
    for ident, entry in named_entries("credentials", "skills", "tools"):
        assert entry.aliases or entry.exact or entry.ambiguous, ident


def test_an_ambiguous_name_has_context() -> None:
    assert [ident for ident, entry in named_entries() if entry.ambiguous and not (entry.context or entry.against)] == []


def test_no_name_is_refused_for_its_own_words() -> None:
    for ident, entry in named_entries():
        for name in (*entry.exact, *entry.ambiguous):
            for phrase in entry.against:
                assert f" {fold_name(phrase)} " not in f" {fold_name(name)} ", (ident, name, phrase)


def test_ids_are_short_and_in_kebab_case() -> None:
    for ident, _ in named_entries():
        assert ident == ident.lower()
        assert " " not in ident
        assert 2 <= len(ident) <= 45, ident


LABELS = """
    RHIT RHIA CCS CCS-P CCA CPC COC CIC CRC CPB CPMA CDIP CCDS CHPS CHDA CTR ODS ODS-C CEHRS CBCS CMAA RN LPN CPR BLS
    CPR/BLS, driver's licence, driver's license, coding credential, AHIMA coding credential, AAPC coding credential,
    AHIMA HIM credential, ACDIS CDI credential, HIM credential, CDI credential, AHIMA credential, AAPC credential,
    ICD-10, ICD-10-CM, ICD-10-PCS, ICD-9, CPT, HCPCS, DRG, MS-DRG, APR-DRG, APC, HCC, E/M, SNOMED CT, LOINC, HL7, FHIR,
    SQL, HIPAA, 42 CFR Part 2, HITECH, Joint Commission, CMS, Epic, Cerner, MEDITECH, Allscripts, athenahealth,
    eClinicalWorks, NextGen, 3M encoder, Optum EncoderPro, OnBase, Microsoft Office, Excel, Word, Outlook,
    medical terminology, anatomy and physiology, pathophysiology, release of information, revenue cycle,
    denials management, chart analysis, chart analysis/deficiency, scanning, indexing, scanning/indexing, MPI,
    data entry, EHR, typing speed, medical billing, medical coding, auditing, data analysis, abstracting,
    clinical documentation improvement
"""
FIRST, *OTHERS = LABELS.split("\n    ")[1:]
CANONICAL = [*FIRST.split(), *(name.strip() for line in OTHERS for name in line.split(",") if name.strip())]


@pytest.mark.parametrize("name", CANONICAL)
def test_the_names_that_labellers_use_are_known(name: str) -> None:
    assert TAXONOMY.find(name) is not None


@pytest.mark.parametrize(
    ("names", "concept"),
    [
        (("ICD-10", "ICD 10", "ICD10"), "icd-10"),
        (("ICD-10-CM", "ICD10CM", "ICD-10 CM"), "icd-10-cm"),
        (("ICD-9", "ICD-9-CM"), "icd-9-cm"),
        (("E/M", "E&M", "evaluation and management"), "e-m-coding"),
        (("ROI", "release of information", "release of info"), "release-of-information"),
        (("CTR", "ODS", "ODS-C", "Certified Tumor Registrar"), "ods-c"),
        (("CPC-H", "COC", "Certified Outpatient Coder"), "coc"),
        (("EHR", "EMR", "electronic medical record"), "ehr"),
        (("CDI", "clinical documentation improvement", "clinical documentation integrity"), "cdi"),
        (("AHIMA coding credential",), "ahima-coding-credential"),
        (("3M encoder", "Solventum"), "3m-encoder"),
        (("360 Encompass", "3M 360"), "solventum-360"),
    ],
)
def test_the_names_of_one_thing_lead_to_it(names: tuple[str, ...], concept: str) -> None:
    assert {name: TAXONOMY.find(name) for name in names} == dict.fromkeys(names, concept)


# --- relations --------------------------------------------------------------------------------


def test_nothing_is_a_kind_of_itself() -> None:
    for ident in TAXONOMY.concepts:
        wider, todo = set(), list(TAXONOMY.concepts[ident].broader)
        while todo:
            above = todo.pop()
            todo += [] if above in wider else TAXONOMY.concepts[above].broader
            wider.add(above)

        assert ident not in wider


def test_kinds_of_credentials_are_marked_as_kinds() -> None:
    for ident, credential in TAXONOMY.credentials.items():
        for wider in credential.broader:
            if wider in TAXONOMY.credentials and not credential.generic:
                assert TAXONOMY.credentials[wider].generic, (ident, wider)


def test_no_credential_meets_itself_or_one_that_meets_it_back() -> None:
    for ident, credential in TAXONOMY.credentials.items():
        assert ident not in credential.meets
        assert [other for other in credential.meets if ident in TAXONOMY.credentials[other].meets] == []


def test_joint_forms_name_several_things_at_once() -> None:
    assert len(TAXONOMY.joint) >= 10
    for joint in TAXONOMY.joint:
        assert joint.names
        assert len(set(joint.means)) == len(joint.means) > 1


@pytest.mark.parametrize(
    ("form", "means"),
    [
        ("ICD-10-CM/PCS", ("icd-10-cm", "icd-10-pcs")),
        ("ICD-9/10-CM", ("icd-9-cm", "icd-10-cm")),
        ("MS/APR-DRG", ("ms-drg", "apr-drg")),
    ],
)
def test_a_joint_form_means_each_of_its_parts(form: str, means: tuple[str, ...]) -> None:
    found = {fold_name(name): joint.means for joint in TAXONOMY.joint for name in joint.names}

    assert found[fold_name(form)] == means


# --- roles and titles -------------------------------------------------------------------------


def test_every_title_names_a_role_that_exists() -> None:
    assert {title.role for title in TAXONOMY.titles.values()} <= TAXONOMY.roles.keys()


def test_every_role_has_a_title() -> None:
    assert TAXONOMY.roles.keys() == {title.role for title in TAXONOMY.titles.values()}


def test_a_title_is_written_in_small_letters_with_single_spaces() -> None:
    assert [title for title in TAXONOMY.titles if title != " ".join(title.lower().split()) or "&" in title] == []


def test_no_title_is_listed_twice() -> None:
    assert len({tuple(tokens(title)) for title in TAXONOMY.titles}) == len(TAXONOMY.titles)


def test_ranks_of_management_are_senior() -> None:
    for name, title in TAXONOMY.titles.items():
        if title.track == "management":
            assert title.level in ("senior", None), name


# --- places and degrees -----------------------------------------------------------------------


def test_every_state_of_the_union_is_known() -> None:
    assert len(TAXONOMY.states) >= 51
    assert all(len(code) == 2 and code.isupper() for code in TAXONOMY.states)
    assert len({state.label for state in TAXONOMY.states.values()}) == len(TAXONOMY.states)


def test_degrees_are_ranked() -> None:
    ranks = {ident: degree.rank for ident, degree in TAXONOMY.degrees.items()}

    assert sorted(ranks, key=ranks.__getitem__) == ["hs", "certificate", "associate", "bachelor", "master", "doctorate"]
    assert sorted(ranks.values()) == [0, 1, 2, 3, 4, 5]
