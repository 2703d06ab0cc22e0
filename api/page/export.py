"""Tables to take along: CSV and XLSX in which no cell acts, whatever a document or a file name says."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from api.words import plain

Cell = str | int | float | None

_CSV = "text/csv;charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL = 32_000  # characters; Excel refuses a file with more than 32,767 in one cell
_WIDTHS = (8, 60)  # of a column, in characters
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a date without a zone, for a file that tells no date

# What a spreadsheet may take for a formula (OWASP, CSV Injection): full-width signs too, after any blank or quote,
# and after a separator, since a program that splits at semicolons sees a new cell there.
_FORMULA = re.compile(r"(^|[;\t\r\n|])([^\w;\t\r\n|]*?)(?=[=+\-@＝＋－＠﹢﹣﹦﹫])")
_STARTS = re.compile(r"^[\t\r\n]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, and what must be known to read them."""

    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the page carries in itself, so that nothing is kept on the server."""

    name: str
    words: str
    uri: str


def downloads(table: Table, stem: str = "shortlist") -> tuple[Download, ...]:
    """The table as files to save, each in the address of its link."""
    return (
        Download(f"{stem}.csv", "CSV", _data_uri(_CSV, as_csv(table))),
        Download(f"{stem}.xlsx", "Excel (XLSX)", _data_uri(_XLSX, as_xlsx(table))),
    )


def _data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def as_csv(table: Table) -> bytes:
    """The note, the columns and the rows as CSV (RFC 4180, UTF-8 with its mark): no cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    note = [table.note, *[""] * (len(table.columns) - 1)]
    for row in (note, table.columns, *table.rows):
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def inert(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could take for a formula."""
    said = _FORMULA.sub(r"\1'\2", text)
    return f"'{said}" if _STARTS.match(said) else said


def as_xlsx(table: Table) -> bytes:
    """The rows as a workbook, the note on a sheet of its own: text stays text, and equal tables give equal bytes."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH, "author": "", "comments": ""})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Shortlist")
    for number, row in enumerate((table.columns, *table.rows)):
        _write(sheet, number, row, *([bold] if number == 0 else []))
    for number, width in enumerate(_column_widths(table)):
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, min(2, len(table.columns)))
    sheet.autofilter(0, 0, len(table.rows), max(len(table.columns) - 1, 0))
    _write(book.add_worksheet("About"), 0, (table.note,))
    book.close()
    return out.getvalue()


def _write(sheet: Worksheet, number: int, row: Iterable[Cell], *style: object) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, plain(cell)[:_CELL], *style)
        elif cell is not None:
            sheet.write_number(number, column, cell, *style)


def _column_widths(table: Table) -> list[int]:
    """Wide enough for the longest cell, within reason; names of columns are wrapped."""
    lowest, highest = _WIDTHS

    def width(column: int, name: str) -> int:
        longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
        return min(max(longest, min(len(name), 24), lowest) + 2, highest)

    return [width(column, name) for column, name in enumerate(table.columns)]
