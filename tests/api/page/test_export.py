"""Tables to take along: they say what the page says, and no cell of them acts."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from api.page.export import Table, as_csv, as_xlsx, downloads, inert

ACTING = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    '"=1',
    "'=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.test?x="&A1,"open")',
    "\tRHIT",
    "\rRHIT",
)
HIDDEN = ("a;=1", "a\t+1", 'a;"=cmd', "a\n@b", "a|-1")
QUIET = (
    "rs01.pdf",
    "résumé-final-2.pdf",
    "r1 CCS (within 12 months of hire), RHIT; r2 At least 3 years",
    "jordan@example.com",
    "",
    "CPC-A",
)
TABLE = Table(
    "himatch 0.1.0; as of 2026-11-01.",
    ("place", "file", "score", "r1: CCS or RHIT"),
    ((1, "a, “b”.pdf", 61.25, "met"), (2, "=1+1", None, "missing")),
)


def with_name(name: str) -> Table:
    return Table("note", ("place", "file"), ((1, name),))


def csv_rows(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


def sheet(table: Table, name: str = "Shortlist") -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))[name]


# --- CSV ----------------------------------------------------------------------------------------------


def test_a_csv_is_utf_8_with_its_mark_and_ends_lines_with_crlf() -> None:
    data = as_csv(TABLE)

    assert data.startswith(b"\xef\xbb\xbfhimatch 0.1.0")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 4


def test_every_line_of_a_csv_has_as_many_fields() -> None:
    assert {len(row) for row in csv_rows(TABLE)} == {4}


def test_a_csv_reads_back_as_it_was() -> None:
    assert csv_rows(TABLE)[1:] == [
        ["place", "file", "score", "r1: CCS or RHIT"],
        ["1", "a, “b”.pdf", "61.25", "met"],
        ["2", "'=1+1", "", "missing"],
    ]


@pytest.mark.parametrize("text", ACTING)
def test_a_cell_that_could_act_begins_with_an_apostrophe(text: str) -> None:
    assert csv_rows(with_name(text))[2][1].startswith("'")
    assert csv_rows(with_name(text))[2][1].replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", HIDDEN)
def test_no_formula_stands_behind_a_separator_inside_a_cell(text: str) -> None:
    after = inert(text)[2:]

    assert after.startswith("'")


@pytest.mark.parametrize("text", QUIET)
def test_ordinary_words_are_left_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_numbers_stay_numbers() -> None:
    assert csv_rows(Table("note", ("a", "b"), ((-3, -0.5),)))[2] == ["-3", "-0.5"]
    assert [cell.data_type for cell in sheet(Table("note", ("a", "b"), ((-3, 0.5),)))[2]] == ["n", "n"]


def test_a_column_or_a_note_acts_no_more_than_a_cell() -> None:
    rows = csv_rows(Table("=note", ("=column",), ()))

    assert rows == [["'=note"], ["'=column"]]


def test_half_a_character_pair_does_not_stop_a_file() -> None:
    assert csv_rows(with_name("a\ud800b"))[2][1] == "a?b"
    assert sheet(with_name("a\ud800b"))["B2"].value == "ab"


def test_a_long_hostile_name_is_written_in_one_pass() -> None:
    text = '";' * 50_000 + "=1"

    assert inert(text).endswith("'=1")


# --- XLSX ---------------------------------------------------------------------------------------------


def test_a_workbook_reads_back_as_it_was() -> None:
    assert [[cell.value for cell in row] for row in sheet(TABLE).rows] == [
        ["place", "file", "score", "r1: CCS or RHIT"],
        [1, "a, “b”.pdf", 61.25, "met"],
        [2, "=1+1", None, "missing"],
    ]
    assert sheet(TABLE, "About")["A1"].value == TABLE.note


@pytest.mark.parametrize("text", [*ACTING, "http://example.test/", "mailto:a@example.test", "007", "2026-11-01"])
def test_text_in_a_workbook_is_text(text: str) -> None:
    cell = sheet(with_name(text))["B2"]

    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_the_columns_stay_in_sight() -> None:
    assert sheet(TABLE).freeze_panes == "C2"
    assert sheet(TABLE).auto_filter.ref == "A1:D3"


def test_a_workbook_tells_nothing_of_who_made_it_and_when() -> None:
    parts = zipfile.ZipFile(io.BytesIO(as_xlsx(TABLE)))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(TABLE)))

    assert {part.date_time[0] for part in parts.infolist()} == {1980}
    assert book.properties.created.year == 2000
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")


def test_equal_tables_give_equal_bytes() -> None:
    assert as_xlsx(TABLE) == as_xlsx(TABLE)
    assert as_csv(TABLE) == as_csv(TABLE)


def test_a_cell_is_cut_to_what_a_workbook_holds() -> None:
    assert len(sheet(with_name("a" * 40_000))["B2"].value) == 32_000


# --- the links ----------------------------------------------------------------------------------------


def test_a_download_is_in_the_page_itself() -> None:
    found = {file.name: base64.b64decode(file.uri.partition(";base64,")[2]) for file in downloads(TABLE)}

    assert found == {"shortlist.csv": as_csv(TABLE), "shortlist.xlsx": as_xlsx(TABLE)}
    assert [file.uri[:13] for file in downloads(TABLE)] == ["data:text/csv", "data:applicat"]
