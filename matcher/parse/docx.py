"""DOCX -> text: headers, body with its tables and text boxes, footers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from lxml import etree

from .lines import BULLET, TINY, is_white, row, upto
from .package import Package, child, local, value
from .shape import Parsed, Refusal, hidden_note

MACROS = "vbaProject.bin"
# Wrappers around what is shown, and what is not shown: deleted text, and the other half of what was moved.
INSIDE = {
    "sdt", "sdtContent", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "ruby",
    "rubyBase", "oMath", "oMathPara",
}  # fmt: skip
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}
PAPER = ("background1", "light1", "bg1", "lt1")
FILLS = {"solidFill", "gradFill", "pattFill", "blipFill"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says of the text in it; None where it says nothing."""

    vanish: bool | None = None
    colour: str | None = None
    size: float | None = None
    shaded: bool | None = None
    numbered: bool | None = None

    def over(self, base: _Look) -> _Look:
        said = {name: mine for name in _Look.__slots__ if (mine := getattr(self, name)) is not None}
        return replace(base, **said)

    @property
    def hidden(self) -> bool:
        tiny = self.size is not None and self.size < TINY
        return bool(self.vanish) or tiny or (is_white(self.colour) and not self.shaded)


@dataclass(slots=True)
class _Reader:
    """What is known while a document is walked: its styles, and the hidden text found so far."""

    styles: dict[str, _Look]
    painted: bool
    hidden: list[str] = field(default_factory=list)


def main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    for target in _related(package, "", "officeDocument"):
        return target
    return "word/document.xml"


def read(package: Package, characters: int) -> Parsed:
    """The text, as one page, and no more than is needed of it. Raises Refusal: unsupported, no_text_found."""
    main = main_part(package)
    root = package.xml(main)
    body = child(root, "body")
    if local(root) != "document" or body is None:
        raise Refusal("unsupported", "it is an Office file and no document\nhint: save it as DOCX or PDF")
    reader = _Reader(_styles(package, main), _is_painted(root))
    header, footer = (_frames(package, main, kind, reader) for kind in ("header", "footer"))
    text = "\n".join(upto(chain(header, _blocks(body, reader, _Look()), footer), characters))
    if not text.strip():
        raise Refusal("no_text_found", "it holds no text that a reader would see\nhint: export it as a PDF with text")
    macros = any(name.endswith(MACROS) for name in package.names())
    notes = (("macros", "the file holds macros, which were not looked at"),) if macros else ()
    return Parsed((text,), hidden_note(reader.hidden) + notes, "docx")


def _frames(package: Package, main: str, kind: str, reader: _Reader) -> Iterator[str]:
    """The lines of the headers or footers; those of first, odd and even pages often say the same."""
    seen: set[str] = set()
    for name in _related(package, main, kind):
        text = "\n".join(_blocks(package.xml(name), reader, _Look())) if package.has(name) else ""
        if text.strip() and text not in seen:
            seen.add(text)
            yield text


