"""What another version of the taxonomy would read differently in given documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.change import Flip, flips
from taxonomy import Taxonomy, load_taxonomy

OLD = load_taxonomy()
OVERLAY = """\
[tools.our-his]
label    = "Our HIS"
aliases  = ["OurChart"]
category = "ehr"
source   = ["handbook"]

[skills.hipaa]
aliases   = ["the privacy rule of our house"]
exact     = []
ambiguous = []

[sources.handbook]
title = "Our handbook"
"""
DOCUMENTS = (
    ("a.txt", "RHIT with OurChart experience"),
    ("b.txt", "RHIT with HIPAA training"),
    ("c.txt", "RHIT, RHIA, CCS certification"),
    ("d.txt", ""),
    ("e.txt", "HIPAA and OurChart"),
)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    overlay: Path = tmp_path_factory.mktemp("overlay") / "ours.toml"
    overlay.write_text(OVERLAY, encoding="utf-8")
    return load_taxonomy(overlay)


def test_only_documents_that_read_differently_are_told(new: Taxonomy) -> None:
    assert flips(DOCUMENTS, OLD, new) == (
        Flip("a.txt", found=("our-his",), lost=()),
        Flip("b.txt", found=(), lost=("hipaa",)),
        Flip("e.txt", found=("our-his",), lost=("hipaa",)),
    )


def test_the_way_back_turns_found_and_lost_around(new: Taxonomy) -> None:
    there, back = flips(DOCUMENTS, OLD, new), flips(DOCUMENTS, new, OLD)

    assert [(flip.name, flip.lost, flip.found) for flip in back] == [
        (flip.name, flip.found, flip.lost) for flip in there
    ]


def test_a_version_reads_nothing_differently_from_itself() -> None:
    assert flips(DOCUMENTS, OLD, OLD) == ()


def test_no_documents_read_no_differently(new: Taxonomy) -> None:
    assert flips((), OLD, new) == ()
