"""Tables whose columns say how strongly."""

from __future__ import annotations

import pytest

from matcher.columns import cells_of, columns_of
from matcher.scan import Hit, hits_of
from taxonomy import Taxonomy
from taxonomy.lexicon import lexicon_of


def _headings(text: str, taxonomy: Taxonomy) -> list[Hit]:
    return [h for h in hits_of(text, lexicon_of(taxonomy)) if h.layer == "heading"]


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("Qualification | Required | Preferred", (None, "required", "preferred")),
        ("Minimum Requirements\tPreferred Qualifications", ("required", "preferred")),
        ("| Preferred | Required |", ("preferred", "required")),
        ("Required: CPC. Preferred: CCS.", None),
        ("Required | CPC", None),
        ("Medical Coder | Springfield | Full time", None),
        ("Required | Required", None),
    ],
)
def test_the_head_of_a_table_names_the_strength_of_its_columns(
    line: str, columns: tuple[str | None, ...] | None, taxonomy: Taxonomy
) -> None:
    assert columns_of(line, 0, len(line), _headings(line, taxonomy)) == columns


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Certification | CPC | CCS", [("CPC", "required", "certifications"), ("CCS", "preferred", "certifications")]),
        ("RHIT or CCS | X | ", [("RHIT or CCS", "required", None)]),
        ("CIC | | x", [("CIC", "preferred", None)]),
        ("RHIA | yes | yes", [("RHIA", "required", None)]),
        ("CPC | CCS", None),
        ("Nothing in columns", None),
    ],
)
def test_a_cell_is_asked_for_as_strongly_as_its_column_says(
    line: str, asked: list[tuple[str, str, str | None]] | None, taxonomy: Taxonomy
) -> None:
    cells = cells_of(line, 0, len(line), (None, "required", "preferred"), _headings(line, taxonomy))

    assert (None if cells is None else [(line[c.start : c.end], c.strength, c.topic) for c in cells]) == asked


def test_rows_with_names_fit_a_head_without_one(taxonomy: Taxonomy) -> None:
    line = "Certification\tCPC\tCCS"

    cells = cells_of(line, 0, len(line), ("required", "preferred"), _headings(line, taxonomy))

    assert cells is not None
    assert [line[c.start : c.end] for c in cells] == ["CPC", "CCS"]
