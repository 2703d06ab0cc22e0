"""Law 5. Score, role, level and pay are functions of allow-listed facts: nothing else about a person moves them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest

from matcher import match, read_posting, read_profile, to_json
from matcher.report import Posting
from tests.samples import AS_OF, ROOT

RESUME = """{name}
{address}
{phone} | {email}
{note}

Summary
{pronoun} codes inpatient charts, and {possessive} queries are clear. 2 years of inpatient coding.

Experience

Inpatient Coder, {employer}
March 2021 - present
- Assigns ICD-10-CM and ICD-10-PCS codes and MS-DRGs in Epic
- Queries physicians when a record is unclear
{gap}
Medical Records Clerk, {first_employer}
June 2017 - February 2020
- Scanned charts and answered requests for copies of records

Education
Associate of Applied Science, Health Information Technology, {school}, {year}

Certifications
RHIT, AHIMA, 2019

Skills
Epic, 3M 360 Encompass, Microsoft Excel, HIPAA
{hobbies}
"""
USUAL = {
    "name": "Jordan Ellis", "address": "12 Elm Street, Columbus, OH 43004", "phone": "(614) 555-0142",
    "email": "jordan.ellis@example.com", "note": "", "pronoun": "She", "possessive": "her", "gap": "", "hobbies": "",
    "employer": "Lakeview Medical Center", "first_employer": "Brookside Hospital",
    "school": "Franklin Valley Community College", "year": "2018",
}  # fmt: skip
# Each asks for what a name could be mistaken for.
ADS = (
    (ROOT / "examples" / "ad.txt").read_text(encoding="utf-8"),
    """Coding Manager

Requirements
- RHIA or RHIT
- Bachelor's degree in HIM or a related field
- 5 years of coding experience
- Cerner, Meditech or Epic software experience
- Medical coding and medical billing experience

Preferred
- CHRI
- CCS
- Microsoft Word and Access software
- ODS-C, CDI or cancer registry experience
- Master's degree

