"""A ZIP of documents -> the documents, with every size checked before anything is unpacked."""

from __future__ import annotations

from matcher.document import error_of
from matcher.errors import TooLarge
from matcher.parse.package import Package
from matcher.parse.shape import Limits, Refusal

# What word processors put into their files, and nobody into a ZIP of files.
DOCUMENT_PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "content.xml", "mimetype")
# Macintosh programs add a hidden file for each one.
HIDDEN = ("__MACOSX/", ".")


def is_archive(data: bytes) -> bool:
    """True for a ZIP that is no document itself. Raises what ``read_document`` does."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    package = _package(data, Limits(unpacked=1 << 40, ratio=1 << 40, entries=100_000))
    return not any(package.has(part) for part in DOCUMENT_PARTS)


def files_of(data: bytes, most: int, files: int) -> tuple[tuple[str, bytes], ...]:
    """The files of a ZIP with their names, in its own order: ``most`` bytes together, ``files`` at most.

    Raises TooLarge, and what ``read_document`` raises for a broken archive.
    """
    package = _package(data, Limits(unpacked=most))
    names = [name for name in package.names() if not name.endswith("/") and not _hidden(name)]
    if len(names) > files:
        raise TooLarge(f"the archive holds {len(names):,} files\nhint: send {files} at most at once")
    try:
        return tuple((name, package.part(name)) for name in names)
    except Refusal as refusal:
        raise error_of(refusal, "the archive") from None


def _hidden(name: str) -> bool:
    return name.startswith(HIDDEN[0]) or name.rpartition("/")[2].startswith(HIDDEN[1])


def _package(data: bytes, limits: Limits) -> Package:
    try:
        return Package(data, limits)
    except Refusal as refusal:
        raise error_of(refusal, "the archive") from None
