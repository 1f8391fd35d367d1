"""Tables with ruled lines on the pages of a PDF. The only module that knows pdfplumber."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psparser import PSException
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingest.text import fold_spaces, normalize

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings are about what it made up for by itself

Box = tuple[float, float, float, float]  # left, top, right, bottom
FEWEST_ROWS, FEWEST_COLUMNS = 2, 2
# what pdfplumber and pdfminer let through on damaged pages
DAMAGE = (PdfminerException, MalformedPDFException, PDFException, PSException, ValueError, KeyError, IndexError, TypeError,
          AttributeError, OSError, RecursionError, AssertionError, ArithmeticError, NotImplementedError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table on a page: its cells, and its box as (left, bottom, right, top) in points from the page's lower left.

    ``rows`` holds merged cells in every place they cover; ``printed`` each row's cells once, as they are printed.
    """

    rows: tuple[tuple[str, ...], ...]
    printed: tuple[str, ...]
    box: tuple[float, float, float, float]


def find(path: Path, pages: Collection[int]) -> Mapping[int, list[Ruled]]:
    """Return the tables of these pages (numbered from 1), in order; a page that cannot be read has none."""
    if not pages:
        return {}
    found: dict[int, list[Ruled]] = {}
    try:
        with pdfplumber.open(path, pages=sorted(pages)) as document:
            for page in document.pages:
                found[page.page_number] = [
                    made for table in page.find_tables() if (made := _ruled(table, float(page.bbox[3])))
                ]
                page.close()
    except DAMAGE:
        return found
    return found


def _ruled(table: Table, height: float) -> Ruled | None:
    texts = table.extract()
    boxes = [list(row.cells) for row in table.rows]
    columns = max((len(row) for row in boxes), default=0)
    if len(boxes) < FEWEST_ROWS or columns < FEWEST_COLUMNS:
        return None
    cells = {
        box: fold_spaces(normalize(text or ""))
        for row, written in zip(boxes, texts, strict=True)
        for box, text in zip(row, written, strict=True)
        if box is not None
    }
    if sum(map(bool, cells.values())) <= len(cells) / 4:
        return None  # a frame around something else
    rows = tuple(tuple(_covering(boxes, cells, r, c) for c in range(len(boxes[r]))) for r in range(len(boxes)))
    printed = tuple(" ".join(cells[box] for box in row if box is not None and cells[box]) for row in boxes)
    left, top, right, bottom = table.bbox
    return Ruled(rows, printed, (left, height - bottom, right, height - top))


def _covering(boxes: Sequence[Sequence[Box | None]], cells: Mapping[Box, str], r: int, c: int) -> str:
    """Return the text at a place in the grid: its own cell's, or that of the merged cell around its middle."""
    own = boxes[r][c]
    if own is not None:
        return cells[own]
    across = [box for row in boxes if c < len(row) and (box := row[c]) is not None]
    down = [box for box in boxes[r] if box is not None]
    if not across or not down:
        return ""
    x = sum(min(across, key=lambda box: box[2] - box[0])[::2]) / 2  # the narrowest cell is the column
    y = sum(min(down, key=lambda box: box[3] - box[1])[1::2]) / 2
    return next((text for box, text in cells.items() if box[0] < x < box[2] and box[1] < y < box[3]), "")
