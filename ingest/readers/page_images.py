"""Pages of a PDF as images, grey for OCR and in colour for readers, and their letters. Only this module knows pypdfium2."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from ingest.errors import UnreadableFile
from ingest.readers import photographs
from ingest.readers.printed import Box, Piece
from ingest.readers.seals import without_seals

RESOLUTION = 200  # dots per inch; what the decree asks of scans, and 300 recovered no more words
SHOWN_RESOLUTION = 150  # dots per inch of what a reader sees: an A4 page has 1240 dots across
LARGEST = 25_000_000  # pixels of a page; A3 at 200 dpi has 8 million
INCH = 72  # PDF units
GRID = 100_000  # steps across a page in which the places of letters are reckoned; PDFium gives whole numbers
SURROGATES = range(0xD800, 0xE000)  # halves of a sign beyond the first 65,536: no letters of ours
INK = 128  # darker pixels of 0-255 are ink
LEAST_INK = 0.0002  # share of a page's pixels; a page with less is blank: one line of text covers ten times as much
SHADE_STEP, SHADE_AROUND = 8, 9  # light is reckoned from the lightest of 72 pixels square: wider than a letter's stroke
DARKEST_PAPER = 170  # of 255: paper that a scanner has lit is lighter; in a photograph's shadow it is darker
DARKEST_SHADOW, PAPER = 30.0, 245.0
STEEPEST = 4.0  # degrees a page is turned at most by its scanner
COARSE, FINE = 0.5, 0.05  # steps in degrees of the two searches
GREY = 180  # thin strokes of reduced images are no darker
GUTTER_WIDTH = 800  # pixels across in which gutters are looked for
NARROWEST = 0.045  # of a page's width: a gutter; the widest gaps between words of justified lines are half of it
FEWEST_PIXELS = 4  # of ink in a row of those that is part of a line; specks and the tails of letters have fewer
LOWEST_LINE = 8  # rows of those
BETWEEN_LINES = 4  # pixels of those; less lies between a letter and its mark
FEWEST_LINES = 5  # on both sides of a gutter together; fewer are the ends of short paragraphs
MOST_BELOW = 4  # lines below two columns at a report's end
LEAST_HEIGHT = 20  # pixels of a piece; a line of text is higher
SKEW_WIDTH = 800  # pixels across in which skew is looked for: a degree then moves a line's end by 14


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF to take images of.

    :raises UnreadableFile: PDFium cannot read it.
    """
    try:
        document = pypdfium2.PdfDocument(photographs.as_pdf(path) if photographs.is_picture(path) else path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise UnreadableFile("tệp PDF hỏng: không mở được ảnh trang; hãy tải hoặc quét lại tệp gốc") from error
    try:
        yield document
    finally:
        document.close()


def image(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Return page ``number`` (from 1) in grey at :data:`RESOLUTION`, coarser where it is very large; seals made pale.

    :raises UnreadableFile: the page is damaged.
    """
    return even(without_seals(_rendered(document, number, RESOLUTION, grayscale=False).convert("RGB")))


def even(page: Image.Image) -> Image.Image:
    """Return a page without the shadow on it, as photographs have; one that is lit evenly comes back as it is."""
    small = page.reduce(SHADE_STEP)
    paper = small.filter(ImageFilter.MaxFilter(SHADE_AROUND)).filter(ImageFilter.GaussianBlur(SHADE_AROUND / 2))
    light = np.asarray(paper, dtype=np.float32)
    if float(np.percentile(light, 5)) >= DARKEST_PAPER:
        return page
    wide = np.asarray(paper.resize(page.size, Image.Resampling.BILINEAR), dtype=np.float32)
    lit = np.asarray(page, dtype=np.float32) / np.maximum(wide, DARKEST_SHADOW) * PAPER
    return Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))


def shown(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Return page ``number`` (from 1) in colour at :data:`SHOWN_RESOLUTION`, coarser where it is very large.

    :raises UnreadableFile: the page is damaged, or there is none of that number.
    """
    return _rendered(document, number, SHOWN_RESOLUTION, grayscale=False).convert("RGB")


def letters(document: pypdfium2.PdfDocument, number: int) -> list[Piece]:
    """Return the letters of the text layer of page ``number`` (from 1), in the order of the layer.

    Line ends and spaces are pieces too; a letter may be decomposed into several. No text layer gives an empty list.

    :raises UnreadableFile: the page is damaged, or there is none of that number.
    """
    try:
        page = document[number - 1]
        layer = page.get_textpage()
        place = pypdfium2.PdfPosConv(page, (0, 0, GRID, GRID, 0)).to_bitmap  # page boxes and turned pages reckoned in
        pieces: list[Piece] = []
        for at in range(layer.count_chars()):
            code = pypdfium2.raw.FPDFText_GetUnicode(layer, at)
            if not code or code in SURROGATES:
                continue
            left, bottom, right, top = layer.get_charbox(at, loose=True)
            (x0, y0), (x1, y1) = place(left, top), place(right, bottom)
            box = Box(min(x0, x1) / GRID, min(y0, y1) / GRID, max(x0, x1) / GRID, max(y0, y1) / GRID)
            pieces.append(Piece("\n" if chr(code) in "\r\n" else chr(code), box))
        return pieces
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableFile(_damaged(number)) from error


def _rendered(document: pypdfium2.PdfDocument, number: int, resolution: int, *, grayscale: bool) -> Image.Image:
    try:
        page = document[number - 1]
        scale = resolution / INCH
        pixels = page.get_width() * page.get_height() * scale**2
        scale *= min(1.0, (LARGEST / max(pixels, 1.0)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, grayscale=grayscale).to_pil()
        return picture
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableFile(_damaged(number)) from error


def _damaged(number: int) -> str:
    return f"trang {number} của tệp PDF bị hỏng; hãy tải hoặc quét lại tệp gốc"


def is_blank(page: Image.Image) -> bool:
    """Say whether a page holds hardly any ink."""
    small = page.reduce(4)
    return float((np.asarray(small) < INK).mean()) < LEAST_INK


def turned(page: Image.Image, angle: float) -> Image.Image:
    """Return the page turned counter-clockwise by so many degrees, its size kept; the page itself for none."""
    return page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255) if angle else page


def unturned(x: float, y: float, angle: float, width: int, height: int) -> tuple[float, float]:
    """Return where a point (pixels) of a :func:`turned` page of that size was before it was turned."""
    u, v = x - width / 2, y - height / 2
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return cos * u - sin * v + width / 2, sin * u + cos * v + height / 2


def skew(page: Image.Image) -> float:
    """Return the angle (degrees, counter-clockwise) by which a page is to be turned so that its lines lie level.

    It is the one at which the rows of pixels differ most in darkness: lines black, gaps white. 0 for what lies level.
    """
    small = page.reduce(max(1, page.width // SKEW_WIDTH))
    ink = Image.fromarray(((np.asarray(small) < INK) * 255).astype(np.uint8))
    coarse = _best(ink, np.arange(-STEEPEST, STEEPEST + COARSE, COARSE))
    angle = _best(ink, np.arange(coarse - COARSE, coarse + COARSE + FINE, FINE))
    return angle if abs(angle) > FINE else 0.0


def cuts(page: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return (left, top, right, bottom) of the pieces of a page in columns, in reading order; the page where there are none.

    Recipients and signature stand in two columns whose lines are of different heights; read as lines across the page they
    come out mangled. A gutter is a strip without ink that runs along several lines with ink on both sides. What has a text
    below it is left whole: the lines of a report's head lie level, and its title stands close below in the middle.
    """
    areas: list[tuple[int, int, int, int]] = []
    above = 0
    for top, bottom, gutter in _gutters(page):
        areas += [(0, above, page.width, top), (0, top, gutter, bottom), (gutter, top, page.width, bottom)]
        above = bottom
    areas.append((0, above, page.width, page.height))
    if len(areas) == 1:
        return areas
    return [cut for cut in areas if cut[3] - cut[1] > LEAST_HEIGHT and not is_blank(page.crop(cut))]


def _gutters(page: Image.Image) -> list[tuple[int, int, int]]:
    """Return (top, bottom, x) of the stretches of a page that stand in two columns, from the top."""
    step = max(1, page.width // GUTTER_WIDTH)
    ink = np.asarray(page.reduce(step)) < GREY
    wide = ink.shape[1]
    strip = max(2, int(wide * NARROWEST))
    inked_rows = _with_marks(np.asarray(ink.sum(axis=1) >= FEWEST_PIXELS))
    stretches: list[tuple[int, int, int]] = []
    for x in range(int(wide * 0.3), int(wide * 0.7), strip // 2):
        clear = ~ink[:, x : x + strip].any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], clear, [False])).astype(np.int8)))
        for top, bottom in zip(edges[::2], edges[1::2], strict=True):
            left = np.asarray(ink[top:bottom, :x].sum(axis=1) >= FEWEST_PIXELS)
            right = np.asarray(ink[top:bottom, x + strip :].sum(axis=1) >= FEWEST_PIXELS)
            if _lines_in(left) < 2 or _lines_in(right) < 2 or _lines_in(left) + _lines_in(right) < FEWEST_LINES:
                continue
            first, last = _whole_lines(inked_rows, int(top), int(bottom))
            if first < last and _lines_in(inked_rows[last:]) <= MOST_BELOW:
                stretches.append((first, last, x + strip // 2))
    best: list[tuple[int, int, int]] = []
    for stretch in sorted(stretches, key=lambda cut: (cut[0] - cut[1], abs(cut[2] - wide // 2))):
        if all(stretch[1] <= other[0] or other[1] <= stretch[0] for other in best):
            best.append(stretch)
    bare = np.asarray(~ink.any(axis=1))
    return [
        (
            max(0, (top - _margin(bare[:top][::-1])) * step),
            min(page.height, (bottom + _margin(bare[bottom:])) * step),
            x * step,
        )
        for top, bottom, x in sorted(best)
    ]


def _margin(bare: np.ndarray) -> int:
    """Return how many rows, two at most, are without any ink from the first on."""
    return next((at for at, free in enumerate(bare[:2]) if not free), min(2, bare.size))


def _with_marks(inked_rows: np.ndarray) -> np.ndarray:
    """Return the rows that hold ink with those between a letter and its mark: the dot below "Ộ" is no line."""
    rows = np.flatnonzero(inked_rows)
    whole = inked_rows.copy()
    for above, below in zip(rows, rows[1:], strict=False):
        if 1 < below - above < BETWEEN_LINES:
            whole[above:below] = True
    return whole


def _whole_lines(inked_rows: np.ndarray, top: int, bottom: int) -> tuple[int, int]:
    """Narrow rows [top, bottom) to lines that lie wholly within; ``inked_rows`` says which rows of the page hold ink."""
    while top < bottom and top > 0 and inked_rows[top - 1]:
        top += 1
    while bottom > top and bottom < inked_rows.size and inked_rows[bottom]:
        bottom -= 1
    return top, bottom


def _lines_in(rows: np.ndarray) -> int:
    """Count the lines of text in rows of pixels that hold ink or not."""
    inked = np.flatnonzero(rows)
    lines = np.split(inked, np.flatnonzero(np.diff(inked) > BETWEEN_LINES) + 1)
    return sum(line.size >= LOWEST_LINE for line in lines)


def _best(ink: Image.Image, angles: np.ndarray) -> float:
    def contrast(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    return float(max(angles, key=lambda angle: (contrast(float(angle)), -abs(angle))))
