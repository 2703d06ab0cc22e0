"""PDF -> text."""

from __future__ import annotations

import io
import logging
from typing import Any, NamedTuple

from .layout import text_of
from .pdfium import opened, opened_page, page_count
from .shape import Limits, Parsed, Refusal, hidden_note
from .sight import seen_on

AS_TEXT = "hint: export the document as text, or as a PDF with its text"
SECOND_READER = (
    "second_reader",
    "the file is damaged: its text was recovered, in no certain order, hidden text included",
)


class _Page(NamedTuple):
    text: str = ""
    hidden: str = ""
    scan: bool = False


def read(data: bytes, limits: Limits) -> Parsed:
    """The text of each page, in reading order, without what no reader would see.

    Raises Refusal: encrypted, corrupt, no_text_found.
    """
    try:
        with opened(data) as document:
            count = page_count(document)
            pages = _pages(document, min(count, limits.pages), limits.characters)
    except Refusal as refusal:
        if refusal.reason != "corrupt":
            raise
        return _second_opinion(data, limits, refusal)
    if any(page.text.strip() for page in pages):
        return Parsed(tuple(page.text for page in pages), _notes(pages, count, limits), "pdf")
    nothing = Refusal("no_text_found", f"{_why_no_text(pages)}\n{AS_TEXT}")
    # Another reader would not know what is hidden: it is asked only where there was nothing at all.
    if any(page.hidden or page.scan for page in pages):
        raise nothing
    return _second_opinion(data, limits, nothing)


def _notes(pages: list[_Page], count: int, limits: Limits) -> tuple[tuple[str, str], ...]:
    notes = list(hidden_note([page.hidden for page in pages]))
    if count > limits.pages:
        notes.append(("pages_cut", f"only the first {limits.pages} of {count} pages were read"))
    for number, page in enumerate(pages, 1):
        if page.scan and not page.text.strip():
            notes.append(("page_without_text", f"page {number} holds an image and no text"))
    return tuple(notes)


def _why_no_text(pages: list[_Page]) -> str:
    if any(page.hidden for page in pages):
        return "readers would see none of its text"
    return "it holds images of pages and no text" if any(page.scan for page in pages) else "its pages hold no text"


def _pages(document: Any, count: int, characters: int) -> list[_Page]:
    pages: list[_Page] = []
    for index in range(count):
        pages.append(_page(document, index))
        characters -= len(pages[-1].text)
        if characters < 0:
            break
    return pages


def _page(document: Any, index: int) -> _Page:
    with opened_page(document, index) as page:
        if page is None:
            return _Page()
        sight = seen_on(page)
    return _Page(text_of(sight.seen, sight.dots), text_of(sight.hidden), sight.scan)


def _second_opinion(data: bytes, limits: Limits, refusal: Refusal) -> Parsed:
    """What pypdf makes of a file that gave nothing; the first refusal where it makes nothing of it either."""
    import pypdf  # a fifth of a second to import, and seldom needed

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = tuple(page.extract_text() for _, page in zip(range(limits.pages), reader.pages, strict=False))
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise; the file is at fault
        raise refusal from None
    if not any(page.strip() for page in pages):
        raise refusal
    return Parsed(pages, (SECOND_READER,), "pdf")
