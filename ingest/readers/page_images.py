"""Pages of a PDF as upright grey images. The only module that knows pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from ingest.errors import UnreadableFile

RESOLUTION = 200  # dots per inch; what the decree asks of scans, and 300 recovered no more words
LARGEST = 25_000_000  # pixels of a page; A3 at 200 dpi has 8 million
INCH = 72  # PDF units
INK = 128  # darker pixels of 0-255 are ink
LEAST_INK = 0.0002  # share of a page's pixels; a page with less is blank: one line of text covers ten times as much
STEEPEST = 4.0  # degrees a page is turned at most by its scanner
COARSE, FINE = 0.5, 0.05  # steps in degrees of the two searches
SKEW_WIDTH = 800  # pixels across in which skew is looked for: a degree then moves a line's end by 14


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF to take images of.

    :raises UnreadableFile: PDFium cannot read it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("tệp PDF hỏng: không mở được ảnh trang; hãy tải hoặc quét lại tệp gốc") from error
    try:
        yield document
    finally:
        document.close()


def image(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Return page ``number`` (from 1) in grey at :data:`RESOLUTION`, coarser where it is very large.

    :raises UnreadableFile: the page is damaged.
    """
    try:
        page = document[number - 1]
        scale = RESOLUTION / INCH
        pixels = page.get_width() * page.get_height() * scale**2
        scale *= min(1.0, (LARGEST / max(pixels, 1.0)) ** 0.5)
        made: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
        return made.convert("L")
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"trang {number} của tệp PDF bị hỏng; hãy tải hoặc quét lại tệp gốc") from error


def is_blank(page: Image.Image) -> bool:
    """Say whether a page holds hardly any ink."""
    small = page.reduce(4)
    return float((np.asarray(small) < INK).mean()) < LEAST_INK


def straightened(page: Image.Image) -> Image.Image:
    """Return the page turned so that its lines lie level.

    The right angle is the one at which the rows of pixels differ most in darkness: lines black, gaps white.
    """
    small = page.reduce(max(1, page.width // SKEW_WIDTH))
    ink = Image.fromarray(((np.asarray(small) < INK) * 255).astype(np.uint8))
    coarse = _best(ink, np.arange(-STEEPEST, STEEPEST + COARSE, COARSE))
    angle = _best(ink, np.arange(coarse - COARSE, coarse + COARSE + FINE, FINE))
    return page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255) if abs(angle) > FINE else page


def _best(ink: Image.Image, angles: np.ndarray) -> float:
    def contrast(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    return float(max(angles, key=lambda angle: (contrast(float(angle)), -abs(angle))))
