"""What the picture of a page shows beside its letters, by a quick OCR: for a few pages of a PDF.

Letters are wiped out of the picture, and rules; what is left may be print that the file holds in no other way: a small
picture of a number, a pattern, a letter drawn as lines.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pypdfium2
import pypdfium2.raw as c
import regex as re
from PIL import Image

from ingest.audit.model import SeenFigures
from ingest.readers.ocr import tesseract
from ingest.readers.page_images import LARGEST

ONE_IN, MOST = 8, 3  # pages that are looked at: a look takes a third of what reading a page does
LOOKED, READ = 100 / 72, 200 / 72  # pixels a point: to see whether there is ink, to read it
INK = 150  # of 255: darker is ink
LONGEST = 30  # pixels of ink in one line when looked at, a third of an inch: rules; letters have no such stroke
# What lies over a page and holds no print but its own text, which is read from it.
TOLD = (c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP, c.FPDF_ANNOT_HIGHLIGHT, c.FPDF_ANNOT_UNDERLINE,
        c.FPDF_ANNOT_STRIKEOUT)  # fmt: skip
HIDDEN = 2 | 32  # flags of a note that is not shown
LONGEST_NOTE = 8_000  # bytes of a note; a longer one is left to the eye
MOST_OBJECTS = 1_500  # of a page that are looked through one by one; drawing it takes less than more of them
THICKEST = 2.0  # points of a rule
BOX_SEGMENTS, CORNERS = (4, 5), 4  # of a box's border
WINDOW, DENSE = 9, 20  # pixels of a square, and how many of them are ink where a letter stands; a piece of a rule has 18
LEAST_INK = 60  # pixels: two figures of 10 points
FAR = 10_000  # points: PDFium gives whole pixels, which far apart tell how the page lies
MARGIN = 1.0  # points around a letter that are its own
SECONDS = 20  # for the OCR of one page
SURE = 85.0  # of 100: the confidence of words that are print and not what OCR makes of a seal
FEWEST_DIGITS = 2  # of a figure that OCR alone tells of
FIGURE = re.compile(rf"[0-9]{{{FEWEST_DIGITS},}}")


def seen(pages: Sequence[int], document: pypdfium2.PdfDocument, read: Collection[str]) -> list[SeenFigures]:
    """Return the words with figures that only the pictures of pages show, of a sample of ``pages`` (numbers from 1).

    ``read``: figures that were read; they are not told of, however often they are seen. Without OCR nothing is seen.
    """
    if tesseract.missing():
        return []
    figures: list[SeenFigures] = []
    for number in sample(pages):
        page = document[number - 1]
        if _is_plain(page) or not _leaves_ink(_wiped(page, LOOKED)):
            continue
        words = tesseract.read_quickly(Image.fromarray(_wiped(page, READ)), SECONDS)
        sure = [word.text for word in words if word.confidence >= SURE and FIGURE.search(word.text)]
        figures += [SeenFigures(text, number) for text in sure if not set(FIGURE.findall(text)) <= set(read)]
    return figures


def _is_plain(page: pypdfium2.PdfPage) -> bool:
    """Say whether nothing but letters, level and upright rules and boxes is drawn on a page: there is no more to see."""
    count = c.FPDFPage_CountObjects(page.raw)
    if count > MOST_OBJECTS or not _is_told(page):
        return False
    items = (c.FPDFPage_GetObject(page.raw, at) for at in range(count))
    return all(
        kind == c.FPDF_PAGEOBJ_TEXT or (kind == c.FPDF_PAGEOBJ_PATH and _is_ruled(item))
        for item in items
        for kind in [c.FPDFPageObj_GetType(item)]
    )


def _is_told(page: pypdfium2.PdfPage) -> bool:
    """Say whether what lies over a page tells by itself what it says, as typed notes do."""
    for at in range(c.FPDFPage_GetAnnotCount(page.raw)):
        note = c.FPDFPage_GetAnnot(page.raw, at)
        kind = c.FPDFAnnot_GetSubtype(note)
        c.FPDFPage_CloseAnnot(note)
        if kind not in TOLD:
            return False
    return True


def typed_over(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what is typed over a page in notes that are seen."""
    for at in range(c.FPDFPage_GetAnnotCount(page.raw)):
        note = c.FPDFPage_GetAnnot(page.raw, at)
        if c.FPDFAnnot_GetSubtype(note) == c.FPDF_ANNOT_FREETEXT and not c.FPDFAnnot_GetFlags(note) & HIDDEN:
            buffer = ctypes.create_string_buffer(LONGEST_NOTE)
            letters = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            size = c.FPDFAnnot_GetStringValue(note, b"Contents", letters, LONGEST_NOTE)
            yield buffer.raw[: size if size <= LONGEST_NOTE else 0].decode("utf-16-le", "replace").rstrip("\0")
        c.FPDFPage_CloseAnnot(note)


