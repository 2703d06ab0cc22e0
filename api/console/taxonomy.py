"""``himatch taxonomy``: for who keeps what the field knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.console.terminal import AsJson, Overlay, answer

if TYPE_CHECKING:
    from taxonomy import Taxonomy

app = typer.Typer(
    help="What the field knows: look entries up, check the files, compare two versions.", no_args_is_help=True
)


@app.command("show")
def show_entry(
    ident: Annotated[str, typer.Argument(metavar="ID", help="An id, or a name.", show_default=False)],
    as_json: AsJson = False,
    overlay: Overlay = None,
) -> None:
    """Show one entry: its names, its relations both ways, and where each fact was read.

    Example: himatch taxonomy show rhit
    """
    from api.catalogue import entry_of
    from api.console.views import entry_text
    from taxonomy import load_taxonomy

    entry = entry_of(ident, load_taxonomy(overlay))
    answer(entry, as_json, lambda: entry_text(entry))


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="A name as it stands in a document.", show_default=False)],
    overlay: Overlay = None,
) -> None:
    """Print the id of the credential, skill or tool that a name belongs to.

    Example: himatch taxonomy find "release of info"
    """
    from api.catalogue import stranger
    from api.relations import CONCEPTS
    from taxonomy import load_taxonomy

    taxonomy = load_taxonomy(overlay)
    found = taxonomy.find(name)
    if found is None:
        raise stranger(name, taxonomy, CONCEPTS)
    typer.echo(found)


@app.command()
def check(
    path: Annotated[
        Path | None,
        typer.Argument(help="An overlay file, or a data folder. Default: the shipped one.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load the files; refuse what cannot stand by file, line and hint; count the rest.

    Example: himatch taxonomy check ours.toml
    """
    from api.console.views import summary_text
    from taxonomy.check import check as check_files

    summary = check_files(path)
    answer(summary, as_json, lambda: summary_text(summary))


@app.command()
def diff(
    old: Annotated[
        Path, typer.Argument(help="An overlay file or data folder; - is the shipped one.", show_default=False)
    ],
    new: Annotated[Path, typer.Argument(help="The same, of the newer version.", show_default=False)],
    documents: Annotated[
        list[Path] | None, typer.Argument(help="Documents to compare the reading of.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which entries differ between two versions, and which documents read differently.

    Example: himatch taxonomy diff - ours.toml resumes/*.pdf
    """
    from api.console.views import diff_text
    from matcher import read_document
    from matcher.change import flips
    from taxonomy.diff import diff as differences

    before, after = _version(old), _version(new)
    read = [(str(path), read_document(path).text) for path in documents or ()]
    changes, changed = differences(before, after), flips(read, before, after)
    found = {"changes": changes, "documents": changed}
    answer(found, as_json, lambda: diff_text(changes, changed, len(read)))


def _version(path: Path) -> Taxonomy:
    from taxonomy import load_taxonomy

    if str(path) == "-":
        return load_taxonomy()
    return load_taxonomy(data=path) if path.is_dir() else load_taxonomy(overlay=path)
