"""Two versions of a taxonomy: every entry that came, went or changed, and in what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from taxonomy import Taxonomy, load_taxonomy
from taxonomy.check import SECTIONS
from taxonomy.diff import Change, diff

OLD = load_taxonomy()


def with_entries(section: str, entries: Any) -> Taxonomy:
    return replace(OLD, version="new", **{section: entries})


def with_entry(section: str, ident: str, **keys: Any) -> Taxonomy:
    table = getattr(OLD, section)
    return with_entries(section, {**table, ident: replace(table[ident], **keys)})


def test_a_taxonomy_does_not_differ_from_itself() -> None:
    assert diff(OLD, OLD) == ()
    assert diff(OLD, replace(OLD, version="new")) == ()


def test_a_changed_key_is_told_with_both_its_values() -> None:
    new = with_entry("credentials", "rhia", meets=(), label="Registrar")
    label, meets = OLD.credentials["rhia"].label, str(OLD.credentials["rhia"].meets)
    keys = (("label", label, "Registrar"), ("meets", meets, "()"))

    assert diff(OLD, new) == (Change("credentials", "rhia", "changed", keys),)


def test_what_is_added_one_way_is_removed_the_other_way() -> None:
    fewer = with_entries("skills", {i: e for i, e in OLD.skills.items() if i != "hipaa"})

    assert diff(OLD, fewer) == (Change("skills", "hipaa", "removed"),)
    assert diff(fewer, OLD) == (Change("skills", "hipaa", "added"),)


def test_a_changed_figure_is_told_by_its_id() -> None:
    first, *rest = OLD.pay
    (change,) = diff(OLD, with_entries("pay", (replace(first, amount=1.0), *rest)))

    assert (change.section, change.id, change.keys) == ("pay", first.id, (("amount", str(first.amount), "1.0"),))


def test_a_changed_joint_form_is_told_by_its_first_name() -> None:
    first, *rest = OLD.joint
    (change,) = diff(OLD, with_entries("joint", (replace(first, means=("cpt",)), *rest)))

    assert (change.section, change.id, change.what) == ("joint", first.names[0], "changed")


@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_is_passed_over(section: str) -> None:
    empty = with_entries(section, () if section in ("joint", "pay") else {})

    assert len(diff(empty, OLD)) == len(getattr(OLD, section)) > 0
    assert {(change.section, change.what) for change in diff(empty, OLD)} == {(section, "added")}


def test_changes_come_in_a_fixed_order() -> None:
    nothing = replace(OLD, version="new", skills={}, tools={}, joint=())
    changes = [(SECTIONS.index(change.section), change.id) for change in diff(nothing, OLD)]

    assert changes == sorted(changes)