def _is_ruled(path: object) -> bool:
    """Say whether a path is a rule, or the border of a box; what is filled, and a letter drawn as lines, is more."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return False
    if min(right.value - left.value, top.value - bottom.value) <= THICKEST:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    is_known = bool(c.FPDFPath_GetDrawMode(path, fill, stroke))
    return is_known and not fill.value and c.FPDFPath_CountSegments(path) in BOX_SEGMENTS and _is_box(path)


def _is_box(path: object) -> bool:
    """Say whether the lines of a path are level and upright by turns."""
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    for at in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, at)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_BEZIERTO:
            return False
        c.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append((x.value, y.value))
    return (
        all(min(abs(a - u), abs(b - v)) < THICKEST for (a, b), (u, v) in pairwise(corners)) and len(set(corners)) == CORNERS
    )


def sample(pages: Sequence[int]) -> list[int]:
    """Return some of these pages, spread evenly, the first among them."""
    count = min(MOST, -(-len(pages) // ONE_IN))
    return [pages[len(pages) * at // count] for at in range(count)]


def _wiped(page: pypdfium2.PdfPage, scale: float) -> np.ndarray:
    """Return a page's picture in grey, white where its letters are."""
    scale = min(scale, (LARGEST / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    drawn = np.array(page.render(scale=scale, grayscale=True).to_numpy())
    grey = drawn.reshape(drawn.shape[0], drawn.shape[1])
    for left, top, right, bottom in _places(page, grey.shape[1], grey.shape[0]):
        grey[top:bottom, left:right] = 255
    return grey


def _places(page: pypdfium2.PdfPage, wide: int, high: int) -> list[list[int]]:
    """Return where the letters of a page stand in a picture of that size: left, top, right, bottom."""
    layer = page.get_textpage()
    box = c.FS_RECTF()
    corners: list[tuple[float, float, float, float]] = []
    for at in range(layer.count_chars()):
        if c.FPDFText_GetLooseCharBox(layer.raw, at, box):
            corners.append((box.left - MARGIN, box.bottom - MARGIN, box.right + MARGIN, box.top + MARGIN))
    if not corners:
        return []
    to = pypdfium2.PdfPosConv(page, (0, 0, wide, high, 0)).to_bitmap
    (x0, y0), (x1, y1), (x2, y2) = to(0, 0), to(FAR, 0), to(0, FAR)  # the page may be turned, its box begin anywhere
    boxes = np.array(corners)
    across = [
        x0 + (x * (x1 - x0) + y * (x2 - x0)) / FAR for x, y in ((boxes[:, 0], boxes[:, 1]), (boxes[:, 2], boxes[:, 3]))
    ]
    down = [y0 + (x * (y1 - y0) + y * (y2 - y0)) / FAR for x, y in ((boxes[:, 0], boxes[:, 1]), (boxes[:, 2], boxes[:, 3]))]
    edges = np.stack([np.minimum(*across), np.minimum(*down), np.maximum(*across) + 1, np.maximum(*down) + 1], axis=1)
    return [[int(edge) for edge in row] for row in np.maximum(edges, 0)]


def _leaves_ink(grey: np.ndarray) -> bool:
    """Say whether more is left of a picture than rules."""
    ink = grey < INK
    if int(np.count_nonzero(ink)) < LEAST_INK:
        return False
    left = ink & ~_rules(ink) & ~_rules(ink.T).T
    if int(np.count_nonzero(left)) < LEAST_INK:
        return False
    sums = np.pad(left, WINDOW // 2 + 1).cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    around = sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
    dense = around[: left.shape[0], : left.shape[1]] >= DENSE
    return int(np.count_nonzero(left & dense)) >= LEAST_INK


def _rules(ink: np.ndarray) -> np.ndarray:
    """Return which points lie in a level row of ink that is longer than a letter."""
    inked = np.zeros_like(ink)
    if ink.shape[1] <= LONGEST:
        return inked
    rows = np.flatnonzero(np.count_nonzero(ink, axis=1) >= LONGEST)  # few rows of a page hold a rule
    ruled = ink[rows]
    sums = np.pad(ruled.cumsum(axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    starts = sums[:, LONGEST:] - sums[:, :-LONGEST] == LONGEST
    edges = np.zeros((ruled.shape[0], ruled.shape[1] + 1), dtype=np.int32)
    edges[:, : starts.shape[1]] += starts
    edges[:, LONGEST : LONGEST + starts.shape[1]] -= starts
    inked[rows] = edges.cumsum(axis=1, dtype=np.int32)[:, :-1] > 0
    return inked
