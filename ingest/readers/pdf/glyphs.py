"""The letters of a page as they are placed on it, and what is drawn beside them, as PDFium gives both.

Places are in points from the upper left corner of the page as it is shown: its box, its turn (/Rotate) and an origin that
is not 0,0 are reckoned in.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as c
import regex as re

from ingest.readers import encodings
from ingest.readers.pdf.places import Edge, Rectangle

SPACE = 32
DRAWN_SPACE = (0.1, 0.8)  # of the size: how wide a space is drawn, condensed or justified; .25 is usual
HYPHEN = 2  # PDFium's code of one at a line's end
NO_LETTERS = frozenset(("Cc", "Cn", "Co"))  # what a font without a map gives
SURROGATES = range(0xD800, 0xE000)  # halves of a sign beyond the first 65,536
UNSEEN_MODES = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
NESTED = 8  # form XObjects within each other
CAPITALS_FONT = re.compile(r"\.?Vn\w{0,60}H$|\.?Vn\w{1,60}H[,-]")  # .VnTimeH draws small letters as capitals
RULE = 3.0  # points: a rectangle that is thinner is a line
LARGEST_LETTER = 80.0  # points
LIGHT = 245  # of 255: a fill as light as paper draws no border
LONGEST_LINE_TURN = 1.0  # points that a ruled line may lean
QUARTERS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Style:
    """What letters of one text object share.

    ``turn``: degrees clockwise that they are turned, as shown; ``order``: their place in the page's drawing; ``unseen``:
    they are drawn without colour; ``light``: in a colour like paper's; ``font``: the font's name; ``capitals``: its small
    letters look like capitals;
    ``clipped``: a clip smaller than the page may cut it off.
    """

    size: float
    turn: int
    order: int
    unseen: bool
    light: bool
    font: str
    capitals: bool = False
    clipped: bool = False


class Glyph(NamedTuple):  # a page has thousands: a tuple is built in a fifth of a frozen dataclass's time
    """One letter: what it says, where it stands, the foot of its line, its style; ``unknown``: its font has no map."""

    text: str
    place: Rectangle
    x: float
    y: float
    style: Style
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page: size, letters in drawing order, ruled lines, pictures and filled boxes with their order.

    ``curves`` are filled shapes that may be letters, ``strokes`` small boxes that may be an I or a hyphen beside them.
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pictures: list[tuple[Rectangle, int]] = field(default_factory=list)
    curves: list[Rectangle] = field(default_factory=list)
    strokes: list[Rectangle] = field(default_factory=list)
    covers: list[tuple[Rectangle, int]] = field(default_factory=list)


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """Return what stands on a page.

    :raises pypdfium2.PdfiumError: the page is damaged.
    """
    onto = GlyphFrame(page)
    drawing = Drawn(page.get_width(), page.get_height())
    orders = _objects(page, onto, drawing)
    drawing.glyphs.extend(_glyphs(page, onto, orders))
    return drawing


class GlyphFrame:
    """The way from a page's own units to points from its upper left corner."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        wide, high = self.width, self.height = page.get_width(), page.get_height()
        grid = 100_000
        to = pypdfium2.PdfPosConv(page, (0, 0, grid, grid, 0)).to_bitmap
        (x0, y0), (x1, y1), (x2, y2) = to(0, 0), to(1000, 0), to(0, 1000)
        # PDFium counts whole steps: a thousand units apart the rounding is lost
        self.e, self.f = x0 / grid * wide, y0 / grid * high
        self.a, self.b = (x1 - x0) / grid * wide / 1000, (y1 - y0) / grid * high / 1000
        self.c, self.d = (x2 - x0) / grid * wide / 1000, (y2 - y0) / grid * high / 1000

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page's own units is shown."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """Return where a box of the page's own units is shown."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


# Letters


