"""Rows of cells that reach over columns and rows, made into a full grid."""

from __future__ import annotations

from collections.abc import Sequence

Cell = tuple[str, int, int]  # text, columns and rows it reaches over


def filled(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows with the text of a merged cell in every column and row it covers."""
    below: dict[tuple[int, int], str] = {}
    filled_rows: list[tuple[str, ...]] = []
    for number, row in enumerate(rows):
        cells: list[str] = []
        for text, across, down in row:
            _from_above(cells, below, number)
            for column in range(len(cells), len(cells) + across):
                below |= {(number + step, column): text for step in range(1, down)}
            cells += [text] * across
        _from_above(cells, below, number)
        filled_rows.append(tuple(cells))
    return tuple(filled_rows)


def _from_above(cells: list[str], below: dict[tuple[int, int], str], number: int) -> None:
    while (number, len(cells)) in below:
        cells.append(below.pop((number, len(cells))))
