"""An archive is a DOCX file, an ODT file, or nothing that is read here."""

from __future__ import annotations

from . import docx, odt
from .package import Package
from .shape import Limits, Parsed, Refusal

ODT = b"application/vnd.oasis.opendocument.text"
OTHERS = {
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": "a presentation",
    "word/document.bin": "a binary Word document",
}
AS_DOCX_OR_PDF = "hint: save it as DOCX or PDF"


def read(data: bytes, limits: Limits) -> Parsed:
    """The text of a DOCX or ODT file. Raises Refusal: unsupported for any other archive."""
    package = Package(data, limits)
    if package.has("mimetype") and package.part("mimetype").strip().startswith(ODT):
        return odt.read(package, limits.characters)
    if package.has(docx.main_part(package)):
        return docx.read(package, limits.characters)
    for name, what in OTHERS.items():
        if package.has(name):
            raise Refusal("unsupported", f"it is {what}\n{AS_DOCX_OR_PDF}")
    raise Refusal("unsupported", "it is an archive and no document\nhint: send the document itself, as DOCX or PDF")
