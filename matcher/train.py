"""Our written lines -> the model of the role classifier, and a ledger of what it was made of.

Training repeats bit for bit: documents are composed with fixed seeds, and coefficients become
whole numbers. What is held out is held out by line, and for other work by whole occupation:
no line of a held-out document was trained on. Nothing but this module imports scikit-learn.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from matcher.classifier import (
    FAMILIES,
    FORMAT,
    HEADS,
    LEVELS,
    SQUARE_UNIT,
    TRACKS,
    WEIGHT_UNIT,
    Floats,
    Mixing,
    Model,
    Numbers,
    Reading,
    assembled,
    read,
    softmax,
    version_of,
)
from matcher.likeness import nearest, title_index
from matcher.lines import BLANK, PER_GRADE, Dropped, Line, Sample, Texts, compose, read_texts, singles
from matcher.role import FEWEST, Evidence, parts
from matcher.title import read_title
from matcher.vocabulary import Vocabulary, features, vocabulary_of
from taxonomy import Taxonomy

FOLDS = 5
STRENGTH = 8.0  # inverse of regularisation
THRESHOLD = 0.4  # below this the family is not named
VAGUE = ("Specialist", "Coordinator", "Analyst", "Consultant", "Associate", "Project Manager", "Expert", "Manager")
VAGUE_SHARE, KNOWN_SHARE, TEXT_SHARE = 0.15, 0.5, 0.8
CLASSES: dict[str, Sequence[str]] = {"family": FAMILIES, "level": LEVELS, "track": TRACKS}


@dataclass(frozen=True)
class Ledger:
    """What training was made of, every row dropped and why, and how well it did on what was held out.

    ``held_out``: head -> class -> precision, recall and number; ``calibration``: head -> ECE and Brier score.
    """

    lines: Mapping[str, int]
    documents: Mapping[str, int]
    dropped: tuple[Dropped, ...]
    held_out: Mapping[str, Mapping[str, Mapping[str, float]]]
    calibration: Mapping[str, Mapping[str, float]]
    features: Mapping[str, int]
    text_digest: str
    taxonomy_version: str


def train(taxonomy: Taxonomy, data_dir: Path, extra: Sequence[Sample] = ()) -> tuple[Model, Ledger]:
    """A model from the written lines of ``data_dir``, and from a user's own labelled documents, and its ledger.

    Words that stand only in ``extra`` stay unknown, so no name can enter by that door.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):  # one thread sums in one order, and does not wait for others
        return _trained(taxonomy, read_texts(data_dir), extra)


def _trained(taxonomy: Taxonomy, texts: Texts, extra: Sequence[Sample]) -> tuple[Model, Ledger]:
    vocabulary = vocabulary_of(texts.all_lines(), texts.never)
    usable, dropped = _usable(extra, vocabulary)
    samples = [*compose(texts, texts.lines, seed=0), *singles(texts.lines), *usable]
    held = _held_out(texts, vocabulary)
    heat = {head: _heat(held, head) for head in HEADS}
    model = _model(vocabulary, _fitted(vocabulary, samples), heat, _mixing(held, heat, taxonomy))
    return model, _ledger(texts, samples, dropped, held, heat, model, taxonomy)


def save_model(model: Model, folder: Path) -> None:
    """Writes ``model.json``, ``weights.npy`` and ``squares.npy``; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {**_manifest(model), "version": model.version}
    (folder / "model.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    np.save(folder / "weights.npy", model.weights.astype("<i4"), allow_pickle=False)
    np.save(folder / "squares.npy", model.squares.astype("<i4"), allow_pickle=False)


def _usable(extra: Sequence[Sample], vocabulary: Vocabulary) -> tuple[list[Sample], tuple[Dropped, ...]]:
    kept, dropped = [], []
    for sample in extra:
        if sample.family not in FAMILIES:
            dropped.append(Dropped("no such family", "extra", sample.title))
        elif len(vocabulary.places(sample.text)[0]) < FEWEST:
            dropped.append(Dropped("too few known words", "extra", sample.title))
        else:
            kept.append(sample)
    return kept, tuple(dropped)


# --- fitting -----------------------------------------------------------------


@dataclass(frozen=True)
class Fitted:
    """Whole-numbered coefficients: features x classes, one square per feature, one bias per class."""

    weights: Numbers
    squares: Numbers
    bias: Floats


def heads_of(vocabulary: Vocabulary, samples: Sequence[Sample]) -> tuple[Any, dict[str, Any]]:
    """The fitted scikit-learn vectoriser, and one logistic regression for each head."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    numbered = {name: number for number, name in enumerate(vocabulary.names)}
    vectoriser = TfidfVectorizer(analyzer=features, vocabulary=numbered, binary=True)
    matrix = vectoriser.fit_transform([sample.text for sample in samples])
    heads = {}
    for head in HEADS:
        labels = [getattr(sample, head) for sample in samples]
        rows = [row for row, label in enumerate(labels) if label is not None]
        heads[head] = LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix[rows], [labels[row] for row in rows])
    return vectoriser, heads


