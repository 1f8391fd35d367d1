"""From a page's own units to points from the upper left corner of the page as it is shown."""

from __future__ import annotations

import pypdfium2

from ingest.readers.pdf.places import Rectangle


class PageFrame:
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
