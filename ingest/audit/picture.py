"""What the picture of a page shows beside its letters, by a quick OCR: for a few pages of a PDF.

Letters are wiped out of the picture, and rules; what is left may be print that the file holds in no other way: a small
picture of a number, a pattern, a letter drawn as lines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
        if not _leaves_ink(_wiped(page, LOOKED)):
            continue
        words = tesseract.read_quickly(Image.fromarray(_wiped(page, READ)), SECONDS)
        sure = [word.text for word in words if word.confidence >= SURE and FIGURE.search(word.text)]
        figures += [SeenFigures(text, number) for text in sure if not set(FIGURE.findall(text)) <= set(read)]
    return figures


def sample(pages: Sequence[int]) -> list[int]:
    """Return some of these pages, spread evenly, the first among them."""
    wanted = min(MOST, -(-len(pages) // ONE_IN))
    return [pages[len(pages) * at // wanted] for at in range(wanted)]


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
    return int(np.count_nonzero(ink & ~_rules(ink) & ~_rules(ink.T).T)) >= LEAST_INK


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
