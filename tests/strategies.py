"""Ads, résumés and what they are made of, drawn at random but the same in every run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from matcher.report import Ask, Education, Holding, Position, Posting, Profile, Requirement, StatedYears
from tests.samples import either, has, posting, profile, role, says, studied, worked

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
steady = settings.get_profile("steady")

# Few enough to meet each other often, with every relation that the taxonomy knows among them.
CREDENTIALS = (
    "rhit", "rhia", "ccs", "ccs-p", "cca", "cpc", "cpc-a", "coc", "cic", "crc", "cdip", "ccds", "chps", "ods-c",
    "coding-credential", "ahima-credential", "aapc-coding-credential", "cdi-credential", "him-credential",
)  # fmt: skip
SKILLS = (
    "medical-coding", "inpatient-coding", "outpatient-coding", "profee-coding", "cdi", "release-of-information",
    "icd-10", "icd-10-cm", "icd-10-pcs", "cpt", "hipaa", "medical-records", "coding-audit", "supervision",
)  # fmt: skip
TOOLS = (
    "epic",
    "cerner",
    "soarian",
    "allscripts",
    "veradigm",
    "meditech",
    "3m-encoder",
    "solventum-360",
    "excel",
    "ehr",
)
ROLES = ("inpatient-coder", "outpatient-coder", "medical-coder", "roi-specialist", None)
DEGREES = ("hs", "certificate", "associate", "bachelor", "master", "doctorate")
FIELDS = ("health-information", "health-informatics", "nursing", "business", "computer-science", "related-field")

concepts = st.sampled_from((*CREDENTIALS, *SKILLS, *TOOLS))
amounts = st.integers(1, 24).map(lambda n: n / 2)
days = st.tuples(st.integers(2004, 2026), st.integers(1, 11)).map(lambda d: f"{d[0]}-{d[1]:02d}")


# --- what is asked ----------------------------------------------------------------------------------

credential_asks: st.SearchStrategy[Ask] = st.builds(
    Ask,
    st.just("credential"),
    st.sampled_from(CREDENTIALS),
    status=st.sampled_from(("held", "held", "eligible")),
    within_months=st.sampled_from((None, None, 6, 12)),
)
skill_asks = st.one_of(
    st.builds(Ask, st.just("skill"), st.sampled_from(SKILLS)), st.builds(Ask, st.just("tool"), st.sampled_from(TOOLS))
)
year_asks = st.builds(
    Ask,
    st.just("experience"),
    st.one_of(st.none(), st.sampled_from(SKILLS)),
    min_years=st.one_of(st.none(), st.just(0), amounts),
)
degree_asks = st.builds(
    Ask,
    st.just("education"),
    degree=st.one_of(st.none(), st.sampled_from(DEGREES)),
    fields=st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple),
    equivalent=st.booleans(),
)
asks = st.one_of(credential_asks, skill_asks, year_asks, degree_asks)


@st.composite
def requirements(draw: st.DrawFn) -> Requirement:
    """One to three alternatives of one or two asks."""
    alternatives = draw(st.lists(st.lists(asks, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3))
    return either(*alternatives, modality=draw(st.sampled_from(("required", "required", "preferred", "mentioned"))))


@st.composite
def postings(draw: st.DrawFn) -> Posting:
    """An ad in the field, or now and then one that is not."""
    of = role(draw(st.sampled_from(ROLES)), draw(st.sampled_from(("entry", "mid", "senior", None))))
    return posting(*draw(st.lists(requirements(), max_size=5)), of=of)


# --- what is shown ----------------------------------------------------------------------------------

holdings: st.SearchStrategy[Holding] = st.one_of(
    st.builds(has, concepts),
    st.builds(has, concepts, st.sampled_from(("held", "in_progress", "eligible", "expired", "denied", "trained"))),
)
educations: st.SearchStrategy[Education] = st.builds(
    studied,
    st.one_of(st.none(), st.sampled_from(DEGREES)),
    st.one_of(st.none(), st.sampled_from(FIELDS[:-1])),
    st.sampled_from(("completed", "completed", "in_progress")),
)
stated_years: st.SearchStrategy[StatedYears] = st.builds(says, amounts, st.one_of(st.none(), st.sampled_from(SKILLS)))


@st.composite
def positions(draw: st.DrawFn) -> Position:
    """A job of any length, its role known or not."""
    since, to = sorted((draw(days), draw(days)))
    of = role(draw(st.sampled_from(ROLES)), draw(st.sampled_from(("entry", "mid", "senior", None))))
    shows = draw(st.lists(st.sampled_from((*SKILLS, *TOOLS)), max_size=4, unique=True))
    return worked(since, draw(st.sampled_from((to, to, "present"))), *shows, of=of)


shown = st.one_of(holdings, educations, positions(), stated_years)
profiles: st.SearchStrategy[Profile] = st.lists(shown, max_size=8).map(lambda parts: profile(*parts))


# --- texts ------------------------------------------------------------------------------------------

AD_LINES = (
    "Inpatient Coder II", "HIM Director", "Release of Information Specialist (remote)", "About us", "Qualifications",
    "REQUIRED:", "Preferred", "What you will do:", "Benefits", "Pay: $24.50 – $31.00 per hour",
    "Salary $61,000-$78,500 a year",
    "RHIT, RHIA or CCS required.", "• CPC and COC, or CCS-P", "- Must obtain CCS within 12 months of hire",
    "One of the following:",
    "  * RHIT", "  * CCA", "AHIMA or AAPC coding credential preferred", "RHIT-eligible candidates considered",
    "High school diploma or GED", "Associate’s degree in HIM, or equivalent experience", "BLS not required",
    "3–5 years of inpatient coding", "Minimum of two (3) years’ experience in a hospital HIM department",
    "No experience necessary",
    "Epic, Cerner or Meditech; 3M\u00a0360 Encompass", "ICD‑10‑CM/PCS, CPT® and HCPCS",
    "We’ve cared for Ohio for 90 years.",
    "Day shift, Monday to Friday; background check", "Must live in Ohio, Texas or Florida. Fully remote.",
    "☞ Apply today! 🏥",
)  # fmt: skip
RESUME_LINES = (
    "Zoë Ångström-O’Neil, RHIT, CCS", "jordan@example.com | (614) 555-0142 | Columbus, OH", "SUMMARY", "Experience",
    "EDUCATION",
    "Certifications:", "SKILLS", "References", "Inpatient Coder, Lakeview Medical Center", "March 2019 – present",
    "2016 - 2019",
    "Medical Records Clerk\tJune 2014 to May 2016", "• Assigns ICD-10-CM and MS-DRGs in Epic",
    "- Answers requests for records",
    "6 years of inpatient coding", "Eight (8) years in HIM", "A.A.S., Health Information Technology, 2014",
    "B.S. in Nursing (in progress)",
    "CPC-A, AAPC, 2020", "RHIA eligible", "CCS — expired 2021", "Studying for the RHIT exam, May 2027", "Not certified",
    "Epic, 3M 360 Encompass, Excel, ﬁling", "R.H.I.T.", "CPT®; HCPCS; HIPAA", "Trained in CDI",
    "Supervisor: Linda Park, RHIA", "🏅 Employee of the year",
)  # fmt: skip
_ENDS = st.sampled_from(("\n", "\n", "\n\n", "\r\n", " ", "  \n\t"))


def _texts(lines: tuple[str, ...]) -> st.SearchStrategy[str]:
    line = st.one_of(
        st.sampled_from(lines), st.sampled_from(lines).map(str.upper), st.text("aZ é–•(:;,.7$\u200b\u2028", max_size=12)
    )
    pieces = st.lists(st.tuples(line, _ENDS), min_size=1, max_size=25)
    return pieces.map(lambda found: "".join(text + end for text, end in found))


def ad_texts() -> st.SearchStrategy[str]:
    """Ads put together from lines as people write them, in any order, with any line's end."""
    return _texts(AD_LINES).map("The ad\n".__add__)


def resume_texts() -> st.SearchStrategy[str]:
    """Résumés put together from lines as people write them."""
    return _texts(RESUME_LINES).map("Résumé\n".__add__)