def _fitted(vocabulary: Vocabulary, samples: Sequence[Sample]) -> Fitted:
    vectoriser, heads = heads_of(vocabulary, samples)
    columns, bias = zip(*(_columns(heads[head], CLASSES[head]) for head in HEADS), strict=True)
    weights = vectoriser.idf_[:, None] * np.hstack(columns)
    return Fitted(
        np.rint(weights / WEIGHT_UNIT).astype(np.int64),
        np.rint(vectoriser.idf_**2 / SQUARE_UNIT).astype(np.int64),
        np.round(np.concatenate(bias), 4),
    )


def _columns(fitted: Any, classes: Sequence[str]) -> tuple[Floats, Floats]:
    """Coefficients and intercepts in our order of classes; of two classes each gets half."""
    coefficients, intercepts = fitted.coef_, fitted.intercept_
    if len(classes) == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts[0] / 2
    order = [list(fitted.classes_).index(name) for name in classes]
    return coefficients[order].T, intercepts[order]


def _model(vocabulary: Vocabulary, fitted: Fitted, heat: Mapping[str, float], mixing: Mixing) -> Model:
    manifest = {
        "format": FORMAT,
        "words": list(vocabulary.words),
        "pairs": list(vocabulary.pairs),
        "bias": [float(b) for b in fitted.bias],
        "heat": dict(heat),
        "mixing": asdict(mixing),
        "threshold": THRESHOLD,
    }
    version = version_of(manifest, fitted.weights, fitted.squares)
    return assembled({**manifest, "version": version}, fitted.weights, fitted.squares)


def _manifest(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "words": list(model.vocabulary.words),
        "pairs": list(model.vocabulary.pairs),
        "bias": [float(b) for b in model.bias],
        "heat": {head: float(model.heat[where][0]) for head, where in HEADS.items()},
        "mixing": asdict(model.mixing),
        "threshold": model.threshold,
    }


# --- what is held out --------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """Held-out documents and the log-odds that a model that never saw their lines gives them."""

    samples: list[Sample]
    readings: list[Reading]


def _held_out(texts: Texts, vocabulary: Vocabulary) -> Held:
    """In turn each fifth of the lines, composed into documents and read by a model of the other four."""
    held = Held([], [])
    for fold in range(FOLDS):
        kept = [line for line in texts.lines if _fold(line) != fold]
        seen = [*compose(texts, kept, seed=fold + 1), *singles(kept)]
        unseen = [line for line in texts.lines if _fold(line) == fold]
        samples = compose(texts, unseen, seed=fold + 11, per_grade=PER_GRADE // FOLDS, blank=BLANK // FOLDS)
        model = _model(vocabulary, _fitted(vocabulary, seen), dict.fromkeys(HEADS, 1.0), Mixing(1, 1, 1, 1))
        held.samples.extend(samples)
        held.readings.extend(read(sample.text, model) for sample in samples)
    return held


def _fold(line: Line) -> int:
    """Which fifth a line belongs to: other work by its whole occupation, so that held-out work is unknown work."""
    group = line.occupation if line.family == "other" else line.text
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % FOLDS


def _scored(held: Held, head: str) -> tuple[Floats, Numbers]:
    """Log-odds of a head for the held-out documents that have a label for it, and the numbers of the labels."""
    labelled = [(r, getattr(s, head)) for s, r in zip(held.samples, held.readings, strict=True)]
    known = [(reading.logits[HEADS[head]], CLASSES[head].index(label)) for reading, label in labelled if label]
    return np.array([logits for logits, _ in known]), np.array([label for _, label in known], dtype=np.int64)


def _heat(held: Held, head: str) -> float:
    """The temperature at which the held-out documents are most likely, to two places."""
    logits, labels = _scored(held, head)
    return min((round(t, 2) for t in np.arange(0.2, 3.0, 0.02)), key=lambda t: _surprise(logits / t, labels))


def _surprise(logits: Floats, labels: Numbers) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    chances = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-chances[np.arange(len(labels)), labels].mean())


