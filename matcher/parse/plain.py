"""Bytes -> text, for what needs no parser."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from .shape import Limits, Parsed, Refusal

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of utf-16-le, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LIKELY = "cp1252"  # what American programs write when they do not write UTF-8
SAMPLE = 64_000
UNREADABLE = 0.05  # share of controls and unknown characters from which on bytes are no text


def read(data: bytes, limits: Limits) -> Parsed:
    """The text, and a note where its encoding had to be guessed. Raises Refusal: unsupported."""
    # A character takes four bytes at most: what lies beyond would be cut off anyway.
    text, notes = decoded(data[: 4 * limits.characters + 4])
    if not _is_text(text):
        raise Refusal("unsupported", "it is no text and no kind of document that is read here\n" + KINDS)
    return Parsed((text,), notes, "text")


KINDS = "hint: save it as PDF, DOCX, ODT, RTF, HTML or plain text"


def decoded(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text of the bytes, and a note where it may be wrong."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    try:
        return _utf8(data), ()
    except UnicodeDecodeError:
        return _guessed(data)


def _utf8(data: bytes) -> str:
    # The sample may end inside a character.
    return codecs.getincrementaldecoder("utf-8")().decode(data)


def _guessed(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(char > "\x7f" for char in text) - broken > 2 * broken:
        return text, (("bytes_replaced", "some bytes of the text are not valid UTF-8"),)
    encoding = _wide(data) or _by_statistics(data[:SAMPLE])
    return data.decode(encoding, "replace"), (("encoding_guessed", f"the text was read as {encoding}"),)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of English text is zero."""
    sample = data[:SAMPLE]
    if sample[1::2].count(0) > len(sample) // 5:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > len(sample) // 5 else None


def _by_statistics(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # a fiftieth of a second to import, and seldom needed

    found = [match.encoding for match in from_bytes(sample)]
    return LIKELY if LIKELY in found or not found else found[0]


def _is_text(text: str) -> bool:
    sample = text[:SAMPLE]
    return _odd(sample) <= UNREADABLE * len(sample)


def _odd(text: Iterable[str]) -> int:
    return sum(
        char == "\ufffd" or "\x7f" <= char < "\xa0" or (char < " " and char not in "\t\n\r\f\v") for char in text
    )
