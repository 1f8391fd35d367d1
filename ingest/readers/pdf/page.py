"""A page of a PDF between its letters and the report's lines: what is read of it, from letters or by OCR, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from ingest.readers.pdf import lines, pages
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.lines import TextLine
from ingest.readers.pdf.pages import PageText
from ingest.readers.printed import PrintedLine


@dataclass(slots=True)
class Page:
    """A page on its way: what its letters give, lines and tables in order, and whether lines are of OCR.

    ``unsure``: words with figures that two readings by OCR differ in.
    """

    text: PageText
    items: list[PrintedLine | Grid] = field(default_factory=list)
    scanned: bool = False
    unsure: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[PrintedLine]:
        """What of it is lines, in order."""
        return [item for item in self.items if isinstance(item, PrintedLine)]


def composed(page: PageText) -> list[PrintedLine | Grid]:
    """Return the lines and tables that a page's letters make, in reading order."""
    return [item if isinstance(item, Grid) else _printed(item, page.height) for item in pages.composed(page)]


def _printed(line: TextLine, height: float) -> PrintedLine:
    bold = sum(c.isalnum() for word in takewhile(lambda word: word.bold, line.words) for c in word.text)
    return PrintedLine(lines.text(line), line.size, line.place.left, height - line.y, bold=bold)
