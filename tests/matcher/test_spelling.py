"""Slips of the pen are read as what was meant; people's names, and words that are words, never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.scan import hits_of
from matcher.section import sentences
from matcher.spelling import near_misses, spellings_of, without_proper_names
from taxonomy.lexicon import lexicon_of
from tests.samples import TAXONOMY
from tests.strategies import steady


def guessed(text: str) -> dict[str, str]:
    """What is guessed to be misspelt, and as what."""
    hits = without_proper_names(text, hits_of(text, lexicon_of(TAXONOMY)), TAXONOMY)
    found = near_misses(text, hits, sentences(text, hits), TAXONOMY)
    return {text[h.start : h.end]: h.means[0] for h in found}


def named(text: str) -> set[str]:
    """The concepts that a text is read to name, rightly spelt or not."""
    hits = without_proper_names(text, hits_of(text, lexicon_of(TAXONOMY)), TAXONOMY)
    exact = {i for h in hits if h.layer == "concept" for i in h.means}
    return exact | set(guessed(text).values())


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("Cernr", "cerner"),
        ("Cernre", "cerner"),
        ("Cernner", "cerner"),
        ("CERENR", "cerner"),
        ("Meditehc", "meditech"),
        ("Allscirpts", "allscripts"),
        ("Alscripts", "allscripts"),
        ("Eclincalworks", "eclinicalworks"),
        ("eClinicalWorsk", "eclinicalworks"),
        ("Veradgim", "veradigm"),
        ("Powerchrat", "powerchart"),
    ],
)
def test_a_slip_in_a_product_is_read_where_skills_stand(word: str, concept: str) -> None:
    assert guessed(f"Skills\nEpic, {word}, typing") == {word: concept}
    assert guessed(f"Epic EHR, {word}") == {word: concept}


@pytest.mark.parametrize(
    "word",
    [
        "Werner",  # the first letter must be right
        "Kerner",
        "Lerner",
        "Berner",
        "Carner",
        "Cerny",
        "Corner",
        "Center",
        "McKeown",
        "McKenna",
        "Epps",
        "Eppes",
        "Word",
        "Ward",
        "Words",
        "Excels",
        "Meditate",
        "Cern",
        "Crenerr",
        "Cer-ner",
        "C3rner",
    ],
)
def test_a_word_or_a_surname_is_no_slip(word: str) -> None:
    assert guessed(f"Skills\nEpic, {word}, typing") == {}


@pytest.mark.parametrize(
    "surname", ["Werner", "Kerner", "Lerner", "McKeown", "McKesson", "Word", "Epps", "Cerner", "Cernr"]
)
@pytest.mark.parametrize(
    "line",
    [
        "Supervisor: Zoltan {}",
        "{} Zoltanova",
        "Zoltan {}, RHIA",
        "Zoltan {}\nTyping",
        "Skills\nReported to Zoltan {}; epic",
        "References\nZoltan {}, HIM Director",
    ],
)
def test_a_persons_name_gives_nothing(surname: str, line: str) -> None:
    bare = named(line.format("Qqq").replace("Qqq Zoltanova", "Qqqq Zoltanova"))

    assert named(line.format(surname)) == bare


@pytest.mark.parametrize(
    "text", ["Cernr", "Talked to Cernr about it", "About us\nCernr", "RHIT\nCernr", "Experience\nCernr"]
)
def test_nothing_is_guessed_where_nothing_vouches_for_it(text: str) -> None:
    assert guessed(text) == {}


def test_a_known_product_is_left_as_it_is() -> None:
    assert guessed("Skills\nEpic, Cerner, Meditech, 3M 360 Encompass") == {}


@pytest.mark.parametrize("text", ["Skills: McKesson, Epic", "Used McKesson software daily", "McKesson EHR"])
def test_a_product_with_a_surname_stays_a_product(text: str) -> None:
    assert "mckesson" in named(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [("Medical Coding Academy", "medical-coding"), ("CPC Corporation", "cpc"), ("Epic Church", "epic")],
)
def test_the_name_of_an_organisation_gives_nothing(text: str, concept: str) -> None:
    assert concept not in named(f"Worked in software for {text} of Ohio, certified")


def test_a_guess_is_near_one_name_only_and_begins_alike() -> None:
    names = spellings_of(TAXONOMY).names

    assert all(word.startswith(letter) and len(word) >= 5 for letter, group in names.items() for word, _ in group)


def test_no_name_of_the_taxonomy_is_read_as_another() -> None:
    words = {word: ident for group in spellings_of(TAXONOMY).names.values() for word, ident in group}
    wrong = {word: guess for word in words for guess in guessed(f"Skills\n{word}").values() if guess != words[word]}

    assert wrong == {}


@steady
@given(st.text("CcernrEpicMdth -’'é\n", max_size=60))
def test_a_guess_covers_its_own_word_and_overlaps_no_other(text: str) -> None:
    whole = f"Skills\nEpic {text}"
    hits = hits_of(whole, lexicon_of(TAXONOMY))
    found = near_misses(whole, hits, sentences(whole, hits), TAXONOMY)
    taken = [(h.start, h.end) for h in hits if h.layer == "concept"]

    assert all(whole[h.start : h.end].isalpha() for h in found)
    assert all(h.end <= start or h.start >= end for h in found for start, end in taken)
