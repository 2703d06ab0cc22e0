"""A title and a text name a kind of job: family, level and track, and the words that decided."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.classifier import load_model
from matcher.report import Rank, Role
from matcher.role import leaves_level_open, role_of, roles_of
from matcher.title import read_title, title_words
from taxonomy import load_taxonomy
from taxonomy.concept import Level

TAXONOMY, MODEL = load_taxonomy(), load_model()
TITLES = tomllib.loads((Path(__file__).parents[1] / "data" / "titles.toml").read_text(encoding="utf-8"))

CODER = """Reads operative notes and assigns ICD-10-PCS and CPT codes for inpatient accounts
Queries surgeons when the documentation does not support a code
CCS or CIC required; two years of facility coding"""
NURSE = """Gives medications, hangs fluids and watches telemetry on a busy surgical floor
Charts every assessment in Epic and follows HIPAA
Active RN license and BLS required"""
RELEASE = """Checks each authorization before copies of the medical record leave the department
Answers subpoenas and prepares record copies for attorneys and insurers
Indexes scanned documents to the right patient"""


def judged(title: str, text: str = "", min_years: float | None = None, entry_door: bool = False) -> Role:
    return role_of(title, text, taxonomy=TAXONOMY, model=MODEL, min_years=min_years, entry_door=entry_door)


def titles_of_the_field() -> list[tuple[str, str, str]]:
    own = [(family, grade, titles) for family, grades in TITLES.items() for grade, titles in grades.items()]
    return [(title, family, grade) for family, grade, titles in own if family != "other" for title in titles]


@pytest.mark.parametrize(("title", "family", "grade"), titles_of_the_field())
def test_a_title_alone_names_family_level_and_track(title: str, family: str, grade: str) -> None:
    role = judged(title)

    expected = (family, "senior", "management") if grade == "management" else (family, grade, "individual")
    assert (role.family, role.level, role.track) == expected


@pytest.mark.parametrize("title", TITLES["other"]["titles"])
def test_a_title_of_other_work_is_out_of_scope(title: str) -> None:
    role = judged(title)

    assert not role.in_scope
    assert (role.family, role.level, role.track) == (None, None, None)


@pytest.mark.parametrize(
    ("title", "rank", "level", "track"),
    [
        ("Assistant Director of Medical Records", "director", "senior", "management"),
        ("Assistant to the Director, Medical Records", "assistant", None, None),
        ("HIM Director's Assistant", "assistant", "entry", "individual"),
        ("Lead Coder", "lead", "senior", "individual"),
        ("Supervisor, Coding", "supervisor", "senior", "management"),
        ("Senior Manager of Coding", "manager", "senior", "management"),
        ("Coding Auditor", "auditor", "senior", "individual"),
        ("HIPAA Privacy Officer", "officer", "senior", "individual"),
        ("Medical Records Clerk", "clerk", "entry", "individual"),
        ("Medical Coder", None, "mid", "individual"),
    ],
)
def test_rank_words_follow_the_grammar_of_titles(title: str, rank: str, level: str | None, track: str | None) -> None:
    role = judged(title)

    assert (role.level, role.track) == (level, track)
    assert read_title(title).rank == rank


@pytest.mark.parametrize(
    ("title", "grade"),
    [
        ("Coder 2", "mid"),
        ("Coder II", "mid"),
        ("Coder III - Inpatient", "senior"),
        ("Coder I/II", "entry"),
        ("HIM Tech 1 - ROI", "entry"),
        ("Coder - 3 openings", None),
        ("Coder, 8-5 M-F", None),
        ("ICD-10 Coder", None),
        ("Level 1 Trauma Registrar", None),
        ("Coder $25.50 - $31/hr", None),
        ("Coder GS-0675-5", None),
    ],
)
def test_a_grade_is_read_and_a_figure_is_not(title: str, grade: Level | None) -> None:
    assert read_title(title).grade == grade


@pytest.mark.parametrize(
    "title",
    ["Director, Health Information Management", "Director of HIM", "HIM Director", "Dir. H.I.M.", "ＨＩＭ Director"],
)
def test_one_job_is_one_job_however_its_title_is_written(title: str) -> None:
    assert replace(judged(title), because=()) == replace(judged("Health Information Management Director"), because=())


def test_what_an_ad_asks_for_decides_the_level_of_a_bare_noun() -> None:
    assert judged("Medical Coder", min_years=5).level == "senior"
    assert judged("Medical Coder", min_years=3).level == "mid"
    assert judged("Medical Biller", entry_door=True).level == "entry"


def test_a_rank_word_wins_over_the_years_asked_for() -> None:
    assert judged("Medical Records Clerk", min_years=7).level == "entry"
    assert judged("Coding Supervisor", entry_door=True).level == "senior"


@pytest.mark.parametrize(
    ("title", "is_open"),
    [
        ("Revenue Cycle Consultant", True),
        ("Owner", True),
        ("Medical Coder", False),
        ("Coding Manager", False),
        ("Coder III", False),
    ],
)
def test_only_a_title_without_rank_grade_or_noun_leaves_its_level_to_the_years(title: str, is_open: bool) -> None:
    assert leaves_level_open(title, taxonomy=TAXONOMY) is is_open


def test_a_text_without_a_title_is_enough() -> None:
    role = judged("", CODER)

    assert (role.family, role.by, role.level, role.track) == ("coding", "text", "mid", "individual")


def test_a_vague_title_takes_its_family_from_the_text() -> None:
    assert judged("Specialist", CODER).family == "coding"
    assert judged("Specialist", RELEASE).family == "records"
    assert not judged("Specialist", NURSE).in_scope


def test_a_class_of_several_functions_goes_by_the_text() -> None:
    assert judged("Lead Medical Records Technician", RELEASE).family == "records"
    assert judged("Lead Medical Records Technician", CODER).family == "coding"


def test_title_and_text_that_agree_both_decide() -> None:
    assert judged("Inpatient Coder", CODER).by == "both"


def test_a_nurse_who_charts_in_epic_is_a_nurse() -> None:
    assert not judged("", NURSE).in_scope
    assert not judged("RN - Surgical Floor", NURSE).in_scope


@pytest.mark.parametrize(
    ("title", "text"), [("", ""), ("Remote - Full Time", ""), ("", "Lorem ipsum"), ("", "12 34 %")]
)
def test_where_nothing_is_said_nothing_is_claimed(title: str, text: str) -> None:
    role = judged(title, text)

    assert (role.family, role.in_scope, role.level, role.because) == (None, False, None, ())
    assert role.by == "none"


@pytest.mark.parametrize("title", ["Project Manager", "Coordinator", "Team Member", "Associate II"])
def test_a_title_of_any_trade_alone_is_not_claimed_for_the_field(title: str) -> None:
    assert not judged(title).in_scope


words = st.sampled_from(
    [
        *CODER.split("\n"),
        *RELEASE.split("\n"),
        "ﬁling and coﬀee",
        "co\u00adding",
        "Çoder’s — ＣＰＴ",
        "кодер",
        "\u200bRHIT",
        "İ ß",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["", "Coder II", "ＨＩＭ ﬁle clerk", "Medical\u00adCoder"]),
    st.lists(words, max_size=5).map("\n".join),
    st.text(max_size=12),
)
def test_every_span_quotes_the_title_and_the_text_as_one_string(title: str, text: str, noise: str) -> None:
    said = text + noise
    whole = f"{title}\n{said}" if title and said else title or said

    assert all(whole[span.start : span.end] == span.quote != "" for span in judged(title, said).because)


def test_the_words_that_decided_are_quoted() -> None:
    assert [span.quote for span in judged("Lead Medical Coder - Nights").because] == ["Lead", "Medical Coder"]


def test_saying_it_a_hundred_times_changes_nothing() -> None:
    once, often = judged("", CODER), judged("", "\n".join([CODER] * 100))

    assert replace(often, because=()) == replace(once, because=())


def test_the_order_of_lines_changes_nothing() -> None:
    lines = CODER.split("\n") + RELEASE.split("\n")
    shuffled = random.Random(4).sample(lines, len(lines))

    assert replace(judged("", "\n".join(shuffled)), because=()) == replace(judged("", "\n".join(lines)), because=())


def test_a_wrapped_line_reads_as_one() -> None:
    wrapped = (
        CODER.replace("assigns ICD", "assigns\nICD")
        .replace("does not", "does\nnot")
        .replace("facility coding", "facility\ncoding")
    )

    assert replace(judged("", wrapped), because=()) == replace(judged("", CODER), because=())


@pytest.mark.parametrize(
    "person",
    [
        "Mary Grace Walker",
        "Bill Page",
        "Deshawn Washington",
        "Siobhan O'Brien",
        "Nguyen Thi Lan",
        "Mohammed Al-Rashid",
        "Dr. Rose Baker, she/her",
    ],
)
@pytest.mark.parametrize(
    "where", ["Springfield, Ohio", "Salt Lake City", "University of the North, class of 1987", "a women's college"]
)
def test_names_places_and_schools_change_nothing(person: str, where: str) -> None:
    named = f"{person}\n{where}\n{CODER}\nBorn in May 1961, veteran, married, two children"

    assert replace(judged("Coder", named), because=()) == replace(judged("Coder", CODER), because=())


def test_many_titles_at_once_are_read_as_one_by_one() -> None:
    titles = (
        [title for title, *_ in titles_of_the_field()][::3] + TITLES["other"]["titles"][::3] + ["", "Coder", "Coder"]
    )

    assert roles_of(titles, taxonomy=TAXONOMY, model=MODEL) == [judged(title) for title in titles]


def test_probabilities_are_given_to_four_places_and_with_what_else_was_considered() -> None:
    role = judged("CDI and Coding Specialist")

    assert role.probability == round(role.probability, 4)
    assert (role.family, [a.family for a in role.alternatives]) == ("cdi", ["coding"])


def test_every_role_that_can_be_named_is_one_of_the_taxonomy() -> None:
    named = {ident for table in title_words().roles.values() for ident in table.values()}
    named |= {role for *_, role in title_words().names.values() if role is not None}

    assert named <= TAXONOMY.roles.keys()


def test_every_role_carries_its_occupation_code() -> None:
    assert judged("Cancer Registrar").soc == "29-9021"
    assert judged("Medical Coder").soc == "29-2072"
    assert all(judged(title).soc for title, *_ in titles_of_the_field())


def test_the_rank_words_are_those_of_the_report() -> None:
    assert set(title_words().order) == set(get_args(Rank))