def _glyphs(page: pypdfium2.PdfPage, onto: GlyphFrame, orders: dict[int, int]) -> Iterator[Glyph]:
    layer = page.get_textpage()
    raw = layer.raw
    box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, Style] = {}
    last, gap = 0, None  # the text object of the letter before; where PDFium puts a space of its own after it
    for at in range(layer.count_chars()):
        code = c.FPDFText_GetUnicode(raw, at)
        generated = c.FPDFText_IsGenerated(raw, at) == 1
        if code in SURROGATES or (generated and code != SPACE):
            continue
        if not c.FPDFText_GetLooseCharBox(raw, at, at_box) or not c.FPDFText_GetCharOrigin(raw, at, at_x, at_y):
            continue
        if generated:
            gap = onto.point(x.value, y.value)
            continue
        drawn_by = c.FPDFText_GetTextObject(raw, at)
        key = ctypes.addressof(drawn_by.contents) if drawn_by else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(raw, at, drawn_by, onto, orders.get(key, 0))
        unmapped = c.FPDFText_HasUnicodeMapError(raw, at) == 1
        text = "-" if code == HYPHEN and not unmapped else chr(code) if code else ""
        if style.capitals:
            text = encodings.raised(text)
        unknown = unmapped or not text or unicodedata.category(text[0]) in NO_LETTERS
        place = onto.box(box.left, box.bottom, box.right, box.top)
        glyph = Glyph(text, place, *onto.point(x.value, y.value), style, unknown)
        if gap is not None and key == last and (space := _dropped_space(gap, glyph)):
            yield space
        last, gap = key, None
        yield glyph


def _dropped_space(gap: tuple[float, float], after: Glyph) -> Glyph | None:
    """Return the space that is drawn before a letter where PDFium gives one of its own for it, None where none is drawn.

    Where a text object leaves room for a letter of another font, PDFium puts a space; it then drops the one that is drawn
    next. Its own stands where that one did, a space's width before the letter; else it stands at the letter itself.
    """
    x, y = gap
    if not DRAWN_SPACE[0] * after.style.size <= math.hypot(after.x - x, after.y - y) <= DRAWN_SPACE[1] * after.style.size:
        return None
    place = Rectangle(min(x, after.x), after.place.top, max(x, after.x), after.place.bottom)
    if after.style.turn in (90, 270):
        place = Rectangle(after.place.left, min(y, after.y), after.place.right, max(y, after.y))
    return Glyph(" ", place, x, y, after.style)


def _style(layer: object, at: int, drawn_by: object, onto: GlyphFrame, order: int) -> Style:
    matrix = c.FS_MATRIX()
    size = c.FPDFText_GetFontSize(layer, at)
    turn = 0
    if c.FPDFText_GetMatrix(layer, at, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d) or math.hypot(matrix.a, matrix.b)
        across = onto.a * matrix.a + onto.c * matrix.b, onto.b * matrix.a + onto.d * matrix.b
        turn = round(math.degrees(math.atan2(across[1], across[0]))) % 360
    turn = next((q for q in (*QUARTERS, 360) if abs(turn - q) <= 5), turn) % 360
    mode = c.FPDFTextObj_GetTextRenderMode(drawn_by) if drawn_by else 0
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = c.FPDFText_GetFillColor(layer, at, red, green, blue, alpha)
    light = bool(known) and min(red.value, green.value, blue.value) >= LIGHT
    unseen = mode in UNSEEN_MODES or (bool(known) and not alpha.value)
    font = _font(layer, at)
    return Style(
        round(size, 1), turn, order, unseen, light, font, CAPITALS_FONT.search(font) is not None, _clipped(drawn_by, onto)
    )


def _clipped(drawn_by: object, onto: GlyphFrame) -> bool:
    """Say whether a text object may be cut off by a clip smaller than the page."""
    clip = c.FPDFPageObj_GetClipPath(drawn_by) if drawn_by else None
    if not clip:
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(c.FPDFClipPath_CountPaths(clip)):
        points = []
        for at in range(c.FPDFClipPath_CountPathSegments(clip, path)):
            if c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, at), ctypes.byref(x), ctypes.byref(y)):
                points.append(onto.point(x.value, y.value))
        if not points:
            return True
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if min(xs) > 2 or min(ys) > 2 or max(xs) < onto.width - 2 or max(ys) < onto.height - 2:
            return True
    return False


def _font(layer: object, at: int) -> str:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    size = c.FPDFText_GetFontInfo(layer, at, name, len(name), ctypes.byref(flags))
    return name.value.decode("utf-8", "replace") if 0 < size <= len(name) else ""


# What is drawn beside them


