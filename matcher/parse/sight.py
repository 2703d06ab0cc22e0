"""Which characters of a page a reader sees.

Text is hidden off the page, in tiny letters, without ink, in the colour of what is behind it,
or behind something. What colours and boxes leave open is settled by painting the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .pdfium import (
    CLIP,
    FILL,
    FILL_AND_STROKE,
    IMAGE,
    INVISIBLE,
    MOST_OBJECTS,
    Colour,
    Ink,
    Page,
    Picture,
    Shape,
    characters,
    leave_out,
    picture_of,
    scenery,
)
from .words import Box, Glyph, runs_of

TINY = 2.0  # points: nobody reads smaller text
FAINT = 13  # of 255: an opacity of 5 %
NEAR = 24  # of 255: colours closer than this look the same
WHITE = (255, 255, 255)
SCAN = 0.5  # share of the page that one image covers when the page is a scan
TRACED = 0.8  # share of a scan's characters without ink when they are its recognised text
DOT = 9.0  # points: the largest bullet drawn as a shape
LINE = 4.0  # points: the thickest rule that is no area
STRIPS = 64  # of one page, so that few shapes are asked about each character
MOST_COVERS = 400
SEEN = 0.02  # share of a text's box that its ink must colour
PIXELS_PER_POINT, MOST_PIXELS = 1.5, 1_600


Drawn = tuple[Glyph, Ink, int]


class Sight(NamedTuple):
    """The characters that are seen, those that are not, shapes that may be bullets, and whether it is a scan."""

    seen: list[Glyph]
    hidden: list[Glyph]
    dots: list[Box]
    scan: bool


def seen_on(page: Page) -> Sight:
    """What a reader sees of the page's text, in the order of drawing."""
    drawn = list(characters(page))
    shapes, texts = scenery(page, {item for _, _, item in drawn})
    scan = _is_scan(page, shapes)
    traced = sum(ink.mode == INVISIBLE for _, ink, _ in drawn)
    # A scan carries the text recognised in it without ink, and next to nothing else.
    recognised = scan and traced > TRACED * len(drawn)
    verdicts = _verdicts(page, drawn, _Scene(page, shapes, texts), recognised)
    seen = [glyph for (glyph, _, _), verdict in zip(drawn, verdicts, strict=True) if verdict]
    hidden = [glyph for (glyph, _, _), verdict in zip(drawn, verdicts, strict=True) if not verdict]
    return Sight(seen, hidden, [shape.box for shape in shapes if _is_dot(shape)], scan)


def _is_scan(page: Page, shapes: Sequence[Shape]) -> bool:
    largest = max((_area(shape.box) for shape in shapes if shape.kind == IMAGE), default=0.0)
    return largest > SCAN * page.view.width * page.view.height


def _is_dot(shape: Shape) -> bool:
    width, height = _size(shape.box)
    return shape.kind != IMAGE and 1 < width < DOT and 1 < height < DOT and 0.7 < width / height < 1.4


def _size(box: Box) -> tuple[float, float]:
    return box.x1 - box.x0, box.y1 - box.y0


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


# --- by colours and boxes ---------------------------------------------------------------------------


class _Scene:
    """What is painted behind and over the text, by strips of the page."""

    def __init__(self, page: Page, shapes: Sequence[Shape], texts: Sequence[int]) -> None:
        large = [shape for shape in shapes if min(_size(shape.box)) > LINE and max(_size(shape.box)) > DOT]
        opaque = [shape for shape in large if shape.kind == IMAGE or shape.colour is not None]
        self.colours = {WHITE, *(shape.colour for shape in opaque if shape.colour is not None)}
        self.order = {item: order for order, item in enumerate(texts)} if opaque else {}
        self.height = max(page.view.height / STRIPS, 1.0)
        self.strips: list[list[Shape]] = [[] for _ in range(STRIPS + 1)]
        for shape in opaque[:MOST_COVERS]:
            for strip in self.strips[self._strip(shape.box.y0) : self._strip(shape.box.y1) + 1]:
                strip.append(shape)
        self.crowded = len(opaque) > MOST_COVERS or len(texts) >= MOST_OBJECTS
        self.inks: dict[Ink, bool | None] = {}

    def verdict(self, glyph: Glyph, ink: Ink, item: int) -> bool | None:
        """True where the character is seen, False where not, None where only a picture can tell."""
        if ink not in self.inks:
            self.inks[ink] = self._of_ink(ink)
        verdict = self.inks[ink]
        if verdict is False:
            return False
        if self.crowded or not self.order:
            return None if self.crowded else verdict
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        strip = self.strips[self._strip(y)]
        here = [one for one in strip if one.box.x0 < x < one.box.x1 and one.box.y0 < y < one.box.y1] if strip else strip
        if here and here[-1].order > self.order.get(item, 0):
            return None
        return True if verdict is None and _sets_off(here, ink) else verdict

    def _strip(self, y: float) -> int:
        return int(min(max(y / self.height, 0), STRIPS))

    def _of_ink(self, ink: Ink) -> bool | None:
        if ink.mode == INVISIBLE or ink.opacity < FAINT:
            return False
        if ink.mode not in (FILL, FILL_AND_STROKE) or any(_alike(ink.colour, colour) for colour in self.colours):
            return None
        return True


