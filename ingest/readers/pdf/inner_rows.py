"""Rows of figures within one ruled row, where no lines part them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.readers.pdf.lines import lines
from ingest.readers.pdf.places import Cell
from ingest.readers.pdf.words import FIGURE, Word

SAME_ROW = 2.5  # points that the feet of one row's words may differ by
FEWEST_WITHIN = 3  # lines of figures in one ruled row, from which each is a row of its own
FEWEST_COLUMNS = 2  # that stand on the same feet
HIGHER = 1.3  # times the next strip between two rows that the one which parts them is


def split(
    across: Sequence[Cell | None], own: Sequence[Cell | None], words_by_cell: Mapping[Cell, list[Word]]
) -> list[dict[Cell, list[Word]]]:
    """Return the words of a ruled row cell by cell; in several rows where no lines part rows of figures."""
    whole = {cell: words_by_cell[cell] for cell in across if cell is not None}
    distinct = list(dict.fromkeys(cell for cell in own if cell is not None))
    if len(distinct) < FEWEST_COLUMNS or any(cell is None for cell in own):
        return [whole]
    per_cell = {cell: lines(words_by_cell[cell]) for cell in distinct}
    figures = [
        rows
        for rows in per_cell.values()
        if len(rows) >= FEWEST_WITHIN and all(FIGURE.fullmatch(word.text) for row in rows for word in row.words)
    ]
    if not figures:
        return [whole]
    feet = [row.y for row in max(figures, key=len)]
    names = [rows for rows in per_cell.values() if not any(rows is f for f in figures) and len(rows) == len(feet)]
    level = [rows for rows in (*figures, *names) if all(any(abs(r.y - y) <= SAME_ROW for y in feet) for r in rows)]
    if len(level) < FEWEST_COLUMNS or not all(any(rows is other for other in level) for rows in figures):
        return [whole]
    if parted := _by_strips(whole, feet):
        return parted
    if not all(len(rows) == len(feet) for rows in figures):
        return [whole]
    parts: list[dict[Cell, list[Word]]] = [{} for _ in feet]
    for cell, rows in per_cell.items():
        for row in rows:
            at = max((i for i, y in enumerate(feet) if row.y >= y - SAME_ROW), default=0)
            parts[at].setdefault(cell, []).extend(row.words)
    return parts


def _by_strips(whole: dict[Cell, list[Word]], feet: Sequence[float]) -> list[dict[Cell, list[Word]]]:
    """Return the rows of a ruled row, parted where the highest strip without words runs between two figures.

    So they are whole wherever in its row a figure stands, at its head or at mid-height of the lines beside it. [] where the
    strip is hardly higher than those between the lines of one cell.
    """
    covered = sorted((word.place.top, word.place.bottom) for words in whole.values() for word in words)
    strips: list[tuple[float, float]] = []  # height, middle
    foot = covered[0][1]
    for top, bottom in covered[1:]:
        if top > foot:
            strips.append((top - foot, (top + foot) / 2))
        foot = max(foot, bottom)
    cuts: list[float] = []
    for above, below in pairwise(feet):
        between = sorted(strip for strip in strips if above < strip[1] < below)
        if not between or (len(between) > 1 and between[-1][0] < HIGHER * between[-2][0]):
            return []
        cuts.append(between[-1][1])
    parts: list[dict[Cell, list[Word]]] = [{} for _ in feet]
    for cell, words in whole.items():
        for word in words:
            parts[sum(word.middle[1] > cut for cut in cuts)].setdefault(cell, []).append(word)
    return parts