$70,000 - $90,000 a year
""",
)

Outcome = list[Any]
Scorer = Callable[[str], Outcome]


@cache
def ads() -> tuple[Posting, ...]:
    return tuple(read_posting(ad) for ad in ADS)


def resume(**swapped: str) -> str:
    return RESUME.format(**USUAL | swapped)


@cache
def scored(text: str) -> Outcome:
    """All that a recruiter is told of two ads, but for offsets and checksums."""
    profile = read_profile(text, AS_OF)
    return [without(to_json(match(profile, ad, AS_OF)), "start", "end", "inputs") for ad in ads()]


def without(value: Any, *keys: str) -> Any:
    """JSON without these keys, at any depth; a span keeps its words."""
    if isinstance(value, dict):
        return {k: without(v, *keys) for k, v in value.items() if k not in keys}
    return [without(v, *keys) for v in value] if isinstance(value, list) else value


def swayed(scorer: Scorer, slot: str, values: Iterable[str], **fixed: str) -> list[str]:
    """Those values of a slot that give another outcome than the usual one."""
    usual = json.dumps(scorer(resume(**fixed)))
    return [v for v in values if json.dumps(scorer(resume(**fixed | {slot: v}))) != usual]


NAMES = [
    # the world's
    "Priya Raman", "Rajesh Patel", "Sunita Sharma", "Nguyễn Thị Minh", "Phuong Tran", "Wei Zhang", "李 娜", "Bo Li",
    "Kim Min-jun", "Yuki Tanaka", "Haruto Sato", "Fatima Al-Sayed", "Mohammed Hassan", "محمد علي", "Ayesha Khan",
    "Arash Tehrani", "Leyla Aliyeva", "Mehmet Yılmaz", "Noa Cohen", "יעל לוי", "Oluwaseun Adébáyọ̀", "Ngozi Eze",
    "Kwame Mensah", "Thandiwe Nkosi", "Abebe Bekele", "Zainab Abdi", "Aaliyah Washington", "DeShawn Jackson",
    "Lakisha Robinson", "Emily Walsh", "Greg Baker", "Brendan O'Connor", "Siobhán Ní Bhriain", "José Hernández",
    "María del Carmen Ortiz", "Santino dela Cruz", "Soledad Quispe", "Anastasia Ivanova", "Владимир Петров",
    "Olga Kowalczyk", "Łukasz Wójcik", "Zoltán Nagy", "Ioana Popescu", "Jelena Đorđević", "Björn Åkesson",
    "Sørina Müller", "Françoise Lefèvre", "Giulia Rossi", "Dimitri Papadopoulos", "Ελένη Γεωργίου",
    "Leilani Kahananui", "Tane Ngata", "Maile Tuiasosopo", "Winona Yellowhorse", "Chayton Begay", "Tom Williams",
    "Cher", "MARIA DE LA CRUZ-SMITH", "van der Berg, Pieter", "Mrs. Ada Lovelace",
    # places, months, ranks and trades
    "Virginia Dallas", "Georgia Carolina", "Dakota Montana", "Austin Houston", "April March", "May June",
    "Sister Mary Nurse", "Judge Parker", "Major Payne", "Dean Manager", "Robin Clerk", "Art Director",
    "Holly Auditor", "Chief Begay", "Sage Hill", "Penny Bill", "Mark Chart", "Will Code", "Chuck Reader",
    # near to a tool, a credential or a cue
    "Jan Werner", "Ada Kerner", "Ruth Lerner", "Pat McKeown", "Dana McKesson", "Mary Epps", "Ann Word",
    "Grace Access", "Carlos Page", "Al Ma", "Roi Levi", "Ira Cpt",
]  # fmt: skip
# Names of people that are, letter for letter, words of the taxonomy.
OWN_WORDS = ["Chris Taylor", "Rhia Santos", "Paul Cerner", "Rob Biller", "Ed Coder", "Epic Stone"]


def test_names_of_many_origins_are_tried() -> None:
    assert len(set(NAMES)) >= 60


@pytest.mark.parametrize(
    ("written", "every"), [("{}", 1), ("{}, RHIT", 2), ("Name: {}", 3), ("{} | RHIT | Inpatient Coder", 3)]
)
def test_a_name_changes_nothing(written: str, every: int) -> None:
    usual = written.format(USUAL["name"])

    assert swayed(scored, "name", [written.format(n) for n in NAMES[::every]], name=usual) == []


def test_a_name_in_capitals_changes_nothing() -> None:
    # In capitals these two are the names of a function and of a code system, letter for letter.
    safe = [n for n in NAMES if n not in ("Roi Levi", "Ira Cpt")]

    assert swayed(scored, "name", [n.upper() for n in safe[::2]]) == []


@pytest.mark.parametrize("name", OWN_WORDS)
@pytest.mark.parametrize("written", ["{}", "{}, RHIT"])
def test_a_persons_name_is_no_skill_and_no_credential(name: str, written: str) -> None:
    assert swayed(scored, "name", [written.format(name)], name=written.format(USUAL["name"])) == []


@pytest.mark.parametrize(
    ("pronoun", "possessive"), [("He", "his"), ("They", "their"), ("Ze", "hir"), ("Xe", "xyr"), ("I", "my")]
)
def test_pronouns_change_nothing(pronoun: str, possessive: str) -> None:
    assert swayed(scored, "pronoun", [pronoun], possessive=possessive) == []


SWAPS = {
    "address": ["", "PO Box 9, Hagåtña, Guam", "900 Terre Haute Road, IN 47803", "Tribal Route 7, Window Rock, AZ",
                "Lagos, Nigeria", "Washington, DC", "CA", "10 Downing St, London"],
    "phone": ["", "555-123-4567", "+234 803 555 0101", "614.555.0142 ext. 2019"],
    "email": ["", "maria.de-la.cruz1984@mail.example", "grandpa1951@aol.example", "https://www.example.org/u/jellis"],
    "school": ["Harvard University", "Howard University", "Bryn Mawr College", "Western Governors University",
               "University of Phoenix", "Salish Kootenai College",
               "Universidad de Puerto Rico", "DeVry", "University of Lagos", "Gallaudet University",
               "St. Mary's College", ""],
    "year": ["1971", "1988", "1999", "2005", "2017", "2024", "May 2018", "05/2018"],
    "employer": ["Mayo Clinic", "Joe's Clinic", "Kaiser Permanente", "Walmart", "Burger Barn", "US Army",
                 "Navajo Area Indian Health Service", "Federal Bureau of Prisons", "Goldman Sachs"],
    "first_employer": ["Johns Hopkins Hospital", "Corner Drug Store", "Veterans Affairs Medical Center",
                       "Catholic Charities"],
    "note": ["Pronouns: they/them", "Date of birth: 04/12/1966", "Age: 58", "62 years old", "Married, two children",
             "Nationality: Nigerian", "Photo attached",
             "Mother of 3, 12 years sober", "35 years of age, in good health", "US citizen", "Wheelchair user"],
    "hobbies": ["Interests: sailing, chess", "INTERESTS\nReading, word puzzles, epic fantasy",
                "Member of the Black Nurses Association", "Fraternity: Alpha Phi Alpha",
                "Volunteer, church choir, 2012 - 2019", "HOBBIES\nA coding club for kids, gardening",
                "References available upon request"],
    "gap": ["\nCareer break, 2020 - 2021", "\nMaternity leave\nMarch 2020 - February 2021",
            "\n2020 - 2021: full-time parent", "\nUnemployed, 2020 - 2021", "\nCaregiver for my father, 2020 - 2021",
            "\nIncarcerated 2020 - 2021"],
}  # fmt: skip


@pytest.mark.parametrize(("slot", "value"), [(slot, value) for slot, values in SWAPS.items() for value in values])
def test_what_is_not_on_the_list_changes_nothing(slot: str, value: str) -> None:
    assert swayed(scored, slot, [value]) == []


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("email", "rhit.coder@cerner.example"),
        ("email", "www.example.com/in/jellis-cpc"),
        ("address", "1 Epic Way, Cerner, TX"),
        ("school", "The Master's University"),
        ("school", "Bachelor Institute of Technology"),
        ("school", "Coding Academy of Ohio"),
        ("employer", "CPC Corporation"),
    ],
)
def test_words_of_the_field_in_an_address_or_a_proper_name_are_no_claim(slot: str, value: str) -> None:
    assert swayed(scored, slot, [value]) == []


def test_the_order_of_sections_changes_no_score() -> None:
    head, *parts = (part.strip() for part in resume().replace("\nExperience\n",
    "§Experience\n").replace("\nEducation\n", "§Education\n")
                    .replace("\nCertifications\n", "§Certifications\n").replace("\nSkills\n",
                    "§Skills\n").split("§"))  # fmt: skip
    profiles = [
        read_profile("\n\n".join([head, *order]), AS_OF) for order in (parts, parts[::-1], [*parts[2:], *parts[:2]])
    ]
    scores = [[match(p, ad, AS_OF).score for ad in ads()] for p in profiles]

    assert scores[0] == scores[1] == scores[2]


def test_a_break_that_goes_on_leaves_the_role_of_the_work_done_last() -> None:
    usual = resume().replace("March 2021 - present", "March 2021 - May 2025")
    after = usual.replace("Experience\n", "Experience\n\nCareer break, June 2025 - present\n", 1)
    before, since = (read_profile(text, AS_OF).role for text in (usual, after))

    assert (since.family, since.level, since.track) == (before.family, before.level, before.track)


@pytest.mark.parametrize("before", ["She codes", "Inpatient Coder, ", "Education\n"])
@pytest.mark.parametrize(
    "gap", ["Career break, 2013 - 2015", "Unemployed, 2013 - 2015", "Incarcerated 2013 - 2015", "2013 - 2015: parent"]
)
def test_a_break_is_no_work_wherever_it_is_told(gap: str, before: str) -> None:
    usual = resume()
    told = usual.replace(before, f"{gap}\n\n{before}", 1)
    without_it, with_it = (read_profile(text, AS_OF).years for text in (usual, told))

    assert (with_it.him, with_it.by_concept) == (without_it.him, without_it.by_concept)


# --- does the test itself see? ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "weight"),
    [
        ("name", lambda text: 0.01 * text.startswith("Emily")),
        ("name", lambda text: len(text.split("\n")[0]) / 1000),
        ("school", lambda text: 5 * ("Harvard" in text)),
        ("year", lambda text: text.count("1971")),
        ("gap", lambda text: -0.5 * ("parent" in text)),
    ],
)
def test_a_biased_scorer_would_be_caught(slot: str, weight: Callable[[str], float]) -> None:
    def biased(text: str) -> Outcome:
        return [*scored(text), weight(text)]

    assert swayed(biased, slot, NAMES if slot == "name" else SWAPS[slot]) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RHIT, AHIMA, 2019", "RHIT eligible"),
        ("Associate of", "Bachelor of"),
        ("March 2021", "March 2024"),
        ("Coder, Lake", "Nurse, Lake"),
    ],
)
def test_what_is_on_the_list_does_change_the_outcome(old: str, new: str) -> None:
    assert scored(resume().replace(old, new)) != scored(resume())
