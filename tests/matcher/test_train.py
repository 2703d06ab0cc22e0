"""The role model is made of our own lines, repeats bit for bit, and says what it was made of."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.card import model_card
from matcher.classifier import FAMILIES, HEADS, MODEL, ModelError, load_model, read, softmax
from matcher.lines import Sample, compose, read_texts, singles
from matcher.train import CLASSES, Ledger, heads_of, save_model, train
from matcher.vocabulary import JOINING, Vocabulary, features, offsets, tokens, vocabulary_of
from taxonomy import load_taxonomy

DATA = MODEL.parent
SHIPPED = load_model()
TEXTS = read_texts(DATA)

NAMES = (Path(__file__).parents[1] / "data" / "names.txt").read_text(encoding="utf-8").partition("\n")[2].split()
PERSONAL = {"he", "she", "him", "her", "women", "age", "veteran", "disability", "pregnant", "union", "university"}


def test_no_name_is_a_word_of_the_model() -> None:
    assert not set(NAMES) & set(SHIPPED.vocabulary.words)


def test_no_word_of_the_model_tells_of_a_person_a_place_or_a_date() -> None:
    never = tomllib.loads((DATA / "never.toml").read_text(encoding="utf-8"))
    struck = {word for group in never.values() for word in group} | PERSONAL | JOINING

    assert not struck & {word for feature in SHIPPED.vocabulary.names for word in feature.split()}


def test_every_word_of_the_model_stands_in_our_own_text() -> None:
    own = {feature for line in TEXTS.all_lines() for feature in features(line)}

    assert set(SHIPPED.vocabulary.names) <= own


def small() -> tuple[Vocabulary, list[Sample]]:
    vocabulary = vocabulary_of(TEXTS.all_lines(), TEXTS.never)
    return vocabulary, [*compose(TEXTS, TEXTS.lines, seed=3, per_grade=3, blank=9), *singles(TEXTS.lines)]


@pytest.mark.slow
def test_the_numbers_served_are_those_that_scikit_learn_gives() -> None:
    from matcher.train import _fitted, _model

    vocabulary, samples = small()
    vectoriser, heads = heads_of(vocabulary, samples)
    model = _model(vocabulary, _fitted(vocabulary, samples), dict.fromkeys(HEADS, 1.0), SHIPPED.mixing)
    unseen = [s.text for s in compose(TEXTS, TEXTS.lines, seed=8, per_grade=1, blank=3)][:80]
    matrix = vectoriser.transform(unseen)
    for head, where in HEADS.items():
        theirs = heads[head].predict_proba(matrix)
        order = [list(heads[head].classes_).index(name) for name in CLASSES[head]]
        ours = np.array([softmax(read(text, model).logits[where]) for text in unseen])

        assert np.abs(ours - theirs[:, order]).max() < 2e-4, head


def test_features_are_found_by_number_as_they_are_by_name() -> None:
    vocabulary, samples = small()
    for sample in samples[::50]:
        found, at = vocabulary.places(sample.text)

        assert [vocabulary.names[n] for n in found] == sorted(
            set(features(sample.text)) & set(vocabulary.names), key=vocabulary.names.index
        )
        assert at.shape == (len(found), 2)


def test_the_token_of_a_feature_is_found_in_the_text() -> None:
    text = "Codes — “release of\ninformation” ﬁles for a сlinic"
    said = tokens(text)
    places = offsets(text, range(len(said)))

    assert [text[slice(*places[i])] for i in range(len(said))] == [
        "Codes",
        "release",
        "of",
        "information",
        "ﬁles",
        "for",
        "сlinic",
    ]


def test_a_model_is_saved_and_read_back_whole(tmp_path: Path) -> None:
    save_model(SHIPPED, tmp_path)
    again = load_model(tmp_path)

    assert all(
        (tmp_path / name).read_bytes() == (MODEL / name).read_bytes()
        for name in ("model.json", "weights.npy", "squares.npy")
    )
    assert (
        read("Codes inpatient records", again).logits.tolist()
        == read("Codes inpatient records", SHIPPED).logits.tolist()
    )


def test_a_model_whose_parts_do_not_belong_together_is_refused(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    manifest = json.loads((tmp_path / "model" / "model.json").read_text())
    (tmp_path / "model" / "model.json").write_text(json.dumps({**manifest, "threshold": 0.1}))

    with pytest.raises(ModelError, match="hint: "):
        load_model(tmp_path / "model")
    with pytest.raises(ModelError, match="no readable model"):
        load_model(tmp_path / "nowhere")


def test_repeats_and_lines_too_short_are_dropped_and_said(tmp_path: Path) -> None:
    shutil.copytree(DATA / "text", tmp_path / "text")
    shutil.copy(DATA / "never.toml", tmp_path)
    lines = '["Sweeps up.", "Rings sales and fills shelves.", "Rings sales and fills shelves."]'
    extra = f'family = "other"\n[shop]\ntitles = ["Shop Hand"]\nlines = {lines}\n'
    (tmp_path / "text" / "other-extra.toml").write_text(extra)

    assert [(d.why, d.text) for d in read_texts(tmp_path).dropped] == [
        ("too short", "Sweeps up."),
        ("repeats another line", "Rings sales and fills shelves."),
    ]


def test_every_family_has_at_least_forty_lines_and_other_work_sixty_occupations() -> None:
    for family in FAMILIES:
        lines = {line.text for line in TEXTS.lines if line.family == family and line.kind != "title"}

        assert len(lines) >= 40, family
    occupations = {line.occupation for line in TEXTS.lines if line.family == "other"}
    assert len(occupations) >= 60


def test_no_word_in_a_users_own_documents_enters_the_vocabulary() -> None:
    lines = TEXTS.all_lines()

    assert "zyzzyva" not in vocabulary_of(lines, TEXTS.never).words


def ledger() -> Ledger:
    figures = {"coding": {"precision": 0.9, "recall": 0.8, "documents": 10.0}}
    return Ledger(
        {"coding": 7},
        {"coding": 9},
        (),
        {"family": figures},
        {"family": {"ece": 0.01}},
        {"words": 5, "pairs": 2},
        "abc",
        "def",
    )


def test_the_card_says_what_was_used_what_was_dropped_and_how_well_it_does() -> None:
    card = model_card(SHIPPED, ledger())

    for said in (
        SHIPPED.version,
        "| coding | 7 | 9 |",
        "| coding | 0.9 | 0.8 | 10 |",
        "ece 0.01",
        "## Limits",
        "Rows dropped: 0",
    ):
        assert said in card
    assert card == model_card(SHIPPED, replace(ledger()))


@pytest.mark.slow
def test_training_gives_the_shipped_model_bit_for_bit(tmp_path: Path) -> None:
    model, made = train(load_taxonomy(), DATA)
    save_model(model, tmp_path)

    assert made.calibration["family"]["accuracy"] > 0.9
    assert made.calibration["family"]["ece"] < 0.05
    for name in ("model.json", "weights.npy", "squares.npy"):
        assert (tmp_path / name).read_bytes() == (MODEL / name).read_bytes(), f"{name} differs: run himatch train"


@pytest.mark.slow
def test_a_users_documents_are_learned_from_and_bad_ones_are_said() -> None:
    own = [
        Sample("Wrangler of charts", "Wrangles charts and medical records all day", "records", "mid", "individual")
    ] * 5
    odd = Sample("?", "xyzzy", "coding")
    model, made = train(load_taxonomy(), DATA, extra=[*own, odd])

    assert model.version != SHIPPED.version
    assert [(d.why, d.text) for d in made.dropped] == [("too few known words", "?")]
