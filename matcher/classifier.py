"""The text classifier at work: the words of duties and requirements -> how likely each family, level and track is.

The model is a table of whole numbers: a weight of each feature for each class, and the
square of its share in a text's length. Sums of whole numbers are the same on every
machine, so the same text has the same answer everywhere. Trained by ``matcher/train.py``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from matcher.vocabulary import Vocabulary
from taxonomy.concept import Family, Level, Track
from taxonomy.errors import HimatchError

MODEL = Path(__file__).parent / "data" / "model"
FAMILIES: tuple[Family, ...] = get_args(Family)
LEVELS: tuple[Level, ...] = get_args(Level)
TRACKS: tuple[Track, ...] = get_args(Track)
HEADS = {"family": slice(0, 9), "level": slice(9, 12), "track": slice(12, 14)}
WEIGHT_UNIT = 1e-4  # what one whole number of a weight is worth
SQUARE_UNIT = 1e-4  # and of a squared share
FORMAT = 1

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class ModelError(HimatchError):
    """A model whose files are missing, broken, or do not belong together."""

    reason = "model"


@dataclass(frozen=True, slots=True)
class Mixing:
    """How much a point of each kind of evidence weighs when title and text are put together.

    ``words``: title words; ``likeness``: likeness to a known title; ``text``: the text's log-odds;
    ``stranger``: what speaks against the field when no word of the title is known.
    """

    words: float
    likeness: float
    text: float
    stranger: float


@dataclass(frozen=True)
class Model:
    """A trained classifier: ``weights`` is features x classes (families, levels, tracks), ``squares`` one per feature.

    ``bias`` and ``heat`` (one temperature per head) bring a text's sums to calibrated log-odds.
    """

    vocabulary: Vocabulary
    weights: Numbers
    squares: Numbers
    bias: Floats
    heat: Floats
    mixing: Mixing
    threshold: float
    version: str

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and other.version == self.version


@dataclass(frozen=True)
class Reading:
    """What the classifier makes of a text: log-odds per head, and the features they rest on.

    ``known`` are feature numbers, ``at`` the first and last token where each first stands.
    """

    logits: Floats
    known: Numbers
    at: Numbers

    def head(self, name: str) -> Floats:
        """Probabilities of one head: ``family``, ``level`` or ``track``."""
        return softmax(self.logits[HEADS[name]])


def read(text: str, model: Model) -> Reading:
    """The log-odds of every class for a text; a text without a known word has the bias alone."""
    known, at = model.vocabulary.places(text)
    length = float(np.sqrt(float(model.squares[known].sum()) * SQUARE_UNIT)) or 1.0
    sums = model.weights[known].sum(axis=0) * WEIGHT_UNIT / length
    return Reading((sums + model.bias) / model.heat, known, at)


def softmax(logits: Floats) -> Floats:
    """Probabilities that sum to one."""
    powers: Floats = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


def telling(reading: Reading, family: int, model: Model, most: int = 3) -> Numbers:
    """First and last token of the features that spoke most for a family, the strongest first."""
    weights = model.weights[reading.known, HEADS["family"]]
    lead = weights[:, family] * len(FAMILIES) - weights.sum(axis=1)
    order = np.argsort(-lead, kind="stable")[:most]
    strongest: Numbers = reading.at[order[lead[order] > 0]]
    return strongest


@lru_cache(maxsize=4)
def load_model(path: Path | None = None) -> Model:
    """The shipped model, or the one in a folder that ``himatch train`` wrote; ModelError when it is broken."""
    folder = path or MODEL
    try:
        manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        weights, squares = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("weights", "squares"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder.name}: no readable model ({error})\nhint: rebuild it with himatch train") from error
    if manifest.get("format") != FORMAT or version_of(manifest, weights, squares) != manifest["version"]:
        raise ModelError(f"{folder.name}: the parts of the model do not belong together\nhint: himatch train")
    return assembled(manifest, weights, squares)


def assembled(manifest: dict[str, Any], weights: Numbers, squares: Numbers) -> Model:
    """A model from what its files hold."""
    return Model(
        Vocabulary(tuple(manifest["words"]), tuple(manifest["pairs"])),
        weights.astype(np.int64),
        squares.astype(np.int64),
        np.array(manifest["bias"], dtype=np.float64),
        _heat_per_class(manifest["heat"]),
        Mixing(**manifest["mixing"]),
        float(manifest["threshold"]),
        str(manifest["version"]),
    )


def _heat_per_class(heat: dict[str, float]) -> Floats:
    per_class = np.ones(14, dtype=np.float64)
    for head, where in HEADS.items():
        per_class[where] = heat[head]
    return per_class


def version_of(manifest: dict[str, Any], weights: Numbers, squares: Numbers) -> str:
    """A short digest of all that the model says, its version excepted."""
    said = {key: value for key, value in manifest.items() if key != "version"}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    digest.update(np.ascontiguousarray(weights, dtype="<i4").tobytes())
    digest.update(np.ascontiguousarray(squares, dtype="<i4").tobytes())
    return digest.hexdigest()[:12]
