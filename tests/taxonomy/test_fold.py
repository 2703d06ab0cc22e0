"""Folding makes two writings of one word equal, and knows the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.fold import WORD, fold, fold_name, tokens, unaccent

ANY = st.text(st.characters(), max_size=60)  # every character there is, lone surrogates too
DENSE = st.text(st.sampled_from("aZ9 .-–\u200b\u00ad\u0301ﬁＲ…½ﷺ\ud800\u202eКοé•®“’\n\x00"), max_size=40)
TEXTS = st.one_of(ANY, DENSE)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("RHIT", "rhit"),
        ("ＲＨＩＴ　ＣＣＳ", "rhit ccs"),  # full width
        ("RН\u0406Т", "rhit"),  # Cyrillic look-alikes
        ("ΕΗR", "ehr"),  # Greek look-alikes
        ("résumé", "resume"),
        ("re\u0301sume\u0301", "resume"),
        ("R\u200bH\u200cI\u200dT\ufeff", "rhit"),  # what cannot be seen
        ("cod\u00ading", "coding"),  # soft hyphen
        ("\u202eRHIT\u202c \u200fCCS\u200e", "rhit ccs"),  # marks of the writing direction
        ("certiﬁed", "certified"),  # ligature
        ("oﬃce", "office"),
        ("ICD‑10–CM—PCS−9", "icd-10-cm-pcs-9"),
        ("Bachelor’s ‘x’ x′", "bachelor's 'x' x'"),
        ("“Coding” «x» „y“", '"coding" "x" "y"'),
        ("• coding ▪ billing", "* coding * billing"),
        ("Epic® HealthStream™", "epic  healthstream "),
        ("2\u00a0years", "2 years"),
        ("and so on…", "and so on..."),
        ("病历 RHIT", "   rhit"),
        ("\ud800RHIT", " rhit"),
        ("a\x00b\nc\td", "a\x00b\nc\td"),
        ("", ""),
    ],
)
def test_writings_of_one_word_are_equal(text: str, folded: str) -> None:
    assert fold(text)[0] == folded


@given(TEXTS)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, back = fold(text)

    assert len(back) == len(folded) + 1
    assert back == sorted(back)
    assert all(0 <= offset < len(text) for offset in back[:-1])
    assert back[-1] == len(text)
    assert all(char in unaccent(text[offset]).lower() for char, offset in zip(folded, back, strict=False))


@given(TEXTS)
def test_folded_text_is_small_letters_of_ascii_and_folds_to_itself(text: str) -> None:
    folded, _ = fold(text)

    assert folded.isascii()
    assert folded == folded.lower()
    assert fold(folded)[0] == folded


@given(TEXTS, TEXTS)
def test_folding_looks_at_one_character_at_a_time(one: str, other: str) -> None:
    assert fold(one + other)[0] == fold(one)[0] + fold(other)[0]


@given(st.characters())
def test_no_character_brings_a_line_break_that_is_not_one(char: str) -> None:
    assert ("\n" in unaccent(char)) == (char == "\n")


@given(st.text(st.characters(codec="ascii")))
def test_plain_text_keeps_its_offsets(text: str) -> None:
    assert fold(text) == (text.lower(), list(range(len(text) + 1)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("R.H.I.T.", ["rhit"]),
        ("R.H.I.T", ["rhit"]),
        ("C.C.S.-P.", ["ccs", "p"]),
        ("held R.H.I.T., C.C.S.", ["held", "rhit", "ccs"]),
        ("U.S.Army", ["us", "army"]),
        ("a.m.", ["am"]),
        ("St. Mary", ["st", "mary"]),
        ("v.2", ["v", "2"]),
        ("ICD-10-CM/PCS", ["icd", "10", "cm", "pcs"]),
        ("master’s", ["master", "s"]),
        ("C++ & C#", ["c++", "&", "c#"]),
        ("“E/M”", ["e", "m"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_name_is_its_words(name: str, words: list[str]) -> None:
    assert tokens(name) == words
    assert fold_name(name) == " ".join(words)


@given(TEXTS)
def test_words_of_a_name_are_made_of_word_characters(text: str) -> None:
    assert all(word and set(word) <= WORD for word in tokens(text))
    assert fold_name(fold_name(text)) == fold_name(text)
