"""What a file is, by its first bytes; its name is not asked."""

from __future__ import annotations

import codecs
import re

from .shape import Refusal

AS_DOCX_OR_PDF = "hint: save it as DOCX or PDF"
AS_TEXT = "hint: export it as a PDF with text, or as DOCX"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body|title|meta|div|p|table|h[1-6]|ul|ol|section|"
    rb"article|span|b|strong|center|main|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)
REFUSED = (
    (b"\xff\xd8\xff", f"it is a picture (JPEG)\n{AS_TEXT}"),
    (b"\x89PNG", f"it is a picture (PNG)\n{AS_TEXT}"),
    (b"GIF8", f"it is a picture (GIF)\n{AS_TEXT}"),
    (b"II*\0", f"it is a picture (TIFF)\n{AS_TEXT}"),
    (b"MM\0*", f"it is a picture (TIFF)\n{AS_TEXT}"),
    (b"\xffWPC", f"it is a WordPerfect document\n{AS_DOCX_OR_PDF}"),
    (b"%!PS", f"it is a PostScript file\n{AS_DOCX_OR_PDF}"),
    (b"PK\x05\x06", "it is an empty archive\nhint: send the document itself"),
    (b"PK\x07\x08", "it is one part of a split archive\nhint: send the document itself"),
    (b"\x1f\x8b", "it is a compressed archive\nhint: send the document itself"),
    (b"7z\xbc\xaf", "it is a compressed archive\nhint: send the document itself"),
    (b"Rar!", "it is a compressed archive\nhint: send the document itself"),
)
NAMED = {
    "pdf": "pdf", "docx": "docx", "docm": "docx", "odt": "odt", "rtf": "rtf", "html": "html", "htm": "html",
    "txt": "text", "md": "text", "json": "json", "doc": "doc",
}  # fmt: skip


def kind_of(data: bytes) -> str:
    """One of pdf, package (DOCX or ODT), rtf, html, json and text. Raises Refusal: unsupported or encrypted."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "package"
    if data.startswith(b"{\\rt"):
        return "rtf"
    _refuse(data)
    start = _narrow(data[:4096])
    if HTML.match(start):
        return "html"
    if start.lstrip().startswith(b"<?xml"):
        raise Refusal("unsupported", f"it is an XML file of a kind that is not read here\n{AS_DOCX_OR_PDF}")
    return "json" if start.lstrip()[:1] in (b"{", b"[") else "text"


def _refuse(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ENCRYPTED_PACKAGE in data:
            raise Refusal("encrypted", "it opens only with a password\nhint: save it without a password")
        raise Refusal("unsupported", f"it is a document of Word 2003 or older (.doc)\n{AS_DOCX_OR_PDF}")
    for start, message in REFUSED:
        if data.startswith(start):
            raise Refusal("unsupported", message)
    # Some readers would take it for a PDF and some for what stands before: it is two things at once.
    if b"%PDF-" in data[:1024] or (b"endobj" in data and b"startxref" in data):
        raise Refusal("unsupported", "it is a PDF that does not begin as one\nhint: export the PDF again")


def _narrow(start: bytes) -> bytes:
    """The first bytes without a byte order mark, one byte to a character."""
    if start.startswith(codecs.BOM_UTF8):
        return start[3:]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(encoding, "replace").encode("latin-1", "replace")
    return start


def contradiction(name: str | None, kind: str) -> tuple[tuple[str, str], ...]:
    """The note that a file is not what its name says; nothing where it is, or where the name says nothing."""
    ending = name.rpartition(".")[2].lower() if name and "." in name else ""
    said = NAMED.get(ending)
    if said is None or said == kind or (said, kind) == ("text", "json"):
        return ()
    return (("other_kind", f"the file is named .{ending} and was read as what it is: {kind}"),)
