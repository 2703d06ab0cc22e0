"""RTF -> text, by striprtf; what it does not know of is put right before: hidden text, headers, cells."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from .lines import is_white
from .shape import Limits, Parsed, Refusal, hidden_note

TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\[^a-zA-Z]|[{}]|[^\\{}]+", re.DOTALL)
# Headers and footers are destinations, which striprtf leaves out; the first line of a résumé often stands in one.
FRAME = re.compile(r"\{\\(?:header|footer)[lrf]?\b ?")
CELL = re.compile(r"\\(?:nest)?cell\b ?")
PICTURE = re.compile(r"[0-9a-fA-F\r\n]{256,}")  # the bytes of a picture in hex, by the megabyte
LIST_MARK = re.compile(r"^[ \t]*[·•▪§o\uf000-\uf0ff]\t[ \t]*", re.MULTILINE)
COLOUR = re.compile(r"\\red(\d{1,3})\\green(\d{1,3})\\blue(\d{1,3})")
SHADES = re.compile(r"\\(?:highlight|chcbpat|cbpat|clcbpat|cb)[1-9]")


def read(data: bytes, limits: Limits) -> Parsed:  # noqa: ARG001 - every parser is called alike
    """The text, as one page. Raises Refusal: no_text_found."""
    markup = data.decode("latin-1")
    shown, hidden = _shown(FRAME.sub("{", PICTURE.sub("", markup)))
    text: str = rtf_to_text(CELL.sub("{}  ", shown), errors="replace")  # type: ignore[no-untyped-call]
    text = LIST_MARK.sub("• ", text)
    if not text.strip():
        raise Refusal("no_text_found", "it holds no text that a reader would see\nhint: export it as a PDF with text")
    return Parsed((text,), hidden_note(hidden), "rtf")


def _shown(markup: str) -> tuple[str, list[str]]:
    """The markup without the text that is marked hidden or white on white, and that text."""
    white = _white(markup)
    if not white and r"\v" not in markup:
        return markup, []
    kept: list[str] = []
    hidden: list[str] = []
    states, state = [], False
    for token in TOKEN.finditer(markup):
        word, number, byte = token[1], token[2], token[3]
        if token[0] == "{":
            states.append(state)
        elif token[0] == "}":
            state = states.pop() if states else False
        elif word:
            state = _state(word, number, state, white)
        elif state:
            hidden.append(chr(int(byte, 16)) if byte else token[0])
            continue
        kept.append(token[0])
    return "".join(kept), hidden


def _state(word: str, number: str | None, state: bool, white: set[str]) -> bool:
    if word == "v":
        return number != "0"
    if word == "cf":
        return number in white
    return False if word == "plain" else state


def _white(markup: str) -> set[str]:
    """The numbers of the colours that nobody sees; none where the file paints backgrounds."""
    start = markup.find(r"{\colortbl")
    if start < 0 or SHADES.search(markup):
        return set()
    entries = markup[start : markup.find("}", start)].split(";")
    colours = ((number, COLOUR.search(entry)) for number, entry in enumerate(entries))
    return {str(number) for number, found in colours if found and is_white("rgb({},{},{})".format(*found.groups()))}
