"""Small files of every kind that is read, made on the spot: nobody's real résumé is in the repository."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

WIDTH, HEIGHT = 612, 792  # points: US letter
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


# --- PDF -------------------------------------------------------------------------------------------


def pdf(*pages: str, rotate: int = 0, extra: Mapping[int, bytes] | None = None, resources: str = "") -> bytes:
    """One page for each string of drawing operators.

    /F1 is Helvetica, /F2 Helvetica-Bold; ``extra`` holds objects of yours, by numbers from 5 on without a gap.
    """
    mine = dict(extra or {})
    first = 5 + len(mine)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        *(mine[number] for number in sorted(mine)),
    ]
    for i, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Contents {first + 2 * i + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> >>".encode()
        )
        objects.append(stream(page.encode("cp1252")))
    return pdf_file(objects)


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object, as it stands."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries.encode(), content)


def pdf_file(objects: Iterable[bytes]) -> bytes:
    """Objects numbered from 1, with the table of their offsets that a PDF ends in."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(offsets) + 1, rows)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, len(body))
    return body + table + end


def show(text: str, x: float = 72, y: float = 700, size: float = 11, font: str = "F1") -> str:
    """The operators that draw one line of text; ``y`` is counted from the foot of the page."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def lines(*texts: str, x: float = 72, y: float = 720, size: float = 11, leading: float = 14) -> str:
    """The operators that draw one line under the other."""
    return "".join(show(text, x, y - leading * i, size) for i, text in enumerate(texts))


def box(x: float, y: float, width: float, height: float, colour: str = "0 0 0") -> str:
    """The operators that paint a rectangle, and leave the colour black after it."""
    return f"{colour} rg {x} {y} {width} {height} re f 0 g\n"


def picture(width: float, height: float) -> str:
    """The operators that paint the image /Im over the foot of the page."""
    return f"q {width} 0 0 {height} 0 0 cm /Im Do Q\n"


def image() -> bytes:
    """An image object: two grey pixels."""
    entries = "/Type /XObject /Subtype /Image /Width 2 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return stream(b"\xe0\xf0", entries)


def deflated(content: bytes, times: int = 1, entries: str = "") -> bytes:
    """A stream compressed ``times`` over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, f"/Filter [{' /FlateDecode' * times}] {entries}")


# --- archives --------------------------------------------------------------------------------------


def archive(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX file. Keywords add parts that the document points at: ``header="<w:p>..."``, ``footer=``, ``styles=``."""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{R}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    roots = {"header": "hdr", "footer": "ftr", "styles": "styles"}
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
            **{f"word/{name}.xml": word(roots[kinds[name]], content) for name, content in parts.items()},
        }
    )


def word(root: str, content: str) -> str:
    """One part of a DOCX file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
        f"{content}</w:{root}>"
    )


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run; both kinds of properties are XML."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(*rows: Iterable[str]) -> str:
    """A table of cells, each the XML of its paragraphs."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def odt(body: str, styles: str = "", frames: str = "", **more: bytes) -> bytes:
    """An ODT file: ``styles`` are automatic ones, ``frames`` stand in the master page."""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {OFFICE}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {OFFICE}><office:master-styles><style:master-page>{frames}"
            "</style:master-page></office:master-styles></office:document-styles>",
            **more,
        }
    )
