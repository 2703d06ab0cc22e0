"""What a taxonomy holds is counted, and its keeper is told what to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from taxonomy import TaxonomyError, load_taxonomy
from taxonomy.check import SECTIONS, check
from taxonomy.load import DATA

SOURCE = '[sources.handbook]\ntitle = "Our handbook"\n'
TOOL = '[tools.our-his]\nlabel = "Our HIS"\ncategory = "ehr"\nsource = ["handbook"]\n'


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return tmp_path / "ours.toml"


def test_the_shipped_taxonomy_leaves_nothing_to_remark() -> None:
    assert check().remarks == ()


def test_every_section_is_counted() -> None:
    summary, taxonomy = check(), load_taxonomy()

    assert summary.version == taxonomy.version
    assert summary.counts == {section: len(getattr(taxonomy, section)) for section in SECTIONS}
    assert summary.counts.keys() == set(taxonomy.__dataclass_fields__) - {"version"}


def test_unconfirmed_entries_are_counted() -> None:
    summary, taxonomy = check(), load_taxonomy()
    skills = sum(not skill.confirmed for skill in taxonomy.skills.values())

    assert summary.unconfirmed["skills"] == skills > 0
    assert "sources" not in summary.unconfirmed
    assert all(0 < count < summary.counts[section] for section, count in summary.unconfirmed.items())


def test_a_data_folder_is_checked_in_place_of_the_shipped_one() -> None:
    assert check(DATA) == check()


def test_an_overlay_is_checked_over_the_shipped_data(overlay: Path) -> None:
    overlay.write_text(SOURCE + TOOL, encoding="utf-8")

    assert check(overlay).counts["tools"] == check().counts["tools"] + 1
    assert check(overlay).version != check().version


def test_a_source_that_nothing_cites_is_remarked(overlay: Path) -> None:
    overlay.write_text(SOURCE, encoding="utf-8")

    assert check(overlay).remarks == ("sources.toml: [handbook] is cited by nothing",)


def test_what_cannot_stand_is_refused(overlay: Path) -> None:
    overlay.write_text(TOOL, encoding="utf-8")

    with pytest.raises(TaxonomyError, match=r"ours\.toml:1: \[tools\.our-his\] cites 'handbook'"):
        check(overlay)
    with pytest.raises(TaxonomyError, match=r"absent\.toml: cannot be read"):
        check(overlay.with_name("absent.toml"))
    with pytest.raises(TaxonomyError, match=r"credentials\.toml: cannot be read"):
        check(overlay.parent)
