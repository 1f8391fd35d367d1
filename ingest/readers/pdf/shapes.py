"""What is drawn on a page beside its letters: ruled lines, pictures, filled boxes, and curves that may be letters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as c

from ingest.readers.pdf.page_frame import PageFrame
from ingest.readers.pdf.places import Edge, Rectangle

if TYPE_CHECKING:
    from ingest.readers.pdf.glyphs import Drawn

LIGHT = 245  # of 255: a fill as light as paper draws no border
NESTED = 8  # form XObjects within each other
RULE = 3.0  # points: a rectangle that is thinner is a line
LARGEST_LETTER = 80.0  # points
LONGEST_LINE_TURN = 1.0  # points that a ruled line may lean

Matrix = tuple[float, float, float, float, float, float]


def add(page: pypdfium2.PdfPage, onto: PageFrame, drawing: Drawn) -> dict[int, int]:
    """Add ruled lines, pictures and curves to a page; return the place in the drawing of every text object."""
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


def _bounds(item: object, matrix: Matrix, onto: PageFrame) -> Rectangle | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
        return None
    left, bottom, right, top = (side.value for side in sides)
    corners = [onto.point(*_moved(x, y, matrix)) for x in (left, right) for y in (bottom, top)]
    return Rectangle(
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )


def _path(item: object, matrix: Matrix, onto: PageFrame, drawing: Drawn, order: int) -> None:
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
    has_colour = get(item, *map(ctypes.byref, shades))  # type: ignore[operator]
    return bool(has_colour) and (not shades[3].value or min(shade.value for shade in shades[:3]) >= LIGHT)


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
