"""A document's text and warnings follow from its bytes alone; what cannot be read is refused with a reason."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.document import Limits, read_document, text_document
from matcher.errors import (
    Corrupt,
    Empty,
    Encrypted,
    NoText,
    TooComplex,
    TooLarge,
    UnreadableDocument,
    Unsupported,
)
from matcher.parse import worker
from matcher.parse.tidy import tidy
from tests.make import archive, deflated, docx, lines, odt, p, pdf, pdf_file, show, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RHIT = "RHIT, AHIMA"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(show(RHIT)), "pdf"),
        (docx(p(RHIT)), "docx"),
        (odt(f"<text:p>{RHIT}</text:p>"), "odt"),
        (rb"{\rtf1\ansi RHIT, AHIMA\par}", "rtf"),
        (f"<!DOCTYPE html><p>{RHIT}".encode(), "html"),
        (f"<?xml version='1.0'?>\n<!-- a --><html><body>{RHIT}".encode(), "html"),
        (f"<div>{RHIT}</div>".encode(), "html"),
        (f"<p>{RHIT}".encode("utf-16"), "html"),
        (b'{"@type": "JobPosting", "title": "RHIT, AHIMA"}', "json"),
        (RHIT.encode(), "text"),
        (RHIT.encode("utf-16"), "text"),
        (f"# {RHIT}\n".encode(), "text"),
        (b"{RHIT, AHIMA} is no JSON", "text"),
    ],
)
def test_what_the_bytes_are_decides_what_they_are_read_as(data: bytes, kind: str) -> None:
    document = read_document(data)

    assert document.kind == kind
    assert RHIT in document.text
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        (b"", Empty, ""),
        (b" \r\n\t", Empty, ""),
        (OLE, Unsupported, "DOCX or PDF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted, "without a password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), Unsupported, "PDF with text"),
        (b"\xff\xd8\xff\xe0" + bytes(99), Unsupported, "PDF with text"),
        (b"\x1f\x8b\x08" + bytes(99), Unsupported, "document itself"),
        (b"\x7fELF" + bytes(range(256)), Unsupported, "plain text"),
        (b"<?xml version='1.0'?><svg/>", Unsupported, "DOCX or PDF"),
        (b"GIF89a;" + pdf(show(RHIT)), Unsupported, "PDF"),
        (b"\n" + pdf(show(RHIT)), Unsupported, "PDF again"),
        (pdf(show(RHIT))[8:], Unsupported, "PDF again"),
        (archive({"readme.txt": RHIT}), Unsupported, "document itself"),
        (archive({"xl/workbook.xml": "<workbook/>"}), Unsupported, "DOCX or PDF"),
        (b"%PDF-1.7\n", Corrupt, "again"),
        (pdf(show(RHIT))[:60], Corrupt, "again"),
        (docx(p(RHIT))[:-30], Corrupt, "whole file"),
        (b"PK\x03\x04" + bytes(99), Corrupt, "whole file"),
        (pdf(""), NoText, "PDF with its text"),
        (docx(p()), NoText, "PDF with text"),
        (b"<html><script>RHIT</script></html>", NoText, "plain text"),
        (rb"{\rtf1\ansi }", NoText, "PDF with text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_a_hint(
    data: bytes, error: type[UnreadableDocument], hint: str
) -> None:
    with pytest.raises(error) as raised:
        read_document(data, "cv.bin")

    assert type(raised.value) is error
    assert str(raised.value).startswith("'cv.bin' cannot be read: ")
    assert hint in (raised.value.hint or "")


def test_a_file_larger_than_the_limit_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes(b"RHIT " * 100)

    with pytest.raises(TooLarge):
        read_document(file, limits=Limits(upload=499))
    assert read_document(file, limits=Limits(upload=500)).text


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"'gone\.pdf' cannot be opened: No such file"):
        read_document(tmp_path / "gone.pdf")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cv\x1b[2J\r\n.pdf", r"'cv\x1b[2J\r\n.pdf'"),
        ("cv\u202efdp.exe", r"'cv\u202efdp.exe'"),
        ("x" * 4000, f"'{'x' * 40}…{'x' * 30}'"),
    ],
)
def test_a_name_in_a_message_is_safe_to_print(name: str, shown: str) -> None:
    with pytest.raises(Empty) as raised:
        read_document(b"", name)

    assert str(raised.value) == f"{shown} cannot be read: it is empty"


@pytest.mark.parametrize(
    ("name", "codes"),
    [("cv.docx", ["other_kind"]), ("CV.PDF", []), ("cv", []), ("cv.v2", []), (None, [])],
)
def test_a_file_that_is_not_what_its_name_says_is_read_with_a_warning(name: str | None, codes: list[str]) -> None:
    assert [warning.code for warning in read_document(pdf(show(RHIT)), name).warnings] == codes


def test_pages_begin_where_their_text_does() -> None:
    document = read_document(pdf(show("Page one"), "", show("Page three")))

    assert [document.text[start:].split("\n")[0] for start in document.pages] == ["Page one", "", "Page three"]


def test_pages_over_the_limit_are_left_out_and_that_is_said() -> None:
    document = read_document(pdf(*[show(f"Page {n}") for n in range(1, 5)]), limits=Limits(pages=3))

    assert document.text == "Page 1\nPage 2\nPage 3"
    assert [warning.message for warning in document.warnings] == ["only the first 3 of 4 pages were read"]


@pytest.mark.parametrize(
    "data", [b"RHIT, CCS\n" * 50, pdf(*[lines(*["RHIT, CCS"] * 25)] * 2), docx(p("RHIT, CCS") * 50)]
)
def test_characters_over_the_limit_are_left_out_and_that_is_said(data: bytes) -> None:
    document = read_document(data, limits=Limits(characters=99))

    assert len(document.text) == 99
    assert [warning.code for warning in document.warnings] == ["text_cut"]
    assert max(document.pages) <= 99


def test_an_encrypted_pdf_is_told_from_a_broken_one() -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer, buffer = PdfWriter(PdfReader(io.BytesIO(pdf(show(RHIT))))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(buffer)

    with pytest.raises(Encrypted):
        read_document(buffer.getvalue())


# --- what a document must not do -------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def document_xml(declaration: str, text: str) -> bytes:
    xml = word("document", f"<w:body>{p(text)}</w:body>").replace("?>", f"?>{declaration}", 1)
    return archive({"word/document.xml": xml})


def calls_itself() -> bytes:
    """A page that paints a form that paints itself, twice."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    return pdf("/X Do", extra={5: deflated(b"/X Do /X Do ", entries=form)}, resources="/XObject << /X 5 0 R >>")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (docx(p("A" * 2_000_000)), TooLarge),
        (archive({f"{n}": "" for n in range(2_001)}), TooLarge),
        (archive({"word/document.xml": b" " * 60_000_000}), TooLarge),
        (document_xml(f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{LAUGHS}]>', "&a9;"), Corrupt),
        (document_xml('<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), Corrupt),
        (docx("<w:sdt><w:sdtContent>" * 400 + p(RHIT) + "</w:sdtContent></w:sdt>" * 400), Corrupt),
        (pdf("0 0 m ", extra={5: deflated(bytes(30_000_000), 2)}), NoText),
        (calls_itself(), TooComplex),
        (b"<div>" * 300_000 + b"RHIT", TooComplex),
    ],
    ids=["ratio", "entries", "unpacked", "laughs", "external", "depth", "flate", "recursion", "nesting"],
)
def test_a_document_that_attacks_is_refused_and_the_next_one_read(data: bytes, error: type[UnreadableDocument]) -> None:
    with pytest.raises(error):
        read_document(data, limits=Limits(seconds=2))

    assert read_document(pdf(show(RHIT))).text == RHIT


def test_a_reader_that_is_killed_is_replaced() -> None:
    assert read_document(pdf(show(RHIT))).text == RHIT
    assert worker._child is not None
    worker._child.process.kill()
    worker._child.process.wait()

    assert read_document(pdf(show("CCS"))).text == "CCS"


def test_a_document_out_of_time_is_too_complex() -> None:
    with pytest.raises(TooComplex, match="longer than 0 s"):
        read_document(pdf_file([b"<< >>"]), limits=Limits(seconds=0))

    assert read_document(pdf(show(RHIT))).text == RHIT


def test_threads_share_one_reader() -> None:
    texts: dict[int, str] = {}
    data = {n: pdf(show(f"Coder {n}")) for n in range(8)}
    threads = [threading.Thread(target=lambda n=n: texts.update({n: read_document(data[n]).text})) for n in data]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert texts == {n: f"Coder {n}" for n in data}


# --- the text itself -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("a  \t\nb\xa0", "a\nb"),
        ("\n\na\n\n\n\n\n\nb\n", "a\n\n\nb"),
        ("R\x00H\x08IT\x7f", "RHIT"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "\U0001f600"),
        ("2010 â€“ 2012, Dean’s, patientâ€™s", "2010 – 2012, Dean’s, patient’s"),
        ("coding.Â Seeking Â· rÃ©sumÃ© â€œhonorsâ€ ", "coding. Seeking · résumé “honors”"),
        ("CAFÉ”, Ângela, naïve, pâté", "CAFÉ”, Ângela, naïve, pâté"),
        ("ﬁle ＲＨＩＴ \u200b é", "ﬁle ＲＨＩＴ \u200b é"),
    ],
)
def test_only_line_ends_blanks_controls_and_misread_bytes_change(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text(alphabet=st.characters(), max_size=60) | st.text("aÂâ€Ã–\x80\xa0 \n\r\t\x00\ud800\udc00", max_size=30))
@settings(deadline=None)
def test_a_text_in_hand_becomes_a_document_that_every_writer_takes(text: str) -> None:
    document = text_document(text)

    assert document.text.encode().decode() == document.text
    assert not {"\0", "\r"} & {*document.text}
    assert text_document(document.text) == document


def test_a_text_in_hand_keeps_its_offsets() -> None:
    text = "  Coder\n\n\n\n\nRHIT  \n“CCS”"

    assert text_document(text).text == text


def test_a_text_in_hand_that_is_too_long_is_cut_and_says_so() -> None:
    document = text_document("RHIT " * 100, Limits(characters=50))

    assert len(document.text) == 50
    assert [w.code for w in document.warnings] == ["text_cut"]
