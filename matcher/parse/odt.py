"""ODT -> text: headers, body with its lists, tables and text boxes, footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from .lines import BULLET, TINY, is_white, row, upto
from .package import Package, child, local, value
from .shape import Parsed, Refusal, hidden_note

SKIPPED = {
    "tracked-changes", "annotation", "annotation-end", "note", "bookmark", "forms", "sequence-decls", "variable-decls",
    "user-field-decls", "shapes", "script", "title", "desc", "image", "object", "ruby-text", "event-listeners",
}  # fmt: skip
SPACES = 100  # a run of blanks longer than this is no layout


@dataclass(frozen=True, slots=True)
class _Style:
    hidden: bool = False
    white: bool | None = None
    shaded: bool | None = None
    parent: str | None = None


@dataclass(slots=True)
class _Reader:
    styles: dict[str, _Style]
    painted: bool
    hidden: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text here is shown, by the styles around it."""

    hidden: bool = False
    white: bool = False
    shaded: bool = False

    def within(self, style: _Style) -> _Look:
        white = self.white if style.white is None else style.white
        return _Look(self.hidden or style.hidden, white, self.shaded or bool(style.shaded))


def read(package: Package, characters: int) -> Parsed:
    """The text, as one page, and no more than is needed of it. Raises Refusal: encrypted, no_text_found."""
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise Refusal("encrypted", "it opens only with a password\nhint: save it without a password")
    if not package.has("content.xml"):
        raise Refusal("corrupt", "its text is missing\nhint: save it again")
    content = package.xml("content.xml")
    styles = package.xml("styles.xml") if package.has("styles.xml") else content
    reader = _Reader(_styles(styles, content), any(local(one) == "image" for one in content.iter("{*}image")))
    body = child(child(content, "body"), "text")
    lines = () if body is None else _blocks(body, reader, _Look())
    text = "\n".join(
        upto(chain(_frames(styles, "header", reader), lines, _frames(styles, "footer", reader)), characters)
    )
    if not text.strip():
        raise Refusal("no_text_found", "it holds no text that a reader would see\nhint: export it as a PDF with text")
    return Parsed((text,), hidden_note(reader.hidden), "odt")


def _frames(styles: etree._Element, kind: str, reader: _Reader) -> Iterator[str]:
    seen: set[str] = set()
    pages = child(styles, "master-styles")
    for frame in () if pages is None else pages.iter(f"{{*}}{kind}"):
        text = "\n".join(_blocks(frame, reader, _Look()))
        if text.strip() and text not in seen:
            seen.add(text)
            yield text


def _styles(*roots: etree._Element) -> dict[str, _Style]:
    own = {
        name: _style(style)
        for root in roots
        for style in root.iter("{*}style")
        if (name := value(style, "name")) is not None
    }
    return {name: _resolved(name, own) for name in own}


def _style(style: etree._Element) -> _Style:
    text = child(style, "text-properties")
    colour, size = value(text, "color"), (value(text, "font-size") or "").removesuffix("pt")
    grounds = [value(properties, "background-color") for properties in style]
    tiny = size.replace(".", "", 1).isdigit() and float(size) < TINY
    return _Style(
        hidden=value(text, "display") == "none" or tiny,
        white=None if colour is None else is_white(colour),
        shaded=any(ground not in (None, "transparent") and not is_white(ground) for ground in grounds) or None,
        parent=value(style, "parent-style-name"),
    )


def _resolved(name: str, own: dict[str, _Style]) -> _Style:
    style, seen = own[name], {name}
    while style.parent in own and style.parent not in seen:
        seen.add(style.parent)
        base = own[style.parent]
        white = base.white if style.white is None else style.white
        style = _Style(style.hidden or base.hidden, white, style.shaded or base.shaded, base.parent)
    return style


# --- paragraphs, lists and tables ------------------------------------------------------------------


def _blocks(parent: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name in ("p", "h"):
            yield from _paragraph(element, reader, look)
        elif name == "list":
            yield from _list(element, reader, look)
        elif name == "table":
            yield from _table(element, reader, look)
        elif name not in SKIPPED and len(element):
            yield from _blocks(element, reader, look)


def _paragraph(paragraph: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    boxes: list[etree._Element] = []
    look = look.within(_style_of(paragraph, reader))
    yield "".join(_inline(paragraph, reader, look, boxes))
    for box in boxes:
        yield from _blocks(box, reader, _Look(look.hidden, look.white, look.shaded or reader.painted))


def _style_of(element: etree._Element, reader: _Reader) -> _Style:
    return reader.styles.get(value(element, "style-name") or "", _Style())


def _inline(element: etree._Element, reader: _Reader, look: _Look, boxes: list[etree._Element]) -> Iterator[str]:
    yield from _shown(element.text, reader, look)
    for one in element:
        name = local(one)
        if name == "s":
            yield " " * min(int(value(one, "c") or 1), SPACES)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name == "text-box":
            boxes.append(one)
        elif name in ("hidden-text", "hidden-paragraph"):
            reader.hidden.append(value(one, "string-value") or "".join(map(str, one.itertext())))
        elif name not in SKIPPED:
            yield from _inline(one, reader, look.within(_style_of(one, reader)), boxes)
        yield from _shown(one.tail, reader, look)


def _shown(text: str | None, reader: _Reader, look: _Look) -> Iterator[str]:
    if not text:
        return
    if look.hidden or (look.white and not look.shaded):
        reader.hidden.append(text)
    else:
        yield " ".join(text.split(" ")) if "\n" not in text else " ".join(text.split())


def _list(items: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    for item in items:
        first = True
        for line in _blocks(item, reader, look):
            bare = first and line.strip() and not line.startswith(BULLET)
            yield BULLET + line.lstrip() if bare else line
            first = first and not line.strip()


def _table(table: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    for one in table:
        if local(one) == "table-row":
            yield from row([list(_blocks(cell, reader, look.within(_style_of(cell, reader)))) for cell in one])
        elif local(one) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _table(one, reader, look)