def _sets_off(behind: Sequence[Shape], ink: Ink) -> bool:
    """True where what lies behind surely has another colour; light text is never taken on trust."""
    colour = behind[-1].colour if behind else WHITE
    plain = ink.mode in (FILL, FILL_AND_STROKE) and not _alike(ink.colour, WHITE)
    return plain and colour is not None and not _alike(ink.colour, colour)


def _alike(a: Colour, b: Colour) -> bool:
    return abs(a[0] - b[0]) < NEAR and abs(a[1] - b[1]) < NEAR and abs(a[2] - b[2]) < NEAR


def _verdicts(page: Page, drawn: Sequence[Drawn], scene: _Scene, recognised: bool) -> list[bool]:
    width, height = page.view.width, page.view.height
    verdicts: list[bool | None] = []
    for glyph, ink, item in drawn:
        # Written so that a box that is no number, which broken files have, counts as outside.
        on_page = glyph.x1 >= 0 and glyph.y1 >= 0 and glyph.x0 <= width and glyph.y0 <= height
        if not on_page or glyph.y1 - glyph.y0 < TINY:
            verdicts.append(False)
        elif recognised and ink.mode == INVISIBLE:
            verdicts.append(True)
        else:
            verdicts.append(scene.verdict(glyph, ink, item))
    doubts = [one for one, verdict in zip(drawn, verdicts, strict=True) if verdict is None]
    unseen = _unseen(page, doubts) if doubts else set()
    return [
        id(glyph) not in unseen if verdict is None else verdict
        for (glyph, _, _), verdict in zip(drawn, verdicts, strict=True)
    ]


# --- by the picture of the page -----------------------------------------------------------------------


def _unseen(page: Page, doubts: Sequence[Drawn]) -> set[int]:
    """The characters in doubt that make no difference to the picture of the page."""
    whole = picture_of(page, PIXELS_PER_POINT, MOST_PIXELS)
    leave_out({item for _, _, item in doubts})
    without = picture_of(page, PIXELS_PER_POINT, MOST_PIXELS)
    inks = {id(glyph): ink for glyph, ink, _ in doubts}
    runs = runs_of([glyph for glyph, _, _ in doubts])
    unseen = (run for run in runs if not _differs(whole, without, run, inks[id(run[0])].mode == CLIP))
    return {id(glyph) for run in unseen for glyph in run}


def _differs(whole: Picture, without: Picture, run: Sequence[Glyph], clips: bool) -> bool:
    """True where enough of the run's box changes colour when the text is left out.

    A text that clips is seen by what is painted through it, and leaving it out changes
    nothing: it is held against the first pixel of its box instead.
    """
    left, right = _within(run[0].x0, run[-1].x1, whole.width, whole.scale)
    top, bottom = _within(min(g.y0 for g in run), max(g.y1 for g in run), whole.height, whole.scale)
    first = whole.pixels[top * whole.width + left] if top < bottom and left < right else 0
    changed = 0
    for start in range(top * whole.width + left, bottom * whole.width + left, whole.width):
        line, bare = whole.pixels[start : start + right - left], without.pixels[start : start + right - left]
        if clips:
            changed += sum(not _alike(_colour(pixel), _colour(first)) for pixel in line)
        elif line != bare:
            changed += sum(not _alike(_colour(a), _colour(b)) for a, b in zip(line, bare, strict=True))
    return changed > SEEN * (right - left) * (bottom - top)


def _within(low: float, high: float, size: int, scale: float) -> tuple[int, int]:
    return max(0, int(low * scale)), min(size, int(high * scale) + 1)


def _colour(pixel: int) -> Colour:
    return (pixel >> 16) & 255, (pixel >> 8) & 255, pixel & 255
