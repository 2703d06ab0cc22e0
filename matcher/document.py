"""Bytes or a file -> ``Document``: the text that everything else points into."""

from __future__ import annotations

import hashlib
from itertools import accumulate
from pathlib import Path

from matcher.errors import Corrupt, Empty, Encrypted, NoText, TooComplex, TooLarge, UnreadableDocument, Unsupported
from matcher.parse import plain, worker
from matcher.parse.kind import contradiction, kind_of
from matcher.parse.shape import MEGABYTE, Limits, Parsed, Refusal
from matcher.parse.tidy import tidy
from matcher.report import Document, Warning

__all__ = ["Limits", "error_of", "read_document", "text_document"]

LIMITS = Limits()
ERRORS = {error.reason: error for error in (Corrupt, Empty, Encrypted, NoText, TooComplex, TooLarge, Unsupported)}


def read_document(source: bytes | Path, name: str | None = None, *, limits: Limits = LIMITS) -> Document:
    """The text of a PDF, DOCX, ODT, RTF, HTML, JSON or plain text file, with what a reader should know of it.

    What the bytes are decides, not ``name``, which only serves messages. Everything but plain
    text is parsed in a child process that is killed after ``limits.seconds``. Text that no reader
    would see is left out, with a warning. Raises a subclass of UnreadableDocument.
    """
    label = _label(name if name is not None or isinstance(source, bytes) else source.name)
    data = _bytes(source, label, limits)
    try:
        parsed = _parsed(data, limits)
    except Refusal as refusal:
        raise error_of(refusal, label) from None
    return _document(parsed, data, name, limits)


def error_of(refusal: Refusal, label: str) -> UnreadableDocument:
    """A parser's refusal as the error that is its own."""
    return ERRORS.get(refusal.reason, Corrupt)(f"{label} cannot be read: {refusal.message}")


def text_document(text: str, limits: Limits = LIMITS) -> Document:
    """A text in hand as a document of one page: offsets into it are offsets into the text as it was given.

    Only what no file can hold is changed (NUL, halves of surrogate pairs), and carriage returns;
    what is longer than ``limits.characters`` is cut, with a warning.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    clean = whole[: limits.characters]
    cut = (_cut_warning(limits),) if len(whole) > len(clean) else ()
    return Document(clean, hashlib.sha256(clean.encode()).hexdigest(), warnings=cut)


def _cut_warning(limits: Limits) -> Warning:
    return Warning("text_cut", f"only the first {limits.characters:,} characters were read")


def _label(name: str | None) -> str:
    """The name as it is safe to print: escaped, and not too long."""
    if not name:
        return "the document"
    return repr(name if len(name) <= 80 else f"{name[:40]}…{name[-30:]}")


def _bytes(source: bytes | Path, label: str, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(limits.upload + 1)
        except OSError as error:
            raise UnreadableDocument(f"{label} cannot be opened: {error.strerror}") from error
    if len(data) > limits.upload:
        most = f"{limits.upload / MEGABYTE:g} MB"
        raise TooLarge(f"{label} is larger than {most}\nhint: leave out its pictures, or save it as plain text")
    return data


def _parsed(data: bytes, limits: Limits) -> Parsed:
    if not data.strip():
        raise Refusal("empty", "it is empty")
    kind = kind_of(data)
    return plain.read(data, limits) if kind == "text" else worker.parsed(kind, data, limits)


def _document(parsed: Parsed, data: bytes, name: str | None, limits: Limits) -> Document:
    pages = [tidy(page) for page in parsed.pages]
    text = "\n".join(pages)
    warnings = [Warning(code, message) for code, message in (*parsed.notes, *contradiction(name, parsed.kind))]
    if max(len(text), sum(map(len, parsed.pages))) > limits.characters:
        text = text[: limits.characters]
        warnings.append(_cut_warning(limits))
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0)
    return Document(
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=parsed.kind,
        pages=tuple(start for start in starts if start <= len(text)),
        warnings=tuple(warnings),
    )