def _related(package: Package, part: str, kind: str) -> Iterator[str]:
    """The parts that ``part`` points at with relations of one kind; nothing outside the file."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    for relation in package.xml(relations) if package.has(relations) else ():
        target = value(relation, "Target") or ""
        if (value(relation, "Type") or "").endswith(f"/{kind}") and value(relation, "TargetMode") != "External":
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


# --- styles ----------------------------------------------------------------------------------------


def _styles(package: Package, main: str) -> dict[str, _Look]:
    own: dict[str, tuple[_Look, str | None]] = {}
    for name in _related(package, main, "styles"):
        for style in package.xml(name) if package.has(name) else ():
            if local(style) == "style" and (key := value(style, "styleId")) is not None:
                own[key] = (_style(style), value(child(style, "basedOn"), "val"))
    return {key: _resolved(key, own) for key in own}


def _style(style: etree._Element) -> _Look:
    look = _paragraph_look(child(style, "pPr")).over(_run_look(child(style, "rPr")))
    return replace(look, shaded=True) if any(_is_shade(shade) for shade in style.iter("{*}shd")) else look


def _resolved(key: str, own: dict[str, tuple[_Look, str | None]]) -> _Look:
    look, seen = _Look(), set()
    name: str | None = key
    while name in own and name not in seen:
        seen.add(name)
        look = look.over(own[name][0])
        name = own[name][1]
    return look


def _run_look(properties: etree._Element | None) -> _Look:
    if properties is None:
        return _Look()
    found = {local(one): one for one in properties}
    shaded = _is_shade(found.get("shd")) or value(found.get("highlight"), "val") not in (None, "none", "white")
    size = value(found.get("sz"), "val")
    return _Look(
        vanish=_is_on(found.get("vanish")),
        colour=_colour(found.get("color")),
        size=float(size) / 2 if size and size.isdigit() else None,
        shaded=shaded or None,
    )


def _paragraph_look(properties: etree._Element | None) -> _Look:
    numbering = child(properties, "numPr")
    number = value(child(numbering, "numId"), "val")
    numbered = None if numbering is None else number != "0"
    return _Look(shaded=_is_shade(child(properties, "shd")) or None, numbered=numbered)


def _is_on(switch: etree._Element | None) -> bool | None:
    return None if switch is None else value(switch, "val") not in ("0", "false", "off")


def _colour(colour: etree._Element | None) -> str | None:
    if colour is None:
        return None
    return "white" if value(colour, "themeColor") in PAPER else value(colour, "val")


def _is_shade(shade: etree._Element | None) -> bool:
    if shade is None:
        return False
    fill = value(shade, "fill") or "auto"
    themed = value(shade, "themeFill")
    solid = value(shade, "val") == "solid" and not is_white(value(shade, "color"))
    return solid or (themed is not None and themed not in PAPER) or not (fill == "auto" or is_white(fill))


def _is_painted(root: etree._Element) -> bool:
    """True where pictures, filled shapes or a page colour may lie behind white text."""
    background = value(child(root, "background"), "color")
    filled = any(local(one) in FILLS or value(one, "fillcolor") for one in root.iter("{*}*") if _is_drawn(one))
    return filled or not (background in (None, "auto") or is_white(background))


def _is_drawn(element: etree._Element) -> bool:
    return local(element) in FILLS or local(element) in ("rect", "shape", "roundrect", "fill", "textbox")


# --- paragraphs and tables -------------------------------------------------------------------------


def _blocks(parent: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name == "p":
            yield from _paragraph(element, reader, look)
        elif name == "tbl":
            yield from _table(element, reader, look)
        elif name == "AlternateContent":
            yield from _blocks(_choice(element), reader, look)
        elif name in INSIDE:
            yield from _blocks(element, reader, look)


def _choice(alternatives: etree._Element) -> etree._Element:
    """One of the ways in which a file says the same thing."""
    return next((one for one in alternatives if local(one) == "Choice" and len(one)), alternatives[-1])


def _paragraph(paragraph: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    properties = child(paragraph, "pPr")
    style = reader.styles.get(value(child(properties, "pStyle"), "val") or "", _Look())
    look = _paragraph_look(properties).over(style).over(look)
    boxes: list[etree._Element] = []
    text = "".join(_inline(paragraph, reader, look, boxes))
    yield BULLET + text.lstrip() if look.numbered and text.strip() else text
    for box in boxes:
        yield from _blocks(box, reader, replace(look, shaded=look.shaded or reader.painted, numbered=None))


def _inline(parent: etree._Element, reader: _Reader, look: _Look, boxes: list[etree._Element]) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name == "r":
            yield from _run(element, reader, look, boxes)
        elif name == "t":
            yield element.text or ""
        elif name == "AlternateContent":
            yield from _inline(_choice(element), reader, look, boxes)
        elif name in ("drawing", "pict", "object"):
            boxes += _outermost(element, "txbxContent")
        elif name in SIGNS:
            yield SIGNS[name]
        elif name in INSIDE:
            yield from _inline(element, reader, look, boxes)


def _run(run: etree._Element, reader: _Reader, look: _Look, boxes: list[etree._Element]) -> Iterator[str]:
    properties = child(run, "rPr")
    style = reader.styles.get(value(child(properties, "rStyle"), "val") or "", _Look())
    text = "".join(_inline(run, reader, look, boxes))
    if _run_look(properties).over(style).over(look).hidden:
        reader.hidden.append(text)
    else:
        yield text


def _outermost(element: etree._Element, name: str) -> list[etree._Element]:
    """The elements of this name that stand in no other of them, each alternative once."""
    found: list[etree._Element] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if local(one) == name:
            found.append(one)
        elif local(one) == "AlternateContent":
            waiting.append(_choice(one))
        else:
            waiting.extend(reversed(one))
    return found


def _table(table: etree._Element, reader: _Reader, look: _Look) -> Iterator[str]:
    style = reader.styles.get(value(child(child(table, "tblPr"), "tblStyle"), "val") or "", _Look())
    look = replace(look, shaded=look.shaded or style.shaded, numbered=None)
    for one in _rows(table, "tr"):
        if child(child(one, "trPr"), "del") is None:
            yield from row([_cell(cell, reader, look) for cell in _rows(one, "tc")])


def _rows(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in INSIDE:
            yield from _rows(element, name)


def _cell(cell: etree._Element, reader: _Reader, look: _Look) -> list[str]:
    shaded = look.shaded or _is_shade(child(child(cell, "tcPr"), "shd"))
    return list(_blocks(cell, reader, replace(look, shaded=shaded)))
