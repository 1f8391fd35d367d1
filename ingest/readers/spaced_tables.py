"""Tables of plain text whose cells are set apart by several blanks, as tabs are read."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.text import fold_spaces
from ingest.model import Kind, Line, Table

APART = re.compile(r"\s{3,}")
FIGURE = re.compile(r"[-–+]?\d[\d.,]*+%?|[-–]")
YEAR = re.compile(r"(?:19|20)\d{2}")
FEWEST_ROWS, FEWEST_COLUMNS = 3, 3  # the head counts; two columns are those of a letterhead or a signature


def with_tables(lines: Sequence[Line], tables: Sequence[Table]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines with the rows of such tables as rows, and all tables, those there were (``tables``) first.

    A table is a head without figures but years, and at least two rows right below it, each of as many cells, one of them
    beside the first a figure. Other lines stay as they are.
    """
    with_rows: list[Line] = []
    every = list(tables)
    at = 0
    while at < len(lines):
        rows = _rows(lines, at)
        if not rows:
            with_rows.append(lines[at])
            at += 1
            continue
        for number, row in enumerate(rows):
            first = lines[at + number]
            text = fold_spaces(" ".join(row))
            with_rows.append(Line(text, first.page, Kind.TABLE, whole=True, gap=first.gap, row=(len(every), number)))
        every.append(Table(tuple(rows), lines[at].page))
        at += len(rows)
    return with_rows, tuple(every)


def _rows(lines: Sequence[Line], at: int) -> list[tuple[str, ...]]:
    """Return the rows of the table that begins with a line, [] where none does."""
    head = _cells(lines[at])
    if len(head) < FEWEST_COLUMNS or any(FIGURE.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in head):
        return []
    rows = [head]
    for line in lines[at + 1 :]:
        cells = _cells(line)
        if line.gap or line.page != lines[at].page or len(cells) != len(head) or not any(map(FIGURE.fullmatch, cells[1:])):
            break
        rows.append(cells)
    return rows if len(rows) >= FEWEST_ROWS else []


def _cells(line: Line) -> tuple[str, ...]:
    return tuple(APART.split(line.text.strip())) if line.kind is Kind.TEXT else ()
