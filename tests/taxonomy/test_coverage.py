"""Every fact of the five seed documents has its place: coverage.csv says where."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from taxonomy import load_taxonomy
from taxonomy.check import SECTIONS
from taxonomy.load import DATA

TAXONOMY = load_taxonomy()
TABLES = {
    **{section: getattr(TAXONOMY, section) for section in SECTIONS if section not in ("joint", "pay")},
    "pay": {figure.id: figure for figure in TAXONOMY.pay},
}
KINDS = {
    "credential": "credentials",
    "skill": "skills",
    "tool": "tools",
    "role": "roles",
    "title": "titles",
    "degree": "degrees",
    "field": "fields",
    "issuer": "issuers",
    "resource": "resources",
    "pay": "pay",
    "note": "notes",
}
SEEDS = {"000": 58, "001": 57, "002": 108, "003": 66, "004": 119}

with (DATA / "coverage.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_every_fact_has_one_row() -> None:
    assert len(ROWS) == 408
    assert len({row["fact"] for row in ROWS}) == 408


def test_a_row_says_the_fact_its_kind_and_its_entry() -> None:
    for row in ROWS:
        assert list(row) == ["fact", "kind", "ref", "note"]
        assert re.fullmatch(r"00[0-4]_[0-9a-f]{16}:[\w.+-]+", row["fact"]), row
        assert row["kind"] in KINDS, row


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_leads_to_an_entry_of_its_kind(kind: str) -> None:
    rows = [row for row in ROWS if row["kind"] == kind]

    assert rows
    assert [row for row in rows if row["ref"] not in TABLES[KINDS[kind]]] == []


def test_further_entries_exist_too() -> None:
    for row in ROWS:
        if row["note"]:
            word, _, others = row["note"].partition(" ")
            assert word == "also", row
            assert [ident for ident in others.split(", ") if not any(ident in table for table in TABLES.values())] == []


def test_no_seed_is_passed_over() -> None:
    assert Counter(row["fact"][:3] for row in ROWS) == SEEDS


def test_the_entry_that_a_fact_leads_to_cites_its_seed() -> None:
    for row in ROWS:
        entry = TABLES[KINDS[row["kind"]]][row["ref"]]
        cited = [entry.source] if isinstance(entry.source, str) else entry.source

        assert f"seed-{row['fact'][:3]}" in cited, row
