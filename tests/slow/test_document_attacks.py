"""No document keeps the reader for more than five seconds, takes the caller's memory, or harms the next document."""

from __future__ import annotations

import random
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from matcher.document import read_document
from matcher.errors import HimatchError, UnreadableDocument
from matcher.parse import worker
from tests.make import archive, deflated, docx, image, lines, odt, p, pdf, pdf_file, show, stream, table, word

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20
GOOD = pdf(show("Jordan Ellis, RHIT"))
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]"
FONTS = "/Font << /F1 3 0 R >>"


# --- PDF -------------------------------------------------------------------------------------------


def form_in_itself() -> bytes:
    form = f"{FORM} /Resources << /XObject << /X 5 0 R >> >>"
    return pdf("/X Do", extra={5: stream(b"/X Do /X Do", form)}, resources="/XObject << /X 5 0 R >>")


def forms_in_forms(depth: int = 28) -> bytes:
    """Each form paints the next one twice: 2 to the power of ``depth`` words."""
    extra = {}
    for n in range(5, 5 + depth):
        last = n == 4 + depth
        resources = FONTS if last else f"/XObject << /X {n + 1} 0 R >>"
        extra[n] = stream(show("RHIT").encode() if last else b"/X Do /X Do", f"{FORM} /Resources << {resources} >>")
    return pdf("/X Do", extra=extra, resources="/XObject << /X 5 0 R >>")


def font_of_itself() -> bytes:
    """A letter whose shape is a text in the font it belongs to."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
    font += b"/LastChar 97 /Widths [1000] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >> "
    font += b"/Resources << /Font << /T 5 0 R >> >> >>"
    glyph = stream(b"1000 0 d0 BT /T 900 Tf (aaaa) Tj ET")
    return pdf("BT /T 12 Tf 72 700 Td (aaaa) Tj ET", extra={5: font, 6: glyph}).replace(
        b"/F2 4 0 R >>", b"/F2 4 0 R /T 5 0 R >>"
    )


def pattern_of_itself() -> bytes:
    entries = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 1 /YStep 1"
    pattern = stream(b"/Pattern cs /P scn 0 0 9 9 re f", f"{entries} /Resources << /Pattern << /P 5 0 R >> >>")
    page = f"/Pattern cs /P scn 0 0 612 792 re f 1 g {show('RHIT')}"
    return pdf(page, extra={5: pattern}, resources="/Pattern << /P 5 0 R >>")


def page_tree(depth: int) -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Count 1 /Kids [{n + 1} 0 R] >>".encode() for n in range(2, depth)]
    return pdf_file([*objects, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def page_tree_in_a_circle() -> bytes:
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def previous_table_is_this_one() -> bytes:
    start = GOOD.index(b"xref\n0")
    return GOOD.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(5, 5 + count))
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 3 0 R >> >> >>"
    content = stream(show("Jordan Ellis, RHIT").encode())
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", tree, font, content, *[page] * count])


def bomb(size: int, times: int) -> bytes:
    return pdf("/X Do", extra={5: deflated(bytes(size), times, FORM)}, resources="/XObject << /X 5 0 R >>")


def huge_image() -> bytes:
    """A picture of a million by a million pixels over white text, so that painting the page is called for."""
    large = image().replace(b"/Width 2 /Height 1", b"/Width 1000000 /Height 1000000")
    return pdf(f"q 9 0 0 9 0 0 cm /Im Do Q 1 g {show('RHIT')}", extra={5: large}, resources="/XObject << /Im 5 0 R >>")


PDFS = {
    "form-in-itself": form_in_itself,
    "forms-in-forms": forms_in_forms,
    "font-of-itself": font_of_itself,
    "pattern-of-itself": pattern_of_itself,
    "deep-page-tree": lambda: page_tree(20_000),
    "circular-page-tree": page_tree_in_a_circle,
    "circular-tables": previous_table_is_this_one,
    "10000-pages": lambda: many_pages(10_000),
    "deep-array": lambda: pdf_file([b"[" * 200_000]),
    "deep-page-array": lambda: pdf("[" * 200_000 + " TJ"),
    "flate-1-gb": lambda: bomb(1 << 30, 1),
    "flate-twice": lambda: bomb(1 << 30, 2),
    "3-million-operators": lambda: pdf("q Q " * 1_500_000)[: 10 * MEGABYTE],
    "million-boxes": lambda: pdf("0 0 9 9 re f " * 300_000 + show("RHIT")),
    "million-letters": lambda: pdf(*[lines(*["RHIT " * 40] * 50, leading=1)] * 50),
    "boxes-over-text": lambda: pdf("1 g " + show("RHIT") + "0 0 600 700 re f " * 5_000),
    "huge-page": lambda: pdf(f"1 g {show('RHIT')}").replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"),
    "turned-inside-out": lambda: GOOD.replace(b"[0 0 612 792]", b"[9 9 -9 -9]  "),
    "huge-image": huge_image,
    "scattered-letters": lambda: pdf("".join(show("R", n * 37 % 600, n * 91 % 780) for n in range(20_000))),
}

# --- archives --------------------------------------------------------------------------------------

BODY = word("document", "<w:body>{}</w:body>")
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'


def declared(part: str, declaration: str) -> str:
    return part.replace("?>", f"?>{declaration}", 1) if "?>" in part else declaration + part


def many_entries(count: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", BODY.format(p("RHIT")))
        for n in range(count):
            file.writestr(f"{n}", b"")
    return buffer.getvalue()


def one_kernel_many_entries(count: int = 1_500) -> bytes:
    """Every entry of the directory points at the same compressed megabytes."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(bytes(30 * MEGABYTE)) + kernel.flush()
    data = archive({"word/document.xml": BODY.format(p("RHIT"))})
    head = data[: data.index(b"PK\x01\x02")]
    local = b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(8) + len(packed).to_bytes(4, "little") + b"\0\0\0\x01\x01\0\0\0x"
    entry = b"PK\x01\x02\x14\0\x14\0\0\0\x08\0" + bytes(8) + len(packed).to_bytes(4, "little")
    entry += b"\0\0\0\x01\x01\0" + bytes(12) + len(head).to_bytes(4, "little") + b"x"
    directory = entry * count
    end = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    return (
        head + local + packed + directory + end + (len(head) + len(local) + len(packed)).to_bytes(4, "little") + b"\0\0"
    )


