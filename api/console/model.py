"""``himatch train`` and ``himatch evaluate``: the model rebuilt, and measured."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.console.terminal import AsJson, answer

if TYPE_CHECKING:
    from matcher.evaluate import Evaluation
    from matcher.lines import Sample


def train(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            help="Your own labelled ads: lines of JSON with title, text, family, level, track.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the model. Default: the shipped one.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Fail unless the shipped model comes out.")] = False,
) -> None:
    """Rebuild the model that reads roles, the same bytes each time, and write its card.

    Example: himatch train --data ours.jsonl --out our-model
    """
    from matcher.card import model_card
    from matcher.classifier import MODEL, load_model
    from matcher.train import save_model
    from matcher.train import train as fit
    from taxonomy import load_taxonomy

    extra = [sample for path in data or () for sample in _samples(path)]
    model, ledger = fit(load_taxonomy(), MODEL.parent, extra)
    if check:
        _same(model.version, load_model().version)
        typer.echo(f"The shipped model is reproduced: {model.version}", err=True)
        return
    folder = out or MODEL
    save_model(model, folder)
    (folder / "card.md").write_text(model_card(model, ledger), encoding="utf-8")
    typer.echo(f"Model {model.version} is written to {folder}", err=True)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="A folder of labelled documents.", show_default=False)],
    as_json: AsJson = False,
    floors: Annotated[
        Path | None, typer.Option(help="A TOML file of lowest values; falling under one fails.", show_default=False)
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List every document that was misread, and how.")] = False,
) -> None:
    """Measure how well documents are read, against labels.

    Example: himatch evaluate gold --floors docs/floors.toml
    """
    from api.console.views import evaluation_text
    from api.errors import NotFound
    from matcher.evaluate import evaluate as measure

    if not gold.is_dir():
        raise NotFound(f"{str(gold)!r} is no folder\nhint: give the folder that holds ads.jsonl and resumes.jsonl")
    lowest = _floors(floors) if floors is not None else {}
    evaluation = measure(gold)
    answer(evaluation, as_json, lambda: evaluation_text(evaluation, misses))
    _not_below(evaluation, lowest)


def _same(rebuilt: str, shipped: str) -> None:
    from api.errors import CheckFailed

    if rebuilt != shipped:
        raise CheckFailed(f"training gives model {rebuilt}, but {shipped} is shipped\nhint: run make model")


def _samples(path: Path) -> list[Sample]:
    """A user's labelled ads. Raises WrongFile with the line that cannot stand."""
    from pydantic import TypeAdapter, ValidationError

    from api.errors import WrongFile
    from matcher.lines import Sample

    adapter, samples = TypeAdapter(Sample), []
    for number, line in enumerate(_text(path).splitlines(), 1):
        try:
            samples.append(adapter.validate_json(line))
        except ValidationError as error:
            said = error.errors()[0]
            where = ".".join(map(str, said["loc"])) or "the line"
            raise WrongFile(
                f"{path.name}:{number}: {where}: {said['msg'].lower()}\n"
                'hint: one ad a line: {"title": "Coder II", "text": "...", "family": "coding", "level": "mid"}'
            ) from error
    return samples


def _floors(path: Path) -> dict[str, float]:
    """Name of a measure -> its lowest value. Raises WrongFile."""
    from api.errors import WrongFile

    try:
        floors = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(f'{path.name}: {error}\nhint: one measure a line: "ads family" = 0.9') from error
    for name, floor in floors.items():
        if not isinstance(floor, int | float):
            raise WrongFile(f"{path.name}: {name!r} is no number\nhint: a share from 0 to 1")
    return floors


def _text(path: Path) -> str:
    from api.errors import WrongFile

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile(f"{str(path)!r} cannot be read ({error})\nhint: give a text file in UTF-8") from error


def _not_below(evaluation: Evaluation, floors: dict[str, float]) -> None:
    """Raise CheckFailed where a measure has sunk under its floor, or a floor measures nothing."""
    from api.errors import CheckFailed

    strangers = sorted(floors.keys() - {row.name for row in evaluation.rows})
    sunk = [*evaluation.below(floors), *(f"{name}: nothing is measured by this name" for name in strangers)]
    if sunk:
        raise CheckFailed("\n".join(sunk) + "\nhint: floors are raised, never lowered; --misses lists what was misread")
