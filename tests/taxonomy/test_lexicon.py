"""Every name becomes the phrases that people write for it, with the context in which it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from taxonomy import Taxonomy, load_taxonomy
from taxonomy.concept import Cue, Entry, Skill, State
from taxonomy.fold import WORD
from taxonomy.lexicon import LAYERS, Guard, Name, lexicon_of

TAXONOMY = load_taxonomy()
LEXICON = lexicon_of(TAXONOMY)


def taxonomy_of(**sections: object) -> Taxonomy:
    """A taxonomy of nothing but these sections; every set of sections is a version of its own."""
    empty: dict[str, object] = {
        field: {} for field in TAXONOMY.__dataclass_fields__ if field not in ("joint", "pay", "version")
    }
    return Taxonomy(**{**empty, **sections}, joint=(), pay=(), version=repr(sections))  # type: ignore[arg-type]


def names(**keys: object) -> list[Name]:
    """The names of one skill with these keys, without context words."""
    skill = Skill(label="x", source=("s",), category="function", **keys)  # type: ignore[arg-type]
    contexts = {"him": Cue(phrases=("chart",))}
    lexicon = lexicon_of(taxonomy_of(skills={"x": skill}, contexts=contexts))
    return [name for name in lexicon.names if name.layer == "concept"]


def words(found: list[Name]) -> list[str]:
    return [" ".join(name.words) for name in found]


# --- one name ---------------------------------------------------------------------------------


def test_a_name_is_read_in_singular_and_plural() -> None:
    assert words(names(aliases=("chart query", "PHI policy", "codes", "E/M", "ICD-10"))) == [
        *("chart query", "chart querys", "chart queries"),
        *("phi policy", "phi policys", "phi policies"),
        "codes",
        "e m",
        "icd 10",
    ]


def test_an_alias_stands_alone_in_any_case() -> None:
    plain, plural = names(aliases=("Chart Audit",), context=("records",), against=("gold",))

    assert (plain.written, plain.guard, plain.dotted) == (None, None, False)
    assert (plural.written, plural.guard) == (None, None)


def test_an_exact_name_keeps_its_capitals_and_its_context() -> None:
    found = names(exact=("Word",), context=("@him", "Excel"), context_in="line", against=("word of mouth",))

    assert [name.written for name in found] == [("Word",), ("Words",)]
    assert [name.as_written for name in found] == [False, True]
    assert {name.guard for name in found} == {Guard(("@him", "Excel"), True, ("word of mouth",))}


def test_a_plural_keeps_the_capitals_of_its_singular() -> None:
    found = names(exact=("Order Entry", "iPHI"))

    assert [name.written for name in found[:3]] == [("Order", "Entry"), ("Order", "Entrys"), ("Order", "Entries")]
    assert [name.written for name in found[3:]] == [("iPHI",), ("iPHIs",)]


def test_an_ambiguous_name_keeps_its_context_but_not_its_capitals() -> None:
    found = names(ambiguous=("Imaging",), context=("@him",))

    assert [name.written for name in found] == [None, None]
    assert {name.guard for name in found} == {Guard(("@him",), False, ())}


def test_an_old_name_in_capitals_is_held_against_its_context_and_any_other_is_not() -> None:
    plain, capitals, many, dotted = names(former=("CTRX", "Old Registrars"), context=("@him",))

    assert (capitals.written, many.written, dotted.dotted) == (("CTRX",), ("CTRXs",), True)
    assert all(name.guard for name in (capitals, many, dotted))
    assert (plain.written, plain.guard) == (None, None)


def test_short_acronyms_are_also_read_with_dots() -> None:
    found = names(aliases=("RHIX", "A", "LONGERX", "ICD-9", "Rhix"))

    assert [name.words for name in found if name.dotted] == [("r", "h", "i", "x")]
    assert [name.written for name in found if name.dotted] == [("R", "H", "I", "X")]


def test_capitals_are_kept_word_by_word() -> None:
    name, *_ = names(exact=("Master’s of R.H.I. – iCD",), context=("@him",))

    assert name.words == ("master", "s", "of", "rhi", "icd")
    assert name.written == ("Master", "s", "of", "RHI", "iCD")


def test_a_name_without_a_letter_or_digit_is_no_name() -> None:
    assert names(aliases=("...", "")) == []


# --- other layers -----------------------------------------------------------------------------


def test_a_heading_is_read_in_singular_and_plural_and_may_mean_several() -> None:
    headings = {"skills": Cue(phrases=("skills", "pay")), "other": Cue(phrases=("skill",))}
    found = lexicon_of(taxonomy_of(headings=headings)).names

    assert [(name.words, name.means) for name in found] == [
        (("skills",), ("skills", "other")),
        (("skill",), ("skills", "other")),
        (("pay",), ("skills",)),
    ]


def test_a_state_is_read_as_it_is_written() -> None:
    (name,) = lexicon_of(taxonomy_of(states={"NC": State(label="North Carolina", source=("s",))})).names

    assert (name.words, name.written, name.means) == (("north", "carolina"), ("North", "Carolina"), ("NC",))


def test_context_words_are_names_of_their_own_layer() -> None:
    skill = Skill(
        label="x", source=("s",), category="function", exact=("ROI",), context=("@him", "fax"), against=("%",)
    )
    lexicon = lexicon_of(taxonomy_of(skills={"x": skill}, contexts={"him": Cue(phrases=("chart", "medical record"))}))

    assert lexicon.contexts == ("%", "@him", "fax")
    assert [(" ".join(n.words), n.means) for n in lexicon.names if n.layer == "context"] == [
        *(("chart", ("@him",)), ("charts", ("@him",))),
        *(("medical record", ("@him",)), ("medical records", ("@him",))),
        *(("fax", ("fax",)), ("faxs", ("fax",))),
    ]


# --- the shipped table ------------------------------------------------------------------------


def test_every_name_is_made_of_words_that_the_scanner_can_hold() -> None:
    for name in LEXICON.names:
        assert name.words, name
        assert all(word and set(word) <= WORD and len(word) <= 24 for word in name.words), name
        assert name.layer in LAYERS, name


def test_capitals_are_those_of_the_words() -> None:
    for name in LEXICON.names:
        if name.written is not None:
            assert tuple(word.lower() for word in name.written) == name.words


def test_no_name_is_listed_twice() -> None:
    assert len(set(LEXICON.names)) == len(LEXICON.names)


def test_every_word_of_context_can_be_seen() -> None:
    seen = {name.means[0] for name in LEXICON.names if name.layer == "context"}

    assert set(LEXICON.contexts) == seen


def test_concept_names_mean_concepts() -> None:
    for name in LEXICON.names:
        if name.layer == "concept":
            assert set(name.means) <= TAXONOMY.concepts.keys(), name


def named_entries() -> Iterator[tuple[str, Entry]]:
    for section in ("credentials", "skills", "tools"):
        yield from getattr(TAXONOMY, section).items()


def test_every_concept_that_has_names_is_in_the_table() -> None:
    meant = {ident for name in LEXICON.names if name.layer == "concept" for ident in name.means}
    named = {ident for ident, entry in named_entries() if entry.aliases or entry.exact or entry.ambiguous}

    assert meant == named


def test_the_table_is_made_once_for_a_version() -> None:
    other = replace(TAXONOMY, version="another")

    assert lexicon_of(TAXONOMY) is lexicon_of(TAXONOMY)
    assert lexicon_of(other) != LEXICON
    assert lexicon_of(other).names == LEXICON.names


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_names(layer: str) -> None:
    assert any(name.layer == layer for name in LEXICON.names)
