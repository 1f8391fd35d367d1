"""A sheet of paper photographed aslant: its corners found against the darker table, and the picture drawn as from above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SMALL = 240  # pixels of the longer side in which the sheet is looked for
PRINT = 7  # pixels of those: print and rules on the paper are narrower
LEAST_CONTRAST = 50  # of 255 between paper and table
STEP, LEAST_JUMP = 3, 25  # pixels from a side to look at on both of it; of 255 that it is darker beyond
LEAST_SHEET = 0.2  # of the picture that the sheet covers
LEAST_FILLED, MOST_FILLED = 0.93, 1.05  # of the figure between its corners that is paper
LEAST_SLANT = 0.012  # of the longer side that a corner lies off a rectangle's; less is no more than the search errs
LARGEST = 1.8  # times the pixels of the picture that it may grow to: more is a sheet seen from its edge
FOUND, APART = 128, 255

Point = tuple[float, float]


def from_above(picture: Image.Image) -> Image.Image:
    """Return a photograph as it looks from straight above; one without a sheet on a darker ground comes back as it is.

    All that is on the picture stays on it: what lies beside the sheet is drawn too.
    """
    corners = _corners(picture)
    if corners is None or not _slants(corners):
        return picture
    top, right, bottom, left = (_distance(corners[at], corners[(at + 1) % 4]) for at in range(4))
    wide, high = max(top, bottom), max(left, right)
    sheet = ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high))
    onto = _projection(corners, sheet)
    edges = [_projected(onto, point) for point in _rectangle(picture.size)]
    if any(not np.isfinite(point).all() for point in edges):
        return picture
    x0, y0 = min(x for x, _ in edges), min(y for _, y in edges)
    size = (round(max(x for x, _ in edges) - x0), round(max(y for _, y in edges) - y0))
    if size[0] * size[1] > LARGEST * picture.width * picture.height:
        return picture
    back = _projection([(x - x0, y - y0) for x, y in sheet], corners)
    ground = 0 if picture.mode == "L" else (0, 0, 0)
    return picture.transform(size, Image.Transform.PERSPECTIVE, back[:8], Image.Resampling.BICUBIC, fillcolor=ground)


def _corners(picture: Image.Image) -> list[Point] | None:
    """Return the sheet's corners from the upper left one clockwise; None where none stands out."""
    scale = max(picture.size) / SMALL
    if scale < 1:
        return None
    small = picture.convert("L").resize((round(picture.width / scale), round(picture.height / scale)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(PRINT)).filter(ImageFilter.MinFilter(PRINT))
    grey = np.asarray(paper)
    middle = (paper.width // 2, paper.height // 2)
    light = _threshold(grey)
    if light is None or grey[middle[1], middle[0]] <= light:
        return None
    bright = Image.fromarray(np.where(grey > light, APART, 0).astype(np.uint8)).copy()  # its pixels are written to
    ImageDraw.floodfill(bright, middle, FOUND)
    rows, columns = np.nonzero(np.asarray(bright) == FOUND)
    if len(rows) < LEAST_SHEET * grey.size:
        return None
    both, apart = columns + rows, columns - rows
    at = (both.argmin(), apart.argmax(), both.argmax(), apart.argmin())
    corners = [(float(columns[n]), float(rows[n])) for n in at]
    filled = len(rows) / max(1.0, _area(corners))
    if not LEAST_FILLED <= filled <= MOST_FILLED or not _stands_out(grey, corners):
        return None
    return [((x + 0.5) * scale, (y + 0.5) * scale) for x, y in corners]


def _stands_out(grey: np.ndarray, corners: Sequence[Point]) -> bool:
    """Say whether the picture darkens at once across every side of a figure; a shadow on the paper begins gently."""
    high, wide = grey.shape
    middle = np.mean(corners, axis=0)
    for at in range(4):
        start, end = np.array(corners[at]), np.array(corners[(at + 1) % 4])
        across = np.array([start[1] - end[1], end[0] - start[0]]) / max(1.0, _distance(corners[at], corners[(at + 1) % 4]))
        out = across if np.dot(across, (start + end) / 2 - middle) > 0 else -across
        along = start + (end - start) * np.linspace(0.1, 0.9, 20)[:, None]
        beyond, within = (np.rint(along + STEP * side).astype(int) for side in (out, -out))
        inside = (beyond >= 0).all(axis=1) & (beyond[:, 0] < wide) & (beyond[:, 1] < high)
        if inside.sum() < 10:
            continue  # the sheet goes on to the edge of the picture
        jump = grey[within[inside, 1], within[inside, 0]].astype(int) - grey[beyond[inside, 1], beyond[inside, 0]]
        if float(np.median(jump)) < LEAST_JUMP:
            return False
    return True


def _threshold(grey: np.ndarray) -> int | None:
    """Return the grey that parts paper from table best (Otsu's), None where the two hardly differ."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    below, values = counts.cumsum(), (counts * np.arange(256)).cumsum()
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        dark, pale = values / below, (values[-1] - values) / above
        spread = np.nan_to_num(below * above * (pale - dark) ** 2)
    best = int(spread.argmax())
    return best if spread[best] and pale[best] - dark[best] >= LEAST_CONTRAST else None


def _slants(corners: Sequence[Point]) -> bool:
    """Say whether a figure is no rectangle that lies level."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    off = max(abs(ay - by), abs(bx - cx), abs(cy - dy), abs(dx - ax))
    return off > LEAST_SLANT * max(cx - ax, cy - ay)


def _distance(start: Point, other: Point) -> float:
    return float(np.hypot(start[0] - other[0], start[1] - other[1]))


def _area(corners: Sequence[Point]) -> float:
    xs, ys = np.array(corners).T
    return abs(float(np.dot(xs, np.roll(ys, -1)) - np.dot(ys, np.roll(xs, -1)))) / 2


def _rectangle(size: tuple[int, int]) -> tuple[Point, ...]:
    wide, high = size
    return ((0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high)))


def _projection(at: Sequence[Point], to: Sequence[Point]) -> list[float]:
    """Return the nine numbers of the projection that brings four points to four others."""
    rows = []
    for (x, y), (u, v) in zip(at, to, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return [*np.linalg.solve(np.array(rows), np.array(to).reshape(8)).tolist(), 1.0]


def _projected(projection: Sequence[float], point: Point) -> Point:
    """Return where a point is brought; infinitely far where it is seen from behind."""
    a, b, c, d, e, f, g, h, i = projection
    x, y = point
    below = g * x + h * y + i
    if below <= 0:
        return (np.inf, np.inf)
    return ((a * x + b * y + c) / below, (d * x + e * y + f) / below)
