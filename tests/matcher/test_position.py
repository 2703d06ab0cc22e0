"""A job's title is what stands nearest to its dates and reads like one, in every layout that people use."""

from __future__ import annotations

import pytest

from matcher import read_profile
from tests.samples import AS_OF

LAYOUTS = [
    "Medical Coder\nCrescent City Pediatrics, Metairie, LA\n01/2017 - 05/2020\nCoded well visits.",
    "Medical Coder\nCrescent City Pediatrics, Metairie, LA\nFrom 01/2017 To 05/2020; 40 hours per week\nCoded visits.",
    "Medical Coder\nCrescent City Pediatrics\nFrom 01/2017 To 05/2020; Supervisor: Ms. C. Landry",
    "Crescent City Pediatrics\nMedical Coder\n01/2017 - 05/2020\nCoded well visits.",
    "Crescent City Pediatrics, Metairie, LA                 01/2017 - 05/2020\nMedical Coder\nCoded well visits.",
    "01/2017 - 05/2020   Medical Coder, Crescent City Pediatrics\nCoded well visits.",
    "Medical Coder | Crescent City Pediatrics | 01/2017 - 05/2020\nCoded well visits.",
    "Employer: Crescent City Pediatrics\nMedical Coder\nJanuary 2017 to May 2020\nSalary: 21.50 an hour",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_title_is_found_wherever_it_stands(layout: str) -> None:
    (position,) = read_profile(
        f"Dana Example\n\nExperience\n\n{layout}\n\nEducation\nHigh school diploma", AS_OF
    ).positions

    assert position.title == "Medical Coder"
    assert (position.start, position.end) == ("2017-01", "2020-05")


@pytest.mark.parametrize("label", ["Supervisor", "Manager", "Contact", "Supervisor's name", "Reference"])
def test_nobody_else_is_taken_for_a_title(label: str) -> None:
    text = f"Dana Example\n\nExperience\n\n01/2017 - 05/2020; {label}: Ms. C. Landry\nClinic of the Lake\nRead charts."

    assert all("Landry" not in position.title for position in read_profile(text, AS_OF).positions)