def bomb_docx(size: int) -> bytes:
    return archive({"word/document.xml": BODY.format(p("A" * size))})


ARCHIVES = {
    "bomb-500-mb": lambda: bomb_docx(500 * MEGABYTE),
    "bomb-40-mb": lambda: bomb_docx(40 * MEGABYTE),
    "60000-entries": lambda: many_entries(60_000),
    "overlapping": one_kernel_many_entries,
    "laughs": lambda: archive({"word/document.xml": declared(BODY.format(p("&a9;")), LAUGHING)}),
    "laughs-odt": lambda: archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": LAUGHING + "<x>&a9;</x>"}
    ),
    "quadratic": lambda: archive(
        {"word/document.xml": declared(BODY.format(p("&b;" * 50_000)), f'<!DOCTYPE x [<!ENTITY b "{"b" * 50_000}">]>')}
    ),
    "deep-tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 80 + p("RHIT") + "</w:tc></w:tr></w:tbl>" * 80),
    "deep-elements": lambda: docx("<w:sdt>" * 100_000),
    "wide-table": lambda: docx(table([p("RHIT")] * 50_000)),
    "many-paragraphs": lambda: docx("".join(p(f"RHIT {n}") for n in range(150_000))),
    "styles-in-a-circle": lambda: docx(
        p("RHIT", '<w:pStyle w:val="A"/>'),
        styles='<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    ),
    "odt-blanks": lambda: odt("<text:p>" + "<text:s text:c='999999999'/>" * 1_000 + "RHIT</text:p>"),
    "droste": lambda: archive({"word/document.xml": archive({"word/document.xml": "x"})}),
}

# --- text ------------------------------------------------------------------------------------------

