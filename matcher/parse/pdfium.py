"""PDFium's plain calls: what is drawn on a page, where, in which colour, how large.

Lengths are in points. Boxes are counted from the top left corner of the page as it is shown,
with its turn and crop applied, and y grows downwards. PDFium is not thread-safe.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from ctypes import addressof, byref, c_double, c_float, c_int, c_size_t, c_uint, c_void_p
from functools import cache
from itertools import islice
from math import pi
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from .shape import Refusal
from .words import Box, Glyph

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
FILL, FILL_AND_STROKE, INVISIBLE, CLIP = 0, 2, 3, 7  # text render modes
BLACK = (0, 0, 0)
MOST_OBJECTS = 20_000
DEEPEST_FORM = 4
UNMOVED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
ANGLES = 40  # characters asked which way they stand
FLAT = 2.0  # points: the boxes of some fonts have no height
THIN = 0.1  # points: no em is less
PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

Colour = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]


class Ink(NamedTuple):
    """How a text is painted: its render mode, fill colour, and opacity out of 255."""

    mode: int
    colour: Colour
    opacity: int


class View(NamedTuple):
    """How a page is turned (quarters, clockwise) and cropped."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.turns == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turns == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turns == 2:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


class Page(NamedTuple):
    """One open page."""

    handle: Any
    texts: Any
    view: View


class Shape(NamedTuple):
    """Something painted that is no text; ``order`` counts every object, the last one on top."""

    kind: int
    order: int
    box: Box
    colour: Colour | None


# --- calls ---------------------------------------------------------------------------------


