"""HTML -> text: a line for each block, list item and row of a table.

A page that carries the ad's own data (schema.org JobPosting as JSON-LD) is read by it where it says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import jobposting
from .lines import BULLET, is_white, row
from .plain import BOMS, decoded
from .shape import Limits, Parsed, Refusal, hidden_note

UNSHOWN = {
    "head", "script", "style", "template", "noscript", "svg", "iframe", "object", "select", "datalist", "title",
    "audio", "video", "canvas", "math", "textarea", "-comment", "!doctype",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
    "caption",
}  # fmt: skip
CELLS = {"td", "th"}
ENDS_LINE = BLOCKS | CELLS | {"li", "tr", "br"}
APART = {"h1", "h2", "h3", "h4", "h5", "h6", "section", "table"}  # an empty line stands before these
HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(;|$|!)|"
    r"font-size\s*:\s*(0|1)(\.\d+)?(px|pt)?\s*(;|$|!)|text-indent\s*:\s*-\d{3,}|(left|top)\s*:\s*-\d{3,}|"
    r"clip\s*:\s*rect\(\s*[01](px)?\b",
    re.IGNORECASE,
)
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;]+)", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([-\w]+)", re.IGNORECASE)
# What a sheet says for paper or small screens only is no part of the page that most people see.
COMMENT, AT_BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MOST_RULES = 200
BLANKS = re.compile(r"[ \t\r\n\f]+")


def read(data: bytes, limits: Limits) -> Parsed:  # noqa: ARG001 - every parser is called alike
    """The text, as one page. Raises Refusal: no_text_found."""
    markup, notes = _markup(data)
    text, hidden = text_of(markup)
    if "ld+json" in markup.lower():
        text, told = _with_own_data(markup, text)
        notes += told
    if not text.strip():
        raise Refusal("no_text_found", "it holds no text that a reader would see\nhint: save the page as plain text")
    return Parsed((text,), hidden_note(hidden) + notes, "html")


MOST_DATA = 1_000_000  # characters of JSON-LD: no ad comes near


def _with_own_data(markup: str, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with what the page's JobPosting says beyond it, and notes on what was read."""
    scripts = [s.text(deep=True) for s in LexborHTMLParser(markup).css("script[type*='ld+json' i]")]
    if sum(map(len, scripts)) > MOST_DATA:
        return text, (jobposting.BROKEN,)
    postings, notes = jobposting.scripted(scripts)
    if not postings:
        return text, notes
    posting, several = jobposting.chosen(postings, text)
    text, told = jobposting.beside_page(text, jobposting.offer_of(posting, text_of))
    return text, (*notes, *told, *several)


def text_of(markup: str) -> tuple[str, list[str]]:
    """The text that a reader sees, and the pieces that none does."""
    page = LexborHTMLParser(markup)
    sheet, writer = _Sheet(page), _Writer()
    hidden: list[str] = []
    for node, ends in _events(page.root, sheet, hidden):
        if ends:
            writer.end(node.tag or "")
        elif node.tag == "-text":
            writer.write(node.text_content or "", verbatim=node.parent is not None and node.parent.tag == "pre")
        else:
            writer.begin(node.tag or "")
    return writer.text(), hidden


def _events(root: LexborNode | None, sheet: _Sheet, hidden: list[str]) -> Iterator[tuple[LexborNode, bool]]:
    """Each node that is shown, and again where it ends; without recursion, for pages nest as deep as they please."""
    waiting = [(root, False)] if root is not None else []
    while waiting:
        node, ends = waiting.pop()
        if ends:
            yield node, True
        elif node.tag in UNSHOWN:
            continue
        elif node.tag != "-text" and sheet.hides(node):
            hidden.append(node.text(deep=True, separator=" "))
        else:
            yield node, False
            waiting.append((node, True))
            child = node.last_child
            while child is not None:
                waiting.append((child, False))
                child = child.prev