# --- title and text together -------------------------------------------------


def _mixing(held: Held, heat: Mapping[str, float], taxonomy: Taxonomy) -> Mixing:
    """Weights of title words, likeness and text under which held-out pairs of title and text are most likely."""
    rows, labels = _pairs(held, heat, taxonomy)
    weights = np.ones(4)
    for _ in range(6):
        for part in range(4):
            weights[part] = _best_weight(rows, labels, weights, part)
    return Mixing(*(round(float(weight), 2) for weight in weights))


def _best_weight(rows: Floats, labels: Numbers, weights: Floats, part: int) -> float:
    rest = np.tensordot(weights * (np.arange(4) != part), rows, axes=(0, 1))
    return min(np.arange(0.0, 6.0, 0.05), key=lambda weight: _surprise(rest + weight * rows[:, part], labels))


def _pairs(held: Held, heat: Mapping[str, float], taxonomy: Taxonomy) -> tuple[Floats, Numbers]:
    """Evidence of held-out documents with a title: some titles known, some strange, some vague, some without text."""
    chance = random.Random(0)  # noqa: S311 - repeatable, not secret
    known = title_index(taxonomy)
    strange = replace(known, places={})
    rows, labels = [], []
    for sample, reading in zip(held.samples, held.readings, strict=True):
        if not sample.title:
            continue
        vague = chance.random() < VAGUE_SHARE * (3 if sample.family == "other" else 1)
        title = read_title(chance.choice(VAGUE) if vague else sample.title)
        near = nearest([title], known if chance.random() < KNOWN_SHARE else strange)[0]
        near = near if len(near) == 1 else tuple(n for n in near if n.title.key != title.key)
        text = replace(reading, logits=reading.logits / heat["family"]) if chance.random() < TEXT_SHARE else None
        rows.append(parts(Evidence(title, near, text)))
        labels.append(FAMILIES.index(sample.family))
    return np.array(rows), np.array(labels, dtype=np.int64)


# --- ledger and card ---------------------------------------------------------


def _ledger(
    texts: Texts,
    samples: Sequence[Sample],
    dropped: tuple[Dropped, ...],
    held: Held,
    heat: Mapping[str, float],
    model: Model,
    taxonomy: Taxonomy,
) -> Ledger:
    scored = {head: (*_scored(held, head),) for head in HEADS}
    chances = {head: np.array([softmax(row / heat[head]) for row in scored[head][0]]) for head in HEADS}
    return Ledger(
        lines=dict(Counter(line.family for line in texts.lines)),
        documents=dict(Counter(sample.family for sample in samples)),
        dropped=texts.dropped + dropped,
        held_out={head: _figures(chances[head], scored[head][1], CLASSES[head]) for head in HEADS},
        calibration={head: _calibration(chances[head], scored[head][1]) for head in HEADS},
        features={"words": len(model.vocabulary.words), "pairs": len(model.vocabulary.pairs)},
        text_digest=texts.digest,
        taxonomy_version=taxonomy.version,
    )


def _figures(chances: Floats, labels: Numbers, classes: Sequence[str]) -> dict[str, dict[str, float]]:
    said = chances.argmax(axis=1)
    figures = {}
    for number, name in enumerate(classes):
        right = float(((said == number) & (labels == number)).sum())
        claimed, true = float((said == number).sum()), float((labels == number).sum())
        precision, recall = right / max(claimed, 1.0), right / max(true, 1.0)
        figures[name] = {"precision": round(precision, 3), "recall": round(recall, 3), "documents": true}
    return figures


def _calibration(chances: Floats, labels: Numbers) -> dict[str, float]:
    """ECE: mean distance of claimed from true shares in ten bins of confidence; Brier: mean squared error."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    bins = np.minimum((sure * 10).astype(np.int64), 9)
    met = [bins == number for number in np.unique(bins)]
    gaps = sum(abs(sure[rows].mean() - right[rows].mean()) * rows.mean() for rows in met)
    brier = ((chances - np.eye(chances.shape[1])[labels]) ** 2).sum(axis=1).mean()
    figures = {"ece": gaps, "brier": brier, "accuracy": right.mean()}
    return {name: round(float(value), 4) for name, value in figures.items()}