def _fast(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same call with its pointers as numbers and the interpreter kept, which costs a third of the time."""
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode = _fast(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_generated = _fast(pdfium.FPDFText_IsGenerated, c_int, c_void_p, c_int)
_loose_box = _fast(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_ink_box = _fast(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_text_object = _fast(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_mode = _fast(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_fill = _fast(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
_bounds = _fast(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
_matrix = _fast(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_kind = _fast(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_draw_mode = _fast(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_set_active = _fast(pdfium.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)
_page_object = _fast(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_form_count = _fast(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = _fast(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_size_t)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, c_void_p).value or 0


# --- the file and its pages ------------------------------------------------------------------


@cache
def _start() -> None:
    pdfium.FPDF_InitLibraryWithConfig(byref(pdfium.FPDF_LIBRARY_CONFIG(2, None, None, 0)))


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, open. Raises Refusal: encrypted or corrupt."""
    _start()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in PASSWORD_ERRORS:
            raise Refusal("encrypted", "it opens only with a password\nhint: save it without a password")
        raise Refusal("corrupt", "it is broken or cut short, and cannot be opened as a PDF\nhint: export it again")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def page_count(document: Any) -> int:
    """How many pages the document says it has."""
    return int(pdfium.FPDF_GetPageCount(document))


@contextmanager
def opened_page(document: Any, index: int) -> Iterator[Page | None]:
    """One page, open; None where it is too broken to open."""
    handle = _with_answers(document, index)
    texts = pdfium.FPDFText_LoadPage(handle) if handle else None
    try:
        yield Page(handle, texts, _view(handle, texts)) if texts else None
    finally:
        pdfium.FPDFText_ClosePage(texts)
        pdfium.FPDF_ClosePage(handle)


def _with_answers(document: Any, index: int) -> Any:
    """The page with what was filled into its form painted on it, as readers see it."""
    handle = pdfium.FPDF_LoadPage(document, index)
    filled = handle and pdfium.FPDFPage_GetAnnotCount(handle) > 0
    if filled and pdfium.FPDFPage_Flatten(handle, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        pdfium.FPDF_ClosePage(handle)
        handle = pdfium.FPDF_LoadPage(document, index)
    return handle


def _view(handle: Any, texts: Any) -> View:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, byref(box))
    return View(box.left, box.bottom, box.right, box.top, _turns(handle, texts))


def _turns(handle: Any, texts: Any) -> int:
    """The quarter turns after which most of the text stands upright, whatever the page says of itself."""
    count = pdfium.FPDFText_CountChars(texts)
    angles = [pdfium.FPDFText_GetCharAngle(texts, index) for index in range(0, count, count // ANGLES + 1)]
    quarters = Counter(-round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    turns, votes = quarters.most_common(1)[0] if quarters else (0, 0)
    return turns if votes > len(angles) / 2 else pdfium.FPDFPage_GetRotation(handle) % 4


# --- characters ------------------------------------------------------------------------------

# PDFium's own marks: a code that the font does not explain, and a hyphen that ends a line.
MARKS = {0: "\ufffd", 2: "-", 0xFFFE: "-"}
NO_BREAK_SPACE = 0xA0


def characters(page: Page) -> Iterator[tuple[Glyph, Ink, int]]:
    """Every character but blanks, in the order of drawing, with its ink and its text object."""
    texts, view = _address(page.texts), page.view
    edge, head, turned = view.left, view.top, view.turns != 0
    rect = (c_float * 4)()
    where = addressof(rect)
    inks: dict[int, Ink] = {}
    spaced = False
    for index in range(pdfium.FPDFText_CountChars(page.texts)):
        code = _unicode(texts, index)
        if (code <= 32 and code not in MARKS) or code == NO_BREAK_SPACE:
            # PDFium puts in blanks of its own, by a rule that misses many: only drawn ones count.
            spaced = spaced or not _generated(texts, index)
            continue
        _loose_box(texts, index, where)
        item = _text_object(texts, index) or 0
        ink = inks.get(item)
        if ink is None:
            ink = inks[item] = _ink(item)
        left, top, right, bottom = rect[:]
        # Written out for pages that are not turned, which nearly all are: this runs for every character.
        x0, y0, x1, y1 = left - edge, head - top, right - edge, head - bottom
        if turned or y1 - y0 < FLAT:
            x0, y0, x1, y1 = _turned_box(texts, index, view, rect)
        yield Glyph(MARKS.get(code) or chr(code), x0, y0, x1, y1, max(y1 - y0, THIN), spaced), ink, item
        spaced = False


def _turned_box(texts: int, index: int, view: View, rect: Any) -> Box:
    left, top, right, bottom = rect[:]
    box = view.box(left, bottom, right, top)
    return box if box.y1 - box.y0 >= FLAT else view.box(*_ink_extent(texts, index))


def _ink_extent(texts: int, index: int) -> Box:
    found = [c_double() for _ in range(4)]
    _ink_box(texts, index, *map(byref, found))
    left, right, bottom, top = (one.value for one in found)
    return Box(left, bottom, right, top)


_CHANNELS = (c_uint * 4)()
_CHANNEL = [addressof(_CHANNELS) + 4 * channel for channel in range(4)]


def _ink(item: int) -> Ink:
    if not item or not _fill(item, *_CHANNEL):
        return Ink(FILL, BLACK, 255)
    red, green, blue, opacity = _CHANNELS[:]
    return Ink(_mode(item), (red, green, blue), opacity)


# --- everything else on the page ---------------------------------------------------------------


def scenery(page: Page, known: Collection[int]) -> tuple[list[Shape], list[int]]:
    """What is painted beside the text, and the text objects by order (0 in the place of a shape).

    ``known`` are text objects, which need not be asked what they are.
    """
    shapes: list[Shape] = []
    texts: list[int] = []
    for order, (kind, item, matrix) in enumerate(islice(_objects(page, known), MOST_OBJECTS)):
        texts.append(item if kind == TEXT else 0)
        if kind in (PATH, IMAGE):
            colour = _painted(item) if kind == PATH else None
            shapes.append(Shape(kind, order, page.view.box(*_extent(item, matrix)), colour))
    return shapes, texts


def _objects(page: Page, known: Collection[int]) -> Iterator[tuple[int, int, Matrix]]:
    """Every object of the page in the order of painting, with the matrix of the form it stands in."""
    handle = _address(page.handle)
    for index in range(min(pdfium.FPDFPage_CountObjects(page.handle), MOST_OBJECTS)):
        item = _page_object(handle, index)
        kind = TEXT if item in known else _kind(item)
        if kind == FORM:
            yield from _in_form(item, UNMOVED, DEEPEST_FORM)
        else:
            yield kind, item, UNMOVED


def _in_form(form: int, matrix: Matrix, deeper: int) -> Iterator[tuple[int, int, Matrix]]:
    found = pdfium.FS_MATRIX()
    _matrix(form, byref(found))
    matrix = _times((found.a, found.b, found.c, found.d, found.e, found.f), matrix)
    for index in range(min(_form_count(form), MOST_OBJECTS)):
        item = _form_object(form, index)
        kind = _kind(item)
        if kind != FORM:
            yield kind, item, matrix
        elif deeper:
            yield from _in_form(item, matrix, deeper - 1)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _extent(item: int, m: Matrix) -> Box:
    found = [c_float() for _ in range(4)]
    _bounds(item, *map(byref, found))
    left, bottom, right, top = (one.value for one in found)
    xs = [m[0] * x + m[2] * y + m[4] for x in (left, right) for y in (bottom, top)]
    ys = [m[1] * x + m[3] * y + m[5] for x in (left, right) for y in (bottom, top)]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _painted(path: int) -> Colour | None:
    """The colour that fills a path; None for a mere outline, or one that is see-through."""
    mode, stroke = c_int(), c_int()
    _draw_mode(path, byref(mode), byref(stroke))
    ink = _ink(path)
    return ink.colour if mode.value and ink.opacity > 127 else None


# --- the picture of a page ------------------------------------------------------------------------


class Picture(NamedTuple):
    """The page as a reader sees it: rows of pixels, ``scale`` pixels to a point."""

    pixels: memoryview
    width: int
    height: int
    scale: float


def picture_of(page: Page, pixels_per_point: float, longest: int) -> Picture:
    """The page painted on white, at most ``longest`` pixels wide or high."""
    scale = min(pixels_per_point, longest / max(page.view.width, page.view.height, 1))
    width, height = max(1, int(page.view.width * scale)), max(1, int(page.view.height * scale))
    turn = (page.view.turns - pdfium.FPDFPage_GetRotation(page.handle)) % 4
    buffer = (c_uint * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, buffer, width * 4)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, width, height, turn, 0)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(memoryview(buffer).cast("B").cast("I"), width, height, scale)


def leave_out(objects: Iterable[int]) -> None:
    """Paints the page's next picture without these text objects."""
    for item in objects:
        _set_active(item, 0)