def _markup(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    named = CHARSET.search(data[:4096])
    if named is not None and not data.startswith(tuple(mark for mark, _ in BOMS)):
        try:
            # Pages that say Latin-1 mean Windows-1252: the standard reads them so.
            encoding = named[1].decode("ascii").lower()
            return data.decode("cp1252" if encoding in ("iso-8859-1", "latin-1", "us-ascii") else encoding), ()
        except (LookupError, UnicodeDecodeError):
            pass  # the page is mistaken about itself
    return decoded(data)


class _Sheet:
    """What the page's own style sheets and attributes hide."""

    def __init__(self, page: LexborHTMLParser) -> None:
        sheet = " ".join(style.text(deep=True) for style in page.css("style"))
        rules = RULE.findall(AT_BLOCK.sub(" ", COMMENT.sub(" ", sheet)))[:MOST_RULES]
        found = (node for selectors, body in rules if HIDES.search(body) for node in _matches(page, selectors))
        self.hidden = {node.mem_id for node in found}
        self.paints = "background" in sheet or page.css_first("link[rel=stylesheet]") is not None

    def hides(self, node: LexborNode) -> bool:
        """True for an element that nobody sees, with all that is in it."""
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or HIDES.search(style) or node.mem_id in self.hidden:
            return True
        colour = COLOUR.search(style)
        ink = colour[1] if colour else attributes.get("color") if node.tag == "font" else None
        return is_white(ink) and not self._is_painted(node)

    def _is_painted(self, node: LexborNode | None) -> bool:
        while node is not None:
            attributes = node.attributes
            if "background" in (attributes.get("style") or "") or "bgcolor" in attributes:
                return True
            if self.paints and ("class" in attributes or "id" in attributes):
                return True
            node = node.parent
        return False


def _matches(page: LexborHTMLParser, selectors: str) -> list[LexborNode]:
    try:
        return page.css(selectors.strip())
    except Exception:  # noqa: BLE001 - a selector that this parser does not know; browsers skip what they do not know
        return []


class _Writer:
    """Lines in the making; ``rows`` holds the rows that are open, each with the lines before it and its cells."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.rows: list[tuple[list[str], list[list[str]]]] = []
        self.mark = ""

    def begin(self, tag: str) -> None:
        ended = tag in ENDS_LINE and self._end_line()
        if tag == "li":
            self.mark = BULLET
        elif tag == "tr":
            self.rows.append((self.lines, []))
            self.lines = []
        elif tag in CELLS:
            self.lines = []
        elif tag in APART or (tag == "br" and not ended):
            self._leave_gap()

    def end(self, tag: str) -> None:
        if tag in ENDS_LINE and tag != "br":
            self._end_line()
        if tag in CELLS and self.rows:
            self.rows[-1][1].append(self.lines)
            self.lines = []
        elif tag == "tr" and self.rows:
            self.lines, cells = self.rows.pop()
            self.lines += [line for line in row(cells) if line]

    def write(self, text: str, verbatim: bool) -> None:
        """More of the line; line ends in the source are blanks, except where the page says they are not."""
        if not verbatim:
            text = BLANKS.sub(" ", text)
            self.line.append(text[1:] if text[:1] == " " and self.line and self.line[-1][-1:] == " " else text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            self.line.append(line)

    def _end_line(self) -> bool:
        line = "".join(self.line).strip(" ")
        self.line = []
        if line:
            self.lines.append(self.mark + line)
            self.mark = ""
        return bool(line)

    def _leave_gap(self) -> None:
        if self.lines and self.lines[-1] and not self.rows:
            self.lines.append("")

    def text(self) -> str:
        """All lines; those of a row that was never closed too."""
        self._end_line()
        for before, cells in reversed(self.rows):
            self.lines = [*before, *(line for cell in cells for line in cell), *self.lines]
        self.rows = []
        return "\n".join(self.lines)
