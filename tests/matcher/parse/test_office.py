"""DOCX and ODT files say what their reader sees: headers, tables, text boxes once, and nothing hidden."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from matcher.parse.office import read
from matcher.parse.shape import Limits, Parsed, Refusal
from tests.make import archive, docx, odt, p, table, word

LIMITS = Limits()
BOX = "<w:txbxContent>{}</w:txbxContent>"
BOTH_WAYS = (
    "<w:p><w:r><mc:AlternateContent>"
    "<mc:Choice Requires='wps'><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
VANISH, WHITE, PALE, TINY = "<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:color w:val="F8F8F8"/>', '<w:sz w:val="2"/>'
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'


def parsed(data: bytes) -> Parsed:
    return read(data, LIMITS)


def text(body: str, **parts: str) -> str:
    (page,) = parsed(docx(body, **parts)).pages
    return page


# --- DOCX ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (p("Jordan Ellis") + p() + p("RHIT"), "Jordan Ellis\n\nRHIT"),
        (p("Coded charts", LISTED) + p("Trained coders", LISTED), "• Coded charts\n• Trained coders"),
        (p("Coded charts", '<w:numPr><w:numId w:val="0"/></w:numPr>'), "Coded charts"),
        ("<w:p><w:r><w:t>2019</w:t><w:tab/><w:t>RHIT</w:t><w:br/><w:t>CCS</w:t></w:r></w:p>", "2019\tRHIT\nCCS"),
        ("<w:p><w:r><w:t>ICD</w:t><w:noBreakHyphen/><w:t>10</w:t><w:softHyphen/></w:r></w:p>", "ICD-10"),
        (table((p("RHIT"), p("AHIMA"), p("2019")), (p("CPC"), p(), p("2021"))), "RHIT  AHIMA  2019\nCPC  2021"),
        (table((p("2019"), p("Coder") + p("Lakeview"))), "2019\nCoder\nLakeview"),
        (table((table((p("RHIT"), p("2019"))), p("CPC"))), "RHIT  2019  CPC"),
        ("<w:sdt><w:sdtContent>" + p("RHIT") + "</w:sdtContent></w:sdt>", "RHIT"),
        ("<w:p><w:hyperlink><w:r><w:t>RHIT</w:t></w:r></w:hyperlink></w:p>", "RHIT"),
        (
            "<w:p><w:ins><w:r><w:t>RHIT</w:t></w:r></w:ins><w:del><w:r><w:delText>CCA</w:delText></w:r></w:del></w:p>",
            "RHIT",
        ),
        (
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>",
            "1",
        ),
        (BOTH_WAYS.format(BOX.format(p("RHIT"))), "\nRHIT"),
        ("<w:p><w:r><w:pict><v:textbox>" + BOX.format(p("RHIT")) + "</v:textbox></w:pict></w:r></w:p>", "\nRHIT"),
    ],
)
def test_a_docx_body_is_read_as_it_is_laid_out(body: str, found: str) -> None:
    assert text(body) == found


def test_headers_come_first_and_footers_last_each_once() -> None:
    frames = {"header1": p("Jordan Ellis"), "header2": p("Jordan Ellis"), "footer1": p("References on request")}

    assert text(p("RHIT"), **frames) == "Jordan Ellis\nRHIT\nReferences on request"


@pytest.mark.parametrize(
    "hidden",
    [
        p("CCS CPC", run=VANISH),
        p("CCS CPC", run=WHITE),
        p("CCS CPC", run=PALE),
        p("CCS CPC", run=TINY),
        p("CCS CPC", run='<w:color w:val="000000" w:themeColor="background1"/>'),
        p("CCS CPC", '<w:pStyle w:val="Unseen"/>'),
        p("CCS CPC", run='<w:rStyle w:val="Unseen"/>'),
        p("CCS CPC", run='<w:rStyle w:val="Derived"/>'),
        table((p("CCS CPC", run=WHITE),)),
        "<w:p><w:r><w:pict>" + BOX.format(p("CCS CPC", run=WHITE)) + "</w:pict></w:r></w:p>",
    ],
)
def test_docx_text_that_no_reader_sees_is_left_out_and_that_is_said(hidden: str) -> None:
    styles = f'<w:style w:styleId="Unseen"><w:rPr>{VANISH}</w:rPr></w:style>'
    styles += '<w:style w:styleId="Derived"><w:basedOn w:val="Unseen"/></w:style>'
    found = parsed(docx(p("Jordan Ellis") + hidden, styles=styles))

    assert found.pages[0].strip() == "Jordan Ellis"
    assert found.notes == (("hidden_text", "hidden text was left out, 2 words: “CCS CPC”"),)


@pytest.mark.parametrize(
    "body",
    [
        p("CCS CPC", run='<w:vanish w:val="0"/>'),
        p("CCS CPC", '<w:pStyle w:val="Unseen"/>', '<w:vanish w:val="false"/>'),
        p("CCS CPC", DARK, WHITE),
        p("CCS CPC", run=WHITE + DARK),
        p("CCS CPC", run=WHITE + '<w:highlight w:val="black"/>'),
        p("CCS CPC", '<w:pStyle w:val="Banner"/>', WHITE),
        table((f"<w:tcPr>{DARK}</w:tcPr>" + p("CCS CPC", run=WHITE),)),
        "<w:p><w:r><w:pict><v:rect fillcolor='navy'>"
        + BOX.format(p("CCS CPC", run=WHITE))
        + "</v:rect></w:pict></w:r></w:p>",
        p("CCS CPC", run='<w:color w:val="auto"/>'),
        p("CCS CPC", run='<w:color w:val="C0C0C0"/><w:sz w:val="14"/>'),
    ],
)
def test_docx_text_that_a_reader_sees_is_kept(body: str) -> None:
    styles = f'<w:style w:styleId="Unseen"><w:rPr>{VANISH}</w:rPr></w:style>'
    styles += f'<w:style w:styleId="Banner"><w:pPr>{DARK}</w:pPr></w:style>'
    found = parsed(docx(body, styles=styles))

    assert found.pages[0].strip() == "CCS CPC"
    assert found.notes == ()


def test_a_list_style_makes_list_items() -> None:
    styles = f'<w:style w:styleId="ListBullet"><w:pPr>{LISTED}</w:pPr></w:style>'

    assert text(p("Coded charts", '<w:pStyle w:val="ListBullet"/>'), styles=styles) == "• Coded charts"


def test_strict_files_are_read_like_the_others() -> None:
    strict = word("document", f"<w:body>{p('RHIT')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert parsed(archive({"word/document.xml": strict})).pages == ("RHIT",)


def test_macros_are_not_looked_at_and_that_is_said() -> None:
    data = archive({"word/document.xml": word("document", f"<w:body>{p('RHIT')}</w:body>"), "word/vbaProject.bin": "x"})

    assert parsed(data).notes == (("macros", "the file holds macros, which were not looked at"),)


def test_a_header_outside_the_file_is_not_fetched() -> None:
    data = docx(p("RHIT"), header=p("Jordan Ellis"))
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    relations = parts["word/_rels/document.xml.rels"].decode()
    outside = relations.replace('Target="header.xml"', 'Target="http://127.0.0.1:9/header.xml" TargetMode="External"')

    assert parsed(archive({**parts, "word/_rels/document.xml.rels": outside})).pages == ("RHIT",)


# --- ODT -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<text:h>Skills</text:h><text:p>ICD-10-CM,<text:s text:c='2'/>CPT<text:line-break/>Epic<text:tab/>5</text:p>",
         "Skills\nICD-10-CM,  CPT\nEpic\t5"),
        ("<text:list><text:list-item><text:p>Coded</text:p></text:list-item><text:list-item><text:p>Trained</text:p>"
         "</text:list-item></text:list>", "• Coded\n• Trained"),
        ("<table:table><table:table-row><table:table-cell><text:p>RHIT</text:p></table:table-cell><table:table-cell>"
         "<text:p>2019</text:p></table:table-cell></table:table-row></table:table>", "RHIT  2019"),
        ("<text:p>Jordan<draw:frame><draw:text-box><text:p>RHIT</text:p></draw:text-box></draw:frame></text:p>",
         "Jordan\nRHIT"),
        ("<text:section><text:p><text:a><text:span>RHIT</text:span></text:a></text:p></text:section>", "RHIT"),
        ("<text:tracked-changes><text:p>CCA</text:p></text:tracked-changes><text:p>RHIT<office:annotation><text:p>old"
         "</text:p></office:annotation></text:p>", "RHIT"),
    ],
)  # fmt: skip
def test_an_odt_body_is_read_as_it_is_laid_out(body: str, found: str) -> None:
    assert parsed(odt(body)).pages == (found,)


def test_odt_headers_come_first_and_footers_last() -> None:
    frames = "<style:header><text:p>Jordan Ellis</text:p></style:header><style:footer><text:p>1</text:p></style:footer>"

    assert parsed(odt("<text:p>RHIT</text:p>", frames=frames)).pages == ("Jordan Ellis\nRHIT\n1",)


@pytest.mark.parametrize(
    ("properties", "seen"),
    [
        ("<style:text-properties text:display='none'/>", False),
        ("<style:text-properties fo:color='#ffffff'/>", False),
        ("<style:text-properties fo:font-size='1pt'/>", False),
        ("<style:text-properties fo:color='#ffffff' fo:background-color='#000080'/>", True),
        ("<style:text-properties fo:color='#404040' fo:font-size='9pt'/>", True),
    ],
)
def test_odt_text_is_hidden_by_its_style(properties: str, seen: bool) -> None:
    styles = f"<style:style style:name='A'>{properties}</style:style>"
    styles += "<style:style style:name='T' style:parent-style-name='A'/>"
    found = parsed(odt("<text:p>Jordan <text:span text:style-name='T'>CCS CPC</text:span></text:p>", styles))

    assert ("CCS CPC" in found.pages[0]) is seen
    assert bool(found.notes) is not seen


def test_an_encrypted_odt_is_refused_as_one() -> None:
    with pytest.raises(Refusal) as raised:
        parsed(odt("", **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}))

    assert raised.value.reason == "encrypted"


# --- archives --------------------------------------------------------------------------------------


def overlapping() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    data = bytearray(archive({"word/document.xml": word("document", p("RHIT")), "word/document2.xml": "x" * 999}))
    first, second = (m for m in range(len(data)) if data[m : m + 4] == b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def understated() -> bytes:
    """A part whose size in the directory is smaller than what it unpacks to."""
    data = bytearray(archive({"word/document.xml": word("document", p("A" * 9999))}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (overlapping(), LIMITS, "corrupt"),
        (understated(), LIMITS, "corrupt"),
        (docx(p("RHIT" * 100)), Limits(unpacked=900), "too_large"),
        (docx(p("RHIT")), Limits(entries=2), "too_large"),
        (archive({"word/document.xml": "<w:document"}), LIMITS, "corrupt"),
        (archive({"word/document.xml": word("settings", "")}), LIMITS, "unsupported"),
    ],
    ids=["overlapping", "understated", "unpacked", "entries", "xml", "root"],
)
def test_an_archive_is_checked_before_it_is_believed(data: bytes, limits: Limits, reason: str) -> None:
    with pytest.raises(Refusal) as raised:
        read(data, limits)

    assert raised.value.reason == reason
