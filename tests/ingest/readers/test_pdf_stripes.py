"""Rows that are shaded by turns, and no rule anywhere: the rows between are of the table, lines of text are not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.readers.pdf import grids
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

COLUMNS = (70.0, 250.0, 330.0, 420.0)
HIGH = 20.0
ROWS = [("Chợ", "Hộ", "Thu"), ("Gò", "142", "8,4"), ("Bến", "96", "5,1"), ("Ngã Tư", "51", "2,2"), ("Sen", "48", "1,7")]


def _word(text: str, left: float, top: float) -> Word:
    place = Rectangle(left, top + 4, left + 6 * len(text), top + 16)
    return Word(text, place, top + 14, 11.0, spaced=True)


def _table(shaded: list[int], top: float = 200.0) -> tuple[list[Edge], list[Word]]:
    edges, words = [], []
    for at, row in enumerate(ROWS):
        y = top + HIGH * at
        words += [_word(text, x + 5, y) for text, x in zip(row, COLUMNS, strict=False)]
        if at in shaded:
            for left, right in pairwise(COLUMNS):
                edges += Edge.shaded(Rectangle(left, y, right, y + HIGH))
    return edges, words


@pytest.mark.parametrize("shaded", [[0, 2, 4], [1, 3], [0, 1, 3, 4], [0, 2]])
def test_the_rows_between_belong_to_the_table(shaded: list[int]) -> None:
    edges, words = _table(shaded)
    beside = [
        _word("Chợ nào cũng có bãi xe cho khách từ xa tới", 70, 400),
        _word("Số liệu các chợ như sau, theo sổ", 70, 160),
    ]
    found, rest = grids.find(edges, [*words, *beside])
    wanted = ROWS[:4] if shaded == [0, 2] else ROWS
    assert [list(grid.rows) for grid in found] == [wanted]
    assert {word.text for word in beside} <= {word.text for word in rest}


def test_a_line_of_text_between_two_tables_parts_them() -> None:
    upper, words = _table([0, 1, 2, 3, 4], top=100)
    lower, more = _table([0, 1, 2, 3, 4], top=100 + HIGH * (len(ROWS) + 1))
    between = _word("Bảng dưới đây là của các chợ tạm, chưa có mái", 70, 100 + HIGH * len(ROWS))
    found, rest = grids.find([*upper, *lower], [*words, between, *more])
    assert [len(grid.rows) for grid in found] == [5, 5] and between in rest