def _objects(page: pypdfium2.PdfPage, onto: GlyphFrame, drawing: Drawn) -> dict[int, int]:
    """Add ruled lines, pictures and curves; return the place in the drawing of every text object."""
    orders: dict[int, int] = {}
    for order, (item, matrix) in enumerate(
        _within(page.raw, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0)
    ):
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            orders[ctypes.addressof(item.contents)] = order  # type: ignore[attr-defined]
        elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            if kind == c.FPDF_PAGEOBJ_IMAGE and (place := _bounds(item, matrix, onto)):
                drawing.pictures.append((place, order))
        elif kind == c.FPDF_PAGEOBJ_PATH:
            _path(item, matrix, onto, drawing, order)
    return orders


Matrix = tuple[float, float, float, float, float, float]


def _within(holder: object, count: object, get: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    for at in range(count(holder)):  # type: ignore[operator]
        item = get(holder, at)  # type: ignore[operator]
        if not item:
            continue
        if c.FPDFPageObj_GetType(item) != c.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < NESTED:
            yield from _within(
                item, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject, _times(_matrix(item), matrix), depth + 1
            )


def _matrix(item: object) -> Matrix:
    own = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, ctypes.byref(own)):
        return (1, 0, 0, 1, 0, 0)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _bounds(item: object, matrix: Matrix, onto: GlyphFrame) -> Rectangle | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
        return None
    left, bottom, right, top = (side.value for side in sides)
    corners = [onto.point(*_moved(x, y, matrix)) for x in (left, right) for y in (bottom, top)]
    return Rectangle(
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )


def _path(item: object, matrix: Matrix, onto: GlyphFrame, drawing: Drawn, order: int) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    if fill.value and (place := _bounds(item, matrix, onto)) and min(place.width, place.height) > RULE:
        drawing.covers.append((place, order))
    filled = bool(fill.value) and not _is_light(item, c.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and not _is_light(item, c.FPDFPageObj_GetStrokeColor)
    count = c.FPDFPath_CountSegments(item)
    if not (filled or stroked) or count < 2:
        return
    whole = _times(_matrix(item), matrix)
    points: list[tuple[int, float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    curved = False
    for at in range(count):
        segment = c.FPDFPath_GetPathSegment(item, at)
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = c.FPDFPathSegment_GetType(segment)
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        points.append((kind, *onto.point(*_moved(x.value, y.value, whole))))
        if c.FPDFPathSegment_GetClose(segment):
            start = next((p for p in reversed(points) if p[0] == c.FPDF_SEGMENT_MOVETO), points[0])
            points.append((c.FPDF_SEGMENT_LINETO, start[1], start[2]))
    xs, ys = [p[1] for p in points], [p[2] for p in points]
    place = Rectangle(min(xs), min(ys), max(xs), max(ys))
    if filled and max(place.width, place.height) <= LARGEST_LETTER:
        (drawing.curves if curved or not _is_box(points) else drawing.strokes).append(place)
    if curved:
        return
    if min(place.width, place.height) <= RULE:
        drawing.edges.extend(_rule(place))
    elif stroked:
        drawing.edges.extend(_sides(points))
    elif _is_box(points):  # a shaded cell: its border parts it from those beside it
        drawing.edges.extend(Edge.shaded(place))


def _is_light(item: object, get: object) -> bool:
    shades = [ctypes.c_uint() for _ in range(4)]
    known = get(item, *map(ctypes.byref, shades))  # type: ignore[operator]
    return bool(known) and (not shades[3].value or min(shade.value for shade in shades[:3]) >= LIGHT)


def _rule(place: Rectangle) -> Iterator[Edge]:
    if place.width >= place.height:
        yield Edge.across((place.top + place.bottom) / 2, place.left, place.right)
    else:
        yield Edge.down((place.left + place.right) / 2, place.top, place.bottom)


def _sides(points: list[tuple[int, float, float]]) -> Iterator[Edge]:
    for (_, x0, y0), (kind, x1, y1) in zip(points, points[1:], strict=False):
        if kind == c.FPDF_SEGMENT_MOVETO:
            continue
        if abs(y1 - y0) <= LONGEST_LINE_TURN < abs(x1 - x0):
            yield Edge.across((y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x1 - x0) <= LONGEST_LINE_TURN < abs(y1 - y0):
            yield Edge.down((x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _is_box(points: list[tuple[int, float, float]]) -> bool:
    return len({(round(x, 1), round(y, 1)) for _, x, y in points}) <= 4
