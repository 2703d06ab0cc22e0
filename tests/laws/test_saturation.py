"""Law 9. Saying a thing a thousand times counts once; words copied from the ad earn nothing, and are flagged."""

from __future__ import annotations

import pytest
from hypothesis import given

from matcher import match, read_posting, read_profile
from matcher.report import FitReport, Posting, Profile
from tests.samples import AS_OF, ads, credential, fitted, has, named, posting, profile, resumes, says, studied, worked
from tests.strategies import postings, profiles, steady

AD = """Inpatient Coder

Qualifications
- RHIT or CCS required
- 3 years of inpatient coding experience
- Associate degree in health information technology
- Epic and 3M 360 Encompass experience
- Knowledge of MS-DRG, ICD-10-PCS and HIPAA
Preferred
- CDIP
"""
RESUME = """Jordan Ellis

Summary
Careful coder with 2 years of inpatient coding.

Experience
Inpatient Coder, Lakeview Medical Center
June 2024 - present
- Assigns ICD-10-PCS codes in Epic
Medical Records Clerk, Brookside Hospital
2021 - 2024
- Scans charts

Education
A.A.S. Health Information Technology, 2023

Certifications
RHIT, AHIMA, 2023

Skills
Epic, HIPAA
"""


def outcome(report: FitReport) -> tuple[object, ...]:
    return (
        report.score,
        report.could_be,
        report.qualified,
        report.points,
        [(v.result, v.points) for v in report.verdicts],
    )


def said_more(text: str, line: str, times: int) -> str:
    """The text with one of its lines said so many times more, each below the other."""
    return text.replace(f"{line}\n", f"{line}\n" * (times + 1), 1)


@pytest.mark.parametrize("times", [1, 5, 1000])
@pytest.mark.parametrize(
    "line",
    ["Careful coder with 2 years of inpatient coding.", "- Assigns ICD-10-PCS codes in Epic", "- Scans charts",
     "A.A.S. Health Information Technology, 2023", "RHIT, AHIMA, 2023", "Epic, HIPAA"],
)  # fmt: skip
def test_a_line_said_again_and_again_counts_once(line: str, times: int) -> None:
    ad = read_posting(AD)
    once, often = (match(read_profile(text, AS_OF), ad, AS_OF) for text in (RESUME, said_more(RESUME, line, times)))

    assert outcome(often) == outcome(once)


@pytest.mark.parametrize("between", [", ", " ", "; ", "\n", " / "])
@pytest.mark.parametrize("term", ["Epic", "HIPAA", "RHIT", "MS-DRG", "CDIP"])
def test_a_term_said_again_and_again_counts_once(term: str, between: str) -> None:
    ad = read_posting(AD)
    once, often = (read_profile(f"{RESUME}\nSkills\n{between.join([term] * n)}\n", AS_OF) for n in (1, 40))

    assert outcome(match(often, ad, AS_OF)) == outcome(match(once, ad, AS_OF))


@pytest.mark.parametrize("term", ["Epic", "HIPAA", "RHIT"])
def test_a_term_said_two_thousand_times_is_still_read(term: str) -> None:
    resume = read_profile(RESUME + " / ".join([term] * 2000), AS_OF)

    assert [h.status for h in resume.holdings if h.concept == term.lower()] == ["held"]


def test_no_line_of_a_sample_resume_said_again_changes_the_outcome() -> None:
    """But for the lines about a job's title and dates, whose order is what tells one job from the next."""
    changed = []
    for number, resume in enumerate(resumes()):
        ad = ads()[(number * 3 + 1) % len(ads())]
        once, lines = fitted(resume, ad), resume.document.text.split("\n")
        for at in sorted(set(range(number % 5, len(lines), 5)) - _about_jobs(resume)):
            again = read_profile("\n".join([*lines[: at + 1], lines[at], lines[at], *lines[at + 1 :]]), AS_OF)
            if outcome(fitted(again, ad)) != outcome(once):
                changed.append((number, lines[at]))

    assert changed == []


def _about_jobs(resume: Profile) -> set[int]:
    heads = (resume.document.text.count("\n", 0, span.start) for p in resume.positions for span in p.evidence)
    return {head + near for head in heads for near in (-2, -1, 0, 1, 2)}


