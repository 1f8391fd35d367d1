"""The red seal that lies over print on a scanned page: made pale, so that the black print below it can be read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageFilter

RED = 45  # of 255 that red is above the other two colours
BLOCK = 8  # pixels of the side of the squares in which red is gathered
SMALLEST, LARGEST = 0.07, 0.22  # of the page's two sides together: 1.8 to 5.6 cm across on an A4 sheet; seals have 3 to 4
LONGEST = 1.8  # times as wide as it is high, or the other way round
STAIN, AROUND = 5, 9  # pixels around red that are stained with it; in which the lightest is paper
PRINTED = 0.7  # of the paper's light: darker is print under the seal
MOST_FILLED = 0.5  # of its square that is red; more is a red shape with print of its own


def without_seals(page: Image.Image) -> Image.Image:
    """Return a page in grey; where a seal lies on it, as it looks through red glass."""
    if page.mode != "RGB":
        return page.convert("L")
    grey = np.array(page.convert("L"))
    colours = np.asarray(page)
    red = colours[..., 0].astype(np.int16) - np.maximum(colours[..., 1], colours[..., 2]) >= RED
    for left, top, right, bottom in _areas(_gathered(red)):
        place = (slice(top * BLOCK, bottom * BLOCK), slice(left * BLOCK, right * BLOCK))
        wide, high = (right - left) * BLOCK, (bottom - top) * BLOCK
        of_size = SMALLEST <= (wide + high) / (page.width + page.height) <= LARGEST
        of_size = of_size and max(wide, high) <= LONGEST * min(wide, high)
        if of_size and red[place].mean() <= MOST_FILLED:
            grey[place] = _through_red(colours[place], red[place])
    return Image.fromarray(grey)


def _through_red(colours: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Return a part of a page as it looks through red glass: what is red is paper, but where print below darkens it."""
    through = colours[..., 0]
    paper = np.asarray(
        Image.fromarray(through).filter(ImageFilter.MedianFilter(AROUND)).filter(ImageFilter.MaxFilter(AROUND))
    )
    stained = np.asarray(Image.fromarray(red.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(STAIN))) > 0
    return np.where(stained & (through > PRINTED * paper), paper, through)


def _gathered(red: np.ndarray) -> np.ndarray:
    """Return which squares of the page hold red."""
    high, wide = (-(-side // BLOCK) * BLOCK for side in red.shape)
    padded = np.zeros((high, wide), dtype=bool)
    padded[: red.shape[0], : red.shape[1]] = red
    return np.asarray(padded.reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK).any(axis=(1, 3)))


def _areas(squares: np.ndarray) -> Iterator[tuple[int, int, int, int]]:
    """Yield (left, top, right, bottom) around the squares that hang together."""
    left_over = {(int(row), int(column)) for row, column in np.argwhere(squares)}
    while left_over:
        waiting = [left_over.pop()]
        area = list(waiting)
        while waiting:
            row, column = waiting.pop()
            near = {(row + down, column + on) for down in (-1, 0, 1) for on in (-1, 0, 1)} & left_over
            left_over -= near
            waiting += near
            area += near
        rows, columns = [row for row, _ in area], [column for _, column in area]
        yield min(columns), min(rows), max(columns) + 1, max(rows) + 1
