"""How answers are laid out in a terminal: quotes, headings, columns, rows, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.words import plain
from matcher.report import Document, Span

STYLES = {"met": "green", "substitute": "green", "partial": "yellow", "missing": "red", "unknown": "yellow"}
_WINDOW = 160  # characters of a line that are quoted whole


def quoted(spans: Sequence[Span], document: Document | None = None) -> Text:
    """Each line that ``spans`` lie in, quoted once, with the words themselves in bold.

    A span that is not of ``document``, or has none, is quoted alone.
    """
    lines: dict[tuple[int, int], list[Span]] = {}
    for span in spans:
        lines.setdefault(_line_around(span, document), []).append(span)
    return Text("\n").join(_quote(bounds, group, document) for bounds, group in lines.items())


def _line_around(span: Span, document: Document | None) -> tuple[int, int]:
    if document is None or document.text[span.start : span.end] != span.quote:
        return span.start, span.end
    start = document.text.rfind("\n", 0, span.start) + 1
    end = document.text.find("\n", span.end)
    end = len(document.text) if end < 0 else end
    return (start, end) if end - start <= _WINDOW else (span.start, span.end)


def _quote(bounds: tuple[int, int], spans: Sequence[Span], document: Document | None) -> Text:
    known = document is not None and document.text[spans[0].start : spans[0].end] == spans[0].quote
    line = plain(document.text[slice(*bounds)] if known and document is not None else spans[0].quote)
    text = Text(f"“{line}”")
    for span in spans:
        text.highlight_words([plain(span.quote)], style="bold")
    if known and document is not None and len(document.pages) > 1:
        text.append(f" (page {_page_of(bounds[0], document)})", style="dim")
    return text


def _page_of(offset: int, document: Document) -> int:
    return sum(1 for start in document.pages if start <= offset) or 1


def heading(title: str) -> RenderableType:
    """A section's title, told from the text by an empty line and capitals, with or without colour."""
    return Text(f"\n{title.upper()}", style="bold")


def columns(lines: Iterable[Sequence[RenderableType]], widths: Sequence[int], indent: int = 0) -> RenderableType:
    """Rows of cells; each column as wide as ``widths`` says, the last one wrapped in what is left."""
    grid = Table.grid(padding=(0, 1))
    for width in widths:
        grid.add_column(min_width=width, no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row(*line)
    return Padding(grid, (0, 0, 0, indent), expand=False)


def rows(pairs: Iterable[tuple[str, RenderableType | str | None]], indent: int = 2) -> RenderableType:
    """Named values, one under another; a value of None is left out."""
    said = ((Text(name, style="dim"), _cell(value)) for name, value in pairs if value is not None)
    return columns(said, widths=(11,), indent=indent)


def bullets(lines: Iterable[RenderableType | str], mark: str = "-", indent: int = 2) -> RenderableType:
    """A list, one ``mark`` each, or numbered where the mark is "1"; wrapped under its own text."""
    marked = ((Text(f"{number}." if mark == "1" else mark), _cell(line)) for number, line in enumerate(lines, 1))
    return columns(marked, widths=(len(mark),), indent=indent)


def _cell(value: RenderableType | str) -> RenderableType:
    return Text(plain(value)) if isinstance(value, str) else value


def page(*parts: RenderableType | None) -> Group:
    """Parts one under another; absent ones leave no gap."""
    return Group(*(part for part in parts if part is not None))
