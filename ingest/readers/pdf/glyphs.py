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
from ingest.readers.pdf import shapes
from ingest.readers.pdf.page_frame import PageFrame
from ingest.readers.pdf.places import Edge, Rectangle

SPACE = 32
DRAWN_SPACE = (0.1, 0.8)  # of the size: how wide a space is drawn, condensed or justified; .25 is usual
HYPHEN = 2  # PDFium's code of one at a line's end
NO_LETTERS = frozenset(("Cc", "Cn", "Co"))  # what a font without a map gives
SURROGATES = range(0xD800, 0xE000)  # halves of a sign beyond the first 65,536
UNSEEN_MODES = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
CAPITALS_FONT = re.compile(r"\.?Vn\w{0,60}H$|\.?Vn\w{1,60}H[,-]")  # .VnTimeH draws small letters as capitals
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
    onto = PageFrame(page)
    drawing = Drawn(page.get_width(), page.get_height())
    orders = shapes.add(page, onto, drawing)
    drawing.glyphs.extend(_glyphs(page, onto, orders))
    return drawing


# Letters


def _glyphs(page: pypdfium2.PdfPage, onto: PageFrame, orders: dict[int, int]) -> Iterator[Glyph]:
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


def _style(layer: object, at: int, drawn_by: object, onto: PageFrame, order: int) -> Style:
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
    has_colour = c.FPDFText_GetFillColor(layer, at, red, green, blue, alpha)
    light = bool(has_colour) and min(red.value, green.value, blue.value) >= shapes.LIGHT
    unseen = mode in UNSEEN_MODES or (bool(has_colour) and not alpha.value)
    font = _font(layer, at)
    return Style(
        round(size, 1), turn, order, unseen, light, font, CAPITALS_FONT.search(font) is not None, _clipped(drawn_by, onto)
    )


def _clipped(drawn_by: object, onto: PageFrame) -> bool:
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
