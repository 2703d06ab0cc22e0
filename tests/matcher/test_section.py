"""Headings, labels, bullets and stops: where each sentence begins, and what it stands under."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from matcher.scan import hits_of
from matcher.section import Sentence, sentences
from taxonomy.lexicon import lexicon_of
from tests.samples import TAXONOMY
from tests.strategies import ad_texts, resume_texts, steady


def read(text: str) -> list[Sentence]:
    return sentences(text, hits_of(text, lexicon_of(TAXONOMY)))


def words(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(text)]


def under(text: str) -> list[str]:
    """Each sentence after its section and strength: "skills required: Epic"."""
    return [f"{' '.join(filter(None, (s.section, s.strength)))}: {text[s.start : s.end]}" for s in read(text)]


# --- headings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Qualifications", "qualifications: RHIT"),
        ("QUALIFICATIONS:", "qualifications: RHIT"),
        ("## Qualifications", "qualifications: RHIT"),
        ("Your qualifications", "qualifications: RHIT"),
        ("Required", "qualifications required: RHIT"),
        ("Required Qualifications:", "qualifications required: RHIT"),
        ("Qualifications (required)", "qualifications required: RHIT"),
        ("Preferred:", "qualifications preferred: RHIT"),
        ("Nice to have", "qualifications preferred: RHIT"),
        ("Education", "education: RHIT"),
        ("Education and experience", "qualifications: RHIT"),
        ("Certifications", "certifications: RHIT"),
        ("Skills", "skills: RHIT"),
        ("Responsibilities:", "duties: RHIT"),
        ("About us", "about: RHIT"),
        ("Benefits", "benefits: RHIT"),
        ("References", "references: RHIT"),
    ],
)
def test_a_heading_names_the_lines_below_it(heading: str, found: str) -> None:
    assert under(f"{heading}\nRHIT") == [found]


@pytest.mark.parametrize(
    "line",
    [
        "Our qualifications are listed on the page of the hospital",
        "The skills you need will be told at length in the interview with the manager",
        "Benefits $400",
        "We hire for experience.",
        "RHIT",
    ],
)
def test_a_line_that_says_more_is_no_heading(line: str) -> None:
    assert words(f"{line}\nRHIA") == [line, "RHIA"]


def test_a_heading_ends_the_one_before() -> None:
    text = "Required\nRHIT\nBenefits\nDental\nPreferred\nCCS\nAbout us\nWe care."

    assert under(text) == [
        "qualifications required: RHIT",
        "benefits: Dental",
        "qualifications preferred: CCS",
        "about: We care.",
    ]


def test_a_topic_under_a_heading_of_strength_keeps_the_strength() -> None:
    text = "REQUIRED QUALIFICATIONS\nEducation:\nAssociate degree\nExperience:\n2 years\nBenefits\nDental"

    assert under(text) == ["education required: Associate degree", "experience required: 2 years", "benefits: Dental"]


def test_a_topic_behind_other_lines_has_no_strength_of_its_own() -> None:
    text = "Preferred\nCCS\nEducation\nAssociate degree"

    assert under(text) == ["qualifications preferred: CCS", "education: Associate degree"]


def test_a_strength_alone_keeps_the_topic_it_stands_in() -> None:
    text = "Education\nAssociate degree\nPreferred:\nBachelor’s degree"

    assert under(text) == ["education: Associate degree", "education preferred: Bachelor’s degree"]


def test_a_heading_in_capitals_that_nobody_listed_ends_a_section() -> None:
    assert under("Skills\nEpic\nBOARD WORK\nchaired a committee") == ["skills: Epic", "unknown: chaired a committee"]


def test_before_the_first_heading_nothing_is_known() -> None:
    assert under("Coder II\nSkills\nEpic") == ["unknown: Coder II", "skills: Epic"]


# --- labels -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Certification: CPC required", "certifications: CPC required"),
        ("Certifications - CPC", "certifications: CPC"),
        ("Certifications – CPC", "certifications: CPC"),
        ("Skills : Epic", "skills: Epic"),
        ("Required: RHIT", "qualifications required: RHIT"),
        ("Desired: CCS", "qualifications preferred: CCS"),
        ("Pay: $20 an hour", "pay: $20 an hour"),
        ("- Education: Associate degree", "education: Associate degree"),
    ],
)
def test_a_label_names_its_own_line(line: str, found: str) -> None:
    assert under(line) == [found]
    assert [s.label for s in read(line)] == [True]


def test_several_labels_share_a_line() -> None:
    text = "Education: Associate degree. Experience: 2 years. Preferred: RHIA."

    assert under(text) == ["education: Associate degree.", "experience: 2 years.", "experience preferred: RHIA."]


def test_a_label_of_a_topic_names_its_line_and_one_of_strength_the_lines_below() -> None:
    assert under("Skills: Epic\nCoding") == ["skills: Epic", "unknown: Coding"]
    assert under("Preferred: CCS\nEpic") == ["qualifications preferred: CCS", "qualifications preferred: Epic"]


def test_a_label_stands_first() -> None:
    text = "We ask for skills: Epic"

    assert words(text) == [text]
    assert [s.label for s in read(text)] == [False]


# --- bullets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        *((f"{mark} RHIT", mark) for mark in "•◦▪●○■►➢✓★*–—-o>"),
        ("\t• RHIT", "•"),
        ("1. RHIT", "1"),
        ("12) RHIT", "12"),
        ("(3) RHIT", "3"),
        ("a. RHIT", "a"),
        ("(b) RHIT", "b"),
        ("iv) RHIT", "iv"),
        ("RHIT", ""),
        ("-RHIT", ""),
        ("1.RHIT", ""),
        ("2019 RHIT", ""),
        ("123) RHIT", ""),
    ],
)
def test_a_bullet_is_no_part_of_its_sentence(line: str, mark: str) -> None:
    (found,) = read(line)

    assert found.bullet == mark
    assert line[found.start : found.end] == (line if not mark else "RHIT")


def test_what_is_bulleted_or_indented_further_stands_deeper() -> None:
    depths = [s.depth for s in read("Any of these:\n• RHIT\n  • RHIA\n    • CCS\n• CPC")]

    assert depths[0] < depths[1] < depths[2] < depths[3]
    assert depths[4] == depths[1]


def test_bullets_inside_a_line_part_it() -> None:
    assert words("HS diploma * Coding certificate preferred • Bilingual") == [
        "HS diploma",
        "Coding certificate preferred",
        "Bilingual",
    ]


def test_a_blank_line_and_a_bullet_of_nothing_say_nothing() -> None:
    assert read("\n \t\n• \n- \n\u00a0\n") == []


def test_the_first_sentence_of_a_line_is_marked() -> None:
    assert [(s.line, s.first) for s in read("RHIT. CCS.\nCPC.")] == [(0, True), (0, False), (1, True)]


# --- stops --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Code charts. Answer queries.", ["Code charts.", "Answer queries."]),
        ("Code charts! Answer queries? Always.", ["Code charts!", "Answer queries?", "Always."]),
        ("RHIT required. 2 years too.", ["RHIT required.", "2 years too."]),
        ("RHIT required. (CCS is fine.)", ["RHIT required.", "(CCS is fine.)"]),
        ("RHIT required.Must code well.", ["RHIT required.", "Must code well."]),
        ("rhit required. ccs preferred.", ["rhit required.", "ccs preferred."]),
        ("A credential, e.g. RHIT or CCS.", ["A credential, e.g. RHIT or CCS."]),
        ("A credential, i.e. RHIT.", ["A credential, i.e. RHIT."]),
        ("RHIT, CCS, etc. Coding too.", ["RHIT, CCS, etc. Coding too."]),
        ("3 yrs. Coding. 6 mos. Auditing.", ["3 yrs. Coding.", "6 mos. Auditing."]),
        ("B.S. Nursing or A.A.S. Coding", ["B.S. Nursing or A.A.S. Coding"]),
        ("Ph.D. Preferred", ["Ph.D. Preferred"]),
        ("U.S. Citizen", ["U.S. Citizen"]),
        ("R.H.I.T. Required", ["R.H.I.T. Required"]),
        ("Dr. Lee, St. Anne, Acme Inc. Hospital", ["Dr. Lee, St. Anne, Acme Inc. Hospital"]),
        ("Approx. 20 charts a day", ["Approx. 20 charts a day"]),
        ("Exp. Coding required. Cert. RHIT", ["Exp. Coding required.", "Cert. RHIT"]),
        ("Pays $21.50 an hour", ["Pays $21.50 an hour"]),
        ("Enters 3.5 charts. Ready.", ["Enters 3.5 charts.", "Ready."]),
        ("Codes at www.example.com now", ["Codes at www.example.com now"]),
        ("RHIT required. now", ["RHIT required. now"]),
        ("3 yrs. Skills: Epic", ["3 yrs.", "Epic"]),
        ("Wait... What?", ["Wait...", "What?"]),
        ("   RHIT   ", ["RHIT"]),
    ],
)
def test_a_stop_ends_a_sentence_and_an_abbreviation_does_not(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_sentence_longer_than_anybody_writes_is_cut_at_spaces() -> None:
    text = "RHIT and " * 2000
    found = words(text)

    assert " ".join(found) == text.strip()
    assert max(map(len, found)) <= 2000
    assert {word for part in found for word in part.split()} == {"RHIT", "and"}


def test_a_word_without_end_is_cut_too() -> None:
    assert "".join(words("A" + "b" * 9000)) == "A" + "b" * 9000


# --- any text -----------------------------------------------------------------------------------------


@steady
@given(ad_texts() | resume_texts())
def test_sentences_are_in_order_apart_and_inside_their_lines(text: str) -> None:
    found = read(text)
    lines = text.split("\n")

    assert all(s.start < s.end and text[s.start : s.end].strip() for s in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all("\n" not in text[s.start : s.end] and text[s.start : s.end] in lines[s.line] for s in found)
