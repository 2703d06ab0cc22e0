"""What would help most, and how much, is found by matching again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.entry import match
from matcher.report import Holding
from taxonomy import Taxonomy
from tests.samples import AS_OF, ads, resumes


@pytest.mark.parametrize("number", range(0, 30, 3))
def test_each_step_is_worth_what_a_fresh_match_of_the_changed_profile_says(number: int, taxonomy: Taxonomy) -> None:
    resume, ad = resumes()[number], ads()[(number * 7) % len(ads())]
    report = match(resume, ad, AS_OF)

    for step in report.next_steps:
        label = step.do.removeprefix("obtain ").removeprefix("gain and show ")
        concept = next(c for c in taxonomy.concepts if taxonomy.label(c) == label)
        held = Holding(concept, taxonomy.kind(concept), "held", None, None, ())
        changed = replace(resume, holdings=(*resume.holdings, held))

        assert match(changed, ad, AS_OF).score == step.score_after
        assert step.score_after is not None
        assert report.score is not None
        assert round(step.score_after - report.score, 2) == step.gain > 0


def test_nobody_is_told_to_become_a_nurse_or_a_physician(taxonomy: Taxonomy) -> None:
    licences = {taxonomy.label(i) for i, c in taxonomy.credentials.items() if c.group == "licence"}
    steps = [s.do for r in resumes()[:12] for a in ads()[::4] for s in match(r, a, AS_OF).next_steps]

    assert steps
    assert not [do for do in steps if do.removeprefix("obtain ") in licences]
