"""``himatch taxonomy``: for who keeps what the field knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from api.console.views import entry_text
    from taxonomy import load_taxonomy

    taxonomy = load_taxonomy(overlay)
    found, entry = _entry(ident, taxonomy)
    kind = type(entry).__name__.lower()
    answer({"id": found, "kind": kind, "entry": entry}, as_json, lambda: entry_text(found, kind, entry, taxonomy))


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="A name as it stands in a document.", show_default=False)],
    overlay: Overlay = None,
) -> None:
    """Print the id of the credential, skill or tool that a name belongs to.

    Example: himatch taxonomy find "release of info"
    """
    from taxonomy import load_taxonomy

    taxonomy = load_taxonomy(overlay)
    found = taxonomy.find(name)
    if found is None:
        raise _stranger(name, taxonomy)
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


def _entry(name: str, taxonomy: Taxonomy) -> tuple[str, Any]:
    for section in _SECTIONS:
        table = getattr(taxonomy, section)
        for ident in (name, name.upper()):
            if ident in table:
                return ident, table[ident]
    found = taxonomy.find(name)
    if found is None:
        raise _stranger(name, taxonomy)
    return found, taxonomy.concepts[found]


_SECTIONS = (
    *("credentials", "skills", "tools", "settings", "degrees", "fields", "issuers"),
    *("roles", "titles", "states", "metros", "resources", "notes", "sources", "cues", "headings", "contexts"),
)


def _stranger(name: str, taxonomy: Taxonomy) -> Exception:
    import difflib

    from api.errors import NotFound

    known = {alias.lower(): alias for alias in (*taxonomy.concepts, *taxonomy.aliases())}
    close = [repr(known[name]) for name in difflib.get_close_matches(name.lower(), known, 3)]
    hint = f"did you mean {' or '.join(close)}?" if close else "the files of taxonomy/data hold what is known"
    return NotFound(f"nothing is called {name!r}\nhint: {hint}")
