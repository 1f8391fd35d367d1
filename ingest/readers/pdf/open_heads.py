"""The head of a ruled table that stands above its first rule, without borders of its own."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.text import fold_spaces, normalize
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.lines import TextLine, lines, text
from ingest.readers.pdf.places import Rectangle, bounds
from ingest.readers.pdf.words import FIGURE, Word

NEAR = 1.0  # of the letters' size between the head's last line and the table
LEADING = 0.9  # of the size between two lines of the head; more parts it from what stands above
MOST_LINES = 4
FEWEST_TITLED = 2  # columns; and all but one of the table's
UNIT = re.compile(r"^\W{0,4}(?:đơn vị|đvt)(?!\p{L})", re.IGNORECASE)  # "Đơn vị tính: triệu đồng", which titles no column


def headed(grids: Sequence[Grid], words: Sequence[Word]) -> tuple[list[Grid], list[Word]]:
    """Return the tables of a page with the heads that stand above them, and the words that are part of no table.

    :param words: those outside of the tables.
    """
    tables, rest = list(grids), list(words)
    for at, grid in enumerate(tables):
        if titles := _is_headless(grid) and above(grid.place, grid.columns, rest):
            tables[at] = _with_head(grid, titles)
            taken = {id(word) for title in titles for word in title}
            rest = [word for word in rest if id(word) not in taken]
    return tables, rest


def _is_headless(grid: Grid) -> bool:
    """Say whether the first row of a table holds figures beside its number, and so titles no columns."""
    return any(FIGURE.fullmatch(cell) and any(map(str.isdigit, cell)) for cell in grid.rows[0][1:])


def _with_head(grid: Grid, titles: Sequence[Sequence[Word]]) -> Grid:
    head = tuple(fold_spaces(" ".join(normalize(text(line)) for line in lines(title))) for title in titles)
    place = grid.place.around(bounds(word.place for title in titles for word in title))
    return Grid((head, *grid.rows), (" ".join(filter(None, head)), *grid.printed), place, grid.columns)


def above(place: Rectangle, columns: Sequence[float], words: Sequence[Word]) -> list[list[Word]]:
    """Return the words that title the columns of a table from right above it, column by column; [] where none do.

    :param columns: where the columns begin and the last one ends, from the left.
    :param words: those of the page outside of its tables.

    Each line's words stand within columns, none across a border; in the line next to the table or the lines together all
    columns but one are titled, by more than figures.
    """
    head: list[TextLine] = []
    foot = place.top
    over = [word for word in words if word.place.bottom <= place.top + 1 and word.place.right > place.left]
    for line in reversed(lines([word for word in over if word.place.left < place.right])):
        gap = foot - line.place.bottom
        if gap > (LEADING if head else NEAR) * line.size or len(head) == MOST_LINES:
            break
        if not _fits(line, columns) or UNIT.match(" ".join(word.text for word in line.words)):
            break
        head.append(line)
        foot = line.place.top
    titles: list[list[Word]] = [[] for _ in columns[1:]]
    for line in reversed(head):
        for word in line.words:
            titles[_column(word, columns)].append(word)
    titled = sum(any(FIGURE.fullmatch(word.text) is None for word in title) for title in titles)
    return titles if titled >= max(FEWEST_TITLED, len(titles) - 1) else []


def _fits(line: TextLine, columns: Sequence[float]) -> bool:
    """Say whether a line's words stand within columns, and those of two columns further apart than words of a sentence."""
    inside = all(columns[0] <= word.place.left and word.place.right <= columns[-1] for word in line.words)
    crossed = any(word.place.left < x < word.place.right for word in line.words for x in columns[1:-1])
    pairs = zip(line.words, line.words[1:], strict=False)
    apart = all(
        _column(left, columns) == _column(right, columns) or right.place.left - left.place.right > 0.6 * line.size
        for left, right in pairs
    )
    return inside and not crossed and apart


def _column(word: Word, columns: Sequence[float]) -> int:
    return max(0, sum(x <= word.middle[0] for x in columns[:-1]) - 1)
