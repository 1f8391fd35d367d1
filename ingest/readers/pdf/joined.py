"""Lines and tables of all pages: a table that goes on over a page is one table, a row that breaks there one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re

from ingest.model import Kind, Line, Table
from ingest.readers.pdf.grids import FEWEST_ROWS, Grid, goes_on
from ingest.readers.pdf.lines import GAP
from ingest.readers.pdf.words import FIGURE

SAME_COLUMN = 6.0  # points that the columns of a table may lie apart from one page to the next
MOST_BETWEEN = 4  # lines of a page's foot and the next one's head
NEAR = 200  # lines above in which a foot or head stands once more
MOST_HEAD = 4  # rows that title the columns


def add(grid: Grid, page: int, lines: list[Line], tables: list[Table], before: Grid | None) -> None:
    """Add a table's rows to the lines and tables; one that goes on from the page before is added to that one's.

    ``before``: the grid that the last table ends in.
    """
    above = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].row is not None), None)
    goes_on = (
        above is not None
        and lines[above].row == (len(tables) - 1, len(tables[-1].rows) - 1)
        and lines[above].page == page - 1
        and before is not None
        and _same_columns(before, grid)
        and _only_furniture(lines, above + 1, again=_repeated(tables[-1].rows, grid.rows) > 0)
    )
    if before is not None and (head := _head_alone(before, grid)) and lines and lines[-1] == _alone(before, page - 1):
        lines.pop()  # all that the page before had room for was the first row of the head
        number = len(tables)
        tables.append(Table((head, _below(head, grid.rows[0]), *grid.rows[1:]), page - 1))
        printed_rows = [(before.printed[0], page - 1), *((row, page) for row in grid.printed)]
        lines += [Line(row, on, Kind.TABLE, row=(number, at)) for at, (row, on) in enumerate(printed_rows) if row]
        return
    if not goes_on and len(grid.rows) < FEWEST_ROWS:
        lines.append(_alone(grid, page))
        return
    table = tables.pop() if goes_on else Table((), page)
    repeated = _repeated(table.rows, grid.rows)  # the heading, printed again
    rows, printed = list(grid.rows[repeated:]), list(grid.printed[repeated:])
    table_rows = list(table.rows)
    if goes_on and rows and table_rows and _is_rest(table_rows[-1], rows[0], table_rows):
        at = next(n for n in range(len(lines) - 1, -1, -1) if lines[n].row == (len(tables), len(table_rows) - 1))
        whole = tuple(map(_put_together, table_rows[-1], rows.pop(0)))
        lines[at] = replace(lines[at], text=" ".join(_shown(table_rows[-1], lines[at].text, whole)))
        _put_above(table_rows, whole)
        table_rows[-1] = whole
        printed.pop(0)
    number, first = len(tables), len(table_rows)
    tables.append(Table((*table_rows, *rows), table.page))
    lines += [Line(row, page, Kind.TABLE, row=(number, r)) for r, row in enumerate(printed, start=first) if row]


def _alone(grid: Grid, page: int) -> Line:
    """Return the line of a table of one row, which is none."""
    return Line(GAP.join(_shown(grid.rows[0], grid.printed[0], grid.rows[0])), page)


def _head_alone(before: Grid, grid: Grid) -> tuple[str, ...]:
    """Return the one row of a table in the columns of another that goes on with it; empty where it does not.

    The other may part a column in two: "Đến hết năm 2024" above "Kế hoạch", "Thực hiện".
    """
    places = [next((n for n, x in enumerate(before.columns) if x > left + SAME_COLUMN), 0) - 1 for left in grid.columns[:-1]]
    shared = all(any(abs(x - other) <= SAME_COLUMN for other in grid.columns) for x in before.columns)
    if len(before.rows) != 1 or not shared or min(places, default=-1) < 0:
        return ()
    return tuple(before.rows[0][at] for at in places)


def _below(head: Sequence[str], row: tuple[str, ...]) -> tuple[str, ...]:
    """Return the second row of a head: a cell of the first that reaches down stands in it too."""
    parted = [n for n, text in enumerate(head) if text and text in (*head[:n], *head[n + 1 :])]
    is_head = parted and all(bool(text) == (at in parted) for at, text in enumerate(row))
    return tuple(text or above for text, above in zip(row, head, strict=True)) if is_head else row


def _only_furniture(lines: Sequence[Line], start: int, *, again: bool) -> bool:
    """Say whether lines between two pages' parts of a table are those of the pages: numbers, feet and heads.

    Feet and heads are few lines that stand on other pages too, or hold their page's number; where the table's own head is
    printed ``again`` below them, it goes on.
    """
    between = [line for line in lines[start:] if not line.text.strip().isdecimal()]
    if not between:
        return True
    if not again or len(between) > MOST_BETWEEN:
        return False
    others = {(_unnumbered(line.text), line.page) for line in lines[max(0, start - NEAR) : start]}
    seen_twice = {text for text, page in others if any(line.page != page for line in between)}
    return all(
        _unnumbered(line.text) in seen_twice or re.search(rf"(?<!\d){line.page}(?!\d)", line.text) for line in between
    )


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip())


def _same_columns(grid: Grid, other: Grid) -> bool:
    return len(grid.columns) == len(other.columns) and all(
        abs(a - b) <= SAME_COLUMN for a, b in zip(grid.columns, other.columns, strict=True)
    )


def _repeated(rows: Sequence[tuple[str, ...]], more: Sequence[tuple[str, ...]]) -> int:
    """Return how many rows of a heading are printed again at the top of the next page."""
    count = 0
    while count < min(len(rows), len(more) - 1, MOST_HEAD) and rows[count] == more[count]:
        count += 1
    return count


def _put_together(above: str, below: str) -> str:
    """Return a cell that goes on over the page, which may break it within a word."""
    if not (above and below):
        return above or below
    return above + ("" if goes_on(above, below) else " ") + below


def _put_above(rows: list[tuple[str, ...]], whole: Sequence[str]) -> None:
    """Put what a cell of the last row has grown to into the rows above that it reaches over."""
    last = rows[-1]
    for at, text in enumerate(whole):
        n = len(rows) - 2
        while text != last[at] and last[at] and n >= 0 and rows[n][at] == last[at]:
            rows[n] = (*rows[n][:at], text, *rows[n][at + 1 :])
            n -= 1


def _shown(row: Sequence[str], printed: str, whole: Sequence[str]) -> list[str]:
    """Return the cells of a row as they are printed: a merged one once, two cells that hold the same figure twice.

    ``printed`` tells the two apart: it has the cells of ``row`` as they are printed.
    """
    filled_cells = list(filter(None, whole))
    return filled_cells if " ".join(filter(None, row)) == printed else list(dict.fromkeys(filled_cells))


def _is_rest(row: Sequence[str], rest: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a row is what is left of the row above: it names nothing, and no figure of its own meets one there."""
    if len(row) != len(rest) or len(rows) < 2:
        return False
    if rest[0][:1].islower() and row[0] and not any(rest[1:]):
        return True  # the name alone goes on, in small letters
    has_names = bool(row[0]) and all(other[0] for other in rows[-3:])
    if sum(map(bool, rest)) == 1 and not any(map(FIGURE.fullmatch, row)):
        return has_names and not rest[0]  # a head's cell goes on: "Hộ nghèo cuối năm / 2023"
    clash = any(a and b and FIGURE.fullmatch(b) and FIGURE.fullmatch(a) for a, b in zip(row, rest, strict=True))
    return has_names and not rest[0] and any(rest) and not clash and not all(not b or FIGURE.fullmatch(b) for b in rest)
