"""What an ad says twice: kinds and their members, and demands that a narrower one implies."""

from __future__ import annotations

import pytest

from matcher.draft import Draft
from matcher.report import Ask, Modality
from matcher.restated import named_anew, without_repeats
from taxonomy import Taxonomy


def _draft(*names: str, at: int, modality: Modality = "required") -> Draft:
    any_of = tuple((Ask("credential", n),) for n in names)
    return Draft(any_of, modality, [(at * 10, at * 10 + 5)], at, at, stated=True, bare=False, loose=False)


def _named(draft: Draft) -> list[str | None]:
    return [a.concept for alt in draft.any_of for a in alt]


@pytest.mark.parametrize(
    ("wide", "narrow", "kept"),
    [
        (("ccs", "rhit"), ("ccs",), [["ccs"]]),
        (("coding-credential",), ("cpc", "ccs"), [["cpc", "ccs"]]),
        (("aapc-coding-credential", "chda"), ("cpc",), [["cpc"]]),
        (("ccs",), ("rhit",), [["ccs"], ["rhit"]]),
        (("cpc", "rhit"), ("ccs", "rhit"), [["cpc", "rhit"], ["ccs", "rhit"]]),
        (("rhit",), ("rhia",), [["rhit"], ["rhia"]]),
    ],
)
def test_a_demand_that_a_narrower_one_implies_is_not_asked_twice(
    wide: tuple[str, ...], narrow: tuple[str, ...], kept: list[list[str]], taxonomy: Taxonomy
) -> None:
    found, _ = without_repeats([_draft(*wide, at=1), _draft(*narrow, at=2)], taxonomy)

    assert [_named(d) for d in found] == kept


def test_a_demand_left_out_lends_its_words_to_the_one_that_stands(taxonomy: Taxonomy) -> None:
    found, doubts = without_repeats([_draft("ccs", "rhit", at=1), _draft("ccs", at=2)], taxonomy)

    assert found[0].spans == [(20, 25), (10, 15)]
    assert [d.spans for d in doubts] == [((10, 15), (20, 25))]


def test_a_wish_implies_no_demand(taxonomy: Taxonomy) -> None:
    drafts = [_draft("ccs", "rhit", at=1), _draft("ccs", at=2, modality="preferred")]

    assert len(without_repeats(drafts, taxonomy)[0]) == 2


@pytest.mark.parametrize(
    ("first", "later", "meant"),
    [
        ("ahima-him-credential", "him-credential", ["ahima-him-credential"]),
        ("ahima-coding-credential", "him-credential", ["him-credential"]),
        ("ahima-him-credential", "rhit", ["rhit"]),
    ],
)
def test_a_kind_named_again_is_the_one_of_the_issuer_named_before(
    first: str, later: str, meant: list[str], taxonomy: Taxonomy
) -> None:
    drafts = [_draft(first, at=1), _draft(later, at=2)]
    named_anew(drafts, {}, taxonomy)

    assert _named(drafts[1]) == meant


def test_a_kind_whose_members_are_listed_is_its_members(taxonomy: Taxonomy) -> None:
    draft = _draft("mastery-credential", "cdi-credential", at=1)
    named_anew([draft], {"coding": [(Ask("credential", "ccs"),), (Ask("credential", "cpc"),)]}, taxonomy)

    assert _named(draft) == ["ccs", "cpc", "cdi-credential"]