TEXTS = {
    "nested-html": lambda: b"<div>" * 1_000_000 + b"RHIT",
    "nested-tables": lambda: b"<table><tr><td>" * 20_000 + b"RHIT",
    "html-attributes": lambda: b"<p " + b"a=1 " * 1_000_000 + b">RHIT",
    "html-rules": lambda: b"<style>" + b"p>p>p>p{display:none}" * 50_000 + b"</style>" + b"<p>RHIT" * 50_000,
    "html-comments": lambda: b"<!--" * 1_000_000,
    "html-style": lambda: b"<p>RHIT<style>" + b"@a{{" * 500_000 + b"</style>",
    "deep-rtf": lambda: rb"{\rtf1 " + b"{" * 1_000_000 + b"RHIT",
    "long-rtf": lambda: rb"{\rtf1 " + rb"\'41" * 2_000_000 + b"}",
    "rtf-links": lambda: rb"{\rtf1 " + rb'{\field{\*\fldinst{HYPERLINK "a"' * 100_000,
    "rtf-hidden": lambda: rb"{\rtf1 RHIT " + rb"{\v x}" * 500_000 + b"}",
    "deep-json": lambda: b"[" * 1_000_000,
    "wide-json": lambda: b"[" + b"[]," * 3_000_000 + b"1]",
    "long-number": lambda: b'{"@type": "JobPosting", "title": ' + b"9" * 1_000_000 + b"}",
    "posting-of-tags": lambda: b'{"@type": "JobPosting", "description": "' + b"<div>" * 500_000 + b'"}',
    "blanks": lambda: b"RHIT" + b" " * (10 * MEGABYTE - 9) + b"x",
    "line-ends": lambda: b"RHIT" + b"\r\n" * (5 * MEGABYTE - 9),
    "one-line": lambda: b"RHIT " * (2 * MEGABYTE),
    "high-bytes": lambda: bytes(random.Random(0).choices(range(160, 256), k=MEGABYTE)),
}

ATTACKS: dict[str, Callable[[], bytes]] = {**PDFS, **ARCHIVES, **TEXTS}


@pytest.mark.parametrize("make", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_ends_in_time_and_the_next_document_is_read(make: Callable[[], bytes]) -> None:
    data = make()
    before, start = _memory(), time.perf_counter()
    outcome = _outcome(data)
    took = time.perf_counter() - start
    start = time.perf_counter()

    assert outcome
    assert took < 5
    assert read_document(GOOD).text == "Jordan Ellis, RHIT"
    assert time.perf_counter() - start < 1
    assert _memory() - before < 50 * MEGABYTE


def _outcome(data: bytes) -> str:
    """The kind of the document, or the reason why there is none."""
    try:
        return read_document(data).kind
    except UnreadableDocument as refused:
        return refused.reason


def _memory() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


# --- damage ----------------------------------------------------------------------------------------

WHOLE = {
    "pdf": pdf(lines("Jordan Ellis, RHIT", "Experience", "Coder at Lakeview since 2019"), show("Page two")),
    "docx": docx(p("Jordan Ellis, RHIT") + table((p("RHIT"), p("2019"))), header=p("Jordan")),
    "odt": odt("<text:p>Jordan Ellis, RHIT</text:p>"),
    "rtf": rb"{\rtf1\ansi {\fonttbl{\f0 Arial;}}\pard Jordan Ellis, RHIT\par \trowd RHIT\cell 2019\cell\row}",
    "html": b"<!doctype html><table><tr><td>Jordan Ellis<td>RHIT</table><ul><li>Coder</ul>",
    "json": b'{"@type": "JobPosting", "title": "Coder", "description": "<p>RHIT</p>"}',
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_cut_short_anywhere_is_read_or_refused(kind: str) -> None:
    data = WHOLE[kind]
    for size in range(0, len(data), max(1, len(data) // 200)):
        assert _outcome(data[:size])


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("seed", range(5))
def test_a_file_damaged_anywhere_is_read_or_refused(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(80):
        data = bytearray(WHOLE[kind])
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 9))] = chance.randbytes(chance.choice((0, 1, 4)))
        assert _outcome(bytes(data))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    worker.stop()
    for make in (PDFS["huge-image"], ARCHIVES["bomb-40-mb"], TEXTS["deep-rtf"]):
        _outcome(make())

    assert list(tmp_path.iterdir()) == []


def test_every_refusal_has_words_for_people() -> None:
    with pytest.raises(HimatchError) as raised:
        read_document(form_in_itself(), "cv.pdf")

    assert raised.value.hint
