"""A ZIP of documents gives the documents; what only looks like one, or holds too much, is refused."""

from __future__ import annotations

import pytest

from matcher.archive import files_of, is_archive
from matcher.errors import Corrupt, Encrypted, TooLarge
from tests.make import archive, docx, odt, p

MANY, MUCH = 200, 1 << 20
TWO = {"a.txt": "RHIT", "more/b.txt": "CCS"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (archive(TWO), True),
        (archive({"cv.docx": docx(p("RHIT"))}), True),
        (docx(p("RHIT")), False),
        (odt("<text:p>RHIT</text:p>"), False),
        (archive({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), False),
        (b"%PDF-1.7", False),
        (b"RHIT", False),
        (b"", False),
    ],
)
def test_a_document_is_told_from_a_zip_of_documents(data: bytes, expected: bool) -> None:
    assert is_archive(data) is expected


def test_the_files_come_in_the_order_of_the_archive() -> None:
    assert files_of(archive(TWO), MUCH, MANY) == (("a.txt", b"RHIT"), ("more/b.txt", b"CCS"))


def test_what_programs_add_for_themselves_is_left_out() -> None:
    data = archive({"__MACOSX/._a.txt": "x", ".DS_Store": "x", "more/": "", "more/.hidden": "x", "a.txt": "RHIT"})

    assert files_of(data, MUCH, MANY) == (("a.txt", b"RHIT"),)


def test_an_archive_within_an_archive_stays_closed() -> None:
    inner = archive(TWO)

    assert files_of(archive({"inner.zip": inner}), MUCH, MANY) == (("inner.zip", inner),)


@pytest.mark.parametrize(
    "data",
    [archive({f"{n}.txt": "x" for n in range(MANY + 1)}), archive({"a.txt": "x" * (MUCH + 1)})],
    ids=["too many files", "too much text"],
)
def test_more_than_is_taken_at_once_is_refused(data: bytes) -> None:
    with pytest.raises(TooLarge):
        files_of(data, MUCH, MANY)


def test_a_broken_archive_is_told() -> None:
    with pytest.raises(Corrupt):
        is_archive(archive(TWO)[:-30])


def test_a_locked_archive_is_told() -> None:
    data = bytearray(archive({"a.txt": "RHIT"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1

    with pytest.raises(Encrypted):
        files_of(bytes(data), MUCH, MANY)
