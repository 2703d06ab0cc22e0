"""Law 1. Every claim quotes the text it came from, at its offsets. No evidence, no claim."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given

from matcher import match, read_posting, read_profile
from matcher.report import FitReport, Posting, Profile, Span
from tests.samples import AS_OF, ads, resumes, rows, spans
from tests.strategies import ad_texts, resume_texts, steady

ADS, RESUMES = len(rows("ads")), len(rows("resumes"))
PAIRS = [(r, a) for r in range(RESUMES) for a in ((r * 7) % ADS, (r * 11 + 3) % ADS)]


def assert_quoted(found: Iterable[Span], text: str) -> None:
    assert [s for s in found if not s.quote or text[s.start : s.end] != s.quote] == []


def assert_posting_rests_on_its_words(ad: Posting) -> None:
    assert_quoted(spans(ad), ad.document.text)
    claims = (*ad.requirements, *ad.conditions, *((ad.pay,) if ad.pay else ()))
    assert [claim for claim in claims if not claim.evidence] == []


def assert_profile_rests_on_its_words(resume: Profile) -> None:
    assert_quoted(spans(resume), resume.document.text)
    lists = (resume.holdings, resume.education, resume.positions, resume.years.stated)
    assert [claim for claims in lists for claim in claims if not claim.evidence] == []


def assert_report_rests_on_both(report: FitReport, resume: Profile, ad: Posting) -> None:
    said, asked = resume.document.text, ad.document.text
    for verdict in report.verdicts:
        assert_quoted(spans(verdict.ask), asked)
        assert_quoted((*verdict.shown, *spans(verdict.nearest)), said)
    assert_quoted(spans(report.candidate_role), said)
    assert_quoted(spans((report.posting_role, report.pay)), asked)
    for warning in report.warnings:
        of_the_ad = warning in ad.warnings or warning.code == "out_of_scope"
        assert_quoted(warning.evidence, asked if of_the_ad else said)


def assert_credit_is_shown(report: FitReport) -> None:
    """What earns points shows the words that earn them, but where the ad asks for no experience at all."""
    earning = [v for v in report.verdicts if v.result in ("met", "substitute", "partial")]
    free = [v for v in earning if any(a.min_years == 0 for alt in v.ask.any_of for a in alt)]
    assert [v for v in earning if not v.shown and v not in free] == []


@pytest.mark.parametrize("number", range(ADS))
def test_every_span_of_a_sample_ad_is_its_own_text(number: int) -> None:
    assert_posting_rests_on_its_words(ads()[number])


@pytest.mark.parametrize("number", range(RESUMES))
def test_every_span_of_a_sample_resume_is_its_own_text(number: int) -> None:
    assert_profile_rests_on_its_words(resumes()[number])


def test_every_span_of_a_report_is_text_of_the_resume_or_of_the_ad() -> None:
    for number, other in PAIRS:
        resume, ad = resumes()[number], ads()[other]
        report = match(resume, ad, AS_OF)

        assert_report_rests_on_both(report, resume, ad)
        assert_credit_is_shown(report)


@steady
@given(ad_texts(), resume_texts())
def test_texts_of_any_shape_are_quoted_at_their_offsets(asked: str, said: str) -> None:
    ad, resume = read_posting(asked), read_profile(said, AS_OF)
    report = match(resume, ad, AS_OF)

    assert_posting_rests_on_its_words(ad)
    assert_profile_rests_on_its_words(resume)
    assert_report_rests_on_both(report, resume, ad)
    assert_credit_is_shown(report)


def test_fields_given_apart_become_words_that_can_be_quoted() -> None:
    ad = read_posting("CCS required.", title="Inpatient Coder", place="Columbus, OH", pay="$30 - $35 per hour")

    assert_posting_rests_on_its_words(ad)
    assert ad.title == "Inpatient Coder"
    assert ad.title in ad.document.text
    assert [span.quote for span in ad.pay.evidence if "$30" in span.quote] if ad.pay else False
    assert ad.state == "OH"


def test_what_the_text_does_not_say_is_not_claimed() -> None:
    ad, resume = read_posting("We are hiring."), read_profile("Jordan Ellis", AS_OF)

    assert ad.requirements == ()
    assert (resume.holdings, resume.education, resume.positions, resume.years.stated) == ((), (), (), ())
