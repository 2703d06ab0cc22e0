"""Where answers meet a terminal or a pipe: JSON for programs, a view for people, nothing that an encoding chokes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDEST = 100  # columns: a longer line is hard to read back from

AsJson = Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")]
Overlay = Annotated[
    Path | None,
    typer.Option(help="Your own TOML file, laid over the taxonomy.", show_default=False),
]


def answer(value: Any, as_json: bool, view: Callable[[], RenderableType]) -> None:
    """Print one answer to stdout; ``view`` is made only where people read it."""
    if as_json:
        from matcher import to_json

        typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show(view())


def show(view: RenderableType) -> None:
    """Print for people, without the blanks that layout leaves at the ends of lines."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    with console.capture() as captured:
        console.print(view)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def never_choke() -> None:
    """What cannot be encoded, such as an argument of bytes that are no text, is shown as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
