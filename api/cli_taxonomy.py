"""``himatch taxonomy``: for who keeps what the field knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.terminal import AsJson, Overlay, answer, show

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
    from api.views import entry_text
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
