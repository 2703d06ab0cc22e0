"""A marked text is the text: cut at the ends of its quotes, nothing added, nothing lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.page.marks import Quote, Segment, cited, segments, visible
from tests.strategies import steady

KINDS = st.sampled_from(("met", "missing", "unknown", "note", "pay"))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("ab \n<&\u202e\x00"), max_size=60)
QUOTES = st.lists(
    st.builds(Quote, st.integers(-3, 64), st.integers(-3, 64), KINDS, st.sampled_from(("r1", "r2", "note-1"))),
    max_size=12,
)
AD = "Coder\nRHIT or CCS required, CPC in lieu\n"


def span(text: str, quote: str) -> dict[str, object]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


@steady
@given(TEXTS, QUOTES)
def test_the_segments_join_to_the_text(text: str, quotes: list[Quote]) -> None:
    pieces = segments(text, quotes)

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.start for piece in pieces] == [text_before(pieces, at) for at in range(len(pieces))]


def text_before(pieces: tuple[Segment, ...], at: int) -> int:
    return sum(len(piece.text) for piece in pieces[:at])


@steady
@given(TEXTS, QUOTES)
def test_every_quote_is_covered_by_marks_that_join_to_its_words(text: str, quotes: list[Quote]) -> None:
    pieces = segments(text, quotes)

    for quote in (q for q in quotes if 0 <= q.start < q.end <= len(text)):
        covered = [piece for piece in pieces if quote in piece.quotes]
        assert "".join(piece.text for piece in covered) == text[quote.start : quote.end]
        assert covered[0].start == quote.start
        assert [quote in piece.closing for piece in covered] == [False] * (len(covered) - 1) + [True]


@steady
@given(TEXTS, QUOTES)
def test_only_the_words_of_quotes_are_marked(text: str, quotes: list[Quote]) -> None:
    known = [q for q in quotes if 0 <= q.start < q.end <= len(text)]

    for piece in segments(text, quotes):
        assert bool(piece.kind) == any(q.start <= piece.start < q.end for q in known)


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        ((), ""),
        (("met",), "met"),
        (("missing", "missing"), "missing"),
        (("met", "missing"), "mixed"),
        (("note", "missing"), "missing"),
        (("pay",), "pay"),
        (("mentioned", "substitute"), "substitute"),
    ],
)
def test_a_result_goes_before_what_is_none_and_two_results_are_mixed(kinds: tuple[str, ...], kind: str) -> None:
    quotes = tuple(Quote(0, 2, kind, f"r{number}") for number, kind in enumerate(kinds))

    assert Segment(0, "ab", quotes).kind == kind


def test_nested_and_overlapping_quotes_split_each_other() -> None:
    outer, inner, across = Quote(0, 8, "met", "r1"), Quote(2, 4, "missing", "r2"), Quote(6, 10, "unknown", "r3")

    pieces = segments("abcdefghij", (inner, across, outer))

    assert [(piece.text, [quote.of for quote in piece.quotes]) for piece in pieces] == [
        ("ab", ["r1"]),
        ("cd", ["r1", "r2"]),
        ("ef", ["r1"]),
        ("gh", ["r1", "r3"]),
        ("ij", ["r3"]),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tab\tand\nline", "tab\tand\nline"),
        ("bell\x07 escape\x1b[31m", "bell␇ escape␛[31m"),
        ("a\u202eb\u2067c", "a\ufffdb\ufffdc"),
        ("next\x85line", "next\ufffdline"),
        ("שלום, 日本, é, 👩‍⚕️", "שלום, 日本, é, 👩‍⚕️"),
    ],
)
def test_what_has_no_sign_or_steers_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@steady
@given(TEXTS)
def test_one_character_is_shown_for_one(text: str) -> None:
    shown = visible(text)

    assert len(shown) == len(text)
    assert not [char for char in shown if unicodedata.category(char) == "Cc" and char not in "\n\t"]


def test_a_line_is_cited_once_with_all_its_words() -> None:
    lines = cited([span(AD, "RHIT"), span(AD, "CPC")], AD, "posting")

    assert [line.link for line in lines] == ["#posting-6"]
    assert [(piece.text, piece.kind) for piece in lines[0].segments] == [
        ("RHIT", "cited"),
        (" or CCS required, ", ""),
        ("CPC", "cited"),
        (" in lieu", ""),
    ]


def test_words_in_a_long_line_are_cited_alone() -> None:
    text = "x" * 100 + " RHIT " + "y" * 100

    assert [piece.text for piece in cited([span(text, "RHIT")], text, "resume")[0].segments] == ["RHIT"]


def test_words_of_another_text_are_cited_and_lead_nowhere() -> None:
    (line,) = cited([{"start": 3, "end": 7, "quote": "CDIP"}], AD, "posting")

    assert (line.link, [piece.text for piece in line.segments]) == ("", ["CDIP"])
