"""The model card: what the role model was made of, what was left out and why, how well it does, and its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcher.classifier import Model
from matcher.train import FOLDS, STRENGTH, Ledger

_LIMITS = (
    "The training text is written by this project and is not a sample of real ads: held-out figures say how well lines "
    "of the same hand are told apart, and real documents must be measured with `himatch evaluate`.",
    "Only US health information work, in English, is known. Work that no line describes is read as other work.",
    "The level and track of a bare text are rough; where there is a title, its rank words decide.",
    "A text of fewer than three known words says nothing, and then the title alone is read.",
    "The model sees words of duties and requirements only. Pronouns, names of persons and places, schools, dates and "
    "words for protected classes have no feature; `never.toml` lists what is struck out.",
)


def model_card(model: Model, ledger: Ledger) -> str:
    """The card as Markdown; the same model and ledger give the same text."""
    mixing = model.mixing
    parts = [
        f"# Role model {model.version}",
        "Reads family, level and track from the words of duties and requirements, and weighs them with the title. "
        f"TF-IDF of words and pairs of words, each counted once, and one logistic regression for each head "
        f"(C = {STRENGTH:g}); coefficients are whole numbers, so that answers repeat on every machine.",
        f"Training text {ledger.text_digest}, taxonomy {ledger.taxonomy_version}; "
        f"{ledger.features['words']} words and {ledger.features['pairs']} pairs of words are known.",
        "## What it was trained on",
        _table(
            ("family", "lines", "documents"), ((f, n, ledger.documents[f]) for f, n in sorted(ledger.lines.items()))
        ),
        f"## Rows dropped: {len(ledger.dropped)}",
        *(
            [_table(("why", "where", "row"), ((d.why, d.where, d.text) for d in ledger.dropped))]
            if ledger.dropped
            else ()
        ),
        f"## Held out, {FOLDS} folds by line (other work: by occupation)",
        *(_figures(head, figures, ledger.calibration[head]) for head, figures in ledger.held_out.items()),
        "## Title and text together",
        "Log-odds of a family = "
        f"{mixing.words:g} x title words + {mixing.likeness:g} x likeness to known titles + {mixing.text:g} x text; "
        f"{mixing.stranger:g} against the field where nothing in the title is known. "
        f"Below a probability of {model.threshold:g} no family is named.",
        "## Limits",
        "\n".join(f"- {limit}" for limit in _LIMITS),
    ]
    return "\n\n".join(parts) + "\n"


def _figures(head: str, figures: Mapping[str, Mapping[str, float]], calibration: Mapping[str, float]) -> str:
    rows = ((name, f["precision"], f["recall"], int(f["documents"])) for name, f in figures.items())
    said = ", ".join(f"{name} {value:g}" for name, value in calibration.items())
    return f"### {head}\n\n{_table((head, 'precision', 'recall', 'documents'), rows)}\n\nCalibrated: {said}."


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |" for line in lines)
