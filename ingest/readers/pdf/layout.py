"""The lines of all pages with their kinds: small print at a page's foot is footnotes; tables are rows in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.model import Kind, Line, Table
from ingest.readers.pdf import endnotes, joined, lines
from ingest.readers.pdf.endnotes import NotedPage
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.page import Page
from ingest.readers.printed import PrintedLine
from ingest.typeface import width

NOTE_SIZE = 0.86  # of the body's size: footnotes are set in 10-12 points under a body of 13-14
SAME_SIZE = 0.04  # of the letters' size: what OCR reckons of one size of print varies by half of it
RIGHT_HALF = 0.4  # of the text's width; a line that begins further right belongs to a right column, or is a short title
RIGHT_COLUMN = " " * 16


def lay_out(given: Mapping[int, Page]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines of all pages with their kinds; tables as rows in their place."""
    body = _body_size(page.lines for page in given.values() if not page.scanned)
    scanned = _body_size(page.lines for page in given.values() if page.scanned)
    laid: list[Line] = []
    tables: list[Table] = []
    last: Grid | None = None
    noted = endnotes.at_end({n: _noted(page, scanned if page.scanned else body) for n, page in given.items()})
    for number, page in given.items():
        kinds, notes = iter(noted[number].kinds), noted[number].notes
        indented = _right_half(page.lines)
        for item in page.items:
            if isinstance(item, Grid):
                joined.add(_without_marks(item, notes), number, laid, tables, last)
                last = item
                continue
            text, marks = lines.marked(item.text, notes)
            ahead = RIGHT_COLUMN if item.x > indented else ""
            marks = tuple((at + len(ahead), mark) for at, mark in marks)
            laid.append(Line(f"{ahead}{text}", number, next(kinds), marks=marks, bold=item.bold))
    return laid, tuple(tables)


def _noted(page: Page, body: float) -> NotedPage:
    """Return a page's lines with their kinds; a page may be scanned at another scale than the rest.

    But one that is mostly footnotes has some lines of the body still.
    """
    if page.scanned and not any(abs(line.size - body) < SAME_SIZE * body for line in page.lines):
        body = _body_size([page.lines])
    small = all(line.size < NOTE_SIZE * body for line in page.lines)
    return endnotes.noted(page.items, _kinds(page.lines, body), all_small=small)


def _without_marks(grid: Grid, notes: frozenset[str]) -> Grid:
    rows = tuple(tuple(lines.marked(cell, notes)[0] for cell in row) for row in grid.rows)
    return replace(grid, rows=rows, printed=tuple(lines.marked(row, notes)[0] for row in grid.printed))


def _right_half(printed: Sequence[PrintedLine]) -> float:
    """Return from where on a line begins in the right half of a page."""
    left = min((line.x for line in printed), default=0.0)
    right = max((line.x + width(line.text) * line.size / 1000 for line in printed), default=0.0)
    return left + RIGHT_HALF * (right - left)


def _body_size(lines_of_pages: Iterable[Sequence[PrintedLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in lines_of_pages:
        for line in page:
            sizes[round(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _kinds(page: Sequence[PrintedLine], body: float) -> list[Kind]:
    """Tell the small print at the foot of a page, its footnotes, from the rest."""
    foot = len(page)
    while foot and page[foot - 1].size < NOTE_SIZE * body:
        foot -= 1
    if foot == 0:  # a page all in small print is an annex
        foot = len(page)
    return [Kind.TEXT if at < foot else Kind.NOTE for at in range(len(page))]