@pytest.mark.parametrize(
    "line",
    [
        "- RHIT or CCS required",
        "- 3 years of inpatient coding experience",
        "- Epic and 3M 360 Encompass experience",
        "- CDIP",
    ],
)
def test_a_line_of_the_ad_said_again_asks_once(line: str) -> None:
    resume = read_profile(RESUME, AS_OF)
    once, often = (match(resume, read_posting(text), AS_OF) for text in (AD, said_more(AD, line, 7)))

    assert outcome(often) == outcome(once)


@steady
@given(profiles, postings())
def test_what_is_shown_twice_counts_once(resume: Profile, ad: Posting) -> None:
    twice = profile(
        *(resume.holdings * 2), *(resume.education * 2), *(resume.positions * 2), *(resume.years.stated * 2)
    )

    assert outcome(fitted(twice, ad)) == outcome(fitted(resume, ad))


def test_overlapping_jobs_count_their_months_once() -> None:
    one = worked("2020-01", "2022-12", "inpatient-coding")
    other = worked("2021-07", "2023-12", "inpatient-coding")

    assert profile(one, other).years.by_concept["inpatient-coding"] == 4.0
    assert profile(one, one, one).years.total == 3.0


# --- words copied from the ad -----------------------------------------------------------------------

LONG = (
    "- Active CDIP with five years of inpatient coding in an academic medical center using Meditech and MS-DRG grouping"
)


def copied(pasted: str) -> tuple[FitReport, FitReport]:
    """The reports of a résumé and of the same with words of the ad pasted in."""
    ad = read_posting(AD + LONG + "\n")
    return tuple(match(read_profile(text, AS_OF), ad, AS_OF) for text in (RESUME, f"{RESUME}\nMore\n{pasted}\n"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "pasted",
    [
        LONG,
        LONG.upper(),
        LONG.replace(" ", "\n"),
        LONG.replace(" ", "  "),
        f"I offer this: {LONG[2:]}!",
        " ".join(LONG.split()[1:13]),
        "\n".join([LONG] * 9),
    ],
)
def test_twelve_words_in_a_row_from_the_ad_earn_nothing_and_are_flagged(pasted: str) -> None:
    before, after = copied(pasted)

    assert outcome(after) == outcome(before)
    assert "copied_from_ad" not in {w.code for w in before.warnings}
    assert [span.quote for w in after.warnings if w.code == "copied_from_ad" for span in w.evidence]


@pytest.mark.parametrize("pasted", ["CDIP, AHIMA, 2024", "Meditech, MS-DRG", " ".join(LONG.split()[1:12])])
def test_fewer_words_in_the_ads_own_terms_are_the_candidates_own(pasted: str) -> None:
    before, after = copied(pasted)

    assert "copied_from_ad" not in {w.code for w in after.warnings}
    assert (after.score or 0) > (before.score or 0)


def test_no_resume_gains_by_holding_the_whole_ad() -> None:
    gained = []
    for number, resume in enumerate(resumes()):
        ad = ads()[(number * 19 + 4) % len(ads())]
        stuffed = read_profile(f"{resume.document.text}\n\n{ad.document.text}", AS_OF)
        before, after = match(resume, ad, AS_OF), match(stuffed, ad, AS_OF)
        if (after.score or 0) > (before.score or 0):
            gained.append((number, ad.title, before.score, after.score))
        if before.score is not None:
            assert "copied_from_ad" in {w.code for w in after.warnings}

    assert gained == []


def test_only_what_rests_on_copied_words_alone_is_lost() -> None:
    ad = read_posting(AD + LONG + "\n")
    report = match(read_profile(f"{RESUME}\nCDIP, 2024\n\nMore\n{LONG}\n", AS_OF), ad, AS_OF)
    cdip = next(v for v in report.verdicts if any(a.concept == "cdip" for alt in v.ask.any_of for a in alt))

    assert cdip.result == "met"
    assert all("academic" not in span.quote for span in cdip.shown)


def test_the_parts_of_a_score_do_not_grow_with_repetition() -> None:
    asked = posting(credential("rhit"), named("epic"))
    shown = (has("rhit"), has("epic"), studied("associate"), says(3))

    assert outcome(fitted(profile(*shown * 50), asked)) == outcome(fitted(profile(*shown), asked))
